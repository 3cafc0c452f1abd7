#!/usr/bin/env python3
"""Adds up a run of CTest: names what failed and ends with the line `N passed, N failed[, N skipped]`.

usage: tally.py RESULTS CTEST_STATUS

RESULTS holds all.junit (CTest's own report, one entry per program) and NAME.xml (GoogleTest's, one entry per case). A
program without a report of its own counts as many tests as the last line of its output says in the same form, else one. A
program that failed although no case of it did (a crash, a time limit, a leak found at the end) counts as one failure more.
"""
import pathlib
import re
import sys
import xml.etree.ElementTree as xml

LINE = re.compile(r"^(\d+) passed, (\d+) failed(?:, (\d+) skipped)?$")


def googletest_cases(report):
    """(passed, [names of failed cases], skipped) of a GoogleTest report."""
    passed, failed, skipped = 0, [], 0
    for case in xml.parse(report).getroot().iter("testcase"):
        if case.get("status") == "notrun" or case.get("result") == "skipped":
            skipped += 1
        elif case.find("failure") is not None:
            failed.append(f"{case.get('classname')}.{case.get('name')}")
        else:
            passed += 1
    return passed, failed, skipped


def command_cases(output):
    """The counts that a command printed as its last line, or None."""
    lines = output.rstrip().splitlines()
    match = LINE.match(lines[-1].strip()) if lines else None
    return tuple(int(group or 0) for group in match.groups()) if match else None


def tally(results, ctest_status):
    passed, failed, skipped = 0, 0, 0
    for entry in xml.parse(results / "all.junit").getroot().iter("testcase"):
        name, status = entry.get("name"), entry.get("status")
        broke = status == "fail"
        report = results / f"{name}.xml"
        if status in ("notrun", "disabled"):
            print(f"not run: {name}")
            failed += 1
            continue
        named = []
        if report.exists():
            p, named, s = googletest_cases(report)
            f = len(named)
        else:
            p, f, s = command_cases(entry.findtext("system-out") or "") or (0 if broke else 1, 1 if broke else 0, 0)
        if broke and f == 0:
            f = 1
        elif f and not broke:
            print(f"{name} reports failures but ended well")
        for case in named:
            print(f"failed: {name} {case}")
        if f and not named:
            print(f"failed: {name}")
        passed, failed, skipped = passed + p, failed + f, skipped + s
    if ctest_status and not failed:
        print(f"ctest ended with {ctest_status}")
        failed = 1
    return passed, failed, skipped


def main():
    passed, failed, skipped = tally(pathlib.Path(sys.argv[1]), int(sys.argv[2]))
    print(f"{passed} passed, {failed} failed" + (f", {skipped} skipped" if skipped else ""))
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
