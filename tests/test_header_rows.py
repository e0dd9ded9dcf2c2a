"""Headings as townships really write them: over one to three rows, in groups, twice, side by side."""

import pytest

from talentreg.intake.headings import Layout
from talentreg.intake.layouts import find_layout, find_layouts
from talentreg.intake.sheet import Area, Sheet


def sheet(text: str, *merged: str, name: str = "表") -> Sheet:
    """Draw a sheet: a line a row, a bar between cells; merged areas as spreadsheets write them."""
    rows = [tuple(cell.strip() or None for cell in line.split("|")) for line in text.strip("\n").split("\n")]
    width = max(len(row) for row in rows)
    return Sheet(name, tuple(row + (None,) * (width - len(row)) for row in rows), tuple(map(area, merged)))


def area(written: str) -> Area:
    first, last = written.split(":")
    return int(first[1:]) - 1, ord(first[0]) - 65, int(last[1:]) - 1, ord(last[0]) - 65


def read(text: str, *merged: str) -> Layout:
    found = find_layout(sheet(text, *merged))
    assert found
    return found


def meanings(layout: Layout) -> dict[str, str]:
    """Return what each column is taken for, by its whole heading."""
    return {layout.headings[index]: target for index, target in layout.targets.items() if target != "ignored"}


FAMILY = {
    "姓名": "person.name",
    "本人/联系电话": "person.phone",
    "家庭情况/姓名": "person.relative",
    "家庭情况/联系电话": "person.relative_phone",
}

