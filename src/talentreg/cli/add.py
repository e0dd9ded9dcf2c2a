"""`talentreg add`: one person, typed in one line or answered field by field."""

import sys
from pathlib import Path
from typing import Annotated, Any

import typer
from sqlalchemy import Connection

from talentreg.cli.asking import Answers, ask_person
from talentreg.cli.options import Db, UnitPlace
from talentreg.cli.output import complain, say, tell
from talentreg.cli.prompting import confirm
from talentreg.errors import Ambiguous, Malformed
from talentreg.places import register_path
from talentreg.store.entering import add_person, denied_by_id_number, possible_doubles
from talentreg.store.people import describe_person
from talentreg.store.register import open_blank, open_for_reading, open_for_writing
from talentreg.store.typed import PERSON_FIELDS, read_words
from talentreg.store.units import UnitNode, UnitTree, load_units


def add(
    name: Annotated[
        str | None,
        typer.Argument(metavar="姓名", help="不写姓名就逐项询问（在终端上）", show_default=False),
    ] = None,
    fields: Annotated[
        list[str] | None,
        typer.Argument(metavar="字段=内容…", help="如 学历=本科 入库日期=2026-03-01 返乡意愿=创业"),
    ] = None,
    phone: Annotated[str | None, typer.Option(metavar="电话", help="联系电话")] = None,
    id_number: Annotated[str | None, typer.Option(metavar="身份证号", help="18位身份证号")] = None,
    unit: UnitPlace = None,
    namesake: Annotated[bool, typer.Option("--namesake", help="确是与已登记者同名的另一个人")] = False,
    allow_erased: Annotated[bool, typer.Option("--allow-erased", help="资料已抹除的人也重新登记")] = False,
    db: Db = None,
) -> None:
    """Enter one person, enrolled today unless 入库日期 or 在库状态 say otherwise."""
    path = register_path(db)
    if name is None:
        _add_asking(path, allow_erased=allow_erased)
        return
    words = list(fields or [])
    words += [f"phone={phone}"] if phone else []
    words += [f"id_number={id_number}"] if id_number else []
    words += [f"unit={unit}"] if unit else []
    with open_for_writing(path).changing("add") as writer:
        tree = load_units(writer.connection)
        values = read_words(writer.connection, PERSON_FIELDS, words)
        place = values.pop("unit", None)
        node = tree.find_open(place) if place else tree.top()
        person_id = add_person(writer, name, values, node, namesake=namesake, allow_erased=allow_erased)
        line = describe_person(writer.connection, tree, person_id)
        doubles = [] if namesake else _doubles(writer.connection, tree, person_id)
    _say_added(line, values, node, doubles)


def _add_asking(path: Path, *, allow_erased: bool) -> None:
    """Ask for a person, then write: nobody waits for a register that is held open by a question."""
    if not sys.stdin.isatty():
        raise Malformed("缺少 姓名", "talentreg add --help 说明用法；在终端上不写姓名会逐项询问")
    register = open_for_reading(path) if path.exists() else open_blank()
    with register.reading() as connection:
        answers = ask_person(connection)
    if answers is None:
        tell("没有登记")
        return
    try:
        line, doubles = _write(path, answers, namesake=False, allow_erased=allow_erased)
    except Ambiguous as error:
        if "--namesake" not in error.hint:
            raise
        complain(error)
        if not confirm("确是另一个人，照样登记吗？"):
            tell("没有登记")
            return
        line, doubles = _write(path, answers, namesake=True, allow_erased=allow_erased)
    _say_added(line, answers.values, answers.unit, doubles)


def _write(path: Path, answers: Answers, *, namesake: bool, allow_erased: bool) -> tuple[str, list[str]]:
    allowed = {"namesake": namesake, "allow_erased": allow_erased}
    with open_for_writing(path).changing("add") as writer:
        person_id = add_person(writer, answers.name, answers.values, answers.unit, **allowed)
        tree = load_units(writer.connection)
        doubles = [] if namesake else _doubles(writer.connection, tree, person_id)
        return describe_person(writer.connection, tree, person_id), doubles


def _doubles(connection: Connection, tree: UnitTree, person_id: int) -> list[str]:
    return [describe_person(connection, tree, one) for one in possible_doubles(connection, person_id)]


def _say_added(line: str, values: dict[str, Any], unit: UnitNode | None, doubles: list[str]) -> None:
    say(f"已登记：{line}")
    for field in denied_by_id_number(values):
        tell(f"{field}与身份证号不一致，按填写的登记")
    if unit is None:
        tell("没有写所属单位，暂记为未填；可用 --unit 指定")
    if doubles:
        tell(f"可能与已登记的是同一人：{'；'.join(doubles)}；如是同一人，用 talentreg undo 撤销")
