"""`talentreg library drop`: take people out of a library who were put into it by mistake."""

from talentreg.cli.dropping import Host, drop_people
from talentreg.cli.library_asking import LibraryName
from talentreg.cli.options import Db, PeopleNames
from talentreg.store.libraries import describe_library, drop, find_library

LIBRARY = Host(
    *("library", find_library, describe_library, drop),
    done="已从库中删除",
    hint="写姓名、编号或 姓名@社区；离开了的不用删，写 library leave",
)


def drop_from_library(library: LibraryName, people: PeopleNames = None, db: Db = None) -> None:
    """Take people out of a library as if they had never been in it, all or none."""
    drop_people(LIBRARY, library, people, db)
