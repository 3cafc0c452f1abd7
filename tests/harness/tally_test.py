#!/usr/bin/env python3
"""Shows that tally.py counts what it should and cannot turn a failure into a pass."""
import pathlib
import subprocess
import sys
import tempfile

TALLY = pathlib.Path(__file__).with_name("tally.py")


def entry(name, status, output=""):
    return f'<testcase name="{name}" status="{status}"><system-out>{output}</system-out></testcase>'


def cases(*results):
    bodies = {"ok": "", "failed": '<failure message="m"/>'}
    return "<testsuites><testsuite>" + "".join(
        f'<testcase classname="Tiers" name="c{n}" status="run" result="{"skipped" if r == "skipped" else "completed"}">{bodies.get(r, "")}</testcase>'
        for n, r in enumerate(results)) + "</testsuite></testsuites>"


# name: (entries of CTest, reports of GoogleTest, CTest's status, the last line)
CASES = {
    "cases are counted, not programs": ([entry("a", "run")], {"a": cases("ok", "ok")}, 0, "2 passed, 0 failed"),
    "a failed case": ([entry("a", "fail")], {"a": cases("ok", "failed")}, 8, "1 passed, 1 failed"),
    "a skipped case": ([entry("a", "run")], {"a": cases("ok", "skipped")}, 0, "1 passed, 0 failed, 1 skipped"),
    "a crash before the report": ([entry("a", "fail")], {}, 8, "0 passed, 1 failed"),
    "a failure after the last case": ([entry("a", "fail")], {"a": cases("ok")}, 8, "1 passed, 1 failed"),
    "a command": ([entry("a", "run")], {}, 0, "1 passed, 0 failed"),
    "a command that counts": ([entry("a", "run", "x\n7 passed, 0 failed\n")], {}, 0, "7 passed, 0 failed"),
    "a command that counts failures": ([entry("a", "fail", "7 passed, 2 failed")], {}, 8, "7 passed, 2 failed"),
    "a command that fails and counts none": ([entry("a", "fail", "7 passed, 0 failed")], {}, 8, "7 passed, 1 failed"),
    "a program that was not run": ([entry("a", "notrun")], {}, 8, "0 passed, 1 failed"),
    "a CTest that stopped early": ([entry("a", "run")], {}, 8, "1 passed, 1 failed"),
}


def main():
    passed = failed = 0
    for name, (entries, reports, status, expected) in CASES.items():
        with tempfile.TemporaryDirectory() as folder:
            pathlib.Path(folder, "all.junit").write_text("<testsuite>" + "".join(entries) + "</testsuite>")
            for report, text in reports.items():
                pathlib.Path(folder, report + ".xml").write_text(text)
            run = subprocess.run([sys.executable, TALLY, folder, str(status)], capture_output=True, text=True)
        good = run.stdout.splitlines()[-1:] == [expected] and run.returncode == (" 0 failed" not in expected)
        passed, failed = passed + good, failed + (not good)
        if not good:
            print(f"{name}: expected {expected}\n{run.stdout}{run.stderr}")
    print(f"{passed} passed, {failed} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
