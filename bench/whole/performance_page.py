"""docs/performance.md from the results of whole_bench.py: tables between two marks, and charts beside the page.

usage: performance_page.py RESULTS.json PAGE.md     does it again from results that were kept
"""
import json
import pathlib
import sys

from chart import chart

BEGIN, END = "<!-- figures: begin -->", "<!-- figures: end -->"
# What each job is called; `{n}` is its number of threads.
LABELS = {
    "csv": "`rate`, from CSV, {n}", "cache_made": "`rate --cache`, from CSV, filling the cache", "cache_found": "`rate --cache`, found there, {n}",
    "ingest": "`ingest` of the CSV", "list": "`rate`, from Parquet with lists, {n}", "long": "`rate`, from Parquet with a row an interval, {n}",
    "csv_bad": "`rate`, from CSV, 10 % bad rows", "cache_found_bad": "`rate --cache`, found there, 10 % bad rows",
    "csv_cold": "`rate`, from CSV, page cache empty", "cache_found_cold": "`rate --cache`, found there, page cache empty",
    "duckdb_csv": "DuckDB, from CSV", "duckdb_list": "DuckDB, from Parquet with lists", "duckdb_long": "DuckDB, from Parquet with a row an interval",
    "scan_list": "reading the Parquet lists only", "scan_long": "reading the long Parquet only",
    "postgresql": "PostgreSQL, from a loaded table", "hand_written": "hand-written C++, from its own columns", "driver": "the other program",
}
# Another's job beside Ratebook's on the same input, and whether the factor is theirs by ours.
RATIOS = [("duckdb_csv", "csv"), ("duckdb_list", "list"), ("duckdb_long", "long"), ("postgresql", "cache_found"), ("hand_written", "cache_found"),
          ("driver", "csv")]
COSTS = [("csv_bad", "csv", "10 % bad rows, from CSV"), ("cache_found_bad", "cache_found", "10 % bad rows, from the cache"),
         ("list", "scan_list", "whole command from Parquet lists, over reading them"),
         ("long", "scan_long", "whole command from long Parquet, over reading it")]
READS_ENOUGH = 80  # percent of the bandwidth, from which on a hand-written kernel is a measure


def label(job):
    name, _, threads = job.partition(".")
    return LABELS[name].format(n=f"{threads} thread" + ("s" if threads != "1" else ""))


def seconds(value):
    return f"{value:.3f}" if value < 10 else f"{value:,.1f}"


def table(header, rows):
    lines = ["| " + " | ".join(header) + " |", "|---|" + "---:|" * (len(header) - 1)]
    return "\n".join(lines + ["| " + " | ".join(row) + " |" for row in rows])


def matrix(results, cell):
    """A row a job, a column a size; jobs in the order of the largest set of them."""
    sizes = results["sizes"]
    order = list(max((size["jobs"] for size in sizes), key=len))
    rows = [[label(job)] + [cell(job, size["jobs"][job]) if job in size["jobs"] else "" for size in sizes] for job in order]
    return table(["accounts"] + [f"{size['accounts']:,}" for size in sizes], rows)


def mebibytes(name, job):
    """Nothing for PostgreSQL: what was measured is its client."""
    return "" if name == "postgresql" else f"{job['kilobytes'] / 1024:,.0f}"


def at_most(job, size, results):
    """Ratebook's job with all threads, or one without threads in its name."""
    return size["jobs"].get(f"{job}.{results['threads']}") or size["jobs"].get(job)


def ratios(results):
    rows = []
    for theirs, ours in RATIOS:
        cells = []
        for size in results["sizes"]:
            there, here = size["jobs"].get(theirs), at_most(ours, size, results)
            cells.append(f"{there['seconds'] / here['seconds']:.2f}" if there and here else "")
        if any(cells):
            rows.append([label(theirs) + " ÷ " + label(f"{ours}.{results['threads']}")] + cells)
    for what, over, words in COSTS:
        cells = []
        for size in results["sizes"]:
            first, second = at_most(what, size, results), at_most(over, size, results)
            cells.append(f"{first['seconds'] / second['seconds']:.2f}" if first and second else "")
        if any(cells):
            rows.append([words] + cells)
    return table(["times"] + [f"{size['accounts']:,}" for size in results["sizes"]], rows) if rows else ""


