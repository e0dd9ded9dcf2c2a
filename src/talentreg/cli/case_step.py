"""`talentreg case step`: a case on somebody's way back goes a stage further, lands or fails."""

from datetime import date
from typing import Annotated

import typer

from talentreg.cli.ledger import new_staff_lines, new_word_lines, tell_each, tell_row
from talentreg.cli.options import Db, On, filled, parse_with, parted, word_of, words_of
from talentreg.cli.stages import say_step
from talentreg.errors import Malformed
from talentreg.periods import parse_day, today
from talentreg.places import register_path
from talentreg.records.duty_words import CASE_STAGE
from talentreg.records.fields import number
from talentreg.records.milestone import Milestone
from talentreg.records.person import Person
from talentreg.records.returning import ReturnCase
from talentreg.records.vocabulary import INTENTION, WILLING
from talentreg.records.work_words import MILESTONE, RETURNING
from talentreg.store.cases import (
    CASE,
    enter_landing,
    enter_unwilling,
    find_case,
    latest_intention,
    take_case_step,
)
from talentreg.store.changes import Writer
from talentreg.store.register import open_for_writing
from talentreg.store.stages import refuse_stage_days
from talentreg.store.staying import UNWILLING, without_known_reason
from talentreg.store.typed import read_words
from talentreg.store.units import UnitTree, load_units

Case = Annotated[
    str,
    typer.Argument(metavar="个案", help="编号，或有个案的人；几件用逗号隔开", show_default=False),
]
Step = Annotated[
    str,
    typer.Argument(
        metavar=CASE_STAGE.title, parser=word_of(CASE_STAGE), help=CASE_STAGE.listed(), show_default=False
    ),
]
Fields = Annotated[
    list[str] | None,
    typer.Argument(metavar="字段=内容…", help="如 跟进单位=… 个案备注=…", show_default=False),
]
Owner = Annotated[
    str, typer.Option("--by", metavar="工作人员", help="由谁跟进：姓名，或 姓名@单位", show_default=False)
]
NextStep = Annotated[str, typer.Option("--next", metavar="内容", help="下一步做什么", show_default=False)]
NextOn = Annotated[
    date | None,
    typer.Option("--next-on", metavar="日期", parser=parse_with(parse_day), help="哪天再跟进"),
]
Kind = Annotated[
    str | None,
    typer.Option("--kind", metavar=RETURNING.title, parser=word_of(RETURNING), help=RETURNING.listed()),
]
Result = Annotated[
    str, typer.Option("--result", metavar="情况", help="落地情况，如 任村党组织书记", show_default=False)
]
Place = Annotated[
    str | None, typer.Option("--place", metavar="地点", parser=filled, help="落地在哪里，记入成效")
]
Reason = Annotated[str, typer.Option("--reason", metavar="原因", help="未成的原因", show_default=False)]
Now = Annotated[
    str | None,
    typer.Option(
        "--intention", metavar="意愿", parser=word_of(INTENTION), help="未成时记下本人意愿：无，或 待定"
    ),
]


def step_on(
    case: Case,
    step: Step,
    fields: Fields = None,
    on: On = None,
    by: Owner = "",
    next_step: NextStep = "",
    next_on: NextOn = None,
    kind: Kind = None,
    result: Result = "",
    place: Place = None,
    reason: Reason = "",
    intention: Now = None,
    no_milestone: Annotated[bool, typer.Option("--no-milestone", help="落地时不记成效")] = False,
    db: Db = None,
) -> None:
    """Take cases one stage further, all or none; a landing enters the milestone too."""
    _check(step, intention, place, result, no_milestone=no_milestone)
    said = {"next_step": next_step, "next_on": next_on, "kind": kind, "result": result, "reason": reason}
    notes, told = [], []
    with open_for_writing(register_path(db)).changing("case step") as writer:
        tree = load_units(writer.connection)
        values = read_words(writer.connection, CASE.fields, [*(fields or ()), *words_of(said)])
        refuse_stage_days(CASE, CASE_STAGE, values)
        values |= {f"{step}_on": on or today()} | ({"owner": by} if by else {})
        found = [find_case(writer.connection, tree, text) for text in _named(case)]
        for row_id in dict.fromkeys(found):
            taken = take_case_step(writer, tree, row_id, step, values)
            notes += new_staff_lines(writer.connection, taken.new_staff)
            along: list[str] = []
            if step == "landed" and not no_milestone:
                along, more = _land(writer, tree, row_id, place)
                notes += more
            if step == "failed":
                along, more = _fail(writer, row_id, intention)
                notes += more
            told.append((tell_row(writer.connection, CASE, row_id), taken.edits, along))
            notes += _next(writer, row_id)
        unknown = without_known_reason(writer.connection, values)
        notes += new_word_lines(writer.connection, CASE.fields, unknown)
    for line, edits, along in told:
        say_step(f"记{CASE_STAGE.text(step)}", line, edits, along)
    tell_each(list(dict.fromkeys(notes)))


