"""How much a template may do: walls round the memory and the time its filling takes.

Whatever grows is paid for from one purse for each filling: what is printed, every turn of a loop with the
text it writes, every text or list a filter makes. What can grow without being seen (nested lists, macros,
loops that call themselves) is not offered at all.
"""

import re
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sized
from functools import wraps
from types import BuiltinMethodType, FunctionType, MethodType
from typing import Any

from jinja2 import Environment, TemplateRuntimeError, TemplateSyntaxError, nodes, pass_context
from jinja2.exceptions import SecurityError
from jinja2.filters import FILTERS
from jinja2.runtime import Context, LoopContext, TemplateReference, Undefined, markup_join
from jinja2.utils import _PassArg
from jinja2.visitor import NodeTransformer

LONGEST = 1_000_000
"""Characters of one text a template makes, members of one list it makes."""
PURSE = 300_000_000
"""Characters a filling may make in all; a document that unfolds to two hundred million is refused anyway."""
PATIENCE = 120.0
"""Seconds a filling may take."""
LONGEST_RANGE, MOST_COLUMNS, MOST_DIGITS = 10_000, 1_000, 15
LARGEST_INTEGER = 1_000
"""Bits of a product."""

KEPT = (
    "abs batch capitalize count d default dictsort e escape first float format groupby int items join last"
    " length list lower map max min reject rejectattr replace reverse round select selectattr sort string sum"
    " title trim truncate unique upper"
).split()
"""The filters of Jinja a template may use."""

LIST_AS_TEXT = "列表不能当文字印，请用 {% for 项 in 列表 %}…{% endfor %} 逐项写，或写 {{ 列表|列名 }}"

_TURN = 20
_MEMBER = 200
"""What a turn of a loop costs besides its text, and a member of a list somebody makes or goes through."""
_EACH, _CONCATENATED, _SHALLOW, _HELD = "=each", "=concatenated", "=shallow", "=held"
"""Names of our own filters round parts of the template; no template can spell them."""
_NOT_OFFERED: dict[type[nodes.Node], str] = {
    nodes.ScopedEvalContextModifier: "autoescape 不能关闭",
    nodes.Macro: "不能用 macro",
    nodes.CallBlock: "不能用 call",
    nodes.FilterBlock: "不能用 filter 段",
    nodes.Include: "不能用 include，模板要写在一个文件里",
    nodes.Import: "不能用 import，模板要写在一个文件里",
    nodes.FromImport: "不能用 import，模板要写在一个文件里",
    nodes.Extends: "不能用 extends，模板要写在一个文件里",
    nodes.Block: "不能用 block，模板要写在一个文件里",
}
_DEPTH, _DEEPEST = 150, 6
"""How deep tags may be nested, and lists a template makes."""
_LISTS: tuple[type, ...] = (list, tuple, range, type({}.keys()), type({}.items()), type({}.values()), Mapping)
_TOOLS = (type, FunctionType, BuiltinMethodType, MethodType, LoopContext, TemplateReference)
_PLACEHOLDER = re.compile(r"%[-+ #]*(\*|\d*)(?:\.(\*|\d*))?[a-zA-Z%]")


class BoundedContext(Context):
    """The names of one filling, and what is left of its purse."""

    def __init__(self, *arguments: Any, **more: Any) -> None:
        """Begin with a full purse."""
        super().__init__(*arguments, **more)
        self.left = PURSE
        self.until = time.monotonic() + PATIENCE

    def spend(self, cost: int) -> None:
        """Pay for what grows; an empty purse or a clock run out is refused."""
        self.left -= cost
        if self.left < 0:
            raise SecurityError("出的内容太多，请检查循环")
        if time.monotonic() > self.until:
            raise SecurityError("算得太久，请检查循环")


