"""A small calculator in exact fractions: clocks, loads, tiers, demand and rounding, as a person with a pencil does them.

It knows nothing of the engine. Everything is a Fraction until a line is rounded, once, half up, to the cent.
"""

from collections import defaultdict
from datetime import date, datetime, time, timedelta, timezone
from fractions import Fraction
from zoneinfo import ZoneInfo

MON, TUE, WED, THU, FRI, SAT, SUN = range(7)


def F(text):
    """An exact number from its digits: F("0.1247")."""
    return Fraction(str(text))


def half_up(x, step="0.01"):
    """The nearest multiple of the step; a tie goes away from zero."""
    steps = abs(x) / F(step)
    whole = (2 * steps.numerator + steps.denominator) // (2 * steps.denominator)
    return (1 if x >= 0 else -1) * whole * F(step)


def money(x):
    """12.5 as "12.50"; the amount must be a whole number of cents."""
    cents = x * 100
    assert cents.denominator == 1, x
    sign = "-" if cents < 0 else ""
    return f"{sign}{abs(cents.numerator) // 100}.{abs(cents.numerator) % 100:02d}"


# -- time -------------------------------------------------------------------------------------------------------

def days(first, last):
    while first <= last:
        yield first
        first += timedelta(1)


def day_count(first, last):
    return (last - first).days + 1


def steps(first, last, zone=None, minutes=15):
    """(date, minute of the day) at the start of each step of the cycle.

    Without a zone each day has 24 hours (standard time all year). With one the days are those of its wall clock.
    """
    if zone is None:
        for day in days(first, last):
            for minute in range(0, 24 * 60, minutes):
                yield day, minute
        return
    local = ZoneInfo(zone)
    now = datetime.combine(first, time(), local).astimezone(timezone.utc)
    end = datetime.combine(last + timedelta(1), time(), local).astimezone(timezone.utc)
    while now < end:
        wall = now.astimezone(local)
        yield wall.date(), wall.hour * 60 + wall.minute
        now += timedelta(minutes=minutes)


def between(minute, start, end):
    """Is the minute of the day within "16:00" to "21:00", the end not included?"""
    def of(text):
        hour, part = text.split(":")
        return int(hour) * 60 + int(part)
    return of(start) <= minute < of(end)


def within(day, start, end):
    """Is the day within (6, 1) through (9, 30), both included?"""
    return start <= (day.month, day.day) <= end


# -- energy and demand ------------------------------------------------------------------------------------------

def energy(load, first, last, key, zone=None, minutes=15):
    """kWh by key(date, minute), for a load(date, minute) in kW."""
    sums = defaultdict(Fraction)
    for day, minute in steps(first, last, zone, minutes):
        sums[key(day, minute)] += load(day, minute) * Fraction(minutes, 60)
    return dict(sums)


def peak(load, first, last, belongs=lambda day, minute: True, zone=None, minutes=15):
    """The highest kW of the fixed windows that belong; 0 without any."""
    return max((load(day, minute) for day, minute in steps(first, last, zone, minutes) if belongs(day, minute)),
               default=Fraction(0))


def power_factor(kwh, kvarh, step="0.01"):
    """kWh / sqrt(kWh^2 + kVARh^2) to the step, half up, decided on squares."""
    if kwh == 0:
        return Fraction(1)
    square, n = kwh * kwh / (kwh * kwh + kvarh * kvarh), 0
    while ((2 * n + 1) * F(step) / 2) ** 2 <= square:
        n += 1
    return n * F(step)


# -- tiers ------------------------------------------------------------------------------------------------------

def slices(quantity, limits):
    """The quantity cut at cumulative limits; one more slice than limits."""
    cuts = [Fraction(0), *limits, max(quantity, *limits)]
    return [max(min(quantity, high) - low, Fraction(0)) for low, high in zip(cuts, cuts[1:])]


def tiers_pro_rata(by_period, limits):
    """{(period, tier): kWh}: the month's sum fills the tiers, each tier is shared in proportion to the periods."""
    total = sum(by_period.values())
    return {(period, tier): part * kwh / total
            for period, kwh in by_period.items()
            for tier, part in enumerate(slices(total, limits), 1) if part and kwh}


def tiers_in_time_order(readings, limits):
    """{(period, tier): kWh} for readings (period, kWh) as they come; one that crosses a limit is divided at it."""
    filled, sums = Fraction(0), defaultdict(Fraction)
    for period, kwh in readings:
        before, after = slices(filled, limits), slices(filled + kwh, limits)
        for tier, (low, high) in enumerate(zip(before, after), 1):
            if high > low:
                sums[period, tier] += high - low
        filled += kwh
    return dict(sums)


# -- bills ------------------------------------------------------------------------------------------------------

class Bill:
    """Rows by address; each is rounded when it is added, unless the bill is to stay exact."""

    def __init__(self, rounded=True):
        self.rows = {}
        self.rounded = rounded

    def add(self, address, exact, printed=True):
        if printed:
            self.rows[address] = half_up(exact) if self.rounded else exact

    def sum(self, *lines):
        """The rows of these lines, by the first words of their addresses."""
        return sum((amount for address, amount in self.rows.items()
                    if any(address == line or address.startswith((line + ".", line + "@")) for line in lines)), Fraction(0))

    def total(self):
        return sum(self.rows.values(), Fraction(0))
