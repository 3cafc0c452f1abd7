#!/usr/bin/env python3
"""bad_rows_test.py PROGRAM MAKE_NEIGHBOURHOOD: README.md says what must hold. Ends with `N passed, N failed`."""
import collections
import csv
import json
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "support"))
from expectations import expect, finish  # noqa: E402

PROGRAM, MAKE = sys.argv[1:3]
BOOK = "tariffs/energyco"
SIZE = ("--r1", "1500", "--r2", "100", "--c1", "100", "--windows", "6")
USAGE = ("usage_c1.csv", "usage_r1.csv", "usage_r2.csv")
KINDS = {"grouped_number", "unit_in_number", "exponent", "too_many_digits", "empty_number", "yymmdd_date", "slashed_date", "other_duplicate", "orphan", "cut_row"}
# kind: (code, message) in a register read, and in an interval; in a row a cycle the name of a value has its place.
NUMBER, TIME = r"`kwh(?:, value \d+)?`", r"which is not a time such as 2025-07-01T00:15:00-07:00"
REGISTER = {
    "grouped_number": ("bad_number", r"`kwh` is `\d+,\d{3}\.\d{3}`, which is not a number"),
    "unit_in_number": ("bad_number", r"`kwh` is `[\d.]+ kWh`, which is not a number"),
    "exponent": ("bad_number", r"`kwh` is `\d+e-3`, which is not a number"),
    "too_many_digits": ("too_many_digits", r"`kwh` = \d+\.\d{3}0001 has more than 6 decimals"),
    "empty_number": ("missing_field", r"`kwh` is empty"),
    "yymmdd_date": ("bad_date", r"`from` is `\d{6}`, which is not a date such as 2025-07-01"),
    "slashed_date": ("bad_date", r"`from` is `\d\d/\d\d/2025`, which is not a date such as 2025-07-01"),
    "other_duplicate": ("duplicate_interval", r"row \d+ has a different reading for 2025-07-\d\d through 2025-08-\d\d|row \d+ has a different reading for 2025-07-01 through 2025-07-31"),
    "orphan": ("orphan_usage", r"the accounts file has no account `{id}`"),
    "cut_row": ("field_count", r"3 fields, but the header has 4"),
}
INTERVALS = {
    "grouped_number": ("bad_number", NUMBER + r" is `\d+,\d{3}\.\d{3}`, which is not a number"),
    "unit_in_number": ("bad_number", NUMBER + r" is `[\d.]+ kWh`, which is not a number"),
    "exponent": ("bad_number", NUMBER + r" is `\d+e-3`, which is not a number"),
    "too_many_digits": ("too_many_digits", NUMBER + r" = \d+\.\d{3}0001 has more than 6 decimals"),
    "empty_number": ("interval_missing", r"1 of (2976|2880) intervals of `usage` are missing"),
    "yymmdd_date": ("bad_time", r"`start` is `\d{6} \d\d:\d\d`, " + TIME),
    "slashed_date": ("bad_time", r"`start` is `\d\d/\d\d/2025 \d\d:\d\d`, " + TIME),
    "other_duplicate": ("duplicate_interval", r"row \d+ has a different reading for 2025-0\d-\d\dT\d\d:\d\d:00-04:00"),
    "orphan": ("orphan_usage", r"the accounts file has no account `{id}`"),
    "cut_row": ("field_count", r"\d fields, but the header has \d"),
}
work = pathlib.Path(tempfile.mkdtemp(prefix="ratebook-bad-rows-"))


def make(name, *options):
    subprocess.run([MAKE, "--out", str(work / name), *SIZE, *options], check=True, stdout=subprocess.DEVNULL)
    return work / name


def rate(sample, out, *options, code):
    usage = [word for name in USAGE for word in ("--usage", str(sample / name))]
    done = subprocess.run([PROGRAM, "rate", BOOK, "--accounts", str(sample / "accounts.csv"), *usage, "--history", str(sample / "history.csv"), "--out", str(work / out), *options],
                          capture_output=True, text=True)
    expect(done.returncode == code, f"{out}: exit {done.returncode} instead of {code}: {done.stderr[-600:]}")
    return work / out


def table(path):
    csv.field_size_limit(1 << 30)
    with open(path, newline="") as file:
        return list(csv.DictReader(file))


def records_of(sample):
    """Every record that quarantine.csv must have: (source, row, account_id): (code, message as a pattern, original, cause_row)."""
    lines = {name: (sample / name).read_text().splitlines() for name in ("accounts.csv", *USAGE)}
    account_rows = {line.split(",")[0]: number for number, line in enumerate(lines["accounts.csv"], 1)}
    rows_of = collections.defaultdict(list)
    for name in USAGE:
        for number, line in enumerate(lines[name], 1):
            rows_of[name, line.split(",")[0]].append(number)
    records = {}
    for bad in table(sample / "bad_rows.csv"):
        source, row, account, kind = bad["source"], int(bad["row"]), bad["account_id"], bad["kind"]
        path, accounts = str(sample / source), str(sample / "accounts.csv")
        code, message = (REGISTER if source == "usage_r1.csv" else INTERVALS)[kind]
        if kind == "orphan":
            for number in rows_of[source, account]:
                records[path, number, account] = (code, message.replace("{id}", account), lines[source][number - 1], "")
            continue
        is_hole = code == "interval_missing"
        if not is_hole:
            records[path, row, account] = (code, message, lines[source][row - 1], "")
        at = account_rows[account]
        named = message if is_hole else re.escape(f"{path} row {row}: ") + f"(?:{message})"
        records[accounts, at, account] = (code, named, lines["accounts.csv"][at - 1], "" if is_hole else str(row))
    return records


