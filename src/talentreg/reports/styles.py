"""The look of a GB/T 9704-2012 document: every paragraph style, declared once with its mark."""

from dataclasses import dataclass

LINE = 579
"""Twips from line to line: floor(12756 / 22). One twip more and a page holds 21 lines."""
CHARACTER = 316
"""Twips from character to character: 8845 / 28."""
BODY, TABLE_END = "GWBody", "GWTableEnd"
CELL, CELL_LEFT, CELL_RIGHT = "GWTableText", "GWTableLeft", "GWTableRight"
HEADER_CELL, TOTAL_CELL = "GWTableHead", "GWTableTotal"
PAGE_NUMBER_ODD, PAGE_NUMBER_EVEN = "GWPageOdd", "GWPageEven"
LEAD, TABLE = "GWLead", "GWTable"

FANGSONG, KAITI, HEITI, SONGTI, XIAOBIAOSONG = "仿宋_GB2312", "楷体_GB2312", "黑体", "宋体", "方正小标宋简体"


@dataclass(frozen=True, slots=True, kw_only=True)
class Style:
    """One paragraph style; lines and spaces in twips, size in half points, indents in characters of `unit`.

    `mark` is how a template source asks for it. `loose` and `off_grid` undo what makes 22 lines of 28
    characters, for text that is not body text. A negative `outline` means no heading.
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


STYLES = (
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
    Style(id="GWTo", name="公文主送机关", mark="@主送", followed_by=BODY),
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
    Style(
        id="GWAttachMark",
        name="公文附件标识",
        mark="@附件",
        font=HEITI,
        keep_next=True,
        followed_by="GWAttachTitle",
    ),
    Style(
        id="GWAttachTitle", name="公文附件标题", mark="@附件标题", based_on="Title", before=LINE, after=200
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
    Style(id=TABLE_END, name="公文表后", size=2, loose=True, off_grid=True, line=120),
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
