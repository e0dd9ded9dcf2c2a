"""`talentreg growth`: everything about one person in the order it happened, masked, newest last."""

import csv
import io
import json
from collections.abc import Callable
from pathlib import Path

import pytest
from books import dump, empty_register, lay_once, phone
from conftest import Answer
from growers import do
from growers import lay as lay_people
from openpyxl import load_workbook

Run = Callable[..., Answer]
Steps = list[tuple[str | None, str, str]]

LIVED = (
    "contact log 张三 --channel 电话 --on 2026-01-02 --by 赵主任 --presence 未返乡 --intention 就业",
    "contact log 张三 --channel 走访 --on 2026-01-03 --no-answer",
    "case add 张三 --kind 就业 跟进人=赵主任 --on 2026-01-10",
    "case step 张三 沟通 --on 2026-01-20",
    "case step 张三 落地 --on 2026-02-20",
    "library add 后备干部库 --on 2025-01-01",
    "library join 后备干部库 张三 --on 2025-06-01",
    "library state 后备干部库 考察 张三 --on 2026-01-05",
    "library state 后备干部库 使用 张三 --on 2026-03-01 --reason 任村主任",
    "project add 生态茶园 --unit 望江社区 行业=农业 --on 2026-01-15 签约日期=2026-02-01",
    "project join 生态茶园 张三 --role 负责人",
    "project fund add 生态茶园 200万元 --on 2026-03-03",
    "policy add 生活补贴 种类=生活补贴 补贴标准=3000 --on 2026-01-01",
    "benefit add 张三 3000 政策=生活补贴 --on 2026-02-28",
    "benefit pay DY000001 --on 2026-03-05 --amount 1000",
    "apartment add 青年公寓1-101 --on 2026-01-01",
    "apartment stay add 青年公寓1-101 张三 --on 2026-01-06 退租日期=2026-12-31",
    "card add 张三 A0001 --on 2026-01-07 有效期至=2029-02-28",
    "consent add 张三 典型案例 --on 2026-01-08 同意至=2026-03-08",
    "service add 张三 子女入学 --on 2026-01-09",
    "referral add 王五 张三 --on 2026-01-11",
    "request open 张三 孩子入学 --on 2026-01-12",
    "request close Q000001 --result 已入学 --on 2026-01-30",
    "event add 恳谈会 --kind 恳谈会 --on 2026-01-13",
    "event attend 恳谈会 张三",
    "event add 茶话会 --kind 茶话会 --on 2026-01-14",
    "event invite 茶话会 张三",
    "milestone log 挂职 张三 --on 2025-09-01 --until 2026-02-28 --place 梅溪镇",
    "milestone log 传帮带 王五 --mentor 张三 --on 2026-01-16",
    "milestone log 调回 王五 --on 2026-02-16",
    "station add 江州站 --on 2025-01-08",
    "station join 江州站 张三 --on 2026-01-17",
    "edit 张三 单位=石门社区 --on 2026-01-18",
)


@pytest.fixture(autouse=True)
def office(run: Run, own_register: Path) -> Path:
    """Lay a register in which much happened to one person."""

    def make() -> None:
        lay_people(run, own_register)
        for line in LIVED:
            do(run, line)

    return lay_once(__name__, own_register, make)


def steps(run: Run, words: str = "张三") -> Steps:
    told = json.loads(do(run, f"growth {words} --json").out)["growth"]
    return [(one["on"], one["what"], one["detail"]) for one in told]


