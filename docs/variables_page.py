"""The page of everything a template can say, made from the declarations."""

from collections.abc import Iterable, Iterator
from pathlib import Path

from talentreg.figures.catalogue import GROUPS as FIGURE_GROUPS
from talentreg.reports.bounds import KEPT
from talentreg.reports.formats import FORMATS
from talentreg.reports.variables.catalogue import GROUPS
from talentreg.reports.variables.declaring import Variable
from talentreg.reports.variables.examples import examples
from talentreg.reports.variables.figures import SUFFIXES

INTRODUCTION = Path(__file__).parent / "variables.in"
"""How to write a template, by hand; what follows from declarations comes behind it."""


def variables_page(note: str) -> str:
    """Describe everything a template can say."""
    lines = [INTRODUCTION.read_text("utf-8").replace("NOTE", note).rstrip("\n")]
    lines += [f"| `\\|{form.filter}` | {form.about} |" for form in FORMATS.values()]
    lines += ["", f"Jinja 的过滤器可用：{'、'.join(f'`{name}`' for name in KEPT)}。", ""]
    return "\n".join([*lines, *_suffixes(), *_variables(), *_figures()]) + "\n"


def _suffixes() -> Iterator[str]:
    yield "## 指标后面可以加\n"
    yield "加在指标名称后面，不空格：`{{ 走访返乡人员较上期 }}`。没有可说的是空的，先用 `{% if … %}` 判断。\n"
    yield "| 后缀 | 是什么 | 例 |"
    yield "| --- | --- | --- |"
    for suffix in sorted(SUFFIXES, key=lambda one: (len(one.ending), one.ending)):
        example = examples().get(f"…{suffix.ending}", "")
        yield f"| `{suffix.ending}` | {_cell(suffix.about)} | {_cell(example)} |"
    yield ""


def _variables() -> Iterator[str]:
    yield "## 变量\n"
    yield "例是随附样例登记册（`talentreg demo`）2026年第一季度的；“行里可写”的是名单，逐项写。\n"
    for title, group in GROUPS.items():
        yield f"### {title}\n"
        yield "| 变量 | 是什么 | 例 |"
        yield "| --- | --- | --- |"
        yield from map(_row, group)
        yield ""
        yield from _lines_of(group)


def _row(variable: Variable) -> str:
    needs = f"（要写 `--{variable.needs}`）" if variable.needs else ""
    example = variable.example or examples().get(variable.name, "")
    return f"| `{variable.name}` | {_cell(variable.about)}{needs} | {_cell(example)} |"


def _lines_of(group: tuple[Variable, ...]) -> Iterator[str]:
    """Say what the lines of the lists hold; those that hold the same are told together."""
    alike: dict[tuple[tuple[str, ...], bool], list[Variable]] = {}
    for variable in group:
        if variable.line:
            alike.setdefault((variable.line, variable.figures), []).append(variable)
    for (line, figures), variables in alike.items():
        more = "，和任何指标的名称" if figures else ""
        yield f"{_codes(one.name for one in variables)} 的行里可写：{_codes(line)}{more}。\n"
        inner = variables[0].inner_lists
        for held, words in inner.items():
            yield f"- 其中 {_codes(words)} 又是名单，行里可写：{_codes(held)}"
        yield from [""] if inner else []


def _codes(words: Iterable[str]) -> str:
    return "、".join(f"`{word}`" for word in words)


def _figures() -> Iterator[str]:
    yield "## 指标\n"
    yield "指标的名称都是变量；口径见 [统计指标](figures.md)，自己加的见 [自定义指标](own-figures.md)。\n"
    for title, group in FIGURE_GROUPS.items():
        told = (f"`{one.label}`（{examples().get(one.label, '—')}{one.unit}）" for one in group)
        yield f"**{title}**：{'、'.join(told)}。\n"


def _cell(text: str) -> str:
    return text.replace("|", "\\|").replace("{{", "`{{", 1).replace("}}", "}}`", 1)
