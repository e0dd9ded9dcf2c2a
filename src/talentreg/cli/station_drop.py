"""`talentreg station drop`: take people off the list of a station who were put on it by mistake."""

from talentreg.cli.options import Db, PeopleNames
from talentreg.cli.output import say
from talentreg.cli.station_join import StationName
from talentreg.errors import Malformed
from talentreg.places import register_path
from talentreg.store.people import describe_person, find_person
from talentreg.store.register import open_for_writing
from talentreg.store.station_people import describe_station, drop, find_station
from talentreg.store.units import load_units


def drop_from_station(station: StationName, people: PeopleNames = None, db: Db = None) -> None:
    """Take people off the list of a station, all or none."""
    if not people:
        raise Malformed("缺少 人", "写姓名、编号或 姓名@社区；离开了的不用删，写 station leave")
    with open_for_writing(register_path(db)).changing("station drop") as writer:
        tree = load_units(writer.connection)
        row = find_station(writer.connection, station)
        person_ids = [find_person(writer.connection, tree, text) for text in people]
        drop(writer, tree, row, person_ids)
        named = [describe_person(writer.connection, tree, one) for one in dict.fromkeys(person_ids)]
    say("\n".join([describe_station(row), *(f"  已从名单上删除：{one}" for one in named)]))
