"""The workbook an office edits and sends back: people, with dropdowns, and what it was when it was sent."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from difflib import get_close_matches
from typing import IO, Any

from sqlalchemy import Connection, select

from talentreg.errors import Malformed
from talentreg.records.fields import Column, columns, number, table
from talentreg.records.person import Person
from talentreg.records.text import fold
from talentreg.records.word import OpenWord
from talentreg.store.listing import Field, Kind
from talentreg.store.listings import PEOPLE
from talentreg.store.sending import EXTRA, SHEET, VERSION, current_version, draw_up
from talentreg.store.units import UnitTree, load_units
from talentreg.workbooks.ledger import Cell
from talentreg.workbooks.register import Export, Step, read_pages
from talentreg.workbooks.sheet import Form, Layout, SheetColumn, Workbook, cell_text, writing

NUMBER, NAME = "人才编号", "姓名"
LONG = {"note", "family_needs"}
"""Fields of several lines; every other column is text, in which Excel changes nothing that is typed."""

TARGETS = {
    "name": "person.name",
    "unit": "unit",
    **{name: f"person.{name}" for name in columns(Person) if name != "name"},
    "status": "status.status",
    "intention": "intention.kind",
    "intention_reason": "intention.reason",
}
"""The fields an office may edit, in the order of the columns, and what an import takes each for."""

GUIDE, GUIDE_TITLE = "填写说明", "填写说明（talentreg）"
RULES = (
    "这本表由登记册导出，改好后直接交回，登记册会认出每一行是谁、改了哪里。",
    "",
    "怎样改",
    "　改资料：直接改那一格。带下拉箭头的格子请从列表里选。",
    "　清空：把格子里的内容删掉，交回后登记册里这一项也清空；姓名、所属单位、在库状态、返乡意愿不能清空。",
    "　加人：在最后一行下面接着写，一人一行，至少写姓名。",
    "　删人：删掉一行不会删除这个人。不再联系的人，请把在库状态改为「退库」。",
    "　改单位、状态、意愿：收回的那天记一次变动，以前的记录都在。",
    "　可以排序、筛选、隐藏列、调整列的先后，也可以在最右边加自己的列。",
    "",
    "请不要",
    "　不要改表头的文字，不要取消隐藏最前面的两列去改里面的编号。",
    "　不要只给其中几列排序：请先选中整张表，或用表头上的箭头。",
    "　不要把一个人的行改成另一个人：请在下面另写一行。",
    "　不要把内容另外复制到新的工作簿里交回，那样登记册认不出哪些格子是有意清空的。",
    "",
    "表里有完整的电话和身份证号，请妥善保管，用完删除。",
)
"""What an office is told on a sheet of its own."""


@dataclass(frozen=True, slots=True)
class _Part:
    """One column on its way into the workbook: what it is taken for, and what stands in it."""

    target: str
    head: SheetColumn
    cell: Cell


def find_columns(connection: Connection, export: Export, words: Sequence[str]) -> list[str]:
    """Return the columns some words mean, by field name or after `extra:`; all without words.

    The name is always the first. Raises Malformed, with the nearest names, for a word that means none.
    """
    own = extra_headings(connection, export)
    if not words:
        return [*TARGETS, *(EXTRA + heading for heading in own)]
    known = {fold(heading): EXTRA + heading for heading in own}
    for name in TARGETS:
        one = PEOPLE.fields[name]
        known |= {fold(word): name for word in (name, one.heading, *one.column.aliases)}
    known |= {fold(word): "name" for word in (NUMBER, "编号", "person")}  # always there
    return list(dict.fromkeys(["name", *(_find(known, word) for word in words)]))


def _find(known: Mapping[str, str], word: str) -> str:
    if found := known.get(fold(word)):
        return found
    if PEOPLE.knows(word):
        raise Malformed(f"「{word}」是算出来的，不能在表里改", "请从 --columns 里去掉")
    near = dict.fromkeys(_heading(known[one]) for one in get_close_matches(fold(word), known, 4, 0.5))
    listed = near or dict.fromkeys(map(_heading, known.values()))
    raise Malformed(f"没有「{word}」这一列", f"{'是不是' if near else '可写'}：{'、'.join(listed)}")


def _heading(name: str) -> str:
    return name.removeprefix(EXTRA) if name.startswith(EXTRA) else PEOPLE.fields[name].heading


def extra_headings(connection: Connection, export: Export) -> list[str]:
    """List the headings of the senders' own columns, in the order they came in."""
    person, request = table(Person), export.request(PEOPLE)
    wanted = replace(request, conditions=[*request.conditions, person.c.extra.is_not(None)])
    found = read_pages(connection, PEOPLE, wanted, [_extra_field()])
    return list(dict.fromkeys(heading for row in found for heading in row["extra"] or ()))


