"""The style sheet part, written from the declared styles."""

from talentreg.reports.package import HEAD, ROOT
from talentreg.reports.styles import (
    AUTO_LINE,
    FANGSONG,
    FORM,
    LEAD,
    LINE,
    STYLES,
    TABLE,
    Style,
)

_NORMAL_SPACING = f'<w:spacing w:line="{LINE}" w:lineRule="exact"/>'
# Without these two Word leaves a quarter of an em round every number.
_NO_GAPS = '<w:autoSpaceDE w:val="0"/><w:autoSpaceDN w:val="0"/>'
# 28 characters of 16 pt are wider than the line; 0.3 pt less each, and they fit in every program.
_SQUEEZE, _LOOSE = '<w:spacing w:val="-6"/>', '<w:spacing w:val="0"/>'


def style_sheet() -> bytes:
    """Write the style sheet part."""
    declared = "".join(map(_style, STYLES))
    return f"{HEAD}<w:styles {ROOT}>{_defaults()}{declared}{_OTHER_STYLES}</w:styles>".encode()


def _fonts(name: str, hint: bool = True) -> str:
    """Name one face for all scripts, so that “ ” … — never fall to a Latin font."""
    hinted = ' w:hint="eastAsia"' if hint else ""
    faces = f'w:ascii="{name}" w:eastAsia="{name}" w:hAnsi="{name}" w:cs="Times New Roman"'
    return f"<w:rFonts{hinted} {faces}/>"


def _size(half_points: int) -> str:
    return f'<w:sz w:val="{half_points}"/><w:szCs w:val="{half_points}"/>'


def _style(style: Style) -> str:
    custom = "" if style.name.isascii() else ' w:customStyle="1"'
    following = f'<w:next w:val="{style.followed_by}"/>' if style.followed_by else ""
    return (
        f'<w:style w:type="paragraph"{custom} w:styleId="{style.id}"><w:name w:val="{style.name}"/>'
        f'<w:basedOn w:val="{style.based_on}"/>{following}'
        f'<w:uiPriority w:val="{style.priority}"/><w:qFormat/>'
        f"<w:pPr>{_paragraph(style)}</w:pPr><w:rPr>{_run(style)}</w:rPr></w:style>"
    )


def _paragraph(style: Style) -> str:
    rules = (
        (style.keep_next, "<w:keepNext/>"),
        (style.keep_lines, "<w:keepLines/>"),
        (style.new_page, "<w:pageBreakBefore/>"),
        (style.rules, _rules(style)),
        (style.tabs, _tabs(style)),
        # On the grid LibreOffice stretches every line to it, exact spacing or not.
        (style.off_grid, '<w:snapToGrid w:val="0"/>'),
        (style.line or style.before or style.after, _spacing(style)),
        (style.first or style.left or style.right or style.hanging, _indent(style)),
        (style.align, f'<w:jc w:val="{style.align}"/>'),
        (style.outline >= 0, f'<w:outlineLvl w:val="{style.outline}"/>'),
    )
    return "".join(xml for applies, xml in rules if applies)


def _rules(style: Style) -> str:
    sides = "".join(
        f'<w:{side} w:val="single" w:sz="{size}" w:space="1" w:color="auto"/>' for side, size in style.rules
    )
    return f"<w:pBdr>{sides}</w:pBdr>"


def _tabs(style: Style) -> str:
    stops = "".join(
        f'<w:tab w:val="{kind}"{f" w:leader={chr(34)}{leader}{chr(34)}" if leader else ""} w:pos="{twips}"/>'
        for kind, twips, leader in style.tabs
    )
    return f"<w:tabs>{stops}</w:tabs>"


def _spacing(style: Style) -> str:
    around = "".join(
        f' w:{side}="{getattr(style, side)}"' for side in ("before", "after") if getattr(style, side)
    )
    line = f' w:line="{style.line}" w:lineRule="exact"' if style.line else ""
    if style.line == AUTO_LINE:
        line = ' w:line="240" w:lineRule="auto"'
    return f"<w:spacing{around}{line}/>"


