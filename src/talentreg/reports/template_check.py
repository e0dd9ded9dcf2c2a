"""What is wrong with an office's own template, told before a report comes out of it.

First how its tags are spelt and nested, paragraph by paragraph; then its names; then it is filled once, as a
report of the register would be.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from copy import deepcopy
from dataclasses import dataclass

from jinja2 import TemplateSyntaxError

from talentreg.errors import Refused
from talentreg.reports.context import about_report, make_context
from talentreg.reports.living import prepare
from talentreg.reports.number import Number
from talentreg.reports.package import Element, text_parts
from talentreg.reports.safety import read_package
from talentreg.reports.sandbox import TemplateEnvironment
from talentreg.reports.template_blocks import check_blocks
from talentreg.reports.template_lines import Line, read_lines
from talentreg.reports.template_names import KnownNames
from talentreg.reports.template_scopes import Reading, read_names
from talentreg.reports.template_spelling import Finding, check_spelling, finding, said_in_chinese
from talentreg.reports.tidying import paragraph_of, tidy
from talentreg.reports.variables.catalogue import VARIABLES
from talentreg.reports.variables.declaring import Telling

_WHOLE = "全文"
_OF_BLOCKS = re.compile("[%％]")
"""Stands in what is said of a tag of blocks; while one cannot be read, the others have no ends."""
_UNKNOWN = ("没有数据", "空值")
"""What is said when a figure has no number: it may have one in another period."""

Tell = Callable[[frozenset[str]], Telling]
"""Makes what a report is told from, for the names a template uses."""


@dataclass(frozen=True, slots=True)
class Checked:
    """What a check found, and which variables the template uses."""

    findings: list[Finding]
    used: list[str]

    @property
    def grave(self) -> list[Finding]:
        """What has to be changed before a report can come out."""
        return [one for one in self.findings if one.grave]


def check_template(source: bytes, tell: Tell, tell_nothing: Tell) -> Checked:
    """Check a template; what is no Word document, or a hostile one, is refused.

    `tell` tells of the register, `tell_nothing` of one that holds nothing: a report must come out of both.
    """
    known = KnownNames.of(tell(frozenset()).counting)
    findings: list[Finding] = []
    used: set[str] = set()
    for tree in text_parts(read_package(source)).values():
        lines = list(read_lines(tree))
        found = [*_check_lines(lines, known)]
        reading = None if any(one.grave for one in found) else _read(tree, known)
        findings += [*found, *_check_names(reading, lines, tell_nothing)]
        used |= reading.used if isinstance(reading, Reading) else set()
    if not used and not any(one.grave for one in findings):
        findings.append(_nothing_to_fill())
    if not any(one.grave for one in findings):
        findings += _try_out(source, tell, used, advised=bool(findings))
    return Checked(findings, sorted(used))


def _nothing_to_fill() -> Finding:
    advice = "在要填数的地方写 {{ 变量 }}，如 {{ 走访返乡人员 }}；可写的：talentreg report template variables"
    return Finding(_WHOLE, "", "没有要填的变量", advice, grave=False)


def _check_lines(lines: list[Line], known: KnownNames) -> Iterator[Finding]:
    """Check what can be seen in the paragraphs themselves, in their order."""
    found = [one for line in lines for one in check_spelling(line, known.__contains__)]
    order = {line.place: line.number for line in lines}
    hampered = any(one.grave and _OF_BLOCKS.search(one.problem) for one in found)
    blocks = [] if hampered else check_blocks(lines)
    yield from sorted((*found, *blocks), key=lambda one: order[one.place])


def _read(tree: Element, known: KnownNames) -> "Reading | Finding":
    """Read the names of a part; a part that cannot be read as a whole is found wrong."""
    try:
        source = tidy(deepcopy(tree))
        reading = read_names(TemplateEnvironment().parse(source), known)
    except TemplateSyntaxError as error:
        return Finding(_WHOLE, paragraph_of(source, error.lineno), f"标签写得不对，{said_in_chinese(error)}")
    except Refused as error:
        return Finding(_WHOLE, "", error.message, error.hint)
    return reading


def _check_names(
    reading: "Reading | Finding | None", lines: list[Line], tell_nothing: Tell
) -> Iterator[Finding]:
    if reading is None:
        return
    if isinstance(reading, Finding):
        yield reading
        return
    for said in dict.fromkeys(reading.wrong):
        yield _in_paragraph(lines, said.name, said.problem, said.advice, grave=said.grave)
    yield from _unguarded(reading, lines, tell_nothing)


def _in_paragraph(
    lines: Iterable[Line], name: str, problem: str, advice: str, *, grave: bool = True
) -> Finding:
    """Find the first paragraph in whose tags a name stands."""
    for line in lines:
        for tag in line.tags:
            if name in tag.text:
                return finding(line, f"{problem}：{tag.text}", advice, at=tag.start, grave=grave)
    return Finding(_WHOLE, "", problem, advice, grave)


def _unguarded(reading: Reading, lines: list[Line], tell_nothing: Tell) -> Iterator[Finding]:
    """Advise on figures that are printed also when the register knows nothing of them."""
    printed = dict.fromkeys(name for _, name in reading.unguarded if name in reading.known)
    names = frozenset(printed) - VARIABLES.keys()
    if not names:
        return
    said = make_context(tell_nothing(names))
    for name in printed:
        value = said.get(name)
        unknown = isinstance(value, Number) and value.value is None
        if name in names and (unknown or value is None):
            advice = f"可写成：{{% if {name} is 已知 %}}…{{% endif %}}，表格里写 {{{{ {name}|无则横线 }}}}"
            problem = f"登记册里没有这类记录时「{name}」没有数，报告出不来"
            yield _in_paragraph(lines, name, problem, advice, grave=False)


def _try_out(source: bytes, tell: Tell, used: set[str], *, advised: bool) -> Iterator[Finding]:
    """Fill the template once; what only a filling shows is found.

    Once it has been advised about figures without a number, it need not be told that one had none.
    """
    needs = [name for name in used if name in VARIABLES and VARIABLES[name].needs]
    try:
        prepared = prepare(source)
        if needs:
            return
        telling = tell(prepared.names)
        prepared.render(make_context(telling), about_report(telling, "检查.docx"))
    except Refused as error:
        unknown = any(sign in f"{error.message}{error.hint}" for sign in _UNKNOWN)
        if not (unknown and advised):
            said = f"用登记册试出一份，没有成功：{error.message}"
            yield Finding(_WHOLE, "", said, error.hint, not unknown)
