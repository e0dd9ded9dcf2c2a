"""One template filled for many: a report for each person, or for each community."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial

from talentreg.figures.compute import Counting
from talentreg.reports.variables.arrears import READ, narrowed
from talentreg.reports.variables.declaring import Said, Subject, Telling
from talentreg.reports.variables.dossiers import FILE, people_of, read_files
from talentreg.reports.variables.rosters import GATHERED, Community, read_communities
from talentreg.store.units import UnitNode


@dataclass(frozen=True, slots=True)
class Copies:
    """Reports to be made from one template: how many, and each with how the name of its file begins.

    `none` says why there are none, where there are none, `hint` what to do then.
    """

    count: int
    each: Iterator[tuple[str, Telling]]
    none: str = "本范围没有在库人员"
    hint: str = "换一个 --unit，或先用 talentreg import 导入表格"


def for_each_person(telling: Telling) -> Copies:
    """Tell of everybody in the register of the scope, in the order of their units."""
    person_ids = people_of(telling)
    return Copies(len(person_ids), _people(telling, person_ids))


def _people(telling: Telling, person_ids: list[int]) -> Iterator[tuple[str, Telling]]:
    for file in read_files(telling, person_ids, FILE):
        subject = Subject((*telling.subject.kept, ("person", file["编号"])))
        one = Telling(telling.counting, telling.names, telling.letter, subject, telling.limit)
        one.once(FILE, partial(_known, file))
        yield f"{file['编号']} {file['姓名']} ", one


def for_each_community(telling: Telling) -> Copies:
    """Tell of each community, or whatever unit people belong to, that has anybody."""
    communities = [one for one in read_communities(telling) if one.unit]
    return Copies(len(communities), _communities(telling, communities))


def _communities(telling: Telling, communities: list[Community]) -> Iterator[tuple[str, Telling]]:
    for one in communities:
        counting = Counting(telling.connection, telling.period, one.unit)
        copy = Telling(counting, telling.names, telling.letter, telling.subject, telling.limit)
        copy.once(GATHERED, partial(_known, [one]))
        yield f"{one.path.replace('/', '')}", copy


def for_each_debtor(telling: Telling) -> Copies:
    """Tell of each unit right below the scope that owes something, itself or further down."""
    units = [unit for unit in telling.units_below if narrowed(telling, unit).owing]
    return Copies(len(units), _debtors(telling, units), "没有超过期限还没有报、没有完成的", "不用催报")


def _debtors(telling: Telling, units: list[UnitNode]) -> Iterator[tuple[str, Telling]]:
    for unit in units:
        yield unit.name, _debtor(telling, unit)


def _debtor(telling: Telling, unit: UnitNode) -> Telling:
    subject = Subject((*telling.subject.kept, ("to-unit", unit.code)))
    copy = Telling(telling.counting, telling.names, telling.letter, subject, telling.limit)
    copy.once(READ, lambda _: narrowed(telling, unit))
    return copy


def _known(said: Said, _: Telling) -> Said:
    """Give what has been read for many at once."""
    return said


COPIES: dict[str, Callable[[Telling], Copies]] = {
    "person": for_each_person,
    "community": for_each_community,
    "debtor": for_each_debtor,
}
"""For what a template may be filled many times, by the word a report declares."""
