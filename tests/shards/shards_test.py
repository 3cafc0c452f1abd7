#!/usr/bin/env python3
"""shards_test.py PROGRAM MAKE_NEIGHBOURHOOD: runs in shares, merged, are the run that was not split. Ends with `N passed, N failed`."""
import json
import pathlib
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "support"))
from expectations import expect, finish  # noqa: E402

PROGRAM, MAKE = sys.argv[1:3]
BOOK = "tariffs/energyco"
BOOKS = {}  # by sample, where it is another one
work = pathlib.Path(tempfile.mkdtemp(prefix="ratebook-shards-"))


def make(name, *options):
    folder = work / name
    subprocess.run([MAKE, "--out", str(folder), *options], check=True, stdout=subprocess.DEVNULL)
    return folder


def rate_command(sample, out, *options):
    usage = [word for path in sorted(sample.glob("usage*.csv")) for word in ("--usage", str(path))]
    history = [word for path in sorted(sample.glob("history*.csv")) for word in ("--history", str(path))]
    facts = ["--facts", str(sample / "facts.csv")] if (sample / "facts.csv").exists() else []
    return [PROGRAM, "rate", BOOKS.get(sample, BOOK), "--accounts", str(sample / "accounts.csv"), *usage, *facts, *history, "--as-known", "2025-12-01", "--out", str(out), *options]


def run(command):
    return subprocess.run([str(word) for word in command], capture_output=True, text=True)


def rate(sample, out, *options, code=0):
    done = run(rate_command(sample, work / out, *options))
    expect(done.returncode == code, f"{out}: exit {done.returncode} instead of {code}: {done.stderr[-600:]}")
    return work / out


def merge(shards, out, *options, code=0):
    done = run([PROGRAM, "merge", *shards, "--out", work / out, *options])
    expect(done.returncode == code, f"merge {out}: exit {done.returncode} instead of {code}: {done.stderr[-600:]}")
    return work / out


def content(folder):
    """All files of a result; of run.json everything but what varies between runs."""
    files = {path.name: path.read_bytes() for path in sorted(folder.iterdir())} if folder.exists() else {}
    if "run.json" in files:
        report = json.loads(files["run.json"])
        report.pop("run")
        files["run.json"] = json.dumps(report).encode()  # the order of keys too
    return files


def same(a, b, what):
    one, other = content(a), content(b)
    expect(sorted(one) == sorted(other) and one, f"{what}: files {sorted(one)} and {sorted(other)}")
    for name in one:
        expect(one[name] == other.get(name), f"{what}: {name} differs")


def shares(sample, name, n, *options):
    """Shards that hold nothing refused exit 0, the others 3."""
    folders = []
    for i in range(1, n + 1):
        folder = work / f"{name}-{i}-of-{n}"
        done = run(rate_command(sample, folder, "--shard", f"{i}/{n}", *options))
        expect(done.returncode in (0, 3), f"{folder.name}: exit {done.returncode}: {done.stderr[-600:]}")
        report = json.loads((folder / "run.json").read_text())
        expect(report["shard"] == f"{i}/{n}" and (folder / "shard.json").exists(), f"{folder.name} tells that it is a shard")
        expect((done.returncode == 3) == (report["counts"]["quarantine_records"] > 0), f"{folder.name}: exit {done.returncode}")
        folders.append(folder)
    return folders


def lines_of(path):
    return path.read_text().splitlines(keepends=True)


def shuffle_rows(path, seed):
    lines = lines_of(path)
    rows = lines[1:]
    random.Random(seed).shuffle(rows)
    path.write_text(lines[0] + "".join(rows))


def whole_is_sum(sample, name, ns, *options, code=0, merging=(), sharding=()):
    whole = rate(sample, f"{name}-whole", *options, *merging, code=code)
    for n in ns:
        folders = shares(sample, name, n, *options, *sharding)
        random.Random(n).shuffle(folders)
        same(whole, merge(folders, f"{name}-merged-{n}", *merging, code=code), f"{name}, {n} shards")
    return whole


