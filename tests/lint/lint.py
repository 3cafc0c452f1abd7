#!/usr/bin/env python3
"""Holds the sources to the project's rules: each rule is one test, and prints `path:line: what is wrong`.

usage: lint.py [--root FOLDER]

The last line is `N passed, N failed`. A rule takes a Tree and yields (path, line, message); RULES at the end lists them.
"""
import argparse
import functools
import pathlib
import re
import sys

CODE_FOLDERS = ("language", "compiler", "runtime", "cli")
LAYERS = {"language": ("language",), "compiler": ("compiler", "language"), "runtime": ("runtime", "compiler", "language")}
# Who may include a library; elsewhere in CODE_FOLDERS it is refused.
LIBRARY_OWNERS = {
    r"tao/pegtl": ("language/syntax",),
    r"llvm[/-]": ("compiler/native",),
    r"pqxx/|libpq": ("runtime/store",),
    r"sqlite3": ("runtime/store",),
    r"duckdb": ("runtime/io",),
    # The native path reads zones itself (runtime/calendar), so that a mistake in either reading shows.
    r"date/tz\.h": ("language/semantics", "runtime/interpreter"),
}
# The oracle shares neither arithmetic nor time segmentation with the native path.
ORACLE = "runtime/interpreter"
ORACLE_FORBIDS = ("compiler/", "runtime/calendar/", "runtime/plan/")
FLOATING_ALLOWED = re.compile(r"chart|svg|report|progress|floating_text")
MAX_LINES = 800
MAX_README_LINES = 80
SOURCE_ENDINGS = (".cpp", ".hpp", ".h", ".def", ".py", ".cmake", ".in")
TEXT_ENDINGS = SOURCE_ENDINGS + (".md", ".tariff", ".toml", ".json", ".sh", ".txt")
VAGUE_WORDS = "Helper|Helpers|Manager|Util|Utils|Info|Data"


class Tree:
    """The files of a checkout, read once."""

    def __init__(self, root):
        self.root = pathlib.Path(root)
        skipped = {".git", "build", "out", "__pycache__", ".cache"}
        self.paths = []
        for path in sorted(self.root.rglob("*")):
            parts = path.relative_to(self.root).parts
            if not (skipped & set(parts) or parts[0].startswith("build-")) and path.is_file():
                self.paths.append("/".join(parts))

    @functools.lru_cache(maxsize=None)
    def text(self, path):
        return (self.root / path).read_bytes().decode("utf-8", errors="replace")

    @functools.lru_cache(maxsize=None)
    def code(self, path):
        """The text with comments and literals blanked, lines kept."""
        return blank_comments_and_literals(self.text(path))

    def below(self, folders, endings):
        return [p for p in self.paths if p.split("/")[0] in folders and p.endswith(endings)]


def blank_comments_and_literals(text):
    token = re.compile(r'R"([^()\\ ]{0,16})\(.*?\)\1"|//[^\n]*|/\*.*?\*/|"(?:\\.|[^"\\\n])*"|(?<![0-9a-fA-F])\'(?:\\.|[^\'\\\n])+\'', re.S)
    return token.sub(lambda m: '""' + "\n" * m.group().count("\n"), text)


def matches(tree, paths, pattern, code=True):
    """(path, line, match) of each match of the pattern in the files' code, or in their whole text."""
    for path in paths:
        text = tree.code(path) if code else tree.text(path)
        for match in re.finditer(pattern, text, re.M):
            yield path, text.count("\n", 0, match.start()) + 1, match


def includes(tree, path):
    """(line, name, is quoted) of each #include."""
    for number, line in enumerate(tree.text(path).splitlines(), 1):
        match = re.match(r'\s*#\s*include\s*([<"])([^>"]+)[>"]', line)
        if match:
            yield number, match.group(2), match.group(1) == '"'


def folder_of(path):
    """language/base of language/base/unit.hpp; cli of cli/rate.cpp."""
    parts = path.split("/")
    return "/".join(parts[:2]) if parts[0] != "cli" else "cli"


def link_graph(tree):
    """folder -> the folders whose targets its own target links, from the calls of ratebook_folder."""
    folder_of_target, links = {}, {}
    for path in tree.below(CODE_FOLDERS, "CMakeLists.txt"):
        call = re.search(r"ratebook_folder\((\w+)([^)]*)\)", tree.text(path))
        if call:
            folder = path.rsplit("/", 1)[0]
            folder_of_target["ratebook_" + call.group(1)] = folder
            links[folder] = re.findall(r"\bratebook_\w+", call.group(2))
    return {f: {folder_of_target[t] for t in targets if t in folder_of_target} for f, targets in links.items()}


