"""The rates of tariffs/published, their prices written down a second time, and the bill of a month under each.

A reading is (day, hour, kWh). Days have 24 hours (standard time), demand is the highest hourly kW, nothing is prorated.
"""

from collections import namedtuple
from datetime import date

from exact import Bill, F, SAT, between, steps, tiers_in_time_order, tiers_pro_rata, within

# json: the reference data's file; reading: the column of it; fixed: USD a month; season, period: of a reading;
# energy: {(season, period) or period: [price of each tier]}; limits: cumulative kWh for a number of days;
# demand: {line: (period, {season: price} or price)}, where the period None is all hours.
Rate = namedtuple("Rate", "json reading fixed season period energy limits demand", defaults=(None, {}))

PRO_RATA, TIME_ORDER = "monthly_proration", "chronological"


def is_weekday(day):
    return day.weekday() < SAT


def season_of(start, end):
    return lambda day: "summer" if within(day, start, end) else "winter"


MAY_TO_OCTOBER = season_of((5, 1), (10, 31))
JUNE_TO_SEPTEMBER = season_of((6, 1), (9, 30))
JUNE_TO_AUGUST = season_of((6, 1), (8, 31))


def hours(minute, *spans):
    return any(between(minute, *span.split("-")) for span in spans)


def e19_period(day, minute):
    if not is_weekday(day):
        return "off_peak"
    if MAY_TO_OCTOBER(day) == "winter":
        return "part_peak" if hours(minute, "08:00-21:00") else "off_peak"
    if hours(minute, "12:00-18:00"):
        return "peak"
    return "part_peak" if hours(minute, "08:00-12:00", "18:00-21:00") else "off_peak"


def gs3_period(day, minute):
    if not is_weekday(day):
        return "off_peak"
    if JUNE_TO_SEPTEMBER(day) == "winter":
        return "mid_peak" if hours(minute, "08:00-21:00") else "off_peak"
    if hours(minute, "12:00-18:00"):
        return "on_peak"
    if hours(minute, "08:00-09:00"):
        return "mid_morning"
    return "mid_peak" if hours(minute, "09:00-12:00", "18:00-23:00") else "off_peak"


def sample_period(day, minute):
    return "on_peak" if JUNE_TO_AUGUST(day) == "summer" and is_weekday(day) and hours(minute, "11:00-20:00") else "off_peak"


def blocks_period(day, minute):
    return f"{MAY_TO_OCTOBER(day)}_{e19_period(day, minute)}"


def rows(text):
    """{key: [prices]} of "key: price price …" lines; several words of a key make a tuple."""
    found = {}
    for line in text.strip().splitlines():
        key, _, prices = line.partition(":")
        key = tuple(key.split())
        found[key if len(key) > 1 else key[0]] = [F(price) for price in prices.split()]
    return found


def e19(json, energy, peak, part_peak, maximum):
    return Rate(json, PRO_RATA, F(600), MAY_TO_OCTOBER, e19_period, rows(energy), demand={
        "peak_demand": ("peak", {"summer": F(peak), "winter": F(0)}),
        "part_peak_demand": ("part_peak", {"summer": F(part_peak), "winter": F("0.13")}),
        "maximum_demand": (None, F(maximum))})


def sample_tiered(reading):
    return Rate("hpxml_Sample_Tiered_Time-of-Use_Rate", reading, F(9), JUNE_TO_AUGUST, sample_period, rows("""
        on_peak:  0.09 0.11 0.13
        off_peak: 0.06 0.08 0.08"""), lambda days: [F(150), F(300)])


def daily_baseline(reading):
    return Rate("made_tou_daily_baseline", reading, F(9), JUNE_TO_AUGUST, sample_period, rows("""
        on_peak:  0.110 0.187
        off_peak: 0.070 0.119"""), lambda days: [F("12.4") * days])


def three_blocks(reading):
    return Rate("made_commercial_tou_three_blocks", reading, F(139), MAY_TO_OCTOBER, blocks_period, rows("""
        summer_peak:      0.152450 0.175317 0.129582
        summer_part_peak: 0.111940 0.128731 0.095149
        summer_off_peak:  0.085120 0.097888 0.072352
        winter_part_peak: 0.106400 0.122360 0.090440
        winter_off_peak:  0.091780 0.105547 0.078013"""), lambda days: [F(20000), F(60000)], {
        "summer_peak_demand": ("summer_peak", F("18.64")),
        "summer_part_peak_demand": ("summer_part_peak", F("5.18")),
        "winter_part_peak_demand": ("winter_part_peak", F("0.12")),
        "maximum_demand": (None, F("17.57"))})


