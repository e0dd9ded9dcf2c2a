"""`talentreg event drop`: take people off the list of an event who were put on it by mistake."""

from talentreg.cli.event_asking import EventName, tell_tally
from talentreg.cli.options import Db, PeopleNames
from talentreg.cli.output import say, tell
from talentreg.errors import Malformed
from talentreg.places import register_path
from talentreg.store.attending import drop, find_occasion
from talentreg.store.people import describe_person, find_person
from talentreg.store.register import open_for_writing
from talentreg.store.units import load_units


def drop_from_event(event: EventName, people: PeopleNames = None, db: Db = None) -> None:
    """Take people off the list of an event, all or none."""
    if not people:
        raise Malformed("缺少 人", "写姓名、编号或 姓名@社区；没有来的不用删，写 event attend … --absent")
    with open_for_writing(register_path(db)).changing("event drop") as writer:
        tree = load_units(writer.connection)
        occasion = find_occasion(writer.connection, event)
        person_ids = [find_person(writer.connection, tree, text) for text in people]
        drop(writer, tree, occasion, person_ids)
        named = [describe_person(writer.connection, tree, one) for one in dict.fromkeys(person_ids)]
        notes = tell_tally(writer.connection, occasion)
    say("\n".join([occasion.told, *(f"  已从名单上删除：{one}" for one in named)]))
    for note in notes:
        tell(note)
