"""`talentreg station drop`: take people off the list of a station who were put on it by mistake."""

from talentreg.cli.dropping import Host, drop_people
from talentreg.cli.options import Db, PeopleNames
from talentreg.cli.station_join import StationName
from talentreg.store.station_people import describe_station, drop, find_station

STATION = Host(
    *("station", find_station, describe_station, drop),
    hint="写姓名、编号或 姓名@社区；离开了的不用删，写 station leave",
)


def drop_from_station(station: StationName, people: PeopleNames = None, db: Db = None) -> None:
    """Take people off the list of a station, all or none."""
    drop_people(STATION, station, people, db)
