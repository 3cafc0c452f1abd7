#!/usr/bin/env bash
# demo.sh BUILD: makes a sample neighbourhood in out/neighbourhood, rates it and shows bills; the last part of ./dev demo.
set -euo pipefail
build=$(readlink -f "${1:?a build folder}")
cd "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")/../.."
export PATH=$build/cli:$build/bench/sample:$PATH
sample=out/neighbourhood

# Shows a command and runs it.
run() {
  printf '\n$ %s\n' "$*" | sed 's/ --/ \\\n    --/g'
  "$@"
}

mkdir -p "$sample"
run make_neighbourhood --out "$sample" --r1 1500 --r2 1500 --c1 200 --month 2025-07 --windows 20
run ratebook rate tariffs/energyco --usage "$sample"/usage_r1.csv --usage "$sample"/usage_r2.csv --usage "$sample"/usage_c1.csv \
  --accounts "$sample/accounts.csv" --history "$sample/history.csv" --out "$sample/bills" --replace
echo
python3 bench/sample/print_bills.py "$sample/bills"

cat <<TXT

In $sample:
  accounts.csv, usage_*.csv, history.csv   what went in: 3,200 accounts with a month of readings
  bills/bills.csv, bills/lines.csv         each bill, and each line with its price, rule and place in the sheet
  bills/history.csv, bills/quarantine.csv  what the next month needs; rows that could not be billed and why
  bills/run.json                           counts, sums and digests of the run

To try next, with the program on the path: PATH=\$PWD/${build#"$PWD"/}/cli:\$PATH
  ratebook explain tariffs/energyco --accounts $sample/accounts.csv --usage $sample/usage_r2.csv --account R2-0000100
                                           how each line of that bill came about
  ratebook test tariffs/energyco           the examples that the scripts themselves contain
  ratebook check tariffs/energyco          after changing a price, an hour or a rule in r2.tariff; then ./dev demo again
  bench/sample/README.md                   other months, more accounts, bad rows
  docs/README.md                           the manual
TXT
