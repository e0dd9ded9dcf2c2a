"""`talentreg station leave`: the last day people belong to a station."""

from datetime import date
from typing import Annotated

import typer

from talentreg.cli.options import Db, PeopleNames, parse_with
from talentreg.cli.output import say
from talentreg.cli.station_join import StationName
from talentreg.errors import Malformed
from talentreg.periods import chinese_day, parse_day, today
from talentreg.places import register_path
from talentreg.store.people import describe_person, find_person
from talentreg.store.register import open_for_writing
from talentreg.store.station_people import describe_station, find_station, leave
from talentreg.store.units import load_units

LastDay = Annotated[
    date | None,
    typer.Option("--on", metavar="日期", parser=parse_with(parse_day), help="在站的最后一天，默认今天"),
]


def leave_station(
    station: StationName, people: PeopleNames = None, on: LastDay = None, db: Db = None
) -> None:
    """End people's belonging to a station, all or none."""
    if not people:
        raise Malformed("缺少 人", "写姓名、编号或 姓名@社区")
    day = on or today()
    with open_for_writing(register_path(db)).changing("station leave") as writer:
        tree = load_units(writer.connection)
        row = find_station(writer.connection, station)
        person_ids = [find_person(writer.connection, tree, text) for text in people]
        leave(writer, tree, row, person_ids, day)
        named = [describe_person(writer.connection, tree, one) for one in dict.fromkeys(person_ids)]
    say("\n".join([describe_station(row), *(f"  最后一天{chinese_day(day)}：{one}" for one in named)]))
