"""Forms with one person each (一人一表), as offices print them: labels beside or above what is filled in."""

import pytest
from test_header_rows import sheet

from talentreg.intake.choices import Choices
from talentreg.intake.headings import Layout
from talentreg.intake.layouts import find_layouts
from talentreg.intake.sheet import Sheet
from talentreg.records.text import as_text


def filled(page: Sheet, layout: Layout) -> dict[str, str]:
    """Return what a form holds: every value by its target, or its label where nobody knows that."""
    texts = (
        layout.texts.get(place) or as_text(page.rows[row][column])
        for place, (row, column) in enumerate(layout.cells)
    )
    names = (layout.targets.get(place) or layout.unknown[place] for place in range(len(layout.cells)))
    return dict(zip(names, texts, strict=True))


def read(text: str, *merged: str) -> list[dict[str, str]]:
    page = sheet(text, *merged)
    return [filled(page, layout) for layout in find_layouts(page)]


FORMS = [
    pytest.param(
        """
乡土人才信息登记表
姓名|张三|性别|男|出生年月|1990.05|照片
民族|汉族|籍贯|甲省乙市|政治面貌|群众|
身份证号|990101199005060011|||联系电话|15400000001|
工作单位及职务|某厂厂长|||||
备注||||||""",
        [],
        {
            "person.name": "张三",
            "person.sex": "男",
            "person.birth": "1990.05",
            "person.ethnicity": "汉族",
            "person.native_place": "甲省乙市",
            "person.political": "群众",
            "person.id_number": "990101199005060011",
            "person.phone": "15400000001",
            "person.employer": "某厂厂长",
        },
        id="labels beside values, a photograph, an empty note",
    ),
    pytest.param(
        """
姓  名：|李四|性  别：|女
联系电话：|15400000002|学  历：|本科
现居住地：|乙市|返乡意愿：|愿意""",
        [],
        {
            "person.name": "李四",
            "person.sex": "女",
            "person.phone": "15400000002",
            "person.degree": "本科",
            "person.residence": "乙市",
            "intention.kind": "愿意",
        },
        id="labels with blanks inside and colons",
    ),
    pytest.param(
        """
姓名：张三
性别：男
联系电话：15400000001
所属社区：望江社区""",
        [],
        {
            "person.name": "张三",
            "person.sex": "男",
            "person.phone": "15400000001",
            "unit.community": "望江社区",
        },
        id="label and value in one cell, a line each",
    ),
    pytest.param(
        """
返乡人才情况
姓名：张三   性别：男   民族：汉族
联系电话：15400000001  学历：本科""",
        [],
        {
            "person.name": "张三",
            "person.sex": "男",
            "person.ethnicity": "汉族",
            "person.phone": "15400000001",
            "person.degree": "本科",
        },
        id="several in one cell",
    ),
    pytest.param(
        """
姓名|张三|性别|男
出生年月|1990-05|联系电话|15400000001
家庭主要成员|称谓|姓名|年龄
|父亲|张大|61
|母亲|李四|60
备注|常年在外||""",
        ["A3:A5"],
        {
            "person.name": "张三",
            "person.sex": "男",
            "person.birth": "1990-05",
            "person.phone": "15400000001",
            "家庭主要成员": "称谓 姓名 年龄；父亲 张大 61；母亲 李四 60",
            "person.note": "常年在外",
        },
        id="the family within is no person of its own",
    ),
    pytest.param(
        """
姓名|张三|性别|男
联系电话|15400000001|学历|本科
家庭主要成员|称谓|姓名|年龄|电话
|父亲|张大|61|15400000003
|母亲|李四|60|""",
        [],
        {
            "person.name": "张三",
            "person.sex": "男",
            "person.phone": "15400000001",
            "person.degree": "本科",
            "家庭主要成员": "称谓 姓名 年龄 电话；父亲 张大 61 15400000003；母亲 李四 60",
        },
        id="the same with the merges lost",
    ),
    pytest.param(
        """
姓名|性别|出生年月
张三|男|1990.05
民族|籍贯|联系电话
汉族|甲市|15400000001""",
        [],
        {
            "person.name": "张三",
            "person.sex": "男",
            "person.birth": "1990.05",
            "person.ethnicity": "汉族",
            "person.native_place": "甲市",
            "person.phone": "15400000001",
        },
        id="labels above values",
    ),
    pytest.param(
        """
返乡人才登记表
姓名|张三||性别|男|
联系电话|15400000001||学历|本科|
工作简历|2012.07—2015.03 甲厂工人
2015.03— 乙公司经理|||||
社区意见||||盖章|""".replace("工人\n", "工人；"),
        ["B2:C2", "E2:F2", "B3:C3", "E3:F3", "B4:F4"],
        {
            "person.name": "张三",
            "person.sex": "男",
            "person.phone": "15400000001",
            "person.degree": "本科",
            "工作简历": "2012.07—2015.03 甲厂工人；2015.03— 乙公司经理",
        },
        id="merged value cells and a long text",
    ),
    pytest.param(
        """
所属街道|临江街道|所属社区|望江社区
姓名|张三|性别|男
手机号码|15400000001|微信号|zs_1
填表人：王五|||填表日期：2026年3月1日""",
        [],
        {
            "unit.township": "临江街道",
            "unit.community": "望江社区",
            "person.name": "张三",
            "person.sex": "男",
            "person.phone": "15400000001",
            "person.wechat": "zs_1",
        },
        id="labels above the name, who filled it in below",
    ),
    pytest.param(
        """
姓名|张三|健康状况|良好|熟悉专业有何专长|机械
政治面貌|群众|参加工作时间|2012.07|联系电话|15400000001""",
        [],
        {
            "person.name": "张三",
            "健康状况": "良好",
            "熟悉专业有何专长": "机械",
            "person.political": "群众",
            "参加工作时间": "2012.07",
            "person.phone": "15400000001",
        },
        id="labels nobody knows are kept",
    ),
    pytest.param(
        """
姓名|张三|性别|男
学历|全日制教育|大专|毕业院校|甲学院
|在职教育|本科|毕业院校|乙大学
电话|15400000001||""",
        ["A2:A3"],
        {
            "person.name": "张三",
            "person.sex": "男",
            "person.degree": "大专",
            "person.school": "甲学院",
            "在职教育": "本科",
            "毕业院校": "乙大学",
            "person.phone": "15400000001",
        },
        id="a tall label with pairs of its own",
    ),
    pytest.param(
        """
基本情况|姓名|张三|性别|男
|民族|汉族|出生年月|1990.05
家庭情况|配偶姓名|李四|联系电话|15400000002
|母亲|王五|家庭住址|一组""",
        ["A1:A2", "A3:A4"],
        {
            "person.name": "张三",
            "person.sex": "男",
            "person.ethnicity": "汉族",
            "person.birth": "1990.05",
            "person.relative": "李四",
            "person.relative_phone": "15400000002",
            "母亲": "王五",
            "person.home_address": "一组",
        },
        id="a spouse's phone is not the person's, who has none",
    ),
    pytest.param(
        """
姓    名|张三|曾用名||性别|男
推荐人|王五|联系电话|15400000003||
学习经历|起止时间|学校|专业|学历|
|2008.09-2012.06|甲大学|机械|本科|
联系方式|手机|15400000001|QQ|12345|""",
        [],
        {
            "person.name": "张三",
            "person.sex": "男",
            "推荐人": "王五",
            "推荐人/联系电话": "15400000003",
            "学习经历": "起止时间 学校 专业 学历；2008.09-2012.06 甲大学 机械 本科",
            "person.phone": "15400000001",
            "QQ": "12345",
        },
        id="who recommended the person, schools in a table",
    ),
]


