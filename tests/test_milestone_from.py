"""`talentreg milestone log --from`: sixty seconded at once from a messy sheet, every line accounted for."""

from collections.abc import Callable
from pathlib import Path

import pytest
from books import csv_book, dump, empty_register, id_number, phone, stored, tally, units_of
from conftest import Answer
from growers import KEPT, do, lay, milestones
from openpyxl import load_workbook

Run = Callable[..., Answer]


@pytest.fixture(autouse=True)
def office(run: Run, own_register: Path) -> Path:
    """Lay a register of people."""
    return lay(run, own_register)


def take(run: Run, sheet: str | Path, words: str = "挂职 --unit 望江社区", code: int = 0) -> Answer:
    """Enter a list, given as its path or its text."""
    path = sheet if isinstance(sheet, Path) else csv_book(sheet, "名单.csv")
    answer = run("milestone", "log", *words.split(), "--from", path)
    assert answer.code == code, answer
    return answer


MESSY = f"""关于选派干部挂职锻炼的通知附件,,,,,
序号,姓 名,挂职单位,挂职时间,学历,联系电话
1,张三,梅溪镇人民政府,2026.3.1,博士,{phone(1)}
2,王五,青石街道办事处,2026年2月,,{phone(4)}
3,新来人,梅溪镇人民政府,2026/3/5,硕士,{phone(9)}
4,李四,梅溪镇人民政府,,,
5,李四,,,,
合计,4人,,,,
填表人：某某,,,,,
"""


def test_a_messy_sheet_becomes_milestones_line_by_line(run: Run, own_register: Path) -> None:
    answer = take(run, MESSY, "挂职锻炼 --unit 望江社区 --on 2026-03-10 --until 2027-03-09 --enrol")
    assert tally(answer) == {"新增": 4, "表内重复": 1, "跳过": 2}
    assert "已写入：新人1，成效4" in answer.out
    assert milestones(own_register, "on", "until", "place", "degree") == [
        ("张三", "2026-03-01", "2027-03-09", "梅溪镇人民政府", "博士研究生"),
        ("王五", "2026-02-01", "2027-03-09", "青石街道办事处", "本科"),
        ("新来人", "2026-03-05", "2027-03-09", "梅溪镇人民政府", "硕士研究生"),
        ("李四", "2026-03-10", "2027-03-09", "梅溪镇人民政府", "博士研究生"),
    ]


def test_sixty_come_from_one_sheet_in_one_change(run: Run, own_register: Path) -> None:
    before = dump(own_register)
    rows = "".join(f"干部{n:02},{phone(n)},望江社区,乡镇{n % 7}\n" for n in range(10, 70))
    answer = take(run, f"姓名,联系电话,所属社区,挂职单位\n{rows}", "挂职 --enrol --on 2026-03-01")
    assert tally(answer) == {"新增": 60}
    [value] = [one for one in milestones(own_register, "kind") if one[0] == "干部42"]
    assert value == ("干部42", "seconded")
    assert "删除成效60" in do(run, "undo").out
    assert dump(own_register) == before


SAYS = [
    ("成效日期", "2026-03-02", "on", "2026-03-02"),
    ("引进时间", "2026.02", "on", "2026-02-01"),
    ("挂职单位", "梅溪镇", "place", "梅溪镇"),
    ("培训名称", "=1+1", "name", "=1+1"),
    ("荣誉级别", "省级", "level", "省级"),
    ("引才渠道", "编制池", "channel", "编制池"),
    ("是否在编", "在编", "post_kind", "在编"),
    ("是否本地籍", "√", "native", "yes"),
    ("备注", "[red]带队", "note", "[red]带队"),
    ("座位号", "Ａ１２", "note", "座位号：Ａ１２"),
    ("工作单位", "海城造船厂", "note", "工作单位：海城造船厂"),
    ("工作单位", "江州丝绸厂", "note", None),
    ("学历", "博士", "degree", "博士研究生"),
    ("职称", "副教授", "title_level", "副高"),
]


