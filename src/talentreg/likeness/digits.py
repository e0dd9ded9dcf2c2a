"""How two numbers may be one: a digit mistyped, two swapped, one lost."""

import re

LOST = "000"
"""What an ID number ends with that a spreadsheet took for a number."""


def only_digits(text: str | None) -> str:
    """Return the digits of a cell, and the X an ID number may end with."""
    return re.sub(r"[^\dX]", "", text.upper()) if text else ""


def slip(first: str, second: str) -> str:
    """Say which single slip makes one number of another: `digit`, `swapped`, `lost`; nothing if none does."""
    if len(first) == len(second):
        return _exchanged(first, second)
    short, long = sorted((first, second), key=len)
    if len(long) != len(short) + 1:
        return ""
    place = next((n for n, (a, b) in enumerate(zip(short, long, strict=False)) if a != b), len(short))
    return "lost" if long[place + 1 :] == short[place:] else ""


def _exchanged(first: str, second: str) -> str:
    places = [place for place, (a, b) in enumerate(zip(first, second, strict=True)) if a != b]
    if len(places) == 1:
        return "digit"
    if len(places) != 2 or places[1] != places[0] + 1:
        return ""
    one, other = places
    return "swapped" if (first[one], first[other]) == (second[other], second[one]) else ""
