"""What somebody decided about columns: told with --map, or remembered for a layout."""

import hashlib
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches

from talentreg.errors import Malformed
from talentreg.intake.headings import VOCABULARY, Kind, meaning, plainly
from talentreg.records.fields import columns
from talentreg.records.staff import Staff
from talentreg.records.text import fold

IGNORED, KEPT = "ignored", "kept"
_WORDS = {
    **dict.fromkeys(("", "忽略", "不要", "跳过", "ignore", "ignored", "skip"), IGNORED),
    **dict.fromkeys(("保留", "原样保留", "keep", "kept"), KEPT),
}
TARGETS = {kind: frozenset(VOCABULARY[kind].values()) | {KEPT} for kind in Kind}
"""What a column of each kind of list may hold."""

_EVERY = sorted(TARGETS[Kind.PEOPLE] | TARGETS[Kind.CONTACTS])
_ORDER = ("person", "contact", "unit", "status", "intention", "staff", "record")


@dataclass(frozen=True, slots=True)
class Choices:
    """Decisions by heading: those told now, and those remembered by the signature of a layout."""

    told: Mapping[str, str] = field(default_factory=dict)
    remembered: Mapping[str, Mapping[str, str]] = field(default_factory=dict)

    def of(self, signature: str) -> dict[str, tuple[str, str]]:
        """Return what was decided for a layout, by folded heading: the heading as it was put, its target."""
        decided = {**self.remembered.get(signature, {}), **self.told}
        return {plainly(heading): (heading, target) for heading, target in decided.items()}


NONE = Choices()


def parse_choice(text: str) -> tuple[str, str]:
    """Read `旧列名=联系电话`, `旧列名=phone`, `旧列名=忽略`, `旧列名=保留` into a heading and its target.

    Raises Malformed, with the nearest names, when it cannot be read.
    """
    heading, sign, name = text.replace("＝", "=").rpartition("=")
    if not sign or not heading.strip():
        raise Malformed(f"看不懂「{text}」", "请写成 --map '旧列名=联系电话'；不要的列写 '旧列名=忽略'")
    return heading.strip(), find_target(name)


def find_target(name: str) -> str:
    """Return what a field's name or heading stands for; raises Malformed with the nearest names."""
    plain = fold(name)
    if plain in _WORDS:
        return _WORDS[plain]
    if target := _by_field(plain) or meaning(Kind.PEOPLE, name) or meaning(Kind.CONTACTS, name):
        return target
    near = get_close_matches(plain, _known_names(), 3, 0.6) or _sharing(plain)
    hint = (
        f"是不是：{'、'.join(near)}"
        if near
        else "可写 姓名、联系电话、身份证号、所属社区/村、备注、忽略、保留……"
    )
    raise Malformed(f"没有「{name.strip()}」这一项", hint)


def fitting(kind: Kind, target: str) -> str | None:
    """Return what a target is on this kind of list: a note on people is one on contacts; else None."""
    if target in TARGETS[kind]:
        return target
    field_name = target.rpartition(".")[2]
    return next(
        (f"{prefix}.{field_name}" for prefix in _ORDER if f"{prefix}.{field_name}" in TARGETS[kind]), None
    )


def sign(headings: Iterable[str]) -> str:
    """Give headings a short name that is the same next quarter: whatever their order, years and numbers."""
    plain = sorted({re.sub(r"\d+", "#", plainly(heading)) for heading in headings} - {""})
    return hashlib.sha256("\n".join(plain).encode()).hexdigest()[:12]


def _by_field(plain: str) -> str | None:
    """Find a target by the name of its field: phone, person.phone, community, staff, intention."""
    if plain in _EVERY:
        return plain
    named = {"status": "status.status", "intention": "intention.kind", "date": "contact.on"}
    if plain in named:
        return named[plain]
    return next((f"{prefix}.{plain}" for prefix in _ORDER if f"{prefix}.{plain}" in _EVERY), None)


def _known_names() -> list[str]:
    headings = [heading for kind in Kind for heading in VOCABULARY[kind]]
    fields = [target.rpartition(".")[2] for target in _EVERY]
    return list(dict.fromkeys((*headings, *fields, *(column.heading for column in columns(Staff).values()))))


def _sharing(plain: str) -> list[str]:
    """List names that have the typed one in them, for a single character or two."""
    return [name for name in _known_names() if plain and (plain in name or name in plain)][:3]
