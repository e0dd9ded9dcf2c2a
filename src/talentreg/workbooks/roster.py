"""One printed roster a unit: who stands in the register, in the layout offices hang on the wall."""

from dataclasses import dataclass, field
from typing import IO, Any

from sqlalchemy import Connection

from talentreg.files import file_name
from talentreg.periods import chinese_day, today
from talentreg.store.listing import Field
from talentreg.store.listings import PEOPLE
from talentreg.store.units import UnitTree, load_units
from talentreg.workbooks.register import Export, read_pages
from talentreg.workbooks.sheet import Form, Layout, SheetColumn, writing

NO_UNIT = "未填单位"
TITLE = "乡土人才花名册"

_COLUMNS = {
    "name": SheetColumn("姓名", width=9),
    "sex": SheetColumn("性别", Form.CODE, width=6),
    "birth": SheetColumn("出生年月", Form.CODE, width=12),
    "phone": SheetColumn("联系电话", Form.CODE, width=14),
    "degree": SheetColumn("学历", width=12),
    "employer": SheetColumn("工作单位", width=28),
    "post": SheetColumn("职务", width=14),
    "residence": SheetColumn("现居住地", width=22),
    "category": SheetColumn("人员类别", width=20),
    "intention": SheetColumn("返乡意愿", Form.CODE, width=10),
    "last_contact": SheetColumn("最近联系", Form.DAY, width=12),
    "note": SheetColumn("备注", width=20),
}
"""The columns of a roster after its running number, by the field they hold."""


@dataclass(slots=True)
class Roster:
    """The people of one unit, as they stand on paper."""

    title: str
    rows: list[list[object]] = field(default_factory=list)


def read_rosters(connection: Connection, export: Export) -> dict[str, Roster]:
    """Gather the people a scope holds by the unit they belong to, under file names of their own."""
    tree = load_units(connection)
    fields = [PEOPLE.fields[name] for name in ("unit", *_COLUMNS)]
    gathered: dict[int | None, Roster] = {}
    for row in read_pages(connection, PEOPLE, export.request(PEOPLE), fields):
        unit_id = row["unit"]
        if unit_id not in gathered:
            gathered[unit_id] = Roster(f"{tree.name(unit_id) if unit_id else NO_UNIT}{TITLE}")
        gathered[unit_id].rows.append([_told(one, row, export) for one in fields[1:]])
    order = sorted(gathered, key=lambda unit_id: tree.path(unit_id) if unit_id else "\U0010ffff")
    names = _file_names(tree, order)
    return {names[unit_id]: gathered[unit_id] for unit_id in order}


def write_roster(file: IO[bytes], roster: Roster) -> None:
    """Write one roster: a title, the people numbered, how many they are and the day."""
    layout = Layout(
        title=roster.title,
        ending=(f"共{len(roster.rows)}人", chinese_day(today())),
        pinned=2,
        filtered=False,
    )
    heads = [SheetColumn("序号", Form.COUNT, width=6), *_COLUMNS.values()]
    with writing(file, roster.title) as workbook:
        rows = ([place, *row] for place, row in enumerate(roster.rows, start=1))
        workbook.add_list(roster.title.removesuffix(TITLE), heads, rows, layout)


def _told(one: Field, row: dict[str, Any], export: Export) -> object:
    value = row[one.name]
    if export.masked and one.column.mask and value:
        return one.column.mask(value)
    return one.column.shown(value) if one.column.vocabulary else value


def _file_names(tree: UnitTree, unit_ids: list[int | None]) -> dict[int | None, str]:
    """Name a file 街道-社区.xlsx for every unit; namesakes are numbered."""
    names: dict[int | None, str] = {}
    taken: set[str] = set()
    for unit_id in unit_ids:
        stem = "-".join(tree.path(unit_id).split("/")[-2:]) if unit_id else NO_UNIT
        name, times = file_name(stem, ".xlsx"), 1
        while name.lower() in taken:
            times += 1
            name = file_name(f"{stem[:70]}（{times}）", ".xlsx")
        taken.add(name.lower())
        names[unit_id] = name
    return names
