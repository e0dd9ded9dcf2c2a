"""`talentreg add`: one person, typed."""

from typing import Annotated

import typer

from talentreg.cli.options import Db, UnitName
from talentreg.cli.output import say, tell
from talentreg.places import register_path
from talentreg.store.entering import add_person, denied_by_id_number
from talentreg.store.people import describe_person
from talentreg.store.register import open_for_writing
from talentreg.store.typed import PERSON_FIELDS, read_words
from talentreg.store.units import load_units


def add(
    name: Annotated[str, typer.Argument(metavar="姓名", show_default=False)],
    fields: Annotated[
        list[str] | None,
        typer.Argument(metavar="字段=内容…", help="如 学历=本科 入库日期=2026-03-01 返乡意愿=创业"),
    ] = None,
    phone: Annotated[str | None, typer.Option(metavar="电话", help="联系电话")] = None,
    id_number: Annotated[str | None, typer.Option(metavar="身份证号", help="18位身份证号")] = None,
    unit: UnitName = None,
    namesake: Annotated[bool, typer.Option("--namesake", help="确是与已登记者同名的另一个人")] = False,
    db: Db = None,
) -> None:
    """Enter one person, enrolled today unless 入库日期 or 在库状态 say otherwise."""
    words = list(fields or [])
    words += [f"phone={phone}"] if phone else []
    words += [f"id_number={id_number}"] if id_number else []
    with open_for_writing(register_path(db)).changing("add") as writer:
        tree = load_units(writer.connection)
        values = read_words(writer.connection, PERSON_FIELDS, words)
        place = unit or values.pop("unit", None)
        node = tree.find(place) if place else tree.top()
        person_id = add_person(writer, name, values, node, namesake=namesake)
        line = describe_person(writer.connection, tree, person_id)
    say(f"已登记：{line}")
    for field in denied_by_id_number(values):
        tell(f"{field}与身份证号不一致，按填写的登记")
    if node is None:
        tell("没有写所属单位，暂记为未填；可用 --unit 指定")
