# Where versions go by the bill month, the edition in force on its first day rates the whole cycle, in both engines.
$ mkdir book
$ cat >book/old.tariff <<'END'
> tariff MONTH "By the bill month" {
>   utility  "Example Power & Light"
>   timezone America/New_York
>   currency USD
>   edition  2025-01-01  cite s "Title page"
>
>   source s "MONTH, Sheet 1"  effective 2025-01-01
>
>   rules {
>     version by bill month                  cite s "Rules"
>     round   each line half up to 0.01 USD  cite s "Rules"
>   }
>
>   charge energy "Energy" = usage * 0.10 USD/kWh  cite s "Rates"
> }
> END
$ sed 's/edition  2025-01-01/edition  2025-07-01 supersedes "old.tariff"/; s/0.10 USD/0.20 USD/' book/old.tariff >book/new.tariff
$ cat >accounts.csv <<'END'
> account_id,tariff,from,through,bill_month
> A1,MONTH,2025-06-16,2025-07-15,6
> A2,MONTH,2025-06-16,2025-07-15,7
> A3,MONTH,2025-06-16,2025-07-15,
> A4,MONTH,2025-06-16,2025-06-30,2025-07
> A5,MONTH,2025-05-16,2025-06-15,
> END
$ printf 'account_id,from,through,kwh\n' >reads.csv
$ tail -n +2 accounts.csv | cut -d, -f1,3,4 | sed 's/$/,100/' >>reads.csv
$ for engine in native interpreter; do ratebook rate book --accounts accounts.csv --usage reads.csv --out $engine --engine $engine >summary; cut -d, -f1,4,5,7 $engine/bills.csv; tail -n +2 $engine/quarantine.csv; done
$ cmp native/lines.csv interpreter/lines.csv
