"""The fixed arithmetic of the Hebrew calendar, as far as festivals need it: Hebrew dates to civil dates.

A Hebrew year begins with Tishrei. It has 353 to 355 days, or 383 to 385 with a second Adar. Its length follows from the
day of the next New Year, which follows from the mean new moon and four rules of postponement.
"""

from datetime import date, timedelta
from fractions import Fraction

PARTS = 24 * 1080                                   # parts of an hour in a day
MONTH = 29 * PARTS + 12 * 1080 + 793                # the mean month: 29 days, 12 hours and 793 parts
FIRST_MOON = 1 * PARTS + 5 * 1080 + 204             # the moon of year 1: Monday, 5 hours and 204 parts; Sunday is day 0
DAY_ZERO = date(2023, 9, 16).toordinal()            # 1 Tishrei 5784, which fixes the count of days to the civil calendar


def is_leap(year):
    return (7 * year + 1) % 19 < 7


def new_year_day(year):
    """The day of 1 Tishrei, counted from a Sunday before year 1, postponed where the rules ask for it."""
    months = (235 * year - 234) // 19
    moon = FIRST_MOON + months * MONTH
    day, part = divmod(moon, PARTS)
    weekday = day % 7                               # 0 is Sunday
    if part >= 18 * 1080:                           # the new moon at noon or later
        day += 1
    elif weekday == 2 and part >= 9 * 1080 + 204 and not is_leap(year):
        day += 1                                    # else the year would have 356 days
    elif weekday == 1 and part >= 15 * 1080 + 589 and is_leap(year - 1):
        day += 1                                    # else the year before would have 382 days
    if day % 7 in (0, 3, 5):                        # never on Sunday, Wednesday or Friday
        day += 1
    return day


def new_year(year):
    return date.fromordinal(DAY_ZERO + new_year_day(year) - new_year_day(5784))


def month_lengths(year):
    """(name, days) from Tishrei on."""
    length = new_year_day(year + 1) - new_year_day(year)
    cheshvan = 30 if length % 10 == 5 else 29       # 355 and 385
    kislev = 29 if length % 10 == 3 else 30         # 353 and 383
    adar = [("Adar I", 30), ("Adar", 29)] if is_leap(year) else [("Adar", 29)]
    return [("Tishrei", 30), ("Cheshvan", cheshvan), ("Kislev", kislev), ("Tevet", 29), ("Shevat", 30), *adar,
            ("Nisan", 30), ("Iyar", 29), ("Sivan", 30), ("Tammuz", 29), ("Av", 30), ("Elul", 29)]


def to_civil(year, month, day):
    start = new_year(year)
    for name, length in month_lengths(year):
        if name == month:
            return start + timedelta(day - 1)
        start += timedelta(length)
    raise ValueError(month)


def in_year(civil_year, month, day):
    """The civil date on which this Hebrew day falls in the civil year. Not for Tevet, which can fall in it twice or never."""
    for year in (civil_year + 3760, civil_year + 3761):
        found = to_civil(year, month, day)
        if found.year == civil_year:
            return found
    raise ValueError((civil_year, month, day))


def passover_by_gauss(civil_year):
    """15 Nisan by the formula of Gauss (1802), with exact fractions: an independent check of the above."""
    year = civil_year + 3760
    a, b = (12 * year + 17) % 19, year % 4
    moon = Fraction(320440931611436, 10**13) + Fraction(15542417966212, 10**13) * a + Fraction(b, 4) \
        - Fraction(31777940220923, 10**16) * year
    whole = moon.numerator // moon.denominator
    part = moon - whole
    c = (whole + 3 * year + 5 * b + 5) % 7
    if c in (2, 4, 6):
        shift = 1
    elif c == 1 and a > 6 and part >= Fraction(63287037, 10**8):
        shift = 2
    elif c == 0 and a > 11 and part >= Fraction(89772376, 10**8):
        shift = 1
    else:
        shift = 0
    julian_offset = civil_year // 100 - civil_year // 400 - 2      # days between the Julian and the civil calendar
    return date(civil_year, 3, 1) + timedelta(whole + shift - 1 + julian_offset)
