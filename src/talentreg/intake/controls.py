"""The totals a sheet states itself, held against the rows read: who is missing shows there."""

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol

from talentreg.intake.headings import Kind, Layout, plainly
from talentreg.records.text import fold_word

_TOTAL_WORD = re.compile(
    r"(?:本页|本表|本村|本社区|全村|全表)?(合计|总计|小计|共计|累计|总人数|人数合计)(?:人数)?[:：]?"
)
_STATED = re.compile(
    r"(?:^|(?<=[\s(\[【,，。;；、:：页表村上数员镇区]))(?:合计|总计|小计|共计|累计|总人数|人数合计|人数|共)(?:人数)?"
    r"[:：为有]?(?:\d+户[/、,，]?)?共?(\d{1,7})(人次|人|名|条|次)(?!次)"
)
_ALONE = re.compile(r"(合计|总计|小计|共计|累计)[:：]?(\d{1,7})")
_ORDER = ("序号", "序", "号", "编号", "no", "no.")
_NEVER_NUMBERS = ("person.name", "person.sex", "person.ethnicity", "person.political", "person.native_place")


class Spoken(Protocol):
    """A line of a sheet: the sender's number for it, and its cells as they read."""

    @property
    def number(self) -> int:
        """The sender's number of the line."""

    @property
    def texts(self) -> Sequence[str]:
        """How each cell reads."""


@dataclass(frozen=True, slots=True)
class Difference:
    """A total that differs from what was read, at the sender's own line and column."""

    line: int
    column: int
    message: str


@dataclass(frozen=True, slots=True)
class _Claim:
    line: int
    column: int
    word: str
    count: int
    unit: str = "人"


def check_totals(
    layout: Layout, asides: Sequence[Spoken], data_lines: Sequence[int], above: Sequence[Spoken] = ()
) -> list[Difference]:
    """Compare every total that counts people with the rows read; `above` are the lines over the headings.

    A sub-total counts the rows since the one before it, a grand total all; a 合计 in the midst of a list
    may be either. Totals of other things, of money or ages, are no concern.
    """
    if layout.cells:
        return []
    found = [_differing(claim, len(data_lines)) for line in above for claim in _stated(layout, line)]
    since = 0
    for line in sorted(asides, key=lambda line: line.number):
        claims = list(_claims(layout, line))
        if not claims and not _is_total(line):
            continue
        so_far = bisect_left(data_lines, line.number)
        found += [_differing(claim, *_meant(claim.word, since, so_far)) for claim in claims]
        since = so_far
    return [difference for difference in found if difference]


def _meant(word: str, since: int, so_far: int) -> tuple[int, ...]:
    """List the counts a total may rightly state, the likeliest first."""
    return (so_far - since,) if word == "小计" else (so_far, so_far - since)


def _differing(claim: _Claim, *counts: int) -> Difference | None:
    if claim.count in counts:
        return None
    return Difference(
        claim.line, claim.column, f"表中{claim.word}写{claim.count}{claim.unit}，实际读到{counts[0]}行"
    )


def _claims(layout: Layout, line: Spoken) -> Iterator[_Claim]:
    """Give the counts of people a line below the headings states, in words or beside 合计."""
    stated = list(_stated(layout, line))
    yield from stated
    if stated:
        return
    for column, text in enumerate(line.texts):
        if (match := _ALONE.fullmatch(fold_word(text))) and _may_count(layout, column):
            yield _Claim(line.number, column, match[1], int(match[2]))
            return
        if match := _TOTAL_WORD.fullmatch(fold_word(text)):
            yield from _beside(layout, line, column, match[1])
            return


def _is_total(line: Spoken) -> bool:
    return any(_TOTAL_WORD.fullmatch(fold_word(text)) for text in line.texts[:4] if text)


def _stated(layout: Layout, line: Spoken) -> Iterator[_Claim]:
    """Give the counts a cell states in words: 合计：50人, （共50人）; on a list of contacts those of 人次."""
    for column, text in enumerate(line.texts):
        if not text or len(text) > 120:
            continue
        for match in _STATED.finditer(fold_word(text)):
            counted = match[2] or ""
            if counted in (("条", "次", "人次") if layout.kind is Kind.CONTACTS else ("人", "名")):
                yield _Claim(line.number, column, _word(match[0]), int(match[1]), counted)
                break


def _word(text: str) -> str:
    match = re.match(r"合计|总计|小计|共计|累计", text)
    return match[0] if match else "共计"


def _beside(layout: Layout, line: Spoken, column: int, word: str) -> Iterator[_Claim]:
    """Give the number right of 合计 when it can count nothing but rows."""
    right = next((i for i in range(column + 1, len(line.texts)) if line.texts[i]), None)
    if right is None or not _counts_people(layout, column, right):
        return
    if match := re.fullmatch(r"(?:共)?(\d{1,7})(?:人|名)?", fold_word(line.texts[right])):
        yield _Claim(line.number, right, word, int(match[1]))


def _may_count(layout: Layout, column: int) -> bool:
    return layout.targets.get(column) == "person.name" or _is_order(layout, column)


def _counts_people(layout: Layout, label: int, column: int) -> bool:
    """Whether a number in a column can only count people: below 姓名 or 序号, or right beside the label."""
    if _may_count(layout, column):
        return True
    adjacent = column == label + 1 and layout.targets.get(column) in _NEVER_NUMBERS
    return adjacent and _may_count(layout, label)


def _is_order(layout: Layout, column: int) -> bool:
    return plainly(layout.headings.get(column, "")) in _ORDER
