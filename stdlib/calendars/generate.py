#!/usr/bin/env python3
"""The rules behind the holiday calendars of this folder.

    generate.py            writes the calendars
    generate.py --check    verifies that each file says what its rules say

A rule is a function of a year that yields (date, name). A calendar is the union of its rules over YEARS,
with the one-off decisions in MOVED (a rule's date kept on another day) and ADDED (a day of one year only).
The files are the truth for billing; the rules exist so that nobody has to trust 21 years of typed dates.
"""

import sys
import tomllib
from collections import namedtuple
from datetime import date, timedelta
from pathlib import Path

import hebrew

YEARS = range(2015, 2036)
MON, TUE, WED, THU, FRI, SAT, SUN = range(7)
FOLDER = Path(__file__).parent

Calendar = namedtuple("Calendar", "file title about rules moved added", defaults=({}, {}))


# -- days of a year ---------------------------------------------------------------------------------------------

def nth(n, weekday, month):
    """The n-th such weekday of the month; n = -1 is the last one."""
    def find(year):
        if n < 0:
            end = date(year + month // 12, month % 12 + 1, 1) - timedelta(1)
            return end - timedelta((end.weekday() - weekday) % 7)
        start = date(year, month, 1)
        return start + timedelta((weekday - start.weekday()) % 7 + 7 * (n - 1))
    return find


def fixed(month, day):
    return lambda year: date(year, month, day)


def easter(year):
    """Easter Sunday of the Gregorian calendar: the Sunday after the full moon on or after 21 March."""
    golden = year % 19
    century = year // 100
    epact = (century - century // 4 - (8 * century + 13) // 25 + 19 * golden + 15) % 30
    moon = epact - (epact // 28) * (1 - (29 // (epact + 1)) * ((21 - golden) // 11))
    past_sunday = (year + year // 4 + moon + 2 - century + century // 4) % 7
    return date(year, 3, 28) + timedelta(moon - past_sunday)


def after_easter(days):
    return lambda year: easter(year) + timedelta(days)


# -- on which day a holiday is kept -----------------------------------------------------------------------------

def kept(day):
    return day


def kept_monday(day):
    """A Sunday holiday is kept on Monday; a Saturday one stays."""
    return day + timedelta(1) if day.weekday() == SUN else day


def kept_nearest(day):
    """A Sunday holiday is kept on Monday, a Saturday one on Friday."""
    return day - timedelta(1) if day.weekday() == SAT else kept_monday(day)


def rule(name, find, keep=kept, since=0, suffix=" (observed)"):
    def days(year):
        day = find(year)
        if year >= since:
            yield keep(day), name + (suffix if keep(day) != day else "")
    return days


def uk_new_year(year):
    day = date(year, 1, 1)
    shift = {SAT: 2, SUN: 1}.get(day.weekday(), 0)
    yield day + timedelta(shift), "New Year's Day" + (" (substitute day)" if shift else "")


def uk_christmas(year):
    """Christmas and Boxing Day: one that falls on a weekend has a substitute on the next working day that is free."""
    christmas, boxing = date(year, 12, 25), date(year, 12, 26)
    christmas_shift = {SAT: 2, SUN: 2}.get(christmas.weekday(), 0)
    boxing_shift = {SAT: 2, SUN: 2}.get(boxing.weekday(), 0)
    yield christmas + timedelta(christmas_shift), "Christmas Day" + (" (substitute day)" if christmas_shift else "")
    yield boxing + timedelta(boxing_shift), "Boxing Day" + (" (substitute day)" if boxing_shift else "")


def hebrew_day(name, month, day):
    return lambda year: [(hebrew.in_year(year, month, day), name)]


def il_independence(year):
    """5 Iyar; a Friday or Saturday moves back to Thursday, a Monday on to Tuesday, so that Sabbath stays free."""
    day = hebrew.in_year(year, "Iyar", 5)
    shift = {FRI: -1, SAT: -2, MON: 1}.get(day.weekday(), 0)
    moved = {-2: " (brought forward)", -1: " (brought forward)", 1: " (postponed)"}.get(shift, "")
    yield day + timedelta(shift), "Independence Day" + moved


# -- the calendars ----------------------------------------------------------------------------------------------

CALENDARS = [
    Calendar("us_federal.toml", "United States, federal holidays as observed",
             "5 U.S.C. 6103. Saturday is kept on Friday, Sunday on Monday. Inauguration Day is left out.", [
                 rule("New Year's Day", fixed(1, 1), kept_nearest),
                 rule("Birthday of Martin Luther King, Jr.", nth(3, MON, 1)),
                 rule("Washington's Birthday", nth(3, MON, 2)),
                 rule("Memorial Day", nth(-1, MON, 5)),
                 rule("Juneteenth National Independence Day", fixed(6, 19), kept_nearest, since=2021),
                 rule("Independence Day", fixed(7, 4), kept_nearest),
                 rule("Labor Day", nth(1, MON, 9)),
                 rule("Columbus Day", nth(2, MON, 10)),
                 rule("Veterans Day", fixed(11, 11), kept_nearest),
                 rule("Thanksgiving Day", nth(4, THU, 11)),
                 rule("Christmas Day", fixed(12, 25), kept_nearest)]),

    Calendar("us_nerc.toml", "United States, NERC additional off-peak days",
             "The six days of the North American Electric Reliability Corporation. Sunday is kept on Monday; "
             "Saturday is not moved.", [
                 rule("New Year's Day", fixed(1, 1), kept_monday),
                 rule("Memorial Day", nth(-1, MON, 5)),
                 rule("Independence Day", fixed(7, 4), kept_monday),
                 rule("Labor Day", nth(1, MON, 9)),
                 rule("Thanksgiving Day", nth(4, THU, 11)),
                 rule("Christmas Day", fixed(12, 25), kept_monday)]),

    Calendar("us_ca_iou.toml", "California, holidays of the investor-owned utilities",
             "The eight days that their time-of-use schedules name. Sunday is kept on Monday; Saturday is not moved.", [
                 rule("New Year's Day", fixed(1, 1), kept_monday),
                 rule("Presidents' Day", nth(3, MON, 2)),
                 rule("Memorial Day", nth(-1, MON, 5)),
                 rule("Independence Day", fixed(7, 4), kept_monday),
                 rule("Labor Day", nth(1, MON, 9)),
                 rule("Veterans Day", fixed(11, 11), kept_monday),
                 rule("Thanksgiving Day", nth(4, THU, 11)),
                 rule("Christmas Day", fixed(12, 25), kept_monday)]),

    Calendar("uk_england_wales.toml", "England and Wales, bank holidays",
             "Banking and Financial Dealings Act 1971, with substitute days, and the special days proclaimed so far.", [
                 uk_new_year,
                 rule("Good Friday", after_easter(-2)),
                 rule("Easter Monday", after_easter(1)),
                 rule("Early May bank holiday", nth(1, MON, 5)),
                 rule("Spring bank holiday", nth(-1, MON, 5)),
                 rule("Summer bank holiday", nth(-1, MON, 8)),
                 uk_christmas],
             moved={date(2020, 5, 4): (date(2020, 5, 8), "Early May bank holiday (VE Day)"),
                    date(2022, 5, 30): (date(2022, 6, 2), "Spring bank holiday")},
             added={date(2022, 6, 3): "Platinum Jubilee bank holiday",
                    date(2022, 9, 19): "State Funeral of Queen Elizabeth II",
                    date(2023, 5, 8): "Coronation of King Charles III"}),

    Calendar("de_national.toml", "Germany, nationwide public holidays",
             "The nine days that are holidays in every state, and the one nationwide Reformation Day of 2017.", [
                 rule("New Year's Day", fixed(1, 1)),
                 rule("Good Friday", after_easter(-2)),
                 rule("Easter Monday", after_easter(1)),
                 rule("Labour Day", fixed(5, 1)),
                 rule("Ascension Day", after_easter(39)),
                 rule("Whit Monday", after_easter(50)),
                 rule("Day of German Unity", fixed(10, 3)),
                 rule("Christmas Day", fixed(12, 25)),
                 rule("Second Day of Christmas", fixed(12, 26))],
             added={date(2017, 10, 31): "Reformation Day, 500th anniversary"}),

    Calendar("il.toml", "Israel, public days of rest",
             "The festivals of the Hebrew calendar that are days of rest, and Independence Day. Days begin at the "
             "evening before; the civil date here is that of the daylight. Election days are not included.", [
                 hebrew_day("Passover, first day", "Nisan", 15),
                 hebrew_day("Passover, seventh day", "Nisan", 21),
                 il_independence,
                 hebrew_day("Shavuot", "Sivan", 6),
                 hebrew_day("Rosh Hashana, first day", "Tishrei", 1),
                 hebrew_day("Rosh Hashana, second day", "Tishrei", 2),
                 hebrew_day("Yom Kippur", "Tishrei", 10),
                 hebrew_day("Sukkot, first day", "Tishrei", 15),
                 hebrew_day("Shemini Atzeret", "Tishrei", 22)]),
]


def by_rules(calendar):
    """date -> name by the rules alone; the next year's rules may reach back into December."""
    found = {}
    for year in range(YEARS.start - 1, YEARS.stop + 1):
        for days in calendar.rules:
            for day, name in days(year):
                assert day not in found, f"{calendar.file}: two holidays on {day}"
                found[day] = name
    return {day: name for day, name in found.items() if day.year in YEARS}


def days_of(calendar):
    days = by_rules(calendar)
    for day, (new_day, name) in calendar.moved.items():
        del days[day]
        days[new_day] = name
    days.update(calendar.added)
    return dict(sorted(days.items()))


def text_of(calendar):
    lines = [f"# {calendar.about}", f'name = "{calendar.title}"']
    for day, name in days_of(calendar).items():
        lines += ["", "[[date]]", f"on   = {day}", f'name = "{name}"']
    return "\n".join(lines) + "\n"


# -- checks -----------------------------------------------------------------------------------------------------

ANCHORS = {  # days known from published lists, chosen where a rule is easily wrong
    "us_federal.toml": ["2021-06-18 Juneteenth on Saturday", "2021-12-31 New Year 2022 on Saturday",
                        "2017-01-02 New Year on Sunday", "2020-07-03 Independence Day on Saturday",
                        "2018-11-12 Veterans Day on Sunday", "2025-11-27 Thanksgiving"],
    "us_nerc.toml": ["2021-07-05 Independence Day on Sunday", "2020-07-04 a Saturday stays", "2016-12-26 Christmas on Sunday"],
    "us_ca_iou.toml": ["2023-11-11 a Saturday stays", "2018-11-12 Veterans Day on Sunday", "2026-02-16 Presidents' Day"],
    "uk_england_wales.toml": ["2016-12-27 Christmas on Sunday", "2021-12-28 Boxing Day on Sunday", "2015-12-28 Boxing Day on Saturday",
                              "2022-01-03 New Year on Saturday", "2019-04-19 Good Friday", "2024-04-01 Easter Monday"],
    "de_national.toml": ["2016-05-05 Ascension Day", "2019-06-10 Whit Monday", "2025-05-29 Ascension Day"],
    "il.toml": ["2019-05-09 Independence Day before a Friday", "2021-04-15 before a Saturday", "2024-05-14 after a Monday",
                "2020-04-29 on its day", "2023-09-16 Rosh Hashana", "2024-10-12 Yom Kippur", "2025-04-13 Passover",
                "2016-04-23 Passover", "2022-06-05 Shavuot", "2025-10-07 Sukkot"],
}


def check():
    passed, failures = 0, []

    def expect(holds, what):
        nonlocal passed
        if holds:
            passed += 1
        else:
            failures.append(what)

    for calendar in CALENDARS:
        path = FOLDER / calendar.file
        text = path.read_text(encoding="utf-8") if path.exists() else ""
        expect(text == text_of(calendar), f"{calendar.file}: differs from its rules; run generate.py")

        listed = [entry["on"] for entry in tomllib.loads(text).get("date", [])]
        expect(listed == sorted(set(listed)), f"{calendar.file}: dates are not in order, or repeat")
        expect({day.year for day in listed} == set(YEARS), f"{calendar.file}: not every year of {YEARS[0]} to {YEARS[-1]} has dates")

        ruled = set(by_rules(calendar))
        one_off = set(calendar.added) | {new for new, _ in calendar.moved.values()}
        expect(set(listed) - ruled == one_off, f"{calendar.file}: days without a rule: {sorted(set(listed) - ruled)}")
        expect(ruled - set(listed) == set(calendar.moved), f"{calendar.file}: days of rules that are missing: {sorted(ruled - set(listed))}")

        for anchor in ANCHORS[calendar.file]:
            expect(date.fromisoformat(anchor[:10]) in listed, f"{calendar.file}: {anchor} is not listed")

    for year in YEARS:
        expect(hebrew.in_year(year, "Nisan", 15) == hebrew.passover_by_gauss(year), f"the two reckonings of Passover {year} differ")

    for failure in failures:
        print(failure)
    print(f"{passed} passed, {len(failures)} failed")
    return 1 if failures else 0


def main():
    if sys.argv[1:] == ["--check"]:
        return check()
    if sys.argv[1:]:
        print(__doc__)
        return 2
    for calendar in CALENDARS:
        (FOLDER / calendar.file).write_text(text_of(calendar), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
