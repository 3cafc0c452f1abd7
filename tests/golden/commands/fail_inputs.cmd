# Inputs that lack a column or cannot be opened: exit 2, named, and no result.
$ printf 'account_id,tariff,from\nA1,RS-1,2025-07-03\n' >accounts.csv
$ printf 'account_id,from,through,kwh\n' >reads.csv
$ ratebook rate tariffs/examples/rs-1.tariff --accounts accounts.csv --usage reads.csv --out bills
$ ratebook rate tariffs/examples/rs-1.tariff --accounts none.csv --usage reads.csv --out bills
$ printf 'account_id,tariff,from,through\nA1,TOU-R,2025-07-03,2025-08-01\n' >accounts.csv
$ ratebook rate tariffs/examples/tou-r.tariff --accounts accounts.csv --usage reads.csv --out bills
$ printf 'account_id,when,kwh\n' >reads.csv
$ ratebook rate tariffs/examples/rs-1.tariff --accounts accounts.csv --usage reads.csv --out bills
$ : >reads.csv
$ ratebook rate tariffs/examples/rs-1.tariff --accounts accounts.csv --usage reads.csv --out bills
$ ratebook rate tariffs/examples/rs-1.tariff --accounts accounts.csv --usage reads.csv --out missing/bills
$ ls -A
# A wrong input counts before a wrong script, and both are said.
$ printf 'account_id,tariff,from,through\nA1,RS-1,2025-07-03,2025-08-01\n' >accounts.csv
$ printf 'account_id,from,kwh\nA1,2025-07-03,720\n' >reads.csv
$ sed 's/currency USD/currency UDS/' tariffs/examples/rs-1.tariff >rs-1.tariff
$ ratebook rate rs-1.tariff --accounts accounts.csv --usage reads.csv --out bills
$ printf 'account_id,from,through\nA1,2025-07-03,2025-08-01\n' >reads.csv
$ ratebook explain rs-1.tariff --accounts accounts.csv --usage reads.csv --account A1
$ printf 'account_id,from,through,kwh\nA1,2025-07-03,2025-08-01,720\n' >reads.csv
$ mkdir bills
$ ratebook rate rs-1.tariff --accounts accounts.csv --usage reads.csv --out bills 2>&1 | tail -1
$ ratebook rate rs-1.tariff --accounts accounts.csv --usage reads.csv --out good 2>&1 >/dev/null | tail -1; ratebook rate rs-1.tariff --accounts accounts.csv --usage reads.csv --out good >/dev/null 2>&1
$ ls -A
