"""The names a template says, each looked up where it stands: variables, words of a list's lines, filters."""

from collections.abc import Collection, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from jinja2 import nodes

from talentreg.reports.near_names import suggestion
from talentreg.reports.sandbox import OF_A_LOOP, OF_A_MAPPING, OF_A_NUMBER, TemplateEnvironment
from talentreg.reports.template_names import KnownNames, Lines
from talentreg.reports.variables.catalogue import VARIABLES

_KEEPING_LINES = frozenset("list reject rejectattr reverse select selectattr sort unique".split())
_LISTED = 12
"""Words named of those that may stand behind a point."""
_ALWAYS = frozenset(("range", "namespace"))
_SAYING_UNKNOWN = frozenset(("无则横线", "default", "d"))


@dataclass(frozen=True, slots=True)
class Said:
    """Something a template says that is not right; `advice` may be blank."""

    problem: str
    advice: str
    name: str
    grave: bool = True


@dataclass(slots=True)
class Reading:
    """What was found out of one part: what is wrong, what is used, and which figures stand unguarded."""

    known: KnownNames
    wrong: list[Said] = field(default_factory=list)
    used: set[str] = field(default_factory=set)
    unguarded: list[tuple[int, str]] = field(default_factory=list)


def read_names(tree: nodes.Template, known: KnownNames) -> Reading:
    """Look up every name of a parsed template."""
    reader = _Reader(known, TemplateEnvironment())
    reader.asked = {
        one.node.name
        for one in tree.find_all(nodes.Test)
        if one.name == "defined" and isinstance(one.node, nodes.Name)
    }
    reader.visit_all(tree.body)
    return reader.reading


