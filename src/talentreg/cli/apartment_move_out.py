"""`talentreg apartment move-out`: the last day people live in their apartment."""

from datetime import date
from typing import Annotated

import typer

from talentreg.cli.options import Db, PeopleNames, parse_with
from talentreg.cli.output import say
from talentreg.errors import Malformed
from talentreg.periods import chinese_day, parse_day, today
from talentreg.places import register_path
from talentreg.store.apartments import describe_apartment, move_out
from talentreg.store.people import describe_person, find_person
from talentreg.store.register import open_for_writing
from talentreg.store.units import load_units

LastDay = Annotated[
    date | None,
    typer.Option("--on", metavar="日期", parser=parse_with(parse_day), help="住的最后一天，默认今天"),
]


def move_people_out(people: PeopleNames = None, on: LastDay = None, db: Db = None) -> None:
    """Enter who moves out of an apartment, all or none."""
    if not people:
        raise Malformed("缺少 人", "写姓名、编号或 姓名@社区；不用写公寓")
    day = on or today()
    with open_for_writing(register_path(db)).changing("apartment move-out") as writer:
        tree = load_units(writer.connection)
        person_ids = [find_person(writer.connection, tree, text) for text in people]
        homes = move_out(writer, tree, person_ids, day)
        named = {one: describe_person(writer.connection, tree, one) for one in homes}
    for one, home in homes.items():
        say(f"{chinese_day(day)}退租：{describe_apartment(home)}")
        say(f"  {named[one]}")