GROUPED = [
    pytest.param(
        """
序号|姓名|本人|家庭情况|||备注
||联系电话|姓名|关系|联系电话|
1|张三|15400000001|李四|母子|15400000002|""",
        ["A1:A2", "B1:B2", "D1:F1", "G1:G2"],
        {**FAMILY, "备注": "person.note"},
        {"家庭情况/关系"},
        id="a relative's name and phone under a merged heading",
    ),
    pytest.param(
        """
序号|姓名|本人|家庭情况|||备注
||联系电话|姓名|关系|联系电话|
1|张三|15400000001|李四|母子|15400000002|""",
        [],
        {**FAMILY, "备注": "person.note"},
        {"家庭情况/关系"},
        id="the same with the merges lost",
    ),
    pytest.param(
        """
姓名|性别|联系方式|||备注
||手机|微信|QQ|
张三|男|15400000001|zs_1|1234|""",
        ["A1:A2", "B1:B2", "C1:E1", "F1:F2"],
        {
            "姓名": "person.name",
            "性别": "person.sex",
            "联系方式/手机": "person.phone",
            "联系方式/微信": "person.wechat",
            "备注": "person.note",
        },
        {"联系方式/QQ"},
        id="ways to reach somebody",
    ),
    pytest.param(
        """
序号|姓名|出生||联系电话
||年|月|
1|张三|1990|5|15400000001""",
        ["C1:D1"],
        {"姓名": "person.name", "联系电话": "person.phone"},
        {"出生/年", "出生/月"},
        id="a birth in two columns is kept, not misread",
    ),
    pytest.param(
        """
基本信息||||工作情况||家庭情况|||
序号|姓名|性别|联系电话|工作单位|职务|姓名|称谓|联系电话|家庭住址
1|张三|男|15400000001|某厂|工人|李四|母亲|15400000002|一组""",
        ["A1:D1", "E1:F1", "G1:J1"],
        {
            "基本信息/姓名": "person.name",
            "基本信息/性别": "person.sex",
            "基本信息/联系电话": "person.phone",
            "工作情况/工作单位": "person.employer",
            "工作情况/职务": "person.post",
            "家庭情况/姓名": "person.relative",
            "家庭情况/联系电话": "person.relative_phone",
            "家庭情况/家庭住址": "person.home_address",
        },
        {"家庭情况/称谓"},
        id="every column under a group",
    ),
    pytest.param(
        """
序号|姓名|家庭情况||||备注
||父亲||母亲||
||姓名|电话|姓名|电话|
1|张三|张大|15400000001|李四|15400000002|""",
        ["A1:A3", "B1:B3", "C1:F1", "C2:D2", "E2:F2", "G1:G3"],
        {
            "姓名": "person.name",
            "家庭情况/父亲/姓名": "person.relative",
            "家庭情况/父亲/电话": "person.relative_phone",
            "备注": "person.note",
        },
        {"家庭情况/母亲/姓名", "家庭情况/母亲/电话"},
        id="three rows",
    ),
    pytest.param(
        """
姓 名|联系|工作|所属
|电话|单位|社区
张三|15400000001|某厂|望江社区""",
        [],
        {
            "姓 名": "person.name",
            "联系/电话": "person.phone",
            "工作/单位": "person.employer",
            "所属/社区": "unit.community",
        },
        set(),
        id="headings broken over two rows",
    ),
    pytest.param(
        """
姓名|籍贯||现居住地||所属单位||联系电话
|省|市|省|市|乡镇|村|
张三|甲省|甲市|乙省|乙市|梅溪镇|柳树村|15400000001""",
        ["A1:A2", "B1:C1", "D1:E1", "F1:G1", "H1:H2"],
        {
            "姓名": "person.name",
            "所属单位/乡镇": "unit.township",
            "所属单位/村": "unit.community",
            "联系电话": "person.phone",
        },
        {"籍贯/省", "籍贯/市", "现居住地/省", "现居住地/市"},
        id="the province somebody was born in is not the unit",
    ),
    pytest.param(
        """
姓名|联系电话|包联干部||推荐人|
||姓名|电话|姓名|电话
张三|15400000001|王五|15400000003|赵六|15400000004""",
        ["A1:A2", "B1:B2", "C1:D1", "E1:F1"],
        {"姓名": "person.name", "联系电话": "person.phone"},
        {"包联干部/姓名", "包联干部/电话", "推荐人/姓名", "推荐人/电话"},
        id="the names and phones of officials are not the person's",
    ),
    pytest.param(
        """
姓名|现工作单位及职务||学历学位||电话
|单位|职务|全日制教育|在职教育|
张三|某厂|厂长|大专|本科|15400000001""",
        ["A1:A2", "B1:C1", "D1:E1", "F1:F2"],
        {
            "姓名": "person.name",
            "现工作单位及职务/单位": "person.employer",
            "现工作单位及职务/职务": "person.post",
            "学历学位/全日制教育": "person.degree",
            "电话": "person.phone",
        },
        {"学历学位/在职教育"},
        id="work and schooling of two kinds",
    ),
    pytest.param(
        """
联系领导|联系对象|||联系情况||
姓名|姓名|单位|电话|联系时间|联系方式|联系内容
王五|张三|某厂|15400000001|2026-03-01|电话|问候""",
        ["B1:D1", "E1:G1"],
        {
            "联系领导/姓名": "staff",
            "联系对象/姓名": "person.name",
            "联系对象/电话": "person.phone",
            "联系情况/联系时间": "contact.on",
            "联系情况/联系方式": "contact.channel",
            "联系情况/联系内容": "contact.note",
        },
        {"联系对象/单位"},
        id="leader, person and contact; the cells say that 联系方式 is the channel",
    ),
    pytest.param(
        """
序号|姓名|性别|全日制教育||在职教育||工作单位及职务|联系方式
|||学历学位|毕业院校|学历学位|毕业院校||
1|张三|男|本科|甲大学|||某厂厂长|15400000001""",
        ["A1:A2", "B1:B2", "D1:E1", "F1:G1"],
        {
            "姓名": "person.name",
            "性别": "person.sex",
            "全日制教育/学历学位": "person.degree",
            "全日制教育/毕业院校": "person.school",
            "工作单位及职务": "person.employer",
            "联系方式": "person.phone",
        },
        {"在职教育/学历学位", "在职教育/毕业院校"},
        id="schooling full-time and on the job",
    ),
    pytest.param(
        """
姓名|联系记录||||电话
|第一次||第二次||
|时间|方式|时间|方式|
张三|3.1|电话|3.5|走访|15400000001""",
        ["A1:A3", "B1:E1", "B2:C2", "D2:E2", "F1:F3"],
        {"姓名": "person.name", "电话": "person.phone"},
        {f"联系记录/第{n}次/{what}" for n in "一二" for what in ("时间", "方式")},
        id="three rows nobody knows",
    ),
    pytest.param(
        """
姓名|身份证
|号码
张三|""",
        [],
        {"姓名": "person.name", "身份证/号码": "person.id_number"},
        set(),
        id="one heading broken in two",
    ),
    pytest.param(
        """
姓名|父亲|母亲||电话
|姓名|姓名|电话|
张三|张大|李四|15400000002|15400000001""",
        ["A1:A2", "C1:D1", "E1:E2"],
        {
            "姓名": "person.name",
            "母亲/姓名": "person.relative",
            "母亲/电话": "person.relative_phone",
            "电话": "person.phone",
        },
        {"父亲/姓名"},
        id="a relative's phone is that relative's",
    ),
]


