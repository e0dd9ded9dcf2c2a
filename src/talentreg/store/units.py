"""The unit tree: finding a unit by what people call it, and asking for everything below one."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from difflib import get_close_matches

from sqlalchemy import CTE, ColumnElement, Connection, literal, select

from talentreg.errors import Ambiguous, Refused, Unknown
from talentreg.periods import chinese_day, today
from talentreg.records.fields import table
from talentreg.records.text import fold
from talentreg.records.unit import Unit

units = table(Unit)


@dataclass(frozen=True, slots=True)
class UnitNode:
    """One unit of the tree."""

    id: int
    code: str
    name: str
    level: str
    parent_id: int | None = None
    opened_on: date | None = None
    closed_on: date | None = None
    successor_id: int | None = None

    def is_closed(self, day: date | None = None) -> bool:
        """Whether the unit is no more on a day, by default today."""
        return self.closed_on is not None and self.closed_on <= (day or today())

    def opens_after(self, day: date) -> bool:
        """Whether the unit is not there yet on a day."""
        return self.opened_on is not None and self.opened_on > day


@dataclass(slots=True)
class UnitTree:
    """All units of a register, by id, children in the order they were entered."""

    nodes: dict[int, UnitNode] = field(default_factory=dict)
    _by_name: dict[str, list[UnitNode]] = field(default_factory=dict)
    _by_parent: dict[int | None, list[UnitNode]] = field(default_factory=dict)
    _by_code: dict[str, UnitNode] = field(default_factory=dict)

    def add(self, node: UnitNode) -> None:
        """Put a unit into the tree."""
        self.nodes[node.id] = node
        if node.code:  # one that is only planned has none yet
            self._by_code[node.code] = node
        self._by_parent.setdefault(node.parent_id, []).append(node)
        for name in {fold(node.name), fold(node.code)} - {""}:
            self._by_name.setdefault(name, []).append(node)

    def remove(self, node: UnitNode) -> None:
        """Take a unit out of the tree that nothing hangs on."""
        del self.nodes[node.id]
        self._by_code.pop(node.code, None)
        self._by_parent[node.parent_id].remove(node)
        for name in {fold(node.name), fold(node.code)} - {""}:
            self._by_name[name].remove(node)

    def children(self, unit_id: int | None) -> list[UnitNode]:
        """List the units directly below one; those without a parent for None."""
        return list(self._by_parent.get(unit_id, ()))

    def children_in(self, unit_id: int | None, first: date, last: date) -> list[UnitNode]:
        """List the units directly below one that exist on some day of a span."""
        return [
            node
            for node in self.children(unit_id)
            if not node.is_closed(first) and not node.opens_after(last)
        ]

    def below(self, unit_id: int) -> Iterator[UnitNode]:
        """Walk down everything below a unit, a unit before those below it."""
        for node in self.children(unit_id):
            yield node
            yield from self.below(node.id)

    def ancestors(self, unit_id: int | None) -> Iterator[UnitNode]:
        """Walk from a unit up to the top, the unit first."""
        while unit_id is not None:
            yield self.nodes[unit_id]
            unit_id = self.nodes[unit_id].parent_id

    def path(self, unit_id: int | None) -> str:
        """Write a unit with those above it: 云河区/临江街道/望江社区."""
        return "/".join(reversed([node.name for node in self.ancestors(unit_id)]))

    def name(self, unit_id: int | None) -> str:
        """Return a unit's name; 未填 for none."""
        return self.nodes[unit_id].name if unit_id is not None else "未填"

    def coded(self, code: str) -> UnitNode | None:
        """Return the unit of a code, in the spelling the register keeps; None where there is none."""
        return self._by_code.get(code)

    def top(self) -> UnitNode | None:
        """Return the only unit without a parent, if there is just one; closed ones stand back."""
        tops = self.children(None)
        tops = [node for node in tops if not node.is_closed()] or tops
        return tops[0] if len(tops) == 1 else None

    def within(self, unit_id: int | None, scope: int | None) -> bool:
        """Whether a unit is the scope or lies below it."""
        return scope is None or any(node.id == scope for node in self.ancestors(unit_id))

    def named(self, text: str, on: date | None = None) -> list[UnitNode]:
        """List the units a text may mean: a code, a name, or a path such as 街道/社区.

        A unit that does not exist on a day, by default today, is meant only where no other is.
        """
        found = self.ever_named(text)
        there = [node for node in found if not node.is_closed(on) and not (on and node.opens_after(on))]
        return there or [node for node in found if not node.is_closed()] or found

    def ever_named(self, text: str) -> list[UnitNode]:
        """List the units a text may mean, closed or not."""
        *above, last = [fold(part) for part in text.replace("／", "/").split("/") if part.strip()] or [""]
        found = [node for node in self._by_name.get(last, []) if self._lies_under(node, above)]
        return found or ([] if above else self._run_together(last))

    def _run_together(self, text: str) -> list[UnitNode]:
        """List the units whose name stands behind those they lie under, as offices write: 梅溪镇白鹭村."""
        parts = ((text[:place], text[place:]) for place in range(2, len(text) - 1))
        return [
            node
            for upper, lower in parts
            if upper in self._by_name
            for node in self.ever_named(lower)
            if self._lies_under(node, [upper])
        ]

    def find(self, text: str, on: date | None = None) -> UnitNode:
        """Return the one unit a text means, on a day if one is given.

        Raises Unknown with near names, or Ambiguous with paths.
        """
        found = self.named(text, on)
        if len(found) == 1:
            return found[0]
        if found:
            paths = [self._told_apart(node) for node in found]
            raise Ambiguous(f"有{len(found)}个单位叫「{text}」", paths, "请写出上级，如 街道/社区")
        near = self.near(text)
        hint = f"是不是：{'、'.join(near)}" if near else "talentreg unit list 列出现有单位，unit add 新建"
        raise Unknown(f"没有名为「{text}」的单位", hint)

    def find_open(self, text: str, on: date | None = None) -> UnitNode:
        """Return the one unit a text means, existing today or on a day; raises Refused for a closed one."""
        node = self.find(text, on)
        if node.is_closed(on) and node.closed_on:
            message = f"「{self.path(node.id)}」（{node.code}）已于{chinese_day(node.closed_on)}撤销"
            raise Refused(message, "talentreg unit list 列出现有单位")
        return node

    def successor(self, node: UnitNode) -> UnitNode:
        """Return the unit that took over from one, directly or by way of others; itself when none did."""
        passed: set[int] = set()
        while node.successor_id is not None and node.id not in passed:
            passed.add(node.id)
            node = self.nodes[node.successor_id]
        return node

    def near(self, text: str) -> list[str]:
        """List up to three unit names that look like a text."""
        return get_close_matches(
            text.rsplit("/", maxsplit=1)[-1], {node.name for node in self.nodes.values()}, 3, 0.5
        )

    def _told_apart(self, node: UnitNode) -> str:
        """Write a unit so that it is known among its namesakes; a closed one is found by its code."""
        closed = f"（{node.code}，{chinese_day(node.closed_on)}撤销）" if node.closed_on else ""
        return self.path(node.id) + closed

    def _lies_under(self, node: UnitNode, names: list[str]) -> bool:
        above = [fold(other.name) for other in self.ancestors(node.parent_id)]
        return all(name in above for name in names)


def load_units(connection: Connection) -> UnitTree:
    """Read the whole tree."""
    tree = UnitTree()
    for row in connection.execute(select(units).order_by(units.c.id)).mappings():
        tree.add(UnitNode(**row))
    return tree


def is_below(column: ColumnElement[int], unit_id: int | None) -> ColumnElement[bool]:
    """Ask whether a unit column lies in a scope; without a scope everything does, even a blank."""
    if unit_id is None:
        return literal(True)
    tree = select(literal(unit_id).label("unit_id")).cte(recursive=True)
    tree = tree.union_all(select(units.c.id).where(units.c.parent_id == tree.c.unit_id))
    return column.in_(select(tree.c.unit_id))


def descent(roots: list[int] | None = None) -> CTE:
    """Pair every one of some units, or all, with itself and all below it: columns `root_id`, `unit_id`."""
    start = select(units.c.id.label("root_id"), units.c.id.label("unit_id"))
    tree = (start.where(units.c.id.in_(roots)) if roots is not None else start).cte(recursive=True)
    return tree.union_all(select(tree.c.root_id, units.c.id).where(units.c.parent_id == tree.c.unit_id))
