"""一社区一册: who is in the register, by the unit they belong to."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import RowMapping, select

from talentreg.figures.catalogue import FIGURES
from talentreg.records.fields import number
from talentreg.records.person import Person
from talentreg.reports.number import UNKNOWN, Number
from talentreg.reports.variables.declaring import ITEM, Telling, Variable
from talentreg.reports.variables.dossiers import ALSO, in_tree_order, people_of
from talentreg.reports.variables.wording import place
from talentreg.store.listings import PEOPLE
from talentreg.store.units import UnitNode

ROSTER = "社区名册"
GATHERED = f"{ROSTER}{ITEM}单位"
"""Under which a report keeps its communities, gathered once."""
NO_UNIT = "未填单位"
_FIELDS = (
    "name",
    "sex",
    "birth",
    "age",
    "degree",
    "category",
    "residence",
    "phone",
    "intention",
    "last_contact",
)
_WORK = ("employer", "post")
_HEADINGS = tuple(PEOPLE.fields[name].heading for name in _FIELDS)
_ALSO = {word: heading for word, heading in ALSO.items() if heading in _HEADINGS}
PERSON_LINE = ("序号", "编号", *_HEADINGS, *_ALSO, "单位及职务")
LINE = ("名称", "全名", "人数", "人员")

Line = dict[str, Any]


@dataclass(slots=True)
class Community:
    """A unit people belong to, and its people; without a unit those of whom none is known."""

    unit: UnitNode | None
    path: str
    people: list[Line] = field(default_factory=list)


def read_communities(telling: Telling) -> list[Community]:
    """Gather the people of the scope by their unit, the units in the order they are read."""
    wanted = frozenset(people_of(telling))
    communities: dict[int | None, Community] = {}
    for row in _rows(telling):
        if row["id"] in wanted:
            unit_id = row["unit_id"]
            if unit_id not in communities:
                communities[unit_id] = _community(telling, unit_id)
            people = communities[unit_id].people
            people.append({"序号": len(people) + 1} | _line(telling, row))
    order = in_tree_order(telling.counting.tree)
    return [communities[one] for one in sorted(communities, key=lambda one: order[one])]


def _rows(telling: Telling) -> Iterator[RowMapping]:
    day = telling.period.as_of
    behind = telling.counting.rows(FIGURES["persons_enrolled"]).subquery()
    asked = [PEOPLE.fields[name].ask(day).label(name) for name in (*_FIELDS, *_WORK)]
    query = select(behind.c.unit_id, PEOPLE.key.label("id"), *asked)
    query = query.join(PEOPLE.source, PEOPLE.key == behind.c.person_id).order_by(PEOPLE.key)
    yield from telling.connection.execute(query).mappings()


def _community(telling: Telling, unit_id: int | None) -> Community:
    if unit_id is None:
        return Community(None, NO_UNIT)
    return Community(telling.counting.tree.nodes[unit_id], place(telling, unit_id))


def _line(telling: Telling, row: RowMapping) -> Line:
    """Write a person by the headings of the register; numbers are masked unless to be revealed."""
    told = {name: _told(telling, row, name) for name in (*_FIELDS, *_WORK)}
    words = {PEOPLE.fields[name].heading: told[name] for name in _FIELDS}
    words |= {word: words[heading] for word, heading in _ALSO.items()}
    work = " ".join(filter(None, (told[name] for name in _WORK)))
    return {"编号": number(Person, row["id"]), **words, "单位及职务": work}


def _told(telling: Telling, row: RowMapping, name: str) -> str:
    one = PEOPLE.fields[name]
    return one.shown(one.document(row[name], telling.counting.tree, masked=not telling.letter.reveal))


def _gathered(telling: Telling) -> list[Community]:
    return telling.once(GATHERED, read_communities)


def _lines(telling: Telling) -> list[Line]:
    return [
        {
            "名称": one.unit.name if one.unit else NO_UNIT,
            "全名": one.path.replace("/", ""),
            "人数": _count(telling, one),
            "人员": one.people,
        }
        for one in _gathered(telling)
    ]


def _count(telling: Telling, community: Community) -> Number:
    unit = community.unit.code if community.unit else UNKNOWN
    return telling.own(
        ROSTER, len(community.people), label=f"{community.path}在库人员", item=f"人数{ITEM}{unit}"
    )


VARIABLES = (
    Variable(
        ROSTER,
        "本范围有在库人员的每个村（社区），行里“人员”又是名单；--library 只写一个库的",
        _lines,
        LINE,
        inner={"人员": PERSON_LINE},
    ),
    Variable("名册社区数", "名册有几个村（社区）", lambda one: one.own("名册社区数", len(_gathered(one)))),
    Variable(
        "名册人数",
        "名册一共多少人",
        lambda one: one.own("名册人数", sum(len(part.people) for part in _gathered(one))),
    ),
)
