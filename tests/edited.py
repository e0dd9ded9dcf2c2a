"""Workbooks that go out to be edited and come back: sending one, editing it as an office does, taking it."""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from books import stored, tally
from conftest import Answer
from openpyxl import load_workbook
from openpyxl.workbook import Workbook
from openpyxl.worksheet.dimensions import ColumnDimension
from openpyxl.worksheet.worksheet import Worksheet

Run = Callable[..., Answer]
Edits = Mapping[str, Mapping[str, Any]]

BOOK = "请核对.xlsx"
PEOPLE = """姓名,所属区县,所属街道/乡镇,所属社区/村,联系电话,学历,工作单位,人员类别,返乡意愿,备注,孩子
张三,云河区,临江街道,望江社区,15400000001,本科,江州大学,外出务工经商人员,创业,常联系,两个
李四,云河区,临江街道,望江社区,15400000002,大专,江州机械厂,引进人才、专业技术人员,无,,
王五,云河区,青石街道,渡口社区,15400000003,,,,,,一个
赵六,云河区,青石街道,渡口社区,15400000004,高中,自家农场,,待定,"第一行
第二行",
"""


def lay_people(run: Run) -> None:
    """Enter four people of two communities."""
    Path("人员.csv").write_text(PEOPLE, "utf-8")
    assert run("import", "人员.csv", "--as-of", "2026-01-05").code == 0


def send(run: Run, *words: str, out: str = BOOK) -> Path:
    """Export the workbook that goes out."""
    answer = run("export", "--workbook", out, "--force", *words)
    assert (answer.code, answer.out) == (0, f"{out}\n"), answer.err
    return Path(out)


def people_of(book: Workbook) -> Worksheet:
    """Return the sheet of people."""
    sheet = book["人才"]
    assert isinstance(sheet, Worksheet)
    return sheet


def heads(sheet: Worksheet) -> dict[str, int]:
    """Return the columns by their headings."""
    return {str(cell.value): cell.column for cell in sheet[1] if cell.value is not None}


def lines(sheet: Worksheet) -> dict[str, int]:
    """Return the rows by the names on them."""
    column = heads(sheet)["姓名"]
    return {str(sheet.cell(row, column).value): row for row in range(2, sheet.max_row + 1)}


def dimension(sheet: Worksheet, heading: str) -> ColumnDimension:
    """Return how a column is laid out; columns alike are held together under the first of them."""
    place = heads(sheet)[heading]
    found = [one for one in sheet.column_dimensions.values() if (one.min or 0) <= place <= (one.max or 0)]
    assert len(found) == 1
    assert isinstance(found[0], ColumnDimension)
    return found[0]


def put(sheet: Worksheet, row: int, values: Mapping[str, Any]) -> None:
    """Type into a row as text; None empties a cell."""
    for heading, value in values.items():
        cell = sheet.cell(row, heads(sheet)[heading])
        cell.value = value
        if isinstance(value, str):
            cell.data_type = "s"


def rework(change: Callable[[Workbook], object], path: str = BOOK) -> None:
    """Open a workbook, change it and save it."""
    book = load_workbook(path)
    change(book)
    book.save(path)


def edit(edits: Edits, path: str = BOOK) -> None:
    """Change cells by the person's name and the heading."""

    def change(book: Workbook) -> None:
        sheet = people_of(book)
        known = lines(sheet)
        for name, values in edits.items():
            put(sheet, known[name], values)

    rework(change, path)


def add_rows(*rows: Mapping[str, Any], path: str = BOOK) -> None:
    """Type new people below the last row."""

    def change(book: Workbook) -> None:
        sheet = people_of(book)
        for row in rows:
            put(sheet, sheet.max_row + 1, row)

    rework(change, path)


def take_in(run: Run, *words: str, path: str = BOOK, code: int = 0) -> tuple[dict[str, int], Answer]:
    """Import a workbook and return what became of its rows."""
    answer = run("import", path, *words)
    assert answer.code == code, answer
    return tally(answer), answer


def value(register: Path, name: str, field: str) -> object:
    """Return a stored field of a person."""
    ((held,),) = stored(register, f"select {field} from person where name = '{name}'")
    return held