def check_quarantine(name, sample, result):
    wanted = records_of(sample)
    found = table(result / "quarantine.csv")
    keys = [(r["source"], int(r["row"]), r["account_id"]) for r in found]
    expect(len(set(keys)) == len(keys), f"{name}: a record stands twice")
    expect(set(keys) == set(wanted), f"{name}: records too many {sorted(set(keys) - set(wanted))[:3]}, missing {sorted(set(wanted) - set(keys))[:3]}")
    order = {str(sample / f): i for i, f in enumerate(("accounts.csv", *USAGE))}
    expect(keys == sorted(keys, key=lambda k: (order[k[0]], k[1])), f"{name}: records are not in the order of inputs and rows")
    wrong = collections.defaultdict(list)  # by code: one test each
    for key, record in zip(keys, found):
        code, message, original, cause = wanted.get(key, ("", "", "", ""))
        holds = record["code"] == code and re.fullmatch(message, record["message"]) and record["original"] == original and record["cause_row"] == cause
        wrong[code] += [] if holds else [f"{key} is {record['code']}, {record['message'][:200]}, cause {record['cause_row']}; expected {message}, cause {cause}"]
    for code, records in wrong.items():
        expect(not records, f"{name}: {code}: {len(records)} records, as {records[:1]}")
    return found


def check_nothing_lost(name, sample, result, quarantine):
    accounts = [row["account_id"] for row in table(sample / "accounts.csv")]
    billed = [row["account_id"] for row in table(result / "bills.csv")]
    refused = [r["account_id"] for r in quarantine if r["source"].endswith("accounts.csv")]
    expect(sorted(billed + refused) == sorted(accounts), f"{name}: {len(accounts)} accounts, {len(billed)} bills, {len(refused)} refused")
    expect(billed == [a for a in accounts if a not in set(refused)], f"{name}: bills are not in the order of the accounts file")
    report = json.loads((result / "run.json").read_text())
    expect(report["counts"]["bills"] == len(billed) and report["counts"]["quarantined_cycles"] == len(refused), f"{name}: run.json counts {report['counts']}")
    expect(report["quarantine"] == dict(collections.Counter(r["code"] for r in quarantine)), f"{name}: run.json has {report['quarantine']}")
    for given in report["inputs"]:
        ends = sum(given[key] for key in ("billed", "refused_with_cycle", "bad", "orphan", "duplicate", "outside_cycles"))
        rows = sum(1 for _ in open(given["name"])) - 1
        expect(given["rows"] == rows == ends, f"{name}: {given['name']} has {rows} rows, run.json {given['rows']}, of which {ends} end somewhere")
    return set(refused)


def check_the_others(name, result, clean, bad_accounts):
    """Every account that is not in the list: the bytes of a run without bad rows."""
    for file in ("bills.csv", "lines.csv", "history.csv"):
        rest = [line for line in (clean / file).read_text().splitlines() if line.split(",")[0] not in bad_accounts]
        here = [line for line in (result / file).read_text().splitlines() if line.split(",")[0] not in bad_accounts]
        expect(here == rest and len(rest) > 90, f"{name}: {file} differs from a run without bad rows")
    for file in ("bills.csv", "lines.csv"):
        billed = {line.split(",")[0] for line in (result / file).read_text().splitlines()}
        expect(not billed & bad_accounts, f"{name}: {file} has accounts with bad rows")


try:
    for form in ("wide", "long"):
        clean = rate(make(f"{form}-clean", "--form", form), f"{form}-clean-bills", code=0)
        for order in ((), ("--shuffled",)):
            name = form + "".join(order)
            sample = make(name, "--form", form, "--bad-per-mille", "100", *order)
            listed = table(sample / "bad_rows.csv")
            kinds = collections.Counter(row["kind"] for row in listed)
            expect(set(kinds) == KINDS and len(listed) == 170 and set(kinds.values()) == {17}, f"{name}: the sample has {kinds}")
            result = rate(sample, f"{name}-bills", code=3)
            quarantine = check_quarantine(name, sample, result)
            check_nothing_lost(name, sample, result, quarantine)
            check_the_others(name, result, clean, {row["account_id"] for row in listed})
            for other in (("--engine", "interpreter"), ("--threads", "1"), ("--threads", "3")):
                again = rate(sample, f"{name}{other[1]}", *other, code=3)
                for file in ("bills.csv", "lines.csv", "history.csv", "quarantine.csv"):
                    expect((again / file).read_bytes() == (result / file).read_bytes(), f"{name}: {' '.join(other)} gives another {file}")
finally:
    shutil.rmtree(work, ignore_errors=True)
finish()
