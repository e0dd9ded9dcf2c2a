"""Clean a list column by column: equal cells are understood once, however often they stand there."""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from talentreg.intake.headings import LISTING, SINCE, prefix_of
from talentreg.intake.money import in_unit, is_money, unit_in
from talentreg.intake.problems import Weight
from talentreg.intake.sheet import UNCALCULATED
from talentreg.intake.signing import ATTENDANCE
from talentreg.records.cleaning import Unclear, clean_several, name_and_remark
from talentreg.records.contact import Contact
from talentreg.records.days import DATES, clean_span
from talentreg.records.fields import Column, columns, id_from_number, written
from talentreg.records.history import Intention, Status
from talentreg.records.intentions import intention_under
from talentreg.records.masking import mask_digits
from talentreg.records.numbers import read_phones
from talentreg.records.person import Person
from talentreg.records.text import Cell, as_text, is_blank_word, is_error_word
from talentreg.records.titles import level_of_title
from talentreg.store.words import WordLists

RECORDS: dict[str, dict[str, Column]] = {
    "person": columns(Person),
    "contact": columns(Contact),
    "status": columns(Status),
    "intention": columns(Intention),
    "since": SINCE,
    **{prefix_of(kind): columns(record) for kind, (record, _) in LISTING.items()},
    "attendance": ATTENDANCE,
}
"""The declared fields of each record type a row may speak of, by the prefix of their targets."""

FIELDS: dict[str, dict[str, str]] = {
    prefix: {f"{prefix}.{name}": name for name in declared} for prefix, declared in RECORDS.items()
}
"""The field names of a record type by target."""

_NAMED_BY_HAND = Column("姓名", clean=clean_several)
_PLAIN = Column("")
PHONES = ("person.phone", "person.second_phone", "person.relative_phone")
DAMAGED = "已经丢失"
"""Says of a number that a spreadsheet has lost digits of; what is left of an ID number is not kept."""

WRITTEN_VERSION = re.compile(r"\d+-[0-9a-f]{8}")
"""How a workbook sent out for editing says which state of the register it was sent from."""

_FROM_1904 = 1462
"""Days between the two ways a workbook may count them."""


@dataclass(frozen=True, slots=True)
class Odd:
    """What a cell gave beyond its value.

    Texts to keep by heading, things to say, other fields it states, and fields that only follow from it.
    """

    value: Any = None
    unclear: bool = False
    kept: tuple[tuple[str, str], ...] = ()
    said: tuple[tuple[Weight, str, str], ...] = ()
    states: tuple[tuple[str, Any], ...] = ()
    implies: tuple[tuple[str, Any], ...] = ()


Reader = Callable[[Cell], Any]
"""Understands one cell: its value, None for a blank, or Odd."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What is asked of a column: what it holds and how that is declared, its heading, the words known."""

    target: str
    column: Column
    heading: str
    words: WordLists


def declared(target: str) -> Column:
    """Return how a target is declared; places and names of staff are plain text."""
    prefix, _, name = target.partition(".")
    if prefix in RECORDS:
        return RECORDS[prefix][name]
    return _NAMED_BY_HAND if prefix == "staff" else _PLAIN


def read_column(cells: Iterable[Cell], read: Reader) -> tuple[list[Any], dict[int, Odd]]:
    """Return the values of a column, and by place in it the cells that gave more."""
    known: dict[str, Any] = {"": None}
    values: list[Any] = []
    odd: dict[int, Odd] = {}
    for place, cell in enumerate(cells):
        if cell.__class__ is str:
            value = known.get(cell, known)
            if value is known:
                value = known[cell] = read(cell)
        else:
            value = None if cell is None else read(cell)
        if value.__class__ is Odd:
            odd[place] = value
            value = value.value
        values.append(value)
    return values, odd


def make_reader(asked: Asked, *, from_1904: bool = False, numbered: bool = False) -> Reader:
    """Make what understands the cells of a column; a cell that cannot be understood is kept as written.

    A list whose people are `numbered` has their names as the register wrote them.
    """
    column = asked.column
    understand = column.clean if numbered and asked.target == "person.name" else _understanding(asked)
    dated = from_1904 and column.clean in DATES
    wordless = _has_no_words(asked)

    def read(cell: Cell) -> Any:
        if isinstance(cell, str):
            if wordless and is_blank_word(cell):
                return None
            if cell.startswith("#") and is_error_word(cell):
                return flawed(cell)
        try:
            value = understand(_in_1900(cell) if dated else cell)
            return value if value or value == 0 else None  # nothing paid is not nothing said
        except Unclear as unclear:
            if span := _read_span(asked, cell):
                return span
            return _set_aside(column, as_text(cell), str(unclear)) if as_text(cell) else None

    return read


def _read_span(asked: Asked, cell: Cell) -> Odd | None:
    """Take a cell that says from when until when as the first day, from which the last follows."""
    end = asked.target.removesuffix("on") + "until"
    if not asked.target.endswith(".on") or end not in FIELDS[asked.target.partition(".")[0]]:
        return None
    span = clean_span(cell, asked.column.clean)
    return Odd(span[0], implies=((end, span[1]),) if span[1] else ()) if span else None


def _has_no_words(asked: Asked) -> bool:
    """Whether 无 or a dash in a column means nothing: names, numbers, dates, places and staff."""
    plain = asked.target in (*PHONES, "person.name", "person.id_number", "number", "staff")
    place = asked.target.startswith("unit") and asked.target != "unit.code"
    return plain or place or asked.column.clean in DATES


