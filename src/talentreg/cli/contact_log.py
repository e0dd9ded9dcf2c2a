"""`talentreg contact log`: one contact each with one or several people, or with everybody on a sheet."""

from datetime import date
from pathlib import Path
from typing import Annotated, Any

import typer
from sqlalchemy import Connection

from talentreg.cli.options import (
    Channel,
    Db,
    IntentionWord,
    NextOn,
    On,
    PeopleNames,
    Presence,
    UnitPlace,
    filled,
)
from talentreg.cli.output import say, tell
from talentreg.errors import Malformed, Refused
from talentreg.intake.options import Options
from talentreg.periods import chinese_day, today
from talentreg.places import register_path
from talentreg.records.cleaning import clean_note, clean_text
from talentreg.records.contact import Contact
from talentreg.records.fields import number
from talentreg.records.vocabulary import CHANNEL
from talentreg.store.changes import Writer
from talentreg.store.duty_owed import Owed, Reckoning, leaders_passed_by, served_by
from talentreg.store.entering import Logged, log_contact, require_staff_name
from talentreg.store.people import describe_person, find_person, staff_alike
from talentreg.store.register import open_for_writing
from talentreg.store.units import UnitTree, load_units

Sheet = Annotated[
    Path | None,
    typer.Option(
        "--from", metavar="表格", help="按一张表登记：每人一行；表里没有的项目用这里的选项", readable=False
    ),
]
By = Annotated[str, typer.Option(metavar="联络人", help="谁联系的：姓名，或 姓名@单位", show_default=False)]
Occasion = Annotated[
    str | None, typer.Option(metavar="事由", help="慰问、调研、征求意见、政策宣传、服务、其他……")
]
Note = Annotated[str | None, typer.Option(metavar="内容", help="联络内容")]
NextStep = Annotated[str | None, typer.Option(metavar="内容", help="下一步做什么")]
Reason = Annotated[
    str | None,
    typer.Option(metavar="原因", parser=filled, help="意愿的原因，如 爱人在外地；与 --intention 同用"),
]
NoAnswer = Annotated[bool, typer.Option("--no-answer", help="没有联系上")]
Family = Annotated[bool, typer.Option("--family", help="只联系到家属")]
Inbound = Annotated[bool, typer.Option("--inbound", help="对方主动联系的")]
AllowErased = Annotated[
    bool, typer.Option("--allow-erased", help="与 --from 同用：表里已抹除的人也照常对照，不跳过")
]
DryRun = Annotated[bool, typer.Option("--dry-run", help="与 --from 同用：只说明会做什么，不写入")]


def log_contacts(
    people: PeopleNames = None,
    channel: Channel = None,
    on: On = None,
    presence: Presence = None,
    by: By = "",
    occasion: Occasion = None,
    note: Note = None,
    intention: IntentionWord = None,
    reason: Reason = None,
    next_on: NextOn = None,
    next_step: NextStep = None,
    no_answer: NoAnswer = False,
    family: Family = False,
    inbound: Inbound = False,
    unit: UnitPlace = None,
    sheet: Sheet = None,
    dry_run: DryRun = False,
    allow_erased: AllowErased = False,
    db: Db = None,
) -> None:
    """Log one contact with each person, all or none."""
    reached = _reached(no_answer=no_answer, family=family)
    why = _why(reason, intention)
    given: dict[str, Any] = {
        "on": on,
        "channel": channel,
        "presence": presence,
        "direction": "inbound" if inbound else None,
        "reached": reached,
        "occasion": occasion,
        "note": clean_note(note) if note else None,
        "next_step": clean_note(next_step) if next_step else None,
        "next_on": next_on,
    }
    if sheet is not None:
        _refuse_people(people)
        options = Options(unit, given=_told(given, by, intention, why), allow_erased=allow_erased)
        _log_sheet(sheet, register_path(db), options, dry_run=dry_run)
        return
    _require(people, channel, dry_run=dry_run, allow_erased=allow_erased)
    facts = _facts(given)
    with open_for_writing(register_path(db)).changing("contact log") as writer:
        tree = load_units(writer.connection)
        facts["unit_id"] = tree.find_open(unit, facts["on"]).id if unit else None
        person_ids = [find_person(writer.connection, tree, text) for text in people or ()]
        logged = log_contact(writer, person_ids, facts, by, intention or "", why)
        lines = _report(writer, tree, logged, facts["on"], channel or "")
        duties = _duty_lines(writer.connection, list(logged.entered.values()))
    _say(lines, duties)


def _reached(*, no_answer: bool, family: bool) -> str | None:
    """Return who was reached, as far as that is said."""
    if no_answer and family:
        raise Malformed("--no-answer 和 --family 只能选一个", "没联系上用前者，只联系到家属用后者")
    return "none" if no_answer else "family" if family else None


