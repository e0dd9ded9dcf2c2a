"""Books nobody wrote down: drawn by chance, with what must become of their rows."""

from collections.abc import Sequence
from dataclasses import dataclass

from books import Row, id_number, phone
from hypothesis import strategies as st

HEADINGS = {
    "name": ("姓名", "姓 名", "名字", "姓名（必填）", "*姓名"),
    "id_number": ("身份证号", "身份证号码", "公民身份号码"),
    "phone": ("联系电话", "手机号", "电话", "联系\n电话"),
    "birth": ("出生年月", "出生日期"),
    "unit": ("所属社区/村", "所属社区（村）", "村社区"),
    "degree": ("学历", "文化程度"),
    "on": ("入库日期", "入库时间"),
    "intention": ("返乡意愿", "返乡意愿（创业/就业/无）"),
    "other": ("子女情况", "每年返乡次数"),
    "number": ("序号",),
}
NAMES = ("张", "李 ", "欧阳", "𠮷田", "[red]", "=1+1", "<b>甲</b>", "O'Brien")
VALUES: dict[str, tuple[str, ...]] = {
    "birth": ("", "1990", "1990.05", "1990年5月6日", "属马"),
    "unit": ("", "望江社区", "渡口社区", "梅溪村"),
    "degree": ("", "本科", "大学", "自学"),
    "on": ("", "2026-01-05", "2026.3.1", "去年"),
    "intention": ("", "创业", "返乡就业", "无", "看情况"),
    "other": ("", "一子", "A;B", '说"好"，', "a\tb"),
}
SPECIAL: dict[str, tuple[Row, ...]] = {
    "跳过": (("合计", "3"), ("小计",), ("填表人：李明", "", "审核人：王芳"), ("注：一式两份",)),
    "": ((), ("", " ", None)),
}
ABOVE = ((), ("乡土人才登记表",), ("填报单位：望江社区", "", "2026年3月"))


@dataclass(frozen=True)
class Made:
    """A generated book: its rows, what must become of them, the units of the new people in their order."""

    rows: tuple[Row, ...]
    expected: dict[str, int]
    units: tuple[str | None, ...]


@st.composite
def people(draw: st.DrawFn, evidence: tuple[str, ...] = ("id_number", "phone")) -> dict[str, str]:
    """Draw somebody told by an ID number, a phone or both; nobody else bears them."""
    row = {field: draw(st.sampled_from(values)) for field, values in VALUES.items()}
    order = draw(st.integers(100, 999))
    known = draw(st.sampled_from([evidence[:1], evidence[1:], evidence]))
    row |= {"id_number": id_number(order) if "id_number" in known else ""}
    row |= {"phone": phone(order) if "phone" in known else "", "order": str(order)}
    return row | {"name": draw(st.sampled_from(NAMES)) + chr(0x4E00 + order), "number": str(order)}


@st.composite
def books(draw: st.DrawFn, somebody: st.SearchStrategy[dict[str, str]] | None = None) -> Made:
    """Draw a book: columns in any order under any synonym, titles above, totals and blanks between."""
    rows = draw(
        st.lists(
            people() if somebody is None else somebody,
            min_size=2,
            max_size=6,
            unique_by=lambda row: row["order"],
        )
    )
    optional = draw(st.sets(st.sampled_from(sorted(set(HEADINGS) - {"name", "id_number", "phone"}))))
    fields = draw(st.permutations(sorted(optional | {"name", "id_number", "phone"})))
    first = next(place for place, field in enumerate(fields) if field != "number")
    fields = [fields[first], *fields[:first], *fields[first + 1 :]]
    below = [("新增", tuple(row[field] for field in fields)) for row in rows]
    repeated = draw(st.sampled_from([*[row for _, row in below], ()]))
    below += [("表内重复", repeated)] if repeated else []
    below += [("未导入", tuple("" if f == "name" else "12" for f in fields))] if draw(st.booleans()) else []
    for fate in draw(st.lists(st.sampled_from(sorted(SPECIAL)), max_size=4)):
        place = draw(st.integers(0, len(below)))
        below.insert(place, (fate, draw(st.sampled_from(SPECIAL[fate]))))
    headings = tuple(draw(st.sampled_from(HEADINGS[field])) for field in fields)
    above = draw(st.lists(st.sampled_from(ABOVE), max_size=3))
    fates = [fate for fate, _ in below if fate]
    expected = {fate: fates.count(fate) for fate in fates}
    named = "望江社区" if ABOVE[2] in above else None
    units = tuple(
        units_stated(below, fields.index("unit"), named) if "unit" in fields else [named] * len(rows)
    )
    return Made((*above, headings, *(row for _, row in below)), expected, units)


