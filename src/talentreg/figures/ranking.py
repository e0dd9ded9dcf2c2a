"""名次: who comes first by a number; equals share a place, the unknown have none."""

from collections.abc import Mapping
from typing import TypeVar

from talentreg.figures.compute import Number

Key = TypeVar("Key")


def ranked(values: Mapping[Key, Number]) -> dict[Key, int | None]:
    """Order keys by their number, the largest first, and give each its place; the unknown come last."""
    known = {key: value for key, value in values.items() if value is not None}
    places: dict[Key, int | None] = {}
    place, before = 0, None
    for position, key in enumerate(sorted(known, key=lambda one: -known[one]), 1):
        if known[key] != before:
            place, before = position, known[key]
        places[key] = place
    return places | {key: None for key in values if key not in known}