def write_editable(
    file: IO[bytes], connection: Connection, export: Export, names: Sequence[str], step: Step = lambda: None
) -> int:
    """Write the workbook with some columns, calling `step` for every row; return how many people it has."""
    book = _Book(connection, export)
    parts = book.parts(names)
    with writing(file, "乡土人才登记册（可修改）") as workbook:
        heads = [part.head for part in parts]
        layout = Layout(pinned=min(3, len(heads) - 1), ruled=False, editable=True)
        workbook.add_list(PEOPLE.title, heads, book.rows(parts, names, step), layout)
        _write_guide(workbook)
        headings = {part.head.heading: part.target for part in parts[2:]}
        scope = book.tree.path(export.unit.id) if export.unit else ""
        _write_charter(workbook, draw_up(connection, scope, headings, book.ids).lines())
    return len(book.ids)


class _Book:
    """What the cells are read from."""

    def __init__(self, connection: Connection, export: Export) -> None:
        self.connection, self.export = connection, export
        self.tree = load_units(connection)
        self.words = _open_words(connection)
        self.ids: list[int] = []

    def rows(self, parts: Sequence[_Part], names: Sequence[str], step: Step) -> Iterator[list[object]]:
        """Give the people line by line, noting who they are."""
        fields = [PEOPLE.fields["person"], *(PEOPLE.fields[name] for name in names if name in TARGETS)]
        if any(name.startswith(EXTRA) for name in names):
            fields.append(_extra_field())
        for row in read_pages(self.connection, PEOPLE, self.export.request(PEOPLE), fields):
            step()
            self.ids.append(row["person"])
            yield [part.cell(row) for part in parts]

    def parts(self, names: Sequence[str]) -> list[_Part]:
        """Make the columns; two of the senders' own that read alike are told apart."""
        version = current_version(self.connection)
        parts = [
            _Part("number", SheetColumn(NUMBER, Form.DIGITS, hidden=True), _number),
            _Part("version", SheetColumn(VERSION, Form.DIGITS, hidden=True), lambda _: version),
        ]
        taken = {fold(part.head.heading) for part in parts}
        declared = {fold(PEOPLE.fields[name].heading) for name in names if name in TARGETS}
        for name in names:
            part = self._declared(name) if name in TARGETS else _own_part(name, taken | declared)
            taken.add(fold(part.head.heading))
            parts.append(part)
        return parts

    def _declared(self, name: str) -> _Part:
        one = PEOPLE.fields[name]
        choices, warns = self._choices(one)
        form = Form.TEXT if name in LONG else Form.DIGITS
        head = SheetColumn(one.heading, form, choices=choices, open_list=warns)
        return _Part(TARGETS[name], head, _reader(one, self.tree))

    def _choices(self, one: Field) -> tuple[tuple[str, ...], bool]:
        """Return what a cell may be chosen from, and whether other words are only asked about."""
        if one.column.vocabulary:
            return tuple(word.text for word in one.column.vocabulary.words), False
        if one.kind is Kind.UNIT:
            there = (node for node in self.tree.nodes.values() if not node.is_closed())
            return tuple(dict.fromkeys(sorted(self.tree.path(node.id) for node in there))), True
        return tuple(self.words.get(one.column.open_list, ())), True


def _number(row: dict[str, Any]) -> str:
    return number(Person, row["person"])


def _own_part(name: str, taken: set[str]) -> _Part:
    heading = name.removeprefix(EXTRA)
    shown, times = heading, 1
    while fold(shown) in taken:
        times += 1
        shown = f"{heading}（{times}）"
    return _Part(name, SheetColumn(shown, Form.DIGITS), lambda row: (row["extra"] or {}).get(heading))


def _reader(one: Field, tree: UnitTree) -> Cell:
    name, column = one.name, one.column
    if one.kind is Kind.UNIT:
        return lambda row: tree.path(row[name])
    if column.vocabulary:
        return lambda row: column.shown(row[name])
    return lambda row: row[name]


def _open_words(connection: Connection) -> dict[str, dict[str, None]]:
    """Read the words the register knows, by list, each as it is stored."""
    words = table(OpenWord)
    known: dict[str, dict[str, None]] = {}
    for row in connection.execute(select(words.c.list, words.c.standard).order_by(words.c.id)):
        known.setdefault(row.list, {})[row.standard] = None
    return known


def _extra_field() -> Field:
    return Field("extra", Column("其他"), Kind.TEXT, lambda _: table(Person).c.extra)


def _write_guide(workbook: Workbook) -> None:
    sheet = workbook.add_sheet(GUIDE)
    sheet.set_column(0, 0, 100, workbook.style(text_wrap=True, valign="top"))
    sheet.write_string(0, 0, GUIDE_TITLE, workbook.style(bold=True, font_size=14))
    for row, line in enumerate(RULES, start=1):
        bold = bool(line) and not line.startswith("　") and len(line) < 6
        sheet.write_string(row, 0, line, workbook.style(bold=bold, text_wrap=True, valign="top"))


def _write_charter(workbook: Workbook, lines: Iterator[tuple[str, ...]]) -> None:
    sheet = workbook.add_sheet(SHEET)
    for row, line in enumerate(lines):
        for place, text in enumerate(line):
            sheet.write_string(row, place, cell_text(text))
    sheet.very_hidden()