def reachable(graph, start):
    seen, open_ = set(), [start]
    while open_:
        node = open_.pop()
        if node not in seen:
            seen.add(node)
            open_ += graph.get(node, ())
    return seen


def includes_follow_links(tree):
    graph = link_graph(tree)
    for path in tree.below(CODE_FOLDERS, (".cpp", ".hpp", ".h")):
        folder, layer = folder_of(path), path.split("/")[0]
        for line, name, quoted in includes(tree, path):
            if not quoted or "/" not in name:
                if quoted and name != "ratebook_version.hpp":
                    yield path, line, f'"{name}": write the path from the root'
                continue
            if name not in tree.paths:
                yield path, line, f'"{name}" does not exist'
            elif layer in LAYERS and name.split("/")[0] not in LAYERS[layer]:
                yield path, line, f'{layer} must not include "{name}"'
            elif folder in graph and folder_of(name) not in reachable(graph, folder):
                yield path, line, f'{folder} does not link the target of "{name}" (its CMakeLists.txt)'


def libraries_have_owners(tree):
    for path in tree.below(CODE_FOLDERS, (".cpp", ".hpp", ".h")):
        for line, name, _ in includes(tree, path):
            for pattern, owners in LIBRARY_OWNERS.items():
                if re.match(pattern, name) and folder_of(path) not in owners:
                    yield path, line, f"only {' and '.join(owners)} includes <{name}>"


def links_go_one_way(tree):
    graph = link_graph(tree)
    for folder, targets in graph.items():
        for target in sorted(targets):
            if target.split("/")[0] not in LAYERS[folder.split("/")[0]]:
                yield folder + "/CMakeLists.txt", 1, f"{folder} must not link {target}"
            if folder in reachable(graph, target):
                yield folder + "/CMakeLists.txt", 1, f"{folder} and {target} link each other"


def oracle_is_independent(tree):
    for folder in sorted(reachable(link_graph(tree), ORACLE)):
        if (folder + "/").startswith(ORACLE_FORBIDS):
            yield ORACLE + "/CMakeLists.txt", 1, f"the interpreter links {folder}"
    reached = {p: p for p in tree.paths if p.startswith(ORACLE + "/") and p.endswith((".cpp", ".hpp"))}
    open_ = list(reached)
    while open_:
        path = open_.pop()
        for line, name, quoted in includes(tree, path):
            if name.startswith(ORACLE_FORBIDS):
                yield path, line, f'reached from {reached[path]}: "{name}"'
            elif quoted and name in tree.paths and name not in reached:
                reached[name] = reached[path]
                open_.append(name)


def nothing_floats(tree):
    paths = [p for p in tree.below(CODE_FOLDERS, (".cpp", ".hpp", ".h", ".def")) if not FLOATING_ALLOWED.search(p.rsplit("/", 1)[1])]
    for path, line, match in matches(tree, paths, r"\b(double|float)\b"):
        yield path, line, f"`{match.group()}`: money and quantities are exact integers"
    number = r"(?<![\w.'])(\d[\d']*\.\d*|\.\d+|\d[\d']*[eE][+-]?\d+)"
    for path, line, match in matches(tree, paths, number):
        yield path, line, f"`{match.group()}` is a floating literal"


def files_are_small(tree):
    for path in tree.below(CODE_FOLDERS + ("tests", "bench", "cmake"), SOURCE_ENDINGS):
        lines = tree.text(path).count("\n")
        if lines > MAX_LINES:
            yield path, lines, f"{lines} lines; {MAX_LINES} is the most"


def folders_say_what_they_are(tree):
    folders = {"docs"} if any(p.startswith("docs/") for p in tree.paths) else set()
    for path in tree.paths:
        parts = path.split("/")
        if len(parts) in (2, 3) and parts[-1] == "CMakeLists.txt":
            folders.add("/".join(parts[:-1]))
        elif len(parts) > 1 and parts[0] in ("stdlib", "tariffs"):
            folders.add(parts[0])
    for folder in sorted(folders):
        readme = folder + "/README.md"
        if readme not in tree.paths:
            yield readme, 1, "is missing: what goes in, what comes out, what always holds"
        elif tree.text(readme).count("\n") > MAX_README_LINES:
            yield readme, MAX_README_LINES, "is longer than a page"


def names_say_something(tree):
    paths = tree.below(CODE_FOLDERS + ("tests", "bench"), (".cpp", ".hpp", ".h"))
    for path, line, match in matches(tree, paths, rf"\b(?:class|struct|union|enum|using|concept)\s+(\w*(?:{VAGUE_WORDS})|Items?)\b(?!\s*::)"):
        yield path, line, f"`{match.group(1)}` says nothing: use the sheet's word"
    for path in paths:
        stem = path.rsplit("/", 1)[1].split(".")[0]
        if re.search(rf"(^|_)({VAGUE_WORDS.lower()})$", stem):
            yield path, 1, "the file's name says nothing"
        if not re.fullmatch(r"[a-z][a-z0-9_]*", stem):
            yield path, 1, "file names are snake_case"


