$ printf 'account_id,tariff,from,through\nA1,RS-1,2025-07-03,2025-08-01\nA2,RS-1,2025-07-03,2025-08-01\n' >accounts.csv
$ printf 'account_id,from,through,kwh\nA1,2025-07-03,2025-08-01,x\n' >reads.csv
$ ratebook explain tariffs/examples/rs-1.tariff --accounts accounts.csv --usage reads.csv --account A1
$ ratebook explain tariffs/examples/rs-1.tariff --accounts accounts.csv --usage reads.csv --account A2 --engine interpreter
$ ratebook explain tariffs/examples/rs-1.tariff --accounts accounts.csv --usage reads.csv --account A3
$ ratebook explain tariffs/examples/rs-1.tariff --accounts accounts.csv --usage reads.csv --account A1 --line none
