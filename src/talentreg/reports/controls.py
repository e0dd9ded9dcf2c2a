"""Content controls: every printed mark becomes a small plain-text control round its number.

The control keeps the number's own format, shows its label in Word, and carries its origin as a tag. All this
works on the text of a filled part: a list of five thousand people is not taken to pieces for one number.
"""

import re
import zlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from talentreg.reports.manifest import Entry
from talentreg.reports.number import CLOSE, MARK, OPEN, UNKNOWN, Number, marked_number
from talentreg.reports.package import HEAD, Element, w
from talentreg.reports.tags import Origin, cut_label, is_mixed, write_tag
from talentreg.reports.tidying import PLAIN, RESERVED

_NOTED = re.compile(f"[\t\n{RESERVED.pattern[1:-1]}]")
"""What in a text wants looking at: line breaks, tabs, marks."""
_RUN = re.compile(
    r"<w:r>(<w:rPr>(?:(?!</w:rPr>).)*</w:rPr>)?<w:t(?: xml:space=\"preserve\")?>([^<]*)</w:t></w:r>",
    re.DOTALL,
)
_TABLE_BEGINS, _TABLE_ENDS = "<w:tbl>", "</w:tbl>"
LARGE = 100
"""From here on numbers are rounded where a report asks for it."""
_RUN_BEGINS, _RUN_ENDS = "<w:r>", "</w:r>"
_PLACED_PLAINLY = re.compile(rf"{MARK.pattern}|{PLAIN}|\t|(?<!\?>)\n")
_SPECIAL = re.compile('[&<>"]')
_TEXT, _TEXT_ENDS = '<w:t xml:space="preserve">', "</w:t>"
_BREAKS = {"\n": "<w:br/>", "\t": "<w:tab/>"}
_CONTROL_ID = re.compile(r"(<w:sdtPr>(?:(?!</w:sdtPr>).)*?<w:id w:val=\")(-?\d+)(\"/>)", re.DOTALL)


@dataclass(slots=True)
class Ledger:
    """The numbers of one report as they appear: their places in the manifest, the ids of all controls.

    `rounding` is the format large numbers of the prose are printed in; those of tables stay exact.
    """

    numbers: Sequence[Number]
    ids: set[int]
    rounding: str = ""
    places: dict[Origin, int] = field(default_factory=dict)
    entries: list[Entry] = field(default_factory=list)
    _heads: dict[str, tuple[str, str, str, str]] = field(default_factory=dict)

    def enter(self, origin: Origin, label: str) -> int:
        """Return a number's index in the manifest, from 1; the same number is entered once."""
        place = self.places.setdefault(origin, len(self.entries) + 1)
        if place > len(self.entries):
            self.entries.append(Entry(origin, label))
        return place

    def new_id(self, tag: str) -> int:
        """Derive an id no control of the report has: 31 bits, positive, the same on every run."""
        candidate = zlib.crc32(f"{tag}/{len(self.ids)}".encode()) & 0x7FFFFFFF
        while candidate == 0 or candidate in self.ids:
            candidate = (candidate + 1) & 0x7FFFFFFF
        self.ids.add(candidate)
        return candidate

    def control(self, mark: str, form: str) -> str:
        """Write the control of a mark; `form` is the format of the run it stands in."""
        label, tag, text, kind = self._heads.get(mark) or self._head(mark)
        return (
            f'<w:sdt><w:sdtPr>{form}<w:alias w:val="{label}"/><w:tag w:val="{escape(tag)}"/>'
            f'<w:id w:val="{self.new_id(tag)}"/>{kind}</w:sdtPr><w:sdtContent><w:r>{form}{text}</w:r>'
            "</w:sdtContent></w:sdt>"
        )

    def rounded(self, mark: str) -> str:
        """Give a mark of the prose the rounding asked for, unless the template chose a format itself."""
        value = self.numbers[int(mark)].value if mark.isdigit() else None
        return f"{mark}:{self.rounding}" if isinstance(value, int) and value >= LARGE else mark

    def printed(self, mark: str) -> str:
        """Write a mark's number as plain text."""
        return escape(marked_number(mark, self.numbers).text or UNKNOWN)

    def _head(self, mark: str) -> tuple[str, str, str, str]:
        number = marked_number(mark, self.numbers)
        printed = number.text or UNKNOWN
        origin = Origin(number.ref, number.scope, number.period, number.format, printed)
        tag = write_tag(origin, self.enter(origin, number.label))
        space = ' xml:space="preserve"' if printed != printed.strip() else ""
        kind = "" if is_mixed(printed) else "<w:text/>"
        head = (escape(cut_label(number.label)), tag, f"<w:t{space}>{escape(printed)}{_TEXT_ENDS}", kind)
        self._heads[mark] = head
        return head


