"""The look of a GB/T 9704-2012 document: every paragraph style, declared once with its mark."""

from dataclasses import dataclass

LINE = 579
"""Twips from line to line: floor(12756 / 22). One twip more and a page holds 21 lines."""
CHARACTER = 316
"""Twips from character to character: 8845 / 28."""
BODY, ABOVE_TABLE = "GWBody", "GWAboveTable"
BETWEEN_TABLES, TABLE_END = "GWTableGap", "GWTableEnd"
CELL, CELL_LEFT, CELL_RIGHT = "GWTableText", "GWTableLeft", "GWTableRight"
HEADER_CELL, TOTAL_CELL, LABEL_CELL = "GWTableHead", "GWTableTotal", "GWFormLabel"
NAMING = ("Title", "Heading1", "Heading2", "Heading3", "GWAttachTitle", "GWTableCaption", "GWPageTitle")
"""Styles whose text also names the next table."""
CONTENTS_TITLE, CONTENTS_ENTRY, SIGNATURES, SIGNATURES_WIDE = (
    "GWContents",
    "TOC1",
    "GWSignRow",
    "GWSignRowWide",
)
PORTRAIT_WIDTH, LANDSCAPE_WIDTH = 8845, 12756
"""Twips. Text takes 156 x 225 mm of a portrait page; Word turns a page counter-clockwise, margins and all."""
PAGE_NUMBER_ODD, PAGE_NUMBER_EVEN = "GWPageOdd", "GWPageEven"
LEAD, TABLE, FORM = "GWLead", "GWTable", "GWForm"
COPIES, ISSUED = "GWCopies", "GWIssued"
AUTO_LINE = -1

FANGSONG, KAITI, HEITI, SONGTI, XIAOBIAOSONG = "仿宋_GB2312", "楷体_GB2312", "黑体", "宋体", "方正小标宋简体"


@dataclass(frozen=True, slots=True, kw_only=True)
class Style:
    """One paragraph style; lines and spaces in twips, size in half points, indents in characters of `unit`.

    `mark` is how a template source asks for it. `loose` and `off_grid` undo what makes 22 lines of 28
    characters, for text that is not body text. A negative `outline` means no heading. A `line` of AUTO_LINE
    grows with what stands in it. `rules` are (side, eighths of a point), `tabs` are (kind, twips, leader).
    """

    id: str
    name: str
    mark: str = ""
    based_on: str = "Normal"
    followed_by: str = ""
    font: str = ""
    size: int = 0
    bold: bool = False
    loose: bool = False
    keep_next: bool = False
    keep_lines: bool = False
    off_grid: bool = False
    new_page: bool = False
    rules: tuple[tuple[str, int], ...] = ()
    tabs: tuple[tuple[str, int, str], ...] = ()
    line: int = 0
    before: int = 0
    after: int = 0
    first: int = 0
    left: float = 0
    right: float = 0
    hanging: int = 0
    unit: int = CHARACTER
    align: str = ""
    outline: int = -1
    priority: int = 0


