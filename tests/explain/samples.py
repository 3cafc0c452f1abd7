"""The bills whose lines are explained: a neighbourhood on tariffs/energyco, and accounts of tariffs/examples and tariffs/published."""
import csv
import datetime
import random
import subprocess


def neighbourhood(make, folder, *options):
    """Files of make_neighbourhood as the options of a run."""
    subprocess.run([make, "--out", str(folder), *options], check=True, stdout=subprocess.DEVNULL)
    return inputs_of(folder)


def inputs_of(folder):
    words = ["--accounts", str(folder / "accounts.csv")]
    for path in sorted(folder.glob("usage*.csv")):
        words += ["--usage", str(path)]
    if (folder / "history.csv").exists():
        words += ["--history", str(folder / "history.csv")]
    return words


def write(path, header, rows):
    path.parent.mkdir(exist_ok=True)
    with open(path, "w", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(header)
        writer.writerows(rows)


def examples(folder):
    """Registers of RS-1, TOU-R and GS-3: promotions, discounts, taxes, ratchets, minimum bills, seasons and prices that change inside."""
    facts = ["account.cycle_number", "account.promo", "account.care", "account.uut_exempt", "premise.city", "account.contract_kw"]
    accounts, rs, tou, gs, history = [], [], [], [], []
    cycles = [("2025-07-01", "2025-07-30"), ("2025-06-16", "2025-07-15"), ("2025-09-16", "2025-10-15"), ("2025-07-05", "2025-07-16"), ("2025-01-15", "2025-02-13")]
    for i, (begin, end) in enumerate(cycles):
        accounts.append((f"RS{i}", "RS-1", begin, end) + ("",) * 6)
        rs.append((f"RS{i}", begin, end, f"{150 + 173 * i}.{i}5"))
        if (begin, end) != cycles[2]:  # TOU-R has no rule that divides register reads between seasons
            promo, care, city = ("SPRING25", "true", "Springfield") if i % 2 == 0 else ("", "false", "Springfield" if i == 1 else "Shelbyville")
            accounts.append((f"TOU{i}", "TOU-R", begin, end, i + 1, promo, care, "", city, ""))
            tou.append((f"TOU{i}", begin, end, 120 + i, 260.125, 420 - 7 * i))
        idle = i == 4  # its minimum bill binds
        accounts.append((f"GS{i}", "GS-3", begin, end) + ("",) * 5 + (2000 if idle else 400,))
        kw, energy = (20, (900, 2100, 700)) if idle else (312.4 + i, (42300 + i, 61800, 10000 + 27000 * (i % 2)))
        gs.append((f"GS{i}", begin, end, *energy, kw, round(kw * 0.96, 1)))
        for age in range(1, 12 if i < 3 else 4):
            through = datetime.date.fromisoformat(begin) - datetime.timedelta(days=1 + 30 * (age - 1))
            history.append((f"GS{i}", "GS-3", through, "adjusted_kw", 250 + 17 * age % 200, "kW", age))
    write(folder / "accounts.csv", ["account_id", "tariff", "from", "through", *facts], accounts)
    write(folder / "usage_rs.csv", ["account_id", "from", "through", "kwh"], rs)
    write(folder / "usage_tou.csv", ["account_id", "from", "through", "kwh.on_peak", "kwh.mid_peak", "kwh.off_peak"], tou)
    write(folder / "usage_gs.csv", ["account_id", "from", "through", "kwh.on_peak", "kwh.off_peak", "kvarh", "kw", "kw.on_peak"], gs)
    write(folder / "history.csv", ["account_id", "tariff", "through", "name", "value", "unit", "age"], history)
    return inputs_of(folder)


def published(folder, seed):
    """Hours of January, May and July 2018 on each published rate; they keep standard time all year."""
    dice = random.Random(seed)
    tariffs = {"E-19": -8, "TOU-GS-3": -8, "BLOCKS-TOU-PR": -8, "BLOCKS-TOU-TO": -8, "BASELINE-TOU-PR": -7, "BASELINE-TOU-TO": -7, "TIERED-TOU-PR": -7,
               "TIERED-TOU-TO": -7}
    accounts, usage = [], []
    for tariff, offset in tariffs.items():
        size = 400 if offset == -8 else 3
        for month, days in ((1, 31), (5, 31), (7, 31)):
            name, begin = f"{tariff}-{month}", f"2018-{month:02}-01"
            accounts.append((name, tariff, begin, f"2018-{month:02}-{days}"))
            load = [f"{size * (0.4 if hour % 24 < 8 else 1.0) * dice.uniform(0.3, 1):.4f}" for hour in range(24 * days)]
            usage.append((name, f"{begin}T00:00:00-{-offset:02}:00", 60, ";".join(load)))
    write(folder / "accounts.csv", ["account_id", "tariff", "from", "through"], accounts)
    write(folder / "usage.csv", ["account_id", "start", "interval_minutes", "kwh"], usage)
    return inputs_of(folder)


def solar(folder):
    """Register reads of solar.tariff: with and without relief, a small and a large month, one that the maximum bounds."""
    accounts, usage = [], []
    for i, (begin, end, kwh, export) in enumerate([("2025-06-16", "2025-07-15", 600, 90), ("2025-09-11", "2025-10-10", 410.5, 222.125), ("2025-01-01", "2025-01-31", 88, 0),
                                                   ("2025-06-20", "2025-07-07", 1900, 3.5), ("2025-07-02", "2025-08-01", 77.77, 310)]):
        accounts.append((f"S{i}", "SOLAR", begin, end, "true" if i % 2 == 0 else "false"))
        usage.append((f"S{i}", begin, end, kwh, export))
    write(folder / "accounts.csv", ["account_id", "tariff", "from", "through", "account.senior"], accounts)
    write(folder / "usage.csv", ["account_id", "from", "through", "kwh", "export_kwh"], usage)
    return inputs_of(folder)
