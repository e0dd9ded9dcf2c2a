"""Lists laid out as offices lay them out: everybody comes in, with their unit, and nothing else does."""

from collections.abc import Callable
from pathlib import Path

import pytest
from conftest import Answer
from nasty import Came, Turned, check_came, check_turned, drawn

Run = Callable[..., Answer]

A, B, C, D = (f"1540000000{n}" for n in range(1, 5))
BOTH = ZHANG, LI = f"张三 {A} 望江社区", f"李四 {B} 渡口社区"

LAYOUTS: dict[str, Came] = {
    "title, unit and note above": Came(
        drawn(f"""
临江街道2026年乡土人才登记表
填报单位：望江社区||填表人：李明
注：带*的为必填项
序号|*姓名|*联系电话
1|张三|{A}"""),
        [ZHANG],
        {"新增": 1},
        ["望江社区"],
    ),
    "headings on line 30": Came(
        drawn(
            "\n".join([*(f"第{n}条填表说明，请仔细阅读" for n in range(1, 30)), "姓名|联系电话", f"张三|{A}"])
        ),
        [f"张三 {A} —"],
        {"新增": 1},
    ),
    "two header rows, merged": Came(
        drawn(
            f"""
序号|姓名|联系电话|家庭情况||所属社区
|||家属姓名|联系电话|
1|张三|{A}|李四|{B}|望江社区""",
            "A1:A2",
            "B1:B2",
            "C1:C2",
            "D1:E1",
            "F1:F2",
        ),
        [ZHANG],
        {"新增": 1},
        also={"select relative || relative_phone from person": f"李四{B}"},
    ),
    "two header rows, merges lost": Came(
        drawn(f"""
序号|姓名|联系电话|家庭情况||所属社区
|||家属姓名|联系电话|
1|张三|{A}|李四|{B}|望江社区"""),
        [ZHANG],
        {"新增": 1},
        also={"select relative || relative_phone from person": f"李四{B}"},
    ),
    "three header rows": Came(
        drawn(
            f"""
姓名|基本情况|||所属社区
|联系方式||学历|
|手机|微信||
张三|{A}|zs_1|本科|望江社区""",
            "A1:A3",
            "B1:D1",
            "B2:C2",
            "D2:D3",
            "E1:E3",
        ),
        [ZHANG],
        {"新增": 1},
        also={"select wechat || degree from person": "zs_1本科"},
    ),
    "headings on every printed page": Came(
        drawn(f"""
望江社区返乡人才花名册
序号|姓名|联系电话
1|张三|{A}
望江社区返乡人才花名册（第2页）
序号|姓名|联系电话
2|李四|{B}
第2页 共2页"""),
        [ZHANG, f"李四 {B} 望江社区"],
        {"新增": 2, "跳过": 3},
    ),
    "a sub-total per village and a total": Came(
        drawn(f"""
序号|姓名|联系电话|所属社区
1|张三|{A}|望江社区
小计|1||
2|李四|{B}|渡口社区
小计|1||
合计|2||"""),
        BOTH,
        {"新增": 2, "跳过": 3},
        unsaid=["请核对是否少了行"],
    ),
    "a total that differs": Came(
        drawn(f"""
序号|姓名|联系电话|所属社区
1|张三|{A}|望江社区
2|李四|{B}|渡口社区
合计|3人||"""),
        BOTH,
        {"新增": 2, "跳过": 1},
        ["／B4：表中合计写3人，实际读到2行"],
    ),
    "people above, contacts below": Came(
        drawn(f"""
姓名|联系电话|所属社区
张三|{A}|望江社区

联络记录
姓名|联系电话|联络日期|联络方式|联络内容
张三|{A}|2026-03-05|走访|问候"""),
        [ZHANG],
        {"新增": 2},
        also={'select count(*) || channel || "on" from contact': "1visit2026-03-05"},
    ),
    "contacts above, people below": Came(
        drawn(f"""
姓名|联系电话|联络日期|联络方式|联络内容
张三|{A}|2026-03-05|电话|问候

人员名单
姓名|联系电话|所属社区|学历
张三|{A}|望江社区|本科"""),
        [ZHANG],
        {"新增": 2},
        also={"select count(*) || channel from contact": "1phone"},
    ),
    "two lists side by side": Came(
        drawn(f"""
望江社区在外人才联系表
姓名|联系电话||姓名|联系电话
张三|{A}||李四|{B}
王五|{C}|||"""),
        [ZHANG, f"王五 {C} 望江社区", f"李四 {B} 望江社区"],
        {"新增": 3},
        ["2组并排的列"],
    ),
    "one merged village beside its people": Came(
        drawn(
            f"""
所属社区|姓名|联系电话
望江社区|张三|{A}
|李四|{B}
渡口社区|王五|{C}
|赵六|{D}""",
            "A2:A3",
            "A4:A5",
        ),
        [ZHANG, f"李四 {B} 望江社区", f"王五 {C} 渡口社区", f"赵六 {D} 渡口社区"],
        {"新增": 4},
        ["合并单元格"],
    ),
    "the village once, then blanks": Came(
        drawn(f"""
所属社区|姓名|联系电话
望江社区|张三|{A}
|李四|{B}
渡口社区|王五|{C}
|赵六|{D}"""),
        [ZHANG, f"李四 {B} 望江社区", f"王五 {C} 渡口社区", f"赵六 {D} 渡口社区"],
        {"新增": 4},
        ["第3、5行"],
    ),
    "each village's name on a line above its people": Came(
        drawn(f"""
序号|姓名|联系电话
一、望江社区||
1|张三|{A}
二、渡口社区（1人）||
1|李四|{B}
合计|2人|"""),
        BOTH,
        {"新增": 2, "跳过": 3},
        ["第2、4行单独写着单位，其下各行登记到它：望江社区、渡口社区"],
    ),
    "one village in the title, the next on a line": Came(
        drawn(f"望江社区\n姓名|联系电话\n张三|{A}\n渡口社区\n李四|{B}"),
        BOTH,
        {"新增": 2, "跳过": 1},
        ["按标题登记到「望江社区」", "第4行单独写着单位，其下各行登记到它：渡口社区"],
    ),
    "lines numbered ahead and left empty": Came(
        drawn(f"序号|姓名|联系电话|所属社区\n1|张三|{A}|望江社区\n2|||\n3|||"),
        [ZHANG],
        {"新增": 1, "跳过": 2},
    ),
    "groups named on lines of their own": Came(
        drawn(f"姓名|联系电话|所属社区\n在外人才||\n张三|{A}|望江社区\n返乡人员||\n李四|{B}|渡口社区"),
        BOTH,
        {"新增": 2, "跳过": 2},
    ),
    "the same as above": Came(
        drawn(f"姓名|联系电话|所属社区\n张三|{A}|望江社区\n李四|{B}|同上\n王五|同上|〃"),
        [ZHANG, f"李四 {B} 望江社区", f"王五 {B} 望江社区"],
        {"新增": 3},
        ["列「所属社区」第3–4行写的是同上，按上面的内容读取", "列「联系电话」第4行"],
    ),
    "dots down to the end of the page": Came(
        drawn(f"姓名|联系电话|所属社区\n张三|{A}|望江社区\n以下空白\n……|……|……"),
        [ZHANG],
        {"新增": 1, "跳过": 2},
    ),
    "people and their heads of household": Came(
        drawn(f"户主姓名|姓名|与户主关系|联系电话|所属社区\n张大|张三|子|{A}|望江社区"),
        [ZHANG],
        {"新增": 1},
        ["不认识的列「户主姓名」、「与户主关系」，内容随行保留"],
    ),
    "one phone merged for a couple": Came(
        drawn(f"姓名|联系电话|所属社区\n张三|{A}|望江社区\n李四||望江社区", "B2:B3"),
        [ZHANG, f"李四 {A} 望江社区"],
        {"新增": 2},
        ["列「联系电话」有合并单元格，第3行按同一内容读取"],
    ),
    "a total above the people": Came(
        drawn(f"姓名|联系电话|所属社区\n合计|2人|\n张三|{A}|望江社区\n李四|{B}|渡口社区"),
        BOTH,
        {"新增": 2, "跳过": 1},
        unsaid=["请核对是否少了行"],
    ),
    "forms, one a sheet": Came(
        drawn(f"""
# 张三
乡土人才登记表
姓名|张三|性别|男
联系电话|{A}|所属社区|望江社区
# 李四
乡土人才登记表
姓名|李四|性别|女
联系电话|{B}|所属社区|渡口社区"""),
        BOTH,
        {"新增": 2},
    ),
    "forms, one below the other": Came(
        drawn(f"""
乡土人才登记表
姓名|张三|性别|男
联系电话|{A}|所属社区|望江社区

乡土人才登记表
姓名|李四|性别|女
联系电话|{B}|所属社区|渡口社区"""),
        BOTH,
        {"新增": 2},
    ),
    "a summary beside the lists": Came(
        drawn(f"""
# 汇总
社区|人数|其中：男|女
望江社区|1|1|0
合计|1|1|0
# 望江
姓名|联系电话|所属社区
张三|{A}|望江社区"""),
        [ZHANG],
        {"新增": 1},
        ["没有认得的表头"],
    ),
    "empty sheets beside the list": Came(
        drawn(f"# Sheet1\n姓名|联系电话|所属社区\n张三|{A}|望江社区\n# Sheet2\n\n# Sheet3\n"),
        [ZHANG],
        {"新增": 1},
        ["Sheet2", "空白工作表"],
    ),
    "a sheet with quotes and signs in its name": Came(
        drawn(f'# ‘望江’"社区"[red]=1\n姓名|联系电话\n张三|{A}'.replace("[red]", "(red)")),
        [f"张三 {A} —"],
        {"新增": 1},
        ['‘望江’"社区"(red)=1'],
    ),
    "the village in the sheet's name": Came(
        drawn(f"# 望江社区\n姓名|联系电话\n张三|{A}\n# 渡口社区\n姓名|联系电话\n李四|{B}"),
        BOTH,
        {"新增": 2},
        ["工作表名"],
    ),
    "the village in the title": Came(
        drawn(f"临江街道望江社区返乡人才花名册\n姓名|联系电话\n张三|{A}"),
        [ZHANG],
        {"新增": 1},
        ["标题"],
        also={"select count(*) from unit": 2},
    ),
    "people who work in a city, as its title says": Came(
        drawn(f"望江社区在深圳市务工人员名单\n姓名|联系电话\n张三|{A}"),
        [ZHANG],
        {"新增": 1},
        also={"select count(*) from unit": 1},
    ),
    "people who left for a city, as its title says": Came(
        drawn(f"深圳市在外人才花名册\n姓名|联系电话\n张三|{A}"),
        [f"张三 {A} —"],
        {"新增": 1},
        ["没有写所属单位"],
        also={"select count(*) from unit": 0},
    ),
    "one person on two sheets": Came(
        drawn(f"""
# 在外人才
姓名|联系电话|所属社区
张三|{A}|望江社区
# 返乡人才
姓名|联系电话|所属社区|学历
张三|{A}|望江社区|本科"""),
        [ZHANG],
        {"新增": 1, "表内重复": 1},
        also={"select degree from person": "本科"},
    ),
    "a couple with one phone": Came(
        drawn(f"姓名|性别|联系电话|所属社区\n张三|男|{A}|望江社区\n李四|女|{A}|望江社区"),
        [ZHANG, f"李四 {A} 望江社区"],
        {"新增": 2},
    ),
    "one name in two villages": Came(
        drawn("姓名|所属社区|出生年月\n张三|望江社区|1990-05\n张三|渡口社区|1990-05"),
        ["张三 — 望江社区", "张三 — 渡口社区"],
        {"新增": 2},
    ),
    "hints and a sample below the headings": Came(
        drawn(f"""
序号|姓名|联系电话|所属社区
|必填|文本格式|下拉选择
示例|张某某|{D}|某某社区
1|张三|{A}|望江社区"""),
        [ZHANG],
        {"新增": 1, "跳过": 2},
    ),
    "signatures and a date below": Came(
        drawn(f"""
姓名|联系电话|所属社区
张三|{A}|望江社区
填表人：李明|审核人：王芳|
（盖章）||2026年3月31日"""),
        [ZHANG],
        {"新增": 1, "跳过": 2},
    ),
    "blank lines and columns between": Came(
        drawn(f"||\n||\n|姓名||联系电话||所属社区\n||\n|张三||{A}||望江社区\n||\n|李四||{B}||渡口社区"),
        BOTH,
        {"新增": 2},
    ),
    "the village in the file's name": Came(
        drawn(f"姓名|联系电话\n张三|{A}", name="望江社区2026年登记表.xlsx"),
        [ZHANG],
        {"新增": 1},
        ["文件名"],
    ),
}


