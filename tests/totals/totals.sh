#!/usr/bin/env bash
# totals.sh SAMPLE RESULT: compares the sums of lines.csv with those of totals.sql over the same files; exit 1 when they differ.
set -euo pipefail
sample=$(readlink -f "${1:?folder of make_neighbourhood}")
result=$(readlink -f "${2:?folder of ratebook rate}")
here=$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
import() { [[ -e $1 ]] && printf '.import --csv "%s" %s\n' "$1" "$2"; }
{
  import "$sample/accounts.csv" accounts
  # A sample of R1 alone has no facts.
  for fact in premise.territory premise.city account.promo account.tax_exempt account.cycle_number; do
    head -n 1 "$sample/accounts.csv" | tr ',' '\n' | grep -qxF "$fact" || printf 'ALTER TABLE accounts ADD COLUMN "%s" TEXT;\n' "$fact"
  done
  import "$sample/usage_r1.csv" usage_r1 || echo 'CREATE TABLE usage_r1(account_id TEXT, kwh TEXT);'
  import "$sample/usage_r2.csv" usage_r2 || echo 'CREATE TABLE usage_r2(account_id TEXT, start TEXT, kwh TEXT);'
  # Result files after the first are lines_2.csv …; each has the same header.
  for file in "$result"/lines*.csv; do
    if [[ $file == "$result/lines.csv" ]]; then import "$file" lines; else printf '.import --csv --skip 1 "%s" lines\n' "$file"; fi
  done
  cat "$here/totals.sql"
} >"$work/all.sql"
out=$(sqlite3 -bail "$work/totals.db" <"$work/all.sql")
printf '%s\n' "$out"
[[ $(tail -n 1 <<<"$out") == *", 0 failed" ]]
