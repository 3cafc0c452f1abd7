#!/usr/bin/env python3
"""Holds make_neighbourhood to what bench/sample/README.md promises. usage: sample_test.py PROGRAM"""
import collections
import csv
import filecmp
import pathlib
import re
import subprocess
import sys
import tempfile

PROGRAM = sys.argv[1]
GOOD_NUMBER = re.compile(r"\d+\.\d{3}")
GOOD_DAY = re.compile(r"\d{4}-\d\d-\d\d")
GOOD_START = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:00[+-]\d\d:\d\d")


def make(folder, *options):
    subprocess.run([PROGRAM, "--out", folder, *options], check=True, stdout=subprocess.DEVNULL)
    return pathlib.Path(folder)


def rows(path):
    with open(path, newline="") as file:
        return list(csv.DictReader(file))


def same_options_same_bytes(scratch):
    options = ("--r1", "20", "--r2", "5", "--c1", "5", "--windows", "3", "--bad-per-mille", "500")
    a, b, c = make(scratch / "a", *options), make(scratch / "b", *options), make(scratch / "c", *options, "--seed", "2")
    names = sorted(p.name for p in a.iterdir())
    assert names == ["accounts.csv", "bad_rows.csv", "history.csv", "usage_c1.csv", "usage_r1.csv", "usage_r2.csv"], names
    assert filecmp.cmpfiles(a, b, names, shallow=False)[0] == names
    assert filecmp.cmpfiles(a, c, ["usage_r1.csv", "usage_r2.csv", "usage_c1.csv"], shallow=False)[0] == []


def accounts_are_independent(scratch):
    few, many = make(scratch / "few", "--r1", "10", "--r2", "4"), make(scratch / "many", "--r1", "50", "--r2", "9", "--c1", "2")
    for name, count in (("usage_r1.csv", 10), ("usage_r2.csv", 4)):
        assert rows(few / name) == rows(many / name)[:count]


def intervals_follow_the_clock(scratch):
    for month, days, hours in (("2025-03", 31, -1), ("2025-11", 30, 1), ("2025-07", 31, 0), ("2024-02", 29, 0)):
        for minutes in (5, 15, 60):
            folder = make(scratch / f"{month}-{minutes}", "--r2", "1", "--month", month, "--interval", str(minutes))
            (row,) = rows(folder / "usage_r2.csv")
            assert len(row["kwh"].split(";")) == (days * 24 + hours) * 60 // minutes, (month, minutes)
            assert row["interval_minutes"] == str(minutes)
    (row,) = rows(make(scratch / "month", "--r2", "1", "--days", "30") / "usage_r2.csv")
    assert len(row["kwh"].split(";")) == 2880
    berlin = make(scratch / "berlin", "--r2", "1", "--month", "2025-10", "--timezone", "Europe/Berlin")
    assert len(rows(berlin / "usage_r2.csv")[0]["kwh"].split(";")) == 2980


def the_repeated_hour_has_two_offsets(scratch):
    folder = make(scratch / "autumn", "--r2", "1", "--month", "2025-11", "--form", "long", "--interval", "60")
    starts = [row["start"] for row in rows(folder / "usage_r2.csv")]
    assert [s for s in starts if s.startswith("2025-11-02T01")] == ["2025-11-02T01:00:00-04:00", "2025-11-02T01:00:00-05:00"]
    assert starts[0] == "2025-11-01T00:00:00-04:00" and starts[-1] == "2025-11-30T23:00:00-05:00"
    spring = make(scratch / "spring", "--r2", "1", "--month", "2025-03", "--form", "long", "--interval", "60")
    assert not [r for r in rows(spring / "usage_r2.csv") if r["start"].startswith("2025-03-09T02")]


def both_forms_hold_the_same_readings(scratch):
    options = ("--r2", "2", "--c1", "2", "--windows", "2")
    wide, long = make(scratch / "wide", *options), make(scratch / "long", *options, "--form", "long")
    for name, channels in (("usage_r2.csv", ("kwh",)), ("usage_c1.csv", ("kwh", "kvarh"))):
        for channel in channels:
            spread = [(r["account_id"], v) for r in rows(wide / name) for v in r[channel].split(";")]
            assert spread == [(r["account_id"], r[channel]) for r in rows(long / name)], (name, channel)


