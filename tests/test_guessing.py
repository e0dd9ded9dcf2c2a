"""Columns without a telling heading: what the values prove is taken, what they suggest is asked."""

import pytest
from books import id_number, phone
from test_header_rows import sheet

from talentreg.errors import Malformed
from talentreg.intake.advice import advise
from talentreg.intake.choices import Choices, parse_choice
from talentreg.intake.headings import Layout
from talentreg.intake.layouts import find_layouts
from talentreg.intake.sheet import Sheet
from talentreg.records.text import Cell

IDS = [id_number(order) for order in range(1, 21)]
PHONES = [phone(order) for order in range(1, 21)]
BIRTHS = [f"19{order + 60}.0{order % 8 + 2}" for order in range(20)]


def column(heading: str, values: list[str], known: str = "学历") -> Layout:
    rows = [("姓名", known, heading), *(("张三", "本科", value) for value in values)]
    (layout,) = find_layouts(Sheet("表", tuple(rows)))
    return layout


@pytest.mark.parametrize("heading", ["证号", "号码", "", "18位"])
def test_a_column_of_id_numbers_is_taken_and_said(heading: str) -> None:
    layout = column(heading, IDS)
    assert layout.targets[2] == "person.id_number"
    assert layout.notes == (f"列「{heading or 'C列'}」的内容是身份证号，按身份证号读取",)


def test_one_in_ten_may_be_mistyped() -> None:
    assert column("证号", [*IDS[:18], "99010119900506", "无"]).column("person.id_number") == 2
    assert column("证号", [*IDS[:17], "1", "2", "3"]).column("person.id_number") is None


def test_id_numbers_cut_down_to_numbers_are_known_for_what_they_are() -> None:
    rows: list[tuple[Cell, ...]] = [
        ("姓名", "学历", "证号"),
        *(("张三", "本科", 9.90101199005060e17) for _ in range(5)),
    ]
    (layout,) = find_layouts(Sheet("表", tuple(rows)))
    assert layout.column("person.id_number") == 2


@pytest.mark.parametrize("heading", ["配偶证件", "法人证照号", "推荐人证号"])
def test_somebody_else_s_id_number_is_not_the_person_s(heading: str) -> None:
    layout = column(heading, IDS)
    assert (layout.unknown, layout.questions) == ({2: heading}, ())


def test_phones_are_taken_where_the_heading_hints_at_them() -> None:
    layout = column("联络号码", PHONES)
    assert layout.targets[2] == "person.phone"
    assert layout.notes == ("列「联络号码」的内容是手机号，按联系电话读取",)


@pytest.mark.parametrize("heading", ["甲", "", "工号", "本人"])
def test_phones_under_a_strange_heading_are_asked_about(heading: str) -> None:
    layout = column(heading, PHONES)
    (question,) = layout.questions
    assert (question.column, question.target) == (2, "person.phone")
    assert question.option == f"--map '{heading or 'C列'}=联系电话'"
    assert question.text == (
        f"列「{heading or 'C列'}」的内容像手机号（如 154****0001），没有采用；"
        f"如确实是联系电话，请加 --map '{heading or 'C列'}=联系电话'"
    )


def test_a_second_column_of_phones_stays_beside_the_person() -> None:
    layout = column("甲", PHONES, known="联系电话")
    assert (layout.questions, layout.unknown) == ((), {2: "甲"})


def test_a_relative_s_number_is_asked_about() -> None:
    (question,) = column("家里人号码", PHONES, known="联系电话").questions
    assert question.target == "person.relative_phone"


@pytest.mark.parametrize(
    ("heading", "asked"),
    [
        ("生辰", True),
        ("", True),
        ("入党时间", False),
        ("参加工作时间", False),
        ("配偶出生", False),
        ("金额", False),
    ],
)
def test_births_under_a_strange_heading_are_asked_about(heading: str, asked: bool) -> None:
    questions = column(heading, BIRTHS).questions
    assert [question.target for question in questions] == (["person.birth"] if asked else [])


def test_a_blank_column_of_names_is_not_taken() -> None:
    layout = column("", ["王五"] * 20)
    assert 2 not in layout.targets


def test_a_column_to_be_kept_is_not_asked_about() -> None:
    rows = sheet("姓名|学历|甲\n张三|本科|15400000001")
    (layout,) = find_layouts(rows, choices=Choices({"甲": "kept"}))
    assert (layout.questions, layout.unknown) == ((), {2: "甲"})


@pytest.mark.parametrize(
    ("text", "heading", "target"),
    [
        ("旧列名=phone", "旧列名", "person.phone"),
        ("旧列名=联系电话", "旧列名", "person.phone"),
        ("旧列名＝手机", "旧列名", "person.phone"),
        ("a=b=姓名", "a=b", "person.name"),
        ("旧列名=", "旧列名", "ignored"),
        ("旧列名=忽略", "旧列名", "ignored"),
        ("旧列名=保留", "旧列名", "kept"),
        ("旧列名=备注", "旧列名", "person.note"),
        ("旧列名=person.wechat", "旧列名", "person.wechat"),
        ("旧列名=contact.on", "旧列名", "contact.on"),
        ("旧列名=联络日期", "旧列名", "contact.on"),
        ("旧列名=返乡意愿", "旧列名", "intention.kind"),
        ("旧列名=在库状态", "旧列名", "status.status"),
        ("旧列名=社区", "旧列名", "unit.community"),
        ("旧列名=township", "旧列名", "unit.township"),
        ("旧列名=所属单位", "旧列名", "unit"),
        ("旧列名=联络人", "旧列名", "staff"),
        ("旧列名=人才编号", "旧列名", "number"),
    ],
)
def test_a_choice_is_read(text: str, heading: str, target: str) -> None:
    assert parse_choice(text) == (heading, target)


@pytest.mark.parametrize(
    ("text", "hint"),
    [
        ("旧列名", "--map '旧列名=联系电话'"),
        ("=phone", "--map '旧列名=联系电话'"),
        ("旧列名=联系电活", "联系电话"),
        ("旧列名=phon", "phone"),
        ("旧列名=血型", "可写"),
    ],
)
def test_a_choice_that_cannot_be_read_is_refused_with_the_nearest(text: str, hint: str) -> None:
    with pytest.raises(Malformed) as refusal:
        parse_choice(text)
    assert hint in refusal.value.hint


@pytest.mark.parametrize(
    ("text", "advice"),
    [
        (
            "张三|15400000001|望江社区\n李四|15400000002|望江社区",
            "第1行起像是没有表头的名单；请在它上面加一行表头，看内容各列可能是：姓名、联系电话、所属社区/村",
        ),
        (
            "名单\n1|张三|15400000001|好\n2|李四|15400000002|好",
            "第2行起像是没有表头的名单；请在它上面加一行表头，看内容各列可能是：（请写上）、姓名、联系电话、（请写上）",
        ),
        (
            "人员|性别|电话\n张三|男|15400000001",
            "第1行像表头，但没有“姓名”；如果「人员」就是姓名，请加 --map '人员=姓名'",
        ),
        (
            "|性别|电话\n张三|男|15400000001",
            "第1行像表头，但没有“姓名”；如果「A列」就是姓名，请加 --map 'A列=姓名'",
        ),
        ("社区|人数|走访人次\n望江社区|50|3", ""),
        ("工作总结\n一、情况", ""),
        ("", ""),
    ],
)
def test_a_sheet_without_headings_gets_advice_and_no_guess(text: str, advice: str) -> None:
    assert find_layouts(sheet(text)) == []
    assert advise(sheet(text)) == advice
