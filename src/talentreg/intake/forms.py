"""A form with one person: labels beside or above their values, as a layout of single cells."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from talentreg.intake.choices import KEPT, Choices, fitting, sign
from talentreg.intake.grouped import path_meaning
from talentreg.intake.header_rows import Grid, heading_like
from talentreg.intake.headings import Kind, Layout, meaning, plainly
from talentreg.records.text import fold

SEARCHED = 30
"""The first form begins within these rows."""

TALLEST = 80
"""Rows of one form."""

_ALSO_LABELS = re.compile(
    r"照片|相片|近期免冠.*|.*(简历|经历|履历|家庭(主要)?成员.*|社会关系.*|意见|主要(事迹|业绩|成就|贡献).*|获奖.*|奖惩.*"
    r"|健康状况|婚姻状况|熟悉专业.*|参加工作时间|入党时间|任职时间|身高|血型|特长|爱好|专业|年龄|通讯地址|邮编|邮政编码|传真"
    r"|(基本|工作|家庭|学习|教育|联系|个人)(情况|信息|状况)|(配偶|父亲|母亲|家属|亲属|户主|推荐人|介绍人|紧急联系人|法人|负责人)"
    r"(姓名|(联系)?电话)?|曾用名|婚否|qq号?|项目|投资意向|服务意愿|合作意向|备注|称谓|关系|与本人关系|起止(时间|年月)|时间)"
)
_SOMEBODY = re.compile(
    r".*(配偶|父亲|母亲|家属|亲属|子女|爱人|家人|家长|户主|联系人|推荐人|介绍人|负责人|法人|监护人|联络员|包联|帮扶).*"
    r"|家庭(情况|状况|信息|联系.*)"
)
"""Labels after which a name or a phone on the same row is somebody else's."""

_TABLE_WORDS = {"姓名", "称谓", "关系", "与本人关系", "起止时间", "起止年月", "成员姓名"}
_BY_OTHERS = re.compile(r"(填表|制表|填报|审核|复核|经办|报送|登记)(人|员|单位|日期|时间|部门)?(\(.*\))?:?")
_UNSIGNED = re.compile(r".{0,12}(盖章|签字|公章|签名).{0,12}|年月日")
_ONE_CELL = re.compile(r"([\u4e00-\u9fff][ 　]+[\u4e00-\u9fff]|[\u4e00-\u9fff（）()/]{2,14})\s*[:：]\s*")


@dataclass(slots=True)
class _Form:
    """What has been read of one form: every value's cell, its label, its text where it was composed."""

    cells: list[tuple[int, int]] = field(default_factory=list)
    paths: list[tuple[str, ...]] = field(default_factory=list)
    texts: dict[int, str] = field(default_factory=dict)

    def add(self, cell: tuple[int, int], path: tuple[str, ...], text: str, composed: bool = False) -> None:
        """Keep a value under its label; its text where that is `composed`, not the whole cell's."""
        if _UNSIGNED.fullmatch(fold(text)):
            return  # the place for a stamp
        if composed:
            self.texts[len(self.cells)] = text
        self.cells.append(cell)
        self.paths.append(path)


def find_forms(grid: Grid, choices: Choices) -> list[Layout]:
    """Find the forms of a sheet, one layout a person; none when it is a table or nobody filled one in."""
    rows = len(grid.sheet.rows)
    first = next((row for row in range(min(SEARCHED, rows)) if _begins(grid, row)), None)
    if first is None:
        return []
    starts = [row for row in range(first, rows) if row == first or _begins(grid, row)]
    lead = _lead(grid, first)
    starts = [max(row - lead, 0) for row in starts]
    ends = [*starts[1:], rows]
    made = (
        _layout(_read(grid, start, min(end, start + TALLEST)), choices)
        for start, end in zip(starts, ends, strict=True)
    )
    return [layout for layout in made if layout]


def is_label(text: str) -> bool:
    """Whether a cell of a form is a label: a heading that means something, or one often seen in forms."""
    return meaning(Kind.PEOPLE, text) is not None or bool(_ALSO_LABELS.fullmatch(plainly(text)))


