#!/usr/bin/env python3
"""explain_test.py PROGRAM MAKE_NEIGHBOURHOOD: `ratebook explain` says of billed lines just what lines.csv and the scripts say.

Rates several books, picks 200 lines (every tariff and type among them) and explains each; README.md lists what must hold. Ends with
`N passed, N failed`.
"""
import collections
import csv
import json
import os
import pathlib
import random
import re
import shutil
import subprocess
import sys
import tempfile
from fractions import Fraction

import derivation
import samples

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "support"))
from expectations import expect, finish  # noqa: E402

PROGRAM, MAKE = sys.argv[1:3]
SEED, LINES, BILLS = 20250701, 200, 24
TYPES = {"ENERGY_CHARGE", "DEMAND_CHARGE", "FIXED_CHARGE", "ADJUSTMENT", "CREDIT", "TAX"}
TARIFFS = {"R1", "R2", "C1", "RS-1", "TOU-R", "GS-3", "SOLAR", "E-19", "TOU-GS-3", "BLOCKS-TOU-PR", "BLOCKS-TOU-TO", "BASELINE-TOU-PR", "BASELINE-TOU-TO",
           "TIERED-TOU-PR", "TIERED-TOU-TO"}
work = pathlib.Path(tempfile.mkdtemp(prefix="ratebook-explain-"))
os.environ["RATEBOOK_KERNELS"] = str(work / "kernels")


def run(*words):
    return subprocess.run([PROGRAM, *words], capture_output=True, text=True)


class Run:
    """A book rated over a sample, with what its files say."""

    def __init__(self, name, book, inputs):
        self.name, self.book, self.inputs = name, book, inputs
        self.out = work / (name + "-bills")
        done = run("rate", book, *inputs, "--out", str(self.out))
        if done.returncode != 0:
            raise SystemExit(f"{name}: rate ended with {done.returncode}\n{done.stdout}{done.stderr}")
        self.bills = {(b["account_id"], b["tariff"], b["from"]): b for b in table(self.out / "bills.csv")}
        self.lines = collections.defaultdict(list)
        for line in table(self.out / "lines.csv"):
            self.lines[line["account_id"], line["tariff"], line["from"]].append(line)
        self.scripts = {p.name: p.read_text().splitlines() for p in [pathlib.Path(book), *pathlib.Path(book).glob("*.tariff")] if p.is_file()}
        self.readings = collections.defaultdict(lambda: collections.defaultdict(Fraction))
        for path in (inputs[i + 1] for i, word in enumerate(inputs) if word == "--usage"):
            for row in table(path):
                for column, channel in (("kwh", "usage"), ("kvarh", "reactive"), ("export_kwh", "export")):
                    if row.get(column):
                        self.readings[row["account_id"]][channel] += sum(Fraction(n) for n in row[column].split(";"))
                    for by_period in (c for c in row if c.startswith(column + ".")):
                        self.readings[row["account_id"]][channel] += Fraction(row[by_period])

    def explain(self, key, *options):
        account, tariff, begin = key
        done = run("explain", self.book, *self.inputs, "--account", account, "--from", begin, "--json", *options)
        assert done.returncode == 0, f"explain ended with {done.returncode}: {done.stderr}"
        whole = json.loads(done.stdout)
        assert whole["account_id"] == account, "another account"
        (cycle,) = [c for c in whole["cycles"] if c["tariff"] == tariff]
        assert (cycle["from"], cycle["through"]) == (begin, self.bills[key]["through"]), "another cycle"
        return cycle["derivation"]


def table(path):
    csv.field_size_limit(1 << 30)
    with open(path, newline="") as file:
        return list(csv.DictReader(file))


def check_exact(row, line):
    """Printed decimals against exact fractions; the amount is exact."""
    assert Fraction(row["exact"]) == Fraction(line["amount"]), f"{row['exact']} is not {line['amount']}"
    for name in ("quantity", "price", "unrounded"):
        assert (name in row) == (line[name] != ""), f"{name} stands in one place only"
        if name in row:
            assert derivation.is_printed_as(Fraction(row[name]), line[name]), f"{name} {row[name]} printed as {line[name]}"


def statement(lines, number):
    """The statement that begins on a line of a script: until the next one of the same depth."""
    first = lines[number - 1]
    depth = len(first) - len(first.lstrip())
    text = [first]
    for line in lines[number:]:
        if line.strip() and len(line) - len(line.lstrip()) <= depth and line.strip() != "}":
            break
        text.append(line)
    return "\n".join(text)