def units_stated(below: Sequence[tuple[str, Row]], column: int, named: str | None) -> list[str | None]:
    """Say whose unit is what: a blank cell says what the line above says, at first what the title says."""
    units: dict[Row, str | None] = {}
    above: str | None = None
    for fate, row in below:
        if fate in ("新增", "表内重复", "未导入"):
            above = str(row[column] or "") or above
        if fate in ("新增", "表内重复"):
            units[row] = units.get(row) or above or named
    return list(units.values())


AMOUNTS_TO = {
    "1990.05": "1990-05",
    "1990年5月6日": "1990-05-06",
    "大学": "本科",
    "2026.3.1": "2026-03-01",
    "创业": "business",
    "返乡就业": "job",
    "无": "none",
}
"""What a cell that is understood is written as; every other one stays as it is, in its field or beside it."""

GROUPS = ("基本情况", "个人情况", "人员信息")


@dataclass(frozen=True)
class Page:
    """A generated sheet: its cells, merged areas, hidden lines, the fates of its lines and who is on it.

    `people` are the last character of each name, nobody else's, with the words to be found of them.
    """

    rows: tuple[Row, ...]
    people: tuple[tuple[str, tuple[str, ...]], ...]
    fates: tuple[str, ...]
    merged: tuple[tuple[int, int, int, int], ...] = ()
    hidden: tuple[int, ...] = ()


def told(row: dict[str, str], fields: Sequence[str]) -> tuple[str, tuple[str, ...]]:
    """Say who a row is and what must be found of them; a running number is nobody's."""
    cells = [row[field] for field in fields if field not in ("number", "name") and row[field]]
    return row["name"][-1], tuple(AMOUNTS_TO.get(cell, cell) for cell in cells)


@st.composite
def pages(draw: st.DrawFn, somebody: st.SearchStrategy[list[dict[str, str]]]) -> Page:
    """Draw a sheet of one shape or another."""
    folk, shape = draw(somebody), draw(st.sampled_from(sorted(SHAPES)))
    optional = draw(st.sets(st.sampled_from(sorted(set(HEADINGS) - {"name", "id_number", "phone", "unit"}))))
    fields = draw(st.permutations(sorted(optional | {"name", "id_number", "phone"})))
    return SHAPES[shape](draw, folk, fields)


def _headings(draw: st.DrawFn, fields: Sequence[str]) -> Row:
    return tuple(draw(st.sampled_from(HEADINGS[field])) for field in fields)


def _cells(folk: Sequence[dict[str, str]], fields: Sequence[str]) -> list[Row]:
    return [tuple(row[field] for field in fields) for row in folk]


def _plain(draw: st.DrawFn, folk: Sequence[dict[str, str]], fields: Sequence[str]) -> Page:
    """Some lines hidden, the headings again in the midst as on every printed page."""
    headings, body = _headings(draw, fields), _cells(folk, fields)
    hidden = draw(st.sets(st.integers(2, 1 + len(body))))
    fates = ["新增"] * len(body)
    if draw(st.booleans()):
        body.insert(draw(st.integers(1, len(body))), headings)
        fates.append("跳过")
    people_ = tuple(told(row, fields) for row in folk)
    return Page((headings, *body), people_, tuple(fates), hidden=tuple(hidden))


def _deep(draw: st.DrawFn, folk: Sequence[dict[str, str]], fields: Sequence[str]) -> Page:
    """Headings of two or three rows, groups merged across, the others merged down."""
    depth, width = draw(st.integers(2, 3)), len(fields)
    first = draw(st.integers(0, width - 2))
    last = draw(st.integers(first + 1, width - 1))
    rows = [[""] * width for _ in range(depth)]
    merged = []
    for column, heading in enumerate(_headings(draw, fields)):
        grouped = first <= column <= last
        rows[depth - 1 if grouped else 0][column] = str(heading)
        if not grouped:
            merged.append((1, column + 1, depth, column + 1))
    for level, group in enumerate(draw(st.permutations(GROUPS))[: depth - 1]):
        rows[level][first] = group
        merged.append((level + 1, first + 1, level + 1, last + 1))
    people_ = tuple(told(row, fields) for row in folk)
    return Page((*map(tuple, rows), *_cells(folk, fields)), people_, ("新增",) * len(folk), tuple(merged))


