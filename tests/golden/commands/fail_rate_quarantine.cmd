# Rows that cannot be billed never stop a batch: exit 3.
$ cat >accounts.csv <<'END'
> account_id,tariff,from,through
> A1,RS-1,2025-07-03,2025-08-01
> A2,RS-1,2025-07-03,2025-08-01
> A3,RS-9,2025-07-03,2025-08-01
> A4,RS-1,2025-07-03,2025-08-01
> A4,RS-1,2025-08-01,2025-08-31
> A5,RS-1,2025-07-03,2025-08-01
> END
$ cat >reads.csv <<'END'
> account_id,from,through,kwh
> A1,2025-07-03,2025-08-01,720
> A2,2025-07-03,2025-08-01,"1,720.5"
> A4,2025-07-03,2025-08-01,5
> A9,2025-07-03,2025-08-01,5
> END
$ ratebook rate tariffs/examples/rs-1.tariff --accounts accounts.csv --usage reads.csv --out bills --engine interpreter
$ cat bills/quarantine.csv
$ cut -d, -f1-9 bills/bills.csv
$ ratebook rate tariffs/examples/rs-1.tariff --accounts accounts.csv --usage reads.csv --out bills --engine interpreter
$ ratebook rate tariffs/examples/rs-1.tariff --accounts accounts.csv --usage reads.csv --out bills --replace --json --engine interpreter