def steps_of(node):
    """Steps that decide an amount: not those of conditions."""
    if node.get("operation") == "compare":
        return
    yield node
    for child in node.get("from", []):
        yield from steps_of(child)


def check_script(run_, line, whole):
    """The named line of the script is the statement, with this label and these cites."""
    file, number = line["source_line"].rsplit(":", 1)
    script = run_.scripts[file]
    kind, name = line["rule"].split()
    text = statement(script, int(number))
    assert re.match(rf'\s*{kind} {re.escape(name)}\s+"{re.escape(line["label"])}"\s', text), f"{line['source_line']} is `{script[int(number) - 1]}`"
    assert (pathlib.Path(whole["file"]).name, str(whole["line"])) == (file, number), f"explain names {whole['file']}:{whole['line']}"
    assert whole["id"] == name and whole["label"] == line["label"], "another line"
    cites = [f"{c['source']} {c['place']}" for c in whole["cites"]]
    own = re.findall(r'cite (\w+) "([^"]*)"', re.sub(r"^.*?=", "", text, count=1, flags=re.S))
    if own:
        assert line["cite"] == "; ".join(f"{s} {p}" for s, p in own) == "; ".join(cites), f"cite {line['cite']}, script {own}, explain {cites}"
    for cite in line["cite"].split("; "):
        source, place = cite.split(" ", 1)
        assert cite in cites, f"explain does not cite {cite}"
        assert any(re.match(rf"\s*source {source}\s", text) for text in script), f"no source {source}"
        assert any(f'"{place}"' in text and re.search(rf"\b{source} ", text) for text in script), f"no cite of {place}"


def check_prices(line, row, edition):
    """version_from is the newest of the dates that price or limits have, and the cites of an uncited line are those of its prices."""
    dates = [edition]
    for node in steps_of(row):
        if node.get("operation") in ("value", "table"):
            dates.append(re.fullmatch(r"from (\d{4}-\d\d-\d\d)", node["text"]).group(1))
    assert line["version_from"] == max(dates), f"version_from {line['version_from']} of {dates}"
    assert line["from"] <= line["part_from"] <= line["part_through"] <= line["through"], "a part outside of the cycle"


def check_line(run_, key, line, whole, derived):
    rows = [r for r in whole["rows"] if r["billed"]["sequence"] == line["sequence"]]
    assert len(rows) == 1, f"{len(rows)} rows are number {line['sequence']}"
    (row,) = rows
    assert row["billed"] == line, f"explain has {row['billed']}"
    check_exact(row, line)
    check_script(run_, line, whole)
    check_prices(line, row, run_.bills[key]["edition"])
    amounts = collections.defaultdict(Fraction)
    for other in run_.lines[key]:
        amounts[other["rule"].split()[1]] += Fraction(other["amount"])
    derived.check_row(row, amounts)


def derived_of(run_, key, json_):
    parts = {(line["part_from"], line["part_through"]) for line in run_.lines[key]}
    json_["is_cut"] = len(parts) > 1
    return derivation.Derivation(json_, run_.readings[key[0]])


def explain_line(run_, key, line):
    json_ = run_.explain(key, "--line", line["line_id"])
    (whole,) = json_["lines"]
    for row in whole["rows"]:
        assert row["billed"]["line_id"] == line["line_id"], "a row that was not asked for"
    derived = derived_of(run_, key, json_)
    derived.check_measures()
    check_line(run_, key, line, whole, derived)