RATES = {
    "pge-e-19-2016-01": e19("pge_sce_E_190_revised__v06_2016-01-01", """
        summer peak:      0.14683
        summer part_peak: 0.10671
        summer off_peak:  0.08014
        winter part_peak: 0.10122
        winter off_peak:  0.08674""", "18.74", "5.23", "15.86"),
    "pge-e-19-2016-03": e19("pge_sce_E_190_revised__v07_2016-03-01", """
        summer peak:      0.14726
        summer part_peak: 0.10714
        summer off_peak:  0.08057
        winter part_peak: 0.10165
        winter off_peak:  0.08717""", "18.74", "5.23", "17.33"),
    "sce-tou-gs-3": Rate("pge_sce_u17609_Commercial_TOU_GS_3_TOU_revised__v02_2015-06-01", PRO_RATA, F("441.93"),
                         JUNE_TO_SEPTEMBER, gs3_period, rows("""
        summer on_peak:     0.13690
        summer mid_peak:    0.08681
        summer mid_morning: 0.08681
        summer off_peak:    0.06296
        winter mid_peak:    0.08845
        winter off_peak:    0.06787"""), demand={
        "on_peak_demand": ("on_peak", {"summer": F("18.21"), "winter": F(0)}),
        "mid_peak_demand": ("mid_peak", {"summer": F("5.11"), "winter": F(0)}),
        "facilities_demand": (None, F("16.17"))}),
    "sample-tiered-tou-pro-rata": sample_tiered(PRO_RATA),
    "sample-tiered-tou-time-order": sample_tiered(TIME_ORDER),
    "made-daily-baseline-pro-rata": daily_baseline(PRO_RATA),
    "made-daily-baseline-time-order": daily_baseline(TIME_ORDER),
    "made-three-blocks-pro-rata": three_blocks(PRO_RATA),
    "made-three-blocks-time-order": three_blocks(TIME_ORDER),
}


def tier_word(rate):
    return "block" if "blocks" in rate.json else "tier"


def month_bill(rate, readings, rounded=True):
    """The bill of one calendar month, with the kWh and kW that it used."""
    bill, kwh, kw, sequence = Bill(rounded), {}, {None: F(0)}, []
    season = rate.season(readings[0][0])
    for day, hour, used in readings:
        period = rate.period(day, hour * 60)
        kwh[period] = kwh.get(period, F(0)) + used
        kw[period] = max(kw.get(period, F(0)), used)
        kw[None] = max(kw[None], used)
        sequence.append((period, used))
    bill.add("customer", rate.fixed)
    if rate.limits is None:
        for (name, period), tiers in rate.energy.items():
            if name == season and period in kwh:
                bill.add(f"energy.{season}.{period}", kwh[period] * tiers[0], kwh[period] > 0)
    else:
        limits = rate.limits(len({day for day, _, _ in readings}))
        tiered = tiers_pro_rata(kwh, limits) if rate.reading == PRO_RATA else tiers_in_time_order(sequence, limits)
        for period, tiers in rate.energy.items():
            for tier, price in enumerate(tiers, 1):
                used = tiered.get((period, tier), F(0))
                bill.add(f"energy.{period}.{tier_word(rate)}_{tier}", used * price, used > 0)
    for line, (period, price) in rate.demand.items():
        demand_kw = kw.get(period, F(0))
        bill.add(line, demand_kw * (price[season] if isinstance(price, dict) else price), demand_kw > 0)
    demands = {f"{period or 'max'}_kw": kw.get(period, F(0)) for period, _ in rate.demand.values()}
    return bill, {"usage": sum(kwh.values()), **demands}


# -- examples ---------------------------------------------------------------------------------------------------