WHOLE: Steps = [
    (None, "所属单位", "云河区/临江街道/望江社区"),
    ("2024-03-01", "在库状态", "入库"),
    ("2025-06-01", "人才库", "纳入  后备干部库"),
    ("2025-09-01", "成效", "挂职锻炼  梅溪镇  硕士研究生  讲师  中级"),
    ("2026-01-02", "返乡意愿", "就业"),
    ("2026-01-02", "联络", "电话  未返乡  本人  赵主任"),
    ("2026-01-03", "联络", "走访  不详  未联系上"),
    ("2026-01-05", "人才库", "考察  后备干部库"),
    ("2026-01-06", "公寓入住", "入住  青年公寓1-101"),
    ("2026-01-07", "人才绿卡", "发卡  人才绿卡  A0001"),
    ("2026-01-08", "本人同意", "同意  典型案例"),
    ("2026-01-09", "服务", "子女入学"),
    ("2026-01-10", "回归个案", "排查  就业  赵主任"),
    ("2026-01-11", "引荐", "引荐他人  王五"),
    ("2026-01-12", "诉求", "受理  诉求  孩子入学"),
    ("2026-01-13", "活动", "到会  恳谈会  参加人"),
    ("2026-01-14", "活动", "邀请  茶话会  参加人"),
    ("2026-01-15", "项目", "信息  生态茶园  现代农业  负责人"),
    ("2026-01-16", "成效", "带培他人  王五"),
    ("2026-01-17", "工作站", "加入  江州站"),
    ("2026-01-18", "所属单位", "云河区/青石街道/石门社区"),
    ("2026-01-20", "回归个案", "沟通  就业"),
    ("2026-01-30", "诉求", "办结  孩子入学"),
    ("2026-02-01", "项目", "签约  生态茶园"),
    ("2026-02-16", "引荐", "转化  王五"),
    ("2026-02-20", "回归个案", "落地  就业"),
    ("2026-02-20", "成效", "返乡就业  硕士研究生  讲师  中级"),
    ("2026-02-28", "待遇", "应发  生活补贴  应发金额：3000元"),
    ("2026-02-28", "成效", "期满  挂职锻炼"),
    ("2026-03-01", "人才库", "出库  后备干部库  使用  任村主任"),
    ("2026-03-03", "到位资金", "生态茶园  200万元"),
    ("2026-03-05", "发放", "发放  生活补贴  实发金额：1000元"),
    ("2026-03-08", "本人同意", "同意到期  典型案例"),
]


def test_everything_stands_there_in_the_order_it_happened(run: Run) -> None:
    told = steps(run)
    assert sorted(told, key=str) == sorted(WHOLE, key=str)
    days = [on or "" for on, _, _ in told]
    assert days == sorted(days)


