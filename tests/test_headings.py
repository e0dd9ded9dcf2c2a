"""Headings as people write them: what each means, which line they stand on, which kind of list it is."""

import pytest
from books import Row

from talentreg.intake.headings import Kind, Layout, meaning
from talentreg.intake.layouts import find_layout
from talentreg.intake.sheet import Sheet
from talentreg.records.contact import Contact
from talentreg.records.fields import Record, columns
from talentreg.records.history import Intention, Status
from talentreg.records.person import Person

PEOPLE, CONTACTS = Kind.PEOPLE, Kind.CONTACTS
HEADINGS: Row = ("姓名", "联系电话", "学历")
DATA: Row = ("张三", "15412345678", "本科")


def layout(*rows: Row) -> Layout | None:
    return find_layout(Sheet("表", tuple(tuple(row) for row in rows)))


def recognised(*rows: Row) -> Layout:
    """Return the layout of a sheet that must have one."""
    found = layout(*rows)
    assert found
    return found


def cells(text: str) -> Row:
    return text.split("|")


@pytest.mark.parametrize(
    ("heading", "target"),
    [
        ("姓名", "person.name"),
        ("姓 名", "person.name"),
        ("姓\n名", "person.name"),
        ("　姓　名　", "person.name"),
        ("*姓名", "person.name"),
        ("姓名（必填）", "person.name"),
        ("＊姓名(必填)＊", "person.name"),
        ("姓名：", "person.name"),
        ("姓名【必填】", "person.name"),
        ("姓名[必填]", "person.name"),
        ("〔必填〕姓名", "person.name"),
        ("身份证号码（18位）", "person.id_number"),
        ("公民身份号码", "person.id_number"),
        ("联系电话", "person.phone"),
        ("联系电话\n（手机）", "person.phone"),
        ("手机号", "person.phone"),
        ("出生年月日", "person.birth"),
        ("所属街道/乡镇", "unit.township"),
        ("所属街道／乡镇", "unit.township"),
        ("乡镇（街道）", "unit.township"),
        ("所属街道\n/乡镇", "unit.township"),
        ("所属社区/村", "unit.community"),
        ("所属社区（村）", "unit.community"),
        ("村（社区）", "unit.community"),
        ("所属社区(村)名称", None),
        ("入库日期", "status.on"),
        ("入库时间", "status.on"),
        ("返乡意愿", "intention.kind"),
        ("返乡意愿（创业/任职/就业/项目合作/柔性/无/待定）", "intention.kind"),
        ("ＥＭＡＩＬ", "person.email"),
        ("备 注", "person.note"),
        ("联络日期", None),
        ("序号", "ignored"),
        ("子女情况", None),
        ("工作", None),
        ("（）", None),
    ],
)
def test_a_heading_of_a_people_sheet_is_understood(heading: str, target: str | None) -> None:
    assert meaning(PEOPLE, heading) == target


@pytest.mark.parametrize(
    ("heading", "target"),
    [
        ("身份证号", "person.id_number"),
        ("联系电话", "person.phone"),
        ("姓名", "person.name"),
        ("联络日期", "contact.on"),
        ("联络日期（年月日）", "contact.on"),
        ("走访时间", "contact.on"),
        ("联络方式", "contact.channel"),
        ("联络方式（走访/面谈/电话/视频/微信/短信/邮件/信函）", "contact.channel"),
        ("是否返乡", "contact.presence"),
        ("是否返乡（是/否/本地）", "contact.presence"),
        ("是否联系上", "contact.reached"),
        ("联络人", "staff"),
        ("事由", "contact.occasion"),
        ("联络内容", "contact.note"),
        ("备注", "contact.note"),
        ("返乡意愿", "intention.kind"),
        ("下次联络日期", "contact.next_on"),
        ("所属社区/村", "unit.community"),
        ("联络单位", "unit"),
        ("学历", None),
        ("入库日期", None),
    ],
)
def test_a_heading_of_a_contact_sheet_is_understood(heading: str, target: str | None) -> None:
    assert meaning(CONTACTS, heading) == target


