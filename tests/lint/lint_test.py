#!/usr/bin/env python3
"""Shows that each rule of lint.py finds its breach: a small clean tree passes, and every CASE breaks exactly one rule."""
import pathlib
import subprocess
import sys
import tempfile

LINT = pathlib.Path(__file__).with_name("lint.py")

CLEAN = {
    "language/README.md": "Text in, checked tariff out.\n",
    "language/CMakeLists.txt": "add_subdirectory(base)\nadd_subdirectory(diagnostics)\n",
    "language/base/README.md": "Numbers.\n",
    "language/base/CMakeLists.txt": "ratebook_folder(base)\n",
    "language/base/decimal.hpp": '// 1.5 is a literal, and "double" a word\n#pragma once\nnamespace ratebook {}  // float\n',
    "language/base/decimal.cpp": '#include "language/base/decimal.hpp"\nconst char* kText = "double 1.5";\n',
    "language/diagnostics/README.md": "Messages.\n",
    "language/diagnostics/CMakeLists.txt": "ratebook_folder(diagnostics LINK ratebook_base)\n",
    "language/diagnostics/diagnostic.def": 'DIAGNOSTIC(season_gap, error, "a gap")\nDIAGNOSTIC(day_gap, error, "a gap")\n',
    "runtime/interpreter/README.md": "The oracle.\n",
    "runtime/interpreter/CMakeLists.txt": "ratebook_folder(interpreter LINK ratebook_base)\n",
    "runtime/interpreter/bill.cpp": '#include "language/base/decimal.hpp"\n#include <date/tz.h>\n',
    "runtime/calendar/README.md": "Zones.\n",
    "runtime/calendar/CMakeLists.txt": "ratebook_folder(calendar LINK ratebook_base)\n",
    "runtime/calendar/zone.hpp": "#pragma once\n",
    "tests/golden/fail_season.tariff": "# error[season_gap]: a gap\n",
    "tests/lint/pending_diagnostics.txt": "day_gap: day types come with the next grammar\n",
}

# name: (the rule that must fail, the files that differ)
CASES = {
    "a lower layer includes a higher one": ("includes_follow_links", {"language/base/a.cpp": '#include "runtime/calendar/zone.hpp"\n'}),
    "a folder includes what it does not link": (
        "includes_follow_links", {"language/base/a.cpp": '#include "language/diagnostics/diagnostic.def"\n'}),
    "a path not from the root": ("includes_follow_links", {"language/base/a.cpp": '#include "decimal.hpp"\n'}),
    "a header that is not there": ("includes_follow_links", {"language/base/a.cpp": '#include "language/base/gone.hpp"\n'}),
    "a lower layer links a higher one": (
        "links_go_one_way", {"language/diagnostics/CMakeLists.txt": "ratebook_folder(diagnostics LINK ratebook_calendar)\n"}),
    "folders in a circle": ("links_go_one_way", {"language/base/CMakeLists.txt": "ratebook_folder(base LINK ratebook_diagnostics)\n"}),
    "another folder includes the grammar's library": (
        "libraries_have_owners", {"language/base/a.cpp": "#include <tao/pegtl.hpp>\n"}),
    "another folder includes LLVM": ("libraries_have_owners", {"runtime/calendar/a.cpp": "#include <llvm/IR/Module.h>\n"}),
    "another folder includes a database": ("libraries_have_owners", {"cli/a.cpp": "#include <sqlite3.h>\n"}),
    "the calendar reads zones with the oracle's library": (
        "libraries_have_owners", {"runtime/calendar/a.cpp": "#include <date/tz.h>\n"}),
    "the oracle links the calendar": (
        "oracle_is_independent", {"runtime/interpreter/CMakeLists.txt": "ratebook_folder(interpreter LINK ratebook_base ratebook_calendar)\n"}),
    "a double": ("nothing_floats", {"language/base/a.cpp": "double price;\n"}),
    "a float behind a literal": ("nothing_floats", {"language/base/a.cpp": "char c = '\"'; float price; char d = '\"';\n"}),
    "a floating literal": ("nothing_floats", {"language/base/a.cpp": "auto price = 0.25;\n"}),
    "a large file": ("files_are_small", {"language/base/a.cpp": "int a;\n" * 801}),
    "no README": ("folders_say_what_they_are", {"language/base/README.md": None}),
    "a long README": ("folders_say_what_they_are", {"language/base/README.md": "More.\n" * 81}),
    "a type that says nothing": ("names_say_something", {"language/base/a.cpp": "struct RateInfo {};\n"}),
    "a file that says nothing": ("names_say_something", {"language/base/rate_util.cpp": "int a;\n"}),
    "a header without a guard": ("headers_are_read_once", {"language/base/a.hpp": "int a();\n"}),
    "work left": ("nothing_is_left_for_later", {"language/base/a.cpp": "int a;  // TODO\n"}),
    "blanks at the end": ("text_is_clean", {"language/base/a.cpp": "int a; \n"}),
    "a tab": ("text_is_clean", {"language/base/a.cpp": "\tint a;\n"}),
    "no line end": ("text_is_clean", {"language/base/a.cpp": "int a;"}),
    "a carriage return": ("text_is_clean", {"language/base/a.cpp": "int a;\r\n"}),
    "a diagnostic that nothing shows": ("diagnostics_are_shown", {"tests/golden/fail_season.tariff": "# a season_gap of no kind\n"}),
    "a pending diagnostic that is shown": (
        "diagnostics_are_shown", {"tests/golden/fail_day.csv": "source,row,code\nusage.csv,2,x,day_gap,\n"}),
    "a pending diagnostic without a reason": (
        "diagnostics_are_shown", {"tests/lint/pending_diagnostics.txt": "day_gap:\n"}),
    "a code of rows that the manual does not explain": ("codes_are_in_the_manual", {"docs/README.md": "The manual.\n", "docs/files.md": "| `season_gap` | a gap |\n",
        "language/diagnostics/diagnostic.def": '// -- rows of a run: why\nDIAGNOSTIC(season_gap, error, "a gap")\nDIAGNOSTIC(day_gap, error, "a gap")\n'}),
    "a pending diagnostic that does not exist": (
        "diagnostics_are_shown", {"tests/lint/pending_diagnostics.txt": "day_gap: later\nnight_gap: later\n"}),
}


def lint(files):
    """The names of the rules that failed, and the whole output."""
    with tempfile.TemporaryDirectory() as root:
        for path, text in files.items():
            if text is not None:
                target = pathlib.Path(root, path)
                target.parent.mkdir(parents=True, exist_ok=True)
                target.write_bytes(text.encode())
        run = subprocess.run([sys.executable, LINT, "--root", root], capture_output=True, text=True)
    lines = run.stdout.splitlines()
    rules = {line.split(": ")[1] for line in lines[:-1]}
    assert run.returncode == (1 if rules else 0), run.stdout + run.stderr
    return rules, run.stdout


def main():
    passed = failed = 0
    for name, (rule, changes) in {"a clean tree": (None, {}), **CASES}.items():
        rules, output = lint({**CLEAN, **changes})
        if rules == ({rule} if rule else set()):
            passed += 1
        else:
            failed += 1
            print(f"{name}: expected {rule}, got {sorted(rules)}\n{output}")
    print(f"{passed} passed, {failed} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