def _begins(grid: Grid, row: int) -> bool:
    """Whether a form's 姓名 stands on a row: its value beside it and such pairs near, or values below."""
    cells = list(_filled(grid, row))
    for place, (column, text) in enumerate(cells):
        if pairs := _pairs_within(text):
            if meaning(Kind.PEOPLE, pairs[0][0]) == "person.name" and pairs[0][1]:
                return _labels_near(grid, row, column) >= 1 or len(pairs) + len(cells) > 2
            continue
        if meaning(Kind.PEOPLE, text) != "person.name":
            continue
        beside = cells[place + 1] if place + 1 < len(cells) else None
        if beside and _is_adjacent(grid, row, column, beside[0]) and not is_label(beside[1]):
            return _is_paired(grid, row, place, cells)
    return _has_values_below(grid, row)


def _is_paired(grid: Grid, row: int, place: int, cells: Sequence[tuple[int, str]]) -> bool:
    """Whether label and value alternate from 姓名 on, with more labels on rows near: no table does so."""
    after = [text for _, text in cells[place:]]
    labels = [is_label(text) for text in after]
    if any(labels[i] and labels[i + 1] for i in range(0, len(labels) - 1, 2)) and labels[1]:
        return False
    here = sum(labels[2:])
    below = _labels_near(grid, row, cells[place][0])
    alternate = not any(labels[1::2])
    return (below >= 1 and (here >= 1 or len(after) == 2)) or (
        here >= 2 and alternate and not _has_rows_below(grid, row)
    )


def _labels_near(grid: Grid, row: int, column: int) -> int:
    """Count the rows next to 姓名 that begin with another label, in its column or as their first cell."""
    count = 0
    for near in (row - 2, row - 1, row + 1, row + 2, row + 3):
        cells = list(_filled(grid, near))
        if not cells or len([text for _, text in cells if is_label(text)]) == len(cells) > 2:
            continue
        texts = [text for place, (c, text) in enumerate(cells) if c == column or place % 2 == 0]
        texts = [(_pairs_within(text) or [(text, "")])[0][0] for text in texts]
        count += any(
            is_label(text) and meaning(Kind.PEOPLE, text) not in ("person.name", None) for text in texts
        )
    return count


def _has_rows_below(grid: Grid, row: int) -> bool:
    return any(grid.texts(lower) for lower in range(row + 1, min(row + 4, len(grid.sheet.rows))))


def _has_values_below(grid: Grid, row: int) -> bool:
    """Whether labels stand above values, other labels on the row after: 姓名|性别, 张三|男, 民族|籍贯."""
    labels, values, more = (dict(_filled(grid, row + step)) for step in range(3))
    if len(labels) < 2 or not values or len(more) < 2:
        return False
    told = {meaning(Kind.PEOPLE, text) for text in labels.values()}
    others = [meaning(Kind.PEOPLE, text) for text in more.values()]
    if "person.name" not in told or any(is_label(text) for text in values.values()):
        return False
    known = [target for target in others if target]
    return len(known) * 2 > len(others) and len(known) > 1 and not told & set(known) and _all_labels(labels)


def _all_labels(labels: dict[int, str]) -> bool:
    return sum(is_label(text) for text in labels.values()) * 2 > len(labels)


def _lead(grid: Grid, first: int) -> int:
    """Count the rows above 姓名 that belong to the form: those that begin with a label."""
    row = first
    while row > 0 and (cells := list(_filled(grid, row - 1))):
        text = (_pairs_within(cells[0][1]) or [(cells[0][1], "")])[0][0]
        if len(cells) < 2 or not is_label(text) or _BY_OTHERS.fullmatch(fold(text)):
            break
        row -= 1
    return first - row


def _read(grid: Grid, start: int, end: int) -> _Form:
    """Read a form row by row; a label over several rows takes all that stands right of it."""
    form = _Form()
    row = start
    while row < end:
        inner = _inner_height(grid, row, end, list(_filled(grid, row)))
        if not inner and (_has_values_below(grid, row) or _is_values_row(grid, row, end)):
            _read_below(grid, row, form)
            row += 2
            continue
        row += _read_row(grid, row, end, form)
    return form


def _is_values_row(grid: Grid, row: int, end: int) -> bool:
    """Whether a row holds labels only, and the next one the values below them."""
    labels, values = dict(_filled(grid, row)), dict(_filled(grid, row + 1))
    if row + 1 >= end or len(labels) < 2 or not values or not all(is_label(text) for text in labels.values()):
        return False
    return set(values) <= set(labels) and not any(is_label(text) for text in values.values())


