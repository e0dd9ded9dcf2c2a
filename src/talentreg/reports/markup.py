"""The readable text a Word template is built from, and its parser.

One line is one paragraph; what it is says the mark before it. A line without a mark is body text (公文正文).
Blank lines and lines beginning with // are dropped. Figures and names stand as `{{ 变量 }}`.

    @密级 内部                         what stands at the very top, on the left
    @文号 {{ 文号 }}                   document number, right above the title
    # 关于{{ 期间 }}｜工作情况的报告     title; ｜ breaks the line, so does a line break in the data
    @副题 {{ 署名 }}｜{{ 成文日期 }}        who speaks and when, centred under the title
    @主送 {{ 主送机关 }}：              addressee
    @称呼 各位领导，同志们：            salutation of a speech
    == 一、… / === （一）… / ==== 1.…  headings; their numbers are typed, tags may stand in them
    **一是走访。**其余文字              bold first words of a paragraph
    @小字 …                           small print: how things were counted
    @结语 特此报告。                   the last words; the signature never leaves them
    @附件说明 附件：名单                one annex; several: @附件说明序 附件：1.名单, @附件说明续 2.统计表
    @署名 {{ 署名 }} / @成文日期 {{ 成文日期 }}
    @抄送 抄送：{{ 抄送 }}。             who gets copies, under a rule; @印发 always follows
    @印发 {{ 署名 }}｜{{ 印发日期 }}印发   who issued it and when; ｜ sends the day to the right
    @横排 / @竖排                      a new page, landscape or portrait, goes on from here
    @附件 附件1 / @附件标题 名单｜第二行  annex mark and title; @另页附件 begins a page
    @表题 … / @计量单位 单位：人 / @表注 注：…   above and below a table
    @图 {{ 变量 }} / @图题 图1　…        a chart and the words under it
    @签字 制表人：｜审核人：｜负责人：     who signs a roll; ｜ goes on to the next third of the line
    @目录 目　录                       contents with that title (or none): the headings 1, with their pages
    @新页 {{ 人.姓名 }}                 a centred heading 1 that begins a page: one person of a book

A tag that steers paragraphs stands alone on its line: `{%p if 新入库人才 %}`, `{%p else %}`, `{%p endif %}`,
`{%p for 项 in 返乡项目 %}`, `{%p endfor %}`, `{%p set … %}`. Shorter choices go inside a line, without the p.

A table runs to the next blank line: the loop, then a line for each column with its heading, its share of the
width (左 or 右 behind it aligns the cells), the cell, and if there is a row of totals its cell in that row.
Shares that add up to 36 (portrait) or 53 (landscape) are about the characters a column holds. Neighbours
whose headings begin alike before a / stand under one heading of two levels; in brackets a / is just a /.
A table without rows prints its headings: put {%p if 单位统计 %} … {%p endif %} round it to leave it out.

    @表 行 in 单位统计
    序号      | 2   | {{ loop.index }}
    单位      | 8左 | {{ 行.单位 }}            | 合计
    联络/人数  | 3   | {{ 行.联系人才|无则横线 }} | {{ 联系人才|无则横线 }}
    联络/人次  | 3   | {{ 行.联系人次|无则横线 }} | {{ 联系人次|无则横线 }}

A form also runs to the next blank line: the shares of its columns, then a line for each row with its cells
between bars. * makes a cell a label, `3:` spans it over three columns, `左:` or `右:` aligns it, and they go
together (`3左:`); ^ alone goes on with the cell above; 高3 before a row makes it at least three lines high. A
line {%tr for … %}, {%tr if … %}, {%tr endfor %} stands between rows.

    @格 5 13 5 13
    *姓名 | {{ 人.姓名 }} | *性别 | {{ 人.性别 }}
    *住址 | 3左:{{ 人.住址 }}
    *联络情况 | *日期 | *2:情况
    {%tr for 项 in 人.联络 %}
    ^ | {{ 项.日期 }} | 2左:{{ 项.情况 }}
    {%tr endfor %}
    高4 *备注 | 3:

`@引用 名称` stands for the lines of templates/parts/名称.txt; they are put in before the source is read here.

What a table is called, for those who have it read out to them, is the nearest heading or @表题 before it; a
line `@表名 …` before it says better (it is not printed).
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from talentreg.errors import Refused
from talentreg.reports.styles import BODY, CELL, CELL_LEFT, CELL_RIGHT, LABEL_CELL, NAMING, STYLES

TABLE_MARK, FORM_MARK, NAME_MARK, CONTENTS_MARK = "@表", "@格", "@表名", "@目录"
LANDSCAPE_MARK, PORTRAIT_MARK = "@横排", "@竖排"
BREAK = "｜"

_STYLE_OF_MARK = {style.mark: style.id for style in STYLES if style.mark}
_OTHER_MARKS = (TABLE_MARK, FORM_MARK, NAME_MARK, CONTENTS_MARK, LANDSCAPE_MARK, PORTRAIT_MARK)
_CELL_STYLES = {"": CELL, "左": CELL_LEFT, "右": CELL_RIGHT}
_PARAGRAPH_TAG = re.compile(r"\{%p [^%}]+%\}")
_ROW_TAG = re.compile(r"\{%tr [^%}]+%\}")
_LONE_TAG = re.compile(r"\{%[^%}]*%\}")
_TAG = re.compile(r"\{\{.*?\}\}|\{%.*?%\}")
_SHARE = re.compile(r"([1-9]\d*)([左右]?)")
# A bar inside a tag is a filter, not the end of a column.
_CELLS = re.compile(r"(?:\{\{.*?\}\}|\{%.*?%\}|[^|])+")
_FORM_CELL = re.compile(r"(\*?)\s*(?:([1-9]\d*)?([左右])?:)?(.*)", re.DOTALL)
_TALL = re.compile(r"高([1-9]\d?)\s+(.*)")
_TWO_LEVELS = re.compile(r"((?:\{\{.*?\}\}|（[^）]*）|\([^)]*\)|[^/{（(])+)/(.+)")


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A line and its style; one that is only a paragraph tag vanishes when the template is filled."""

    style: str
    text: str = ""

    @property
    def vanishes(self) -> bool:
        """Whether nothing is left of it in the report."""
        return self.text.startswith("{%p ")