class _Reader:
    """Goes through a template with the names that loops and `set` give on the way."""

    def __init__(self, known: KnownNames, environment: TemplateEnvironment) -> None:
        self.reading = Reading(known)
        self.known = known
        self.environment = environment
        self.scope: dict[str, Lines | None] = {}
        self.guards = 0
        self.asked: set[str] = set()

    def visit_all(self, body: Iterable[nodes.Node]) -> None:
        for node in body:
            self.visit(node)

    def visit(self, node: nodes.Node) -> None:
        match node:
            case nodes.For():
                self._loop(node)
            case nodes.If() | nodes.CondExpr():
                with self._guarded():
                    self.visit_all(node.iter_child_nodes())
            case nodes.Assign() | nodes.AssignBlock():
                self._assign(node)
            case nodes.With():
                self._with(node)
            case nodes.Name():
                self._name(node)
            case nodes.Getattr() | nodes.Getitem():
                self._attribute(node)
            case nodes.Filter() | nodes.Test():
                self._filter(node)
            case nodes.Output():
                self._print(node)
            case _:
                self.visit_all(node.iter_child_nodes())

    @contextmanager
    def _guarded(self) -> Iterator[None]:
        self.guards += 1
        yield
        self.guards -= 1

    @contextmanager
    def _inner(self, names: dict[str, Lines | None]) -> Iterator[None]:
        outer, self.scope = self.scope, {**self.scope, **names}
        yield
        self.scope = outer

    def _loop(self, node: nodes.For) -> None:
        self.visit(node.iter)
        lines = self._lines(node.iter)
        single = isinstance(node.target, nodes.Name)
        targets = {one.name: lines if single else None for one in _names(node.target)}
        with self._inner({**targets, "loop": dict.fromkeys(OF_A_LOOP)}):
            if node.test:
                self.visit(node.test)
            self.visit_all(node.body)
        self.visit_all(node.else_)

    def _assign(self, node: nodes.Assign | nodes.AssignBlock) -> None:
        lines: Lines | None = None
        if isinstance(node, nodes.Assign):
            self.visit(node.node)
            lines = self._lines(node.node)
        else:
            self.visit_all(node.body)
        self.scope |= {one.name: lines for one in _names(node.target)}

    def _with(self, node: nodes.With) -> None:
        self.visit_all(node.values)
        with self._inner({one.name: None for target in node.targets for one in _names(target)}):
            self.visit_all(node.body)

    def _name(self, node: nodes.Name) -> None:
        if node.name in self.scope or node.name in _ALWAYS:
            return
        if node.name in self.known:
            self.reading.used.add(node.name)
            return
        near = suggestion(node.name, [*self.scope, *self.known.all])
        advice = near or "可写的变量：talentreg report template variables"
        self._wrong(f"不认识的变量「{node.name}」", advice, node.name, grave=node.name not in self.asked)

    def _attribute(self, node: nodes.Getattr | nodes.Getitem) -> None:
        self.visit(node.node)
        name = _attribute_name(node)
        if name is None:
            if isinstance(node, nodes.Getitem):
                self.visit(node.arg)
            return
        if not isinstance(node.node, nodes.Name):
            return
        owner = node.node.name
        held = self._held_by(owner)
        if held is None or name in held:
            return
        near = suggestion(name, held)
        words = [one for one in held if one not in OF_A_MAPPING]
        listed = f"{'、'.join(words[:_LISTED])}{'等' if len(words) > _LISTED else ''}"
        advice = near or f"可以写的有：{listed}"
        self._wrong(f"「{owner}」里没有「{name}」", advice, name)

    def _held_by(self, owner: str) -> Collection[str] | None:
        """Say what can stand behind a name and a point; None if nobody knows."""
        if owner in self.scope or owner in VARIABLES:
            lines = self._lines_of(owner)
            return lines if lines is None or owner == "loop" else (*lines, *OF_A_MAPPING)
        return OF_A_NUMBER if owner in self.known else None

    def _lines_of(self, name: str) -> Lines | None:
        return self.scope[name] if name in self.scope else self.known.line_of(name)

    def _lines(self, node: nodes.Node) -> Lines | None:
        """Return what the lines of an expression hold; None if nobody knows."""
        if isinstance(node, nodes.Name):
            return self._lines_of(node.name)
        if isinstance(node, nodes.Filter) and node.name in _KEEPING_LINES and node.node is not None:
            return self._lines(node.node)
        if isinstance(node, nodes.Getitem) and isinstance(node.arg, nodes.Slice):
            return self._lines(node.node)
        if isinstance(node, nodes.Getattr | nodes.Getitem) and isinstance(node.node, nodes.Name):
            outer = self._lines_of(node.node.name)
            return outer.get(_attribute_name(node) or "") if outer else None
        return None

    def _filter(self, node: nodes.Filter | nodes.Test) -> None:
        is_filter = isinstance(node, nodes.Filter)
        there = self.environment.filters if is_filter else self.environment.tests
        if node.name not in there:
            said = f"没有「{'|' if is_filter else 'is '}{node.name}」这种写法"
            spelt = [one for one in there if not one.startswith("=")]
            ours = "、".join(one for one in spelt if not one.isascii())
            advice = suggestion(node.name, spelt) or f"可以用的有：{ours}，以及 Jinja 的一些"
            self._wrong(said, advice, node.name)
        self.visit_all(node.iter_child_nodes())

    def _print(self, node: nodes.Output) -> None:
        for one in node.nodes:
            self.visit(one)
            inner: nodes.Node | None = one
            while isinstance(inner, nodes.Filter) and inner.name not in _SAYING_UNKNOWN:
                inner = inner.node
            if isinstance(inner, nodes.Name) and inner.name not in self.scope and not self.guards:
                self.reading.unguarded.append((inner.lineno, inner.name))

    def _wrong(self, problem: str, advice: str, name: str, *, grave: bool = True) -> None:
        self.reading.wrong.append(Said(problem, advice, name, grave))


def _names(target: nodes.Node) -> list[nodes.Name]:
    if isinstance(target, nodes.Name):
        return [target]
    return list(target.find_all(nodes.Name))


def _attribute_name(node: nodes.Getattr | nodes.Getitem) -> str | None:
    if isinstance(node, nodes.Getattr):
        return node.attr
    return node.arg.value if isinstance(node.arg, nodes.Const) and isinstance(node.arg.value, str) else None
