"""Imports of books nobody wrote down: whatever the layout, rows are counted, kept and taken back."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest
from books import Row, csv_book, dump, empty_register, id_number, phone, stored, tally, units_of, workbook
from conftest import Answer
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

Run = Callable[..., Answer]

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


def written(made: Made, kind: str) -> Path:
    """Write a generated book as a workbook or as text."""
    if kind == "xlsx":
        return workbook(made.rows)
    quoted = [",".join('"' + str(cell or "").replace('"', '""') + '"' for cell in row) for row in made.rows]
    return csv_book("\n".join(quoted) + "\n", encoding=kind)


@pytest.fixture
def afresh(own_register: Path) -> Callable[[], Path]:
    """Begin again with an empty register."""

    def begin() -> Path:
        own_register.write_bytes(empty_register())
        return own_register

    return begin


checked = settings(
    max_examples=25,
    deadline=None,
    phases=[Phase.explicit, Phase.generate],  # an example takes half a second: too slow to shrink
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)


@checked
@given(made=books(), kind=st.sampled_from(["xlsx", "utf-8", "utf-8-sig", "gb18030"]))
def test_whatever_the_layout_rows_are_counted_written_once_and_taken_back(
    run: Run, afresh: Callable[[], Path], made: Made, kind: str
) -> None:
    register, path = afresh(), written(made, kind)
    code = 3 if "未导入" in made.expected else 0
    empty = dump(register)
    dry = run("import", path, "--dry-run")
    assert (tally(dry), dry.code, dump(register)) == (made.expected, code, empty)
    real = run("import", path)
    assert (tally(real), real.code) == (made.expected, code)
    assert tuple(units_of(register).values()) == made.units
    before = dump(register)
    again = run("import", path)
    assert (again.code, dump(register)) == (code, before)
    assert not {"新增", "更新"} & set(tally(again))
    assert run("undo").code == 0
    assert dump(register) == empty


@checked
@given(made=books(people(evidence=("birth", "unit"))))
def test_whatever_is_known_of_somebody_the_same_book_enters_them_once(
    run: Run, afresh: Callable[[], Path], made: Made
) -> None:
    register, path = afresh(), written(made, "utf-8")
    run("import", path)
    before = dump(register)
    assert not {"新增", "更新"} & set(tally(run("import", path)))
    assert dump(register) == before


CONTACT: dict[str, tuple[tuple[str, str | None], ...]] = {
    "联络日期": (("2026-03-05", "5"), ("2026.3.5", "5"), ("2026年3月6日", "6"), ("上周", None), ("", None)),
    "联络方式": (("电话", "电话"), ("打电话", "电话"), ("走访", "走访"), ("托梦", None), ("", None)),
    "是否返乡": (("是", "是"), ("返乡", "是"), ("否", "否"), ("", "不详"), ("不详", "不详"), ("也许", None)),
    "是否联系上": (("是", "是"), ("", "是"), ("家属", "家属"), ("关机", "否"), ("也许", None)),
    "联络人": (("李明", "李明"), ("李 明", "李明"), ("王芳、李明", "王芳"), ("", "")),
    "联络内容": (("", ""), ("问候", "问候"), (" 问候 ", "问候"), ("[red]", "[red]")),
    "事由": (("慰问", ""), ("", ""), ("自创的事由", "")),
    "返乡意愿": (("创业", ""), ("", ""), ("看情况", "")),
}
"""What may stand in a column, and what it amounts to when contacts are compared; None rejects the row."""

WHO = (
    (f"甲,{id_number(1)},", "甲"),
    (f",{id_number(1)},", "甲"),
    (f"甲,,{phone(1)}", "甲"),
    (f"乙,,{phone(2)}", "乙"),
    (f"乙,{id_number(9)},{phone(2)}", "乙"),
)
NOBODY = ("甲,,", f"丙,,{phone(1)}", f"乙,{id_number(1)},", f",,{phone(2)}")


@st.composite
def contact_sheets(draw: st.DrawFn) -> tuple[str, dict[str, int]]:
    """Draw a sheet of contacts with 甲 and 乙, and what must become of its rows."""
    headings = draw(st.permutations(sorted(CONTACT)))
    lines, fates, seen = [",".join(["姓名", "身份证号", "联系电话", *headings])], [], set()
    for _ in range(draw(st.integers(1, 8))):
        who, person = draw(st.sampled_from([*WHO, *((nobody, None) for nobody in NOBODY[:1])]))
        cells = {heading: draw(st.sampled_from(CONTACT[heading])) for heading in headings}
        lines.append(",".join([who, *(written for written, _ in cells.values())]))
        meant = (person, *(cells[heading][1] for heading in sorted(CONTACT)))
        fates.append("未导入" if None in meant else "表内重复" if meant in seen else "新增")
        seen.add(meant)
    lines += draw(st.lists(st.sampled_from([f"{who},2026" for who in NOBODY]), max_size=1))
    fates += ["未导入"] * (len(lines) - 1 - len(fates))
    return "\n".join(lines), {fate: fates.count(fate) for fate in fates}


@checked
@given(made=contact_sheets())
def test_whatever_a_contact_sheet_says_each_contact_counts_once(
    run: Run, afresh: Callable[[], Path], made: tuple[str, dict[str, int]]
) -> None:
    register, (text, expected) = afresh(), made
    run("import", csv_book(f"姓名,身份证号,联系电话\n甲,{id_number(1)},{phone(1)}\n乙,,{phone(2)}\n"))
    path, before = csv_book(text, name="联络.csv"), dump(register)
    answer = run("import", path)
    assert (tally(answer), answer.code) == (expected, 3 if "未导入" in expected else 0)
    assert len(stored(register, "select 1 from contact")) == expected.get("新增", 0)
    after = dump(register)
    assert not {"新增", "更新"} & set(tally(run("import", path)))
    assert dump(register) == after
    if after != before:
        assert run("undo").code == 0
    assert dump(register) == before


def known(register: Path) -> list[tuple[object, ...]]:
    query = """select p.name, phone, id_number, degree, u.name from person p
               left join affiliation a on a.person_id = p.id left join unit u on u.id = a.unit_id"""
    return sorted(stored(register, query), key=repr)


@st.composite
def two_views(draw: st.DrawFn) -> tuple[str, str]:
    """Draw the same people as two offices list them: both know phone and name, each some of the rest."""
    orders = draw(st.lists(st.integers(100, 139), min_size=1, max_size=6, unique=True))
    views = []
    for _ in range(2):
        rows = ["姓名,联系电话,身份证号,学历,所属社区"]
        for order in draw(st.permutations(orders)):
            truth = (
                id_number(order, f"19{order - 50}0506"),
                ("本科", "大专")[order % 2],
                ("望江社区", "渡口社区")[order % 2],
            )
            shown = [cell if draw(st.booleans()) else "" for cell in truth]
            rows.append(",".join(["张三", phone(order), *shown[:2], truth[2]]))
        views.append("\n".join(rows))
    return views[0], views[1]


@checked
@given(views=two_views())
def test_the_order_of_two_books_does_not_change_who_is_who(
    run: Run, afresh: Callable[[], Path], views: tuple[str, str]
) -> None:
    results = []
    first, second = csv_book(views[0], name="甲.csv"), csv_book(views[1], name="乙.csv")
    for order in ((first, second), (second, first)):
        register = afresh()
        assert run("import", *order).code == 0
        results.append(known(register))
    assert results[0] == results[1]
