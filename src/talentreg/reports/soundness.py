"""Whether all that a template can print is well-formed XML; if that cannot be told, every report is parsed.

Data is escaped, so only the template itself can break a report: a branch or loop that opens what it does not
close, or an expression that cuts text which is escaped already.
"""

import re
from collections.abc import Collection, Iterable, Sequence

from jinja2 import nodes

_ELEMENT = re.compile(r"<(/?)([\w:.-]+)(?:\"[^\"]*\"|'[^']*'|[^>\"'])*?(/?)>")
_CUTTING: tuple[type[nodes.Node], ...] = (
    nodes.AssignBlock,
    nodes.Block,
    nodes.Call,
    nodes.CallBlock,
    nodes.FilterBlock,
    nodes.Macro,
    nodes.Slice,
)
_WHOLE_FILTERS = frozenset(
    "abs count d default float first int join last length max min round sum"
    " 万 余 多 近 大写 无则横线 列名".split()
)


def is_sound(found: Collection[nodes.Node]) -> bool:
    """Tell whether every filling of a template of these nodes is well-formed."""
    cutting = any(
        one.name not in _WHOLE_FILTERS if isinstance(one, nodes.Filter) else isinstance(one, _CUTTING)
        for one in found
    )
    return not cutting and find_torn(found) is None


def find_torn(found: Iterable[nodes.Node]) -> int | None:
    """Return the line of the first branch or loop that reaches across the bounds of an element."""
    forks = (one for one in found if isinstance(one, nodes.If | nodes.For))
    torn = (fork for fork in forks if not (_keeps_shape(fork.body) and _keeps_shape(fork.else_)))
    return min((fork.lineno for fork in torn), default=None)


def _keeps_shape(branch: Sequence[nodes.Node]) -> bool:
    """Tell whether a branch opens again just what it closed; branches inside it are judged by themselves."""
    closed: list[str] = []
    opened: list[str] = []
    for end, name, alone in _ELEMENT.findall("".join(_text(branch))):
        if end and opened and opened[-1] == name:
            opened.pop()
        elif end and opened:
            return False
        elif end:
            closed.append(name)
        elif not alone:
            opened.append(name)
    return closed == opened[::-1]


def _text(branch: Iterable[nodes.Node]) -> Iterable[str]:
    """Return a branch's own XML; what is printed in it holds no markup."""
    for node in branch:
        if isinstance(node, nodes.Output):
            yield from (one.data if isinstance(one, nodes.TemplateData) else "" for one in node.nodes)