@pytest.mark.parametrize("trouble", LAYOUTS)
def test_a_list_comes_in_however_it_is_laid_out(run: Run, own_register: Path, trouble: str) -> None:
    case = LAYOUTS[trouble]
    check_came(run, own_register, case, Path())


NEEDED = "人员表要有“姓名”和另一列，联络表要有“联络日期”“联络方式”和姓名或电话"
READ = "登记表.xlsx 里找不到认得的表头，前几行是："

NO_LISTS: dict[str, Turned] = {
    "headings on line 31": Turned(
        drawn("\n".join([*(f"第{n}条说明" for n in range(1, 31)), "姓名|联系电话", f"张三|{A}"])),
        f"{READ}第1条说明；第2条说明；第3条说明",
        "第31行像表头，但表头要在前30行里；请删去上面多余的行再导入",
    ),
    "a table lying on its side": Turned(
        drawn(f"姓名|张三|李四|王五\n联系电话|{A}|{B}|{C}\n所属社区|望江社区|渡口社区|望江社区"),
        f"{READ}姓名 | 张三 | 李四 | 王五；联系电话 | 154****0001 | 154****0002 | 154****0003；"
        "所属社区 | 望江社区 | 渡口社区 | 望江社区",
        "A列像竖排的表头，一人占一列；请整块复制，另起一张工作表用“选择性粘贴—转置”贴好再导入",
    ),
    "no headings at all": Turned(
        drawn(f"张三|{A}|望江社区\n李四|{B}|渡口社区\n王五|{C}|望江社区"),
        f"{READ}张三 | 154****0001 | 望江社区；李四 | 154****0002 | 渡口社区；王五 | 154****0003 | 望江社区",
        "第1行起像是没有表头的名单；请在它上面加一行表头，看内容各列可能是：姓名、联系电话、所属社区/村",
    ),
    "a summary alone": Turned(
        drawn("社区|人数|男|女\n望江社区|50|30|20\n合计|50|30|20"),
        f"{READ}社区 | 人数 | 男 | 女；望江社区 | 50 | 30 | 20；合计 | 50 | 30 | 20",
        NEEDED,
    ),
    "one cell": Turned(drawn("姓名"), f"{READ}姓名", NEEDED),
}


@pytest.mark.parametrize("trouble", NO_LISTS)
def test_what_is_no_list_is_refused_with_advice(run: Run, own_register: Path, trouble: str) -> None:
    case = NO_LISTS[trouble]
    case.build()
    check_turned(run("import", "登记表.xlsx"), own_register, case)
