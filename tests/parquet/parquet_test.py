#!/usr/bin/env python3
"""parquet_test.py PROGRAM MAKE_PARQUET MAKE_NEIGHBOURHOOD: Parquet files say what CSV files with the same content say, whatever types their columns
have; damaged ones are refused; --format parquet writes what CSV has. Ends with `N passed, N failed`."""
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
from expectations import expect, finish, skip  # noqa: E402

PROGRAM, MAKE_PARQUET, MAKE = sys.argv[1:4]
BOOK = "tariffs/energyco"
RESULT = ("bills.csv", "lines.csv", "history.csv")
work = pathlib.Path(tempfile.mkdtemp(prefix="ratebook-parquet-"))


def make(name, *options):
    folder = work / name
    subprocess.run([MAKE, "--out", str(folder), *options], check=True, stdout=subprocess.DEVNULL)
    return folder


def tool(*words):
    done = subprocess.run([MAKE_PARQUET, *map(str, words)], capture_output=True, text=True)
    if "built without Parquet" in done.stderr:
        skip(done.stderr.strip())
        finish()
    expect(done.returncode == 0, f"make_parquet {words}: {done.stderr[-400:]}")


def parquet(source, *types):
    target = source.with_suffix(".parquet")
    tool(source, target, *types)
    return target


def sql(statement):
    tool("--sql", statement, "-")


def rate(out, accounts, usage, *options, code=0, history=None, book=BOOK):
    words = [word for path in usage for word in ("--usage", str(path))]
    if history:
        words += ["--history", str(history)]
    done = subprocess.run([PROGRAM, "rate", book, "--accounts", str(accounts), *words, "--out", str(work / out), *options], capture_output=True, text=True)
    expect(done.returncode == code, f"{out}: exit {done.returncode} instead of {code}: {done.stderr[-600:]}")
    return done.stderr if code == 2 else work / out


def same(a, b, what, names=RESULT):
    for name in names:
        expect((a / name).exists() and (b / name).exists() and (a / name).read_bytes() == (b / name).read_bytes(), f"{what}: {name} differs")
    quarantines = [(r / "quarantine.csv").read_text().replace(".parquet", ".csv") for r in (a, b)]
    expect(quarantines[0] == quarantines[1], f"{what}: quarantine.csv differs")


def table(path):
    with open(path, newline="") as file:
        return list(csv.DictReader(file))


def edit(path, changes):
    lines = path.read_text().split("\n")
    for row, (old, new) in changes.items():
        expect(old in lines[row], f"{path} row {row} has no {old}")
        lines[row] = lines[row].replace(old, new, 1)
    path.write_text("\n".join(lines))


