"""What a report is about besides a unit and a period: the options that say it, and what is kept of them."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Annotated

import typer
from sqlalchemy import Connection

from talentreg.cli.options import filled, word_of
from talentreg.errors import Malformed
from talentreg.records.benefit import Policy
from talentreg.records.duty_words import VISITED
from talentreg.records.fields import number
from talentreg.records.library import Library
from talentreg.records.person import Person
from talentreg.reports.catalogue import REPORTS
from talentreg.reports.variables import arrears, grants, visits
from talentreg.reports.variables.catalogue import VARIABLES
from talentreg.reports.variables.declaring import Subject
from talentreg.reports.variables.dossiers import FILE, FILES
from talentreg.reports.variables.rosters import ROSTER
from talentreg.store.benefits import find_batch
from talentreg.store.benefits_granting import find_policy
from talentreg.store.libraries import find_library
from talentreg.store.people import find_person
from talentreg.store.units import UnitTree, load_units

PersonOption = Annotated[
    str | None,
    typer.Option(
        "--person",
        metavar="人",
        parser=filled,
        help="报告写的是谁：编号、姓名，或 姓名@社区",
        show_default=False,
    ),
]
LibraryOption = Annotated[
    str | None,
    typer.Option("--library", metavar="库", parser=filled, help="只写一个库里的人", show_default=False),
]

BatchOption = Annotated[
    str | None,
    typer.Option("--batch", metavar="批次", parser=filled, help="发放册写哪个造册批次", show_default=False),
]
PolicyOption = Annotated[
    str | None,
    typer.Option("--policy", metavar="政策", parser=filled, help="发放册只写一项政策的", show_default=False),
]
WhoOption = Annotated[
    str | None,
    typer.Option(
        "--who", metavar="走访对象", parser=word_of(VISITED), help=VISITED.listed(), show_default=False
    ),
]
ToOption = Annotated[
    str | None,
    typer.Option("--to-unit", metavar="单位", parser=filled, help="催报函只给一个单位", show_default=False),
]


@dataclass(frozen=True, slots=True)
class Way:
    """One thing a report may be about: what it is called, an example, and how what was typed is read.

    `read` returns what the report keeps in its manifest: a number, a code or a word, never a name or a phone.
    `used_by` names the variables that can do without it; those that cannot say so themselves (`needs`).
    """

    about: str
    example: str
    read: Callable[[Connection, UnitTree, str], str]
    used_by: frozenset[str] = frozenset()


def _person(connection: Connection, tree: UnitTree, text: str) -> str:
    return number(Person, find_person(connection, tree, text))


def _library(connection: Connection, _: UnitTree, text: str) -> str:
    return number(Library, find_library(connection, text)["id"])


def _policy(connection: Connection, _: UnitTree, text: str) -> str:
    return number(Policy, find_policy(connection, text)["id"])


_ROLL = frozenset(variable.name for variable in grants.VARIABLES)
_VISITS = frozenset(variable.name for variable in visits.VARIABLES)
_ARREARS = frozenset(variable.name for variable in arrears.VARIABLES)

SUBJECTS: dict[str, Way] = {
    "person": Way("写的是谁", "--person R000123；每人一份用 --all --out 文件夹", _person),
    "library": Way("写哪个库", "--library 后备干部库", _library, frozenset({FILE, FILES, ROSTER})),
    "batch": Way("写哪个批次", "--batch 2026年一季度", lambda one, _, text: find_batch(one, text), _ROLL),
    "policy": Way("写哪项政策", "--policy 博士生活补贴", _policy, _ROLL),
    "who": Way("走访谁", "--who 该联系的", lambda _, __, code: code, _VISITS),
    "to-unit": Way("给哪个单位", "--to-unit 临江街道", lambda _, tree, text: tree.find(text).code, _ARREARS),
}
"""Everything a report may be about; each is called like its option, without the dashes."""


def read_subject(
    connection: Connection,
    template: str,
    names: frozenset[str],
    given: Mapping[str, str | None],
    *,
    one_each: bool = False,
) -> Subject:
    """Return what the options say the report is about.

    `given` holds the options by what they are called in `SUBJECTS`. Something the template's names need and
    nobody said is refused, so is something said that the template has no use for. For `one_each` the
    template is filled for everyone there is, so nobody says for whom.
    """
    said = {key: text for key, text in given.items() if text is not None}
    if one_each and "person" in said:
        raise Malformed("--person 和 --all 只能选一个", "--person 写一个人，--all 每人一份")
    needed, names = set(needs(template, names)), names if one_each else names - {FILE}
    for key in said:
        if key not in needed and not SUBJECTS[key].used_by & names:
            raise Malformed(
                f"模板「{template}」用不上 --{key}", "去掉它，或换一个模板：talentreg report templates"
            )
    if one_each:
        needed.discard("person")
    for key in sorted(needed - said.keys()):
        way = SUBJECTS[key]
        raise Malformed(f"模板「{template}」要说明{way.about}", f"如 {way.example}")
    tree = load_units(connection)
    return Subject(tuple((key, SUBJECTS[key].read(connection, tree, text)) for key, text in said.items()))


def needs(template: str, names: frozenset[str]) -> Iterator[str]:
    """Give what a template must be told it is about: the packaged one as declared, else by its variables."""
    if template in REPORTS and REPORTS[template].needs:
        yield REPORTS[template].needs
    yield from (VARIABLES[name].needs for name in names & VARIABLES.keys() if VARIABLES[name].needs)
