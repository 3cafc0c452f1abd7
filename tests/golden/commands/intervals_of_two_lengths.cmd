# The length of intervals is found from each account's readings. A meter of another length than the others is told apart from one that lost
# every second reading by how many bills there are of each length.
$ printf 'account_id,tariff,from,through,premise.city,account.care\n' >accounts.csv
$ for account in A B C; do echo "$account,TOU-R,2025-07-01,2025-07-01,Springfield,no"; done >>accounts.csv
$ for account in A B C; do for hour in $(seq -w 0 23); do for minute in 00 30; do echo "$account,2025-07-01T$hour:$minute:00,0.5"; done; done; done | sed '/^C.*:30:00,/d; 1i account_id,start,kwh' >half_hours.csv
$ ratebook rate tariffs/examples/tou-r.tariff --accounts accounts.csv --usage half_hours.csv --out found | grep intervals
$ grep -A3 by_interval found/run.json
$ ratebook rate tariffs/examples/tou-r.tariff --accounts accounts.csv --usage half_hours.csv --interval 30min --out told >summary || grep -E 'intervals|missing' summary
