"""The readable text a Word template is built from, and its parser.

One line is one paragraph; what it is says the mark before it. A line without a mark is body text (公文正文).
Blank lines and lines beginning with // are dropped. Figures and names stand as `{{ 变量 }}`.

    # {{ 标题 }}                     title; line breaks come from the data
    @主送 {{ 主送机关 }}：             addressee
    == 一、… / === （一）… / ==== 1.…  headings; their numbers are typed
    **一是走访。**其余文字              bold first words of a paragraph
    @结语 特此报告。                   the last words; the signature never leaves them
    @附件说明 附件：名单                one annex; several: @附件说明序 附件：1.名单, @附件说明续 2.统计表
    @署名 {{ 署名 }} / @成文日期 {{ 成文日期 }}
    @横排 / @竖排                      a new page, landscape or portrait, goes on from here
    @附件 附件1 / @附件标题 名单         annex mark and title
    @表题 … / @计量单位 单位：人 / @表注 注：…   above and below a table

A tag that steers paragraphs stands alone on its line: `{%p if 新入库人才 %}`, `{%p else %}`, `{%p endif %}`,
`{%p for 项 in 返乡项目 %}`, `{%p endfor %}`, `{%p set … %}`. Shorter choices go inside a line, without the p.

A table runs to the next blank line: the loop, then a line for each column with its heading, its share of the
width (左 or 右 behind it aligns the cells), the cell, and if there is a row of totals its cell in that row.
Shares that add up to 36 (portrait) or 53 (landscape) are about the characters a column holds.

    @表 行 in 单位统计
    单位     | 8左 | {{ 行.单位 }}            | 合计
    入库人才  | 3   | {{ 行.入库人才|无则横线 }} | {{ 入库人才|无则横线 }}
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from talentreg.errors import Refused
from talentreg.reports.styles import BODY, CELL, CELL_LEFT, CELL_RIGHT, STYLES

TABLE_MARK, LANDSCAPE_MARK, PORTRAIT_MARK = "@表", "@横排", "@竖排"

_STYLE_OF_MARK = {style.mark: style.id for style in STYLES if style.mark}
_CELL_STYLES = {"": CELL, "左": CELL_LEFT, "右": CELL_RIGHT}
_PARAGRAPH_TAG = re.compile(r"\{%p [^%}]+%\}")
_LONE_TAG = re.compile(r"\{%[^%}]*%\}")
_SHARE = re.compile(r"([1-9]\d*)([左右]?)")
# A bar inside a tag is a filter, not the end of a column.
_CELLS = re.compile(r"(?:\{\{.*?\}\}|\{%.*?%\}|[^|])+")


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


@dataclass(frozen=True, slots=True)
class Table:
    """A table that grows a row for each turn of its loop (`行 in 单位统计`)."""

    loop: str
    columns: tuple[Column, ...]

    @property
    def has_totals(self) -> bool:
        """Whether a row of totals closes it."""
        return any(column.total for column in self.columns)


Block = Paragraph | Table


@dataclass(frozen=True, slots=True)
class Section:
    """Consecutive blocks on pages of one orientation."""

    landscape: bool
    blocks: tuple[Block, ...]


def parse(source: str) -> tuple[Section, ...]:
    """Read a template source; a slip is refused with the number of its line."""
    landscape, blocks = False, list[Block]()
    sections: list[Section] = []
    lines = _numbered_lines(source)
    for number, line in lines:
        if line in (LANDSCAPE_MARK, PORTRAIT_MARK):
            sections.append(Section(landscape, tuple(blocks)))
            landscape, blocks = line == LANDSCAPE_MARK, []
        elif line:
            blocks.append(_read_block(number, line, lines))
    sections.append(Section(landscape, tuple(blocks)))
    if not any(section.blocks for section in sections):
        raise Refused("模板源里没有内容")
    return tuple(section for section in sections if section.blocks)


def _numbered_lines(source: str) -> Iterator[tuple[int, str]]:
    for number, line in enumerate(source.splitlines(), start=1):
        if not line.startswith("//"):
            yield number, line.strip()


def _read_block(number: int, line: str, following: Iterator[tuple[int, str]]) -> Block:
    mark, _, text = line.partition(" ")
    try:
        if mark == TABLE_MARK:
            rows = iter(lambda: next(following, (0, ""))[1], "")
            return _read_table(text.strip(), rows)
        return _read_paragraph(line)
    except Refused as slip:
        raise Refused(f"模板源第 {number} 行：{slip.message}", slip.hint) from None


def _read_paragraph(line: str) -> Paragraph:
    mark, _, text = line.partition(" ")
    if mark in _STYLE_OF_MARK:
        _check_tags(text)
        return Paragraph(_STYLE_OF_MARK[mark], text.strip())
    if mark[0] in "@#=":
        raise Refused(
            f"不认识的样式标记「{mark}」。", f"可用的有：{' '.join(_STYLE_OF_MARK)} @表 @横排 @竖排"
        )
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
