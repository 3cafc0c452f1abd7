# Register reads to bills, with everything that a run writes.
$ cat >accounts.csv <<'END'
> account_id,tariff,from,through
> A1,RS-1,2025-07-03,2025-08-01
> A2,RS-1,2025-09-16,2025-10-15
> A3,RS-1,2025-06-16,2025-07-15
> END
$ cat >reads.csv <<'END'
> account_id,from,through,kwh
> A1,2025-07-03,2025-08-01,720
> A2,2025-09-16,2025-10-15,600
> A3,2025-06-16,2025-07-15,600
> END
$ ratebook rate tariffs/examples/rs-1.tariff --accounts accounts.csv --usage reads.csv --out bills --run-id july --engine interpreter
$ ls bills
$ cut -d, -f1-9 bills/bills.csv
$ cat bills/lines.csv
$ cat bills/history.csv bills/quarantine.csv
$ ratebook rate tariffs/examples/rs-1.tariff --accounts accounts.csv --usage reads.csv --out native --as-known 2026-01-01
$ cmp bills/lines.csv native/lines.csv && cmp bills/bills.csv native/bills.csv
$ ratebook rate tariffs/examples/rs-1.tariff --accounts - --usage reads.csv --out split --max-rows 5 <accounts.csv
$ wc -l split/lines.csv split/lines_2.csv split/lines_3.csv
$ ls -A
