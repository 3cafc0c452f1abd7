"""The examples of tariffs/energyco, computed from prices written down here a second time."""

from datetime import date
from fractions import Fraction

import calendars
from exact import Bill, F, SAT, between, day_count, energy, half_up, peak, power_factor, within

ZONE = "America/New_York"


def D(text):
    return date.fromisoformat(text)


def months(first, last):
    """Months of a cycle: 1 inside 25 to 35 days, else days / 30."""
    count = day_count(first, last)
    return Fraction(1) if 25 <= count <= 35 else Fraction(count, 30)


def season(day):
    return "summer" if within(day, (6, 1), (9, 30)) else "winter"


def in_force(versions, day):
    return versions[max(start for start in versions if D(start) <= day)]


def start_in_force(versions, day):
    return max(start for start in versions if D(start) <= day)


def is_weekday(day):
    return day.weekday() < SAT and day not in calendars.days("us_nerc")


# -- R1 ---------------------------------------------------------------------------------------------------------

R1_FIXED = {
    "r1-2023": {"basic": {"2023-01-01": F("16.75"), "2023-07-01": F("17.25")}},
    "r1-2024": {"service": {"2024-01-01": F("15.00")}, "infrastructure": {"2024-01-01": F("3.50")}},
    "r1": {"service": {"2025-01-01": F("15.00")}, "infrastructure": {"2025-01-01": F("3.50")}},
}
R1_STATED = {"summer": (F("0.1247"), F("0.1584")), "winter": (F("0.1198"), F("0.1498"))}
R1_ENERGY = {
    "r1-2023": {"2023-01-01": {"summer": (F("0.1172"), F("0.1490")), "winter": (F("0.1126"), F("0.1410"))},
                "2023-07-01": {"summer": (F("0.1209"), F("0.1537")), "winter": (F("0.1162"), F("0.1454"))}},
    "r1-2024": {"2024-01-01": R1_STATED},
    "r1": {"2025-01-01": R1_STATED},
}


def r1(edition, cycle, kwh):
    first, last = map(D, cycle)
    bill = Bill()
    for line, versions in R1_FIXED[edition].items():
        bill.add(line, in_force(versions, last) * months(first, last))
    prices = in_force(R1_ENERGY[edition], last)[season(last)]
    low, high = min(F(kwh), F(500)), max(F(kwh) - 500, F(0))
    bill.add("energy.tier_1", low * prices[0], low > 0)
    bill.add("energy.tier_2", high * prices[1], high > 0)
    return bill


def r1_examples():
    winter, summer = ("2025-03-02", "2025-03-31"), ("2025-07-02", "2025-07-31")
    examples = {
        "r1-2023": {
            "winter, 750 kWh": (("2023-03-02", "2023-03-31"), 750),
            "summer, 750 kWh, prices of 1 July by the end of the cycle": (("2023-06-20", "2023-07-19"), 750),
            "the cycle before it, at the old prices": (("2023-06-01", "2023-06-30"), 750)},
        "r1-2024": {
            "winter, 750 kWh": (("2024-03-02", "2024-03-31"), 750),
            "summer, 750 kWh": (("2024-07-02", "2024-07-31"), 750),
            "a cycle that began in 2023 is billed whole by this edition": (("2023-12-16", "2024-01-14"), 600),
            "leap-year February, 29 days": (("2024-02-01", "2024-02-29"), 500)},
        "r1": {
            **{f"{name}, {kwh} kWh": (cycle, kwh)
               for name, cycle, uses in (("winter", winter, (75, 250, 525, 750, 1500)), ("summer", summer, (250, 750, 1500)))
               for kwh in uses},
            **{f"{name}, no use: the fixed charges alone": (cycle, 0) for name, cycle in (("winter", winter), ("summer", summer))},
            **{f"{name}, 500 kWh, exactly the limit": (cycle, 500) for name, cycle in (("winter", winter), ("summer", summer))},
            "2 May to 1 June is a summer bill": (("2025-05-02", "2025-06-01"), 750),
            "2 September to 1 October is a winter bill": (("2025-09-02", "2025-10-01"), 750),
            "a partial cycle of 10 days: a third of the fixed charges, the whole first tier": (("2025-03-02", "2025-03-11"), 525),
            "a cycle of 25 days is a month": (("2025-03-01", "2025-03-25"), 250),
            "a cycle of 36 days is 1.2 months": (("2025-03-01", "2025-04-05"), 750),
            "2026, the same prices": (("2026-01-03", "2026-02-01"), 750)},
    }
    return {f"energyco/{edition}.tariff": {name: (r1(edition, *given), {}) for name, given in named.items()}
            for edition, named in examples.items()}


