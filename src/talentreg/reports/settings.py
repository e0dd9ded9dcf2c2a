"""The parts every document of ours carries unchanged: fonts with their stand-ins, theme, settings."""

from talentreg.reports.package import HEAD, ROOT
from talentreg.reports.styles import FANGSONG, HEITI, KAITI, LINE, SONGTI, XIAOBIAOSONG

_DRAWING = "http://schemas.openxmlformats.org/drawingml/2006/main"
_FONTS = (  # name, what to take where it is missing, PANOSE, family, pitch
    (FANGSONG, "仿宋", "02010609030101010101", "modern", "fixed"),
    (KAITI, "楷体", "02010609030101010101", "modern", "fixed"),
    (HEITI, "SimHei", "02010609060101010101", "modern", "fixed"),
    (SONGTI, "SimSun", "02010600030101010101", "auto", "variable"),
    (XIAOBIAOSONG, "方正小标宋_GBK", "03000509000000000000", "script", "variable"),
)
_COLOURS = {
    "dk2": "44546A",
    "lt2": "E7E6E6",
    "accent1": "C00000",
    "accent2": "2F5597",
    "accent3": "7F7F7F",
    "accent4": "BF9000",
    "accent5": "548235",
    "accent6": "7030A0",
    "hlink": "0563C1",
    "folHlink": "954F72",
}
_FILL = '<a:solidFill><a:schemeClr val="phClr"/></a:solidFill>'
_COMPATIBLE = (
    "<w:spaceForUL/><w:balanceSingleByteDoubleByteWidth/><w:doNotLeaveBackslashAlone/><w:ulTrailSpace/>"
    "<w:doNotExpandShiftReturn/><w:adjustLineHeightInTable/><w:useFELayout/>"
    '<w:compatSetting w:name="compatibilityMode"'
    ' w:uri="http://schemas.microsoft.com/office/word" w:val="15"/>'
)


def font_table() -> bytes:
    """Write the font table; fonts are named with their stand-ins, never embedded."""
    fonts = "".join(
        f'<w:font w:name="{name}"><w:altName w:val="{other}"/><w:panose1 w:val="{panose}"/>'
        f'<w:charset w:val="86"/><w:family w:val="{family}"/><w:pitch w:val="{pitch}"/></w:font>'
        for name, other, panose, family, pitch in _FONTS
    )
    return f"{HEAD}<w:fonts {ROOT}>{fonts}</w:fonts>".encode()


def settings() -> bytes:
    """Write the settings part: odd and even pages differ, punctuation keeps its width."""
    return (
        f'{HEAD}<w:settings {ROOT}><w:zoom w:percent="100"/><w:hideSpellingErrors/><w:hideGrammaticalErrors/>'
        '<w:defaultTabStop w:val="420"/><w:evenAndOddHeaders/><w:drawingGridHorizontalSpacing w:val="158"/>'
        f'<w:drawingGridVerticalSpacing w:val="{LINE}"/><w:displayHorizontalDrawingGridEvery w:val="0"/>'
        f'<w:characterSpacingControl w:val="doNotCompress"/><w:compat>{_COMPATIBLE}</w:compat>'
        '<w:themeFontLang w:val="en-US" w:eastAsia="zh-CN"/><w:decimalSymbol w:val="."/>'
        '<w:listSeparator w:val=","/></w:settings>'
    ).encode()


def theme() -> bytes:
    """Write the theme; text does not need one, but a chart somebody adds takes its colours from it."""
    return (
        f'{HEAD}<a:theme xmlns:a="{_DRAWING}" name="公文"><a:themeElements>{_colour_scheme()}'
        f'<a:fontScheme name="公文">{_face("major", HEITI)}{_face("minor", FANGSONG)}</a:fontScheme>'
        f"{_format_scheme()}</a:themeElements></a:theme>"
    ).encode()


def _colour_scheme() -> str:
    named = "".join(f'<a:{name}><a:srgbClr val="{rgb}"/></a:{name}>' for name, rgb in _COLOURS.items())
    return (
        '<a:clrScheme name="公文"><a:dk1><a:sysClr val="windowText" lastClr="000000"/></a:dk1>'
        f'<a:lt1><a:sysClr val="window" lastClr="FFFFFF"/></a:lt1>{named}</a:clrScheme>'
    )


def _face(role: str, name: str) -> str:
    latin = '<a:latin typeface="Times New Roman"/>'
    return f'<a:{role}Font>{latin}<a:ea typeface="{name}"/><a:cs typeface=""/></a:{role}Font>'


def _format_scheme() -> str:
    lines = "".join(
        f'<a:ln w="{width}" cap="flat" cmpd="sng" algn="ctr">{_FILL}<a:prstDash val="solid"/></a:ln>'
        for width in (6350, 12700, 19050)
    )
    effects = "<a:effectStyle><a:effectLst/></a:effectStyle>" * 3
    return (
        f'<a:fmtScheme name="公文"><a:fillStyleLst>{_FILL * 3}</a:fillStyleLst>'
        f"<a:lnStyleLst>{lines}</a:lnStyleLst>"
        f"<a:effectStyleLst>{effects}</a:effectStyleLst><a:bgFillStyleLst>{_FILL * 3}</a:bgFillStyleLst>"
        "</a:fmtScheme>"
    )
