"""What a row of a list of units does: a new unit, one put in its place, more about a known one, nothing."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

from sqlalchemy import Connection

from talentreg.errors import Ambiguous, Malformed, Refused, TalentregError
from talentreg.intake.division_sheets import DivisionRow
from talentreg.intake.plan import Outcome, SourcePlan
from talentreg.intake.problems import Weight
from talentreg.periods import chinese_day
from talentreg.records.fields import columns
from talentreg.records.text import fold
from talentreg.records.unit import Unit, is_above, level_below, level_of, nearly_alike
from talentreg.store.entering import refuse_future
from talentreg.store.unit_entering import default_parent, refuse_bad_name, refuse_inhabited, refuse_unfit
from talentreg.store.units import UnitNode, UnitTree

DEEPEST = 20
"""Units above units that a list may tell of before it must be going round in circles."""

SHORTEST = 4
"""Characters a name must exceed before one of them may be a slip: lists are full of 东风村 and 东升村."""

Journal = list[tuple[UnitNode | None, UnitNode]]
"""Units as they were, None for one just planned, and as they are after a row."""


class DivisionPlanner:
    """Goes through the rows of lists of units and keeps the tree as it will be; planned ids are negative."""

    def __init__(self, connection: Connection, tree: UnitTree, default: UnitNode | None) -> None:
        """Begin with the register's tree; `default` stands above units that are named without any above."""
        self.connection, self.tree, self.default = connection, tree, default
        self.stored = UnitTree()
        for node in tree.nodes.values():
            self.stored.add(node)
        self.sources: list[SourcePlan] = []
        self._by_name: dict[str, list[DivisionRow]] = defaultdict(list)
        self._parents: dict[str, set[str]] = defaultdict(set)
        self._outcomes: dict[int, Outcome] = {}
        self._under_way: list[int] = []
        self._seen: set[int] = set()
        self._planned = 0
        self._journal: Journal = []

    def learn(self, rows: Sequence[DivisionRow]) -> None:
        """Note what the lists say of every name, so that rows may stand in any order."""
        for row in rows:
            self._by_name[fold(row.name)].append(row)
            chain = [*(name for name, _ in row.above), row.name]
            above = [_last_name(row.parent), *(fold(name) for name in chain[:-1])]
            for name, parent in zip(chain, above, strict=True):
                self._parents[fold(name)] |= {parent} - {""}

    def plan(self, row: DivisionRow) -> Outcome:
        """Plan one row; one that contradicts itself, the list or the register is rejected."""
        if id(row) not in self._outcomes:
            self._under_way.append(id(row))
            self._journal = []
            try:
                _refuse_bad_row(row)
                self._plan_those_above(row)
                outcome = self._place(row)
            except TalentregError as error:
                outcome = self._reject(row, error)
            self._under_way.pop()
            self._outcomes[id(row)] = outcome
        return self._outcomes[id(row)]

    def created(self) -> tuple[UnitNode, ...]:
        """Return the planned units in the order they were planned."""
        return tuple(sorted((n for n in self.tree.nodes.values() if n.id < 0), key=lambda node: -node.id))

    def updates(self) -> dict[int, dict[str, Any]]:
        """Return the stored units' fields that will read otherwise."""
        names = ("parent_id", "opened_on", "closed_on")
        found: dict[int, dict[str, Any]] = {}
        for unit_id, before in self.stored.nodes.items():
            after = self.tree.nodes[unit_id]
            if after != before:
                pairs = ((name, getattr(before, name), getattr(after, name)) for name in names)
                found[unit_id] = {name: new for name, old, new in pairs if old != new}
        return found

    def _plan_those_above(self, row: DivisionRow) -> None:
        """Plan the rows that name this row's 上级 first; raises Refused when they lead back here."""
        if row.above or not row.parent:
            return
        for other in self._by_name[_last_name(row.parent)]:
            if id(other) in self._under_way or len(self._under_way) > DEEPEST:
                raise Refused(
                    f"上级互相指回：「{row.name}」的上级是「{row.parent}」，「{row.parent}」又在它之下"
                )
            self.plan(other)
            self._journal = []

    def _place(self, row: DivisionRow) -> Outcome:
        above: UnitNode | None = None
        for name, hint in row.above:
            above = self._find(name, hint, above) or self._create(name, hint, above)
        if not row.above and row.parent:
            above = self._stated_parent(row)
        found = self._find(row.name, row.hint, above)
        if found is None:
            node = self._create(row.name, row.hint, above, row.facts)
            self._notice_alike(row, node)
        else:
            node = self._add_to(row, found, above)
        return self._conclude(row, node)

    def _conclude(self, row: DivisionRow, node: UnitNode) -> Outcome:
        """Tell the outcome of a row, and note that it is where the units it planned or changed came from."""
        new = node.id < 0 and node.id not in self._seen
        touched = {one.id for _, one in self._journal} | ({node.id} if new else set())
        self.sources += [SourcePlan(row.file, row.sheet, row.line, Unit, unit_id) for unit_id in touched]
        again = node.id in self._seen
        self._seen.add(node.id)
        if new:
            return Outcome.NEW
        if self._journal and node.id > 0:
            return Outcome.UPDATED
        return Outcome.DUPLICATE if again else Outcome.UNCHANGED

    def _find(self, name: str, hint: str, above: UnitNode | None) -> UnitNode | None:
        """Find the unit a row means below another, directly or further down; existing ones come first."""
        _refuse_name(name)
        if above is None:
            found = self._at_the_top(name, hint)
        elif fold(name) == fold(above.name):
            return above
        else:
            direct = [node for node in self.tree.ever_named(name) if node.parent_id == above.id]
            found = (
                [node for node in direct if not node.is_closed()] or direct[:1] or self._deeper(name, above)
            )
        if len(found) > 1:
            raise Ambiguous(f"有{len(found)}个单位叫「{name}」", [self.tree.path(node.id) for node in found])
        if found:
            return found[0]
        return self._adopt(name, above) if above else None

    def _at_the_top(self, name: str, hint: str) -> list[UnitNode]:
        if self.default and fold(name) == fold(self.default.name):
            return [self.default]
        level = hint or level_of(name)
        inside = self.default if self.default and (not level or is_above(self.default.level, level)) else None
        named = self.tree.named(name)
        return [node for node in named if inside is None or self.tree.within(node.id, inside.id)]

    def _deeper(self, name: str, above: UnitNode) -> list[UnitNode]:
        named = [node for node in self.tree.named(name) if not node.is_closed()]
        return [node for node in named if self.tree.within(node.parent_id, above.id)]

    def _adopt(self, name: str, above: UnitNode) -> UnitNode | None:
        """Put the only unit of a name that stands at the top below the one the lists name above it."""
        tops = [
            node for node in self.tree.ever_named(name) if node.parent_id is None and not node.is_closed()
        ]
        if len(tops) != 1 or len(self._parents[fold(name)]) > 1 or not is_above(above.level, tops[0].level):
            return None
        if (self.default and tops[0].id == self.default.id) or self.tree.within(above.id, tops[0].id):
            return None
        return self._replace(tops[0], parent_id=above.id)

    def _create(
        self, name: str, hint: str, above: UnitNode | None, facts: dict[str, Any] | None = None
    ) -> UnitNode:
        said = facts or {}
        stated = said.get("level") or hint
        if above is None:
            above = self._above_unnamed(name, stated or level_of(name))
        level = stated or (level_below(name, above.level) if above else level_of(name))
        if not level:
            raise Refused(f"看不出「{name}」的层级", "请加“层级”一列")
        self._planned += 1
        parent_id = above.id if above else None
        days = {day: said.get(day) for day in ("opened_on", "closed_on")}
        node = UnitNode(-self._planned, "", name, level, parent_id, **days)
        refuse_unfit(self.tree, node)
        self.tree.add(node)
        self._journal.append((None, node))
        return node

    def _above_unnamed(self, name: str, level: str) -> UnitNode | None:
        """Return what stands above a unit named without any: `--unit`, else a unit that was at the top."""
        if self.default:
            if level and not is_above(self.default.level, level):
                raise Refused(f"「{name}」不能放在「{self.tree.path(self.default.id)}」之下")
            return self.default
        top = default_parent(self.stored, level, "请用 --unit 写明上级，或在表中加上级一列")
        return self.tree.nodes[top.id] if top else None

    def _stated_parent(self, row: DivisionRow) -> UnitNode:
        found = self.tree.named(row.parent)
        if self.default:
            found = [node for node in found if self.tree.within(node.id, self.default.id)] or found
        if len(found) > 1:
            paths = [self.tree.path(node.id) for node in found]
            raise Ambiguous(f"有{len(found)}个单位叫「{row.parent}」", paths, "上级请写成 街道/社区")
        if not found:
            if self._by_name[_last_name(row.parent)]:
                raise Refused(f"上级「{row.parent}」所在的行没有导入")
            near = self.tree.near(row.parent)
            hint = f"是不是：{'、'.join(near)}" if near else ""
            raise Refused(f"上级「{row.parent}」不在登记册里，也不在表里", hint)
        if any(fold(node.name) == fold(row.name) for node in self.tree.ancestors(found[0].id)):
            raise Refused(
                f"「{row.name}」已在「{self.tree.path(found[0].id)}」这一支的上方，不能又放在它之下"
            )
        return found[0]

    def _add_to(self, row: DivisionRow, node: UnitNode, above: UnitNode | None) -> UnitNode:
        """Fill a known unit's blank dates; what differs is kept as it was, and said."""
        filled: dict[str, Any] = {}
        for name in ("level", "opened_on", "closed_on"):
            stored, said = getattr(node, name), row.facts.get(name)
            if said and not stored:
                filled[name] = said
            elif said and said != stored:
                _notice_differing(row, node, name)
        if row.parent and above and node.parent_id != above.id:
            where = self.tree.path(node.parent_id) or "顶级"
            row.note(Weight.NOTICE, f"「{node.name}」在登记册里归「{where}」，保留")
        if node.closed_on and node.is_closed() and not row.closed_on:
            told = f"「{self.tree.path(node.id)}」已于{chinese_day(node.closed_on)}撤销，没有重新设立"
            row.note(Weight.NOTICE, told)
        if not filled:
            return node
        new = replace(node, **filled)
        refuse_unfit(self.tree, new, filled)
        if "closed_on" in filled:
            refuse_inhabited(self.connection, self.tree, new, filled["closed_on"])
        return self._replace(node, **filled)

    def _replace(self, node: UnitNode, **fields: Any) -> UnitNode:
        new = replace(node, **fields)
        self.tree.remove(node)
        self.tree.add(new)
        self._journal.append((node, new))
        return new

    def _reject(self, row: DivisionRow, error: TalentregError) -> Outcome:
        """Take back what a row planned before it came to nothing, and say why it did."""
        for before, after in reversed(self._journal):
            self.tree.remove(after)
            if before:
                self.tree.add(before)
        self._journal = []
        row.problems = [one for one in row.problems if one.weight is not Weight.NOTICE]
        candidates = error.candidates if isinstance(error, Ambiguous) else ()
        told = f"{error.message}；{error.hint}" if error.hint else error.message
        row.note(Weight.REJECTED, told, value=row.name, candidates=candidates)
        return Outcome.REJECTED

    def _notice_alike(self, row: DivisionRow, node: UnitNode) -> None:
        """Point out a unit that may be the same: nearly the name beside it, or the name elsewhere."""
        for like in self._stored_beside(node):
            if len(node.name) > SHORTEST and nearly_alike(node.name, like.name):
                row.note(Weight.NOTICE, f"新建「{node.name}」，与同级的「{like.name}」只差一个字")
        named = self.stored.named(node.name) if node.level != "grid" else []
        others = [one for one in named if self._parents[fold(node.name)].isdisjoint({self._above(one)})]
        if len(others) == 1 and not others[0].is_closed():
            where = self.stored.path(others[0].id)
            row.note(Weight.NOTICE, f"登记册里另有「{where}」；如是划转请用 talentreg unit move")

    def _stored_beside(self, node: UnitNode) -> Iterator[UnitNode]:
        beside = self.stored.children(node.parent_id)
        return (one for one in beside if not one.is_closed())

    def _above(self, node: UnitNode) -> str:
        return fold(self.stored.name(node.parent_id)) if node.parent_id is not None else ""


def _last_name(path: str) -> str:
    """Return the folded last name of a path."""
    return fold(path.replace("／", "/").rstrip("/").rsplit("/", 1)[-1])


def _refuse_name(name: str) -> None:
    refuse_bad_name(name)
    if "/" in name or "／" in name:
        raise Refused(f"名称「{name}」里不能有 /", "一个单位写一行，上级写在另一列")


def _refuse_bad_row(row: DivisionRow) -> None:
    if not row.name:
        raise Malformed("没有单位名称")
    if row.parent and _last_name(row.parent) == fold(row.name) and "/" not in row.parent:
        raise Refused(f"「{row.name}」的上级就是它自己")
    for name in ("opened_on", "closed_on"):
        if row.facts.get(name):
            refuse_future(row.facts[name], columns(Unit)[name].heading)


def _notice_differing(row: DivisionRow, node: UnitNode, name: str) -> None:
    column = columns(Unit)[name]
    kept, said = column.shown(getattr(node, name)), column.shown(row.facts[name])
    message = f"「{node.name}」的{column.heading}保留「{kept}」，表中为「{said}」"
    row.note(Weight.NOTICE, f"{message}；以表为准请用 talentreg unit edit")
