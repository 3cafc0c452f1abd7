#!/usr/bin/env python3
"""Prints one bill of each tariff from a folder that `ratebook rate` wrote, and what the run came to.

usage: print_bills.py FOLDER
"""
import collections
import csv
import decimal
import pathlib
import sys

WIDTH = 96


def rows(path):
    with open(path, newline="", encoding="utf-8") as file:
        yield from csv.DictReader(file)


def amount(text):
    return f"{decimal.Decimal(text):,.2f}"


def described(line):
    """The label and the row's own part of its address: `Energy, summer peak` of `energy.summer.peak@2025-01-01`."""
    members = line["line_id"].split("@")[0].split(".")[1:]
    return line["label"] + (", " + " ".join(members).replace("_", " ") if members else "")


def priced(line):
    if not line["price"]:
        return ""
    if line["price_unit"] == "%":
        return f"{line['price']} % of {amount(line['quantity'])} {line['unit']}"
    return f"{line['quantity']} {line['unit']} × {line['price']} {line['price_unit']}"


def print_bill(bill, lines):
    print("─" * WIDTH)
    print(f"{bill['account_id']}   tariff {bill['tariff']}, edition {bill['edition']}   {bill['from']} through {bill['through']}")
    print("─" * WIDTH)
    for line in lines:
        print(f"  {described(line):<38.38} {priced(line):>38.38} {amount(line['amount']):>14}")
    print(f"  {'Total':<38} {bill['currency']:>38} {amount(bill['total']):>14}\n")


def main():
    folder = pathlib.Path(sys.argv[1])
    bills = list(rows(folder / "bills.csv"))
    # Of each tariff the first bill with the most lines: promotions and taxes show.
    shown = {}
    for bill in bills:
        if bill["tariff"] not in shown or int(bill["lines"]) > int(shown[bill["tariff"]]["lines"]):
            shown[bill["tariff"]] = bill
    key = lambda row: (row["account_id"], row["tariff"], row["from"])
    wanted = {key(bill): [] for bill in shown.values()}
    for path in sorted(folder.glob("lines*.csv")):
        for line in rows(path):
            if key(line) in wanted:
                wanted[key(line)].append(line)
    for bill in shown.values():
        print_bill(bill, wanted[key(bill)])
    counts, totals = collections.Counter(), collections.defaultdict(decimal.Decimal)
    for bill in bills:
        counts[bill["tariff"], bill["currency"]] += 1
        totals[bill["tariff"], bill["currency"]] += decimal.Decimal(bill["total"])
    for (tariff, currency), count in counts.items():
        print(f"{tariff}: {count:,} bills, {totals[tariff, currency]:,.2f} {currency}")


if __name__ == "__main__":
    main()
