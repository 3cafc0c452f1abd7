#!/usr/bin/env python3
"""Measures whole commands on the TOU month, and the same bills by other means; README.md says what is compared and how.

usage: whole_bench.py [--accounts 1000,10000,145000,1000000] [--peers duckdb,postgresql,hand_written] [--driver CMD]
                      [--out DIR] …
"""
import argparse
import csv
import filecmp
import glob
import json
import os
import pathlib
import platform
import shlex
import shutil
import signal
import statistics
import subprocess
import sys
import time

import performance_page
from peers import HERE, Postgresql, postgresql_programs, write_sql

ROOT = HERE.parents[1]
TARIFF = HERE / "tou-month.tariff"
INTERVALS = 2880
# Bytes of disk an account, with all forms and with usage.csv and its cache alone.
DISK_ALL, DISK_FEW = 90_000, 35_000
# A file this large is read from memory, not from a processor's caches.
BEYOND_CACHES = 256 << 20


def say(*words):
    print(*words, file=sys.stderr, flush=True)


class Job:
    """A command that is timed. `prepare` comes before it and `check` after it, both untimed; a job has the results of its runs."""

    def __init__(self, name, command, prepare=None, check=None, exit_code=0):
        self.name, self.command, self.prepare, self.check, self.exit_code = name, command, prepare, check, exit_code
        self.seconds, self.kilobytes = [], []

    def run(self, environment, folder):
        if self.prepare:
            self.prepare()
        measured = folder / "measured"
        command = ["/usr/bin/time", "-q", "-f", "%M", "-o", str(measured), *map(str, self.command)]
        began = time.perf_counter()
        done = subprocess.run(command, cwd=folder, env=environment, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
                              stderr=subprocess.PIPE, text=True)
        seconds = time.perf_counter() - began
        if done.returncode != self.exit_code:
            raise SystemExit(f"{self.name}: exit {done.returncode}: {shlex.join(map(str, self.command))}\n{done.stderr}")
        if self.check:
            self.check()
        self.seconds.append(seconds)
        self.kilobytes.append(int(measured.read_text().split()[-1]))

    def result(self):
        return {"seconds": statistics.median(self.seconds), "kilobytes": max(self.kilobytes),
                "all_seconds": [round(s, 4) for s in self.seconds]}


def drop_caches():
    subprocess.run(["sync"], check=True)
    pathlib.Path("/proc/sys/vm/drop_caches").write_text("3")


