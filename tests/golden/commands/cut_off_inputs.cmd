# The last row of a file needs no line end. It is read, but a file that was cut off looks the same, and the run says so.
$ printf 'account_id,tariff,from,through\nA1,RS-1,2025-07-03,2025-08-01' >accounts.csv
$ printf 'account_id,from,through,kwh\nA1,2025-07-03,2025-08-01,720' >reads.csv
$ ratebook rate tariffs/examples/rs-1.tariff --accounts accounts.csv --usage reads.csv --out bills
$ grep without_line_end bills/run.json
$ ratebook explain tariffs/examples/rs-1.tariff --accounts accounts.csv --usage reads.csv --account A1 --depth 0
$ echo >>accounts.csv
$ cat reads.csv | ratebook rate tariffs/examples/rs-1.tariff --accounts accounts.csv --usage - --out piped
$ echo >>reads.csv
$ ratebook rate tariffs/examples/rs-1.tariff --accounts accounts.csv --usage reads.csv --out whole
$ grep without_line_end whole/run.json
