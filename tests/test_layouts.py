"""Several lists on one sheet, below or beside each other, and what somebody said of their columns."""

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from test_header_rows import meanings, read, sheet

from talentreg.intake.choices import Choices
from talentreg.intake.headings import Kind
from talentreg.intake.layouts import find_layouts
from talentreg.intake.sheet import Sheet


def test_people_above_and_contacts_below_are_two_lists() -> None:
    people, contacts = find_layouts(
        sheet(
            """
临江街道返乡人才
姓名|性别|联系电话
张三|男|15400000001
李四|女|15400000002

联络记录
序号|姓名|联络日期|联络方式|联络内容
1|张三|2026-03-01|电话|问候"""
        )
    )
    assert (people.kind, people.line, people.end) == (Kind.PEOPLE, 1, 4)
    assert (contacts.kind, contacts.line, contacts.end) == (Kind.CONTACTS, 6, None)


def test_two_lists_with_different_columns_are_two_layouts() -> None:
    first, second = find_layouts(sheet("姓名|电话\n张三|15400000001\n职务|姓名|工作单位\n厂长|李四|某厂"))
    assert (first.end, second.line, second.column("person.post")) == (2, 2, 0)


@pytest.mark.parametrize("header", ["姓名|性别|电话", "姓名|家庭情况||电话\n|姓名|电话|"])
def test_headings_printed_again_on_every_page_belong_to_the_one_list(header: str) -> None:
    page = f"{header}\n张三|男|甲|15400000001\n李四|女|乙|15400000002"
    (layout,) = find_layouts(sheet("\n".join([page] * 3)))
    assert layout.end is None


def test_the_same_headings_under_another_community_s_title_begin_another_list() -> None:
    page = "{}返乡人才花名册\n姓名|性别|电话\n张三|男|15400000001\n李四|女|15400000002"
    first, second = find_layouts(sheet("\n".join(page.format(name) for name in ("望江社区", "青石社区"))))
    assert (first.unit, first.end, second.unit, second.line) == (("望江社区",), 4, ("青石社区",), 5)


def test_two_lists_side_by_side_are_both_read() -> None:
    left, right = find_layouts(sheet("序号|姓名|电话|序号|姓名|电话\n1|张三|15400000001|2|李四|15400000002"))
    assert left.targets == {0: "ignored", 1: "person.name", 2: "person.phone"}
    assert right.targets == {3: "ignored", 4: "person.name", 5: "person.phone"}
    assert (sorted(left.columns), sorted(right.columns)) == ([0, 1, 2], [3, 4, 5])
    assert "2组并排的列" in left.notes[0]


def test_three_lists_side_by_side_share_what_stands_left_of_them() -> None:
    layouts = find_layouts(sheet("社区|姓名|电话||姓名|电话||姓名|电话|备注\n望江社区|甲|1|||||||"))
    assert [layout.column("person.name") for layout in layouts] == [1, 4, 7]
    assert [layout.column("unit.community") for layout in layouts] == [0, 0, 0]
    assert [layout.column("person.note") for layout in layouts] == [None, None, 9]


def test_side_by_side_with_unlike_headings_is_said_not_swallowed() -> None:
    (layout,) = find_layouts(sheet("姓名|性别|电话|姓名|电话\n甲|男|1|乙|2"))
    assert layout.unknown == {3: "姓名", 4: "电话"}
    assert "两组并排的列" in layout.notes[0]


def test_what_was_told_of_a_column_goes_before_its_heading() -> None:
    told = Choices(
        {"联系方式": "person.wechat", "手机": "kept", "绰号": "person.note", "没有的": "person.post"}
    )
    (layout,) = find_layouts(sheet("姓名|联系方式|手机|绰号\n张三|zs|1|三子"), choices=told)
    assert meanings(layout) == {"姓名": "person.name", "联系方式": "person.wechat", "绰号": "person.note"}
    assert layout.unknown == {2: "手机"}
    assert dict(layout.chosen) == {"联系方式": "person.wechat", "手机": "kept", "绰号": "person.note"}


def test_a_choice_can_make_a_list_of_a_sheet() -> None:
    rows = sheet("人员|联络手段\n张三|15400000001")
    assert find_layouts(rows) == []
    told = Choices({"人员": "person.name", "联络手段": "person.phone"})
    assert find_layouts(rows, choices=told)[0].column("person.phone") == 1


def test_a_choice_may_name_a_column_without_heading_by_its_letter() -> None:
    (layout,) = find_layouts(
        sheet("姓名|电话|\n张三|15400000001|某厂"), choices=Choices({"C列": "person.employer"})
    )
    assert layout.targets[2] == "person.employer"


def test_a_choice_is_remembered_for_the_layout_whatever_the_order_and_the_year() -> None:
    spring = find_layouts(sheet("姓名|联络手段|2026年返乡次数\n张三|甲|1"), choices=Choices())[:1]
    assert spring == []
    first = read("姓名|性别|联络手段|2026年返乡次数\n张三|男|甲|1")
    remembered = Choices(remembered={first.signature: {"联络手段": "person.phone"}})
    next_year = sheet("性别|姓名|2027年返乡次数|联络手段\n男|张三|1|甲")
    assert find_layouts(next_year, choices=remembered)[0].column("person.phone") == 3
    other = sheet("性别|姓名|联络手段\n男|张三|甲")
    assert find_layouts(other, choices=remembered)[0].column("person.phone") is None


def test_a_told_note_is_the_note_of_the_kind_of_list() -> None:
    contacts = sheet("联络日期|姓名|联络方式|印象\n2026-03-01|张三|电话|好")
    (layout,) = find_layouts(contacts, choices=Choices({"印象": "person.note"}))
    assert layout.targets[3] == "contact.note"


WORDS = (
    "姓名 性别 联系电话 家庭情况 关系 序号 备注 联络日期 联络方式 联系方式 张三 李四 15400000001 男 合计 "
    "姓名：张三 家庭主要成员 称谓 工作简历 照片 共5人 出生 年 本人 联系领导 学历 全日制教育 望江社区 配偶姓名"
).split()
CELLS = st.one_of(st.none(), st.sampled_from(WORDS), st.sampled_from([3.0, 1e18, True, "", "："]))
ROWS = st.lists(st.lists(CELLS, max_size=8).map(tuple), max_size=9).map(tuple)
SIDES = st.integers(0, 7)
AREAS = st.lists(
    st.builds(lambda r, c, h, w: (r, c, r + h % 3, c + w % 4), SIDES, SIDES, SIDES, SIDES), max_size=4
)


@settings(max_examples=150, deadline=None)
@given(ROWS, AREAS.map(tuple))
def test_whatever_a_sheet_holds_every_column_has_one_meaning_and_lists_do_not_overlap(
    rows: tuple[tuple[str | float | bool | None, ...], ...], merged: tuple[tuple[int, int, int, int], ...]
) -> None:
    layouts = find_layouts(Sheet("表", rows, merged))
    for layout in layouts:
        held = [target for target in layout.targets.values() if target != "ignored"]
        assert len(held) == len(set(held))
        assert not layout.targets.keys() & layout.unknown.keys()
        assert all(rows[row][column] is not None for row, column in layout.cells)
    for before, after in pairwise(one for one in layouts if not one.columns):
        assert before.end is not None
        assert before.end <= after.top