def bandwidth(results):
    rows = []
    for size in results["sizes"]:
        for threads, measured in size.get("hand_written", {}).items():
            gigabytes = measured["bytes"] / 1e9
            share = 100 * measured["reading_seconds"] / measured["kernel_seconds"]
            rows.append([f"{size['accounts']:,} accounts, threads: {threads}", seconds(measured["kernel_seconds"]),
                         f"{gigabytes / measured['kernel_seconds']:.1f}", f"{gigabytes / measured['reading_seconds']:.1f}", f"{share:.0f} %",
                         "yes" if share >= READS_ENOUGH else "no"])
    header = ["the hand-written kernel alone", "seconds", "GB/s", "GB/s of reading alone", "share", "a measure"]
    return table(header, rows) if rows else ""


def figures(results):
    """The tables as Markdown."""
    machine = results["machine"]
    rounds = ", ".join(f"{size['rounds']} at {size['accounts']:,} accounts" for size in results["sizes"])
    text = [f"{results['version']}, {results['date']}, on {machine['processors']} × {machine['processor']}, {machine['memory_gib']} GiB, "
            f"{machine['system']}; medians of {rounds}.", "Seconds:", matrix(results, lambda name, job: seconds(job["seconds"])),
            "Resident memory at most, in MiB:", matrix(results, mebibytes)]
    for words, rows in (("How many times the time:", ratios(results)), ("What memory allows:", bandwidth(results))):
        if rows:
            text += [words, rows]
    return "\n\n".join(text)


def over_accounts(results, jobs, value):
    """{label: [(accounts, value)]} of the jobs that ran."""
    series = {}
    for job in jobs:
        points = [(size["accounts"], value(found)) for size in results["sizes"] if (found := at_most(job, size, results))]
        if points:
            series[SHORT[job]] = points
    return series


SHORT = {"csv": "CSV", "cache_found": "usage cache", "list": "Parquet, lists", "long": "Parquet, long", "duckdb_csv": "DuckDB, CSV",
         "duckdb_list": "DuckDB, lists", "duckdb_long": "DuckDB, long Parquet", "postgresql": "PostgreSQL", "hand_written": "hand-written C++"}


def by_threads(size):
    """How many times as fast as one thread, of the jobs that ran with several numbers."""
    series = {}
    for job in ("csv", "cache_found"):
        times = {int(name.partition(".")[2]): found["seconds"] for name, found in size["jobs"].items() if name.startswith(job + ".")}
        series[SHORT[job]] = [(threads, times[1] / value) for threads, value in times.items()]
    return series


def charts(results):
    """{file name: SVG}."""
    largest = results["sizes"][-1]
    made = {
        "time.svg": chart("A month of 15-minute readings to bills and lines", "accounts", "seconds, whole command, all threads",
                          over_accounts(results, SHORT, lambda job: job["seconds"])),
        "memory.svg": chart("Memory while rating", "accounts", "MiB resident at most", over_accounts(
            results, ["csv", "cache_found", "list", "long"], lambda job: job["kilobytes"] / 1024), mark=(1024, "1 GiB")),
    }
    if results["threads"] > 1:
        made["threads.svg"] = chart(f"Threads, {largest['accounts']:,} accounts", "threads", "times as fast as one thread", by_threads(largest),
                                    logarithmic=False)
    return made


def write(page, results):
    """Puts the figures between the marks of the page, and the charts into the folder that is called like the page."""
    text = page.read_text()
    before, _, rest = text.partition(BEGIN)
    _, end, after = rest.partition(END)
    if not end:
        raise SystemExit(f"{page} lacks the marks {BEGIN} and {END}")
    folder = page.with_suffix("")
    folder.mkdir(exist_ok=True)
    drawn = charts(results)
    for name, svg in drawn.items():
        (folder / name).write_text(svg)
    shown = "\n".join(f"![{name.removesuffix('.svg')}]({folder.name}/{name})" for name in drawn)
    page.write_text(f"{before}{BEGIN}\n{figures(results)}\n\n{shown}\n{END}{after}")


if __name__ == "__main__":
    if len(sys.argv) != 3:
        raise SystemExit(__doc__)
    write(pathlib.Path(sys.argv[2]), json.loads(pathlib.Path(sys.argv[1]).read_text()))