@dataclass(frozen=True, slots=True)
class Column:
    """One column: heading, share of the width, the cell of every row, the cell in the row of totals."""

    heading: str
    share: int
    style: str
    cell: str
    total: str = ""

    @property
    def levels(self) -> tuple[str, str]:
        """The heading over several columns and the column's own; without one, the first is empty."""
        found = _TWO_LEVELS.fullmatch(self.heading)
        return (found[1].strip(), found[2].strip()) if found else ("", self.heading)


@dataclass(frozen=True, slots=True)
class Table:
    """A table that grows a row for each turn of its loop (`行 in 单位统计`)."""

    loop: str
    columns: tuple[Column, ...]
    name: str = ""

    @property
    def has_totals(self) -> bool:
        """Whether a row of totals closes it."""
        return any(column.total for column in self.columns)


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell of a form; one that `goes_on` is the lower part of the cell above."""

    style: str
    text: str
    span: int = 1
    goes_on: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a form, at least so many lines high, or a tag that steers rows."""

    cells: tuple[Cell, ...] = ()
    lines: int = 1
    tag: str = ""


@dataclass(frozen=True, slots=True)
class Form:
    """A table that is filled in: labels beside what they ask for."""

    shares: tuple[int, ...]
    rows: tuple[Row, ...]
    name: str = ""


@dataclass(frozen=True, slots=True)
class Contents:
    """The table of contents, under its title."""

    title: str = ""


Block = Paragraph | Table | Form | Contents


@dataclass(frozen=True, slots=True)
class Section:
    """Consecutive blocks on pages of one orientation."""

    landscape: bool
    blocks: tuple[Block, ...]


def parse(source: str) -> tuple[Section, ...]:
    """Read a template source; a slip is refused with the number of its line."""
    landscape, blocks, name = False, list[Block](), ""
    sections: list[Section] = []
    lines = _numbered_lines(source)
    for number, line in lines:
        if line in (LANDSCAPE_MARK, PORTRAIT_MARK):
            sections.append(Section(landscape, tuple(blocks)))
            landscape, blocks = line == LANDSCAPE_MARK, []
        elif line.startswith(f"{NAME_MARK} "):
            name = _words(line.removeprefix(NAME_MARK))
        elif line:
            block = _read_block(number, line, lines)
            if isinstance(block, Paragraph):
                name = _words(block.text) if block.style in NAMING else name
            elif isinstance(block, Table | Form):
                block = replace(block, name=name)
            blocks.append(block)
    sections.append(Section(landscape, tuple(blocks)))
    if not any(section.blocks for section in sections):
        raise Refused("模板源里没有内容")
    return tuple(section for section in sections if section.blocks)


def split_breaks(text: str) -> list[str]:
    """Cut a line at its ｜; one inside a tag is none."""
    held = _TAG.sub(lambda tag: tag[0].replace(BREAK, "\0"), text)
    return [piece.replace("\0", BREAK) for piece in held.split(BREAK)]


