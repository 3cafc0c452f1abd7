#!/usr/bin/env python3
"""Runs the code blocks of README.md and docs/; docs/README.md says what each kind of block means.

usage: run_docs.py --program PATH [--update] [FILE…]

Each block that runs is one test; the last line is `N passed, N failed`. --update, or RATEBOOK_UPDATE_GOLDEN in the
environment, writes what the commands print into the blocks that differ (blocks with a `...` line are left to the author).
"""
import argparse
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parents[2]
FENCE = re.compile(r"^```(\S*) *(.*?)\n(.*?)^```$", re.M | re.S)
WRITTEN = ("tariff", "csv", "toml", "json", "ini")
SHOWN = ("text", "cpp")
SECONDS = 120


class Page:
    """A page's blocks run in order in one scratch folder that has copies of tariffs/ and stdlib/."""

    def __init__(self, path, program, scratch, update):
        self.path, self.program, self.scratch, self.update = path, program, scratch, update
        self.text = path.read_text()
        for folder in ("tariffs", "stdlib"):
            if (ROOT / folder).exists():
                shutil.copytree(ROOT / folder, scratch / folder)
        self.environment = {
            "PATH": f"{program.parent}:{os.environ['PATH']}", "HOME": str(scratch), "LC_ALL": "C.UTF-8", "NO_COLOR": "1",
            "LSAN_OPTIONS": os.environ.get("LSAN_OPTIONS", ""),
        }

    def shell(self, command):
        run = subprocess.run(["bash", "-c", command], cwd=self.scratch, env=self.environment, stdin=subprocess.DEVNULL,
                             stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, timeout=SECONDS)
        return run.returncode, run.stdout

    def run(self):
        """[(line of the block, complaint or None)] of the blocks that run."""
        results, replaced = [], []
        for match in FENCE.finditer(self.text):
            kind, argument, body = match.groups()
            line = self.text.count("\n", 0, match.start()) + 1
            if kind in SHOWN or (kind in WRITTEN and kind != "tariff" and not argument):
                continue
            try:
                complaint, printed = self.block(kind, argument.strip(), body, line)
            except subprocess.TimeoutExpired as timeout:
                complaint, printed = f"took more than {SECONDS} s: {timeout.cmd[-1]}", None
            if complaint and printed is not None and self.update and "\n...\n" not in "\n" + body:
                replaced.append((match.span(3), printed))
                complaint = None
            results.append((line, complaint))
        for (begin, end), printed in reversed(replaced):
            self.text = self.text[:begin] + printed + self.text[end:]
        if replaced:
            self.path.write_text(self.text)
        return results

    def block(self, kind, argument, body, line):
        """(complaint or None, what the block should say instead or None)"""
        if kind == "console":
            return self.console(body)
        if kind == "sh":
            code, output = self.shell("set -euo pipefail\n" + body)
            return (f"exit {code}\n{output}" if code else None), None
        if kind == "tariff-part":
            (self.scratch / "part.tariff").write_text('tariff PART "Part" {\n' + body + "}\n")
            _, output = self.shell("ratebook check part.tariff")
            return (output if "error[syntax]" in output else None), None
        if kind in WRITTEN:
            name = argument or f"block_{line}.tariff"
            (self.scratch / name).parent.mkdir(parents=True, exist_ok=True)
            (self.scratch / name).write_text(body)
            if kind != "tariff" or pathlib.Path(name).name.startswith("fail_"):
                return None, None
            code, output = self.shell(f"ratebook check '{name}'")
            return (f"ratebook check ended with {code}\n{output}" if code else None), None
        return f"a block of kind `{kind}`: docs/README.md lists the kinds", None

    def console(self, body):
        complaints, printed, commands = [], "", []
        for row in body.splitlines():
            if row.startswith("$ "):
                commands.append((row[2:], []))
            elif not commands:
                return "a console block starts with `$ command`", None
            else:
                commands[-1][1].append(row)
        for command, expected in commands:
            while command.endswith("\\") and expected:
                command += "\n" + expected.pop(0)
            code, output = self.shell(command)
            actual = output.splitlines() + ([f"[exit {code}]"] if code else [])
            printed += "".join(f"{row}\n" for row in ["$ " + command] + actual)
            if not fits(expected, actual):
                complaints.append("\n".join(["$ " + command, "-- expected", *expected, "-- printed", *actual]))
        return ("\n".join(complaints) or None), printed


def fits(expected, actual):
    """Line by line; a line `...` stands for any number of lines."""
    if not expected:
        return not actual
    if expected[0] == "...":
        return any(fits(expected[1:], actual[n:]) for n in range(len(actual) + 1))
    return bool(actual) and expected[0].rstrip() == actual[0].rstrip() and fits(expected[1:], actual[1:])


def main():
    parser = argparse.ArgumentParser(description="Runs the code blocks of the documentation.")
    parser.add_argument("--program", type=pathlib.Path, required=True)
    parser.add_argument("--update", action="store_true", default=bool(os.environ.get("RATEBOOK_UPDATE_GOLDEN")))
    parser.add_argument("files", nargs="*", type=pathlib.Path)
    options = parser.parse_args()
    files = options.files or [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]
    passed = failed = 0
    for file in files:
        with tempfile.TemporaryDirectory() as scratch:
            for line, complaint in Page(file, options.program.resolve(), pathlib.Path(scratch), options.update).run():
                passed, failed = (passed, failed + 1) if complaint else (passed + 1, failed)
                if complaint:
                    print(f"{file}:{line}: {complaint}\n")
    print(f"{passed} passed, {failed} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
