"""`talentreg edit`: put one person's record right, or note what has changed."""

from typing import Annotated

import typer
from sqlalchemy import Connection

from talentreg.cli.options import Db, On, PersonName, UnitPlace
from talentreg.cli.output import LONGEST_CELL, print_table, say, shortened, tell
from talentreg.errors import Malformed
from talentreg.periods import today
from talentreg.places import register_path
from talentreg.records.text import clean_line, fold
from talentreg.store.editing import Edit, PersonEditor
from talentreg.store.entering import denied_by_id_number
from talentreg.store.people import describe_person, find_person, person_row
from talentreg.store.register import open_for_writing
from talentreg.store.typed import PERSON_FIELDS, names_field, read_words
from talentreg.store.units import load_units


def edit(
    person: PersonName,
    fields: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="字段=内容…", help="如 学历=硕士 返乡意愿=创业；学历= 清空", show_default=False
        ),
    ] = None,
    phone: Annotated[str | None, typer.Option(metavar="电话", help="联系电话")] = None,
    id_number: Annotated[str | None, typer.Option(metavar="身份证号", help="18位身份证号")] = None,
    unit: UnitPlace = None,
    on: On = None,
    correct: Annotated[
        bool, typer.Option("--correct", help="更正登记错的单位、状态、意愿，不算作当天的变动")
    ] = False,
    db: Db = None,
) -> None:
    """Edit one person; unit, status and intention get a new entry dated `--on`, the former ones stay."""
    words = list(fields or [])
    options = {"phone": phone, "id_number": id_number, "unit": unit}
    words += [f"{name}={value}" for name, value in options.items() if value]
    if not words:
        raise Malformed("没有写要改什么", "如 talentreg edit 张三@望江社区 学历=硕士 返乡意愿=创业")
    with open_for_writing(register_path(db)).changing("edit") as writer:
        tree = load_units(writer.connection)
        person_id = find_person(writer.connection, tree, person)
        known, others = _apart(writer.connection, person_id, words)
        values = read_words(writer.connection, PERSON_FIELDS, known)
        edits = PersonEditor(writer, tree, person_id, on or today(), correct=correct).edit(values, others)
        line = describe_person(writer.connection, tree, person_id)
        stored = person_row(writer.connection, person_id)
    print_edits(line, edits)
    for field in denied_by_id_number(dict(stored)) if edits else ():
        tell(f"{field}与身份证号不一致，按填写的登记")


def print_edits(what: str, edits: list[Edit]) -> None:
    """Print what was changed field by field, or that nothing was."""
    if not edits:
        say(f"没有变化：{what}")
        return
    say(f"已更正：{what}")
    heads = [("字段", "left"), ("原来", "left"), ("现在", "left")]
    before = [shortened(one.before or "（空）", LONGEST_CELL) for one in edits]
    after = [shortened(one.after or "（空）", LONGEST_CELL) for one in edits]
    print_table(heads, list(zip([one.heading for one in edits], before, after, strict=True)))


def _apart(connection: Connection, person_id: int, words: list[str]) -> tuple[list[str], dict[str, str]]:
    """Set words apart that name a column of the sender's own; what is a declared field is none."""
    headings = {fold(heading): heading for heading in person_row(connection, person_id)["extra"] or {}}
    known: list[str] = []
    others: dict[str, str] = {}
    for word in words:
        name, sign, text = word.replace("＝", "=").partition("=")
        heading = headings.get(fold(name))
        if not sign or heading is None or names_field(PERSON_FIELDS, name):
            known.append(word)
        elif heading in others:
            raise Malformed(f"{heading}写了两遍")
        else:
            others[heading] = clean_line(text)
    return known, others
