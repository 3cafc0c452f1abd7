# Inputs that lack a column or cannot be opened: exit 2, named, and no result.
$ printf 'account_id,tariff,from\nA1,RS-1,2025-07-03\n' >accounts.csv
$ printf 'account_id,from,through,kwh\n' >reads.csv
$ ratebook rate tariffs/examples/rs-1.tariff --accounts accounts.csv --usage reads.csv --out bills
$ ratebook rate tariffs/examples/rs-1.tariff --accounts none.csv --usage reads.csv --out bills
$ printf 'account_id,tariff,from,through\nA1,TOU-R,2025-07-03,2025-08-01\n' >accounts.csv
$ ratebook rate tariffs/examples/tou-r.tariff --accounts accounts.csv --usage reads.csv --out bills
$ printf 'account_id,when,kwh\n' >reads.csv
$ ratebook rate tariffs/examples/rs-1.tariff --accounts accounts.csv --usage reads.csv --out bills
$ : >reads.csv
$ ratebook rate tariffs/examples/rs-1.tariff --accounts accounts.csv --usage reads.csv --out bills
$ ratebook rate tariffs/examples/rs-1.tariff --accounts accounts.csv --usage reads.csv --out missing/bills
$ ls -A
