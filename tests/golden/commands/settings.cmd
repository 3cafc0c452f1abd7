# A flag over a variable over the file.
$ printf 'account_id,tariff,from,through\nA1,RS-1,2025-07-03,2025-08-01\n' >accounts.csv
$ printf 'account_id,from,through,kwh\nA1,2025-07-03,2025-08-01,720\n' >reads.csv
$ printf 'engine = "interpreter"\n[rate]\nout = "from-file"\nusage = ["reads.csv"]\nmax-rows = 2\n' >ratebook.toml
$ ratebook rate tariffs/examples/rs-1.tariff --accounts accounts.csv
$ RATEBOOK_OUT=from-variable RATEBOOK_MAX_ROWS=3 ratebook rate tariffs/examples/rs-1.tariff --accounts accounts.csv
$ RATEBOOK_OUT=from-variable ratebook rate tariffs/examples/rs-1.tariff --accounts accounts.csv --out from-flag --max-rows=4
$ ls from-file from-variable from-flag