class Size:
    """All that is measured with one number of accounts."""

    def __init__(self, options, accounts):
        self.options, self.accounts = options, accounts
        self.programs = options.build / "bench/whole"
        self.folder = options.out / f"{accounts}"
        self.all_forms = accounts <= options.peer_limit
        self.processors = options.threads
        self.environment = os.environ | {"RATEBOOK_KERNELS": str(options.out / "kernels"), "LC_ALL": "C.UTF-8"}
        self.jobs = []
        self.reference = self.folder / "reference.csv"

    # ---- what goes in
    def make(self):
        shutil.rmtree(self.folder, ignore_errors=True)
        self.folder.mkdir(parents=True)
        columns = ["--columns"] if self.wants("hand_written") else []
        self.call(self.programs / "make_tou_month", "--out", self.folder, "--accounts", self.accounts, *columns)
        if self.all_forms:
            self.call(self.programs / "make_tou_month", "--out", self.folder / "bad", "--accounts", self.accounts, "--bad-per-mille", 100)
        if self.has_parquet():
            sql = write_sql(self.folder / "prepare.sql", ["duckdb_prepare.sql"], folder=self.folder)
            self.call(self.programs / "run_duckdb", sql, self.processors, self.options.duckdb_memory)
        # The first run compiles the script and gives the bills that all others must equal.
        self.call(*self.rate("first", self.folder / "usage.csv", self.processors))
        lines_as_reference(self.folder / "first", self.reference)

    def wants(self, peer):
        return self.all_forms and peer in self.options.peers

    def has_parquet(self):
        return self.all_forms and (self.programs / "run_duckdb").exists()

    def call(self, *command):
        subprocess.run(list(map(str, command)), cwd=self.folder, env=self.environment, check=True, stdin=subprocess.DEVNULL,
                       stdout=subprocess.DEVNULL)

    # ---- commands
    def rate(self, result, usage, threads, *more, accounts="accounts.csv"):
        return [self.options.build / "cli/ratebook", "rate", TARIFF, "--accounts", self.folder / accounts, "--usage", usage, "--out",
                self.folder / result, "--threads", threads, *more]

    def ratebook(self, name, usage, threads, *more, before=None, accounts="accounts.csv", bad=False):
        result = self.folder / name

        def prepare():
            shutil.rmtree(result, ignore_errors=True)
            if before:
                before()

        def check():
            if bad:
                check_quarantine(result, self.folder / "bad/bad_rows.csv")
            else:
                same_result(name, self.folder / "first", result)
            shutil.rmtree(result)
        command = self.rate(name, usage, threads, *more, accounts=accounts)
        self.jobs.append(Job(name, command, prepare, check, 3 if bad else 0))

    def peer(self, name, command_for):
        out = self.folder / f"{name}.out"

        def prepare():
            out.unlink(missing_ok=True)
            out.touch(mode=0o666)

        def check():
            same_lines(name, out, self.reference)
            out.unlink()
        self.jobs.append(Job(name, command_for(out), prepare, check))

    def add_ratebook(self):
        folder, most, usage = self.folder, self.processors, self.folder / "usage.csv"
        kept = ("--cache", folder / "kept")
        forget = lambda place: lambda: shutil.rmtree(folder / place, ignore_errors=True)
        ingest = [self.options.build / "cli/ratebook", "ingest", TARIFF, "--usage", usage, "--cache", folder / "ingested", "--threads", most]
        self.jobs.append(Job("ingest", ingest, forget("ingested"), forget("ingested")))
        self.ratebook("cache_made", usage, most, *kept, before=forget("kept"))
        for threads in thread_counts(most):
            self.ratebook(f"cache_found.{threads}", usage, threads, *kept)
            self.ratebook(f"csv.{threads}", usage, threads)
        if self.options.cold:
            self.ratebook("cache_found_cold", usage, most, *kept, before=drop_caches)
            self.ratebook("csv_cold", usage, most, before=drop_caches)
        if self.has_parquet():
            for form in ("list", "long"):
                for threads in sorted({1, most}):
                    self.ratebook(f"{form}.{threads}", folder / f"usage_{form}.parquet", threads)
        if self.all_forms:
            bad = folder / "bad/usage.csv"
            self.call_bad_once(bad)
            self.ratebook("csv_bad", bad, most, accounts="bad/accounts.csv", bad=True)
            self.ratebook("cache_found_bad", bad, most, "--cache", folder / "kept_bad", accounts="bad/accounts.csv", bad=True)

    def call_bad_once(self, bad):
        """Fills the cache of the bad rows."""
        self.call(self.options.build / "cli/ratebook", "ingest", TARIFF, "--usage", bad, "--cache", self.folder / "kept_bad")

    def add_duckdb(self):
        run = [self.programs / "run_duckdb"]
        more = [self.processors, self.options.duckdb_memory]
        for form in ("csv", "list", "long"):
            name = f"duckdb_{form}"
            self.peer(name, lambda out: [*run, write_sql(self.folder / f"{name}.sql", [f"duckdb_from_{form}.sql", "duckdb_bill.sql"],
                                                         folder=self.folder, out=out), *more])
        for form in ("list", "long"):
            sql = write_sql(self.folder / f"scan_{form}.sql", [f"duckdb_scan_{form}.sql"], folder=self.folder)
            self.jobs.append(Job(f"scan_{form}", [*run, sql, *more]))

    def add_postgresql(self, server):
        began = time.perf_counter()
        self.call(*server.command(write_sql(self.folder / "load.sql", ["postgresql_load.sql"], folder=self.folder)))
        say(f"  loaded into PostgreSQL in {time.perf_counter() - began:.1f} s, untimed below")
        self.peer("postgresql", lambda out: server.command(write_sql(self.folder / "postgresql.sql", ["postgresql_bill.sql"], out=out)))

    def add_hand_written(self):
        self.peer("hand_written", lambda out: [self.programs / "hand_written_tou", self.folder, out, self.processors])

    def measure_kernel(self):
        """The hand-written kernel and the bandwidth of reading, in one process, taken in turn."""
        measured = {}
        for threads in sorted({1, self.processors}):
            text = subprocess.run([str(self.programs / "hand_written_tou"), "--measure", str(self.folder), str(threads)], check=True,
                                  stdout=subprocess.PIPE, text=True).stdout.split()
            kernel, reading, size = float(text[0]), float(text[1]), int(text[2])
            measured[threads] = {"kernel_seconds": kernel, "reading_seconds": reading, "bytes": size}
        return measured

    # ---- the run
    def measure(self):
        say(f"== {self.accounts:,} accounts, {self.accounts * INTERVALS:,} readings")
        self.make()
        self.add_ratebook()
        if self.wants("duckdb") and self.has_parquet():
            self.add_duckdb()
        if self.wants("hand_written"):
            self.add_hand_written()
        if self.options.driver and self.all_forms:
            self.peer("driver", lambda out: [*shlex.split(self.options.driver), self.folder, out])
        if self.wants("postgresql") and self.accounts <= self.options.postgresql_limit and postgresql_programs():
            with Postgresql(self.processors) as server:
                self.add_postgresql(server)
                self.run_jobs()
        else:
            self.run_jobs()
        result = {"accounts": self.accounts, "rounds": self.rounds(), "jobs": {job.name: job.result() for job in self.jobs},
                  "csv_bytes": (self.folder / "usage.csv").stat().st_size}
        if self.wants("hand_written") and (self.folder / "usage.columns").stat().st_size >= BEYOND_CACHES:
            result["hand_written"] = self.measure_kernel()
        if not self.options.keep:
            shutil.rmtree(self.folder)
        return result

    def rounds(self):
        return self.options.rounds or (5 if self.accounts <= 10_000 else 3)

    def run_jobs(self):
        for number in range(self.rounds()):
            for job in self.jobs:
                job.run(self.environment, self.folder)
                say(f"  {number + 1}/{self.rounds()} {job.name:18} {job.seconds[-1]:9.3f} s {job.kilobytes[-1] / 1024:8.0f} MiB")


