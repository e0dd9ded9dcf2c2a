"""The Jinja environment templates run in: templates are code, and offices bring their own.

Beyond Jinja's sandbox it refuses silent blanks, strings of any size made by `*`, what would write markup, and
what would differ from run to run.
"""

from datetime import date
from typing import Any

from jinja2 import StrictUndefined, TemplateRuntimeError, TemplateSyntaxError, Undefined, nodes
from jinja2.exceptions import SecurityError
from jinja2.runtime import Context
from jinja2.sandbox import ImmutableSandboxedEnvironment

from talentreg.periods import chinese_day
from talentreg.reports.number import UNKNOWN, Marked

_GLOBALS_WITH_A_BACK_DOOR = ("cycler", "joiner", "lipsum")
_FILTERS_WRITING_MARKUP_OR_CHANCE = ("random", "safe", "tojson", "urlize", "xmlattr")
_SIZED = (str, bytes, list, tuple)


class TemplateEnvironment(ImmutableSandboxedEnvironment):
    """Jinja for report templates; adds the test `已知` and the filter `无则横线` for figures without data.

    A date prints as 2026年3月31日.
    """

    intercepted_binops = frozenset({"*", "**"})

    def __init__(self) -> None:
        """Take away what a report has no use for, add what its figures need."""
        super().__init__(autoescape=True, undefined=StrictUndefined, finalize=_print)
        for name in _GLOBALS_WITH_A_BACK_DOOR:
            del self.globals[name]
        for name in _FILTERS_WRITING_MARKUP_OR_CHANCE:
            del self.filters[name]
        self.tests["已知"] = _is_known
        self.filters["无则横线"] = _or_dash

    def call_binop(self, context: Context, operator: str, left: Any, right: Any) -> Any:
        """Refuse powers, and products of anything that has a length."""
        if operator == "**" or isinstance(left, _SIZED) or isinstance(right, _SIZED):
            raise SecurityError(f"「{operator}」不能这样用")
        return super().call_binop(context, operator, left, right)

    def _parse(self, source: str, name: str | None, filename: str | None) -> nodes.Template:
        tree = super()._parse(source, name, filename)
        for switch in tree.find_all(nodes.ScopedEvalContextModifier):
            raise TemplateSyntaxError("autoescape 不能关闭", switch.lineno)
        return tree


def _print(value: object) -> object:
    if value is None:
        raise TemplateRuntimeError("打印了空值")
    return chinese_day(value) if isinstance(value, date) else value


def _is_known(value: object) -> bool:
    if isinstance(value, Undefined):
        value._fail_with_undefined_error()
    return (value.value if isinstance(value, Marked) else value) is not None


def _or_dash(value: object) -> object:
    if isinstance(value, Marked):
        return value.mark
    return UNKNOWN if value is None else value