def _why(reason: str | None, intention: str | None) -> str | None:
    """Return the reason of an intention; refuse one that is nobody's."""
    if reason and not intention:
        raise Malformed(
            "--reason 是意愿的原因，要和 --intention 同用", "如 --intention 无 --reason 爱人在外地"
        )
    return clean_text(reason) if reason else None


def _facts(given: dict[str, Any]) -> dict[str, Any]:
    """Fill in what is usual of a contact where it is not said otherwise."""
    usual = {"presence": "unknown", "direction": "outbound", "reached": "self", "on": today()}
    return usual | {name: value for name, value in given.items() if value is not None}


def _require(people: list[str] | None, channel: str | None, *, dry_run: bool, allow_erased: bool) -> None:
    """Refuse a contact without a person or a channel; a sheet may bring both."""
    if not people:
        raise Malformed("缺少 人", "写姓名、编号或 姓名@社区；整张表登记用 --from 表格.xlsx")
    if channel is None:
        raise Malformed("缺少 --channel（联络方式）", f"可写：{CHANNEL.listed()}")
    if dry_run:
        raise Malformed("--dry-run 只和 --from 同用", "登记错了可以 talentreg undo")
    if allow_erased:
        raise Malformed("--allow-erased 只和 --from 同用", "已抹除的人要先用 talentreg add 重新登记")


def _refuse_people(people: list[str] | None) -> None:
    """Refuse people beside a sheet: it says who."""
    if people:
        raise Malformed("写了 --from 就不用再写人", "表里每行一个人；要加人，分两次登记")


def _log_sheet(sheet: Path, path: Path, options: Options, *, dry_run: bool) -> None:
    """Log a contact with everybody on a sheet, the way an import does, row by row accounted for."""
    from talentreg.cli.taking_in import Task, take_in
    from talentreg.intake.batch import Batch
    from talentreg.intake.reading import read_book

    take_in(Task(path, "contact log --from", dry_run=dry_run), Batch((read_book(sheet),)), options)


def _told(given: dict[str, Any], by: str, intention: str | None, why: str | None) -> dict[str, Any]:
    """Return what every row of a sheet is told that does not say it itself."""
    if given["on"] and given["on"] > today():
        raise Refused(f"联络日期{chinese_day(given['on'])}还没有到", f"今天是{chinese_day(today())}")
    if by:
        require_staff_name(by)
    told = {f"contact.{name}": value for name, value in given.items() if value is not None}
    told |= {"staff": by} if by else {}
    told |= {"intention.kind": intention} if intention else {}
    return told | ({"intention.reason": why} if why else {})


def _report(writer: Writer, tree: UnitTree, logged: Logged, on: date, channel: str) -> list[str]:
    what = f"{chinese_day(on)} {CHANNEL.text(channel)}"
    described = {
        one: describe_person(writer.connection, tree, one) for one in (*logged.entered, *logged.known)
    }
    lines = [f"已记：{what}  {described[one]}" for one in logged.entered]
    known = {one: number(Contact, contact_id) for one, contact_id in logged.known.items()}
    lines += [f"已有相同的联络，没有重复登记：{described[one]}（{known[one]}）" for one in known]
    if logged.intentions:
        lines.append(f"返乡意愿已记{logged.intentions}条")
    if known:
        lines.append("如确是另一次联络，请用 --note 写明不同之处")
        lines.append(f"要补充已有的那次：talentreg contact edit {next(iter(known.values()))} 事由=…")
    if logged.new_staff:
        lines.append(new_staff_line(writer.connection, logged.new_staff))
    return lines


def _say(lines: list[str], duties: list[str]) -> None:
    """Say what was logged, and what it means for the duty of leaders."""
    say("\n".join(lines))
    for line in duties:
        tell(line)


def _duty_lines(connection: Connection, contact_ids: list[int]) -> list[str]:
    """Say how far the duties are that contacts serve, and whose they do not count for."""
    served = [_duty_line(one) for one in served_by(connection, Reckoning(today()), contact_ids)]
    if passed_by := leaders_passed_by(connection, contact_ids):
        served.append(f"不计入{'、'.join(passed_by)}的联系职责：只计主动联系、联系上本人的")
    return served


def _duty_line(one: Owed) -> str:
    """Say how far a leader's duty is after a contact that serves it."""
    so_far = f"{one.leader}今年联系{one.name}计{one.done}次，规定{one.required}次"
    return f"{so_far}，已履行" if one.due is None else f"{so_far}，下次{chinese_day(one.due)}前"


def new_staff_line(connection: Connection, name: str) -> str:
    """Say who was entered as new staff; a name like another's may be a slip."""
    near = staff_alike(connection, name)
    doubt = f"（与{'、'.join(near)}相近，如是同一人：talentreg staff merge）" if near else ""
    return f"新登记工作人员：{name}{doubt}"
