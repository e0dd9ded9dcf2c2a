"""`talentreg project step`: a project goes a stage further, or ends."""

from typing import Annotated

import typer

from talentreg.cli.ledger import new_staff_lines, new_word_lines, tell_each, tell_row
from talentreg.cli.options import Db, On, UnitPlace, word_of, words_of
from talentreg.cli.stages import say_step
from talentreg.errors import Refused
from talentreg.periods import chinese_day, today
from talentreg.places import register_path
from talentreg.records.duty_words import PROJECT_STAGE
from talentreg.records.fields import number
from talentreg.records.masking import mask_free_text
from talentreg.records.person import Person
from talentreg.records.project import Project
from talentreg.store.changes import Writer
from talentreg.store.projects import PROJECT, find_project, without_milestone
from talentreg.store.register import open_for_writing
from talentreg.store.stages import refuse_stage_days, take_stage
from talentreg.store.typed import read_words
from talentreg.store.units import load_units

ProjectName = Annotated[
    str, typer.Argument(metavar="项目", help="名称或编号，见 talentreg project list", show_default=False)
]
THERE = ("landed", "running")
"""The stages at which those who build it have come back."""


def step_on(
    project: ProjectName,
    step: Annotated[
        str,
        typer.Argument(
            metavar=PROJECT_STAGE.title,
            parser=word_of(PROJECT_STAGE),
            help=PROJECT_STAGE.listed(),
            show_default=False,
        ),
    ],
    fields: Annotated[
        list[str] | None,
        typer.Argument(metavar="字段=内容…", help="如 计划投资=500万元 带动就业=30", show_default=False),
    ] = None,
    on: On = None,
    reason: Annotated[str, typer.Option("--reason", metavar="原因", help="终止的原因")] = "",
    unit: UnitPlace = None,
    db: Db = None,
) -> None:
    """Take a project one stage further, dated; what else is known now is written along."""
    with open_for_writing(register_path(db)).changing("project step") as writer:
        tree = load_units(writer.connection)
        row = find_project(writer.connection, project)
        words = [*(fields or ()), *words_of({"reason": reason, "unit": unit})]
        values = read_words(writer.connection, PROJECT.fields, words)
        refuse_stage_days(PROJECT, PROJECT_STAGE, values)
        if row["ended_on"] and step != "ended":
            told = f"{mask_free_text(row['name'])}已于{chinese_day(row['ended_on'])}终止，没有改动"
            raise Refused(
                told, f"又重新启动的：talentreg project edit {number(Project, row['id'])} 终止日期="
            )
        taken = take_stage(writer, tree, PROJECT, row["id"], step, {**values, f"{step}_on": on or today()})
        notes = new_staff_lines(writer.connection, taken.new_staff)
        notes += new_word_lines(writer.connection, PROJECT.fields, values)
        notes += _lacking(writer, row["id"], step)
        line = tell_row(writer.connection, PROJECT, row["id"])
    say_step(f"记{PROJECT_STAGE.text(step)}", line, taken.edits)
    tell_each(notes)


def _lacking(writer: Writer, row_id: int, step: str) -> list[str]:
    """Say what the figures still want to know of a project at its new stage."""
    row = writer.row(Project, row_id)
    called, notes = number(Project, row_id), []
    if step == "ended":
        return [] if row["reason"] else [f"没有写终止原因；补记：talentreg project edit {called} 终止原因=…"]
    if step not in THERE:
        return []
    wanted = ("investment", "jobs", *(("income",) if row["owner"] == "collective" else ()))
    lacking = [PROJECT.heading(name) for name in wanted if row[name] is None]
    if lacking:
        asked = " ".join(f"{one}=…" for one in lacking)
        notes.append(f"还没有写{'、'.join(lacking)}：talentreg project edit {called} {asked}")
    if people := without_milestone(writer.connection, row):
        named = " ".join(number(Person, one) for one in people)
        day = row[f"{step}_on"]
        notes.append(f"参与的人还没有记返乡创业的：talentreg milestone log 返乡创业 {named} --on {day}")
    return notes