# ---- what must be the same ---------------------------------------------------------------------------------------------
def result_lines(result):
    """lines.csv, lines_2.csv … in their order."""
    return sorted(glob.glob(str(result / "lines*.csv")), key=lambda name: (len(name), name))


def lines_as_reference(result, reference):
    """account_id,line_id,amount of a result, ascending by bytes."""
    unsorted = reference.with_suffix(".unsorted")
    with open(unsorted, "w") as target:
        for name in result_lines(result):
            with open(name, newline="") as file:
                rows = csv.reader(file)
                header = next(rows)
                account, line, amount = (header.index(column) for column in ("account_id", "line_id", "amount"))
                target.writelines(f"{row[account]},{row[line]},{row[amount]}\n" for row in rows)
    sort_lines(unsorted, reference)
    unsorted.unlink()


def sort_lines(source, target):
    subprocess.run(["sort", "-o", str(target), str(source)], env=os.environ | {"LC_ALL": "C"}, check=True)


def same_lines(name, out, reference):
    in_order = out.with_suffix(".sorted")
    sort_lines(out, in_order)
    if not filecmp.cmp(in_order, reference, shallow=False):
        raise SystemExit(f"{name}: its lines are not Ratebook's: diff {in_order} {reference}")
    in_order.unlink()


def same_result(name, expected, result):
    files = [*result_lines(expected), *glob.glob(str(expected / "bills*.csv"))]
    for file in files:
        if not filecmp.cmp(file, result / pathlib.Path(file).name, shallow=False):
            raise SystemExit(f"{name}: {result} differs from {file}")


def check_quarantine(result, bad_rows):
    """Each account with a bad row has no bill; orphans are in no bill anyway."""
    with open(bad_rows) as file:
        bad = {row["account_id"] for row in csv.DictReader(file)}
    with open(result / "quarantine.csv", newline="") as file:
        refused = {row["account_id"] for row in csv.DictReader(file)}
    if not bad <= refused:
        raise SystemExit(f"{len(bad - refused)} accounts with a bad row are not in {result}/quarantine.csv, such as {min(bad - refused)}")