def _read_below(grid: Grid, row: int, form: _Form) -> None:
    below = grid.texts(row + 1)
    for column, label in _filled(grid, row):
        if column in below:
            form.add((row + 1, column), (label,), below[column])


def _read_row(grid: Grid, row: int, end: int, form: _Form) -> int:
    """Read the pairs of a row; return how many rows were read: a table within the form is one value."""
    cells = list(_filled(grid, row))
    if len(cells) == 1 and not _pairs_within(cells[0][1]) and not _tall(grid, row, cells[0][0]):
        return 1  # a title, a section, a label without value
    if height := _inner_height(grid, row, end, cells):
        _read_inner(grid, row, height, cells[0], form)
        return height
    _read_pairs(grid, row, cells, form)
    return 1


def _tall(grid: Grid, row: int, column: int) -> int:
    area = grid.area(row, column)
    return area[2] - area[0] if area[0] == row else 0


def _inner_height(grid: Grid, row: int, end: int, cells: Sequence[tuple[int, str]]) -> int:
    """Count the rows of a table or a long text beside the first label; 0 when the row holds pairs."""
    if not cells:
        return 0
    column, label = cells[0]
    if meaning(Kind.PEOPLE, label) == "person.name":
        return 0  # the person's own
    is_table = _is_table_head([text for _, text in cells[1:]])
    tall = _tall(grid, row, column)
    if not is_table and (not tall or _alternates(cells[1:])):
        return 0
    if tall:
        return min(tall + 1, end - row)
    bottom = row + 1
    while bottom < end and (below := grid.texts(bottom)) and column not in below:
        bottom += 1
    return bottom - row


def _is_table_head(texts: Sequence[str]) -> bool:
    """Whether the cells beside a label are the headings of a table: 称谓|姓名|年龄."""
    told = {plainly(text) for text in texts} & _TABLE_WORDS
    return bool(told) and len(texts) > 2 and sum(map(is_label, texts)) * 5 > len(texts) * 3


def _alternates(cells: Sequence[tuple[int, str]]) -> bool:
    """Whether a tall label has pairs of its own beside it: 全日制教育|本科|毕业院校|某大学."""
    return len(cells) > 1 and heading_like(cells[0][1]) and (len(cells) == 2 or is_label(cells[2][1]))


def _read_inner(grid: Grid, row: int, height: int, label: tuple[int, str], form: _Form) -> None:
    """Take the rows beside a label as one text, the headings of the table first."""
    rows = [[text for c, text in _filled(grid, row + step) if c > label[0]] for step in range(height)]
    lines = [" ".join(texts) for texts in rows if texts]
    if lines and not (len(lines) == 1 and _is_table_head(rows[0])):
        first = next((c for c, _ in _filled(grid, row) if c > label[0]), label[0])
        form.add((row, first), (label[1],), "；".join(lines), composed=True)


def _read_pairs(grid: Grid, row: int, cells: Sequence[tuple[int, str]], form: _Form) -> None:
    """Read label and value in turn; a label with another one beside it, or a blank cell, has no value."""
    group: tuple[str, ...] = ()
    owner = _section(grid, row, cells)
    place = 0
    while place < len(cells):
        column, text = cells[place]
        if re.match(rf"{_BY_OTHERS.pattern}:.", fold(text)):
            place += 1
            continue
        if _SOMEBODY.fullmatch(plainly(text)):
            owner = (text,)
        if pairs := _pairs_within(text):
            place += _take_within(grid, row, cells, place, pairs, form)
            continue
        beside = cells[place + 1] if place + 1 < len(cells) else None
        if beside is None or is_label(beside[1]) or _pairs_within(beside[1]):
            place += 1
            continue
        if place == 0 and _tall(grid, row, column) and len(cells) > 2:
            group, place = (text,), 1
            continue
        if not _is_adjacent(grid, row, column, beside[0]) and _is_label_without_value(cells, place):
            place += 1
            continue
        if not _BY_OTHERS.fullmatch(fold(text)):
            form.add((row, beside[0]), (*group, *_owned(owner, text)), beside[1])
        place += 2


