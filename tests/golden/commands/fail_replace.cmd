# What --replace does not take away: anything but a result of a run, and what this very run reads.
$ printf 'account_id,tariff,from,through,premise.zone\nA1,READS,2025-07-01,2025-07-31,north\n' >accounts.csv
> printf 'account_id,from,through,kwh,kw\nA1,2025-07-01,2025-07-31,100,5\n' >reads.csv
> mkdir mine; echo important >mine/bills.csv; mkdir -p empty
$ ratebook rate tests/golden/commands/rows --accounts accounts.csv --usage reads.csv --out mine
$ ratebook rate tests/golden/commands/rows --accounts accounts.csv --usage reads.csv --out mine --replace
$ cat mine/bills.csv
$ ratebook rate tests/golden/commands/rows --accounts accounts.csv --usage reads.csv --out . --replace
$ ratebook rate tests/golden/commands/rows --accounts accounts.csv --usage reads.csv --out empty --replace >/dev/null; ls empty
$ echo notes >empty/notes.txt
$ ratebook rate tests/golden/commands/rows --accounts accounts.csv --usage reads.csv --out empty --replace
$ rm empty/notes.txt
$ ratebook rate tests/golden/commands/rows --accounts accounts.csv --usage reads.csv --history empty/history.csv --out empty --replace
$ ratebook rate tests/golden/commands/rows --accounts accounts.csv --usage reads.csv --out empty --replace >/dev/null; ls empty
