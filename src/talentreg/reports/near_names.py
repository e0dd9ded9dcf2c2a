"""The nearest names to one that is not known."""

from collections.abc import Iterable
from difflib import get_close_matches

SUGGESTED = 3
_CLOSE = 0.5


def nearest(name: str, names: Iterable[str]) -> list[str]:
    """Return the names most like one, those it is a part of or that are a part of it first."""
    among = list(names)
    close = get_close_matches(name, among, n=SUGGESTED, cutoff=_CLOSE)
    within = [one for one in among if len(name) > 1 and (name in one or one in name) and len(one) > 1]
    within.sort(key=lambda one: abs(len(one) - len(name)))
    return list(dict.fromkeys([*close, *within]))[:SUGGESTED]


def suggestion(name: str, names: Iterable[str]) -> str:
    """Ask whether one of the nearest names was meant; blank if none is near."""
    found = nearest(name, names)
    return f"是不是{'、'.join(f'「{one}」' for one in found)}？" if found else ""
