"""What to do about a sheet without headings anybody recognises."""

from collections.abc import Callable, Mapping

from talentreg.intake.guessing import is_birth, is_id_number, is_mobile, is_name, mostly
from talentreg.intake.header_rows import heading_like, one_line
from talentreg.intake.headings import VOCABULARY, Kind, called, meaning
from talentreg.intake.layouts import SEARCHED_LINES
from talentreg.intake.ledger_columns import told_ledger
from talentreg.intake.origins import find_path
from talentreg.intake.sheet import Sheet, column_letters
from talentreg.records.text import Cell, as_text
from talentreg.store.ledger_sheets import command_of

LOOKED_AT = 50
"""Lines below a row that are looked at."""

MOST_LINES = 1000
"""Lines of a sheet that are searched for headings that stand too low."""

_LOOKS: dict[str, Callable[[Cell], bool]] = {
    "person.id_number": is_id_number,
    "person.phone": is_mobile,
    "unit.community": lambda cell: bool(find_path(as_text(cell))),
    "person.birth": is_birth,
    "person.name": is_name,
}


def advise(sheet: Sheet) -> str:
    """Say what would make a list of a sheet: another command, a column of names, a row of headings."""
    if ledger := told_ledger(sheet):
        return f"这像是{ledger.title}表，请用 talentreg {command_of(ledger)} import 导入"
    for row in range(min(SEARCHED_LINES, len(sheet.rows))):
        if advice := _name_column(sheet, row) or _first_row(sheet, row):
            return advice
    return _turned(sheet) or _too_low(sheet)


def _turned(sheet: Sheet) -> str:
    """Tell a table whose headings stand below each other, a column a person."""
    for column, cells in list(_columns(sheet, 0).items())[:2]:
        if _are_headings(cells):
            told = "请整块复制，另起一张工作表用“选择性粘贴—转置”贴好再导入"
            return f"{column_letters(column)}列像竖排的表头，一人占一列；{told}"
    return ""


def _too_low(sheet: Sheet) -> str:
    """Tell headings that stand further down than they are looked for."""
    for row, cells in enumerate(sheet.rows[SEARCHED_LINES:MOST_LINES], SEARCHED_LINES + 1):
        if _are_headings([cell for cell in cells if as_text(cell)]):
            return f"第{row}行像表头，但表头要在前{SEARCHED_LINES}行里；请删去上面多余的行再导入"
    return ""


def _are_headings(cells: list[Cell]) -> bool:
    known = {meaning(Kind.PEOPLE, one_line(cell)) for cell in cells} - {None, "ignored"}
    return "person.name" in known and len(known) > 1


def _name_column(sheet: Sheet, row: int) -> str:
    """Name the column of names below headings that lack one, with the option that says so."""
    headings = {column: text for column, cell in enumerate(sheet.rows[row]) if (text := one_line(cell))}
    known = {meaning(Kind.PEOPLE, text) for text in headings.values()} - {None, "ignored"}
    if len(known) < 2 or "person.name" in known or not all(map(heading_like, headings.values())):
        return ""
    for column, cells in _columns(sheet, row + 1).items():
        heading = headings.get(column) or f"{column_letters(column)}列"
        if meaning(Kind.PEOPLE, heading) is None and mostly(is_name, cells):
            return (
                f"第{row + 1}行像表头，但没有“姓名”；如果「{heading}」就是姓名，请加 --map '{heading}=姓名'"
            )
    return ""


def _first_row(sheet: Sheet, row: int) -> str:
    """Propose the headings of a bare list that begins on a row."""
    filled = [cell for cell in sheet.rows[row] if as_text(cell)]
    if len(filled) < 2 or any(as_text(cell) in _WORDS for cell in filled):
        return ""
    looks = {column: _looks_like(cells) for column, cells in _columns(sheet, row).items()}
    if "person.name" not in looks.values() or len(set(looks.values()) - {""}) < 2:
        return ""
    named = "、".join(called(target) if target else "（请写上）" for target in looks.values())
    return f"第{row + 1}行起像是没有表头的名单；请在它上面加一行表头，看内容各列可能是：{named}"


def _columns(sheet: Sheet, first: int) -> Mapping[int, list[Cell]]:
    """Return the filled cells of some lines by column."""
    columns: dict[int, list[Cell]] = {}
    for row in sheet.rows[first : first + LOOKED_AT]:
        for column, cell in enumerate(row[:60]):
            if as_text(cell):
                columns.setdefault(column, []).append(cell)
    return dict(sorted(columns.items()))


def _looks_like(cells: list[Cell]) -> str:
    return next((target for target, fits in _LOOKS.items() if mostly(fits, cells)), "")


_WORDS = frozenset(word for names in VOCABULARY.values() for word in names)
