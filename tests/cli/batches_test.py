#!/usr/bin/env python3
"""batches_test.py PROGRAM MAKE_NEIGHBOURHOOD: runs of one neighbourhood in many ways give the same bills. Ends with `N passed, N failed`."""
import collections
import csv
import decimal
import json
import pathlib
import random
import shutil
import subprocess
import sys
import tempfile

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "support"))
from expectations import expect, finish  # noqa: E402

PROGRAM, MAKE = sys.argv[1:3]
BOOK = "tariffs/energyco"
work = pathlib.Path(tempfile.mkdtemp(prefix="ratebook-batches-"))


def make(name, *options):
    folder = work / name
    subprocess.run([MAKE, "--out", str(folder), *options], check=True, stdout=subprocess.DEVNULL)
    return folder


def rate(sample, out, *options, code=0):
    usage = [word for path in sorted(sample.glob("usage*.csv")) for word in ("--usage", str(path))]
    history = ["--history", str(sample / "history.csv")] if (sample / "history.csv").exists() and "--history" not in options else []
    done = subprocess.run([PROGRAM, "rate", BOOK, "--accounts", str(sample / "accounts.csv"), *usage, *history, "--out", str(work / out), *options],
                          capture_output=True, text=True)
    expect(done.returncode == code, f"{out}: exit {done.returncode} instead of {code}: {done.stderr[-600:]}")
    return work / out


def same(a, b, names, what):
    for name in names:
        expect((a / name).exists() and (b / name).exists() and (a / name).read_bytes() == (b / name).read_bytes(), f"{what}: {name} differs")


def table(path):
    with open(path, newline="") as file:
        return list(csv.DictReader(file))


def shuffle_rows(path, seed):
    lines = path.read_text().splitlines(keepends=True)
    rows = lines[1:]
    random.Random(seed).shuffle(rows)
    path.write_text(lines[0] + "".join(rows))


