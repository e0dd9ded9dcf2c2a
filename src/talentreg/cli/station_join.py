"""`talentreg station join`: people who belong to a station from a day on."""

from typing import Annotated

import typer

from talentreg.cli.options import Db, On, PeopleNames
from talentreg.cli.output import say
from talentreg.errors import Malformed
from talentreg.periods import chinese_day, today
from talentreg.places import register_path
from talentreg.records.cleaning import clean_note
from talentreg.store.people import describe_person, find_person
from talentreg.store.register import open_for_writing
from talentreg.store.station_people import describe_station, find_station, join
from talentreg.store.units import load_units

StationName = Annotated[
    str, typer.Argument(metavar="工作站", help="名称或编号，见 talentreg station list", show_default=False)
]


def join_station(
    station: StationName,
    people: PeopleNames = None,
    on: On = None,
    role: Annotated[str | None, typer.Option(metavar="职务", help="站内职务，如 站长、联络员")] = None,
    note: Annotated[str | None, typer.Option(metavar="文字", help="加入备注")] = None,
    db: Db = None,
) -> None:
    """Enter people of a station, all or none."""
    if not people:
        raise Malformed("缺少 人", "写姓名、编号或 姓名@社区")
    facts = {"role": role, "note": clean_note(note) if note else None}
    with open_for_writing(register_path(db)).changing("station join") as writer:
        tree = load_units(writer.connection)
        row = find_station(writer.connection, station)
        person_ids = [find_person(writer.connection, tree, text) for text in people]
        done = join(writer, row, person_ids, on or today(), facts)
        named = {one: describe_person(writer.connection, tree, one) for one in person_ids}
    lines = [describe_station(row)]
    lines += [f"  {chinese_day(on or today())}加入：{named[one]}" for one in done.entered]
    lines += [
        f"  {chinese_day(since)}起已在站，没有重复登记：{named[one]}" for one, since in done.known.items()
    ]
    say("\n".join(lines))