def _indent(style: Style) -> str:
    """Write every indent twice: Word and WPS obey the characters, LibreOffice knows only twips."""
    sides = {"left": style.left, "right": style.right, "hanging": style.hanging, "firstLine": style.first}
    attributes = "".join(
        f' w:{side}Chars="{characters * 100:.0f}" w:{side}="{characters * style.unit:.0f}"'
        for side, characters in sides.items()
        if characters
    )
    return f"<w:ind{attributes}/>"


def _run(style: Style) -> str:
    rules = (
        (style.font, _fonts(style.font)),
        (style.bold, "<w:b/><w:bCs/>"),
        (style.loose, _LOOSE),
        (style.size, _size(style.size)),
    )
    return "".join(xml for applies, xml in rules if applies)


def _defaults() -> str:
    return (
        f"<w:docDefaults><w:rPrDefault><w:rPr>{_fonts(FANGSONG, hint=False)}"
        '<w:lang w:val="en-US" w:eastAsia="zh-CN" w:bidi="ar-SA"/></w:rPr></w:rPrDefault>'
        f"<w:pPrDefault><w:pPr>{_NO_GAPS}</w:pPr></w:pPrDefault></w:docDefaults>"
        '<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/><w:qFormat/>'
        # Widow control would take the 22nd line from many pages.
        f'<w:pPr><w:widowControl w:val="0"/>{_NO_GAPS}{_NORMAL_SPACING}<w:jc w:val="both"/></w:pPr>'
        f'<w:rPr>{_fonts(FANGSONG)}{_SQUEEZE}<w:kern w:val="2"/>{_size(32)}</w:rPr></w:style>'
    )


_CELL_MARGINS = "".join(
    f'<w:{side} w:w="{twips}" w:type="dxa"/>'
    for side, twips in (("top", 85), ("left", 57), ("bottom", 85), ("right", 57))
)
_BORDERS = "".join(
    f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="auto"/>'
    for side in ("top", "left", "bottom", "right", "insideH", "insideV")
)
_OTHER_STYLES = (
    '<w:style w:type="character" w:default="1" w:styleId="DefaultParagraphFont">'
    '<w:name w:val="Default Paragraph Font"/><w:uiPriority w:val="1"/><w:semiHidden/><w:unhideWhenUsed/>'
    "</w:style>"
    f'<w:style w:type="character" w:customStyle="1" w:styleId="{LEAD}"><w:name w:val="公文段首句"/>'
    '<w:basedOn w:val="DefaultParagraphFont"/><w:qFormat/><w:rPr><w:b/><w:bCs/></w:rPr></w:style>'
    '<w:style w:type="table" w:default="1" w:styleId="TableNormal"><w:name w:val="Normal Table"/>'
    '<w:uiPriority w:val="99"/><w:semiHidden/><w:unhideWhenUsed/><w:tblPr><w:tblInd w:w="0" w:type="dxa"/>'
    '<w:tblCellMar><w:left w:w="108" w:type="dxa"/><w:right w:w="108" w:type="dxa"/></w:tblCellMar>'
    f'</w:tblPr></w:style><w:style w:type="table" w:customStyle="1" w:styleId="{TABLE}">'
    '<w:name w:val="公文表格"/><w:basedOn w:val="TableNormal"/><w:uiPriority w:val="59"/><w:qFormat/>'
    f'<w:tblPr><w:jc w:val="center"/><w:tblBorders>{_BORDERS}</w:tblBorders>'
    f"<w:tblCellMar>{_CELL_MARGINS}</w:tblCellMar></w:tblPr>"
    '<w:tcPr><w:vAlign w:val="center"/></w:tcPr></w:style>'
    f'<w:style w:type="table" w:customStyle="1" w:styleId="{FORM}"><w:name w:val="公文登记表"/>'
    f'<w:basedOn w:val="{TABLE}"/><w:uiPriority w:val="59"/><w:qFormat/></w:style>'
    '<w:style w:type="numbering" w:default="1" w:styleId="NoList"><w:name w:val="No List"/>'
    '<w:uiPriority w:val="99"/><w:semiHidden/><w:unhideWhenUsed/></w:style>'
)