@pytest.mark.parametrize(
    ("kind", "prefix", "record", "only"),
    [
        (PEOPLE, "person", Person, ()),
        (PEOPLE, "status", Status, ("on", "status", "reason")),
        (PEOPLE, "intention", Intention, ("kind", "reason")),
        (CONTACTS, "contact", Contact, ()),
        (CONTACTS, "intention", Intention, ("kind",)),
    ],
)
def test_every_declared_heading_and_alias_means_its_own_field(
    kind: Kind, prefix: str, record: type[Record], only: tuple[str, ...]
) -> None:
    declared = {name: one for name, one in columns(record).items() if not only or name in only}
    assert declared
    understood = {
        heading: meaning(kind, heading)
        for column in declared.values()
        for heading in (column.heading, *column.aliases)
    }
    assert understood == {
        heading: f"{prefix}.{name}"
        for name, column in declared.items()
        for heading in (column.heading, *column.aliases)
    }


def test_titles_and_blank_lines_may_stand_above_the_headings() -> None:
    above: list[Row] = [("临江街道乡土人才登记表",), (), ("填报单位：望江社区", "", "2026年3月"), ()]
    assert [recognised(*above[:lines], HEADINGS, DATA).line for lines in range(5)] == [0, 1, 2, 3, 4]


def test_headings_stand_within_the_first_thirty_lines() -> None:
    blank: list[Row] = [("说明",)] * 29
    assert recognised(*blank, HEADINGS).line == 29
    assert layout(*blank, ("说明",), HEADINGS) is None


def test_headings_need_not_begin_in_the_first_column() -> None:
    assert recognised(("", None, "姓名", "", "电话")).targets == {2: "person.name", 4: "person.phone"}


def test_of_two_columns_of_one_meaning_the_one_so_named_holds_and_the_other_is_kept() -> None:
    found = recognised(cells("手机|姓名|联系电话|电话"))
    assert found.targets == {1: "person.name", 2: "person.phone"}
    assert found.unknown == {0: "手机", 3: "电话"}


def test_of_two_synonyms_the_first_holds() -> None:
    found = recognised(cells("姓名|身份证|证件号码"))
    assert (found.targets[1], found.unknown) == ("person.id_number", {2: "证件号码"})


def test_of_two_columns_of_phones_the_other_is_the_second_phone() -> None:
    found = recognised(cells("姓名|手机号|手机"))
    assert found.targets == {0: "person.name", 1: "person.phone", 2: "person.second_phone"}
    assert found.notes == ("列「手机」是又一列电话，按备用电话读取",)


def test_unknown_headings_are_kept_as_written() -> None:
    assert recognised(cells("姓名|性别|子女\n情况|每年返乡次数")).unknown == {
        2: "子女情况",
        3: "每年返乡次数",
    }


@pytest.mark.parametrize(
    ("headings", "kind"),
    [
        ("姓名|联系电话", PEOPLE),
        ("序号|姓名", PEOPLE),
        ("姓名|性别|联系电话|所属社区/村|备注", PEOPLE),
        ("姓名|性别|学历|联系电话|工作单位|走访时间|备注", PEOPLE),
        ("姓名|性别|身份证号|联系电话|工作单位|学历|返乡意愿|入库日期|备注", PEOPLE),
        ("联络日期|姓名|所属社区/村|联络方式|是否返乡|联络人|联络内容", CONTACTS),
        ("联络日期|身份证号|联络方式", CONTACTS),
        ("走访时间|姓名|电话|走访情况", CONTACTS),
        ("序号|姓 名|联系电话|联系日期|联系形式|返乡情况|联系人|备注", CONTACTS),
        ("联络日期|联络方式|是否返乡", None),
        ("姓名", None),
        ("联系电话|学历|性别", None),
        ("社区|人数|走访人次", None),
        ("年度|项目|金额", None),
    ],
)
def test_a_sheet_is_told_by_its_headings(headings: str, kind: Kind | None) -> None:
    found = layout(("一张表",), cells(headings), ("甲", "乙"))
    assert (found.kind if found else None) is kind


def test_the_name_of_a_sheet_does_not_matter() -> None:
    assert find_layout(Sheet("走访联络台账", (("姓名", "联系电话"),))) == find_layout(
        Sheet("人员", (("姓名", "联系电话"),))
    )


def test_a_row_of_data_is_not_taken_for_headings() -> None:
    data: Row = ("走访", "电话", "手机", "微信", "邮箱", "学历")
    assert recognised(("姓名", "联络内容", "学历"), data, data).line == 0


def test_cells_that_are_no_text_are_no_headings() -> None:
    assert recognised((2026, None, True, 3.5), ("姓名", 1, "电话")).targets == {
        0: "person.name",
        2: "person.phone",
    }
