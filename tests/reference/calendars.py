"""The dates of a calendar of the standard library, as the scripts read them."""

import tomllib
from functools import cache
from pathlib import Path

FOLDER = Path(__file__).resolve().parents[2] / "stdlib" / "calendars"


@cache
def days(name):
    with open(FOLDER / f"{name}.toml", "rb") as file:
        return frozenset(entry["on"] for entry in tomllib.load(file)["date"])