def month(rate, first, last, load):
    first, last = date.fromisoformat(first), date.fromisoformat(last)
    return month_bill(rate, [(day, minute // 60, load(day, minute)) for day, minute in steps(first, last, minutes=60)])


def constant(kw):
    return lambda day, minute: F(kw)


def plant(day, minute):
    """620 kW on weekday 12:00 to 18:00, 480 kW on weekday 07:00 to 12:00, 310.5 kW on weekday 18:00 to 22:00, 150 kW otherwise"""
    if is_weekday(day):
        for span, kw in (("12:00-18:00", 620), ("07:00-12:00", 480), ("18:00-22:00", F("310.5"))):
            if hours(minute, span):
                return F(kw)
    return F(150)


def house(day, minute):
    """2.2 kW on weekday 17:00 to 20:00, 0.4 kW otherwise"""
    return F("2.2") if is_weekday(day) and hours(minute, "17:00-20:00") else F("0.4")


def factory(day, minute):
    """260 kW on weekday 07:00 to 19:00, 70 kW otherwise"""
    return F(260) if is_weekday(day) and hours(minute, "07:00-19:00") else F(70)


def examples():
    january, february, july = ("2016-01-01", "2016-01-31"), ("2016-02-01", "2016-02-29"), ("2016-07-01", "2016-07-31")
    march, january18, july18 = ("2016-03-01", "2016-03-31"), ("2018-01-01", "2018-01-31"), ("2018-07-01", "2018-07-31")
    june15, july15, october15 = ("2015-06-01", "2015-06-30"), ("2015-07-01", "2015-07-31"), ("2015-10-01", "2015-10-31")
    wanted = {
        "pge-e-19-2016-01": {"January, 400 kW constant": (january, constant(400)),
                             "February, a plant": (february, plant)},
        "pge-e-19-2016-03": {"March, 400 kW constant": (march, constant(400)),
                             "July, a plant": (july, plant),
                             "July, 400 kW constant": (july, constant(400))},
        "sce-tou-gs-3": {"July, 400 kW constant": (july15, constant(400)),
                         "June, a plant": (june15, plant),
                         "October at these prices, a plant": (october15, plant)},
    }
    for reading in ("pro-rata", "time-order"):
        wanted[f"sample-tiered-tou-{reading}"] = wanted[f"made-daily-baseline-{reading}"] = {
            "January, 0.5 kW constant": (january18, constant("0.5")),
            "July, 0.5 kW constant": (july18, constant("0.5")),
            "July, evenings": (july18, house)}
        wanted[f"made-three-blocks-{reading}"] = {
            "January, 100 kW constant": (january18, constant(100)),
            "July, 100 kW constant": (july18, constant(100)),
            "July, a factory": (july18, factory)}
    return {f"published/{name}.tariff": {title: month(RATES[name], *cycle, load) for title, (cycle, load) in named.items()}
            for name, named in wanted.items()}


def schedules():
    """{script: (season of a day, period of a minute)}"""
    return {f"published/{name}.tariff": (rate.season, rate.period) for name, rate in RATES.items()}


def prices():
    """{script: (values, tables)} as written down here, to compare with the scripts."""
    found = {}
    start = {"pge-e-19-2016-01": "2016-01-01", "pge-e-19-2016-03": "2016-03-01", "sce-tou-gs-3": "2015-06-01"}
    for name, rate in RATES.items():
        values, tables, since = {"customer_charge": rate.fixed}, {}, start.get(name, "2018-01-01")
        if rate.limits is None:
            tables["energy_rate"] = {key: tiers[0] for key, tiers in rate.energy.items()}
        else:
            tables["energy_rate"] = {(period, f"{tier_word(rate)}_{n}"): price
                                     for period, tiers in rate.energy.items() for n, price in enumerate(tiers, 1)}
        if "baseline" in name:
            values["baseline"] = F("12.4")
        elif rate.limits is not None:
            first, second = rate.limits(30)
            values[f"first_{tier_word(rate)}"], values[f"second_{tier_word(rate)}"] = first, second - first
        for line, (period, price) in rate.demand.items():
            if period is None:
                values[line.removesuffix("_demand") + "_rate"] = price
            elif isinstance(price, dict):
                tables.setdefault("demand_rate", {}).update({(season, period): p for season, p in price.items()})
            else:
                tables.setdefault("demand_rate", {})["demand", period] = price
        found[f"published/{name}.tariff"] = ({v: {since: number} for v, number in values.items()},
                                             {t: {since: cells} for t, cells in tables.items()})
    return found