def make_messy(sample):
    """Rows without an account, without an id, twice, outside cycles, of no account at all, and an account whose only row is bad."""
    for path in sorted(sample.glob("usage*.csv")):
        header, *rows = lines_of(path)
        first, last = rows[0], rows[-1]
        middle = rows[len(rows) // 2]
        fields = middle.split(",", 1)
        rows += ["0-orphan," + first.split(",", 1)[1], "zz-orphan," + last.split(",", 1)[1], fields[0] + "-orphan," + fields[1]]
        rows.insert(len(rows) // 3, "," + fields[1])  # no id
        rows.insert(len(rows) // 2, 'bro"ken,1\n')  # a quote where none may be
        rows.append(middle)  # an equal duplicate, or a second reading of the cycle
        rows.append(last.replace("2025-", "2019-"))  # outside every cycle
        path.write_text(header + "".join(rows))
    path = sample / "accounts.csv"
    header, *rows = lines_of(path)
    fields = rows[3].split(",")
    rows += [",".join(["only-bad", "NO-SUCH-TARIFF", *fields[2:]]), ",".join(["", *fields[1:]]), rows[5]]  # rows[5] repeats its cycle
    rows.insert(4, ",".join(["0-first", *fields[1:]]))  # an account without usage, out of order
    path.write_text(header + "".join(rows))


try:
    small = ("--r1", "60", "--r2", "25", "--c1", "12", "--windows", "5")
    plain = make("plain", *small)
    whole = whole_is_sum(plain, "plain", (1, 2, 3, 7))
    same(whole, merge([work / f"plain-{i}-of-3" for i in (1, 2, 3)], "resplit-back", code=0), "again")
    counts = [json.loads((work / f"plain-{i}-of-3" / "run.json").read_text())["counts"]["accounts"] for i in (1, 2, 3)]
    expect(max(counts) - min(counts) <= 1 and sum(counts) == 97, f"shares are even: {counts}")

    # A shard again, on other threads: the same bytes, its manifest included.
    again = work / "plain-again"
    run(rate_command(plain, again, "--shard", "2/3", "--threads", "1"))
    first, second = content(work / "plain-2-of-3"), content(again)
    for files in (first, second):
        manifest = json.loads(files.pop("shard.json"))
        manifest.pop("checksum")
        manifest["files"] = [file for file in manifest["files"] if file["name"] != "run.json"]  # its key `run` varies
        files["shard.json"] = json.dumps(manifest).encode()
    expect(first == second, "a shard again has the same bytes")

    # More shards than accounts.
    whole_is_sum(make("few", "--r1", "3", "--c1", "2"), "few", (5, 8))

    # Files split at every few rows, in the shards in another way than in the result.
    for rows in ("1", "7", "100"):
        whole_is_sum(plain, f"split-{rows}", (3,), merging=("--max-rows", rows), sharding=("--max-rows", "13"))

    # All that can be wrong with rows, in both forms, in any order, from the text and from the cache, on either engine.
    fates = dict.fromkeys(("billed", "refused_with_cycle", "bad", "orphan", "duplicate", "outside_cycles"), 0)
    for form in ("wide", "long"):
        bad = make(f"bad-{form}", "--r1", "80", "--r2", "20", "--c1", "10", "--bad-per-mille", "150", "--form", form)
        make_messy(bad)
        whole = whole_is_sum(bad, f"bad-{form}", (2, 5), code=3)
        report = json.loads((whole / "run.json").read_text())
        for fate in fates:
            fates[fate] += sum(one[fate] for one in report["inputs"])
        cache = ("--cache", str(work / f"cache-{form}"))
        cached = whole_is_sum(bad, f"cached-{form}", (3,), *cache, code=3)
        same(whole, cached, f"{form}: from the cache")
        for path in (*bad.glob("usage*.csv"), bad / "accounts.csv"):
            shuffle_rows(path, 11)
        shuffled = whole_is_sum(bad, f"shuffled-{form}", (4,), "--threads", "3", code=3, merging=("--max-rows", "20"))
        expect(json.loads((shuffled / "run.json").read_text())["run"]["sorted_inputs"], f"{form}: shuffled inputs are sorted")
    expect(all(fates.values()), f"every fate of a row occurs: {fates}")
    whole_is_sum(work / "bad-wide", "oracle", (2,), "--engine", "interpreter", code=3)

    # Accounts in any order, bills in the order of the accounts file.
    shuffled = make("shuffled", *small)
    shuffle_rows(shuffled / "accounts.csv", 7)
    shuffle_rows(shuffled / "usage_r1.csv", 8)
    whole_is_sum(shuffled, "any-order", (3,), merging=("--max-rows", "50"))

    # Rounded readings are counted once.
    rounded = make("rounded", "--r2", "10")
    whole = whole_is_sum(rounded, "rounded", (3,), "--round-usage", "1")
    expect(sum(one["rounded_readings"] for one in json.loads((whole / "run.json").read_text())["inputs"]) > 0, "readings were rounded")
    same(whole, whole_is_sum(rounded, "rounded-cached", (3,), "--round-usage", "1", "--cache", str(work / "cache-rounded")), "rounded, from the cache")

    # Several cycles of an account and its history, in and out.
    july, august = make("july", "--c1", "9", "--r1", "5", "--month", "2025-07"), make("august", "--c1", "9", "--r1", "5", "--month", "2025-08")
    both = work / "both"
    shutil.copytree(july, both)
    for path in august.glob("*.csv"):
        if path.name.startswith(("accounts", "usage")):
            (both / path.name).write_text((july / path.name).read_text() + "".join(lines_of(path)[1:]))
    whole = whole_is_sum(both, "cycles", (1, 4), merging=("--max-rows", "11"))
    expect(len(lines_of(whole / "history.csv")) > 2, "history is written")

    # Cycles that two editions rate.
    december, next_december = (make(f"december-{year}", "--r1", "12", "--r2", "4", "--month", f"{year}-12", "--windows", "9") for year in (2023, 2024))
    turns = work / "turns"
    shutil.copytree(december, turns)
    for path in next_december.glob("*.csv"):
        if path.name.startswith(("accounts", "usage")):
            (turns / path.name).write_text((december / path.name).read_text() + "".join(lines_of(path)[1:]))
    code = run(rate_command(turns, work / "turns-first")).returncode
    whole = whole_is_sum(turns, "turns", (3,), code=code)
    editions = {line.split(",")[2] for line in lines_of(whole / "bills.csv")[1:] if line.split(",")[1] == "R1"}
    expect(len(editions) == 3, f"three editions of a tariff: {editions}")

    # Facts, histories in several files, words that no script names: known accounts, others, and bad rows of each.
    facts = work / "facts"
    facts.mkdir()
    BOOKS[facts] = "tests/golden/commands/rows"
    cycles = [("2025-06-01", "2025-06-30"), ("2025-07-01", "2025-07-31")]
    ids = [f"A{n}" for n in range(20)] + [f"R{n}" for n in range(20)]
    (facts / "accounts.csv").write_text("account_id,tariff,from,through,premise.zone,account.promo\n" + "".join(
        f"{i},{'READS,' if i[0] == 'A' else 'RATCHET,'}{begin},{end},{'north,SPRING' + i[1] if i[0] == 'A' else ','}\n" for i in ids for begin, end in cycles))
    (facts / "usage.csv").write_text("account_id,from,through,kwh,kw\n" + "".join(f"{i},{begin},{end},{n + 100},{n % 7}\n" for n, i in enumerate(ids) for begin, end in cycles))
    (facts / "facts.csv").write_text("account_id,name,from,value\n" + "".join(
        f"{i},account.size,2025-07-{n % 28 + 1:02},{'red' if n % 9 == 0 else n % 11 + 1}\n" for n, i in enumerate(["A", *ids, "ZZ", ""])))
    for part, rows in enumerate((ids[::2] + ["", "0"], ids[1::2] + ["ZZ"])):
        (facts / f"history_{part}.csv").write_text("account_id,tariff,through,name,value,unit,age\n" + "".join(
            f"{i},RATCHET,2025-{month:02}-28,kw,{'x' if i == 'R5' else month},kW,{6 - month}\n" for i in rows for month in (5, 4, 3)))
    whole = whole_is_sum(facts, "facts", (1, 3, 9), code=3)
    report = json.loads((whole / "run.json").read_text())
    expect(len(report["unknown_texts"]["account.promo"]) == 10, f"texts that no script names: {report['unknown_texts']}")
    fates = {one["kind"]: (one["billed"], one["outside_cycles"], one["bad"]) for one in report["inputs"] if one["kind"] in ("facts", "history")}
    expect(all(min(counts[0] + counts[1], counts[2]) > 0 for counts in fates.values()), f"rows of facts and of history, good and bad: {fates}")
    expect(len(lines_of(whole / "history.csv")) > 60, "history is passed on")

    # What merge refuses, saying which.
    a, b, c = (work / f"plain-{i}-of-3" for i in (1, 2, 3))

    def refuses(shards, words, what, *options):
        out = work / "refused"
        done = run([PROGRAM, "merge", *shards, "--out", out, *options])
        expect(done.returncode == 2 and all(word in done.stderr for word in words), f"{what}: exit {done.returncode}: {done.stderr.strip()}")
        expect(not out.exists() and not [p for p in work.iterdir() if p.name.startswith(".refused")], f"{what}: something is left")

    refuses([a, c], ["shard 2 of 3 is missing"], "a missing shard")
    refuses([b], ["shards 1 and 3 of 3 are missing"], "missing shards")
    refuses([a, b, b, c], ["shard 2/3 is given twice", str(b)], "a shard twice")
    refuses([a, work / "plain-2-of-2", c], ["plain-2-of-2 is shard 2/2"], "another number of shards")
    refuses([a, b, work / "plain-whole"], ["plain-whole is not the result of a shard, but of a whole run"], "a whole run")
    refuses([a, b, work / "nowhere"], ["nowhere is not the result of a shard"], "no such directory")
    changed = work / "changed"
    shutil.copytree(plain, changed)
    text = (changed / "usage_r1.csv").read_text()
    (changed / "usage_r1.csv").write_text(text[:-3] + ("1" if text[-3] != "1" else "2") + text[-2:])
    other = rate(changed, "other-inputs", "--shard", "2/3")
    refuses([a, other, c], ["other-inputs read other inputs", "usage_r1.csv"], "other inputs")
    other = rate(plain, "other-options", "--shard", "2/3", "--round-usage", "2")
    refuses([a, other, c], ["other-options was rated with other options", "round-usage is 2, not no"], "other options")
    other = rate(plain, "other-engine", "--shard", "2/3", "--engine", "interpreter")
    refuses([a, other, c], ["engine is interpreter, not native"], "another engine")
    scripts = work / "book" / BOOK
    shutil.copytree(BOOK, scripts)
    (work / "book" / "stdlib").symlink_to(pathlib.Path("stdlib").resolve())
    for script in scripts.rglob("*.tariff"):
        script.write_text(script.read_text() + "# changed\n")
    command = rate_command(plain, work / "other-scripts", "--shard", "2/3")
    command[2] = scripts
    done = run(command)
    expect(done.returncode == 0, f"a run with other scripts: {done.stderr}")
    refuses([a, work / "other-scripts", c], ["other-scripts was rated with other scripts"], "other scripts")

    def altered(name, change, words):
        """A shard that is not what was written."""
        copy = work / "altered"
        shutil.rmtree(copy, ignore_errors=True)
        shutil.copytree(b, copy)
        change(copy / name)
        refuses([a, copy, c], [str(copy), words], f"{name} altered")

    def flip(path):
        data = bytearray(path.read_bytes())
        data[len(data) * 2 // 3] ^= 1
        path.write_bytes(data)

    def cut(path):
        path.write_bytes(path.read_bytes()[:-20])

    for name in ("bills.csv", "lines.csv", "history.csv", "quarantine.csv", "bill_places.csv", "quarantine_places.csv", "run.json", "shard.json"):
        altered(name, flip, "is damaged")
        altered(name, cut, "is damaged")
        altered(name, lambda path: path.write_bytes(path.read_bytes() + b"x\n"), "is damaged")
    altered("lines.csv", lambda path: path.unlink(), "lines.csv")
    altered("run.json", lambda path: path.unlink(), "run.json")
    manifest_of = lambda folder: json.loads((folder / "shard.json").read_text())  # noqa: E731
    expect(manifest_of(a)["accounts"]["until"] == manifest_of(b)["accounts"]["from"], "ranges follow each other")
    done = run([PROGRAM, "merge", a, b, c, "--out", work / "plain-whole"])
    expect(done.returncode == 2 and "exists" in done.stderr, f"a result that is there: {done.stderr}")
    done = run([PROGRAM, "merge", a, b, c, "--out", a, "--replace"])
    expect(done.returncode == 2 and a.exists() and "place of its own" in done.stderr, f"into a shard: {done.stderr}")
    same(work / "plain-whole", merge([c, a, b], "plain-merged-2", "--replace"), "over an old result")
    for word in ("0/3", "4/3", "1", "1/0", "x/2", "1/10001", "-1/3"):
        done = run(rate_command(plain, work / "no-shard", "--shard", word))
        expect(done.returncode == 2, f"--shard {word}: exit {done.returncode}")

    # A shard, or a merge, that is killed leaves nothing; again gives the same bytes.
    large = make("large", "--r1", "4000", "--r2", "600", "--c1", "100", "--windows", "5")
    whole = rate(large, "large-whole")
    folders = shares(large, "large", 3)
    killed = 0
    for command, out in ((rate_command(large, work / "killed", "--shard", "2/3"), work / "killed"),
                         ([PROGRAM, "merge", *map(str, folders), "--out", str(work / "killed-merge")], work / "killed-merge")):
        began = time.monotonic()
        expect(run(command).returncode == 0, "a run that is not killed")
        seconds = time.monotonic() - began
        for moment in range(8):
            shutil.rmtree(out, ignore_errors=True)
            process = subprocess.Popen([str(word) for word in command], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
            time.sleep(seconds * moment / 8)
            process.send_signal(signal.SIGKILL)
            if process.wait() == -signal.SIGKILL:
                killed += 1
                expect(not out.exists(), f"killed at {moment}/8: something is left at {out.name}")
    expect(killed > 4, f"{killed} runs were killed")
    shutil.rmtree(work / "killed", ignore_errors=True)
    again = rate(large, "killed", "--shard", "2/3")
    same(whole, merge([folders[0], again, folders[2]], "killed-merge", "--replace"), "after kills")
    expect(not [p.name for p in work.iterdir() if p.name.startswith((".killed.", ".killed-merge."))], "the next run takes away what killed ones left")
finally:
    shutil.rmtree(work, ignore_errors=True)
finish()
