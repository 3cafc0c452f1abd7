# A cycle that follows one without a bill in the same run is refused only where its own editions read what that one would have recorded.
$ mkdir book
$ cat >book/plain.tariff <<'END'
> tariff FOLLOW "Plain, then with a ratchet" {
>   utility  "Example Power & Light"
>   timezone America/New_York
>   currency USD
>   edition  2025-01-01  cite s "Title page"
>
>   source s "FOLLOW, Sheet 1"  effective 2025-01-01
>
>   rules {
>     version by usage day                   cite s "Rules"
>     clock   local daylight time            cite s "Rules"
>     demand  15 min fixed windows           cite s "Rules"
>     round   each line half up to 0.01 USD  cite s "Rules"
>   }
>
>   measure kw = maximum demand in cycle round half up to 0.1 kW  cite s "Demand"
>
>   charge energy "Energy" = usage * 0.10 USD/kWh  cite s "Rates"
>   charge small  "Small"  = kw * 0.10 USD/kW version by cycle end  cite s "Rates"
> }
> END
$ sed 's/Plain, then/Now/; s/edition  2025-01-01/edition  2025-04-01 supersedes "plain.tariff"/; s/  charge small .*/  measure top = highest kw in preceding 2 cycles, missing cycles as 0 kW  cite s "Demand"\n  charge ratchet "Ratchet" = top * 1.00 USD\/kW version by cycle end  cite s "Rates"/' book/plain.tariff >book/ratchet.tariff
$ cat >book/promotion.tariff <<'END'
> tariff PROMO "The first two cycles cost less" {
>   utility  "Example Power & Light"
>   timezone America/New_York
>   currency USD
>
>   source s "PROMO, Sheet 1"  effective 2025-01-01
>
>   rules { round each line half up to 0.01 USD  cite s "Rules" }
>
>   input account.promo : flag = false
>
>   charge   energy "Energy"       = usage * 0.10 USD/kWh  cite s "Rates"
>   discount first  "First cycles" = 10% of energy for first 2 cycles of account when account.promo  cite s "Promotion"
> }
> END
$ cat >accounts.csv <<'END'
> account_id,tariff,from,through,account.promo,cycle.first,account.cycle_number
> F1,FOLLOW,2025-01-01,2025-01-31,,,
> F1,FOLLOW,2025-02-01,2025-02-28,,,
> F1,FOLLOW,2025-03-01,2025-03-31,,,
> F1,FOLLOW,2025-04-01,2025-04-30,,,
> F1,FOLLOW,2025-05-01,2025-05-31,,,
> F2,FOLLOW,2025-02-01,2025-02-28,,yes,
> F2,FOLLOW,2025-03-01,2025-03-31,,,
> F2,FOLLOW,2025-04-01,2025-04-30,,,
> F2,FOLLOW,2025-05-01,2025-05-31,,,
> F2,FOLLOW,2025-06-01,2025-06-30,,,
> P1,PROMO,2025-01-01,2025-01-31,,yes,
> P1,PROMO,2025-02-01,2025-02-28,,,
> P2,PROMO,2025-01-01,2025-01-31,yes,yes,
> P2,PROMO,2025-02-01,2025-02-28,yes,,
> P3,PROMO,2025-01-01,2025-01-31,yes,yes,
> P3,PROMO,2025-02-01,2025-02-28,yes,,2
> P4,PROMO,2025-01-01,2025-01-31,yes,yes,1
> P4,PROMO,2025-02-01,2025-02-28,no,,
> P4,PROMO,2025-03-01,2025-03-31,yes,,
> END
$ printf 'account_id,from,through,kwh,kw\n' >reads.csv
$ tail -n +2 accounts.csv | cut -d, -f1,3,4 | sed 's/$/,100,5/' >>reads.csv
# F1: January cannot be read. F2: the meter's demand of March is not known, which an engine finds. P1, P2, P3: January cannot be read. P4: the same in February.
$ sed -i '/^F1,2025-01/s/,100,/,1OO,/; /^F2,2025-03/s/,5$/,/; /^P[123],2025-01/s/,100,/,1OO,/; /^P4,2025-02/s/,100,/,1OO,/' reads.csv
$ ratebook rate book --accounts accounts.csv --usage reads.csv --out bills --threads 3
$ cut -d, -f1,2,4,5,7 bills/bills.csv
$ grep ^accounts bills/quarantine.csv
$ grep cycle_number bills/history.csv
$ for engine in native interpreter; do for threads in 1 4; do ratebook rate book --accounts accounts.csv --usage reads.csv --out again --replace --engine $engine --threads $threads >summary; for file in bills lines history quarantine; do cmp bills/$file.csv again/$file.csv; done; done; done
# The account alone says the same.
$ ratebook explain book --accounts accounts.csv --usage reads.csv --account F2 --depth 0 | grep -v "^ \|^$"
$ ratebook explain book --accounts accounts.csv --usage reads.csv --account P4 --line first
# A row of the accounts file that cannot be read is a cycle all the same: F2's of March without its end, P4's of February without any date. And one that repeats
# F1's of January with a flag that is none refuses it as any repeated cycle would.
$ sed 's/^F2,FOLLOW,2025-03-01,2025-03-31/F2,FOLLOW,2025-03-01,2025-03-3/; s/^P4,PROMO,2025-02-01,2025-02-28/P4,PROMO,?,?/' accounts.csv >bad.csv
$ echo F1,FOLLOW,2025-01-01,2025-01-31,,perhaps, >>bad.csv
$ sed 's/,1OO,/,100,/; /^F2,2025-03/s/,$/,5/' reads.csv >good_reads.csv
$ ratebook rate book --accounts bad.csv --usage good_reads.csv --out bad --threads 2
$ cut -d, -f1,2,4,5,7 bad/bills.csv
$ grep ^bad.csv bad/quarantine.csv
$ ratebook rate book --accounts bad.csv --usage good_reads.csv --out again --replace --engine interpreter >summary; cmp bad/lines.csv again/lines.csv; cmp bad/quarantine.csv again/quarantine.csv
