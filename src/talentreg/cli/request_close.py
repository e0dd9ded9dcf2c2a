"""`talentreg request close`: requests that are settled, with what came of them."""

from collections.abc import Sequence
from typing import Annotated

import typer

from talentreg.cli.ledger import new_staff_lines, tell_each, tell_row
from talentreg.cli.options import Db, On, word_of, words_of
from talentreg.cli.output import tell
from talentreg.cli.request_step import (
    NEXT,
    By,
    Measure,
    Result,
    Satisfaction,
    refuse_step_fields,
)
from talentreg.cli.stages import say_step
from talentreg.errors import Malformed
from talentreg.periods import today
from talentreg.places import register_path
from talentreg.records.duty_words import STEP
from talentreg.records.fields import number
from talentreg.records.ledgers import REQUEST
from talentreg.records.request import Request
from talentreg.records.work_words import WHETHER
from talentreg.store.register import open_for_writing
from talentreg.store.requests import find_request, take_step
from talentreg.store.typed import read_words
from talentreg.store.units import load_units


def close(
    requests: Annotated[
        list[str],
        typer.Argument(
            metavar="诉求… [字段=内容…]",
            help="编号，或只有一件在办的人，可写几件；后面可写 办理结果=…",
            show_default=False,
        ),
    ],
    result: Result = "",
    measure: Measure = "",
    satisfaction: Satisfaction = None,
    adopted: Annotated[
        str | None,
        typer.Option(
            "--adopted",
            metavar="是否",
            parser=word_of(WHETHER),
            help="建议是否采纳",
            show_default=False,
        ),
    ] = None,
    on: On = None,
    by: By = "",
    db: Db = None,
) -> None:
    """Close requests, all or none."""
    said = {"result": result, "measure": measure, "satisfaction": satisfaction, "adopted": adopted}
    named, fields = parted(requests)
    told, notes, unsaid = [], [], []
    with open_for_writing(register_path(db)).changing("request close") as writer:
        tree = load_units(writer.connection)
        values = read_words(writer.connection, REQUEST.fields, [*fields, *words_of(said)])
        refuse_step_fields(values)
        values |= {"by": by} if by else {}
        found = [find_request(writer.connection, tree, text) for text in named]
        for row_id in dict.fromkeys(found):
            taken = take_step(writer, tree, row_id, "closed", on or today(), values)
            told.append((tell_row(writer.connection, REQUEST, row_id), taken.edits))
            unsaid += [] if writer.row(Request, row_id)["result"] else [number(Request, row_id)]
            notes += new_staff_lines(writer.connection, taken.new_staff)
    for line, edits in told:
        say_step(STEP.text("closed"), line, edits)
    tell_each(list(dict.fromkeys(notes)))
    if unsaid:
        tell(f"没有写办理结果；补记：talentreg request edit {unsaid[0]} 办理结果=…")
    if not values.get("satisfaction"):
        tell(NEXT["closed"].format(number=number(Request, found[0])))


def parted(words: Sequence[str]) -> tuple[list[str], list[str]]:
    """Part the requests that are named from what is said of them; raises Malformed where none is named."""
    fields = [word for word in words if "=" in word or "＝" in word]
    named = [word for word in words if word not in fields]
    if not named:
        raise Malformed("没有写办结哪件诉求", "请写编号，如 talentreg request close Q000001 办理结果=…")
    return named, fields
