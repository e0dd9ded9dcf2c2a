"""`talentreg growth`: the file of somebody's growth, everything about them in the order it happened."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Annotated, Any

import typer
from sqlalchemy import Connection

from talentreg.cli.lists import AsCsv, Force, Xlsx
from talentreg.cli.options import AsJson, Db, PeopleNames, filled, parse_with
from talentreg.cli.output import print_csv, print_json, print_table, progress, say, tell
from talentreg.errors import Malformed
from talentreg.periods import parse_day, today
from talentreg.places import register_path
from talentreg.store.growth import Growth, Step, read_growth, read_growths
from talentreg.store.libraries import find_library, people_in
from talentreg.store.people import find_person
from talentreg.store.register import open_for_reading
from talentreg.store.units import load_units

Since = Annotated[
    date | None,
    typer.Option("--since", metavar="日期", parser=parse_with(parse_day), help="只列从哪天起的"),
]
LibraryOf = Annotated[
    str | None,
    typer.Option("--library", metavar="库", parser=filled, help="一个库里今天的每个人，与 --folder 同用"),
]
Folder = Annotated[
    Path | None,
    typer.Option("--folder", metavar="文件夹", help="一人一档：每人写成一个 Excel 文件", readable=False),
]
FIELDS = ("on", "kind", "what", "detail", "record")


def show_growth(
    people: PeopleNames = None,
    library: LibraryOf = None,
    since: Since = None,
    folder: Folder = None,
    as_json: AsJson = False,
    as_csv: AsCsv = False,
    xlsx: Xlsx = None,
    force: Force = False,
    db: Db = None,
) -> None:
    """Show everything that happened to somebody, oldest first; numbers are masked."""
    if as_json + as_csv + (xlsx is not None) + (folder is not None) > 1:
        raise Malformed("--json、--csv、--xlsx、--folder 只能选一个")
    with open_for_reading(register_path(db)).reading() as connection:
        person_ids = _people(connection, people or [], library)
        if folder is not None:
            _write_folder(connection, folder, person_ids, since, force=force)
            return
        if library or len(person_ids) > 1:
            raise Malformed("几个人的成长档案要写成文件", "加 --folder 成长档案，每人一个 Excel 文件")
        growth = read_growth(connection, person_ids[0], since)
    if as_json:
        print_json(_document(growth))
    elif as_csv:
        print_csv(FIELDS, ([_row(one)[name] for name in FIELDS] for one in growth.steps))
    elif xlsx:
        _write_book(xlsx, growth, force=force)
    else:
        _print(growth, since)


def _people(connection: Connection, names: Sequence[str], library: str | None) -> list[int]:
    """Return whose files are asked for: those named, or everybody in a library today."""
    if bool(names) == bool(library):
        raise Malformed("写人，或写 --library 库，选一种", "如 talentreg growth 张三@望江社区")
    if library:
        return people_in(connection, find_library(connection, library), today())
    tree = load_units(connection)
    return list(dict.fromkeys(find_person(connection, tree, text) for text in names))


def _row(step: Step) -> dict[str, Any]:
    return {name: getattr(step, name) or None for name in FIELDS}


def _document(growth: Growth) -> dict[str, Any]:
    dossier = growth.dossier
    head = {"person": dossier.number, "name": dossier.fields["name"], "unit": dossier.unit or None}
    return head | {"growth": [_row(one) for one in growth.steps]}


def _print(growth: Growth, since: date | None) -> None:
    dossier = growth.dossier
    say(f"{dossier.number}  {dossier.fields['name']}  {dossier.unit or '单位未填'}  成长档案")
    if not growth.steps:
        say(f"{since}以来没有记录" if since else "还没有记录")
        return
    say()
    heads = [("日期", "left"), ("事项", "left"), ("内容", "left"), ("编号", "left")]
    rows = [(one.on or "起初", one.what, one.detail, one.record) for one in growth.steps]
    print_table(heads, rows, spare=[3])
    say(f"共{len(growth.steps)}条")


def _write_book(path: Path, growth: Growth, *, force: bool) -> None:
    from talentreg.files import check_kind, new_file
    from talentreg.workbooks.growth import write_growth

    check_kind(path, ".xlsx")
    with new_file(path, force=force) as file:
        write_growth(file, growth)
    say(str(path))
    tell(f"成长档案共{len(growth.steps)}条；号码已遮挡")


def _write_folder(
    connection: Connection, folder: Path, person_ids: Sequence[int], since: date | None, *, force: bool
) -> None:
    """Write one file a person; all are there or none."""
    from talentreg.files import file_name, new_folder
    from talentreg.workbooks.growth import write_growth

    tree = load_units(connection)
    with new_folder(folder, force=force) as place, progress("写成长档案", len(person_ids)) as step:
        for growth in read_growths(connection, person_ids, since, tree=tree):
            called = f"{growth.dossier.number} {growth.dossier.fields['name']}"
            with (place / file_name(called, ".xlsx")).open("wb") as file:
                write_growth(file, growth)
            step()
    say(str(folder))
    tell(f"成长档案{len(person_ids)}份；号码已遮挡")
