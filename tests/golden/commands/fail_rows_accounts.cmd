# Rows of the accounts file that are refused, and cycles that lack a fact: each in quarantine.csv with its reason, on both engines the same.
$ cat >accounts.csv <<'END'
> account_id,tariff,from,through,premise.zone,account.care,account.size,account.share,account.promo,account.cycle_number
> GOOD,READS,2025-07-01,2025-07-31,north,yes,4,2,,
> A01,READS,2025-07-01,2025-07-31,"nor"th,yes,4,2,,
> A02,READS,2025-07-01,2025-07-31,north,yes
> ,READS,2025-07-01,2025-07-31,north,yes,4,2,,
> A04,,2025-07-01,2025-07-31,north,yes,4,2,,
> A05,RS-9,2025-07-01,2025-07-31,north,yes,4,2,,
> A06,READS,07/01/2025,2025-07-31,north,yes,4,2,,
> A07,READS,2025-07-31,2025-07-01,north,yes,4,2,,
> A08,READS,2020-07-01,2025-07-31,north,yes,4,2,,
> A09,READS,2025-07-01,2025-07-31,east,yes,4,2,,
> A10,READS,2025-07-01,2025-07-31,north,Y,4,2,,
> A11,READS,2025-07-01,2025-07-31,north,yes,400,2,,
> A12,READS,2025-07-01,2025-07-31,north,yes,4 kW,2,,
> A13,READS,2025-07-01,2025-07-31,north,yes,4.12345,2,,
> A14,READS,2025-07-01,2025-07-31,,yes,4,2,,
> A15,READS,2025-07-01,2025-07-31,north,yes,4,2,NEW,
> A16,READS,2025-07-01,2025-07-31,north,yes,4,2,NEW,first
> A17,READS,2025-12-15,2026-01-14,north,yes,4,2,,
> A18,READS,2024-12-15,2025-01-14,north,yes,4,2,,
> A19,READS,2025-07-01,2025-07-31,north,yes,4,2,ZERO,
> A20,READS,2025-07-01,2025-07-31,north,yes,4,2,,
> A20,READS,2025-07-31,2025-08-30,north,yes,4,2,,
> END
$ printf 'A21,READS,2025-07-01,2025-07-31,n\377rth,yes,4,2,,\nA22,READS,2025-07-01,2025-07-31,' >>accounts.csv
$ head -c 17000000 /dev/zero | tr '\0' n >>accounts.csv
$ printf 'account_id,from,through,kwh\n' >reads.csv
$ cut -s -d, -f1,3,4 accounts.csv | grep -a '^[GA][^,]*,20' | sed 's/$/,100/' >>reads.csv
$ ratebook rate tests/golden/commands/rows --accounts accounts.csv --usage reads.csv --out bills
$ cut -c1-200 bills/quarantine.csv
$ cut -d, -f1-9 bills/bills.csv
$ ratebook rate tests/golden/commands/rows --accounts accounts.csv --usage reads.csv --out oracle --engine interpreter >/dev/null
$ cmp bills/quarantine.csv oracle/quarantine.csv