@pytest.mark.parametrize(("heading", "cell", "field", "kept"), SAYS)
def test_what_the_sheet_says_is_taken(
    run: Run, own_register: Path, heading: str, cell: str, field: str, kept: str | None
) -> None:
    take(run, f"姓名,联系电话,{heading}\n张三,{phone(1)},{cell}\n", "引进")
    assert milestones(own_register, field) == [("张三", kept)]
    assert stored(own_register, "select degree, employer from person where name = '张三'") == [
        ("硕士研究生", "江州丝绸厂")
    ]


REJECTED = [
    ("挂职时间", "明年", "成效日期「明年」看不懂"),
    ("挂职时间", "2026-04-02", "成效日期2026年4月2日还没有到"),
    ("结束日期", "2026-01-01", "截止日期2026年1月1日早于成效日期"),
    ("结束日期", "火星", "截止日期「火星」看不懂"),
    ("成效种类", "引进", "这一行写的成效种类是「引进」"),
    ("是否本地籍", "也许", "是否本地籍"),
]


@pytest.mark.parametrize(("heading", "cell", "why"), REJECTED)
def test_what_cannot_be_so_rejects_the_row_and_enters_nobody(
    run: Run, own_register: Path, heading: str, cell: str, why: str
) -> None:
    before = dump(own_register)
    rows = f"张三,{phone(1)},{cell}\n新来人,{phone(9)},{cell}\n"
    answer = take(run, f"姓名,联系电话,{heading}\n{rows}", "挂职 --unit 望江社区 --enrol", 3)
    assert tally(answer) == {"未导入": 2}
    assert why in answer.out
    assert dump(own_register) == before


WHO = [
    ("姓名,所属社区\n赵六,望江社区\n", "那天已退库，没有登记"),
    ("姓名,所属社区\n钱七,望江社区\n", "登记册里没有「钱七」；是新人的加 --enrol 一并登记"),
    ("姓名\n李四\n", "只凭姓名「李四」不能认定是谁"),
    (f"姓名,身份证号\n王五,{id_number(1)}\n", "号码已登记在「张三」名下"),
    (f"姓名,联系电话\n,{phone(9)}\n", "登记册里没有「此人」"),
]


@pytest.mark.parametrize(("sheet", "why"), WHO)
def test_who_cannot_be_told_is_never_guessed(run: Run, own_register: Path, sheet: str, why: str) -> None:
    before = dump(own_register)
    answer = take(run, sheet, "挂职", 3)
    assert tally(answer) == {"未导入": 1}
    assert why in answer.out
    assert dump(own_register) == before


def test_what_the_sheet_does_not_say_is_as_it_was_typed(run: Run, own_register: Path) -> None:
    words = "引进 --on 2026-03-01 --level 领军人才 --channel 编制池 当时学历=博士研究生 计入单位=青石街道"
    take(run, f"姓名,联系电话,成效层次\n张三,{phone(1)},\n王五,{phone(4)},紧缺急需\n", words)
    assert milestones(own_register, "on", "level", "channel", "degree") == [
        ("张三", "2026-03-01", "领军人才", "编制池", "博士研究生"),
        ("王五", "2026-03-01", "紧缺急需人才", "编制池", "博士研究生"),
    ]
    assert "共2项" in do(run, "milestone list --unit 青石街道").out


def test_everybody_on_the_sheet_has_the_same_mentor(run: Run, own_register: Path) -> None:
    take(run, f"姓名,联系电话\n王五,{phone(4)}\n张三,{phone(1)}\n", "传帮带 --mentor 李四@望江社区")
    assert milestones(own_register, "mentor_id") == [("王五", 2), ("张三", 2)]
    assert (
        "带培专家不能是本人"
        in take(run, f"姓名,联系电话\n李四,{phone(2)}\n", "传帮带 --mentor R000002", 3).out
    )


def test_the_same_sheet_again_changes_nothing_and_a_fuller_one_fills_in(run: Run, own_register: Path) -> None:
    plain = f"姓名,联系电话,挂职时间\n张三,{phone(1)},2026-03-01\n"
    take(run, plain)
    before = dump(own_register)
    assert tally(take(run, plain)) == {"无变化": 1}
    assert dump(own_register) == before
    fuller = f"姓名,联系电话,挂职时间,挂职单位\n张三,{phone(1)},2026-03-01,梅溪镇\n"
    assert tally(take(run, fuller)) == {"更新": 1}
    other = fuller.replace("梅溪镇", "石门镇")
    answer = take(run, other)
    assert tally(answer) == {"无变化": 1}
    assert "成效地点与登记册不同，没有改动；要改用 talentreg milestone edit" in answer.out
    assert milestones(own_register, "place") == [("张三", "梅溪镇")]