RESULT = ("bills.csv", "lines.csv", "history.csv")
try:
    small = ("--r1", "60", "--r2", "25", "--c1", "12", "--windows", "5")
    plain = make("plain", *small)
    reference = rate(plain, "reference", "--threads", "1")
    expect(len(table(reference / "bills.csv")) == 97, "every account has a bill")

    # Threads, chunks of work, engines.
    for threads in ("2", "5"):
        other = rate(plain, f"threads-{threads}", "--threads", threads)
        same(reference, other, (*RESULT, "quarantine.csv"), f"{threads} threads")
        runs = [json.loads((r / "run.json").read_text()) for r in (reference, other)]
        for run in runs:
            run.pop("run")
        expect(runs[0] == runs[1], f"{threads} threads: run.json differs")
    same(reference, rate(plain, "interpreter", "--engine", "interpreter"), RESULT, "interpreter")

    # The order of rows, and both forms of intervals.
    shuffled = make("shuffled", *small)
    for path in shuffled.glob("usage*.csv"):
        shuffle_rows(path, 3)
    same(reference, rate(shuffled, "of-shuffled"), RESULT, "usage in another order")
    same(reference, rate(make("long", *small, "--form", "long"), "of-long"), RESULT, "a row an interval")
    mixed = make("mixed", *small, "--form", "long")
    for path in mixed.glob("usage*.csv"):
        shuffle_rows(path, 5)
    same(reference, rate(mixed, "of-mixed"), RESULT, "a row an interval, in any order")
    shuffle_rows(mixed / "accounts.csv", 7)
    by_accounts = rate(mixed, "of-accounts")
    ids = [row["account_id"] for row in table(mixed / "accounts.csv")]
    expect([row["account_id"] for row in table(by_accounts / "bills.csv")] == ids, "bills are in the order of the accounts file")
    for name in ("bills.csv", "lines.csv"):
        expect(sorted((by_accounts / name).read_text().splitlines()) == sorted((reference / name).read_text().splitlines()), f"shuffled accounts: {name}")
    same(reference, by_accounts, ("history.csv",), "shuffled accounts")

    # Split files together are the whole.
    split = rate(plain, "split", "--max-rows", "100")
    parts = [split / "lines.csv"] + sorted(split.glob("lines_*.csv"), key=lambda p: int(p.stem.split("_")[1]))
    expect(all(len(table(p)) <= 100 for p in parts) and [r for p in parts for r in table(p)] == table(reference / "lines.csv"), "split lines are all the lines")

    # Bad rows: each is in quarantine, nothing of its account is billed, all others are.
    for form in ("wide", "long"):
        bad = make(f"bad-{form}", "--r1", "300", "--r2", "40", "--c1", "20", "--bad-per-mille", "200", "--form", form)
        result = rate(bad, f"of-bad-{form}", code=3)
        listed = table(bad / "bad_rows.csv")
        quarantine = collections.defaultdict(set)
        for row in table(result / "quarantine.csv"):
            quarantine[pathlib.Path(row["source"]).name].add((row["row"], row["account_id"]))
        for row in listed:
            # An interval without a number is a hole: its cycle is refused, the row itself is well formed.
            if row["kind"] != "empty_number" or row["source"] == "usage_r1.csv":
                expect((row["row"], row["account_id"]) in quarantine[row["source"]], f"{form}: {row} is not in quarantine")
        refused = {row["account_id"] for row in listed}
        billed = {row["account_id"] for row in table(result / "bills.csv")}
        accounts = {row["account_id"] for row in table(bad / "accounts.csv")}
        expect(billed == accounts - refused, f"{form}: billed {len(billed)}, expected {len(accounts - refused)}: {sorted(billed ^ (accounts - refused))[:5]}")
        shuffled_bad = make(f"bad-shuffled-{form}", "--r1", "300", "--r2", "40", "--c1", "20", "--bad-per-mille", "200", "--form", form, "--shuffled")
        same(result, rate(shuffled_bad, f"of-bad-shuffled-{form}", code=3), ("bills.csv", "lines.csv"), f"{form}: shuffled with bad rows")

        # From the usage cache the same bytes, quarantine included, when it is made and when it is found, and on either engine.
        for how, more in (("made", ()), ("found", ("--threads", "1")), ("found", ("--threads", "3", "--engine", "interpreter"))):
            cached = rate(bad, f"of-cached-{form}", "--cache", str(work / f"cache-{form}"), "--replace", *more, code=3)
            same(result, cached, (*RESULT, "quarantine.csv"), f"{form}: usage cache {how}")
            runs = [json.loads((r / "run.json").read_text()) for r in (result, cached)]
            kept = runs[1]["run"]["usage_cache"]
            expect(len(kept) == 2 and set(kept.values()) == {how}, f"{form}: run.json says {kept} of the usage cache")
            for run in runs:
                run.pop("run")
                run.pop("accounts_by_engine")
            expect(runs[0] == runs[1], f"{form}: run.json of a cached run differs")

    # What is known of a cycle besides its readings is held against them, from the cache as from the text: here a register read.
    read = work / "with-reads"
    shutil.copytree(plain, read)
    ends = {row["account_id"]: (row["from"], row["through"]) for row in table(read / "accounts.csv")}
    with open(read / "usage_reads_of_r2.csv", "w") as file:
        file.write("account_id,from,through,kwh\n")
        for n, row in enumerate(table(read / "usage_r2.csv")):
            total = sum(decimal.Decimal(value) for value in row["kwh"].split(";"))
            file.write(",".join([row["account_id"], *ends[row["account_id"]], str(total + (decimal.Decimal("0.001") if n == 3 else 0))]) + "\n")
    from_text = rate(read, "of-reads", code=3)
    expect([row["code"] for row in table(from_text / "quarantine.csv")] == ["sources_disagree"], "a read that is not the sum of its intervals")
    for engine in ("native", "interpreter"):
        same(from_text, rate(read, f"of-reads-{engine}", "--cache", str(work / "cache-reads"), "--engine", engine, code=3), (*RESULT, "quarantine.csv"),
             f"a read beside cached intervals, {engine}")

    done = subprocess.run([PROGRAM, "rate", BOOK, "--accounts", str(read / "accounts.csv"), "--usage", str(read / "usage_r2.csv"), "--cache", str(work / "one"),
                           "--out", str(work / "one")], capture_output=True, text=True)
    expect(done.returncode == 2 and "cannot be one directory" in done.stderr and not (work / "one").exists(), f"cache and result in one: {done.stderr}")

    # A damaged usage cache is noticed in the middle of a run and made anew; `ingest` fills one beforehand; two runs at once make it together.
    cache = work / "cache-wide"
    for path in cache.glob("*.usage"):
        data = bytearray(path.read_bytes())
        data[len(data) * 2 // 3] ^= 1
        path.write_bytes(data)
    bad, result = work / "bad-wide", work / "of-bad-wide"
    mended = rate(bad, "of-mended", "--cache", str(cache), code=3)
    same(result, mended, (*RESULT, "quarantine.csv"), "a damaged usage cache")
    words = json.loads((mended / "run.json").read_text())["run"]["usage_cache"]
    expect(all("made anew: " in word and "is damaged" in word for word in words.values()), f"a damaged usage cache: {words}")
    usage = [str(p) for p in (bad / "usage_r2.csv", bad / "usage_c1.csv")]
    ingest = [PROGRAM, "ingest", BOOK, "--cache", str(work / "cache-2"), "--json", *[word for path in usage for word in ("--usage", path)]]
    for how in ("made", "found"):
        done = subprocess.run(ingest, capture_output=True, text=True)
        told = json.loads(done.stdout or "{}").get("usage_caches", [])
        expect(done.returncode == 0 and [one["how"] for one in told] == [how, how], f"ingest: {done.returncode} {told} {done.stderr}")
        expect(all(one["rows"] > one["refused_rows"] > 0 and one["readings"] > 0 for one in told), f"ingest: {told}")
    done = subprocess.run([PROGRAM, "ingest", BOOK, "--cache", str(work / "cache-2"), "--usage", str(bad / "usage_r1.csv")], capture_output=True, text=True)
    expect(done.returncode == 2 and "has no intervals" in done.stderr, f"ingest of registers: {done.returncode} {done.stderr}")
    command = [PROGRAM, "rate", BOOK, "--accounts", str(bad / "accounts.csv"), "--cache", str(work / "cache-3"),
               *[word for path in sorted(bad.glob("usage*.csv")) for word in ("--usage", str(path))],
               *(["--history", str(bad / "history.csv")] if (bad / "history.csv").exists() else [])]
    both = [subprocess.Popen([*command, "--out", str(work / f"at-once-{n}")], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) for n in (1, 2)]
    for n, run in enumerate(both, 1):
        expect(run.wait() == 3, f"two runs at once on an empty cache: exit {run.returncode}")
        same(result, work / f"at-once-{n}", (*RESULT, "quarantine.csv"), "two runs at once on an empty cache")
    expect(sorted(p.suffix for p in (work / "cache-3").iterdir()) == [".usage", ".usage"], "two runs at once leave the two caches and nothing else")

    # The history of one run is read by the next, and two cycles in one run are as two runs.
    july, august = make("july", "--c1", "8", "--month", "2025-07"), make("august", "--c1", "8", "--month", "2025-08")
    first = rate(july, "of-july")
    second = rate(august, "of-august", "--history", str(first / "history.csv"))
    both = work / "both"
    shutil.copytree(july, both)
    for name in ("accounts.csv", "usage_c1.csv"):
        (both / name).write_text((july / name).read_text() + "".join((august / name).read_text().splitlines(keepends=True)[1:]))
    together = rate(both, "of-both")
    expect(sorted((together / "lines.csv").read_text().splitlines()[1:]) ==
           sorted((first / "lines.csv").read_text().splitlines()[1:] + (second / "lines.csv").read_text().splitlines()[1:]), "two cycles in one run are as two runs")
    same(together, second, ("history.csv",), "history of both")
finally:
    shutil.rmtree(work, ignore_errors=True)
finish()
