"""`export` of every ledger: a workbook that may be corrected and taken in again, or a blank form."""

from pathlib import Path
from typing import Annotated

import typer

from talentreg.cli.export import about_numbers, record_export, told_counts
from talentreg.cli.ledger import Run
from talentreg.cli.options import Db, UnitName
from talentreg.cli.output import progress, say, tell
from talentreg.files import check_kind, new_file
from talentreg.places import register_path
from talentreg.records.ledger import Ledger
from talentreg.store.ledger_sheets import command_of, family
from talentreg.store.listing import count_rows
from talentreg.store.register import open_for_reading
from talentreg.store.units import load_units
from talentreg.workbooks.register import Export, listing_of, write_register

Where = Annotated[Path, typer.Argument(metavar="文件.xlsx", help="写到哪里", show_default=False)]
Masked = Annotated[bool, typer.Option("--masked", help="遮挡内容里的电话、身份证号；遮挡的不能再导入")]
Force = Annotated[bool, typer.Option("--force", help="覆盖已有的文件")]


def make(ledger: Ledger) -> Run:
    """Make the command that writes a ledger, and those that go with it, as a workbook."""

    def export_ledger(
        file: Where, unit: UnitName = None, masked: Masked = False, force: Force = False, db: Db = None
    ) -> None:
        check_kind(file, ".xlsx")
        register = open_for_reading(register_path(db))
        command = f"{command_of(ledger)} export"
        with new_file(file, force=force) as writing:
            with register.reading() as connection:
                scope = load_units(connection).find(unit) if unit else None
                names = tuple(one.name for one in family(ledger))
                wish = Export(names, scope, masked, editable=not masked)
                asked = [(listing, wish.request(listing)) for listing in map(listing_of, names)]
                with progress("导出", sum(count_rows(connection, *one) for one in asked)) as step:
                    counts = write_register(writing, connection, wish, step)
            record_export(register, command, f"{file.name}：{told_counts(counts)}", wish)
        say(str(file))
        if any(counts.values()):
            tell(f"已导出：{told_counts(counts)}；{about_numbers(wish)}")
        else:
            tell(f"还没有{ledger.title}，这是一张空表")
        if not masked:
            tell(f"填好、改好后导入：talentreg {command_of(ledger)} import {file} --dry-run 先看会做什么")

    return export_ledger