def forbid(tree: nodes.Template) -> None:
    """Refuse the parts of the language a report has no use for, with their line."""
    level: list[nodes.Node] = [tree]
    for _ in range(_DEPTH):
        for node in level:
            if said := _NOT_OFFERED.get(type(node)):
                raise TemplateSyntaxError(said, node.lineno)
            if isinstance(node, nodes.For) and node.recursive:
                raise TemplateSyntaxError("不能用 recursive", node.lineno)
        level = [child for node in level if node.fields for child in node.iter_child_nodes()]
        if not level:
            return
    raise TemplateSyntaxError("括号或标签套得太深", level[0].lineno)


def bound(tree: nodes.Template, environment: Environment) -> nodes.Template:
    """Put our own filters round everything in a template that can grow."""
    bounded = _Bounding().visit(tree)
    bounded.set_environment(environment)
    assert isinstance(bounded, nodes.Template)
    return bounded


class _Bounding(NodeTransformer):
    """Wrap what loops go through, what is joined by ~, and lists written in the template."""

    def visit_For(self, node: nodes.For) -> nodes.For:  # noqa: N802  # Jinja calls it by this name
        """Let every loop pay for its turns before the first."""
        cost = nodes.Const(_TURN + sum(map(_text_in, node.body)), lineno=node.lineno)
        self.generic_visit(node)
        node.iter = _filtered(node.iter, _EACH, [cost])
        return node

    def visit_Concat(self, node: nodes.Concat) -> nodes.Filter:  # noqa: N802
        """Join what ~ joins within bounds."""
        self.generic_visit(node)
        return _filtered(nodes.List(node.nodes, lineno=node.lineno), _CONCATENATED)

    def visit_AssignBlock(self, node: nodes.AssignBlock) -> nodes.AssignBlock:  # noqa: N802
        """Keep what is written into a name within bounds."""
        self.generic_visit(node)
        node.filter = nodes.Filter(node.filter, _HELD, [], [], None, None, lineno=node.lineno)
        return node

    def visit_List(self, node: nodes.List) -> nodes.Node:  # noqa: N802
        """Keep lists shallow."""
        return self._shallow(node)

    def visit_Tuple(self, node: nodes.Tuple) -> nodes.Node:  # noqa: N802
        """Keep tuples shallow; one that names what a loop or `set` fills stays."""
        return self._shallow(node) if node.ctx == "load" else node

    def visit_Dict(self, node: nodes.Dict) -> nodes.Node:  # noqa: N802
        """Keep mappings shallow."""
        return self._shallow(node)

    def _shallow(self, node: nodes.List | nodes.Tuple | nodes.Dict) -> nodes.Expr:
        self.generic_visit(node)
        held = [one.value if isinstance(one, nodes.Pair) else one for one in node.items]
        constant = all(isinstance(one, nodes.Const) for one in held)
        return node if constant else _filtered(node, _SHALLOW)


def _filtered(node: Any, name: str, arguments: list[nodes.Expr] | None = None) -> nodes.Filter:
    return nodes.Filter(node, name, arguments or [], [], None, None, lineno=node.lineno)


def _text_in(node: nodes.Node) -> int:
    """Count the characters a part of a template writes at most, without those of loops inside it."""
    if isinstance(node, nodes.TemplateData):
        return len(node.data)
    if isinstance(node, nodes.For):
        return 0
    if isinstance(node, nodes.If):
        ways = [node.body, node.else_, *(other.body for other in node.elif_)]
        return max(sum(map(_text_in, way)) for way in ways)
    return sum(map(_text_in, node.iter_child_nodes()))


def _metered(make: Callable[..., Any], *, nests: bool = False) -> Callable[..., Any]:
    """Let a filter of Jinja pay for what it is given and what it makes; lists in lists are kept shallow."""
    kind = _PassArg.from_obj(make)

    @pass_context
    def apply(context: BoundedContext, value: Any, *arguments: Any, **more: Any) -> Any:
        value = held(context, value)
        leading: tuple[Any, ...] = ()
        if kind is not None:
            leading = (
                {
                    _PassArg.context: context,
                    _PassArg.eval_context: context.eval_ctx,
                    _PassArg.environment: context.environment,
                }[kind],
            )
        made = held(context, make(*leading, value, *arguments, **more))
        return _shallow(context, made) if nests else made

    return apply


