"""Whether what a tag begins is ended, and whether it keeps within paragraphs, cells and rows."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from talentreg.reports.package import Element, w
from talentreg.reports.template_lines import Line, Tag
from talentreg.reports.template_spelling import BLOCKS, Finding, finding

_ENDS = {end: begin for begin, end in BLOCKS.items()}
_MAY_HAVE = {"elif": ("if",), "else": ("if", "for")}
_MEANT = {
    "p": "管几段的标签两头都写成独占一段的 {%p … %}",
    "tr": "管表格行的标签两头都写成独占一行的 {%tr … %}",
}
_TEXT = w("t")


@dataclass(frozen=True, slots=True)
class _Begun:
    line: Line
    tag: Tag


def check_blocks(lines: Iterable[Line]) -> Iterator[Finding]:
    """Check the blocks of one part, in the order of its paragraphs."""
    begun = list[_Begun]()
    for line in lines:
        yield from _check_steering(line)
        for tag in line.tags:
            if not tag.is_block:
                continue
            if begins(tag):
                begun.append(_Begun(line, tag))
            elif tag.word in _MAY_HAVE:
                yield from _check_within(begun, line, tag)
            elif tag.word in _ENDS:
                yield from _check_end(begun, line, tag)
    for one in begun:
        end = BLOCKS[one.tag.word]
        advice = f"请在后面补上：{{%{one.tag.steers} {end} %}}"
        yield finding(one.line, f"只有开头，没有 {end}：{one.tag.text}", advice, at=one.tag.start)


def begins(tag: Tag) -> bool:
    """Tell whether a tag begins what another must end; `set x = 1` ends itself."""
    return tag.word in BLOCKS and not (tag.word == "set" and "=" in tag.rest)


def _check_within(begun: list[_Begun], line: Line, tag: Tag) -> Iterator[Finding]:
    allowed = _MAY_HAVE[tag.word]
    if not begun or begun[-1].tag.word not in allowed:
        said = f"前面没有 {'、'.join(allowed)}：{tag.text}"
        yield finding(line, said, "请检查前面的 if、for 是不是写全了", at=tag.start)
    else:
        yield from _check_reach(begun[-1], line, tag)


def _check_end(begun: list[_Begun], line: Line, tag: Tag) -> Iterator[Finding]:
    word = _ENDS[tag.word]
    there = any(one.tag.word == word for one in begun)
    if begun and not there:
        meant = BLOCKS[begun[-1].tag.word]
        said = f"{begun[-1].tag.text} 的结尾写成了 {tag.text}"
        yield finding(line, said, f"应写成：{tag.text.replace(tag.word, meant)}", at=tag.start)
        begun.pop()
        return
    if not there:
        yield finding(line, f"前面没有对应的 {word}：{tag.text}", "请补上开头，或删掉这个", at=tag.start)
        return
    while begun[-1].tag.word != word:
        open_one = begun.pop()
        end = BLOCKS[open_one.tag.word]
        advice = f"这里要先写 {{%{open_one.tag.steers} {end} %}}"
        said = f"{open_one.tag.text} 还没有结束，就写了 {tag.text}"
        yield finding(line, said, advice, at=tag.start)
    yield from _check_reach(begun.pop(), line, tag)


def _check_reach(begun: _Begun, line: Line, tag: Tag) -> Iterator[Finding]:
    """Check that both ends of a block steer the same, and stand in the same text, cell or table."""
    first, text = begun.line, f"{begun.tag.text} … {tag.text}"
    if begun.tag.steers != tag.steers:
        said = f"两头写法不一样：{text}"
        advice = _MEANT.get(begun.tag.steers or tag.steers, "")
        yield finding(line, said, advice, at=tag.start)
    elif tag.steers == "tr":
        if first.over("tbl") is not line.over("tbl"):
            yield finding(line, f"两头不在同一个表里：{text}", _MEANT["tr"], at=tag.start)
    elif tag.steers == "p" or not tag.steers:
        yield from _check_cells(first, line, tag, text)


def _check_cells(first: Line, line: Line, tag: Tag, text: str) -> Iterator[Finding]:
    if first.over("tbl") is not line.over("tbl"):
        yield finding(line, f"一头在表里，一头在表外：{text}", _MEANT["p"], at=tag.start)
    elif first.over("tr") is not line.over("tr"):
        yield finding(line, f"跨了表格的行：{text}", _MEANT["tr"], at=tag.start)
    elif first.over("tc") is not line.over("tc"):
        advice = "每个单元格里各写各的；管一列的写 {%tc … %}"
        yield finding(line, f"跨了单元格：{text}", advice, at=tag.start)
    elif not tag.steers and first.element is not line.element:
        said = f"跨了段落，前后两段会连成一段：{text}"
        yield finding(line, said, _MEANT["p"], at=tag.start, grave=False)


def _check_steering(line: Line) -> Iterator[Finding]:
    """Check that a tag which steers paragraphs or rows has its paragraph or row to itself."""
    steering = [tag for tag in line.tags if tag.is_block and tag.steers in ("p", "tr")]
    if not steering:
        return
    tag = steering[0]
    beside = " ".join(re.sub(re.escape(tag.text), " ", line.text, count=1).split())
    if len(steering) > 1:
        said = f"一段里有两个 {tag.text[:3]}…：{tag.text}、{steering[1].text}"
        yield finding(line, said, "一段只能写一个，请分成两段（两行）", at=tag.start)
    elif tag.steers == "tr":
        yield from _check_row(line, tag)
    elif beside:
        said = f"{tag.text} 要独占一段，旁边的字会丢：{_cut(beside)}"
        yield finding(line, said, "把标签单独放一段；只管几个字的，写成不带 p 的", at=tag.start)


def _check_row(line: Line, tag: Tag) -> Iterator[Finding]:
    row = line.over("tr")
    if row is None:
        said = f"{tag.text} 不在表格里"
        yield finding(line, said, f"表格外面写成：{tag.text.replace('{%tr', '{%p', 1)}", at=tag.start)
        return
    beside = " ".join(_said(row).replace(tag.text, " ", 1).split())
    if beside:
        said = f"{tag.text} 要独占表格的一行，旁边的字会丢：{_cut(beside)}"
        advice = "在它前面加一个空行，把标签移过去；这一行出报告时会去掉"
        yield finding(line, said, advice, at=tag.start)


def _said(element: Element) -> str:
    return "".join(text.text or "" for text in element.iter(_TEXT))


def _cut(text: str) -> str:
    return text if len(text) <= 30 else f"{text[:30]}…"
