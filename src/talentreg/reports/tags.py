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
_SIGNS = re.compile(r"[#@=|/]")
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


def cut_label(label: str) -> str:
    """Cut a label to what Word takes as the title of a control."""
    while word_length(label) > LONGEST:
        label = label[:-1]
    return label


def is_mixed(text: str) -> bool:
    """Whether a text holds Chinese beside digits or letters.

    LibreOffice before 7.5 prints such a text again and again when it saves a plain-text control; in a control
    of any text it keeps it, but drops tag and label.
    """
    if text.isascii():
        return False
    return any(one.isascii() and one.isalnum() for one in text) and any(one >= "\u2e80" for one in text)


def write_tag(origin: Origin, index: int) -> str:
    """Write the longest tag that fits and reads back as the same origin; `index` is its manifest place."""
    tag = _spell(origin)
    if word_length(tag) <= LONGEST and (_reads_back(origin) or read_tag(tag) == origin):
        return tag
    if origin.text is not None:
        return write_tag(replace(origin, text=None), index)
    return f"{PREFIX}#{index}"


def _reads_back(origin: Origin) -> bool:
    """Tell at a glance that a tag cannot be misread; most cannot."""
    words = f"{origin.ref}{origin.scope}{origin.period}"
    return bool(origin.ref) and not _SIGNS.search(words) and "=" not in origin.format


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