# The worked amounts of the requirement, which hold whatever this file computes.
R1_STATED_TOTALS = {"winter": {0: "18.50", 250: "48.45", 500: "78.40", 750: "115.85", 1500: "228.20"},
                    "summer": {0: "18.50", 250: "49.68", 500: "80.85", 750: "120.45", 1500: "239.25"}}


# -- R2 ---------------------------------------------------------------------------------------------------------

R2_PERIODS = ("peak", "off_peak", "super_off_peak")
R2_ENERGY = {
    "2024-01-01": {("north", "summer"): "0.2790 0.1198 0.0724", ("north", "winter"): "0.2014 0.1142 0.0724",
                   ("central", "summer"): "0.2864 0.1230 0.0743", ("central", "winter"): "0.2067 0.1172 0.0743",
                   ("south", "summer"): "0.3052 0.1271 0.0768", ("south", "winter"): "0.1985 0.1187 0.0768"},
    "2025-01-01": {("north", "summer"): "0.2876 0.1235 0.0746", ("north", "winter"): "0.2076 0.1177 0.0746",
                   ("central", "summer"): "0.2952 0.1268 0.0766", ("central", "winter"): "0.2131 0.1208 0.0766",
                   ("south", "summer"): "0.3146 0.1310 0.0792", ("south", "winter"): "0.2046 0.1224 0.0792"},
    "2026-01-01": {("north", "summer"): "0.2948 0.1266 0.0765", ("north", "winter"): "0.2128 0.1206 0.0765",
                   ("central", "summer"): "0.3026 0.1300 0.0785", ("central", "winter"): "0.2184 0.1238 0.0785",
                   ("south", "summer"): "0.3225 0.1343 0.0812", ("south", "winter"): "0.2097 0.1255 0.0812"},
}
R2_CITY_PCT = {"riverton": F("4.50"), "lakeside": F("6.00"), "elsewhere": F("0.00")}


def r2_price(start, territory, season_name, period):
    return F(R2_ENERGY[start][territory, season_name].split()[R2_PERIODS.index(period)])


def r2_period(day, minute):
    if between(minute, "00:00", "06:00"):
        return "super_off_peak"
    hours = ("15:00", "20:00") if season(day) == "summer" else ("17:00", "20:00")
    return "peak" if is_weekday(day) and between(minute, *hours) else "off_peak"


def r2(cycle, territory, city="elsewhere", buckets=None, load=None, promo_cycle=None, exempt=False):
    first, last = map(D, cycle)
    bill, service = Bill(), 15 * months(first, last)
    bill.add("service", service)
    if buckets:
        kwh = {(start_in_force(R2_ENERGY, last), season(last), period): F(q) for period, q in zip(R2_PERIODS, buckets)}
    else:
        kwh = energy(load, first, last,
                     lambda day, minute: (start_in_force(R2_ENERGY, day), season(day), r2_period(day, minute)), ZONE)
        kwh = dict(sorted(kwh.items(), key=lambda row: (row[0][0], row[0][1] == "summer", R2_PERIODS.index(row[0][2]))))
    for (start, name, period), quantity in kwh.items():
        bill.add(f"energy.{name}.{period}@{start}", quantity * r2_price(start, territory, name, period))
    if promo_cycle and promo_cycle <= 3:
        bill.add("welcome", -bill.sum("service"))
    if not exempt:
        tax = R2_CITY_PCT[city] / 100 * bill.sum("service", "energy", "welcome")
        bill.add("city_tax", tax, tax != 0)
    return bill, {"usage": sum(kwh.values())}


def r2_examples():
    july, buckets = ("2025-07-01", "2025-07-30"), (138, 512, 176)

    def evening(day, minute):
        return F("2.4") if between(minute, "17:00", "21:00") else F("0.4")

    def night(day, minute):
        return F("0.8") if between(minute, "00:00", "06:00") else F("0.5")

    def afternoon(day, minute):
        return F(3) if is_weekday(day) and between(minute, "15:00", "18:00") else F("0.6")

    month = dict(cycle=july, territory="central", city="lakeside", buckets=buckets)
    return {"energyco/r2.tariff": {
        "July, central, by the meter's own buckets": r2(**month),
        "the same, second month of the promotion": r2(**month, promo_cycle=2),
        "the same, third and last month of the promotion, exempt from the city's tax": r2(**month, promo_cycle=3, exempt=True),
        "the same, fourth month: the promotion is over": r2(**month, promo_cycle=4),
        "Independence Day week, flat 1.2 kW": r2(("2025-06-28", "2025-07-27"), "south", "riverton", load=lambda d, m: F("1.2")),
        "autumn: 25-hour day, Thanksgiving, evening peaks": r2(("2025-10-30", "2025-11-28"), "north", load=evening),
        "spring: 23-hour day": r2(("2025-03-01", "2025-03-30"), "north", "riverton", load=night),
        "the season changes inside the cycle": r2(("2025-05-17", "2025-06-15"), "central", load=afternoon),
        "new prices on 1 January inside the cycle": r2(("2025-12-17", "2026-01-15"), "south", "lakeside", load=lambda d, m: F(1)),
        "moved in on 21 August: 10 days": r2(("2024-08-21", "2024-08-30"), "south", buckets=("41.5", "160.25", "52")),
    }}


