"""Reads numbers out of tariff scripts with a few patterns: the cells of tables, the versions of values, the expected amounts."""

import re
from pathlib import Path

from exact import F

TARIFFS = Path(__file__).resolve().parents[2] / "tariffs"


def text_of(path):
    return (TARIFFS / path).read_text(encoding="utf-8")


def values(text):
    """{name: {date: number}} of `value NAME { from DATE = NUMBER … }`."""
    found = {}
    for name, body in re.findall(r"^  value (\w+)\s*\{(.*?)\}", text, re.S | re.M):
        found[name] = {start: F(number) for start, number in re.findall(r"from (\S+)\s*=\s*([\d.]+)", body)}
    return found


def tables(text):
    """{name: {date: {(key, …, column): number}}}; a cell `-` is left out."""
    found = {}
    for name, body in re.findall(r"^  table (\w+) : \S+ \{\n(.*?)^  \}", text, re.S | re.M):
        versions = found[name] = {}
        header = None
        for line in body.splitlines():
            start = re.match(r"\s*from (\S+)", line)
            if start:
                version, header = versions.setdefault(start[1], {}), None
                continue
            cells = [cell.strip() for cell in line.strip().strip("|").split("|")]
            if header is None:
                header = cells
                continue
            keys = sum(not re.fullmatch(r"[\d.]+|-", cell) for cell in cells)
            for column, cell in zip(header[keys:], cells[keys:]):
                if cell != "-":
                    version[(*cells[:keys], column)] = F(cell)
    return found


def expectations(text):
    """{example: {address: "amount and unit" or None for `no`}}."""
    found = {}
    for name, body in re.findall(r'^  example "([^"]*)" \{\n(.*?)^  \}', text, re.S | re.M):
        rows = found[name] = {}
        for no, address, amount in re.findall(r"^    expect (no )?(\S+)[ ]*([^#\n]*)", body, re.M):
            rows[address] = None if no else amount.strip()
    return found
