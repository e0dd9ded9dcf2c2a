"""Which unit a row belongs to, and which units and staff an import has to create."""

import re
from dataclasses import dataclass, field

from talentreg.errors import Ambiguous, Unknown
from talentreg.intake.drafts import Draft
from talentreg.intake.problems import Weight
from talentreg.store.units import UnitNode, UnitTree

_LEVELS = ("province", "city", "county", "township", "community", "grid")
_SUFFIXES = (
    (r"网格|小组|组", "grid"),
    (r"社区|村|居委会|村委会|居民委员会|村民委员会|嘎查", "community"),
    (r"乡|镇|街道|街道办事处|办事处|苏木", "township"),
    (r"县|区|旗|自治县|新区", "county"),
    (r"市|自治州|州|盟|地区", "city"),
    (r"省|自治区", "province"),
)


@dataclass(slots=True)
class Places:
    """The unit tree as the plan will leave it; planned units have negative ids."""

    tree: UnitTree
    default: UnitNode | None = None
    created: list[UnitNode] = field(default_factory=list)
    top: UnitNode | None = field(init=False)
    mark: int = 0

    def __post_init__(self) -> None:
        """Note the register's only top unit before the import adds any: rows must not decide for others."""
        self.top = self.tree.top()

    def take_default(self, text: str) -> None:
        """Take the unit of `--unit`; raises Unknown for one that is not there.

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

    def of(self, draft: Draft) -> UnitNode | None:
        """Find or plan the unit a row names; None when it names none or several could be meant."""
        named = [
            (part.strip(), "" if place else target.removeprefix("unit").removeprefix("."))
            for target in ("unit", *(f"unit.{level}" for level in _LEVELS))
            for place, part in enumerate(
                draft.values.get(target, "").replace("／", "/").strip("/").split("/")
            )
            if part.strip()
        ]
        unit: UnitNode | None = None
        try:
            for name, level in named:
                unit = self._step(draft, name, level, unit)
        except Ambiguous as error:
            draft.note(Weight.SET_ASIDE, error.message, value=named[-1][0], candidates=error.candidates)
            draft.keep("所属单位（原文）", "/".join(name for name, _ in named))
            self.forget()
            return None
        return unit

    def fallback(self) -> UnitNode | None:
        """Return the unit of rows that name none: `--unit`, else the register's only top unit."""
        return self.default or self.top

    def _step(self, draft: Draft, name: str, level: str, above: UnitNode | None) -> UnitNode:
        """Go from a unit to one named below it, planning it when it is not there."""
        scope = above or (self.default if self.default and _is_below(name, level, self.default) else None)
        found = self.tree.named(name)
        fitting = [node for node in found if not scope or self.tree.within(node.id, scope.id)]
        below = [node for node in fitting if not scope or node.id != scope.id]
        if len(below or fitting) == 1:
            return (below or fitting)[0]
        if fitting:
            paths = [self.tree.path(node.id) for node in fitting]
            raise Ambiguous(f"有{len(fitting)}个单位叫「{name}」，未采用", paths)
        guessed = _level_of(name) if not scope or _is_below(name, "", scope) else ""
        return self._create(draft, name, guessed or level or "community", scope)

    def _create(self, draft: Draft, name: str, level: str, above: UnitNode | None) -> UnitNode:
        beside = list(self.tree.nodes.values())
        node = self._plan(name, level, above)
        if like := next((other.name for other in beside if _alike(name, other.name)), ""):
            message = f"新建单位「{self.tree.path(node.id)}」，与「{like}」相近，如是同一单位请改成一样"
            draft.note(Weight.NOTICE, message)
        return node

    def _plan_path(self, names: list[str]) -> UnitNode | None:
        """Go down a path from the top, planning what is not there."""
        unit: UnitNode | None = None
        for depth, name in enumerate(names, start=1):
            found = self.tree.named("/".join(names[:depth]))
            unit = found[0] if len(found) == 1 else self._plan(name, _level_of(name) or "community", unit)
        return unit

    def _plan(self, name: str, level: str, above: UnitNode | None) -> UnitNode:
        node = UnitNode(-1 - len(self.created), "", name, level, above.id if above else None)
        self.tree.add(node)
        self.created.append(node)
        return node

    def begin_row(self) -> None:
        """Note what is planned before a row, so that `forget` takes back no other row's units."""
        self.mark = len(self.created)

    def forget(self) -> None:
        """Take back the units planned since the row began: it came to nothing."""
        while len(self.created) > self.mark:
            self.tree.remove(self.created.pop())


def _level_of(name: str) -> str:
    """Tell a unit's level by how its name ends; empty when the ending says nothing."""
    return next((level for endings, level in _SUFFIXES if re.search(f"({endings})$", name)), "")


def _is_below(name: str, column: str, other: UnitNode) -> bool:
    """Whether a unit so named, in a column of a level, can lie below another; unknown levels can."""
    level = _level_of(name) or column
    return level not in _LEVELS or _LEVELS.index(level) > _LEVELS.index(other.level)


def _alike(name: str, other: str) -> bool:
    """Whether two names differ by an ending or, if they are long enough, by one character."""
    short, long = sorted((name, other), key=len)
    apart = sum(a != b for a, b in zip(short, long, strict=False))
    return long.startswith(short) or (len(short) == len(long) > 4 and apart == 1)
