# Register reads that are refused.
$ printf 'account_id,tariff,from,through,premise.zone,account.kind\n' >accounts.csv
$ for n in 01 02 03 04 05 06 07 08 09 10 11; do echo "A$n,READS,2025-09-16,2025-10-15,north,"; done >>accounts.csv
$ printf 'D1,DEMAND,2025-07-01,2025-07-31,,\nF1,FACTOR,2025-07-01,2025-07-31,,\nH1,HOURS,2025-07-01,2025-07-31,,\nH2,HOURS,2025-07-01,2025-07-31,,netted\nR1,RATCHET,2025-07-01,2025-07-31,,\n' >>accounts.csv
$ cat >reads.csv <<'END'
> account_id,from,through,kwh,kwh.on_peak,kwh.off_peak,kw,kvarh,export_kwh
> A01,2025-09-16,2025-10-15,100,,,,,
> A02,2025-09-16,2025-10-15,-3,,,,,
> A03,2025-09-16,2025-10-15,,,,,,
> A04,16.09.2025,2025-10-15,100,,,,,
> A05,2025-10-15,2025-09-16,100,,,,,
> A06,2025-09-15,2025-10-15,100,,,,,
> A07,2025-09-16,2025-10-15,,60,40,,,
> A08,2025-09-16,2025-10-15,100,,,,,
> A08,2025-09-16,2025-10-15,101,,,,,
> A09,2025-09-16,2025-10-15,1e2,,,,,
> A10,2025-09-16,2025-10-15,9999999999999,,,,,
> A99,2025-09-16,2025-10-15,100,,,,,
> D1,2025-07-01,2025-07-31,100,,,,,
> F1,2025-07-01,2025-07-31,1,,,,1000,
> H1,2025-07-01,2025-07-31,100,,,,,
> H2,2025-07-01,2025-07-31,,60,40,,,7
> R1,2025-07-01,2025-07-31,100,,,5,,
> END
$ ratebook rate tests/golden/commands/rows --accounts accounts.csv --usage reads.csv --out bills
$ cat bills/quarantine.csv
$ ratebook rate tests/golden/commands/rows --accounts accounts.csv --usage reads.csv --out oracle --engine interpreter >/dev/null
$ cmp bills/quarantine.csv oracle/quarantine.csv
# One reading in two units, which differ; and two files which do.
$ printf 'account_id,tariff,from,through\nH1,HOURS,2025-07-01,2025-07-31\nH2,HOURS,2025-07-01,2025-07-31\n' >accounts.csv
$ printf 'account_id,from,through,kwh,wh\nH1,2025-07-01,2025-07-31,100,99000\nH2,2025-07-01,2025-07-31,100,100000\n' >reads.csv
$ printf 'account_id,from,through,kwh\nH2,2025-07-01,2025-07-31,99\n' >more.csv
$ ratebook rate tests/golden/commands/rows --accounts accounts.csv --usage reads.csv --usage more.csv --out units >/dev/null
$ cut -d, -f1-5 units/quarantine.csv
