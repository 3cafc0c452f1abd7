#!/usr/bin/env python3
"""The amounts that the examples of the scripts under tariffs/ expect, computed anew in exact fractions.

    expected_amounts.py             compares every `expect` and every price with what is computed and written down here
    expected_amounts.py r2.tariff   prints the rows of that script's examples
"""

import sys
from datetime import date

import energyco
import published
import scripts
from exact import F, days, money
from schedule import Schedule


def words(address):
    name, _, start = address.partition("@")
    return name.split("."), start


def matches(asked, row):
    """An address may leave out words of a row, and the date; the line's name must be the same."""
    (asked_words, asked_start), (row_words, row_start) = words(asked), words(row)
    rest = iter(row_words[1:])
    return (asked_words[0] == row_words[0] and all(word in rest for word in asked_words[1:])
            and asked_start in ("", row_start))


def holds(address, amount, bill, measures):
    """Does the computed bill have what the script expects? Returns the computed text, or None when it agrees."""
    if address == "error":
        return None
    rows = [row for row in bill.rows if matches(address, row)]
    if amount is None:
        return None if not rows else "a row"
    number, unit = F(amount.split()[0]), amount.partition(" ")[2]
    if address == "total":
        found = bill.total()
    elif unit == "USD":
        found = sum((bill.rows[row] for row in rows), F(0))
    else:
        found = measures[address]
    return None if found == number else str(float(found))


def schedule_differs(path, season, period, years=(2016, 2018, 2025, 2026)):
    """The first half hour at which the script's seasons or periods are not those computed with here, or None."""
    written = Schedule(scripts.text_of(path))
    for year in years:
        for day in days(date(year, 1, 1), date(year, 12, 31)):
            if written.season(day) != season(day):
                return f"{day} is {written.season(day)}, not {season(day)}"
            for minute in range(0, 24 * 60, 30) if period else ():
                if written.period(day, minute) != period(day, minute):
                    return f"{day} {minute // 60:02d}:{minute % 60:02d} is {written.period(day, minute)}, not {period(day, minute)}"
    return None


def compare():
    passed, failures = 0, []
    examples = {**energyco.examples(), **published.examples()}
    for path, computed in examples.items():
        expected = scripts.expectations(scripts.text_of(path))
        for name in expected.keys() - computed.keys():
            if "error" not in expected[name]:
                failures.append(f"{path}: example \"{name}\" is not computed here")
        for name, (bill, measures) in computed.items():
            if name not in expected:
                failures.append(f"{path}: no example \"{name}\"")
                continue
            if "total" not in expected[name]:
                failures.append(f"{path}: example \"{name}\" expects no total")
            for address, amount in expected[name].items():
                found = holds(address, amount, bill, measures)
                if found is None:
                    passed += 1
                else:
                    failures.append(f"{path}: \"{name}\": expects {address} {amount or 'none'}, computed {found}")
    for path, (values, tables) in {**energyco.prices(), **published.prices()}.items():
        text = scripts.text_of(path)
        for kind, written, read in (("value", values, scripts.values(text)), ("table", tables, scripts.tables(text))):
            if written == read:
                passed += len(written)
            else:
                wrong = [name for name in written.keys() | read.keys() if written.get(name) != read.get(name)]
                failures.append(f"{path}: {kind} {', '.join(sorted(wrong))} differ from the prices written down here")
    for path, (season, period) in {**energyco.schedules(), **published.schedules()}.items():
        difference = schedule_differs(path, season, period)
        if difference is None:
            passed += 1
        else:
            failures.append(f"{path}: {difference}")
    for season, totals in energyco.R1_STATED_TOTALS.items():
        cycle = ("2025-07-02", "2025-07-31") if season == "summer" else ("2025-03-02", "2025-03-31")
        for kwh, total in totals.items():
            if money(energyco.r1("r1", cycle, kwh).total()) == total:
                passed += 1
            else:
                failures.append(f"R1 {season} {kwh} kWh is not {total}")
    for failure in failures:
        print(failure)
    print(f"{passed} passed, {len(failures)} failed")
    return 1 if failures else 0


def show(wanted):
    for path, computed in {**energyco.examples(), **published.examples()}.items():
        if path.endswith(wanted):
            for name, (bill, measures) in computed.items():
                print(f'"{name}"')
                for measure, number in measures.items():
                    print(f"    {measure} {float(number)}")
                for address, amount in bill.rows.items():
                    print(f"    {address} {money(amount)}")
                print(f"    total {money(bill.total())}")
    return 0


if __name__ == "__main__":
    sys.exit(show(sys.argv[1]) if sys.argv[1:] else compare())