def explain_bill(run_, key):
    json_ = run_.explain(key)
    derived = derived_of(run_, key, json_)
    derived.check_measures()
    lines = {line["sequence"]: line for line in run_.lines[key]}
    seen = [r["billed"]["sequence"] for whole in json_["lines"] for r in whole["rows"]]
    assert sorted(seen) == sorted(lines), f"explain has the rows {seen}"
    for whole in json_["lines"]:
        for row in whole["rows"]:
            check_line(run_, key, lines[row["billed"]["sequence"]], whole, derived)
        if whole["rows"]:
            amount = sum(Fraction(r["exact"]) for r in whole["rows"])
            assert Fraction(whole["amount"].split()[0]) == amount, f"{whole['id']}: {whole['amount']} is not the sum of its rows"
    included = {whole["id"] for whole in json_["lines"] for r in whole["rows"] if " included in " in json.dumps(r)}
    total = sum(Fraction(line["amount"]) for line in lines.values() if line["rule"].split()[1] not in included)
    bill = run_.bills[key]
    assert Fraction(json_["total"]) == Fraction(bill["total"]) == total, f"{json_['total']}, {bill['total']}, {total}"
    text = run("explain", run_.book, *run_.inputs, "--account", key[0], "--from", key[2])
    assert text.returncode == 0 and text.stdout.startswith(f"{key[0]}  {key[1]}  {key[2]} through {bill['through']}\n"), text.stdout[:200]
    for whole in json_["lines"]:
        head = rf"^{whole['id']} +{re.escape(whole['label'])} +{re.escape(whole['amount'] or 'no row')} +{pathlib.Path(whole['file']).name}:{whole['line']}( |$)"
        assert re.search(head, text.stdout, re.M), f"the text has no line like {head}"


def count(what, holds):
    try:
        holds()
        expect(True, what)
    except (AssertionError, KeyError, ValueError, AttributeError) as wrong:
        expect(False, f"{what}: {type(wrong).__name__}: {wrong}")


def pick(runs, dice):
    """LINES lines: one of each run's rules, which are all tariffs and types, then any."""
    all_lines = [(r, key, line) for r in runs for key in r.lines for line in r.lines[key]]
    dice.shuffle(all_lines)
    kinds = collections.defaultdict(list)
    for one in all_lines:
        kinds[one[0].name, one[2]["tariff"], one[2]["rule"]].append(one)
    picked = [kind[0] for kind in kinds.values()]
    picked += [one for one in all_lines if one not in picked][: max(0, LINES - len(picked))]
    return picked


def check_picks(picked):
    assert len(picked) >= LINES, f"{len(picked)} lines"
    types, tariffs = {line["type"] for _, _, line in picked}, {line["tariff"] for _, _, line in picked}
    assert types == TYPES, f"types {types}"
    assert tariffs == TARIFFS, f"tariffs {tariffs}"


def check_computed_again():
    """A derivation without steps would hold as well: each kind of step must have been computed again."""
    wanted = {"multiply", "divide", "largest", "call", "arms", "history", "rounded", "power factor", "measure", "quantity", "constant", "value", "table", "fact",
              "row rounded", "share", "included share", "priced", "tier", "expression", "minimum", "maximum"}
    missing = wanted - set(derivation.ARITHMETIC)
    assert not missing, f"never met: {missing}"


def main():
    energyco = "tariffs/energyco"
    runs = [
        Run("july", energyco, samples.neighbourhood(MAKE, work / "july", "--r1", "40", "--r2", "40", "--c1", "25", "--windows", "5")),
        Run("partial", energyco, samples.neighbourhood(MAKE, work / "partial", "--r1", "20", "--r2", "20", "--c1", "15", "--month", "2025-05", "--days", "12", "--windows", "28")),
        Run("new-year", energyco, samples.neighbourhood(MAKE, work / "new-year", "--r1", "20", "--r2", "20", "--c1", "10", "--month", "2025-12", "--windows", "28")),
        Run("examples", "tariffs/examples", samples.examples(work / "examples")),
        Run("published", "tariffs/published", samples.published(work / "published", SEED)),
        Run("solar", "tests/explain/solar.tariff", samples.solar(work / "solar")),
    ]
    dice = random.Random(SEED)
    picked = pick(runs, dice)
    count("what is picked", lambda: check_picks(picked))
    for run_, key, line in picked:
        count(f"{run_.name} {key[0]} {line['line_id']}", lambda: explain_line(run_, key, line))
    bills = [(run_, key) for run_ in runs for key in dice.sample(sorted(run_.lines), BILLS // len(runs))]
    for run_, key in bills:
        count(f"{run_.name} {key[0]}, whole", lambda: explain_bill(run_, key))
    count("what is computed again", check_computed_again)
    steps = ", ".join(f"{n} {kind}" for kind, n in sorted(derivation.ARITHMETIC.items()))
    print(f"{len(picked)} lines and {len(bills)} bills, seed {SEED}; computed again: {steps}")


try:
    main()
finally:
    shutil.rmtree(work, ignore_errors=True)
finish()
