# What is missing of the cycles before is said in the same words by both engines, also where a script looks back twice.
$ cat >twice.tariff <<'END'
> tariff TWICE "Looks back twice" {
>   utility  "Example Power & Light"
>   timezone America/New_York
>   currency USD
>
>   source s "TWICE, Sheet 1"  effective 2025-01-01
>
>   rules {
>     season  by cycle end                   cite s "Rules"
>     version by cycle end                   cite s "Rules"
>     clock   local daylight time            cite s "Rules"
>     demand  15 min fixed windows           cite s "Rules"
>     round   each line half up to 0.01 USD  cite s "Rules"
>   }
>
>   season summer = Jun 1 through Sep 30  cite s "Seasons"
>   season winter = otherwise
>
>   measure kw   = maximum demand in cycle round half up to 0.1 kW  cite s "Demand"
>   measure two  = highest kw in preceding 2 cycles round half up to 0.1 kW  cite s "Demand"
>   measure one  = highest kw in preceding 1 cycles round half up to 0.1 kW  cite s "Demand"
>   measure cold = highest kw in preceding 2 cycles within winter, missing cycles left out round half up to 0.1 kW  cite s "Demand"
>
>   charge demand "Demand" = (two + one + cold) * 2.00 USD/kW  cite s "Rates"
> }
> END
$ printf 'account_id,tariff,from,through\n' >accounts.csv
$ for n in 1 2 3 4 5; do echo "T$n,TWICE,2025-07-01,2025-07-31"; done >>accounts.csv
$ printf 'account_id,from,through,kwh,kw\n' >reads.csv
$ tail -n +2 accounts.csv | cut -d, -f1,3,4 | sed 's/$/,100,5/' >>reads.csv
$ cat >history.csv <<'END'
> account_id,tariff,through,name,value,unit,age
> T2,TWICE,2025-06-30,two,4,kW,1
> T3,TWICE,2025-06-30,kw,4,kW,1
> T4,TWICE,2025-06-30,kw,4,kW,1
> T4,TWICE,2025-06-01,kw,6,kW,2
> T5,TWICE,2025-06-30,kw,4,kW,1
> T5,TWICE,2025-05-31,kw,6,kW,2
> END
$ ratebook rate twice.tariff --accounts accounts.csv --usage reads.csv --history history.csv --out bills >summary
$ cut -d, -f2-5 bills/quarantine.csv; cut -d, -f1,7 bills/bills.csv
$ ratebook rate twice.tariff --accounts accounts.csv --usage reads.csv --history history.csv --out oracle --engine interpreter >summary
$ cmp bills/quarantine.csv oracle/quarantine.csv
