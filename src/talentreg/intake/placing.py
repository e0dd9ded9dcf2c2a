"""Which unit a row belongs to, and which units and staff an import has to create."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from talentreg.errors import Ambiguous, Refused, Unknown
from talentreg.intake.drafts import UNIT_TARGETS, Draft
from talentreg.intake.origins import find_path
from talentreg.intake.problems import Weight
from talentreg.periods import chinese_day
from talentreg.records.text import fold
from talentreg.records.unit import LEVELS, level_of
from talentreg.store.units import UnitNode, UnitTree

NAMING = (*UNIT_TARGETS, "unit.code")
COMMITTEES = ("居委会", "居民委员会", "办事处")
VILLAGE_COMMITTEES = ("村委会", "村民委员会")
NO_UNIT = "未填"
"""Stands for a unit's code where a register's own workbook says that somebody has no unit."""


@dataclass(slots=True)
class Places:
    """The unit tree as the plan will leave it; planned units have negative ids."""

    tree: UnitTree
    default: UnitNode | None = None
    created: list[UnitNode] = field(default_factory=list)
    top: UnitNode | None = field(init=False)
    mark: int = 0
    list_path: tuple[str, ...] = ()
    list_used: bool = False
    known: dict[tuple[object, ...], UnitNode | None] = field(default_factory=dict)
    """Units by what rows call them; rows that gave cause for a remark are looked at each time."""

    def __post_init__(self) -> None:
        """Note the register's only top unit before the import adds any: rows must not decide for others."""
        self.top = self.tree.top()

    def take_default(self, text: str) -> None:
        """Take the unit of `--unit`; raises Unknown for one not there, Refused for one that another followed.

        It is planned where a slip of the finger is out of the question: in a register without units, under a
        known unit (街道/社区), or written from the top (/社区).
        """
        *above, name = [part.strip() for part in text.replace("／", "/").split("/") if part.strip()] or [""]
        try:
            self.default = self.tree.find(text)
        except Unknown as error:
            if self.tree.nodes and not text.startswith("/") and not self.tree.named("/".join(above)):
                hint = f"{error.hint}；新单位请连上级一起写：某某街道/{name}"
                raise Unknown(error.message, hint) from error
            self.default = self._plan_path([*above, name])
        if self.default and (heir := self.successor(self.default)) != self.default:
            message = f"「{self.tree.path(self.default.id)}」已撤销，后来是「{self.tree.path(heir.id)}」"
            raise Refused(message, f"请改写 --unit {self.tree.path(heir.id)}")

    def begin_list(self, path: tuple[str, ...]) -> None:
        """Note the unit a whole list belongs to; what `--unit` says already is left out of it."""
        default, self.list_used = self.default, False
        self.list_path = tuple(name for name in path if not default or _is_below(name, "", default))
        if not self._is_safe(self.list_path):
            self.list_path = ()

    def _is_safe(self, path: tuple[str, ...]) -> bool:
        """Whether a title's unit may be taken: a city it names may be where people are, not where from."""
        large = LEVELS[: LEVELS.index("township")]
        return bool(path) and (level_of(path[-1]) not in large or bool(self.tree.named("/".join(path))))

    def of(self, draft: Draft) -> UnitNode | None:
        """Find or plan the unit a row names; None when it names none or several could be meant."""
        key = (self.list_path, *map(draft.values.get, NAMING))
        if key in self.known:
            return self.known[key]
        said = len(draft.problems)
        unit = self._find(draft)
        if len(draft.problems) == said:
            self.known[key] = unit
        return unit

    def _find(self, draft: Draft) -> UnitNode | None:
        if draft.get("unit.code") == NO_UNIT:
            return None
        named = [
            (part.strip(), "" if place else target.removeprefix("unit").removeprefix("."))
            for target in UNIT_TARGETS
            for place, part in enumerate(self._parted(draft.values.get(target, "")))
            if part.strip()
        ]
        if coded := self._coded(draft.get("unit.code"), [name for name, _ in named]):
            return self.successor(coded)
        return self._go_down(draft, named) if named else None

    def _parted(self, text: str) -> Sequence[str]:
        """Part a path written as one word (临江街道望江社区), and call a place's committee by the place."""
        parts = text.replace("／", "/").strip("/").split("/")
        if len(parts) > 1 or self.tree.ever_named(text):
            return parts
        path = find_path(text)
        joined = "".join(path)
        called = {joined, *(joined + word for word in COMMITTEES)}
        called |= {joined[:-1] + word for word in VILLAGE_COMMITTEES}
        return path if path and text in called else parts

    def _go_down(self, draft: Draft, named: list[tuple[str, str]]) -> UnitNode | None:
        """Follow names from the top, each with its level if a column tells it, to the last."""
        unit: UnitNode | None = None
        replaced: tuple[UnitNode, UnitNode] | None = None
        try:
            if self.list_path and _is_lower(*named[0], level_of(self.list_path[-1])):
                unit = self._list_unit(draft)
            for name, level in named:
                meant = self._step(draft, name, level, unit)
                unit = self.successor(meant)
                replaced = (meant, unit) if meant.is_closed() else replaced
        except Ambiguous as error:
            draft.note(Weight.SET_ASIDE, error.message, value=named[-1][0], candidates=error.candidates)
            draft.keep("所属单位（原文）", "/".join(name for name, _ in named))
            self.forget()
            return None
        if replaced:
            self._say_closed(draft, *replaced)
        return unit

    def _coded(self, code: str | None, names: list[str]) -> UnitNode | None:
        """Return the unit of a code if the row names it and all above it; another register's may differ."""
        named = {fold(name) for name in names}
        for node in self.tree.ever_named(code) if code else ():
            if node.code == code and named.issuperset(fold(self.tree.path(node.id)).split("/")):
                return node
        return None

    def successor(self, node: UnitNode) -> UnitNode:
        """Return the existing unit that followed a closed one; the unit itself when it exists or none did.

        Where the register names none, it is the only unit of that name founded when it was closed, or later.
        """
        node = self.tree.successor(node)
        if not node.closed_on or not node.is_closed():
            return node
        later = [
            other
            for other in self.tree.named(node.name)
            if other.opened_on and not other.is_closed() and other.opened_on >= node.closed_on
        ]
        return later[0] if len(later) == 1 else node

    def holds(self, unit: UnitNode, other_id: int) -> bool:
        """Whether a unit lies within another, or has become part of it since it was closed."""
        other = self.tree.nodes[other_id]
        return any(self.tree.within(one.id, unit.id) for one in (other, self.successor(other)))

    def fallback(self, draft: Draft) -> UnitNode | None:
        """Return the unit of a row that names none: its list's, else `--unit`, else the only top unit."""
        self.list_used |= bool(self.list_path)
        return self._list_unit(draft) or self.default or self.top

    def list_scope(self) -> UnitNode | None:
        """Return the unit the whole list belongs to if it is there: who is meant is looked for within it."""
        found = self.tree.named("/".join(self.list_path)) if self.list_path else []
        return found[0] if len(found) == 1 else None

    def _list_unit(self, draft: Draft) -> UnitNode | None:
        """Find or plan the unit the whole list belongs to."""
        if not self.list_path or (self.list_path,) in self.known:
            return self.known.get((self.list_path,))
        unit: UnitNode | None = None
        for name in self.list_path:
            unit = self.successor(self._step(draft, name, "", unit))
        self.known[self.list_path,] = unit
        return unit

    def _step(self, draft: Draft, name: str, level: str, above: UnitNode | None) -> UnitNode:
        """Go from a unit to one named below it, planning it when it is not there."""
        scope = above or (self.default if self.default and _is_below(name, level, self.default) else None)
        found = self.tree.ever_named(name)
        fitting = [node for node in found if not scope or self.tree.within(node.id, scope.id)]
        below = [node for node in fitting if not scope or node.id != scope.id]
        fitting = below or fitting
        fitting = [node for node in fitting if not node.is_closed()] or fitting
        if len(fitting) == 1:
            return fitting[0]
        if fitting:
            paths = [self.tree.path(node.id) for node in fitting]
            raise Ambiguous(f"有{len(fitting)}个单位叫「{name}」，未采用", paths)
        guessed = level_of(name) if not scope or _is_below(name, "", scope) else ""
        return self._create(draft, name, guessed or level or "community", scope)

    def _say_closed(self, draft: Draft, meant: UnitNode, unit: UnitNode) -> None:
        assert meant.closed_on is not None
        told = f"「{self.tree.path(meant.id)}」已于{chinese_day(meant.closed_on)}撤销"
        if unit.is_closed():
            told += "，仍记在它名下；如已并入别的单位，请在表中改写"
        else:
            told += f"，按「{self.tree.path(unit.id)}」登记"
        draft.note(Weight.NOTICE, told)

    def _create(self, draft: Draft, name: str, level: str, above: UnitNode | None) -> UnitNode:
        beside = list(self.tree.nodes.values())
        node = self._plan(name, level, above)
        if like := next((other for other in beside if _alike(name, other.name)), None):
            path, other = self.tree.path(node.id), self.tree.path(like.id)
            advice = f"与「{other}」相近，如是同一单位请改成一样"
            if like.name == name:
                advice = f"另有「{other}」，如是同一单位：talentreg unit merge {other} --into {path}"
            draft.note(Weight.NOTICE, f"新建单位「{path}」，{advice}")
        if above and above.is_closed():
            draft.note(Weight.NOTICE, f"新建单位「{self.tree.path(node.id)}」，它的上级已撤销，请核对")
        return node

    def _plan_path(self, names: list[str]) -> UnitNode | None:
        """Go down a path from the top, planning what is not there."""
        unit: UnitNode | None = None
        for depth, name in enumerate(names, start=1):
            found = self.tree.named("/".join(names[:depth]))
            unit = found[0] if len(found) == 1 else self._plan(name, level_of(name) or "community", unit)
        return unit

    def _plan(self, name: str, level: str, above: UnitNode | None) -> UnitNode:
        node = UnitNode(-1 - len(self.created), "", name, level, above.id if above else None)
        self.tree.add(node)
        self.created.append(node)
        return node

    def begin_row(self) -> None:
        """Note what is planned before a row, so that `forget` takes back no other row's units."""
        self.mark = len(self.created)

    def is_of_row(self, unit_id: int) -> bool:
        """Whether a unit is planned since the row began."""
        return unit_id < 0 and -1 - unit_id >= self.mark

    def forget(self) -> None:
        """Take back the units planned since the row began: it came to nothing."""
        if len(self.created) > self.mark:
            self.known.clear()
        while len(self.created) > self.mark:
            self.tree.remove(self.created.pop())


def _is_below(name: str, column: str, other: UnitNode) -> bool:
    """Whether a unit so named, in a column of a level, can lie below another; unknown levels can."""
    return _is_lower(name, column, other.level)


def _is_lower(name: str, column: str, than: str) -> bool:
    level = level_of(name) or column
    return level not in LEVELS or than not in LEVELS or LEVELS.index(level) > LEVELS.index(than)


def _alike(name: str, other: str) -> bool:
    """Whether two names differ by an ending or, if they are long enough, by one character."""
    short, long = sorted((name, other), key=len)
    apart = sum(a != b for a, b in zip(short, long, strict=False))
    return long.startswith(short) or (len(short) == len(long) > 4 and apart == 1)
