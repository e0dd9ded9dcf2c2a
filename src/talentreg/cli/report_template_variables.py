"""`talentreg report template variables`: what a template can say, with an example of each."""

from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from typing import Annotated

import typer

from talentreg.cli.figures import say_wrapped
from talentreg.cli.options import AsJson
from talentreg.cli.output import print_json, say, tell
from talentreg.errors import Unknown
from talentreg.figures.catalogue import GROUPS as FIGURE_GROUPS
from talentreg.records.text import fold
from talentreg.reports.formats import FORMATS
from talentreg.reports.near_names import suggestion
from talentreg.reports.variables.catalogue import GROUPS
from talentreg.reports.variables.declaring import Variable
from talentreg.reports.variables.examples import examples
from talentreg.reports.variables.figures import SUFFIXES

Wanted = Annotated[str, typer.Argument(metavar="词", help="只列名称或说明里有它的", show_default=False)]


@dataclass(frozen=True, slots=True)
class _Told:
    """One thing a template can say, as it is listed.

    `line` is what the lines of a list hold, `inner` what of it is a list again, with what its lines hold.
    """

    group: str
    name: str
    about: str
    example: str
    line: tuple[str, ...] = ()
    inner: dict[str, tuple[str, ...]] = field(default_factory=dict)


def list_variables(wanted: Wanted = "", as_json: AsJson = False) -> None:
    """List the variables, the figures, what may stand behind a figure, and the ways to print a number."""
    found = [one for one in _everything() if fold(wanted) in fold(f"{one.name}{one.about}")]
    if not found:
        near = suggestion(wanted, [one.name for one in _everything()])
        raise Unknown(
            f"没有和「{wanted}」有关的变量", near or "全部列出：talentreg report template variables"
        )
    if as_json:
        print_json([asdict(one) for one in found])
        return
    group = ""
    for one in found:
        if one.group != group:
            group = one.group
            say(f"—— {group} ——")
        _say(one)
    say()
    say(f"共{len(found)}个")
    tell("例是随附样例登记册2026年第一季度的；写法：{{ 变量 }}，名单用 {% for 项 in 名单 %}…{% endfor %}")


def _say(one: _Told) -> None:
    say(one.name)
    say_wrapped(one.about)
    if one.example:
        say_wrapped(f"例：{one.example}")
    if one.line:
        say_wrapped(f"行里可写：{'、'.join(one.line)}")
    for name, held in one.inner.items():
        say_wrapped(f"{name}又是名单，行里可写：{'、'.join(held)}")


def _everything() -> Iterator[_Told]:
    known = examples()
    for title, group in GROUPS.items():
        yield from (_variable(title, variable) for variable in group)
    for title, figures in FIGURE_GROUPS.items():
        for figure in figures:
            example = f"{known.get(figure.label, '—')}{figure.unit}"
            yield _Told(f"指标：{title}", figure.label, figure.definition, example)
    for suffix in SUFFIXES:
        ending = f"…{suffix.ending}"
        yield _Told("指标后面可以加", ending, suffix.about, known.get(ending, ""))
    for form in FORMATS.values():
        yield _Told("数的写法", f"|{form.filter}", form.about, "")


def _variable(title: str, variable: Variable) -> _Told:
    example = variable.example or examples().get(variable.name, "")
    line = (*variable.line, "任何指标的名称") if variable.figures else variable.line
    needs = f"（要写 --{variable.needs}）" if variable.needs else ""
    return _Told(title, variable.name, f"{variable.about}{needs}", example, line, dict(variable.inner))