def _understanding(asked: Asked) -> Reader:
    column = asked.column
    if special := _SPECIAL.get(asked.target):
        return lambda cell: special(asked, cell)
    if column.open_list:
        return lambda cell: _read_words(asked, cell)
    if is_money(column) and (unit := unit_in(asked.heading)):
        return lambda cell: column.clean(in_unit(cell, unit))
    return column.clean


def flawed(flaw: str) -> Odd:
    """Return what a cell gives whose value the file does not hold."""
    told = "公式没有算好的结果" if flaw == UNCALCULATED else f"单元格是错误值 {flaw}"
    advice = "在 Excel 或 WPS 里打开、保存一次" if flaw == UNCALCULATED else "改成正确的内容"
    return Odd(unclear=True, said=((Weight.SET_ASIDE, f"{told}，没有读到内容；请{advice}再导入", ""),))


def _set_aside(column: Column, text: str, reason: str) -> Odd:
    shown = mask_digits(text) if column.mask else text
    damaged = column is RECORDS["person"]["id_number"] and DAMAGED in reason
    kept = ((written(column), text),) if column.heading and not damaged else ()
    reason = re.sub(r"\([a-z]+\)", "", reason)  # a sender knows no code words
    if reason.startswith("「"):
        reason, shown = f"{column.heading}{reason}", ""  # it quotes the cell itself
    return Odd(unclear=True, kept=kept, said=((Weight.SET_ASIDE, reason, shown),))


def _in_1900(cell: Cell) -> Cell:
    """Count a plain number of days from where other workbooks count; a year or a month stays what it is."""
    counted = isinstance(cell, int | float) and not isinstance(cell, bool) and 3000 <= cell < 80000
    return cell + _FROM_1904 if counted else cell  # type: ignore[operator]  # only numbers are counted


def _read_number(_: Asked, cell: Cell) -> Any:
    """Take a register number; any other is kept, though a contact sheet of the file may name people by it."""
    text = as_text(cell)
    return text if id_from_number(Person, text) is not None else Odd(text, kept=(("编号", text),))


def _read_version(asked: Asked, cell: Cell) -> Any:
    """Take the version of a workbook of ours; what others call so is kept beside."""
    text = as_text(cell)
    return text if WRITTEN_VERSION.fullmatch(text) else Odd(kept=((asked.heading, text),))


def _read_name(asked: Asked, cell: Cell) -> Any:
    """Take a name; a remark in brackets behind it is kept beside."""
    if isinstance(cell, str) and cell.isalpha():
        return asked.column.clean(cell)  # nearly every name
    name, remark = name_and_remark(cell)
    value = asked.column.clean(name)
    return Odd(value, kept=((written(asked.column), as_text(cell)),)) if remark else value


def _read_intention(asked: Asked, cell: Cell) -> Any:
    """Take an intention as the column's heading means it; a second one or a reason is kept beside."""
    kind, rest = intention_under(asked.heading, cell)
    return Odd(kind, kept=((written(asked.column), as_text(cell)),)) if rest else kind


def _read_title(asked: Asked, cell: Cell) -> Any:
    """Take a title; the level it belongs to follows from it."""
    title, level = _read_words(asked, cell), level_of_title(as_text(cell))
    return Odd(title, implies=(("person.title_level", level),)) if level and isinstance(title, str) else title


def _read_words(asked: Asked, cell: Cell) -> Any:
    """Take words of an open list; one that the list does not know is kept as it is, with a notice."""
    column, words = asked.column, asked.words
    value = words.standard(column, column.clean(cell))
    if not value:
        return None
    if unlisted := words.unlisted(column, value):
        said = (f"{column.heading}「{word[:20]}」不在常用词里，按原样登记" for word in unlisted)
        return Odd(value, said=tuple((Weight.NOTICE, one, "") for one in said))
    return value


def _read_phones(asked: Asked, cell: Cell) -> Any:
    """Take the first of several numbers in a cell; a person's second becomes the spare, the rest is kept."""
    (first, *others), rest = read_phones(cell)
    if not others and not rest:
        return first
    states: tuple[tuple[str, Any], ...] = ()
    if asked.target == "person.phone" and others:
        states, others = (("person.second_phone", others[0]),), others[1:]
    kept = ((written(asked.column), as_text(cell)),) if others or rest else ()
    return Odd(first, kept=kept, states=states)


_SPECIAL: dict[str, Callable[[Asked, Cell], Any]] = {
    "number": _read_number,
    "version": _read_version,
    "person.name": _read_name,
    "person.professional_title": _read_title,
    "intention.kind": _read_intention,
    **dict.fromkeys(PHONES, _read_phones),
}


def fill_units(units: Mapping[str, list[Any]], told: Sequence[Any]) -> list[int]:
    """Fill blank unit cells from the line above, as merged cells are meant, and return the places filled.

    The columns come from the top level down. A blank before a named unit, or a line without any, says what
    the last line said; one after a named unit says that nothing lower is known. A line that is `told`
    otherwise is left alone.
    """
    carried = dict.fromkeys(units)
    filled: list[int] = []
    for place, cells in enumerate(zip(*units.values(), strict=True)):
        if told[place]:
            continue
        if None in cells:
            named = next((level for level, cell in enumerate(cells) if cell is not None), len(cells))
            taken = [target for target in list(units)[:named] if carried[target] is not None]
            for target in taken:
                units[target][place] = carried[target]
            if taken:
                filled.append(place)
            if named == len(cells):
                continue
        carried = {target: units[target][place] for target in units}
    return filled
