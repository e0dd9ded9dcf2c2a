"""What units and staff are called where several bear one name: the shortest name that means only one."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from sqlalchemy import Connection, select

from talentreg.records.fields import number, table
from talentreg.records.masking import mask_free_text
from talentreg.records.staff import Staff
from talentreg.store.units import UnitNode, UnitTree


def told_apart(names: Mapping[int, Sequence[str]]) -> dict[int, str]:
    """Give everyone the first of their names that nobody else has; the last is theirs alone."""
    bearers = Counter(name for listed in names.values() for name in dict.fromkeys(listed))
    return {
        one: next((name for name in listed if bearers[name] == 1), listed[-1])
        for one, listed in names.items()
    }


def unit_names(tree: UnitTree, units: Iterable[UnitNode]) -> dict[int, str]:
    """Name some units beside one another: 望江社区, or 临江街道/望江社区 where two bear the name."""
    return told_apart({unit.id: [*_paths(tree, unit.id), f"{unit.name}（{unit.code}）"] for unit in units})


def staff_names(connection: Connection, tree: UnitTree) -> dict[int, list[str]]:
    """List what each of the staff may be called, the plain name first: 李明, 李明@望江社区 and so on."""
    staff = table(Staff)
    named: dict[int, list[str]] = {}
    for row in connection.execute(select(staff.c.id, staff.c.name, staff.c.unit_id)):
        name = mask_free_text(row.name)
        places = [f"{name}@{mask_free_text(path)}" for path in _paths(tree, row.unit_id)]
        named[row.id] = [name, *places, f"{name}（{number(Staff, row.id)}）"]
    return named


def _paths(tree: UnitTree, unit_id: int | None) -> list[str]:
    """List the names of a unit, each with one more of those above it."""
    above = [node.name for node in tree.ancestors(unit_id)]
    return ["/".join(reversed(above[:length])) for length in range(1, len(above) + 1)]
