# A price counts from the day on which its source is known: `known`, else `filed`, else `effective`; both engines, and examples.
$ cat >late.tariff <<'END'
> tariff LATE "Prices that are known late" {
>   utility  "Example Power & Light"
>   timezone America/New_York
>   currency USD
>   edition  2025-01-01  cite s1 "Title page"
>
>   source s1 "Sheet 1"           effective 2025-01-01
>   source s2 "Sheet 2"           filed 2025-05-10  effective 2025-06-01
>   source er "Errata to sheet 2" known 2025-07-20  filed 2025-05-10  effective 2025-06-01
>
>   rules {
>     version by usage day                   cite s1 "Rules"
>     round   each line half up to 0.01 USD  cite s1 "Rules"
>   }
>
>   value rate {
>     from 2025-01-01 = 0.10 USD/kWh  cite s1 "Rates"
>     from 2025-06-01 = 0.20 USD/kWh  cite s2 "Rates"
>     from 2025-07-01 = 0.30 USD/kWh  cite er "Rates"
>   }
>
>   charge energy "Energy" = usage * rate
>
>   example "what is known in the end" {
>     given  cycle 2025-07-01 through 2025-07-31 (31 days)
>     given  usage 100 kWh
>     expect total 30.00 USD
>   }
>   example "before the errata" {
>     given  cycle 2025-07-01 through 2025-07-31 (31 days)
>     given  usage 100 kWh
>     given  as_known = 2025-07-19
>     expect total 20.00 USD
>   }
>   example "before anything" {
>     given  cycle 2025-07-01 through 2025-07-31 (31 days)
>     given  usage 100 kWh
>     given  as_known = 2024-12-31
>     expect error value_gap
>   }
> }
> END
$ ratebook test late.tariff
$ printf 'account_id,tariff,from,through\nA1,LATE,2025-07-01,2025-07-31\n' >accounts.csv
$ printf 'account_id,from,through,kwh\nA1,2025-07-01,2025-07-31,100\n' >reads.csv
$ for day in 2024-12-31 2025-05-09 2025-05-10 2025-07-19 2025-07-20; do for engine in native interpreter; do ratebook rate late.tariff --accounts accounts.csv --usage reads.csv --out bills --replace --as-known $day --engine $engine >summary; echo $day $engine $(tail -n +2 bills/bills.csv | cut -d, -f7) $(tail -n +2 bills/quarantine.csv | cut -d, -f4,5); done; done
$ ratebook rate late.tariff --accounts accounts.csv --usage reads.csv --out bills --replace --as-known 2024-12-31 >summary
