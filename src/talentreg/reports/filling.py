"""Filling a template with docxtpl, and wording what goes wrong: which paragraph, and what to do about it."""

import io
import re
import traceback
from collections.abc import Mapping
from difflib import get_close_matches
from html import unescape

from docx.opc.exceptions import PackageNotFoundError
from docxtpl import DocxTemplate
from jinja2 import Environment, TemplateSyntaxError, UndefinedError
from jinja2.exceptions import SecurityError
from lxml import etree

from talentreg.errors import Refused
from talentreg.reports.number import CLOSE, OPEN
from talentreg.reports.sandbox import TemplateEnvironment

_MISSING_NAME = re.compile(r"'([^']+)' is undefined|has no attribute '([^']+)'")
_EXCERPT = 60


def fill(template: bytes, context: Mapping[str, object]) -> bytes:
    """Fill a template; what is wrong with it is refused with the paragraph it stands in."""
    document = _PlacingTemplate(io.BytesIO(template))
    try:
        document.init_docx()
    except (KeyError, ValueError, PackageNotFoundError, etree.XMLSyntaxError) as error:
        raise Refused("模板不是 Word 文档（.docx）", "请在 Word 或 WPS 里另存为 .docx 后再试") from error
    try:
        document.render(dict(context), jinja_env=TemplateEnvironment(), autoescape=True)
    except RecursionError as error:
        raise Refused("模板里有一处括号或标签套得太深", "请把那一处分开写") from error
    filled = io.BytesIO()
    document.save(filled)
    return filled.getvalue()


class _PlacingTemplate(DocxTemplate):  # type: ignore[misc]  # docxtpl has no types
    """docxtpl's template; it says where an error happened, and never mends broken XML by cutting text."""

    def render_properties(self, context: Mapping[str, object], jinja_env: Environment | None = None) -> None:
        """Leave the document properties alone; they are written anew."""

    def render_footnotes(self, context: Mapping[str, object], jinja_env: Environment | None = None) -> None:
        """Fill the footnotes once; docxtpl does it once a section, and would read data as a template."""
        for part in self.docx.part.package.iter_parts():
            if part.content_type.endswith(".footnotes+xml"):
                source = self.patch_xml(part.blob.decode())
                part._blob = self.render_xml_part(source, part, context, jinja_env).encode()

    def render_xml_part(
        self, src_xml: str, part: object, context: Mapping[str, object], jinja_env: Environment | None = None
    ) -> str:
        """Fill one part; an error is refused with its paragraph."""
        source = src_xml.replace(OPEN, "").replace(CLOSE, "")
        try:
            filled: str = super().render_xml_part(source, part, context, jinja_env)
            etree.fromstring(filled.encode())
        except Exception as error:
            line = _line_of(error)
            if line is None and not isinstance(error, etree.XMLSyntaxError):
                raise
            raise _worded(error, _paragraph(source, line or 0), context) from error
        return filled


def _line_of(error: Exception) -> int | None:
    """Find the line of the template an error comes from; docxtpl begins a line with every paragraph."""
    if isinstance(error, TemplateSyntaxError):
        return error.lineno
    lines = [
        frame.lineno for frame in traceback.extract_tb(error.__traceback__) if frame.filename == "<template>"
    ]
    return lines[-1] if lines else None


def _paragraph(source: str, line: int) -> str:
    lines = re.split(r"\r\n|\r|\n", re.sub(r"<w:p([ >])", r"\n<w:p\1", source))
    return unescape(re.sub(r"<[^>]+>", "", lines[line - 1])).strip() if 0 < line <= len(lines) else ""


def _worded(error: Exception, paragraph: str, context: Mapping[str, object]) -> Refused:
    if isinstance(error, UndefinedError):
        return _unknown_name(error, paragraph, context)
    place = _place(paragraph)
    if isinstance(error, Refused):
        return Refused(f"{error.message}{place}", error.hint)
    if isinstance(error, TemplateSyntaxError):
        hint = "请检查括号、引号是不是半角，if、for 有没有写 endif、endfor"
        return Refused(f"模板的标签写错了{place}", f"{hint}（{error.message}）")
    if isinstance(error, SecurityError):
        return Refused(f"模板里有不允许的写法{place}", str(error))
    if isinstance(error, etree.XMLSyntaxError):
        hint = "管几个段落的标签写成独占一段的 {%p … %}，管表格行的写成独占一行的 {%tr … %}"
        return Refused("模板的循环或条件跨过了段落或表格的边界", hint)
    return Refused(f"模板里有一处算不出来{place}", str(error))


def _unknown_name(error: UndefinedError, paragraph: str, context: Mapping[str, object]) -> Refused:
    found = _MISSING_NAME.search(str(error))
    name = (found[1] or found[2]) if found else str(error)
    likely = get_close_matches(name, context, n=1, cutoff=0.5)
    hint = f"是不是「{likely[0]}」？" if likely else "变量名要和统计口径的名称一致"
    return Refused(f"模板用了不认识的变量「{name}」{_place(paragraph, name)}", hint)


def _place(paragraph: str, name: str = "") -> str:
    start = max(paragraph.find(name) - _EXCERPT // 2, 0)
    excerpt = paragraph[start : start + _EXCERPT]
    return f"（这一段：{excerpt}）" if excerpt else ""