def _merged_units(draw: st.DrawFn, folk: Sequence[dict[str, str]], fields: Sequence[str]) -> Page:
    """The unit written once for all its people, in a cell merged down."""
    folk = sorted((row | {"unit": row["unit"] or "望江社区"} for row in folk), key=lambda row: row["unit"])
    fields = ["unit", *fields] if draw(st.booleans()) else [*fields, "unit"]
    column = fields.index("unit")
    body, merged = [list(row) for row in _cells(folk, fields)], []
    for place, row in enumerate(folk):
        if place and row["unit"] == folk[place - 1]["unit"]:
            body[place][column] = ""
        else:
            end = max(at for at, one in enumerate(folk) if one["unit"] == row["unit"])
            if end > place:
                merged.append((place + 2, column + 1, end + 2, column + 1))
    people_ = tuple(told(row, fields) for row in folk)
    rows = (_headings(draw, fields), *map(tuple, body))
    return Page(rows, people_, ("新增",) * len(folk), tuple(merged))


def _sections(draw: st.DrawFn, folk: Sequence[dict[str, str]], fields: Sequence[str]) -> Page:
    """The people of a unit below a line with its name."""
    folk = sorted((row | {"unit": row["unit"] or "望江社区"} for row in folk), key=lambda row: row["unit"])
    rows: list[Row] = [_headings(draw, fields)]
    fates = []
    for place, row in enumerate(folk):
        if not place or row["unit"] != folk[place - 1]["unit"]:
            rows.append((row["unit"],))
            fates.append("跳过")
        rows += _cells([row], fields)
        fates.append("新增")
    return Page(tuple(rows), tuple(told(row, [*fields, "unit"]) for row in folk), tuple(fates))


def _side_by_side(draw: st.DrawFn, folk: Sequence[dict[str, str]], fields: Sequence[str]) -> Page:
    """Two lists next to each other under the same headings."""
    headings, body = _headings(draw, fields), _cells(folk, fields)
    half = (len(body) + 1) // 2
    left, right = body[:half], body[half:]
    right += [("",) * len(fields)] * (half - len(right))
    rows = [(*one, "", *other) for one, other in zip((headings, *left), (headings, *right), strict=True)]
    return Page(tuple(rows), tuple(told(row, fields) for row in folk), ("新增",) * len(folk))


def _below(draw: st.DrawFn, folk: Sequence[dict[str, str]], fields: list[str]) -> Page:
    """Two lists with a blank line between and their columns in another order."""
    other = fields[::-1]  # in the same order they would be the first list's, printed again
    other.insert(1, other.pop(other.index("name")))
    half = len(folk) // 2 or 1
    rows = [_headings(draw, fields), *_cells(folk[:half], fields), ()]
    rows += [_headings(draw, other), *_cells(folk[half:], other)] if folk[half:] else []
    return Page(tuple(rows), tuple(told(row, fields) for row in folk), ("新增",) * len(folk))


def _form(draw: st.DrawFn, folk: Sequence[dict[str, str]], fields: Sequence[str]) -> Page:
    """A form for one person: two labels with their values in a line."""
    row = folk[0]
    # What stands in a form beside a label of somebody's family may be the family's.
    fields = ["name", *(field for field in fields if field not in ("name", "number", "other"))]
    pairs = [(draw(st.sampled_from(HEADINGS[field][:1])), row[field]) for field in fields]
    lines = [(*pairs[at], *(pairs[at + 1] if at + 1 < len(pairs) else ())) for at in range(0, len(pairs), 2)]
    return Page((("乡土人才信息登记表",), *lines), (told(row, fields),), ("新增",))


SHAPES = {
    "plain": _plain,
    "headings over several rows": _deep,
    "units merged": _merged_units,
    "sections": _sections,
    "side by side": _side_by_side,
    "one below the other": _below,
    "form": _form,
}


@st.composite
def laid_books(draw: st.DrawFn) -> tuple[Page, ...]:
    """Draw a workbook of one or two sheets laid out one way or another; nobody stands on both."""
    folk = draw(st.lists(people(), min_size=4, max_size=8, unique_by=lambda row: row["order"]))
    half = draw(st.integers(2, len(folk) - 2)) if draw(st.booleans()) else len(folk)
    shares = [share for share in (folk[:half], folk[half:]) if share]
    return tuple(draw(pages(st.just(share))) for share in shares)
