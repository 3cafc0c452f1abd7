#!/usr/bin/env bash
# totals_test.sh PROGRAM MAKE_NEIGHBOURHOOD: a neighbourhood of R1 and R2, rated by each engine and on one and two threads, and its totals by
# totals.sql; the last line is `N passed, N failed`.
set -euo pipefail
program=$1
make_neighbourhood=$2
command -v sqlite3 >/dev/null || { echo "skipped: sqlite3 is not installed"; exit 0; }
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
"$make_neighbourhood" --out "$work/sample" --r1 3000 --r2 400 --windows 20 >/dev/null
passed=0
failed=0
rate() {
  "$program" rate tariffs/energyco --accounts "$work/sample/accounts.csv" --usage "$work/sample/usage_r1.csv" --usage "$work/sample/usage_r2.csv" \
    --out "$work/$1" "${@:2}" >/dev/null
  if tests/totals/totals.sh "$work/sample" "$work/$1" >"$work/$1.txt"; then
    passed=$((passed + 1))
  else
    failed=$((failed + 1))
    cat "$work/$1.txt"
  fi
}
rate native_2 --threads 2
rate native_1 --threads 1
rate interpreter --engine interpreter
for file in bills.csv lines.csv history.csv quarantine.csv; do
  for other in native_1 interpreter; do
    if cmp -s "$work/native_2/$file" "$work/$other/$file"; then
      passed=$((passed + 1))
    elif [[ $file == bills.csv && $other == interpreter ]] && cmp -s <(cut -d, -f1-9 "$work/native_2/$file") <(cut -d, -f1-9 "$work/$other/$file"); then
      passed=$((passed + 1))   # the IR digest is the native engine's
    else
      failed=$((failed + 1))
      echo "$file differs between native_2 and $other"
      diff "$work/native_2/$file" "$work/$other/$file" | head -n 6 || true
    fi
  done
done
echo "$passed passed, $failed failed"
((failed == 0))
