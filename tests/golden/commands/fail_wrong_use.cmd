# Used wrongly: exit 2, with the reason.
$ ratebook
$ ratebook bill
$ ratebook check
$ ratebook check --emit soup tariffs/examples/rs-1.tariff
$ ratebook check none.tariff
$ ratebook check -
$ ratebook rate tariffs/examples/rs-1.tariff --accounts a.csv --usage u.csv
$ ratebook rate tariffs/examples/rs-1.tariff --accounts a.csv --usage u.csv --out bills
$ ratebook rate tariffs/examples/rs-1.tariff --accounts a.csv --usage u.csv --out bills --as-known 2025-13-01
$ ratebook rate tariffs/examples/rs-1.tariff --accounts a.csv --usage u.csv --out bills --interval 7min
$ ratebook rate tariffs/examples/rs-1.tariff --accounts a.csv --usage u.csv --out bills --threads 0
$ ratebook test tariffs/none
$ ls -A
