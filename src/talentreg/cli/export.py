"""`talentreg export`: the register as a workbook, one to edit and send back, or one printed roster a unit."""

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Annotated

import typer
from sqlalchemy import Connection

from talentreg.cli.options import Db, UnitName
from talentreg.cli.output import progress, say, tell
from talentreg.errors import Malformed, Refused
from talentreg.files import check_kind, new_file, new_folder
from talentreg.places import register_path
from talentreg.records.text import fold
from talentreg.store.audit import record_audit
from talentreg.store.listing import Request, count_rows
from talentreg.store.listings import LISTINGS, PEOPLE
from talentreg.store.register import Register, open_for_reading, open_for_writing
from talentreg.store.units import load_units
from talentreg.workbooks.editable import find_columns, write_editable
from talentreg.workbooks.register import LISTS, Export, listing_of, write_register
from talentreg.workbooks.roster import read_rosters, write_roster

FOR_EDITING = "export --workbook"
"""The command that writes full numbers only: masked ones could not come back."""

_ALSO = {"person": ("人员", "名单"), "contact": ("联系", "走访"), "staff": ("干部", "联络人")}
"""What people also call the lists, beside their titles and code words."""


def export(
    file: Annotated[
        Path | None, typer.Argument(metavar="文件.xlsx", help="写到哪里", show_default=False)
    ] = None,
    only: Annotated[
        str,
        typer.Option(
            "--only",
            metavar="内容",
            help="只导出其中几样：人才,联络,单位,工作人员,活动,诉求……",
            show_default=False,
        ),
    ] = "",
    roster: Annotated[
        Path | None,
        typer.Option("--roster", metavar="文件夹", help="改出花名册：每个单位一份，可直接打印，放进新文件夹"),
    ] = None,
    workbook: Annotated[
        Path | None,
        typer.Option("--workbook", metavar="表.xlsx", help="改出可修改的表：发下去改好，再用 import 收回来"),
    ] = None,
    columns: Annotated[
        str,
        typer.Option("--columns", metavar="列名", help="可修改的表只要这几列", show_default=False),
    ] = "",
    unit: UnitName = None,
    masked: Annotated[bool, typer.Option("--masked", help="遮挡电话、身份证号等号码")] = False,
    everybody: Annotated[bool, typer.Option("--all", help="连同已退库、去世的")] = False,
    force: Annotated[bool, typer.Option("--force", help="覆盖已有的文件")] = False,
    db: Db = None,
) -> None:
    """Write the register as a workbook, one to edit, or a roster a unit; full numbers are recorded."""
    if roster:
        _refuse_beside("--roster 出花名册", {"文件名": file, "--only": only, "--all": everybody})
    if workbook:
        beside = {"文件名": file, "--only": only, "--roster": roster, "--masked": masked}
        _refuse_beside("--workbook 出可修改的表", beside)
    _refuse_unsaid(file or roster, workbook, columns)
    lists = _read_lists(only)
    register = open_for_reading(register_path(db))
    with register.reading() as connection:
        scope = load_units(connection).find(unit) if unit else None
        wish = Export(lists or _filled(connection), scope, masked, everybody)
    if roster:
        _write_rosters(register, roster, wish, force=force)
    elif workbook:
        _write_editable(register, workbook, wish, _parted(columns), force=force)
    elif file:
        _write_workbook(register, file, wish, force=force)


def _refuse_beside(what: str, others: Mapping[str, object]) -> None:
    """Refuse options that mean another export than the one asked for."""
    if any(others.values()):
        raise Malformed(f"{what}，不能和{'、'.join(others)} 一起用", "请分两次导出")


def _refuse_unsaid(place: Path | None, workbook: Path | None, columns: str) -> None:
    """Refuse a command that does not say where to, or chooses columns of nothing."""
    if columns and not workbook:
        raise Malformed(
            "--columns 只用于可修改的表", "如 talentreg export --workbook 表.xlsx --columns 姓名,联系电话"
        )
    if not (place or workbook):
        hint = "如 talentreg export 登记册.xlsx，或 --workbook 可修改的表.xlsx，或 --roster 花名册"
        raise Malformed("没有写导出到哪里", hint)


def _read_lists(text: str) -> tuple[str, ...]:
    """Read `person,contact` or 人才、联络 into the lists meant, in the order of the workbook's sheets."""
    words = {
        fold(word): name for name in LISTS for word in (name, listing_of(name).title, *_ALSO.get(name, ()))
    }
    asked = _parted(text)
    for word in asked:
        if fold(word) not in words:
            listed = "、".join(f"{listing_of(name).title}({name})" for name in LISTS)
            raise Malformed(f"--only「{word}」看不懂", f"可写：{listed}")
    meant = {words[fold(word)] for word in asked}
    return tuple(name for name in LISTS if name in meant)


