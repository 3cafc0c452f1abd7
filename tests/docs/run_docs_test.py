#!/usr/bin/env python3
"""Shows that run_docs.py finds a block that does not hold, with a stand-in for the program that accepts only `good` scripts."""
import pathlib
import subprocess
import sys
import tempfile

RUN_DOCS = pathlib.Path(__file__).with_name("run_docs.py")
PROGRAM = '#!/bin/sh\ngrep -q good "$2" && exit 0\necho "error[syntax]: $2"; exit 1\n'
LONG = "```console\n$ seq 3\n1\n...\n3\n```\n"

# name: (page, the last line that must be printed)
CASES = {
    "output as printed": ("```console\n$ echo a; echo b\na\nb\n```\n", "1 passed, 0 failed"),
    "other output": ("```console\n$ echo a\nb\n```\n", "0 passed, 1 failed"),
    "output missing": ("```console\n$ echo a\n```\n", "0 passed, 1 failed"),
    "lines left out": (LONG, "1 passed, 0 failed"),
    "lines left out, the end differs": (LONG.replace("\n3\n```", "\n4\n```"), "0 passed, 1 failed"),
    "an exit code that is stated": ("```console\n$ false\n[exit 1]\n```\n", "1 passed, 0 failed"),
    "an exit code that is not": ("```console\n$ false\n```\n", "0 passed, 1 failed"),
    "a long command": ("```console\n$ echo a \\\n    b\na b\n```\n", "1 passed, 0 failed"),
    "a script that checks": ("```tariff\ngood\n```\n", "1 passed, 0 failed"),
    "a script that does not": ("```tariff\nbad\n```\n", "0 passed, 1 failed"),
    "a script that is meant to fail": ("```tariff fail_a.tariff\nbad\n```\n", "1 passed, 0 failed"),
    "a part that parses": ("```tariff-part\ngood\n```\n", "1 passed, 0 failed"),
    "a part that does not": ("```tariff-part\nbad\n```\n", "0 passed, 1 failed"),
    "a file for a later block": ("```csv a.csv\n1,2\n```\n```console\n$ cat a.csv\n1,2\n```\n", "2 passed, 0 failed"),
    "shell": ("```sh\ntrue\n```\n```sh\nfalse\n```\n", "1 passed, 1 failed"),
    "words": ("```text\nanything\n```\n", "0 passed, 0 failed"),
    "a block of no kind": ("```\nanything\n```\n", "0 passed, 1 failed"),
}


def run(page, program, *options):
    page_path = program.parent / "page.md"
    page_path.write_text(page)
    done = subprocess.run([sys.executable, RUN_DOCS, "--program", program, *options, page_path], capture_output=True, text=True)
    return done.stdout, page_path.read_text()


def main():
    passed = failed = 0
    with tempfile.TemporaryDirectory() as folder:
        program = pathlib.Path(folder, "ratebook")
        program.write_text(PROGRAM)
        program.chmod(0o755)
        for name, (page, expected) in CASES.items():
            output, _ = run(page, program)
            good = output.splitlines()[-1:] == [expected]
            passed, failed = passed + good, failed + (not good)
            if not good:
                print(f"{name}: expected {expected}\n{output}")
        output, page = run("before\n```console\n$ echo a\nb\n```\nafter\n" + LONG.replace("3\n```", "4\n```"), program, "--update")
        good = page == "before\n```console\n$ echo a\na\n```\nafter\n" + LONG.replace("3\n```", "4\n```") and "1 passed, 1 failed" in output
        passed, failed = passed + good, failed + (not good)
        if not good:
            print(f"--update made\n{page}\n{output}")
    print(f"{passed} passed, {failed} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