# -- C1 ---------------------------------------------------------------------------------------------------------

C1 = {  # value: {version: number}
    "customer_charge": {"2024-01-01": "180.00", "2025-01-01": "185.00", "2026-01-01": "190.00"},
    "facility_rate": {"2024-01-01": "6.80", "2025-01-01": "7.05", "2026-01-01": "7.20"},
    "minimum_rate": {"2024-01-01": "3.75", "2025-01-01": "3.90"},
    "fuel_rate": {"2024-01-01": "0.01214", "2025-01-01": "0.01187", "2026-01-01": "0.01231"},
    "ratchet_pct": {"2024-01-01": "75"},
    "minimum_kw": {"2024-01-01": "30"},
    "state_tax_pct": {"2024-01-01": "5.75"},
}
C1_TABLES = {  # table: {version: {(keys, column): number}}
    "demand_rate": {"2024-01-01": {("summer", "on_peak"): "12.90", ("winter", "on_peak"): "7.64"},
                    "2025-01-01": {("summer", "on_peak"): "13.35", ("winter", "on_peak"): "7.90"},
                    "2026-01-01": {("summer", "on_peak"): "13.70", ("winter", "on_peak"): "8.10"}},
    "energy_rate": {"2024-01-01": {("summer", "on_peak"): "0.08410", ("summer", "off_peak"): "0.05285",
                                   ("winter", "on_peak"): "0.06935", ("winter", "off_peak"): "0.05120"},
                    "2025-01-01": {("summer", "on_peak"): "0.08720", ("summer", "off_peak"): "0.05470",
                                   ("winter", "on_peak"): "0.07190", ("winter", "off_peak"): "0.05305"},
                    "2026-01-01": {("summer", "on_peak"): "0.08940", ("summer", "off_peak"): "0.05610",
                                   ("winter", "on_peak"): "0.07370", ("winter", "off_peak"): "0.05440"}},
    "rider_pct": {"2024-01-01": {("efficiency", "percent"): "1.85", ("storm", "percent"): "0.95"},
                  "2025-06-01": {("efficiency", "percent"): "1.85", ("storm", "percent"): "1.20"}},
}


def c1_period(day, minute):
    hours = ("13:00", "19:00") if season(day) == "summer" else ("06:00", "10:00")
    return "on_peak" if is_weekday(day) and between(minute, *hours) else "off_peak"


def c1(cycle, on_peak, off_peak, peak_kw, on_peak_kw, pf, contract, past=(), exempt=False):
    first, last = map(D, cycle)
    pf = F(pf)

    def value(name):
        return F(in_force(C1[name], last))

    def cell(table, *key):
        return F(in_force(C1_TABLES[table], last)[key])

    def adjusted(kw):
        return half_up(F(kw) * F("0.90") / pf if pf < F("0.90") else F(kw), "0.1")

    highest = max(map(F, past), default=F(0))
    billing_kw = half_up(max(adjusted(peak_kw), value("ratchet_pct") / 100 * highest, value("minimum_kw")), "0.1")
    month, name, bill = months(first, last), season(last), Bill()
    bill.add("customer", value("customer_charge") * month)
    bill.add("facility", billing_kw * value("facility_rate") * month)
    bill.add("demand", adjusted(on_peak_kw) * cell("demand_rate", name, "on_peak") * month)
    bill.add("energy.on_peak", F(on_peak) * cell("energy_rate", name, "on_peak"))
    bill.add("energy.off_peak", F(off_peak) * cell("energy_rate", name, "off_peak"))
    bill.add("fuel", (F(on_peak) + F(off_peak)) * value("fuel_rate"))
    base = bill.sum("customer", "facility", "demand", "energy")
    bill.add("efficiency", cell("rider_pct", "efficiency", "percent") / 100 * (base + bill.sum("fuel")))
    bill.add("storm", cell("rider_pct", "storm", "percent") / 100 * base)
    floor = (value("customer_charge") + value("minimum_rate") * F(contract)) * month - bill.total()
    bill.add("floor", floor, floor > 0)
    if not exempt:
        bill.add("state_tax", value("state_tax_pct") / 100 * bill.total())
    return bill, {"billing_kw": billing_kw, "adjusted_kw": adjusted(peak_kw), "on_peak_billing_kw": adjusted(on_peak_kw),
                  "peak_kw": F(peak_kw), "on_peak_kw": F(on_peak_kw), "pf": pf, "usage": F(on_peak) + F(off_peak)}