def held(context: BoundedContext, value: Any) -> Any:
    """Pay for a value; what comes one by one is gathered within bounds."""
    if isinstance(value, Iterator):
        value = list(_counted(context, value))
    if isinstance(value, str | list | tuple) and len(value) > LONGEST:
        raise SecurityError("做出的文字或列表太长")
    if isinstance(value, str):
        context.spend(len(value))
    elif isinstance(value, list | tuple | Mapping):
        context.spend(_MEMBER * len(value))
    return value


def _counted(context: BoundedContext, values: Iterable[Any]) -> Iterator[Any]:
    for place, value in enumerate(values):
        if place >= LONGEST:
            raise SecurityError("做出的列表太长")
        context.spend(_MEMBER + (len(value) if isinstance(value, str) else 0))
        yield value


@pass_context
def _each(context: BoundedContext, values: Any, cost: int) -> Any:
    """Let a loop pay for all its turns."""
    if isinstance(values, Undefined):
        return values
    if isinstance(values, Iterator):
        values = list(_counted(context, values))
    if not isinstance(values, Iterable) or isinstance(values, str):
        raise TemplateRuntimeError("for … in 后面不是列表，不能逐项写")
    if isinstance(values, Sized):
        context.spend(len(values) * cost)
    return values


@pass_context
def _concatenated(context: BoundedContext, values: list[Any]) -> str:
    for value in values:
        refuse_container(value)
    if sum(len(value) for value in values if isinstance(value, str)) > LONGEST:
        raise SecurityError("拼出的文字太长")
    joined: str = markup_join(values)
    context.spend(len(joined))
    return joined


@pass_context
def _shallow(context: BoundedContext, values: Any) -> Any:
    """Refuse lists nested beyond sense: they could hold more than they show."""
    level = [values]
    for _ in range(_DEEPEST):
        inside = [[*one, *one.values()] if isinstance(one, Mapping) else one for one in level]
        level = [inner for one in inside for inner in one if isinstance(inner, list | tuple | Mapping)]
        context.spend(sum(map(len, inside)))
    if level:
        raise SecurityError("列表套得太深")
    return values


def refuse_container(value: Any) -> None:
    """Refuse a list where a text should stand, and a tool: what they would print is nothing for a report."""
    if isinstance(value, _LISTS):
        raise TemplateRuntimeError(LIST_AS_TEXT)
    if isinstance(value, _TOOLS):
        raise TemplateRuntimeError("这里写的不是数，也不是文字；循环的序号写 {{ loop.index }}")


def _joined(make: Callable[..., Any]) -> Callable[..., Any]:
    @wraps(make)
    def join(evaluating: Any, values: Any, between: str = "", attribute: Any = None) -> Any:
        if isinstance(values, Sized):
            texts = sum(len(one) for one in values if isinstance(one, str)) if isinstance(values, list) else 0
            if len(values) * len(str(between)) + texts > LONGEST:
                raise SecurityError("拼出的文字太长")
        for one in values if isinstance(values, list | tuple) and attribute is None else ():
            refuse_container(one)
        return make(evaluating, values, between, attribute)

    return join


def _replaced(make: Callable[..., Any]) -> Callable[..., Any]:
    @wraps(make)
    def replace(evaluating: Any, text: Any, old: str, new: str, count: int | None = None) -> Any:
        refuse_container(text)
        found = str(text).count(str(old)) if old else len(str(text)) + 1
        if len(str(text)) + found * len(str(new)) > LONGEST:
            raise SecurityError("换出的文字太长")
        return make(evaluating, text, old, new, count)

    return replace