def _section(grid: Grid, row: int, cells: Sequence[tuple[int, str]]) -> tuple[str, ...]:
    """Return the label of a tall cell left of a row when it speaks of somebody else: 家庭情况."""
    for column in range(cells[0][0] if cells else 0):
        top, left, _, _ = grid.area(row, column)
        text = grid.texts(top).get(left, "") if top < row else ""
        if text and _SOMEBODY.fullmatch(plainly(text)):
            return (text,)
    return ()


def _owned(owner: tuple[str, ...], label: str) -> tuple[str, ...]:
    """Return a label with whom it speaks of: 配偶 above 姓名 for 配偶姓名, and above a 联系电话 after it."""
    if owner != (label,):
        return (*owner, label)
    if meaning(Kind.PEOPLE, label) is None and (
        match := re.fullmatch(r"(.+?)(姓名|(?:联系)?电话)", plainly(label))
    ):
        return match[1], match[2]
    return (label,)


def _is_label_without_value(cells: Sequence[tuple[int, str]], place: int) -> bool:
    """Whether the cell beyond a gap is the next label: something else than a label follows it."""
    if place + 2 >= len(cells):
        return False
    return heading_like(cells[place + 1][1]) and not is_label(cells[place + 2][1])


def _take_within(
    grid: Grid,
    row: int,
    cells: Sequence[tuple[int, str]],
    place: int,
    pairs: list[tuple[str, str]],
    form: _Form,
) -> int:
    """Take what stands in one cell as 标签：内容; the next cell is the value of a last label without any."""
    column = cells[place][0]
    for label, value in pairs:
        if value and not _BY_OTHERS.fullmatch(fold(label)):
            form.add((row, column), (label,), value, composed=True)
    last, content = pairs[-1]
    beside = cells[place + 1] if place + 1 < len(cells) else None
    if content or beside is None or _pairs_within(beside[1]) or (is_label(beside[1])):
        return 1
    if not _BY_OTHERS.fullmatch(fold(last)):
        form.add((row, beside[0]), (last,), beside[1])
    return 2


def _pairs_within(text: str) -> list[tuple[str, str]]:
    """Split 姓名：张三 性别：男 into pairs; nothing when the first label is none anybody knows."""
    found = [match for match in _ONE_CELL.finditer(text) if is_label(match[1])]
    if not found or found[0].start() > 0 or found[0].end() == len(text):
        return []
    ends = [*(match.start() for match in found[1:]), len(text)]
    return [
        (match[1].strip(), text[match.end() : end].strip(" ,，;；　\n_＿"))
        for match, end in zip(found, ends, strict=True)
    ]


def _filled(grid: Grid, row: int) -> Iterator[tuple[int, str]]:
    """Give the filled cells of a row from the left, without those that a merged area above covers."""
    for column, text in sorted(grid.texts(row).items()):
        area = grid.area(row, column)
        if (area[0], area[1]) == (row, column):
            yield column, text


def _is_adjacent(grid: Grid, row: int, column: int, other: int) -> bool:
    return other == grid.area(row, column)[3] + 1


def _layout(form: _Form, choices: Choices) -> Layout | None:
    """Make a layout of a form; none without a name: nobody has filled it in."""
    names = ["/".join(path) for path in form.paths]
    signature = sign(names)
    decided = choices.of(signature)
    targets: dict[int, str] = {}
    chosen: dict[str, str] = {}
    for place, path in enumerate(form.paths):
        target = path_meaning(Kind.PEOPLE, path)
        if choice := decided.get(plainly(names[place])) or decided.get(plainly(path[-1])):
            chosen[choice[0]] = choice[1]
            target = fitting(Kind.PEOPLE, choice[1])
        if target and target != KEPT and (target == "ignored" or target not in targets.values()):
            targets[place] = target
    if "person.name" not in targets.values() or len(targets) < 2:
        return None
    unknown = {place: name.rstrip("：:") for place, name in enumerate(names) if place not in targets}
    line = min(row for row, _ in form.cells)
    return Layout(
        Kind.PEOPLE,
        line,
        targets,
        unknown,
        end=max(row for row, _ in form.cells) + 1,
        cells=tuple(form.cells),
        texts=form.texts,
        headings=dict(enumerate(names)),
        signature=signature,
        chosen=chosen,
    )