def c1_intervals(cycle, load, reactive, **given):
    first, last = map(D, cycle)
    kwh = energy(load, first, last, c1_period, ZONE)
    kvarh = sum(energy(reactive, first, last, c1_period, ZONE).values())
    return c1(cycle, kwh["on_peak"], kwh["off_peak"], peak(load, first, last, zone=ZONE),
              peak(load, first, last, lambda d, m: c1_period(d, m) == "on_peak", ZONE),
              power_factor(sum(kwh.values()), kvarh), **given)


def c1_examples():
    def load(day, minute):
        if day == D("2026-02-10") and between(minute, "18:00", "18:15"):
            return F(190)
        return F(120) if is_weekday(day) and between(minute, "07:00", "19:00") else F(45)

    def reactive(day, minute):
        return F(75) if is_weekday(day) and between(minute, "07:00", "19:00") else F(25)

    return {"energyco/c1.tariff": {
        "summer month, the ratchet binds, low power factor":
            c1(("2025-07-02", "2025-07-31"), 21400, 58900, "186.4", "179.2", "0.83", 250, ["290.0"]),
        "winter month, no ratchet, exempt from tax":
            c1(("2025-01-31", "2025-03-01"), 17250, 60330, "212.8", "205.6", "0.94", 250, ["201.1", "188.0", "240.5"], exempt=True),
        "a new account, hardly any use: the minimum bill binds":
            c1(("2025-08-02", "2025-08-31"), 400, 1100, "12.4", "11.8", "0.97", 250),
        "moved in on 17 May: 15 days, June's prices are not in force yet":
            c1(("2025-05-17", "2025-05-31"), 9100, 27400, "148.0", "141.6", "0.90", 120),
        "2024 prices":
            c1(("2024-11-30", "2024-12-29"), 15000, 45000, "160.0", "150.0", "0.92", 200),
        "a cycle that ends on 1 January has the new year's prices":
            c1(("2024-12-03", "2025-01-01"), 15000, 45000, "160.0", "150.0", "0.92", 200),
        "2026, from intervals: one quarter hour sets the demand, kVARh read as well":
            c1_intervals(("2026-02-01", "2026-03-02"), load, reactive, contract=200),
    }}


def examples():
    return {**r1_examples(), **r2_examples(), **c1_examples()}


def schedules():
    """{script: (season of a day, period of a minute)}"""
    return {**{f"energyco/{edition}.tariff": (season, None) for edition in R1_FIXED},
            "energyco/r2.tariff": (season, r2_period), "energyco/c1.tariff": (season, c1_period)}


def prices():
    """{script: (values, tables)} as written down here, to compare with the scripts."""
    found = {}
    for edition, fixed in R1_FIXED.items():
        values = {{"basic": "basic_charge", "service": "service_charge", "infrastructure": "infrastructure_fee"}[line]: versions
                  for line, versions in fixed.items()}
        values["tier_limit"] = {min(R1_ENERGY[edition]): F(500)}
        tables = {"energy_rate": {start: {(name, f"tier_{n}"): price for name, pair in cells.items() for n, price in enumerate(pair, 1)}
                                  for start, cells in R1_ENERGY[edition].items()}}
        found[f"energyco/{edition}.tariff"] = values, tables
    found["energyco/r2.tariff"] = {"service_charge": {"2024-01-01": F(15)}}, {
        "energy_rate": {start: {(*key, period): F(price) for key, row in cells.items() for period, price in zip(R2_PERIODS, row.split())}
                        for start, cells in R2_ENERGY.items()},
        "city_pct": {"2019-07-01": {(city, "utility"): pct for city, pct in R2_CITY_PCT.items()}}}
    found["energyco/c1.tariff"] = (
        {name: {start: F(x) for start, x in versions.items()} for name, versions in C1.items()},
        {name: {start: {key: F(x) for key, x in cells.items()} for start, cells in versions.items()} for name, versions in C1_TABLES.items()})
    return found