def _formatted(make: Callable[..., Any]) -> Callable[..., Any]:
    @wraps(make)
    def format_text(value: Any, *arguments: Any, **more: Any) -> Any:
        for placeholder in _PLACEHOLDER.finditer(str(value)):
            if placeholder[0].endswith("c"):
                raise SecurityError("不能用 %c，请直接写那个字")
            if any(part and (part == "*" or int(part) > MOST_DIGITS) for part in placeholder.groups()):
                raise SecurityError(f"「{placeholder[0]}」的位数太多")
        for argument in (*arguments, *more.values()):
            refuse_container(argument)
        return make(value, *arguments, **more)

    return format_text


def _rounded(make: Callable[..., Any]) -> Callable[..., Any]:
    @wraps(make)
    def round_number(value: Any, precision: int = 0, method: str = "common") -> Any:
        if not isinstance(precision, int) or abs(precision) > MOST_DIGITS:
            raise SecurityError(f"小数最多保留{MOST_DIGITS}位")
        return make(value, precision, method)

    return round_number


def _columned(make: Callable[..., Any]) -> Callable[..., Any]:
    @wraps(make)
    def divide(values: Any, columns: int, *more: Any, **named: Any) -> Any:
        if not isinstance(columns, int) or not 0 < columns <= MOST_COLUMNS:
            raise SecurityError(f"每组的个数要在1到{MOST_COLUMNS}之间")
        return make(values, columns, *more, **named)

    return divide


def _told(make: Callable[..., Any]) -> Callable[..., Any]:
    @wraps(make)
    def tell(value: Any) -> Any:
        refuse_container(value)
        return make(value)

    return tell


def _summed(make: Callable[..., Any]) -> Callable[..., Any]:
    @wraps(make)
    def add(environment: Environment, values: Any, attribute: Any = None, start: Any = 0) -> Any:
        if isinstance(start, str | list | tuple):
            raise SecurityError("sum 只能把数相加")
        return make(environment, values, attribute, start)

    return add


_GUARDS: dict[str, Callable[[Callable[..., Any]], Callable[..., Any]]] = {
    "join": _joined,
    "replace": _replaced,
    "format": _formatted,
    "round": _rounded,
    "batch": _columned,
    "string": _told,
    "escape": _told,
    "e": _told,
    "sum": _summed,
}
_NESTING = ("batch", "groupby")
"""The filters that put lists into lists."""


def bounded_filters() -> dict[str, Callable[..., Any]]:
    """Return the filters a template may use, each within bounds, and those we put round its parts."""
    offered: dict[str, Callable[..., Any]] = {}
    for name in KEPT:
        make: Callable[..., Any] = FILTERS[name]
        guarded = _GUARDS[name](make) if name in _GUARDS else make
        offered[name] = _metered(guarded, nests=name in _NESTING)
    return offered | {
        _EACH: _each,
        _CONCATENATED: _concatenated,
        _SHALLOW: _shallow,
        _HELD: pass_context(held),
    }


def bounded_range(*arguments: int) -> range:
    """Count, but not for ever."""
    counted = range(*arguments)
    if len(counted) > LONGEST_RANGE:
        raise SecurityError(f"range 最多{LONGEST_RANGE}个")
    return counted


def check_operation(operator: str, left: Any, right: Any) -> None:
    """Refuse arithmetic whose result could be of any size."""
    texts = [one for one in (left, right) if isinstance(one, str | bytes | list | tuple)]
    if operator == "**" or (operator == "*" and texts):
        raise SecurityError(f"「{operator}」不能这样用")
    if operator == "%" and isinstance(left, str):
        raise SecurityError("文字后面不能用 %，请写 |format")
    if operator == "+" and sum(map(len, texts)) > LONGEST:
        raise SecurityError("拼出的文字或列表太长")
    integers = [one for one in (left, right) if isinstance(one, int)]
    if operator == "*" and sum(one.bit_length() for one in integers) > LARGEST_INTEGER:
        raise SecurityError("算出的数太大")