def thread_counts(most):
    return sorted({1, most} | {1 << n for n in range(1, most.bit_length()) if 1 << n < most})


# ---- the whole ---------------------------------------------------------------------------------------------------------
def machine():
    cpu = "unknown processor"
    for line in pathlib.Path("/proc/cpuinfo").read_text().splitlines():
        if line.startswith("model name"):
            cpu = line.split(":", 1)[1].strip()
            break
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    return {"processor": cpu, "processors": os.cpu_count(), "memory_gib": round(memory / 2**30), "system": platform.system() + " " + ".".join(platform.release().split(".")[:2])}


def parse():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--accounts", default="1000,10000,145000,1000000", help="sizes, ascending")
    parser.add_argument("--peers", default="duckdb,postgresql,hand_written", help="of duckdb, postgresql, hand_written; empty: none")
    parser.add_argument("--driver", metavar="CMD", help="another program, called as `CMD FOLDER OUT`; README.md has its protocol")
    parser.add_argument("--out", type=pathlib.Path, default=ROOT / "out/whole", help="where inputs and results go (out/whole)")
    parser.add_argument("--build", type=pathlib.Path, default=ROOT / "build/release", help="where the programs are (build/release)")
    parser.add_argument("--page", default=ROOT / "docs/performance.md", help="page whose figures are written; empty: none (docs/performance.md)")
    parser.add_argument("--rounds", type=int, help="runs of each command, of which the median counts: 5, from 10,001 accounts on 3")
    parser.add_argument("--threads", type=int, default=os.cpu_count(), help="the most threads (as many as processors)")
    parser.add_argument("--peer-limit", type=int, default=145_000, help="above it only CSV and the usage cache, without others (145000)")
    parser.add_argument("--postgresql-limit", type=int, default=10_000, help="above it without PostgreSQL (10000)")
    parser.add_argument("--duckdb-memory", default="8GB", help="what DuckDB may take (8GB)")
    parser.add_argument("--cold", action="store_true", help="also with an empty page cache; as root, and it slows whatever else runs")
    parser.add_argument("--keep", action="store_true", help="leaves inputs where they are")
    options = parser.parse_args()
    options.accounts = sorted({int(n) for n in options.accounts.split(",")})
    options.peers = [peer for peer in options.peers.split(",") if peer]
    unknown = set(options.peers) - {"duckdb", "postgresql", "hand_written"}
    if unknown:
        parser.error(f"no peer is called {', '.join(sorted(unknown))}")
    if options.cold and not os.access("/proc/sys/vm/drop_caches", os.W_OK):
        parser.error("--cold must write /proc/sys/vm/drop_caches")
    if not os.access("/usr/bin/time", os.X_OK):
        parser.error("/usr/bin/time is missing: ./dev setup")
    options.out, options.build = options.out.resolve(), options.build.resolve()
    return options


def main():
    options = parse()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # so that the server ends with the run
    options.out.mkdir(parents=True, exist_ok=True)
    version = subprocess.run([str(options.build / "cli/ratebook"), "--version"], check=True, stdout=subprocess.PIPE, text=True).stdout.strip()
    results = {"version": version, "date": time.strftime("%Y-%m-%d", time.gmtime()), "machine": machine(), "threads": options.threads, "sizes": []}
    for accounts in options.accounts:
        needed, free = accounts * (DISK_ALL if accounts <= options.peer_limit else DISK_FEW), shutil.disk_usage(options.out).free
        if needed > free:
            say(f"left out: {accounts:,} accounts need about {needed / 1e9:.0f} GB of disk, {free / 1e9:.0f} GB are free")
            continue
        results["sizes"].append(Size(options, accounts).measure())
        (options.out / "results.json").write_text(json.dumps(results, indent=1) + "\n")
    if not results["sizes"]:
        raise SystemExit("nothing was measured")
    print(performance_page.figures(results))
    if options.page:
        performance_page.write(pathlib.Path(options.page), results)


if __name__ == "__main__":
    main()
