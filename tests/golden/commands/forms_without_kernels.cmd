# Forms that exact kernels cannot have: what is refused, where, and what to write instead.
$ cat >head.txt <<'END'
> tariff T "Forms" {
>   utility  "Example Power & Light"
>   timezone America/Denver
>   currency USD
>   source s "Sheet 1"  effective 2025-01-01
>   rules {
>     version by usage day                   cite s
>     clock   local daylight time            cite s
>     round   each line half up to 0.01 USD  cite s
>   }
>   period day_time = every day 06:00 to 18:00
>   period night    = otherwise
>   input account.contract : kW from 1 kW to 100 kW = 5 kW dated
>   input account.name     : text
>   input account.payer    : text
>   value rate {
>     from 2025-01-01 = 0.12 USD/kWh  cite s
>     from 2025-03-10 = 0.13 USD/kWh  cite s
>     from 2025-05-10 = 0.14 USD/kWh  cite s
>     from 2025-07-10 = 0.15 USD/kWh  cite s
>   }
>   charge basic "Basic" = 1 USD/day * days  cite s
> END
$ cat >forms.txt <<'END'
> minimum floor "Floor" = 1 USD/day * days * (1 kW / account.contract) over basic  cite s
> charge energy "Energy" = largest of { usage * export / largest of { usage, 1 kWh } , 0 kWh } each interval at 0.12 USD/kWh  cite s
> charge energy "Energy" = largest of { usage - 2 kW * hours, 0 kWh } each hour at 0.12 USD/kWh  cite s
> charge energy "Energy" = usage split by period in tiers per day over all periods pro rata { base_tier first 10 kWh at rate  rest above at rate }  cite s
> charge energy "Energy" = usage in tiers per month { base_tier first 100 kWh at rate  rest above at rate }  cite s
> charge energy "Energy" = usage * rate when account.name = account.payer  cite s
> END
$ while read -r form; do { cat head.txt; echo "  $form"; echo "}"; } >form.tariff; ratebook check form.tariff 2>&1 | sed -n '/^error/,/help/p'; done <forms.txt
