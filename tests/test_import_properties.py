"""Imports of books nobody wrote down: whatever the layout, rows are counted, kept and taken back."""

import json
import re
from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
from books import csv_book, dump, empty_register, id_number, phone, save, stored, tally, units_of
from conftest import Answer
from formats import KINDS, in_format
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from made_books import Made, Page, books, laid_books, people
from openpyxl import Workbook

Run = Callable[..., Answer]


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
@given(made=books(), kind=st.sampled_from(KINDS))
def test_whatever_the_layout_rows_are_counted_written_once_and_taken_back(
    run: Run, afresh: Callable[[], Path], made: Made, kind: str
) -> None:
    register, path = afresh(), in_format(kind, made.rows)
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
    register, path = afresh(), in_format("utf-8", made.rows)
    run("import", path)
    before = dump(register)
    assert not {"新增", "更新"} & set(tally(run("import", path)))
    assert dump(register) == before


def laid(pages: Sequence[Page]) -> Path:
    """Write a workbook the way it was laid out."""
    made = Workbook()
    made.remove(made.worksheets[0])
    for place, page in enumerate(pages, 1):
        sheet = made.create_sheet(f"表{place}")
        for row in page.rows:
            sheet.append(list(row))
        for cell in (cell for row in sheet.iter_rows() for cell in row if isinstance(cell.value, str)):
            cell.data_type = "s"  # =1+1 is what somebody typed, not a formula
        for top, left, bottom, right in page.merged:
            sheet.merge_cells(None, top, left, bottom, right)
        for line in page.hidden:
            sheet.row_dimensions[line].hidden = True
    return save(made)


def all_of_everybody(register: Path) -> dict[str, str]:
    """Return everything that can be found of everybody, without blanks, by the last character of the name."""
    query = """select name, p.*,
      (select group_concat(u.name) from affiliation a join unit u on u.id = unit_id where person_id = p.id),
      (select group_concat("on") from status s where s.person_id = p.id),
      (select group_concat(kind || coalesce(reason, '')) from intention i where i.person_id = p.id)
      from person p"""
    found = {}
    for name, *rest in stored(register, query):
        extra = [text for one in rest if str(one).startswith("{") for text in json.loads(str(one)).values()]
        found[str(name)[-1]] = bare("|".join(map(str, (*rest, *extra))))
    return found


@checked
@given(pages=laid_books())
def test_nothing_a_sender_wrote_is_lost_however_it_is_laid_out(
    run: Run, afresh: Callable[[], Path], pages: tuple[Page, ...]
) -> None:
    register, path = afresh(), laid(pages)
    empty = dump(register)
    answer = run("import", path)
    assert answer.code == 0, answer.out
    accounts = json.loads(run("imports", "show", "1", "--json").out)["sheets"]
    for place, page in enumerate(pages, 1):
        counted: Counter[str] = Counter()
        for one in (account for account in accounts if account["sheet"] == f"表{place}"):
            assert one["read"] == sum(one[fate] for fate in FATES)
            counted.update({FATES[fate]: one[fate] for fate in FATES if one[fate]})
        assert counted == Counter(page.fates), answer.out
    found = all_of_everybody(register)
    expected = [one for page in pages for one in page.people]
    assert found.keys() == {who for who, _ in expected}
    lost = [(who, word) for who, words in expected for word in words if bare(word) not in found[who]]
    assert lost == [], (answer.out, found)
    before = dump(register)
    assert not {"新增", "更新"} & set(tally(run("import", path)))
    assert dump(register) == before
    assert run("undo").code == 0
    assert dump(register) == empty


def bare(word: str) -> str:
    """Write a text without its blanks: those at its ends and its tabs are no content."""
    return re.sub(r"\s", "", word)


FATES = {
    "new": "新增",
    "updated": "更新",
    "unchanged": "无变化",
    "duplicate": "表内重复",
    "rejected": "未导入",
    "skipped": "跳过",
}


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
