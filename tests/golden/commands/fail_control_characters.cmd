# What controls a terminal, or turns the direction of its text, is escaped in everything that is said; files have it as it came.
$ printf 'tariff X "a\033[2Jb" {\n  currency USD\n  charge "\342\200\256" = 1\n}\n' >"$(printf 'e\033]0;x\007.tariff')"
$ ratebook check e*.tariff
$ ratebook check --json e*.tariff | head -12
$ ratebook fmt "$(printf 'none\342\201\246\n.tariff')"
$ ratebook check x.tariff --frob"$(printf '\033[31m')"
$ sed 's/"Customer Charge"/"Cus\xE2\x80\xAEtomer Charge"/' tariffs/examples/rs-1.tariff >rs-1.tariff
$ sed -n '/charge customer/p' rs-1.tariff | grep -c "$(printf '\342\200\256')"
$ printf 'account_id,tariff,from,through,odd\342\200\256\nA\342\201\247,RS-1,2025-07-03,2025-08-01,\n' >accounts.csv
$ printf 'account_id,from,through,kwh\nA\342\201\247,2025-07-03,2025-08-01,720\n' >reads.csv
$ ratebook rate rs-1.tariff --accounts accounts.csv --usage reads.csv --out bills
$ grep -c "$(printf '\342\200\256')" bills/lines.csv
$ ratebook explain rs-1.tariff --accounts accounts.csv --usage reads.csv --account "$(printf 'A\342\201\247')" --line customer
$ ratebook fmt - <rs-1.tariff | grep -c "$(printf '\342\200\256')"
