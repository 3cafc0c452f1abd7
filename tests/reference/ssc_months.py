#!/usr/bin/env python3
"""A year of monthly bills for each rate of tariffs/published, compared with the reference amounts beside the checkout.

    ssc_months.py [--data ../shared/data]

The reference year has 365 days, its 1 January is a Monday (2018), clocks do not change, there are no holidays, each calendar
month is a bill. Its amounts are unrounded doubles, so a month may differ by half a cent for each line and a cent more.
"""

import json
import sys
from datetime import date, timedelta
from fractions import Fraction
from pathlib import Path

import published
from exact import F

YEAR = 2018
TEN_MILLIONTH = Fraction(1, 10**7)


def months_of(load):
    """Twelve lists of (day, hour, kWh)."""
    months = [[] for _ in range(12)]
    for index, kwh in enumerate(load):
        day = date(YEAR, 1, 1) + timedelta(index // 24)
        months[day.month - 1].append((day, index % 24, kwh))
    return months


def read_load(path):
    load = [F(line) for line in path.read_text().split()]
    assert len(load) == 8760, f"{path} has {len(load)} hours"
    return load


def main():
    arguments = sys.argv[1:]
    if arguments and (arguments[0] != "--data" or len(arguments) != 2):
        print(__doc__)
        return 2
    data = Path(arguments[1]) if arguments else Path(__file__).resolve().parents[3] / "shared" / "data"
    if not (data / "ssc").is_dir():
        print("skipped: shared data not present")
        print("0 passed, 0 failed, 1 skipped")
        return 0
    passed = failed = 0
    loads = {}
    for name, rate in published.RATES.items():
        reference = json.loads((data / "ssc" / f"{rate.json}.json").read_text())
        for customer, path in reference["loads"].items():
            if path not in loads:
                loads[path] = months_of(read_load(data / path))
            expected = reference["expected"][f"{customer}_{rate.reading}"]["monthly_bill"]
            worst_rounded = worst_exact = Fraction(0)
            for number, readings in enumerate(loads[path]):
                bill, _ = published.month_bill(rate, readings)
                wanted = F(repr(expected[number]))
                difference = bill.total() - wanted
                exact_difference = published.month_bill(rate, readings, rounded=False)[0].total() - wanted
                allowed = Fraction(5, 1000) * len(bill.rows) + Fraction(1, 100)
                if abs(difference) <= allowed and abs(exact_difference) <= TEN_MILLIONTH * max(1, wanted):
                    passed += 1
                else:
                    failed += 1
                    print(f"{name}, {customer}, month {number + 1}: {float(bill.total()):.2f} instead of {float(wanted):.4f}"
                          f" (unrounded {float(exact_difference):+.7f})")
                worst_rounded = max(worst_rounded, abs(difference))
                worst_exact = max(worst_exact, abs(exact_difference))
            print(f"{name:32} {customer}  largest difference {float(worst_rounded):.4f} USD, before rounding {float(worst_exact):.1e} USD")
    print(f"{passed} passed, {failed} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