def test_somebody_recruited_again_is_said_to_count_once(run: Run) -> None:
    do(run, "milestone log 引进 张三 --on 2025-03-01")
    sheet = f"姓名,联系电话,引进时间\n张三,{phone(1)},2026-03-01\n王五,{phone(4)},2026-03-01\n"
    answer = take(run, sheet, "引进")
    assert tally(answer) == {"新增": 2}
    assert answer.out.count("登记过引进（H000001），人数只计一次") == 1


def test_trying_out_writes_nothing_and_says_who(run: Run, own_register: Path) -> None:
    before = dump(own_register)
    answer = take(run, MESSY, "挂职 --unit 望江社区 --enrol --dry-run")
    assert "将登记成效（4）" in answer.out
    assert "R000001  张三  挂职锻炼、2026-03-01" in answer.out
    assert "将写入：新人1，成效4" in answer.out
    assert dump(own_register) == before


def test_strict_takes_all_or_nothing(run: Run, own_register: Path) -> None:
    before = dump(own_register)
    sheet = f"姓名,联系电话\n张三,{phone(1)}\n钱七,{phone(8)}\n"
    assert "按 --strict 整批没有写入" in take(run, sheet, "挂职 --strict", 1).err
    assert dump(own_register) == before


def test_the_marked_copy_shows_where(run: Run) -> None:
    sheet = f"姓名,联系电话,挂职时间\n张三,{phone(1)},\n王五,{phone(4)},明年\n"
    take(run, sheet, "挂职 --marked 核对", 3)
    [copy] = Path("核对").iterdir()
    marked = load_workbook(copy).worksheets[0]
    said = " ".join(str(cell.value) for row in marked.iter_rows() for cell in row if cell.value)
    assert "看不懂" in said


def test_new_people_come_with_all_the_sheet_says_of_them(run: Run, own_register: Path) -> None:
    sheet = (
        f"姓名,联系电话,所属社区,学历,工作单位,挂职单位\n新来人,{phone(9)},望江社区,硕士,江州大学,梅溪镇\n"
    )
    take(run, sheet, "挂职 --enrol")
    query = "select phone, degree, employer from person where name = '新来人'"
    assert stored(own_register, query) == [(phone(9), "硕士研究生", "江州大学")]
    assert units_of(own_register)["新来人"] == "望江社区"
    assert [row[3:6] for row in stored(own_register, KEPT)] == [("硕士研究生", None, None)]


def test_the_first_sheet_of_a_new_office_needs_no_register(run: Run, own_register: Path) -> None:
    own_register.write_bytes(empty_register())
    sheet = f"姓名,联系电话,所属社区,学历\n新来人,{phone(9)},望江社区,硕士\n"
    assert tally(take(run, sheet, "引进 --enrol")) == {"新增": 1}
    assert milestones(own_register, "kind", "degree") == [("新来人", "recruited", "硕士研究生")]


WRONG = [
    ("挂职 张三", 2, "写了 --from 就不用再写人"),
    ("挂职 --mentor 没有人", 1, "登记册里没有「没有人」"),
    ("挂职 姓名=张三", 2, "人直接写在种类后面"),
    ("挂职 --name 一 内容=二", 2, "成效内容写了两遍"),
    ("挂职 --unit 火星", 1, "没有名为「火星」的单位"),
]


@pytest.mark.parametrize(("words", "code", "why"), WRONG)
def test_words_that_do_not_fit_are_refused(
    run: Run, own_register: Path, words: str, code: int, why: str
) -> None:
    before = dump(own_register)
    answer = take(run, "姓名\n张三\n", words, code)
    assert why in answer.err
    assert dump(own_register) == before


def test_a_sheet_without_people_says_what_is_needed(run: Run) -> None:
    answer = take(run, "项目,金额\n茶园,3\n", "挂职", 1)
    assert "表里要有姓名、编号、身份证号或电话一列" in answer.err
