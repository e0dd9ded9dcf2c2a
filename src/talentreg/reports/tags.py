"""The tag of a content control: which figure, whose, when and how a number in a report was counted.

talentreg:<ref>@<unit code>/<period>[|format]=<text>      at most 64 characters
talentreg:<ref>@<unit code>/<period>[|format]             when it would be longer
talentreg:#<n>                                            when even that is: the n-th entry of the manifest
"""

import re
from dataclasses import dataclass, replace

PREFIX = "talentreg:"
LONGEST = 64
"""Characters Word takes in the title and in the tag of a control."""

_ORIGIN = re.compile(
    r"talentreg:(?P<ref>[^#@=|][^@=|]*)@(?P<scope>[^/=|]*)/(?P<period>[^=|]*)(?:\|(?P<format>[^=]+))?(?:=(?P<text>.*))?",
    re.DOTALL,
)
_INDEX = re.compile(r"talentreg:#([1-9]\d{0,8})")


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a number comes from; `text` is how it was printed, None if the tag had no room for it."""

    ref: str
    scope: str
    period: str
    format: str = ""
    text: str | None = None


def word_length(text: str) -> int:
    """Count characters as Word does: one beyond the basic plane (𠮷) is two."""
    return len(text.encode("utf-16-le")) // 2


def write_tag(origin: Origin, index: int) -> str:
    """Write the longest tag that fits and reads back as the same origin; `index` is its manifest place."""
    for candidate in (origin, replace(origin, text=None)):
        tag = _spell(candidate)
        if word_length(tag) <= LONGEST and read_tag(tag) == candidate:
            return tag
    return f"{PREFIX}#{index}"


def read_tag(tag: str) -> Origin | int | None:
    """Read a tag: an origin, an index into the manifest, or None for a control that is not ours."""
    if by_index := _INDEX.fullmatch(tag):
        return int(by_index[1])
    parts = _ORIGIN.fullmatch(tag)
    return (
        Origin(parts["ref"], parts["scope"], parts["period"], parts["format"] or "", parts["text"])
        if parts
        else None
    )


def _spell(origin: Origin) -> str:
    form = f"|{origin.format}" if origin.format else ""
    text = "" if origin.text is None else f"={origin.text}"
    return f"{PREFIX}{origin.ref}@{origin.scope}/{origin.period}{form}{text}"
