# Interval readings that are refused: rows of an interval each, a day in each cycle.
$ hours() { for h in $(seq -w 0 23); do echo "$1,$2T$h:00:00$3,1"; done; }
> printf 'account_id,tariff,from,through,account.kind\n' >accounts.csv
> for n in 01 02 03 04 05 06 07 09; do echo "A$n,HOURS,2025-07-01,2025-07-01,"; done >>accounts.csv
> printf 'A10,HOURS,2025-11-02,2025-11-02,\nA11,HOURS,2025-03-09,2025-03-09,\nA12,DEMAND,2025-07-01,2025-07-01,\nA13,HOURS,2025-07-01,2025-07-01,netted\n' >>accounts.csv
> {
>   echo account_id,start,kwh
>   hours A01 2025-07-01
>   hours A02 2025-07-01 | sed 's/T05:00:00/ 5 am/'
>   hours A03 2025-07-01; echo A03,2025-07-01T05:00:00,2
>   hours A04 2025-07-01; echo A04,2025-07-01T05:10:00,1
>   echo A05,2025-07-01T00:00:00,24
>   echo A06,2025-07-01T00:00:00,1; echo A06,2025-07-01T00:07:00,1
>   hours A07 2025-07-01 | sed 's/:00:00/:30:00/'
>   hours A09 2025-07-01 | grep -v T1
>   hours A10 2025-11-02; hours A11 2025-03-09
>   hours A12 2025-07-01 -04:00
>   hours A13 2025-07-01
> } >hours.csv
> { echo account_id,start,export_kwh; hours A13 2025-07-01; hours A13 2025-07-01 | sed 's/:00:00/:30:00/'; } >export.csv
$ ratebook rate tests/golden/commands/rows --accounts accounts.csv --usage hours.csv --usage export.csv --out bills
$ cat bills/quarantine.csv
$ ratebook rate tests/golden/commands/rows --accounts accounts.csv --usage hours.csv --usage export.csv --out oracle --engine interpreter >/dev/null
$ for result in bills oracle; do cut -d, -f1-4 $result/quarantine.csv >$result.codes; done; cmp bills.codes oracle.codes
# A row a cycle.
$ day() { seq 24 | sed 's/.*/1/' | paste -sd';'; }
> printf 'account_id,tariff,from,through\n' >accounts.csv
> for n in 1 2 3 4 5 6; do echo "W$n,HOURS,2025-07-01,2025-07-01" >>accounts.csv; done
> {
>   echo account_id,start,interval_minutes,kwh
>   echo "W1,2025-07-01T00:00:00,60,$(day)"
>   echo "W2,2025-07-01T00:00:00,7,$(day)"
>   echo "W3,2025-07-01T01:00:00,60,$(day)"
>   echo "W4,2025-07-01T00:00:00,60,$(day);1"
>   echo "W5,2025-07-01T00:00:00,60,$(day)"; echo "W5,2025-07-01T00:00:00,60,$(day | sed 's/1/2/')"
>   echo "W6,2025-07-01T00:00:00,60,$(day | sed 's/^1;1;/1;x;/')"
> } >days.csv
> printf 'account_id,from,through,kwh\nW1,2025-07-01,2025-07-01,25\n' >reads.csv
$ ratebook rate tests/golden/commands/rows --accounts accounts.csv --usage days.csv --usage reads.csv --out wide
$ cut -c1-250 wide/quarantine.csv
$ ratebook rate tests/golden/commands/rows --accounts accounts.csv --usage days.csv --usage reads.csv --out oracle --replace --engine interpreter >/dev/null
$ for result in wide oracle; do cut -d, -f1-4 $result/quarantine.csv >$result.codes; done; cmp wide.codes oracle.codes
# Clock changes are known as far as the files of the system list them.
$ printf 'account_id,tariff,from,through\nZ1,HOURS,2040-07-01,2040-07-01\n' >accounts.csv
$ echo "account_id,start,interval_minutes,kwh" >days.csv
$ echo "Z1,2040-07-01T00:00:00,60,$(seq 24 | paste -sd';')" >>days.csv
$ ratebook rate tests/golden/commands/rows --accounts accounts.csv --usage days.csv --out later >/dev/null
$ cut -d, -f1-5 later/quarantine.csv
$ ratebook rate tests/golden/commands/rows --accounts accounts.csv --usage days.csv --out oracle --replace --engine interpreter >/dev/null
$ cmp later/quarantine.csv oracle/quarantine.csv
# Each reading is within its limit, but not what the cycle adds up to.
$ printf 'account_id,tariff,from,through\nL1,HOURS,2025-01-01,2025-07-01\n' >accounts.csv
> echo "account_id,start,interval_minutes,kwh" >days.csv
> echo "L1,2025-01-01T00:00:00,60,$(seq 4367 | sed 's/.*/300000/' | paste -sd';')" >>days.csv
$ ratebook rate tests/golden/commands/rows --accounts accounts.csv --usage days.csv --out limit >/dev/null
$ cut -c1-150 limit/quarantine.csv
