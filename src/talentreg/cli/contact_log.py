"""`talentreg contact log`: one contact each with one or several people."""

from datetime import date
from typing import Annotated, Any

import typer

from talentreg.cli.options import Channel, Db, IntentionWord, NextOn, On, Presence, UnitName
from talentreg.cli.output import say
from talentreg.errors import Malformed
from talentreg.periods import chinese_day, today
from talentreg.places import register_path
from talentreg.records.cleaning import clean_note
from talentreg.records.vocabulary import CHANNEL
from talentreg.store.changes import Writer
from talentreg.store.entering import Logged, log_contact
from talentreg.store.people import describe_person, find_person
from talentreg.store.register import open_for_writing
from talentreg.store.units import UnitTree, load_units

People = Annotated[
    list[str],
    typer.Argument(metavar="人…", help="编号、电话、身份证号、姓名，或 姓名@社区", show_default=False),
]


def log_contacts(
    people: People,
    channel: Channel,
    on: On = None,
    presence: Presence = "unknown",
    by: Annotated[
        str, typer.Option(metavar="联络人", help="谁联系的：姓名，或 姓名@单位", show_default=False)
    ] = "",
    occasion: Annotated[
        str | None, typer.Option(metavar="事由", help="慰问、调研、征求意见、政策宣传、服务、其他……")
    ] = None,
    note: Annotated[str | None, typer.Option(metavar="内容", help="联络内容")] = None,
    intention: IntentionWord = None,
    next_on: NextOn = None,
    next_step: Annotated[str | None, typer.Option(metavar="内容", help="下一步做什么")] = None,
    no_answer: Annotated[bool, typer.Option("--no-answer", help="没有联系上")] = False,
    family: Annotated[bool, typer.Option("--family", help="只联系到家属")] = False,
    inbound: Annotated[bool, typer.Option("--inbound", help="对方主动联系的")] = False,
    unit: UnitName = None,
    db: Db = None,
) -> None:
    """Log one contact with each person, all or none."""
    if no_answer and family:
        raise Malformed("--no-answer 和 --family 只能选一个", "没联系上用前者，只联系到家属用后者")
    facts: dict[str, Any] = {
        "on": on or today(),
        "channel": channel,
        "presence": presence,
        "direction": "inbound" if inbound else "outbound",
        "reached": "none" if no_answer else "family" if family else "self",
        "occasion": occasion,
        "note": clean_note(note) if note else None,
        "next_step": clean_note(next_step) if next_step else None,
        "next_on": next_on,
    }
    with open_for_writing(register_path(db)).changing("contact log") as writer:
        tree = load_units(writer.connection)
        facts["unit_id"] = tree.find(unit).id if unit else None
        person_ids = [find_person(writer.connection, tree, text) for text in people]
        logged = log_contact(writer, person_ids, facts, by, intention or "")
        lines = _report(writer, tree, logged, facts["on"], channel)
    say("\n".join(lines))


def _report(writer: Writer, tree: UnitTree, logged: Logged, on: date, channel: str) -> list[str]:
    what = f"{chinese_day(on)} {CHANNEL.text(channel)}"
    described = {
        one: describe_person(writer.connection, tree, one) for one in (*logged.entered, *logged.known)
    }
    lines = [f"已记：{what}  {described[one]}" for one in logged.entered]
    lines += [f"已有相同的联络，没有重复登记：{described[one]}" for one in logged.known]
    if logged.intentions:
        lines.append(f"返乡意愿已记{logged.intentions}条")
    if logged.known:
        lines.append("如确是另一次联络，请用 --note 写明不同之处")
    if logged.new_staff:
        lines.append(f"新登记工作人员：{logged.new_staff}")
    return lines
