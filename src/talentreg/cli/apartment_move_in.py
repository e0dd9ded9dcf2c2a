"""`talentreg apartment move-in`: people who live in an apartment from a day on."""

from datetime import date
from typing import Annotated

import typer

from talentreg.cli.options import Db, PeopleNames, parse_with, words_of
from talentreg.cli.output import say
from talentreg.errors import Malformed
from talentreg.periods import chinese_day, parse_day, today
from talentreg.places import register_path
from talentreg.store.apartments import TENANCY, describe_apartment, find_apartment, move_in
from talentreg.store.people import describe_person, find_person
from talentreg.store.register import open_for_writing
from talentreg.store.typed import read_words
from talentreg.store.units import load_units

ApartmentName = Annotated[
    str, typer.Argument(metavar="公寓", help="房号或编号，见 talentreg apartment list", show_default=False)
]
MovedIn = Annotated[
    date | None,
    typer.Option("--on", metavar="日期", parser=parse_with(parse_day), help="入住日期，默认今天"),
]
Until = Annotated[
    str, typer.Option("--until", metavar="日期", help="退租日期，最后一天；可不写", show_default=False)
]
Rent = Annotated[str, typer.Option("--rent", metavar="金额", help="月租金，元", show_default=False)]
Note = Annotated[str, typer.Option("--note", metavar="文字", help="入住备注", show_default=False)]


def move_people_in(
    apartment: ApartmentName,
    people: PeopleNames = None,
    on: MovedIn = None,
    until: Until = "",
    rent: Rent = "",
    note: Note = "",
    db: Db = None,
) -> None:
    """Enter who lives in an apartment, all or none."""
    if not people:
        raise Malformed("缺少 人", "写姓名、编号或 姓名@社区；可写几个")
    day = on or today()
    with open_for_writing(register_path(db)).changing("apartment move-in") as writer:
        tree = load_units(writer.connection)
        home = find_apartment(writer.connection, apartment)
        person_ids = [find_person(writer.connection, tree, text) for text in people]
        words = words_of({"until": until, "rent": rent, "note": note})
        facts = read_words(writer.connection, TENANCY.fields, words)
        known = move_in(writer, home, person_ids, day, facts)
        named = {one: describe_person(writer.connection, tree, one) for one in person_ids}
    lines = [describe_apartment(home)]
    for one, told in named.items():
        since = (
            f"{chinese_day(known[one])}起已入住，没有重复登记" if one in known else f"{chinese_day(day)}入住"
        )
        lines.append(f"  {since}：{told}")
    say("\n".join(lines))
