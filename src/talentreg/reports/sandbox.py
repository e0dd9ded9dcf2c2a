"""The Jinja environment templates run in: templates are code, and offices bring their own.

Beyond Jinja's sandbox it refuses silent blanks, what would write markup, what would differ from run to run,
and every attribute that is not listed here. How much a template may do say the bounds.
"""

from collections.abc import Collection, Mapping, Sequence
from datetime import date
from decimal import Decimal
from functools import partial
from typing import Any

from jinja2 import StrictUndefined, TemplateRuntimeError, Undefined, nodes, pass_context
from jinja2.exceptions import SecurityError
from jinja2.runtime import Context, LoopContext
from jinja2.sandbox import ImmutableSandboxedEnvironment
from jinja2.utils import Namespace

from talentreg.periods import chinese_day
from talentreg.reports.bounds import (
    BoundedContext,
    bound,
    bounded_filters,
    bounded_range,
    check_operation,
    forbid,
    held,
    refuse_container,
)
from talentreg.reports.formats import FORMATS, LARGEST_STEP, LIMIT, LISTED, UNKNOWN, format_code, write_number
from talentreg.reports.number import Marked, Number

OF_A_LOOP = tuple("index index0 first last length revindex revindex0 previtem nextitem cycle changed".split())
OF_A_NUMBER = ("text", "value", "label")
OF_A_MAPPING = ("items", "keys", "values", "get")
_TEXT = "strip lstrip rstrip startswith endswith removeprefix removesuffix split upper lower find count"
_ATTRIBUTES: tuple[tuple[type, Collection[str]], ...] = (
    (Number, OF_A_NUMBER),
    (LoopContext, OF_A_LOOP),
    (str, frozenset(_TEXT.split())),
    (Mapping, OF_A_MAPPING),
    (date, frozenset(("year", "month", "day"))),
    (list, frozenset(("index", "count"))),
    (tuple, frozenset(("index", "count"))),
)
"""What a template may take from a value by a point; from everything else nothing."""


class Noted(Namespace):
    """What `namespace` makes in a template: it never prints, and has no name Python would understand."""

    def __init__(*arguments: Any, **more: Any) -> None:  # any word may be a name in it
        """Note the first words."""
        for name in dict(*arguments[1:], **more):
            _check_noted(name)
        Namespace.__init__(*arguments, **more)

    def __setitem__(self, name: str, value: Any) -> None:
        """Note a word."""
        _check_noted(name)
        super().__setitem__(name, value)

    def __repr__(self) -> str:
        """Print nothing: one that holds others would have no end."""
        raise SecurityError("namespace 不能当文字印，请写出其中的一项")


def _check_noted(name: object) -> None:
    if str(name).startswith("_"):
        raise SecurityError(f"namespace 里不能有「{name}」")


class TemplateEnvironment(ImmutableSandboxedEnvironment):
    """Jinja for report templates; adds the test `已知` and the filter `无则横线` for figures without data.

    `列名` names the lines of a list; `万`, `余`, `多`, `近`, `大写` print a number in another format. A date
    prints as 2026年3月31日.
    """

    context_class = BoundedContext
    intercepted_binops = frozenset({"*", "**", "%", "+"})

    def __init__(self) -> None:
        """Take away what a report has no use for, add what its figures need."""
        super().__init__(autoescape=True, undefined=StrictUndefined, finalize=_print)
        self.globals = {"range": bounded_range, "namespace": Noted}
        self.filters = bounded_filters()
        self.tests["已知"] = _is_known
        self.filters["无则横线"] = _or_dash
        self.filters["列名"] = _list_names
        for form in FORMATS.values():
            self.filters[form.filter] = partial(_written, form.code)

    def call_binop(self, context: Context, operator: str, left: Any, right: Any) -> Any:
        """Reckon, unless the result could be of any size."""
        check_operation(operator, left, right)
        return super().call_binop(context, operator, left, right)

    def call(self, context: Any, obj: Any, /, *arguments: Any, **more: Any) -> Any:
        """Let what is asked of a text pay for what it makes."""
        return held(context, super().call(context, obj, *arguments, **more))

    def is_safe_attribute(self, obj: Any, attr: str, value: Any) -> bool:
        """Allow what is listed, and nothing that leads on into the program."""
        listed = next((names for kind, names in _ATTRIBUTES if isinstance(obj, kind)), ())
        own = isinstance(obj, Noted) and not attr.startswith("_")
        return own or (attr in listed and super().is_safe_attribute(obj, attr, value))

    def wrap_str_format(self, value: Any) -> None:
        """Offer no `format` of texts; the filter of that name is bounded."""

    def unsafe_undefined(self, obj: Any, attribute: str) -> Undefined:
        """Say what is not allowed."""
        return self.undefined(f"不能取「.{attribute}」", name=attribute, obj=obj, exc=SecurityError)

    def getattr(self, obj: Any, attribute: str) -> Any:
        """Take a row's own word first; nine of ten names of a template are one."""
        if type(obj) is dict and attribute in obj:
            return obj[attribute]
        return super().getattr(obj, attribute)

    def _parse(self, source: str, name: str | None, filename: str | None) -> nodes.Template:
        tree = super()._parse(source, name, filename)
        forbid(tree)
        return tree

    def _generate(
        self, source: nodes.Template, name: str | None, filename: str | None, defer_init: bool = False
    ) -> str:
        return super()._generate(bound(source, self), name, filename, defer_init)


@pass_context
def _print(context: BoundedContext, value: object) -> object:
    if isinstance(value, str):
        context.spend(len(value))
        return value
    if value is None:
        raise TemplateRuntimeError("打印了空值")
    refuse_container(value)
    return chinese_day(value) if isinstance(value, date) else value


def _is_known(value: object) -> bool:
    if isinstance(value, Undefined):
        value._fail_with_undefined_error()
    return (value.value if isinstance(value, Marked) else value) is not None


def _written(code: str, value: object, step: int = 0) -> object:
    """Print a number in another format; what is no number of the register stays as it is."""
    if not isinstance(step, int) or not 0 <= step <= LARGEST_STEP:
        raise TemplateRuntimeError("括号里写取整到几，如 余(10)、近(100)")
    if isinstance(value, Number):
        return value.written(format_code(code, step))
    if isinstance(value, int | float | Decimal):
        return write_number(value, str(value), format_code(code, step))
    return value


@pass_context
def _list_names(context: Context, lines: Sequence[Mapping[str, object] | str], limit: int = 0) -> str:
    """Name the lines of a list up to a limit, then 等; one that is not longer is named whole."""
    most = limit or int(context.get(LIMIT, LISTED))
    names = [str(one if isinstance(one, str) else one.get("名称") or one.get("姓名") or "") for one in lines]
    return "、".join(names[:most]) + ("等" if len(names) > most else "")


def _or_dash(value: object) -> object:
    if isinstance(value, Marked):
        return value.mark
    return UNKNOWN if value is None else value
