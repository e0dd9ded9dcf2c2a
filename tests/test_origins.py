"""The unit a list comes from: the line above its headings, its title, its sheet, its file."""

import pytest
from test_header_rows import sheet

from talentreg.intake.layouts import find_layouts
from talentreg.intake.origins import find_path, name_unit

HEADINGS = "姓名|性别|联系电话"


@pytest.mark.parametrize(
    ("text", "path"),
    [
        ("望江社区乡土人才登记表", "望江社区"),
        ("临江街道望江社区2026年返乡人才花名册", "临江街道/望江社区"),
        ("2026年临江街道乡土人才统计表", "临江街道"),
        ("梅溪镇在外人才信息.csv", "梅溪镇"),
        ("青石街道人才台账", "青石街道"),
        ("附件1：梅溪镇柳树村外出务工人员名单", "梅溪镇/柳树村"),
        ("返乡人才（望江社区）", "望江社区"),
        ("江南省云山市梅江县梅溪镇柳树村", "江南省/云山市/梅江县/梅溪镇/柳树村"),
        ("江南省云山市临江区在外人才", "江南省/云山市/临江区"),
        ("临江区委组织部在外人才汇总", "临江区"),
        ("柳树村村民委员会", "柳树村"),
        ("望江社区居委会返乡人员", "望江社区"),
        ("临江街道办事处", "临江街道"),
        ("和平社区返乡人才", "和平社区"),
        ("李村人才表", "李村"),
        ("望江社区第三网格", "望江社区/第三网格"),
        ("关于报送临江街道望江社区返乡人才的表", "临江街道/望江社区"),
        ("优秀返乡人才望江社区", "望江社区"),
        ("临江街道望江社区、青石社区返乡人才", "临江街道"),
        ("临江街道（望江社区等12个社区）", "临江街道"),
        ("红旗镇红旗村", "红旗镇/红旗村"),
        ("全椒县在外人才", "全椒县"),
        ("临 江 街 道 返 乡 人 才 花 名 册", "临江街道"),
        ("乡 土 人 才 花 名 册", ""),
        ("XX镇村两委后备干部登记表", ""),
        ("人才办", ""),
        ("汇总", ""),
        ("Sheet1", ""),
        ("在外人才", ""),
        ("社区", ""),
        ("农村", ""),
        ("全村", ""),
        ("新农村", ""),
        ("各社区", ""),
        ("本村", ""),
        ("返乡人才", ""),
        ("优秀返乡人才花名册", ""),
        ("乡土人才信息采集表", ""),
        ("城市社区人才", ""),
        ("乡镇街道汇总表", ""),
        ("村干部名单", ""),
        ("驻村工作队", ""),
        ("县直单位", ""),
        ("市场监管", ""),
        ("组织部", ""),
        ("领导小组", ""),
        ("外省务工", ""),
        ("省外务工人员", ""),
        ("小区", ""),
        ("开发区", ""),
        ("乡贤名录", ""),
        ("回乡创业", ""),
        ("2026年第一季度", ""),
    ],
)
def test_names_that_tell_their_level_are_units(text: str, path: str) -> None:
    assert "/".join(find_path(text)) == path


@pytest.mark.parametrize(
    ("above", "name", "file", "path", "where"),
    [
        ("填报单位：望江社区", "表", "a.xlsx", "望江社区", "“填报单位”"),
        ("填报单位（盖章）：望江社区      填表日期：2026年3月", "", "", "望江社区", "“填报单位”"),
        ("填报单位|望江社区||2026年3月", "", "", "望江社区", "“填报单位”"),
        ("填报单位：|望江社区", "", "", "望江社区", "“填报单位”"),
        ("街道：临江街道|社区：望江社区", "", "", "临江街道/望江社区", "“街道”和“社区”"),
        ("临江街道返乡人才表\n填报单位：望江社区", "", "", "临江街道/望江社区", "“填报单位”和标题"),
        ("单位：人", "", "", "", ""),
        ("单位：万元", "望江社区", "", "望江社区", "工作表名"),
        ("填报单位：人才办", "汇总", "登记表.xlsx", "", ""),
        ("填报单位：________", "", "", "", ""),
        ("望江社区返乡人才花名册", "青石社区", "", "望江社区", "标题"),
        ("临江街道返乡人才花名册", "青石社区", "", "临江街道/青石社区", "标题和工作表名"),
        ("返乡人才花名册", "望江社区", "临江街道.xlsx", "临江街道/望江社区", "工作表名和文件名"),
        ("返乡人才花名册", "梅溪镇人才", "梅溪镇人才.csv", "梅溪镇", "文件名"),
        ("返乡人才花名册", "Sheet1", "临江街道望江社区(2).xls", "临江街道/望江社区", "文件名"),
        ("注：各社区、各村请于3月底前报送", "Sheet1", "表.xlsx", "", ""),
        ("请各社区于3月底前报临江街道党政办公室。", "Sheet1", "表.xlsx", "", ""),
        ("联系地址：江南省云山市江南路1号", "Sheet1", "表.xlsx", "", ""),
        ("村名：柳树村|包村干部：王五", "梅溪镇", "", "梅溪镇/柳树村", "“村名”和工作表名"),
    ],
)
def test_the_unit_is_named_by_the_nearest_place(
    above: str, name: str, file: str, path: str, where: str
) -> None:
    page = sheet(f"{above}\n{HEADINGS}\n张三|男|15400000001", name=name)
    assert name_unit(page, above.count("\n") + 1, file) == (tuple(path.split("/")) if path else (), where)


def test_the_layout_says_where_its_unit_comes_from() -> None:
    (layout,) = find_layouts(
        sheet(f"望江社区返乡人才\n{HEADINGS}\n张三|男|15400000001"), file_name="临江街道.xlsx"
    )
    assert layout.unit == ("临江街道", "望江社区")
    assert layout.unit_from == "标题和文件名"


def test_data_above_the_headings_of_a_later_list_names_no_unit() -> None:
    text = f"{HEADINGS}\n望江社区王五|男|15400000001\n职务|姓名|工作单位\n厂长|李四|某厂"
    assert [layout.unit for layout in find_layouts(sheet(text))] == [(), ()]


def test_a_later_list_without_a_title_comes_from_the_same_unit() -> None:
    text = f"望江社区返乡人才\n{HEADINGS}\n张三|男|15400000001\n联络日期|姓名|联络方式\n2026-03-01|张三|电话"
    layouts = find_layouts(sheet(text, name="青石社区"))
    assert [(layout.unit, layout.unit_from) for layout in layouts] == [(("望江社区",), "标题")] * 2


def test_what_one_form_says_of_its_person_names_no_unit_for_the_next() -> None:
    form = "姓名|{}|性别|男\n籍贯|江南省云山市|电话|15400000001\n"
    layouts = find_layouts(sheet("望江社区登记表\n" + form.format("张三") + "\n" + form.format("李四")))
    assert [layout.unit for layout in layouts] == [("望江社区",), ("望江社区",)]