def headers_are_read_once(tree):
    for path in tree.below(CODE_FOLDERS + ("tests", "bench"), (".hpp", ".h")):
        if not re.search(r"^#pragma once$", tree.text(path), re.M):
            yield path, 1, "has no #pragma once"


def nothing_is_left_for_later(tree):
    paths = [p for p in tree.paths if p.endswith(TEXT_ENDINGS) and not p.startswith("tests/lint/")]
    for path, line, match in matches(tree, paths, r"\b(TODO|FIXME|XXX)\b", code=False):
        yield path, line, f"{match.group()}: finish it, or say in words what is missing and why"


def text_is_clean(tree):
    for path in tree.paths:
        # Inputs of tests may be as odd as they need to be.
        if not path.endswith(TEXT_ENDINGS) or re.match(r"tests/(.*/)?(golden|corpus)/", path):
            continue
        text = tree.text(path)
        for number, line in enumerate(text.split("\n"), 1):
            if line.endswith((" ", "\t", "\r")):
                yield path, number, "a blank or carriage return at the end of the line"
            if "\t" in line:
                yield path, number, "a tab"
        if text and not text.endswith("\n"):
            yield path, text.count("\n") + 1, "no line end at the end"


def diagnostics_are_shown(tree):
    """Every code stands in an expected file, or is listed as pending with a reason and then stands in none."""
    listing, pending_path = "language/diagnostics/diagnostic.def", "tests/lint/pending_diagnostics.txt"
    if listing not in tree.paths:
        return
    codes = {m.group(1): line for _, line, m in matches(tree, [listing], r"^DIAGNOSTIC\((\w+)")}
    pending = {}
    if pending_path in tree.paths:
        for number, line in enumerate(tree.text(pending_path).splitlines(), 1):
            if not line or line.startswith("#"):
                continue
            code, colon, reason = line.partition(":")
            if not colon or not reason.strip():
                yield pending_path, number, "write `code: reason`"
            if code not in codes:
                yield pending_path, number, f"`{code}` is not in {listing}"
            pending[code] = number
    expected = "\n".join(tree.text(p) for p in tree.paths if p.startswith("tests/golden/"))
    # error[code] in text, `"code": "code"` in JSON, a field in CSV, `expect error code` in an example.
    shown = set(re.findall(r"(?:error|warning)\[(\w+)\]|\"code\": ?\"(\w+)\"|(?<=,)(\w+)(?=,)|expect error (\w+)", expected))
    shown = {word for groups in shown for word in groups if word}
    for code, line in codes.items():
        if code in shown and code in pending:
            yield pending_path, pending[code], f"`{code}` is shown now: remove it from this list"
        elif code not in shown and code not in pending:
            yield listing, line, f"no file of tests/golden shows `{code}`"


def codes_are_in_the_manual(tree):
    """Every code of the list's section about rows stands in the manual's table of them."""
    listing, page = "language/diagnostics/diagnostic.def", "docs/files.md"
    if listing not in tree.paths or page not in tree.paths:
        return
    text = tree.text(listing)
    section = text.find("// -- rows of a run")
    told = set(re.findall(r"`(\w+)`", "\n".join(line for line in tree.text(page).splitlines() if line.startswith("| `"))))
    for match in re.finditer(r"^DIAGNOSTIC\((\w+)", text[section:], re.M) if section >= 0 else ():
        # A load file belongs to an example, not to a run.
        if match.group(1) not in told | {"example_load"}:
            yield listing, text.count("\n", 0, section + match.start()) + 1, f"{page} does not explain `{match.group(1)}`"


RULES = (
    includes_follow_links,
    links_go_one_way,
    libraries_have_owners,
    oracle_is_independent,
    nothing_floats,
    files_are_small,
    folders_say_what_they_are,
    names_say_something,
    headers_are_read_once,
    nothing_is_left_for_later,
    text_is_clean,
    diagnostics_are_shown,
    codes_are_in_the_manual,
)


def main():
    parser = argparse.ArgumentParser(description="Holds the sources to the project's rules.")
    parser.add_argument("--root", default=pathlib.Path(__file__).resolve().parents[2])
    tree = Tree(parser.parse_args().root)
    failed = 0
    for rule in RULES:
        found = sorted(set(rule(tree)))
        failed += bool(found)
        for path, line, message in found:
            print(f"{path}:{line}: {rule.__name__}: {message}")
    print(f"{len(RULES) - failed} passed, {failed} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
