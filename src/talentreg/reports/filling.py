"""Filling a template's parts: each compiled once by Jinja, and what goes wrong told with its paragraph."""

import re
import traceback
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import NoReturn

from jinja2 import Template, TemplateSyntaxError, UndefinedError, nodes
from jinja2.exceptions import SecurityError
from lxml import etree

from talentreg.errors import Refused
from talentreg.reports.formats import LIMIT
from talentreg.reports.marking import clean
from talentreg.reports.near_names import nearest
from talentreg.reports.package import HEAD, Element
from talentreg.reports.sandbox import TemplateEnvironment
from talentreg.reports.soundness import find_torn, is_sound
from talentreg.reports.tidying import excerpt, has_loose_cells, paragraph_of, tidy

_MISSING_NAME = re.compile(r"'([^']+)' is undefined|has no attribute '([^']+)'")
_BRACES = (("{_{", "{{"), ("}_}", "}}"), ("{_%", "{%"), ("%_}", "%}"))
"""How a template writes braces that are no tags."""


@dataclass(frozen=True, slots=True)
class Fillable:
    """A part of a template, compiled; `sound` says that whatever it prints is well-formed."""

    part: str
    source: str
    template: Template
    names: frozenset[str]
    sound: bool
    torn: str
    grows_columns: bool

    def fill(self, context: Mapping[str, object], known: Iterable[str] = ()) -> str:
        """Fill the part; what goes wrong is refused with its paragraph, an unknown name with the nearest."""
        try:
            filled = self.template.render(context)
        except RecursionError as error:
            raise _too_deep() from error
        except Exception as error:
            _reword(error, self.source, {**dict.fromkeys(known), **context})
        if not self.sound:
            self._check(filled)
        return _fit_columns(filled) if self.grows_columns else filled

    def paragraph_with(self, name: str) -> str:
        """Return the first paragraph that speaks of a name."""
        return next((said for said in self._paragraphs() if name in said), "")

    def _paragraphs(self) -> Iterator[str]:
        return (paragraph_of(self.source, line) for line in range(1, self.source.count("\n") + 2))

    def _check(self, filled: str) -> None:
        try:
            etree.fromstring(filled.encode())
        except etree.XMLSyntaxError as error:
            hint = "管几个段落的标签写成独占一段的 {%p … %}，管表格行的写成独占一行的 {%tr … %}"
            raise Refused(f"模板的循环或条件跨过了段落或表格的边界{self.torn}", hint) from error


def compile_part(part: str, tree: Element) -> Fillable:
    """Compile a part; tags written wrongly are refused with their paragraph."""
    environment = TemplateEnvironment()
    grows_columns = has_loose_cells(tree)
    source = tidy(tree)
    try:
        parsed = environment.parse(source)
        found = _all_nodes(parsed)
        torn = find_torn(found)
        facts = (frozenset(_names(found)), is_sound(found), excerpt(paragraph_of(source, torn or 0)))
        for node in found:
            if isinstance(node, nodes.TemplateData):
                node.data = _printed(node.data)
            elif isinstance(node, nodes.Const) and isinstance(node.value, str):
                node.value = clean(node.value)
        code = environment.compile(parsed)
    except (RecursionError, SyntaxError) as error:  # Python allows no more than twenty loops in one another
        raise _too_deep() from error
    except TemplateSyntaxError as error:
        _reword(error, source, {})
    template = Template.from_code(environment, code, environment.make_globals(None))
    return Fillable(part, source, template, *facts, grows_columns)


def _all_nodes(parsed: nodes.Template) -> list[nodes.Node]:
    found: list[nodes.Node] = [parsed]
    for node in found:
        found.extend(node.iter_child_nodes())
    return found


def _names(found: Iterable[nodes.Node]) -> Iterator[str]:
    """Name what a template uses: its variables, and what it takes from them, that also behind a point."""
    for node in found:
        if isinstance(node, nodes.Name):
            yield node.name
        elif isinstance(node, nodes.Getattr):
            yield from (node.attr, f".{node.attr}")
        elif isinstance(node, nodes.Const) and isinstance(node.value, str):
            for word in re.split(r"[.,，\s]+", node.value):
                yield from (word, f".{word}")
        elif isinstance(node, nodes.Filter) and node.name == "列名":
            yield LIMIT


def _printed(data: str) -> str:
    """Take the lines that told paragraphs apart out of what is printed."""
    data = data.replace("\n<w:p", "<w:p")
    for written, meant in _BRACES:
        data = data.replace(written, meant)
    return data


def _fit_columns(filled: str) -> str:
    """Give every table as many columns as its loop over cells made."""
    from docxtpl import DocxTemplate

    tree = DocxTemplate("").fix_tables(filled.removeprefix(HEAD))
    return f"{HEAD}{etree.tostring(tree, encoding='unicode')}"


def _too_deep() -> Refused:
    return Refused("模板里有一处括号或标签套得太深", "请把那一处分开写")


def _reword(error: Exception, source: str, context: Mapping[str, object]) -> NoReturn:
    line = _line_of(error)
    if line is None:
        raise error
    raise _worded(error, paragraph_of(source, line), context) from error


def _line_of(error: Exception) -> int | None:
    if isinstance(error, TemplateSyntaxError):
        return error.lineno
    lines = [
        frame.lineno for frame in traceback.extract_tb(error.__traceback__) if frame.filename == "<template>"
    ]
    return lines[-1] if lines else None


def _worded(error: Exception, paragraph: str, context: Mapping[str, object]) -> Refused:
    if isinstance(error, UndefinedError):
        return _unknown_name(error, paragraph, context)
    place = excerpt(paragraph)
    if isinstance(error, Refused):
        return Refused(f"{error.message}{place}", error.hint)
    if isinstance(error, TemplateSyntaxError):
        hint = "请检查括号、引号是不是半角，if、for 有没有写 endif、endfor"
        return Refused(f"模板的标签写错了{place}", f"{hint}（{error.message}）")
    if isinstance(error, SecurityError):
        return Refused(f"模板里有不允许的写法{place}", str(error))
    return Refused(f"模板里有一处算不出来{place}", str(error))


def _unknown_name(error: UndefinedError, paragraph: str, context: Mapping[str, object]) -> Refused:
    found = _MISSING_NAME.search(str(error))
    name = (found[1] or found[2]) if found else str(error)
    from talentreg.reports.template_names import every_name  # nobody else needs the whole vocabulary

    likely = nearest(name, dict.fromkeys((*_said(context), *every_name())))
    hint = f"是不是「{likely[0]}」？" if likely else "可写的变量：talentreg report template variables"
    return Refused(f"模板用了不认识的变量「{name}」{excerpt(paragraph, name)}", hint)


def _said(data: object) -> Iterator[str]:
    """Name all that a template could have meant; the rows of a list are alike."""
    if isinstance(data, Mapping):
        yield from map(str, data)
        for value in data.values():
            yield from _said(value)
    elif isinstance(data, list | tuple) and data:
        yield from _said(data[0])
