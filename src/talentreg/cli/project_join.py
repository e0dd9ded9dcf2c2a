"""`talentreg project join`: people who take part in a project, each with a part of their own."""

from typing import Annotated

import typer

from talentreg.cli.ledger import new_word_lines, tell_each
from talentreg.cli.options import Db, PeopleNames, words_of
from talentreg.cli.output import say
from talentreg.cli.project_step import ProjectName
from talentreg.errors import Malformed
from talentreg.places import register_path
from talentreg.records.masking import mask_free_text
from talentreg.store.people import describe_person, find_person
from talentreg.store.projects import PARTNER, describe_project, find_project, join
from talentreg.store.register import open_for_writing
from talentreg.store.typed import read_words
from talentreg.store.units import load_units

Role = Annotated[str, typer.Option(metavar="角色", help="负责人、投资人、技术负责人、团队成员……")]


def join_project(
    project: ProjectName,
    people: PeopleNames = None,
    role: Role = "",
    note: Annotated[str, typer.Option(metavar="文字", help="参与备注")] = "",
    db: Db = None,
) -> None:
    """Enter who takes part in a project, all or none."""
    if not people:
        raise Malformed("缺少 人", "写姓名、编号或 姓名@社区")
    with open_for_writing(register_path(db)).changing("project join") as writer:
        tree = load_units(writer.connection)
        row = find_project(writer.connection, project)
        facts = read_words(writer.connection, PARTNER.fields, words_of({"role": role, "note": note}))
        person_ids = [find_person(writer.connection, tree, text) for text in people]
        done = join(writer, tree, row, person_ids, facts)
        named = {one: describe_person(writer.connection, tree, one) for one in person_ids}
        notes = new_word_lines(writer.connection, PARTNER.fields, facts)
    part = mask_free_text(facts.get("role") or "参与")
    lines = [describe_project(row)]
    lines += [f"  已登记{part}：{named[one]}" for one in done.entered]
    lines += [f"  已更正为{part}：{named[one]}" for one in done.completed]
    lines += [f"  已经在名单上，没有重复登记：{named[one]}" for one in done.known]
    say("\n".join(lines))
    tell_each(notes)