@pytest.mark.parametrize(("text", "merged", "known", "unknown"), GROUPED)
def test_headings_over_several_rows_are_read_as_one(
    text: str, merged: list[str], known: dict[str, str], unknown: set[str]
) -> None:
    layout = read(text, *merged)
    assert meanings(layout) == known
    assert set(layout.unknown.values()) == unknown
    assert layout.line == len(text.strip().split("\n")) - 2


PLAIN = [
    ("姓名|性别|民族|籍贯|出生年月|学历|工作单位|职务|联系电话|备注", 10),
    ("序号|乡镇|村|姓名|性别|身份证号码|联系电话|外出务工地点|从事行业|是否返乡", 8),
    ("序 号|姓 名|性 别|年 龄|政治面貌|学 历|联 系 电 话|备 注", 8),
    ("NO.|人才姓名|性别|出生年月日|手机号码|现工作单位|现任职务|专业技术职称", 7),
    ("姓名(必填)|性别(必填)|身份证号(18位)|手机（11位）|现居地", 5),
    ("*姓名|*性别|★联系电话|社区（村）|网格", 5),
    ("1.姓名|2.性别|3.联系电话|4.所属社区", 4),
    ("编号|姓名|人才类别|人才层次|所属行业|联系方式|入库时间", 7),
    ("县（市、区）|乡镇（街道）|村（社区）|姓名|联系电话", 5),
    ("姓名|毕业院校|所学专业|学位|返乡意愿|电子邮箱|微信号", 7),
    ("填表单位|姓名|电话", 2),
    ("人员姓名|人员身份证号|人员手机号|本人微信|个人邮箱", 5),
    ("序号|村(居)名|返乡人员姓名|性别|户主姓名|与户主关系", 4),
    ("学生姓名|性别|就读院校|家长姓名|本人电话", 4),
    ("联系领导|姓名|身份证号|现居住地址|本人特长|备注", 5),
    ("姓名|家属姓名|家属电话|家庭住址", 4),
]


@pytest.mark.parametrize(("headings", "known"), PLAIN)
@pytest.mark.parametrize("above", [0, 1, 3])
def test_one_row_of_headings_below_a_title_and_notes(headings: str, known: int, above: int) -> None:
    over = [
        "望江社区2026年返乡人才花名册",
        "填报单位：望江社区|||填表日期：2026年3月1日",
        "注：带*的为必填项",
    ][:above]
    data = "|".join("甲乙丙丁"[i % 4] for i in range(len(headings.split("|"))))
    layout = read("\n".join([*over, headings, data]))
    assert (layout.line, len(layout.targets)) == (above, known)
    assert not any("/" in heading for heading in layout.headings.values())


@pytest.mark.parametrize(
    "text",
    [
        "姓名|电话|\n张三|15400000001|本人\n李四|15400000002|电话",
        "姓名|联系方式|\n张三|电话|微信",
        "姓名|性别|家庭情况\n|女|联系电话不详\n李四|男|良好",
        "姓名|性别|备注\n|微信|\n李四|男|",
        "单位||联系人\n姓名|性别|电话\n张三|男|15400000001",
    ],
)
def test_data_below_the_headings_is_not_taken_for_more_of_them(text: str) -> None:
    layout = read(text)
    assert not any("/" in heading for heading in layout.headings.values()), layout.headings


@pytest.mark.parametrize(
    "text",
    [
        "社区|人数|男|女\n望江社区|50|30|20\n合计|50|30|20",
        "序号|单位|在外人才数|返乡人数|走访人次\n1|望江社区|50|3|20",
        "行标签|计数项:姓名|求和项:年龄\n望江社区|50|1800\n总计|50|1800",
        "年度|项目|金额\n2026|慰问|3000",
        "单位名称|负责人|联系电话\n望江社区|王五|15400000001",
        "张三|15400000001|望江社区\n李四|15400000002|望江社区",
        "返乡人才工作总结\n一、基本情况\n姓名不一一列举",
        "",
    ],
)
def test_a_sheet_that_is_no_list_of_people_has_no_layout(text: str) -> None:
    assert find_layouts(sheet(text)) == []