def without_tags(text: str) -> str:
    """Keep only what stands in the source itself; a tag may not mean the same in another place."""
    return _TAG.sub("", text)


def _words(text: str) -> str:
    return without_tags(text).replace(BREAK, "").replace("**", "").strip()


def _numbered_lines(source: str) -> Iterator[tuple[int, str]]:
    for number, line in enumerate(source.splitlines(), start=1):
        if not line.startswith("//"):
            yield number, line.strip()


def _read_block(number: int, line: str, following: Iterator[tuple[int, str]]) -> Block:
    mark, _, text = line.partition(" ")
    try:
        if mark in (TABLE_MARK, FORM_MARK):
            rows = iter(lambda: next(following, (0, ""))[1], "")
            return (_read_table if mark == TABLE_MARK else _read_form)(text.strip(), rows)
        return Contents(text.strip()) if mark == CONTENTS_MARK else _read_paragraph(line)
    except Refused as slip:
        raise Refused(f"模板源第 {number} 行：{slip.message}", slip.hint) from None


def _read_paragraph(line: str) -> Paragraph:
    mark, _, text = line.partition(" ")
    if mark in _STYLE_OF_MARK:
        _check_tags(text)
        return Paragraph(_STYLE_OF_MARK[mark], text.strip())
    if mark[0] in "@#=":
        known = " ".join([*_STYLE_OF_MARK, *_OTHER_MARKS])
        raise Refused(f"不认识的样式标记「{mark}」。", f"可用的有：{known}")
    if not _PARAGRAPH_TAG.fullmatch(line):
        _check_tags(line)
    return Paragraph(BODY, line)


def _check_tags(text: str) -> None:
    if "{%p" in text:
        raise Refused("{%p … %} 要独占一行，里面不能有 % 和 }")
    if _LONE_TAG.fullmatch(text):
        raise Refused("一行里只有一个标签时要写成 {%p … %}")


def _read_table(loop: str, rows: Iterable[str]) -> Table:
    columns = tuple(_read_column(row) for row in rows)
    if not re.fullmatch(r"[^%}]+ in [^%}]+", loop):
        raise Refused("「@表」后面要写循环，如「@表 行 in 单位统计」，里面不能有 % 和 }")
    if not columns:
        raise Refused("「@表」下面没有栏目")
    return Table(loop, columns)


def _read_column(row: str) -> Column:
    cells = [cell.strip() for cell in _CELLS.findall(row)]
    width = _SHARE.fullmatch(cells[1]) if len(cells) in (3, 4) else None
    if not width:
        raise Refused(
            f"表格栏目「{row}」看不懂",
            "写成：栏目名 | 宽度 | 单元格 | 合计单元格（可不写），宽度是整数，可带左或右",
        )
    return Column(cells[0], int(width[1]), _CELL_STYLES[width[2]], cells[2], "".join(cells[3:]))


def _read_form(shares: str, lines: Iterable[str]) -> Form:
    rows = tuple(map(_read_row, lines))
    if not re.fullmatch(r"[1-9]\d*( +[1-9]\d*)*", shares):
        raise Refused("「@格」后面要写各列宽度，如「@格 5 13 5 13」")
    columns = len(shares.split())
    if not any(row.cells for row in rows):
        raise Refused("「@格」下面没有行")
    for row in rows:
        if row.cells and sum(cell.span for cell in row.cells) != columns:
            raise Refused(
                f"表格的一行不是 {columns} 列：{' | '.join(cell.text for cell in row.cells)}",
                "跨几列的格子前面写 3: 这样的列数",
            )
    return Form(tuple(map(int, shares.split())), rows)


def _read_row(line: str) -> Row:
    if _ROW_TAG.fullmatch(line):
        return Row(tag=line)
    if "{%tr" in line or "{%p" in line:
        raise Refused("管表格行的标签要独占一行，写成 {%tr … %}，里面不能有 % 和 }")
    tall = _TALL.fullmatch(line)
    held = _TAG.sub(lambda tag: tag[0].replace("|", "\0"), tall[2] if tall else line)
    cells = (cell.replace("\0", "|").strip() for cell in held.split("|"))
    return Row(tuple(map(_read_cell, cells)), int(tall[1]) if tall else 1)


def _read_cell(text: str) -> Cell:
    found = _FORM_CELL.fullmatch(text)
    assert found  # every part of the pattern may be empty
    style = LABEL_CELL if found[1] else _CELL_STYLES[found[3] or ""]
    if found[4].strip() == "^":
        return Cell(style, "", int(found[2] or 1), goes_on=True)
    return Cell(style, found[4].strip(), int(found[2] or 1))
