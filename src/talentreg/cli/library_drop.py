"""`talentreg library drop`: take people out of a library who were put into it by mistake."""

from talentreg.cli.library_asking import LibraryName
from talentreg.cli.options import Db, PeopleNames
from talentreg.cli.output import say
from talentreg.errors import Malformed
from talentreg.places import register_path
from talentreg.store.libraries import describe_library, drop, find_library
from talentreg.store.people import describe_person, find_person
from talentreg.store.register import open_for_writing
from talentreg.store.units import load_units


def drop_from_library(library: LibraryName, people: PeopleNames = None, db: Db = None) -> None:
    """Take people out of a library as if they had never been in it, all or none."""
    if not people:
        raise Malformed("缺少 人", "写姓名、编号或 姓名@社区；离开了的不用删，写 library leave")
    with open_for_writing(register_path(db)).changing("library drop") as writer:
        tree = load_units(writer.connection)
        row = find_library(writer.connection, library)
        person_ids = [find_person(writer.connection, tree, text) for text in people]
        drop(writer, tree, row, person_ids)
        named = [describe_person(writer.connection, tree, one) for one in dict.fromkeys(person_ids)]
    say("\n".join([describe_library(row), *(f"  已从库中删除：{one}" for one in named)]))
