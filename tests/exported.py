"""What tests of exports share: making one, reading it by its headings, entering people without a command."""

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

from conftest import Answer
from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from talentreg.records.history import ALWAYS, Affiliation, Status
from talentreg.records.person import Person
from talentreg.store.changes import Writer
from talentreg.store.register import open_for_writing

Run = Callable[..., Answer]
Rows = list[dict[str, Any]]


def export(run: Run, *words: str, out: str = "登记册.xlsx") -> dict[str, Rows]:
    """Export the register and read its sheets, each row by its headings."""
    answer = run("export", out, "--force", *words)
    assert (answer.code, answer.out) == (0, f"{out}\n"), answer.err
    return {sheet.title: rows(sheet) for sheet in sheets(out)}


def sheets(path: str = "登记册.xlsx") -> list[Worksheet]:
    return [sheet for sheet in load_workbook(path) if isinstance(sheet, Worksheet)]


def rows(sheet: Worksheet) -> Rows:
    head, *others = sheet.iter_rows(values_only=True)
    return [dict(zip(map(str, head), row, strict=True)) for row in others]


def enter(register: Path, make: Callable[[Writer], object]) -> None:
    with open_for_writing(register).changing("test") as writer:
        make(writer)


def person(
    writer: Writer, name: str, unit_id: int | None = None, status: str = "enrolled", **more: Any
) -> int:
    person_id = writer.insert(Person, {"name": name, **more})
    writer.insert(Status, {"person_id": person_id, "on": date(2026, 1, 5), "status": status})
    if unit_id:
        writer.insert(Affiliation, {"person_id": person_id, "on": ALWAYS, "unit_id": unit_id})
    return person_id


def write_csv(text: str) -> str:
    Path("表.csv").write_text(text, "utf-8")
    return "表.csv"
