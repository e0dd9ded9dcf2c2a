"""`talentreg request step`: a request is passed on, worked on, closed or followed up."""

from typing import Annotated, Any

import typer

from talentreg.cli.ledger import new_staff_lines, tell_each, tell_row
from talentreg.cli.options import Db, On, UnitPlace, word_of, words_of
from talentreg.cli.output import tell
from talentreg.cli.request_open import Due
from talentreg.cli.stages import say_step
from talentreg.errors import Malformed
from talentreg.periods import today
from talentreg.places import register_path
from talentreg.records.duty_words import STEP
from talentreg.records.ledgers import REQUEST
from talentreg.records.work_words import SATISFACTION
from talentreg.store.register import open_for_writing
from talentreg.store.requests import find_request, take_step
from talentreg.store.typed import read_words
from talentreg.store.units import load_units

By = Annotated[
    str,
    typer.Option("--by", metavar="工作人员", help="这一步谁经手：姓名，或 姓名@单位", show_default=False),
]
Measure = Annotated[str, typer.Option("--measure", metavar="措施", help="办理措施", show_default=False)]
Result = Annotated[str, typer.Option("--result", metavar="结果", help="办理结果", show_default=False)]
Satisfaction = Annotated[
    str | None,
    typer.Option(
        "--satisfaction",
        metavar="满意度",
        parser=word_of(SATISFACTION),
        help=SATISFACTION.listed(),
        show_default=False,
    ),
]
Leader = Annotated[str, typer.Option("--leader", metavar="领导", help="交给哪位领导负责", show_default=False)]
NEXT = {
    "assigned": "办理后：talentreg request step {number} 办理 --measure …",
    "handled": "办结时：talentreg request close {number} --result …",
    "closed": "回访后：talentreg request step {number} 回访 --satisfaction 满意",
}
"""What to do after a step."""


def step_on(
    request: Annotated[
        str, typer.Argument(metavar="诉求", help="编号，或只有一件在办的人", show_default=False)
    ],
    step: Annotated[
        str,
        typer.Argument(metavar="环节", parser=word_of(STEP), help=f"{STEP.listed()}", show_default=False),
    ],
    fields: Annotated[
        list[str] | None,
        typer.Argument(metavar="字段=内容…", help="如 承办单位=… 办理措施=…", show_default=False),
    ] = None,
    on: On = None,
    by: By = "",
    unit: UnitPlace = None,
    leader: Leader = "",
    due: Due = None,
    measure: Measure = "",
    result: Result = "",
    satisfaction: Satisfaction = None,
    db: Db = None,
) -> None:
    """Take a request one step further, dated and signed."""
    said = {"unit": unit, "leader": leader, "due_on": due, "measure": measure, "result": result}
    words = (fields or []) + words_of({**said, "satisfaction": satisfaction})
    with open_for_writing(register_path(db)).changing("request step") as writer:
        tree = load_units(writer.connection)
        row_id = find_request(writer.connection, tree, request, closed=step == "revisited")
        values = read_words(writer.connection, REQUEST.fields, words)
        refuse_step_fields(values)
        taken = take_step(writer, tree, row_id, step, on or today(), {**values, **({"by": by} if by else {})})
        line = tell_row(writer.connection, REQUEST, row_id)
        notes = new_staff_lines(writer.connection, taken.new_staff)
    say_step(STEP.text(step), line, taken.edits)
    tell_each(notes)
    if step in NEXT:
        tell(NEXT[step].format(number=line.partition("  ")[0]))


def refuse_step_fields(values: dict[str, Any]) -> None:
    """Refuse the day or the hand of a step among the words: options say them of the step taken."""
    steps = [f"{word.code}_{part}" for word in STEP.words for part in ("on", "by")]
    if found := next((name for name in values if name in steps), None):
        raise Malformed(
            f"{REQUEST.heading(found)}不用写成字段",
            "日期用 --on，经手人用 --by",
        )
