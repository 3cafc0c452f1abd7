$ sed 's/= otherwise/= Oct 1 through Apr 30/' tariffs/examples/rs-1.tariff >gap.tariff
$ ratebook check gap.tariff
$ ratebook check --json gap.tariff | head -12
$ NO_COLOR=1 ratebook check - <gap.tariff
$ ratebook rate gap.tariff --accounts a.csv --usage u.csv --out bills
$ ratebook test gap.tariff
