# Columns that no tariff reads may be a misspelt fact: they are named.
$ sed -n '/input/p' tests/golden/commands/rows/reads.tariff
$ printf 'account_id,tariff,from,through,premise.zone,name,premise.zona\nA1,READS,2025-07-01,2025-07-31,north,Ann,south\n' >accounts.csv
$ printf 'account_id,from,through,kwh,kw,remark\nA1,2025-07-01,2025-07-31,100,5,estimated\n' >reads.csv
$ ratebook rate tests/golden/commands/rows --accounts accounts.csv --usage reads.csv --out bills
$ grep -A 3 unread_columns bills/run.json