def test_what_lies_ahead_is_not_told_yet(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    assert not [one for one in steps(run) if "退租" in one[2]]
    monkeypatch.setenv("TALENTREG_TODAY", "2027-01-01")
    assert ("2026-12-31", "公寓入住", "退租  青年公寓1-101") in steps(run)


def test_only_what_happened_since_a_day(run: Run) -> None:
    assert steps(run, "张三 --since 2026-03-03") == WHOLE[-3:]
    assert "2026-03-30以来没有记录" in do(run, "growth 张三 --since 2026-03-30").out


def test_the_one_trained_and_the_one_recommended_have_their_own_side(run: Run) -> None:
    told = steps(run, "王五 --since 2026-01-01")
    assert told == [
        ("2026-01-11", "引荐", "经人引荐  张三"),
        ("2026-01-16", "成效", "传帮带培养  本科  张三"),
        ("2026-02-16", "引荐", "转化  张三"),
        ("2026-02-16", "成效", "调回  本科"),
    ]


def test_the_page_names_the_person_and_counts_what_is_listed(run: Run) -> None:
    lines = do(run, "growth 张三").out.splitlines()
    assert lines[0] == "R000001  张三  云河区/青石街道/石门社区  成长档案"
    assert lines[4].split()[:2] == ["起初", "所属单位"]
    assert lines[-1] == f"共{len(WHOLE)}条"


def test_the_document_says_whose_file_it_is(run: Run) -> None:
    told = json.loads(do(run, "growth 张三 --json").out)
    assert (told["person"], told["name"], told["unit"]) == ("R000001", "张三", "云河区/青石街道/石门社区")
    assert told["growth"][2] == {
        "on": "2025-06-01",
        "kind": "inclusion",
        "what": "人才库",
        "detail": "纳入  后备干部库",
        "record": "CY000001",
    }


def test_comma_separated_lines_hold_the_same(run: Run) -> None:
    rows = list(csv.DictReader(io.StringIO(do(run, "growth 张三 --csv").out.lstrip("\ufeff"))))
    assert [(row["on"] or None, row["what"], row["detail"]) for row in rows] == steps(run)


def test_the_workbook_holds_the_same_and_who_it_is_about(run: Run) -> None:
    answer = do(run, "growth 张三 --xlsx 档案.xlsx")
    assert answer.out == "档案.xlsx\n"
    book = load_workbook("档案.xlsx")
    assert book.sheetnames == ["成长经历", "基本情况"]
    rows = list(book["成长经历"].iter_rows(values_only=True))
    assert rows[0][0] == "张三成长档案"
    assert [row[3] for row in rows[2 : 2 + len(WHOLE)]] == [detail for _, _, detail in steps(run)]
    facts = {row[0]: row[1] for row in book["基本情况"].iter_rows(min_row=2, values_only=True)}
    assert (facts["姓名"], facts["学历"], facts["联系电话"]) == ("张三", "硕士研究生", "154****0001")
    assert "已经存在" in do(run, "growth 张三 --xlsx 档案.xlsx", 1).err
    do(run, "growth 张三 --xlsx 档案.xlsx --force")


def test_each_of_several_people_has_a_file(run: Run) -> None:
    answer = do(run, "growth 张三 王五 R000001 --folder 档案")
    assert answer.out == "档案\n"
    assert "成长档案2份" in answer.err
    assert sorted(one.name for one in Path("档案").iterdir()) == ["R000001 张三.xlsx", "R000004 王五.xlsx"]
    assert "已经有东西" in do(run, "growth 张三 --folder 档案", 1).err


@pytest.mark.parametrize(("day", "names"), [("2026-03-31", ["王五"]), ("2026-02-01", ["张三", "王五"])])
def test_everybody_in_a_library_on_the_day_has_a_file(
    run: Run, monkeypatch: pytest.MonkeyPatch, day: str, names: list[str]
) -> None:
    do(run, "library join 后备干部库 王五 --on 2026-01-05")
    monkeypatch.setenv("TALENTREG_TODAY", day)
    do(run, "growth --library 后备干部库 --folder 档案")
    assert sorted(one.stem.split()[1] for one in Path("档案").iterdir()) == sorted(names)


def test_numbers_are_masked_everywhere(run: Run) -> None:
    do(run, f"milestone log 表彰 张三 --name 先进{phone(7)} --note [red]=1+1电{phone(8)}")
    for words in ("", " --json", " --csv"):
        told = do(run, f"growth 张三{words}").out
        assert phone(7) not in told
        assert phone(8) not in told
        assert "先进154****0007" in told
        assert "[red]=1+1电154****0008" in told


def test_what_is_undone_is_gone_from_the_file_and_comes_back(run: Run) -> None:
    before = steps(run)
    do(run, "milestone log 表彰 张三 --name 先进个人")
    after = steps(run)
    assert len(after) == len(before) + 1
    undone = do(run, "undo").out
    assert steps(run) == before
    do(run, undone.splitlines()[-1].partition("talentreg ")[2])
    assert steps(run) == after


def test_a_merged_person_has_one_file(run: Run) -> None:
    do(run, "milestone log 表彰 李四@望江社区 --name 先进个人 --on 2026-03-30")
    do(run, "merge R000001 R000002")
    told = steps(run)
    assert any(what == "合并" and "R000002" in detail for _, what, detail in told)
    assert any("先进个人" in detail for _, _, detail in told)


@pytest.mark.parametrize(
    ("words", "code", "why"),
    [
        ("growth 李四", 1, "有2人符合「李四」"),
        ("growth 钱七", 1, "登记册里没有「钱七」"),
        ("growth", 2, "写人，或写 --library 库"),
        ("growth 张三 --library 后备干部库", 2, "写人，或写 --library 库"),
        ("growth 张三 王五", 2, "几个人的成长档案要写成文件"),
        ("growth --library 后备干部库", 2, "几个人的成长档案要写成文件"),
        ("growth --library 没有的库 --folder 档案", 1, "没有名为「没有的库」的人才库"),
        ("growth 张三 --json --csv", 2, "--json、--csv、--xlsx、--folder 只能选一个"),
        ("growth 张三 --since 明年", 2, "--since"),
        ("growth 张三 --xlsx 档案.docx", 1, "不是 Excel 文件名"),
    ],
)
def test_what_cannot_be_told_is_said(run: Run, own_register: Path, words: str, code: int, why: str) -> None:
    before = dump(own_register)
    assert why in do(run, words, code).err
    assert dump(own_register) == before


def test_a_register_without_people_or_none_at_all_says_so(run: Run, own_register: Path) -> None:
    own_register.write_bytes(empty_register())
    assert "登记册里没有「张三」" in do(run, "growth 张三", 1).err
    own_register.unlink()
    assert "还没有登记册" in do(run, "growth 张三", 1).err


def test_the_page_of_a_person_shows_the_same_records_shortly(run: Run) -> None:
    page = do(run, "show 张三").out
    for title in (
        "成效（3项）",
        "回归个案（1件）",
        "项目人员（1人）",
        "入库成员（1人）",
        "待遇（1笔）",
        "发放（1笔）",
    ):
        assert title in page
    do(run, "show 张三 --timeline")