def _named(text: str) -> list[str]:
    """Return the cases that are named, parted by commas."""
    if named := parted(text):
        return named
    raise Malformed("没有写哪件个案", "写编号，或有个案的人；几件用逗号隔开")


def _check(step: str, intention: str | None, place: str | None, result: str, *, no_milestone: bool) -> None:
    """Refuse what belongs to another stage, before anything is done."""
    if step != "failed" and intention:
        raise Malformed("--intention 只在未成时写", "落地的不用写；其他时候用 contact log --intention")
    if intention and intention not in UNWILLING:
        raise Malformed("未成的个案只记意愿 无 或 待定", "如 --intention 无 --reason 爱人在外地")
    if step != "landed" and (place or no_milestone):
        raise Malformed("--place、--no-milestone 只在落地时写", "跟进情况写 --next 或 个案备注=…")
    if step != "landed" and result:
        raise Malformed("--result 只在落地时写", "没有成的写 --reason，其他写 个案备注=…")
    if place and no_milestone:
        raise Malformed("--place 是成效的地点，不能和 --no-milestone 同用", "落地情况写 --result")


def _land(writer: Writer, tree: UnitTree, row_id: int, place: str | None) -> tuple[list[str], list[str]]:
    """Enter the milestone of a landing; return what to say of it, and what else to tell."""
    add = "talentreg project add 项目名称"
    entered = enter_landing(writer, tree, row_id, place)
    if entered is None:
        return [], [f"项目合作不另记成效；登记项目：{add}"]
    kind = writer.row(Milestone, entered.row_id)["kind"]
    called = f"{number(Milestone, entered.row_id)}  {MILESTONE.text(kind)}"
    if entered.known:
        return [f"已有成效，没有另记：{called}"], []
    project = [f"办了项目的登记：{add}"] if kind == "returned_business" else []
    return [f"已记成效：{called}"], [*entered.notes, *project]


def _fail(writer: Writer, row_id: int, intention: str | None) -> tuple[list[str], list[str]]:
    """Enter what somebody wants now; return what to say of it, and what a failure leaves open."""
    row = writer.row(ReturnCase, row_id)
    called, person = number(ReturnCase, row_id), number(Person, row["person_id"])
    notes = [] if row["reason"] else [f"没有写未成原因；补记：talentreg case edit {called} 未成原因=…"]
    if intention:
        told = INTENTION.text(intention)
        new = enter_unwilling(writer, row_id, intention)
        return [f"返乡意愿已记为{told}" if new else f"返乡意愿原来就是{told}"], notes
    wanted = latest_intention(writer.connection, row["person_id"], row["failed_on"])
    if wanted in WILLING:
        notes.append(f"返乡意愿仍是{INTENTION.text(wanted)}；变了的写：talentreg edit {person} 返乡意愿=无")
    return [], notes


def _next(writer: Writer, row_id: int) -> list[str]:
    """Say what lacks of a case that goes on: a day to follow it up, somebody who does."""
    row = writer.row(ReturnCase, row_id)
    if row["landed_on"] or row["failed_on"]:
        return []
    called = number(ReturnCase, row_id)
    lacking = [] if row["next_on"] else ["下次跟进日期=…"]
    lacking += [] if row["owner_id"] else ["跟进人=…"]
    if not lacking:
        return []
    headings = "、".join(one.removesuffix("=…") for one in lacking)
    return [f"还没有写{headings}：talentreg case edit {called} {' '.join(lacking)}"]
