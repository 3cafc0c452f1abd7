# Rows of dated facts and of history that are refused.
$ printf 'account_id,tariff,from,through,premise.zone\n' >accounts.csv
$ for n in 1 2 3 4 5 6 7; do echo "A$n,READS,2025-07-01,2025-07-31,north"; done >>accounts.csv
$ for n in 1 2 3 4 5 6 7 8; do echo "R$n,RATCHET,2025-07-01,2025-07-31,"; done >>accounts.csv
$ printf 'account_id,from,through,kwh,kw\n' >reads.csv
$ tail -n +2 accounts.csv | cut -d, -f1,3,4 | sed 's/$/,100,5/' >>reads.csv
$ cat >facts.csv <<'END'
> account_id,name,from,value
> A1,account.size,2025-07-10,6
> A2,account.colour,2025-07-10,red
> A3,account.size,July,6
> A4,account.size,2025-07-10,
> A5,account.size,2025-07-10,6
> A5,account.size,2025-07-10,7
> A6,account.size,2025-07-10,600
> A7,account.care,2025-07-10,yes
> END
$ cat >history.csv <<'END'
> account_id,tariff,through,name,value,unit,age
> R1,RATCHET,2025-06-30,kw,4,kW,1
> R1,RATCHET,2025-05-31,kw,4,kW,2
> R1,RATCHET,2025-04-30,kw,6,kW,3
> R2,RATCHET,2025-06-30,kw,4,kW,1
> R3,RATCHET,2025-06-30,kw,4,kWx,1
> R4,RATCHET,2025-06-30,kw,4,kW,1
> R4,RATCHET,2025-06-30,kw,5,kW,1
> R6,RATCHET,2025-06-30,peak,5,kW,1
> R7,RATCHET,2025-06-30,kw,5,kVAR,1
> R8,RATCHET,2025-06-30,kw,40000001,kW,1
> END
$ ratebook rate tests/golden/commands/rows --accounts accounts.csv --usage reads.csv --facts facts.csv --history history.csv --out bills
$ cat bills/quarantine.csv
$ cut -d, -f1-9 bills/bills.csv
$ ratebook rate tests/golden/commands/rows --accounts accounts.csv --usage reads.csv --facts facts.csv --history history.csv --out oracle --engine interpreter >/dev/null
$ cmp bills/quarantine.csv oracle/quarantine.csv