def _filled(connection: Connection) -> tuple[str, ...]:
    """List what a whole workbook holds: what everybody has, and the ledgers in which there is anything."""
    return tuple(
        name
        for name in LISTS
        if name in LISTINGS or count_rows(connection, listing_of(name), Request(everybody=True))
    )


def _parted(text: str) -> list[str]:
    return [word.strip() for word in text.replace("，", ",").replace("、", ",").split(",") if word.strip()]


def _write_editable(
    register: Register, place: Path, wish: Export, columns: list[str], *, force: bool
) -> None:
    """Write the workbook that comes back edited; whom it holds is recorded with it."""
    check_kind(place, ".xlsx")
    wish = replace(wish, lists=("person",))
    with new_file(place, force=force) as file:
        with register.reading() as connection:
            names = find_columns(connection, wish, columns)
            total = count_rows(connection, PEOPLE, wish.request(PEOPLE))
            left_out = _left_out(connection, wish)
            with progress("导出", total) as step:
                count = write_editable(file, connection, wish, names, step)
        record_export(register, FOR_EDITING, f"{place.name}：{count}人，{len(names)}列", wish)
    say(str(place))
    tell(f"已导出{count}人，{len(names)}列，可以修改；{about_numbers(wish)}")
    tell(f"改好后收回：talentreg import {place} --dry-run 先看改了什么")
    if left_out:
        tell(f"不含{PEOPLE.left_out}的{left_out}人；连同他们请加 --all")


def _write_workbook(register: Register, place: Path, wish: Export, *, force: bool) -> None:
    check_kind(place, ".xlsx")
    with new_file(place, force=force) as file:
        with register.reading() as connection:
            asked = [(listing, wish.request(listing)) for listing in map(listing_of, wish.lists)]
            total = sum(count_rows(connection, *one) for one in asked)
            left_out = _left_out(connection, wish)
            with progress("导出", total) as step:
                counts = write_register(file, connection, wish, step)
        held = told_counts(counts)
        record_export(register, "export", f"{place.name}：{held}", wish)
    say(str(place))
    tell(f"已导出：{held}；{about_numbers(wish)}")
    if left_out:
        tell(f"不含{PEOPLE.left_out}的{left_out}人；连同他们请加 --all")


def _write_rosters(register: Register, folder: Path, wish: Export, *, force: bool) -> None:
    with new_folder(folder, force=force) as inside:
        with register.reading() as connection:
            rosters = read_rosters(connection, wish)
        if not rosters:
            raise Refused("没有可以列入花名册的人", "先用 talentreg import 导入表格，或换一个 --unit")
        with progress("写花名册", len(rosters)) as step:
            for name, roster in rosters.items():
                with new_file(inside / name, force=False) as file:
                    write_roster(file, roster)
                step()
        people = sum(len(roster.rows) for roster in rosters.values())
        record_export(register, "export --roster", f"{folder.name}：{len(rosters)}个文件，{people}人", wish)
    say(str(folder))
    tell(f"已出花名册{len(rosters)}份，共{people}人；{about_numbers(wish)}")


def told_counts(counts: Mapping[str, int]) -> str:
    """Write how many rows of each list were written."""
    return "，".join(f"{listing_of(name).title}{count}" for name, count in counts.items())


def _left_out(connection: Connection, wish: Export) -> int:
    """Count the people an export leaves out because they left the register."""
    if "person" not in wish.lists:
        return 0
    asked = wish.request(PEOPLE)
    return count_rows(connection, PEOPLE, replace(asked, everybody=True)) - count_rows(
        connection, PEOPLE, asked
    )


def record_export(register: Register, command: str, detail: str, wish: Export) -> None:
    """Leave an audit entry; without one only masked numbers leave the register."""
    assert register.path is not None
    scope = wish.unit.name if wish.unit else "全部单位"
    try:
        numbers = "号码已遮挡" if wish.masked else "含完整号码"
        record_audit(open_for_writing(register.path), command, f"{detail}，{scope}，{numbers}")
    except Refused as error:
        if not wish.masked:
            raise Refused(
                "登记册只读，导出完整号码不能留痕，没有导出",
                "请检查权限" if command == FOR_EDITING else "请检查权限，或加 --masked 遮挡号码",
            ) from error
        tell("登记册只读，本次导出未留痕")


def about_numbers(wish: Export) -> str:
    """Say whether the numbers in a workbook are whole."""
    return "号码已遮挡" if wish.masked else "含完整号码，请妥善保管"
