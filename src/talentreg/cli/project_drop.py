"""`talentreg project drop`: take people off the list of a project who were put on it by mistake."""

from talentreg.cli.dropping import Host, drop_people
from talentreg.cli.options import Db, PeopleNames
from talentreg.cli.project_step import ProjectName
from talentreg.store.projects import describe_project, drop, find_project

PROJECT = Host("project", find_project, describe_project, drop)


def drop_from_project(project: ProjectName, people: PeopleNames = None, db: Db = None) -> None:
    """Take people off the list of a project, all or none."""
    drop_people(PROJECT, project, people, db)