def windows_start_on_consecutive_days(scratch):
    accounts = rows(make(scratch / "windows", "--r1", "6", "--windows", "3") / "accounts.csv")
    spans = [(a["from"], a["through"]) for a in accounts]
    assert spans == 2 * [("2025-07-01", "2025-07-31"), ("2025-07-02", "2025-08-01"), ("2025-07-03", "2025-08-02")], spans


def ratchets_remember_up_to_eleven_cycles(scratch):
    history = rows(make(scratch / "history", "--c1", "100") / "history.csv")
    ages = collections.defaultdict(list)
    for row in history:
        ages[row["account_id"]].append((int(row["age"]), row["through"]))
        assert (row["name"], row["unit"], row["tariff"]) == ("adjusted_kw", "kW", "C1")
    assert {len(a) for a in ages.values()} == {3, 11} and len(ages) < 100
    longest = max(ages.values(), key=len)
    assert [a for a, _ in longest] == list(range(1, 12))
    assert (longest[0][1], longest[10][1]) == ("2025-06-30", "2024-08-31")


def is_bad_as(kind, line, file, accounts, lines):
    fields = next(csv.reader([line]))
    header = next(csv.reader([lines[0]]))
    number = fields[-1] if len(fields) == len(header) else None
    numbers = number.split(";") if number is not None else []
    odd = [n for n in numbers if not GOOD_NUMBER.fullmatch(n)]
    date_pattern = GOOD_DAY if file == "usage_r1.csv" else GOOD_START
    if kind == "cut_row":
        return len(fields) == len(header) - 1
    if kind == "orphan":
        return fields[0] not in accounts
    if kind == "other_duplicate":
        before = next(csv.reader([lines[lines.index(line) - 1]]))
        return before[:-1] == fields[:-1] and before[-1] != fields[-1]
    if kind in ("yymmdd_date", "slashed_date"):
        return not odd and not date_pattern.fullmatch(fields[1])
    forms = {"grouped_number": r"\d+,\d{3}\.\d+", "unit_in_number": r"[\d.]+ kWh", "exponent": r"\d+e-3",
             "too_many_digits": r"\d+\.\d{7}", "empty_number": r""}
    return len(odd) == 1 and re.fullmatch(forms[kind], odd[0]) is not None


def bad_rows_are_where_the_list_says(scratch):
    for form in ("wide", "long"):
        options = ("--r1", "200", "--r2", "40", "--c1", "20", "--interval", "60", "--days", "28", "--windows", "5", "--form", form)
        folder = make(scratch / form, *options, "--bad-per-mille", "500", "--shuffled")
        clean = make(scratch / (form + "-clean"), *options)
        accounts = {row["account_id"] for row in rows(folder / "accounts.csv")}
        listed = rows(folder / "bad_rows.csv")
        kinds = collections.Counter(row["kind"] for row in listed)
        assert len(kinds) == 10 and set(kinds.values()) == {13}, kinds
        assert len(accounts) == 260 - kinds["orphan"]
        for source in ("usage_r1.csv", "usage_r2.csv", "usage_c1.csv"):
            lines = (folder / source).read_text().splitlines()
            for row in (r for r in listed if r["source"] == source):
                assert is_bad_as(row["kind"], lines[int(row["row"]) - 1], source, accounts, lines), row
            # What is not listed is as in the clean file, in another order.
            bad = {r["account_id"] for r in listed}
            rest = [line for line in lines[1:] if line.split(",")[0] not in bad]
            clean_rest = [line for line in (clean / source).read_text().splitlines()[1:] if line.split(",")[0] not in bad]
            assert sorted(rest) == sorted(clean_rest) and rest != clean_rest, source


TESTS = (
    same_options_same_bytes,
    accounts_are_independent,
    intervals_follow_the_clock,
    the_repeated_hour_has_two_offsets,
    both_forms_hold_the_same_readings,
    windows_start_on_consecutive_days,
    ratchets_remember_up_to_eleven_cycles,
    bad_rows_are_where_the_list_says,
)


def main():
    failed = 0
    for test in TESTS:
        with tempfile.TemporaryDirectory() as scratch:
            try:
                test(pathlib.Path(scratch))
            except AssertionError as failure:
                failed += 1
                line = failure.__traceback__.tb_next.tb_lineno
                print(f"{__file__}:{line}: {test.__name__}: {failure}")
    print(f"{len(TESTS) - failed} passed, {failed} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