try:
    sample = make("sample", "--r1", "60", "--r2", "25", "--c1", "12", "--windows", "5")
    edit(sample / "usage_r1.csv", {5: (",2025", "x,2025"), 7: (".", ".x"), 9: ("2025-", "2025/")})
    edit(sample / "usage_r2.csv", {3: (";0.", ";0.1234567"), 6: (";0.", ";-0."), 9: (",15,", ",7,")})
    edit(sample / "usage_c1.csv", {2: (";", ";;")})
    names = ("usage_c1", "usage_r1", "usage_r2")
    texts = [sample / f"{name}.csv" for name in names]
    reference = rate("reference", sample / "accounts.csv", texts, "--threads", "1", code=3, history=sample / "history.csv")
    expect(len(table(reference / "quarantine.csv")) == 14, "rows of every kind are refused")

    # All as text: what is refused, and how it stood in the file, is the same; in any number of threads, from a cache, and without order.
    accounts, history = parquet(sample / "accounts.csv", "from=DATE", "through=DATE"), parquet(sample / "history.csv", "through=DATE", "age=BIGINT")
    files = [parquet(path) for path in texts]
    for threads in ("1", "2", "5"):
        other = rate(f"text-{threads}", accounts, files, "--threads", threads, code=3, history=history)
        same(reference, other, f"{threads} threads")
    report = json.loads((other / "run.json").read_text())
    digests = subprocess.run(["sha256sum", str(accounts)], capture_output=True, text=True).stdout.split()[0]
    expect("sha256:" + digests in json.dumps(report), "the digest is of the file's bytes")
    for how in ("made", "found"):
        same(reference, rate(f"cache-{how}", accounts, files, "--cache", str(work / "cache"), code=3, history=history), f"cache {how}")
    sql(f"COPY (SELECT * FROM read_parquet('{files[2]}') ORDER BY account_id DESC) TO '{work}/turned.parquet' (FORMAT parquet)")
    turned = rate("turned", accounts, [*files[:2], work / "turned.parquet"], code=3, history=history)
    for name in RESULT:
        expect((turned / name).read_bytes() == (reference / name).read_bytes(), f"another order of rows: {name} differs")

    # Typed columns, in small groups of rows: the same bills.
    typed = make("typed", "--r1", "60", "--r2", "25", "--c1", "12", "--windows", "5")
    texts = [typed / f"{name}.csv" for name in names]
    plain = rate("plain", typed / "accounts.csv", texts, history=typed / "history.csv")
    ways = {
        "decimals": (["start=TIMESTAMPTZ", "interval_minutes=INTEGER", "kwh=DECIMAL(18,6)[]", "kvarh=DECIMAL(9,3)[]"], ["from=DATE", "through=DATE", "kwh=DECIMAL(38,9)"]),
        "floating": (["start=TIMESTAMPTZ", "interval_minutes=UTINYINT", "kwh=DOUBLE[]", "kvarh=FLOAT[]"], ["from=DATE", "through=DATE", "kwh=DOUBLE"]),
    }
    for way, (intervals, registers) in ways.items():
        files = [parquet(texts[0], *intervals), parquet(texts[1], *registers), parquet(texts[2], *intervals, "rows=2048")]
        for threads in ("1", "3"):
            same(plain, rate(f"{way}-{threads}", parquet(typed / "accounts.csv", "from=DATE", "through=DATE"), files, "--threads", threads,
                             history=parquet(typed / "history.csv", "through=DATE")), f"{way}, {threads} threads")
    # The long form, with instants and with local times.
    long = make("long", "--r1", "0", "--r2", "6", "--c1", "0", "--form", "long", "--interval", "60")
    usage = sorted(long.glob("usage_r2*.csv"))[0]
    by_text = rate("long-csv", long / "accounts.csv", [usage])
    for start in ("TIMESTAMPTZ", "VARCHAR"):
        same(by_text, rate(f"long-{start}", parquet(long / "accounts.csv"), [parquet(usage, f"start={start}", "kwh=DECIMAL(9,3)", "rows=2048")]), start)
    local = long / "local.parquet"
    sql(f"COPY (SELECT account_id, CAST(left(start, 19) AS TIMESTAMP) AS start, CAST(kwh AS DOUBLE) AS kwh FROM read_csv('{usage}', all_varchar=true)) "
        f"TO '{local}' (FORMAT parquet)")
    same(by_text, rate("long-local", long / "accounts.csv", [local]), "local times")

    # Dated facts and history, also where they are refused; what each is among.
    dated = work / "dated"
    dated.mkdir()
    cycles = [f"A{n},READS,2025-07-01,2025-07-31,north" for n in range(1, 8)] + [f"R{n},RATCHET,2025-07-01,2025-07-31," for n in range(1, 5)]
    rows = {
        "accounts": ["account_id,tariff,from,through,premise.zone", *cycles],
        "reads": ["account_id,from,through,kwh,kw", *(f"{c.split(',')[0]},2025-07-01,2025-07-31,100,5" for c in cycles)],
        "facts": ["account_id,name,from,value", "A1,account.size,2025-07-10,6", "A2,account.colour,2025-07-10,red", "A3,account.size,July,6", "A4,account.size,2025-07-10,",
                  "A5,account.size,2025-07-10,6", "A5,account.size,2025-07-10,7", "A6,account.size,2025-07-10,600"],
        "history": ["account_id,tariff,through,name,value,unit,age", "R1,RATCHET,2025-06-30,kw,4,kW,1", "R1,RATCHET,2025-05-31,kw,4.5,kW,2", "R1,RATCHET,2025-04-30,kw,6,kW,3",
                    "R3,RATCHET,2025-06-30,kw,4,kWx,1",
                    "R4,RATCHET,2025-06-30,kw,4,kW,1", "R4,RATCHET,2025-06-30,kw,5,kW,1"],
    }
    for name, lines in rows.items():
        (dated / f"{name}.csv").write_text("\n".join(lines) + "\n")
    types = {"accounts": ["from=DATE", "through=DATE"], "reads": ["kwh=INTEGER", "kw=SMALLINT"], "facts": [], "history": ["through=DATE", "value=DECIMAL(9,3)", "age=BIGINT"]}
    results = []
    for kind in ("csv", "parquet"):
        paths = {name: dated / f"{name}.csv" if kind == "csv" else parquet(dated / f"{name}.csv", *types[name]) for name in rows}
        results.append(rate(f"dated-{kind}", paths["accounts"], [paths["reads"]], "--facts", str(paths["facts"]), code=3, history=paths["history"],
                            book="tests/golden/commands/rows"))
    expect(len(table(results[0] / "bills.csv")) >= 3 and len(table(results[0] / "quarantine.csv")) >= 6, "facts and history: some are rated, some refused")
    for name in RESULT:
        expect((results[0] / name).read_bytes() == (results[1] / name).read_bytes(), f"facts and history: {name} differs")
    said = [[(r["source"].rsplit("/", 1)[1].split(".")[0], r["row"], r["account_id"], r["code"]) for r in table(result / "quarantine.csv")] for result in results]
    expect(said[0] == said[1], f"facts and history: {said[0]} but {said[1]}")

    # Standard input, one account, and the cache by itself.
    with open(typed / "usage_r2.parquet", "rb") as file:
        piped = subprocess.run([PROGRAM, "rate", BOOK, "--accounts", str(typed / "accounts.parquet"), "--usage", "-", "--usage", str(texts[0]), "--usage", str(texts[1]),
                                "--history", str(typed / "history.csv"), "--out", str(work / "piped")], stdin=file, capture_output=True, text=True)
    expect(piped.returncode == 0 and (work / "piped" / "lines.csv").read_bytes() == (plain / "lines.csv").read_bytes(), f"standard input: {piped.stderr}")
    explained = [subprocess.run([PROGRAM, "explain", BOOK, "--accounts", str(typed / f"accounts.{k}"), "--usage", str(typed / f"usage_r2.{k}"), "--account", "R2-0000003"],
                                capture_output=True, text=True) for k in ("csv", "parquet")]
    expect(explained[0].returncode == 0 and explained[0].stdout == explained[1].stdout, f"explain: {explained[1].stderr}")
    kept = subprocess.run([PROGRAM, "ingest", BOOK, "--usage", str(typed / "usage_r2.parquet"), "--cache", str(work / "kept"), "--json"], capture_output=True, text=True)
    expect(kept.returncode == 0 and json.loads(kept.stdout)["usage_caches"][0]["accounts"] == 25, f"ingest: {kept.stderr}")

    # What a number is, row by row.
    register = work / "numbers.parquet"
    (work / "two.csv").write_text("account_id,tariff,from,through\n" + "".join(f"N{i},R1,2025-07-01,2025-07-31\n" for i in range(1, 8)))
    row = "SELECT '{}' AS account_id, DATE '2025-07-01' AS \"from\", DATE '2025-07-31' AS through, CAST({} AS DOUBLE) AS kwh"
    values = ("100.25", "'nan'", "'inf'", "1e300", "0.1234567", "NULL", "-1")
    sql(f"COPY ({' UNION ALL '.join(row.format(f'N{i}', v) for i, v in enumerate(values, 1))} ORDER BY 1) TO '{register}' (FORMAT parquet)")
    numbers = rate("numbers", work / "two.csv", [register], code=3)
    codes = {r["account_id"]: (r["code"], r["row"]) for r in table(numbers / "quarantine.csv") if r["source"].endswith("numbers.parquet")}
    expect([b["account_id"] for b in table(numbers / "bills.csv")] == ["N1"], "only the number is billed")
    expect(codes.get("N2") == ("bad_number", "3") and codes.get("N3") == ("bad_number", "4") and codes.get("N5") == ("too_many_digits", "6")
           and codes.get("N6", ("",))[0] == "missing_field" and codes.get("N7", ("",))[0] == "negative_reading", f"each is refused for what it is: {codes}")
    rounded = rate("rounded", work / "two.csv", [register], "--round-usage", "3", code=3)
    expect({b["account_id"] for b in table(rounded / "bills.csv")} == {"N1", "N5"}, "--round-usage rounds floating numbers too")
    # A line end within a value: rows are numbered all the same.
    sql(f"COPY (SELECT * REPLACE (CASE account_id WHEN 'N1' THEN E'N\\n,1' ELSE account_id END AS account_id) FROM read_parquet('{register}')) "
        f"TO '{work}/lines.parquet' (FORMAT parquet)")
    lines = table(rate("line-ends", work / "two.csv", [work / "lines.parquet"], code=3) / "quarantine.csv")
    expect({(r["account_id"], r["row"]) for r in lines if r["source"].endswith("lines.parquet")} >= {("N\n,1", "2"), ("N2", "3"), ("N5", "6")}, "rows count, not line ends")

    # What cannot be: exit 2, with the file, the column and its type.
    sql(f"COPY (SELECT 'N1' AS account_id, DATE '2025-07-01' AS \"from\", DATE '2025-07-31' AS through, {{'a': 1}} AS kwh) TO '{work}/nested.parquet' (FORMAT parquet)")
    said = rate("nested", work / "two.csv", [work / "nested.parquet"], code=2)
    expect("nested.parquet" in said and "`kwh`" in said and "STRUCT" in said, f"a nested type is named: {said}")
    sql(f"COPY (SELECT 'N1' AS account_id, 1 AS kwh) TO '{work}/lacking.parquet' (FORMAT parquet)")
    expect("has no column" in rate("lacking", work / "two.csv", [work / "lacking.parquet"], code=2), "a column that lacks is named")

    # The result as Parquet says what it says as CSV, and the next run reads its history.
    written = rate("written", typed / "accounts.csv", texts, "--format", "parquet", history=typed / "history.csv")
    expect(sorted(p.name for p in written.iterdir()) == ["bills.parquet", "history.parquet", "lines.parquet", "quarantine.parquet", "run.json"], "the files of a result")
    expect("lines.parquet" in (written / "run.json").read_text(), "run.json names the files")
    for name in ("bills", "lines", "history"):
        tool("--csv", written / f"{name}.parquet", work / "back.csv")
        expected, back = table(plain / f"{name}.csv"), table(work / "back.csv")
        expect(len(expected) == len(back) and len(back) > 0, f"{name}: as many rows")
        for a, b in zip(expected, back):
            exact = ("quantity", "price", "unrounded", "value")
            ok = a.keys() == b.keys() and all(b[k] == v or (k in exact and v and b[k] and decimal.Decimal(v) == decimal.Decimal(b[k])) for k, v in a.items())
            if not ok:
                expect(False, f"{name}: {a} became {b}")
                break
    tool("--types", written / "lines.parquet", work / "types.csv")
    types = {r["column_name"]: r["column_type"] for r in table(work / "types.csv")}
    expect((types["from"], types["quantity"], types["amount"], types["cite"]) == ("DATE", "DECIMAL(38,9)", "DECIMAL(18,2)", "VARCHAR"), f"types: {types}")
    later = typed / "later.csv"
    later.write_text((typed / "accounts.csv").read_text().replace(",2025-07-01,2025-07-31,", ",2025-08-01,2025-08-31,"))
    next_runs = [rate(f"next-{h.suffix[1:]}", later, texts, code=3, history=h) for h in (plain / "history.csv", written / "history.parquet")]
    for name in RESULT:
        expect((next_runs[0] / name).read_bytes() == (next_runs[1] / name).read_bytes(), f"the next run reads history.parquet: {name} differs")
    split = rate("split", typed / "accounts.csv", texts, "--format", "parquet", "--max-rows", "50", history=typed / "history.csv")
    expect((split / "bills.parquet").exists() and (split / "bills_2.parquet").exists() and not list(split.glob("*.csv")), "--max-rows splits")
    rate("split", typed / "accounts.csv", texts, "--format", "parquet", "--replace", history=typed / "history.csv")

    # Damaged files: cut off anywhere they are refused; with a wrong byte anywhere the program says something and lives.
    whole = (typed / "usage_r1.parquet").read_bytes()
    damaged = work / "damaged.parquet"
    dice = random.Random(7)
    for size in [4, 5, 8, 12, 40, len(whole) - 1, len(whole) - 4, len(whole) - 9, *(dice.randrange(4, len(whole)) for _ in range(12))]:
        damaged.write_bytes(whole[:size])
        said = rate("cut", typed / "accounts.csv", [damaged], code=2)
        expect("damaged.parquet" in str(said) and not (work / "cut").exists(), f"cut off after {size} bytes: {said}")
    for name, where in ((typed / "usage_r1.parquet", 40), (typed / "usage_r2.parquet", 40)):
        whole = name.read_bytes()
        for at in [*range(4, 24, 5), *range(len(whole) - 60, len(whole), 7), *(dice.randrange(4, len(whole)) for _ in range(where))]:
            changed = bytearray(whole)
            changed[at] ^= 1 << dice.randrange(8)
            damaged.write_bytes(changed)
            done = subprocess.run([PROGRAM, "rate", BOOK, "--accounts", str(typed / "accounts.csv"), "--usage", str(damaged), "--out", str(work / "flip"), "--replace"],
                                  capture_output=True, text=True, timeout=60)
            expect(done.returncode in (0, 2, 3, 4), f"{name.name}, byte {at}: exit {done.returncode}: {done.stderr[-300:]}")
finally:
    shutil.rmtree(work, ignore_errors=True)
finish()
