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
$ cmp bills/quarantine.csv oracle/quarantine.csv
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
$ cmp wide/quarantine.csv oracle/quarantine.csv
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
# A row that is too long still tells whose it is.
$ printf 'account_id,tariff,from,through\nW1,HOURS,2025-07-01,2025-07-01\n' >accounts.csv
$ { echo account_id,start,interval_minutes,kwh; printf 'W1,2025-07-01T00:00:00,60,'; head -c 17000000 /dev/zero | tr '\0' 1; echo; } >days.csv
$ ratebook rate tests/golden/commands/rows --accounts accounts.csv --usage days.csv --out long >/dev/null
$ cut -c1-120 long/quarantine.csv
# One reading in two units, which differ, in either form; and the same reading in both.
$ printf 'account_id,tariff,from,through\nU1,HOURS,2025-07-01,2025-07-01\nU2,HOURS,2025-07-01,2025-07-01\nU3,HOURS,2025-07-01,2025-07-01\n' >accounts.csv
$ hours() { for h in $(seq -w 0 23); do echo "$1,$2T$h:00:00,1"; done; }
> day() { seq 24 | sed 's/.*/1/' | paste -sd';'; }
> echo account_id,start,kwh,wh >hours.csv; { hours U1 2025-07-01; hours U3 2025-07-01; } | sed 's/$/,1000/; /U1.*T07/s/1000/999/' >>hours.csv
> echo account_id,start,interval_minutes,kwh,wh >days.csv; echo "U2,2025-07-01T00:00:00,60,$(day),$(day | sed 's/1/1000/g; s/1000$/1001/')" >>days.csv
$ ratebook rate tests/golden/commands/rows --accounts accounts.csv --usage hours.csv --usage days.csv --out units >/dev/null
$ cut -c1-170 units/quarantine.csv
$ cut -d, -f1-7 units/bills.csv
