# A number that exact kernels cannot hold: said before anything is rated; the interpreter holds it.
$ ratebook check tests/golden/commands/too_wide.tariff
$ ratebook test --engine interpreter tests/golden/commands/too_wide.tariff
$ ratebook test tests/golden/commands/too_wide.tariff
$ printf 'account_id,tariff,from,through,account.a,account.b,account.c\nA1,WIDE,2025-07-01,2025-07-31,1,1,1\n' >accounts.csv
$ printf 'account_id,from,through,kwh\n' >reads.csv
$ ratebook rate tests/golden/commands/too_wide.tariff --accounts accounts.csv --usage reads.csv --out bills
$ ls bills
