"""The seasons and periods of a script as its own statements say them: which season a day has, which period a minute.

Knows the forms the scripts under tariffs/ use: `Jun 1 through Sep 30`, `Mon..Fri except holidays`, `[in SEASON] DAYS HOURS`.
"""

import re
from functools import cache

import calendars

MONTHS = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split()
WEEKDAYS = "Mon Tue Wed Thu Fri Sat Sun".split()


def statements(text, keyword):
    """[(name, definition)] in the order of the script."""
    lines = re.findall(rf"^  {keyword} (\w+)\s+= (.*?)(?:\s+cite .*)?$", text, re.M)
    return [(name, definition.strip()) for name, definition in lines]


def member(definitions, holds):
    """The one member that holds, else the one called otherwise; two that hold are an error."""
    held = [name for name, definition in definitions if definition != "otherwise" and holds(definition)]
    assert len(held) <= 1, f"{' and '.join(held)} overlap"
    return held[0] if held else next(name for name, definition in definitions if definition == "otherwise")


def minutes(clock):
    hour, minute = clock.split(":")
    return int(hour) * 60 + int(minute)


@cache
def parsed(item):
    """(season or None, days, first minute, end) of "in summer weekday 16:00 to 21:00"."""
    season, days, start, end = re.fullmatch(r"(?:in (\w+) )?(every day|\w+) (?:all day|(\S+) to (\S+))", item).groups()
    return season, days, minutes(start or "00:00"), minutes(end or "24:00")


class Schedule:
    def __init__(self, text):
        self.seasons = statements(text, "season")
        self.days = statements(text, "day")
        self.periods = statements(text, "period")
        calendar = re.search(r"^  calendar \w+ from \".*?(\w+)\.toml\"", text, re.M)
        self.holidays = calendars.days(calendar[1]) if calendar else frozenset()

    @cache
    def season(self, day):
        def holds(definition):
            start, end = (self._day_of_year(side) for side in definition.split(" through "))
            return start <= (day.month, day.day) <= end
        return member(self.seasons, holds)

    @cache
    def day_type(self, day):
        def holds(definition):
            span, _, excepted = definition.partition(" except ")
            first, last = (WEEKDAYS.index(name) for name in span.split(".."))
            return first <= day.weekday() <= last and not (excepted and day in self.holidays)
        return member(self.days, holds)

    def period(self, day, minute):
        return member(self.periods, lambda definition: any(self._falls(item, day, minute) for item in definition.split(", ")))

    def _falls(self, item, day, minute):
        season, days, start, end = parsed(item)
        return ((season is None or self.season(day) == season)
                and (days == "every day" or self.day_type(day) == days)
                and start <= minute < end)

    @staticmethod
    def _day_of_year(words):
        month, number = words.split()
        return MONTHS.index(month) + 1, int(number)