def _thirds(width: int) -> tuple[tuple[str, int, str], ...]:
    return (("left", width // 3, ""), ("left", width * 2 // 3, ""))


_TEXT_RULES = {"thick": 8, "thin": 6}  # 0.35 mm and 0.25 mm, in eighths of a point
_COPIES = 280
"""Twips of a 14 pt character: the lines at the foot are set smaller."""

STYLES = (
    Style(id="GWSecret", name="公文密级", mark="@密级", font=HEITI, keep_next=True, followed_by="GWNumber"),
    Style(
        id="GWNumber",
        name="公文发文字号",
        mark="@文号",
        keep_next=True,
        after=LINE,
        align="center",
        followed_by="Title",
    ),
    Style(
        id="Title",
        name="Title",
        mark="#",
        font=XIAOBIAOSONG,
        size=44,
        loose=True,
        keep_next=True,
        off_grid=True,
        line=660,
        after=LINE,
        align="center",
        priority=10,
    ),
    Style(
        id="Subtitle",
        name="Subtitle",
        mark="@副题",
        font=KAITI,
        loose=True,
        keep_next=True,
        off_grid=True,
        after=LINE,
        align="center",
        priority=11,
    ),
    Style(
        id="Heading1",
        name="heading 1",
        mark="==",
        font=HEITI,
        keep_next=True,
        first=2,
        outline=0,
        followed_by=BODY,
        priority=9,
    ),
    Style(
        id="Heading2",
        name="heading 2",
        mark="===",
        font=KAITI,
        keep_next=True,
        first=2,
        outline=1,
        followed_by=BODY,
        priority=9,
    ),
    Style(
        id="Heading3",
        name="heading 3",
        mark="====",
        bold=True,
        keep_next=True,
        first=2,
        outline=2,
        followed_by=BODY,
        priority=9,
    ),
    Style(id=BODY, name="公文正文", first=2),
    Style(id=ABOVE_TABLE, name="公文正文表前", based_on=BODY, after=120),
    Style(id="GWTo", name="公文主送机关", mark="@主送", followed_by=BODY),
    Style(id="GWSalute", name="公文称呼", mark="@称呼", keep_next=True, followed_by=BODY),
    Style(
        id="GWSmall",
        name="公文小字",
        mark="@小字",
        keep_next=True,  # the signature that follows never stands on a page alone
        size=24,
        loose=True,
        off_grid=True,
        line=400,
        first=2,
        unit=240,
    ),
    Style(id="GWClosing", name="公文结语", mark="@结语", based_on=BODY, keep_next=True, keep_lines=True),
    Style(
        id="GWAttachNote",
        name="公文附件说明",
        mark="@附件说明",
        keep_next=True,
        before=LINE,
        left=5,
        hanging=3,
    ),
    Style(
        id="GWAttachList",
        name="公文附件说明序",
        mark="@附件说明序",
        based_on="GWAttachNote",
        before=LINE,
        left=6,
        hanging=4,
    ),
    Style(id="GWAttachNext", name="公文附件说明续", mark="@附件说明续", keep_next=True, left=6, hanging=1),
    # Centred on the middle of a date of 6 to 7 characters that ends 4 characters from the right edge.
    Style(
        id="GWSign",
        name="公文署名",
        mark="@署名",
        keep_next=True,
        before=LINE,
        left=13.5,
        align="center",
        followed_by="GWDate",
    ),
    Style(id="GWDate", name="公文成文日期", mark="@成文日期", right=4, align="right"),
    # The rules are as wide as the text, so the text is moved in by its first character, not by an indent.
    Style(
        id=COPIES,
        name="公文抄送",
        mark="@抄送",
        size=28,
        loose=True,
        keep_next=True,
        keep_lines=True,
        rules=(("top", _TEXT_RULES["thick"]),),
        before=2 * LINE,
        left=4,
        hanging=4,
        unit=_COPIES,
        followed_by=ISSUED,
    ),
    Style(
        id=ISSUED,
        name="公文印发",
        mark="@印发",
        size=28,
        loose=True,
        keep_lines=True,
        rules=(("top", _TEXT_RULES["thin"]), ("bottom", _TEXT_RULES["thick"])),
        tabs=(("right", PORTRAIT_WIDTH - _COPIES, ""),),
    ),
    Style(
        id="GWAttachMark",
        name="公文附件标识",
        mark="@附件",
        font=HEITI,
        keep_next=True,
        followed_by="GWAttachTitle",
    ),
    Style(
        id="GWAttachMarkNew",
        name="公文附件标识另页",
        mark="@另页附件",
        font=HEITI,
        keep_next=True,
        new_page=True,
        followed_by="GWAttachTitle",
    ),
    Style(
        id="GWAttachTitle", name="公文附件标题", mark="@附件标题", based_on="Title", before=LINE, after=200
    ),
    Style(
        id=CONTENTS_TITLE,
        name="公文目录标题",
        font=HEITI,
        keep_next=True,
        after=LINE,
        align="center",
    ),
    Style(
        id=CONTENTS_ENTRY,
        name="toc 1",
        tabs=(("right", PORTRAIT_WIDTH, "dot"),),
        align="left",
        priority=39,
    ),
    Style(
        id="GWPageTitle",
        name="公文分页标题",
        mark="@新页",
        font=HEITI,
        keep_next=True,
        new_page=True,
        after=240,
        align="center",
        outline=0,
        followed_by=BODY,
    ),
    Style(
        id="GWChart",
        name="公文图",
        mark="@图",
        size=24,
        loose=True,
        keep_next=True,
        off_grid=True,
        line=AUTO_LINE,
        before=120,
        align="center",
        followed_by="GWChartCaption",
    ),
    Style(
        id="GWChartCaption",
        name="公文图题",
        mark="@图题",
        font=HEITI,
        size=24,
        loose=True,
        off_grid=True,
        line=400,
        after=120,
        align="center",
        followed_by=BODY,
    ),
    Style(
        id="GWTableCaption",
        name="公文表题",
        mark="@表题",
        font=HEITI,
        size=28,
        loose=True,
        keep_next=True,
        off_grid=True,
        line=480,
        before=120,
        align="center",
    ),
    Style(
        id="GWTableUnit",
        name="公文表计量单位",
        mark="@计量单位",
        size=24,
        loose=True,
        keep_next=True,
        off_grid=True,
        line=360,
        align="right",
    ),
    Style(
        id=HEADER_CELL,
        name="公文表头",
        font=HEITI,
        size=24,
        loose=True,
        keep_next=True,
        off_grid=True,
        line=320,
        align="center",
    ),
    Style(id=CELL, name="公文表文", size=24, loose=True, off_grid=True, line=300, align="center"),
    Style(id=CELL_LEFT, name="公文表文左", based_on=CELL, align="left"),
    Style(id=CELL_RIGHT, name="公文表文右", based_on=CELL, align="right"),
    Style(id=TOTAL_CELL, name="公文表合计", based_on=CELL, font=HEITI),
    Style(
        id="GWTableNote",
        name="公文表注",
        mark="@表注",
        based_on=CELL,
        line=360,
        before=60,
        after=120,
        align="left",
    ),
    Style(id=LABEL_CELL, name="公文表栏目", based_on=CELL, font=HEITI),
    Style(
        id=SIGNATURES,
        name="公文签字",
        mark="@签字",
        size=28,
        loose=True,
        keep_lines=True,
        off_grid=True,
        line=480,
        before=360,
        tabs=_thirds(PORTRAIT_WIDTH),
        align="left",
    ),
    Style(
        id=SIGNATURES_WIDE,
        name="公文签字横",
        size=28,
        loose=True,
        keep_lines=True,
        off_grid=True,
        line=480,
        before=360,
        tabs=_thirds(LANDSCAPE_WIDTH),
        align="left",
    ),
    Style(id=BETWEEN_TABLES, name="公文表间", size=2, loose=True, off_grid=True, line=120),
    # As low as can be, or a table that fills its page leaves an empty one behind.
    Style(id=TABLE_END, name="公文表后", size=2, loose=True, off_grid=True, line=20),
    Style(
        id="Footer",
        name="footer",
        font=SONGTI,
        size=28,
        loose=True,
        off_grid=True,
        line=320,
        align="left",
        priority=99,
    ),
    Style(
        id=PAGE_NUMBER_ODD,
        name="公文页码单页",
        based_on="Footer",
        unit=280,
        right=1,
        align="right",
        priority=99,
    ),
    Style(
        id=PAGE_NUMBER_EVEN,
        name="公文页码双页",
        based_on="Footer",
        unit=280,
        left=1,
        align="left",
        priority=99,
    ),
)
