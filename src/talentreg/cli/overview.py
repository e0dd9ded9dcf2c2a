"""What commands that look over work have in common: who owes, what lacks, what presses, in one form."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from talentreg.cli.lists import A_SCREENFUL, tell_of_columns, tell_of_more
from talentreg.cli.output import on_terminal, print_csv, print_json, print_table, say, tell
from talentreg.errors import Malformed
from talentreg.files import check_kind, check_place, new_file
from talentreg.store.units import UnitNode

Document = dict[str, Any]
"""One row as JSON says it."""


def as_it_is(value: Any) -> Any:
    """Show a value as the document has it."""
    return value


@dataclass(frozen=True, slots=True)
class Told:
    """One column of an overview: the document's field, its heading, how a value is shown.

    Of a `place` the unit that stands above all others goes without saying.
    """

    name: str
    heading: str
    show: Callable[[Any], Any] = as_it_is
    right: bool = False
    place: bool = False


@dataclass(frozen=True, slots=True)
class Overview:
    """An overview's columns; `spare` are those a narrow screen goes without, the first of them first."""

    title: str
    columns: tuple[Told, ...]
    spare: tuple[str, ...]
    names: tuple[str, ...]
    """The fields of its documents, in the order of a CSV."""


@dataclass(frozen=True, slots=True)
class Output:
    """How an overview was asked for."""

    limit: int | None = None
    as_json: bool = False
    as_csv: bool = False
    xlsx: Path | None = None
    force: bool = False

    def check(self) -> None:
        """Refuse two documents at once, or a place that cannot take a workbook, before any work is done."""
        if self.as_json + self.as_csv + (self.xlsx is not None) > 1:
            raise Malformed("--json、--csv、--xlsx 只能选一个")
        if self.xlsx:
            check_kind(self.xlsx, ".xlsx")
            check_place(self.xlsx, force=self.force)

    @property
    def as_document(self) -> bool:
        """Whether anything else than a table to read is wanted."""
        return self.as_json or self.as_csv or self.xlsx is not None

    @property
    def most(self) -> int | None:
        """How many rows are listed: as many as asked for, on a screen no more than it shows; None for all."""
        whole = self.as_document or not on_terminal()
        return self.limit or (None if whole else A_SCREENFUL)


def print_overview(
    overview: Overview, documents: Sequence[Document], output: Output, top: UnitNode | None = None
) -> None:
    """Print rows as JSON, CSV or a table, or write them as a workbook; `top` stands above all units."""
    above = f"{top.name}/" if top else ""
    if output.as_json:
        print_json(list(documents))
    elif output.as_csv:
        print_csv(overview.names, ([one[name] for name in overview.names] for one in documents))
    elif output.xlsx:
        _write(overview, documents, output.xlsx, force=output.force)
    elif documents:
        names = [one.name for one in overview.columns]
        left_out = print_table(
            [(one.heading, "right" if one.right else "left") for one in overview.columns],
            _cells(overview, documents, above),
            spare=[names.index(name) for name in overview.spare],
        )
        tell_of_columns(left_out, "用 --csv")


def say_total(line: str, total: int, listed: int) -> None:
    """Say how many there are in all, and how to see those that were not listed."""
    say(line + (f"，这里列出前{listed}" if listed < total else ""))
    if listed < total:
        tell_of_more(total)


def _cells(overview: Overview, documents: Sequence[Document], above: str = "") -> list[list[Any]]:
    return [[_cell(told, one[told.name], above) for told in overview.columns] for one in documents]


def _cell(told: Told, value: Any, above: str) -> Any:
    return (value or "未填").removeprefix(above) if told.place else told.show(value)


def _write(overview: Overview, documents: Sequence[Document], path: Path, *, force: bool) -> None:
    from talentreg.workbooks.duty import write_overview

    heads = [(one.heading, one.right) for one in overview.columns]
    with new_file(path, force=force) as file:
        write_overview(file, overview.title, heads, _cells(overview, documents))
    say(str(path))
    tell(f"共{len(documents)}行；号码已遮挡")
