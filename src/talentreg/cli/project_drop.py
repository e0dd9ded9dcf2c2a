"""`talentreg project drop`: take people off the list of a project who were put on it by mistake."""

from talentreg.cli.options import Db, PeopleNames
from talentreg.cli.output import say
from talentreg.cli.project_step import ProjectName
from talentreg.errors import Malformed
from talentreg.places import register_path
from talentreg.store.people import describe_person, find_person
from talentreg.store.projects import describe_project, drop, find_project
from talentreg.store.register import open_for_writing
from talentreg.store.units import load_units


def drop_from_project(project: ProjectName, people: PeopleNames = None, db: Db = None) -> None:
    """Take people off the list of a project, all or none."""
    if not people:
        raise Malformed("缺少 人", "写姓名、编号或 姓名@社区")
    with open_for_writing(register_path(db)).changing("project drop") as writer:
        tree = load_units(writer.connection)
        row = find_project(writer.connection, project)
        person_ids = [find_person(writer.connection, tree, text) for text in people]
        drop(writer, tree, row, person_ids)
        named = [describe_person(writer.connection, tree, one) for one in dict.fromkeys(person_ids)]
    say("\n".join([describe_project(row), *(f"  已从名单上删除：{one}" for one in named)]))
