#!/usr/bin/env python3
"""zones_test.py PROGRAM: see README.md. Ends with `N passed, N failed`."""
import collections
import csv
import datetime as dt
import pathlib
import subprocess
import sys
import tempfile
import zoneinfo

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "support"))
from expectations import expect, finish  # noqa: E402

program = sys.argv[1]
HALF_HOUR = dt.timedelta(minutes=30)
UTC = dt.timezone.utc
YEARS = (2024, 2025)
# The season's edges stand on days of clock changes of 2025, where the zone has any.
ZONES = {
    "America/Los_Angeles": ("Mar 9", "Nov 1"),
    "America/Phoenix": ("May 1", "Oct 31"),
    "America/St_Johns": ("Mar 9", "Nov 1"),
    "Asia/Jerusalem": ("Mar 28", "Oct 25"),
    "Asia/Kolkata": ("Apr 1", "Sep 30"),
    "Australia/Lord_Howe": ("Apr 6", "Oct 4"),
    "Australia/Sydney": ("Apr 6", "Oct 4"),
    "Europe/Berlin": ("Mar 30", "Oct 25"),
    "Europe/Dublin": ("Mar 30", "Oct 25"),
    "Europe/London": ("Mar 30", "Oct 25"),
}
# One on a Saturday, one on a Sunday, one on the leap day, the rest on working days.
HOLIDAYS = [dt.date(2024, 2, 29), dt.date(2024, 12, 25), dt.date(2025, 1, 1), dt.date(2025, 7, 5), dt.date(2025, 10, 26), dt.date(2025, 12, 25)]
MONTHS = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split()

SCRIPT = """tariff {name} "Hours of {zone}" {{
  utility  "Test utility"
  timezone {zone}
  currency USD

  source s "Sheet 1"  effective 2024-01-01

  rules {{
    season  by usage day                  cite s
    version by usage day                  cite s
    clock   {clock}                       cite s
    round   each line half up to 0.01 USD cite s
  }}

  season summer = {first} through {last}  cite s
  season winter = otherwise

  calendar holidays  cite s {{
    {holidays}
  }}

  day holiday = holidays
  day weekday = Mon..Fri except holidays
  day weekend = otherwise

  period festive = holiday 00:00 to 24:00                     cite s
  period peak    = weekday 16:00 to 21:00                     cite s
  period night   = weekday 00:00 to 03:00, weekend 00:00 to 02:30  cite s
  period off     = otherwise

  charge energy "Energy" = usage split by season, period at 0.10 USD/kWh  cite s
}}
"""


def day_of(text, year):
    month, day = text.split()
    return dt.date(year, MONTHS.index(month) + 1, int(day))


def clock_of(zone, standard):
    """From an instant to the tariff's clock, by the Python library's reading of the zone."""
    info = zoneinfo.ZoneInfo(zone)
    if not standard:
        return lambda instant: instant.astimezone(info).replace(tzinfo=None)
    offsets = [dt.datetime(2025, month, 15, tzinfo=info).utcoffset() for month in (1, 7)]
    return lambda instant: (instant + min(offsets)).replace(tzinfo=None)


def period_of(local):
    day, time = local.date(), local.time()
    if day in HOLIDAYS:
        return "festive"
    weekend = day.weekday() >= 5
    if not weekend and dt.time(16) <= time < dt.time(21):
        return "peak"
    if time < (dt.time(2, 30) if weekend else dt.time(3)):
        return "night"
    return "off"


cases = []  # (tariff, zone, standard)
for zone in ZONES:
    for standard in (False, True):
        cases.append((f"Z{len(cases)}", zone, standard))


with tempfile.TemporaryDirectory(prefix="ratebook-zones-") as folder:
    work = pathlib.Path(folder)
    (work / "book").mkdir()
    expected = collections.defaultdict(int)  # (account, from, line) → watt-hours
    readings = []
    with open(work / "accounts.csv", "w") as accounts:
        accounts.write("account_id,tariff,from,through\n")
        for name, zone, standard in cases:
            first, last = ZONES[zone]
            (work / "book" / f"{name.lower()}.tariff").write_text(SCRIPT.format(
                name=name, zone=zone, clock="standard time" if standard else "local daylight time", first=first, last=last,
                holidays=" ".join(map(str, HOLIDAYS))))
            for year in YEARS:
                for month in range(1, 13):
                    begin = dt.date(year, month, 1)
                    end = dt.date(year + month // 12, month % 12 + 1, 1) - dt.timedelta(days=1)
                    accounts.write(f"{name},{name},{begin},{end}\n")
    with open(work / "usage.csv", "w") as usage:
        usage.write("account_id,start,kwh\n")
        for name, zone, standard in cases:
            clock = clock_of(zone, standard)
            first, last = ZONES[zone]
            edges = {year: (day_of(first, year), day_of(last, year)) for year in YEARS}
            at = dt.datetime(YEARS[0], 1, 1, tzinfo=UTC) - dt.timedelta(days=1)
            while at < dt.datetime(YEARS[-1] + 1, 1, 1, tzinfo=UTC) + dt.timedelta(days=1):
                local = clock(at)
                if local.year in YEARS:
                    # h kW in hour h of the day, counted from 1: half of it in each half hour
                    watt_hours = (at.hour + 1) * 500
                    usage.write(f"{name},{at:%Y-%m-%dT%H:%M:%SZ},{watt_hours / 1000}\n")
                    low, high = edges[local.year]
                    season = "summer" if low <= local.date() <= high else "winter"
                    expected[name, str(local.date().replace(day=1)), f"energy.{season}.{period_of(local)}"] += watt_hours
                at += HALF_HOUR
    for engine in ("native", "interpreter"):
        out = work / engine
        done = subprocess.run([program, "rate", str(work / "book"), "--accounts", str(work / "accounts.csv"), "--usage", str(work / "usage.csv"),
                               "--engine", engine, "--out", str(out)], capture_output=True, text=True)
        expect(done.returncode == 0, f"{engine}: exit {done.returncode}\n{done.stderr}")
        if done.returncode != 0:
            continue
        got = {}
        with open(out / "lines.csv", newline="") as lines:
            for row in csv.DictReader(lines):
                if row["line_id"].startswith("energy."):
                    whole, _, part = row["quantity"].partition(".")
                    got[row["account_id"], row["from"], row["line_id"]] = int(whole) * 1000 + int((part + "000")[:3])
        for name, zone, standard in cases:
            of_case = {key: value for key, value in expected.items() if key[0] == name}
            of_run = {key: value for key, value in got.items() if key[0] == name}
            differing = sorted(key for key in of_case.keys() | of_run.keys() if of_case.get(key) != of_run.get(key))
            expect(not differing, f"{engine}: {zone}, {'standard' if standard else 'daylight'} time: " + "; ".join(
                f"{key[1]} {key[2]} {of_run.get(key)} Wh instead of {of_case.get(key)}" for key in differing[:5]))
    expect((work / "native" / "lines.csv").read_bytes() == (work / "interpreter" / "lines.csv").read_bytes(), "the engines' lines differ")
finish()