@pytest.mark.parametrize(("text", "merged", "expected"), FORMS)
def test_a_form_is_read(text: str, merged: list[str], expected: dict[str, str]) -> None:
    assert read(text, *merged) == [expected]


def test_stacked_forms_are_a_person_each() -> None:
    page = (
        "登记表\n所属社区|望江社区||\n姓名|{}|性别|男\n电话|{}|学历|本科\n"
        "家庭主要成员|称谓|姓名|年龄\n|父亲|张大|61"
    )
    text = "\n\n".join(
        page.format(name, 15400000000 + order) for order, name in enumerate(("张三", "李四", "王五"))
    )
    forms = read(text)
    assert [(form["person.name"], form["person.phone"], form["unit.community"]) for form in forms] == [
        ("张三", "15400000000", "望江社区"),
        ("李四", "15400000001", "望江社区"),
        ("王五", "15400000002", "望江社区"),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "姓名||性别||出生年月|\n民族||籍贯||电话|",
        "姓名：\n性别：\n电话：",
        "登记表\n姓 名||性 别|\n联系电话|||\n家庭主要成员|称谓|姓名|年龄",
    ],
)
def test_a_form_nobody_has_filled_in_holds_no_person(text: str) -> None:
    assert [form for form in read(text) if form] == []


@pytest.mark.parametrize(
    "text",
    [
        "姓名|性别|电话\n张三|男|15400000001",
        "姓名|昵称|性别|电话\n张三|小三|男|15400000001\n李四|小四|女|15400000002",
        "姓名|现状|性别|去向|电话\n张三|好|男|甲|15400000001\n李四|好|女|乙|15400000002",
        "姓名|性别\n张三|男\n职务|单位|姓名|电话\n厂长|某厂|李四|15400000001",
        "姓名|联系电话|备注\n电话|15400000001|\n手机|15400000002|",
        "姓名：__________ 性别：____\n序号|姓名|性别|电话\n1|张三|男|15400000001",
        "负责人|王五|电话|15400000009\n姓名|性别|电话\n张三|男|15400000001",
        "姓名|备注|电话\n张三|电话打不通|15400000001\n李四|说明|15400000002",
        "姓名|职称|电话\n张三|职务|15400000001\n专业|学历|学位",
    ],
)
def test_a_table_is_no_form(text: str) -> None:
    assert all(layout.cells == () for layout in find_layouts(sheet(text)))


def test_a_form_counts_as_the_line_of_its_first_value() -> None:
    (layout,) = find_layouts(sheet("登记表\n所属社区|望江社区\n姓名|张三\n电话|15400000001"))
    assert (layout.line, layout.end) == (1, 4)


def test_a_choice_holds_for_the_label_of_a_form() -> None:
    page = sheet("姓名|张三|性别|男\n联络手段|15400000001|民族|汉族")
    (layout,) = find_layouts(page, choices=Choices({"联络手段": "person.phone"}))
    assert filled(page, layout)["person.phone"] == "15400000001"


def test_the_unit_of_a_form_is_that_of_its_title() -> None:
    (layout,) = find_layouts(
        sheet("临江街道望江社区人才登记表\n姓名|张三|性别|男\n电话|15400000001|民族|汉族")
    )
    assert layout.unit == ("临江街道", "望江社区")