def wrap_numbers(filled: str, ledger: Ledger) -> str:
    """Replace the marks in a filled part by controls; where none may stand, a number is plain text."""
    if not _is_noted(filled, ledger):
        return filled
    pieces: list[str] = []
    place = 0
    for noted in _NOTED.finditer(filled, len(HEAD)):
        if noted.start() < place:
            continue
        start = filled.rfind(_RUN_BEGINS, place, noted.start())
        end = filled.find(_RUN_ENDS, noted.end()) + len(_RUN_ENDS)
        if start >= 0 and (run := _RUN.fullmatch(filled, start, end)):
            text = _round(run[2], ledger) if ledger.rounding and not _in_table(filled, start) else run[2]
            pieces += (filled[place:start], _write(run[1] or "", text, ledger))
            place = end
    wrapped = "".join((*pieces, filled[place:]))
    if not _is_noted(wrapped, ledger):
        return wrapped
    return _PLACED_PLAINLY.sub(lambda one: ledger.printed(one[1]) if one[1] else _blank(one[0]), wrapped)


def _in_table(filled: str, place: int) -> bool:
    return filled.rfind(_TABLE_BEGINS, 0, place) > filled.rfind(_TABLE_ENDS, 0, place)


def _round(text: str, ledger: Ledger) -> str:
    return MARK.sub(lambda mark: f"{OPEN}{ledger.rounded(mark[1])}{CLOSE}", text)


def _is_noted(filled: str, ledger: Ledger) -> bool:
    """Tell whether there is anything to look at; far faster than looking."""
    signs = ("\t", PLAIN, OPEN) if ledger.numbers else ("\t", PLAIN)
    return filled.find("\n", len(HEAD)) >= 0 or any(sign in filled for sign in signs)


def renew_ids(filled: str, ledger: Ledger, taken: set[int]) -> str:
    """Give a template's own controls ids of their own where a loop printed them more than once."""

    def renew(control: re.Match[str]) -> str:
        number = int(control[2])
        if number not in taken:
            taken.add(number)
            return control[0]
        return f"{control[1]}{ledger.new_id(control[2])}{control[3]}"

    return _CONTROL_ID.sub(renew, filled)


def escape(text: str) -> str:
    """Write text for XML, also between quotation marks."""
    if _SPECIAL.search(text):
        for plain, written in (("&", "&amp;"), ("<", "&lt;"), (">", "&gt;"), ('"', "&quot;")):
            text = text.replace(plain, written)
    return text


def _write(form: str, text: str, ledger: Ledger) -> str:
    """Write a run anew, cut at its marks; every piece keeps the run's format."""
    if PLAIN in text:
        text = MARK.sub(lambda mark: ledger.printed(mark[1]), text.replace(PLAIN, ""))
    pieces = MARK.split(text)
    for place in range(1, len(pieces), 2):
        pieces[place] = ledger.control(pieces[place], form)
    for place in range(0, len(pieces), 2):
        if pieces[place]:
            pieces[place] = f"<w:r>{form}{_write_text(pieces[place])}</w:r>"
    return "".join(pieces)


def _write_text(text: str) -> str:
    if not ("\n" in text or "\t" in text):
        space = ' xml:space="preserve"' if text != text.strip() else ""
        return f"<w:t{space}>{text}{_TEXT_ENDS}"
    for sign, written in _BREAKS.items():
        text = text.replace(sign, f"{_TEXT_ENDS}{written}{_TEXT}")
    return f"{_TEXT}{text}{_TEXT_ENDS}".replace(f"{_TEXT}{_TEXT_ENDS}", "")


def _blank(sign: str) -> str:
    return "" if sign == PLAIN else " "


def control_ids(trees: Iterable[Element]) -> set[int]:
    """Return the ids a template's own controls have."""
    ids = (str(one.get(w("val"))) for tree in trees for one in tree.iter(w("id")))
    return {int(one) for one in ids if one.lstrip("-").isdigit()}
