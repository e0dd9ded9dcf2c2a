"""`talentreg milestone log`: the same milestone of many people by name, all or nothing."""

from collections.abc import Callable
from pathlib import Path

import pytest
from books import dump, empty_register
from conftest import Answer
from growers import do, lay, milestones

Run = Callable[..., Answer]


@pytest.fixture(autouse=True)
def office(run: Run, own_register: Path) -> Path:
    """Lay a register of people."""
    return lay(run, own_register)


SAID = [
    (
        "挂职 张三 王五 --on 2026-03-01 --until 2027-02-28",
        ("on", "until"),
        ("2026-03-01", "2027-02-28"),
        2,
    ),
    ("挂职 张三", ("kind", "on"), ("seconded", "2026-03-31"), 1),
    ("recruited 张三 --level 紧缺急需", ("kind", "level"), ("recruited", "紧缺急需人才"), 1),
    ("引进 张三 --channel 编制池 --place 云河区医院", ("channel", "place"), ("编制池", "云河区医院"), 1),
    ("引进 张三 岗位性质=在编", ("post_kind",), ("在编",), 1),
    ("培训 张三 王五 李四@石门社区 --name 专题班", ("kind", "name"), ("trained", "专题班"), 3),
    ("申报 张三 --name 英才计划 --result 入选 --level 省级", ("result", "level"), ("selected", "省级"), 1),
    ("调回 张三 --on 2026-03-01 --note [red]=1+1", ("note",), ("[red]=1+1",), 1),
    ("表彰 张三 --name =1+1", ("name",), ("=1+1",), 1),
    ("提拔 张三 张三 R000001", ("kind",), ("promoted",), 1),
    ("入党 张三 --on ２０２６-03-01", ("on",), ("2026-03-01",), 1),
]


@pytest.mark.parametrize(("words", "fields", "kept", "people"), SAID)
def test_what_is_said_is_kept_of_everybody_named(
    run: Run, own_register: Path, words: str, fields: tuple[str, ...], kept: tuple[str, ...], people: int
) -> None:
    do(run, f"milestone log {words}")
    assert [row[1:] for row in milestones(own_register, *fields)] == [kept] * people


def test_the_answer_names_everybody_under_the_number_of_their_milestone(run: Run) -> None:
    answer = do(run, "milestone log 挂职锻炼 张三 王五")
    assert [line.split()[:3] for line in answer.out.splitlines()] == [
        ["已登记挂职锻炼：H000001", "R000001", "张三"],
        ["已登记挂职锻炼：H000002", "R000004", "王五"],
    ]
    assert answer.err == "没有写当时学历、职称的，按登记册里的记下\n"


REFUSED = [
    ("挂职", 2, "缺少 人"),
    ("挂职锻练 张三", 2, "「挂职锻练」看不懂"),
    ("挂职 张三 李四", 1, "有2人符合「李四」"),
    ("挂职 张三 钱七", 1, "登记册里没有「钱七」"),
    ("挂职 张三 赵六", 1, "已于2026年1月5日退库，没有登记"),
    ("挂职 张三 --until 2026-01-01", 1, "截止日期2026年1月1日早于成效日期"),
    ("挂职 张三 --on 2026-04-01", 1, "成效日期2026年4月1日还没有到"),
    ("挂职 张三 --on 明天后", 2, "--on"),
    ("挂职 张三 --result 入选", 2, "只有申报人才项目才有申报结果"),
    ("申报 张三 --result 也许", 2, "「也许」看不懂"),
    ("传帮带 张三 王五 --mentor 王五", 1, "带培专家不能是本人"),
    ("传帮带 张三 --mentor 李四", 1, "有2人符合「李四」"),
    ("挂职 张三 --unit 不在区", 1, "不在区"),
    ("挂职 张三 姓名=王五", 2, "人直接写在种类后面"),
    ("挂职 张三 --name 一 内容=二", 2, "成效内容写了两遍"),
    ("表彰 --name 先进集体", 2, "缺少 人"),
    ("挂职 --unit 望江社区", 2, "缺少 人"),
    ("挂职 张三 --dry-run", 2, "--dry-run 只和 --from 同用"),
    ("挂职 张三 --enrol", 2, "--enrol 只和 --from 同用"),
]


@pytest.mark.parametrize(("words", "code", "why"), REFUSED)
def test_nothing_is_written_of_anybody_when_one_is_refused(
    run: Run, own_register: Path, words: str, code: int, why: str
) -> None:
    before = dump(own_register)
    assert why in do(run, f"milestone log {words}", code).err
    assert dump(own_register) == before


def test_an_honour_may_be_a_units(run: Run, own_register: Path) -> None:
    answer = do(run, "milestone log 表彰 --unit 望江社区 --name 先进集体 --level 县级")
    assert answer.out.startswith("已登记成效：H000001  2026-03-31  表彰  先进集体  县级")
    assert milestones(own_register, "kind", "name") == [(None, "honoured", "先进集体")]
    assert "没有重复登记" in do(run, "milestone log 表彰 --unit 望江社区 --name 先进集体").out
    otherwise = do(run, "milestone log 表彰 --unit 望江社区 --name 先进集体 --level 省级", 1)
    assert "成效层次原为县级，这次是省级，没有登记" in otherwise.err


def test_the_unit_it_counts_under_may_be_another(run: Run, own_register: Path) -> None:
    do(run, "milestone log 表彰 张三 --unit 青石街道")
    answer = do(run, "milestone list --unit 青石街道 --columns 姓名,计入单位")
    assert "张三" in answer.out


def test_what_is_there_already_is_not_entered_again(run: Run, own_register: Path) -> None:
    do(run, "milestone log 培训 张三 --name 专题班 --on 2026-03-01")
    answer = do(run, "milestone log 培训 张三 王五 --name 专题班 --on 2026-03-01")
    assert "已经登记过，没有重复登记：H000001  R000001  张三" in answer.out
    assert len(milestones(own_register, "kind")) == 2


def test_what_is_there_and_said_otherwise_is_asked_about(run: Run, own_register: Path) -> None:
    do(run, "milestone log 引进 张三 --level 领军人才 --on 2026-03-01")
    before = dump(own_register)
    answer = do(run, "milestone log 引进 王五 张三 --level 紧缺急需人才 --on 2026-03-01", 1)
    assert "成效层次原为领军人才，这次是紧缺急需人才" in answer.err
    assert "talentreg milestone edit H000001 成效层次=紧缺急需人才" in answer.err
    assert dump(own_register) == before


def test_somebody_recruited_again_is_said_to_count_once(run: Run) -> None:
    do(run, "milestone log 引进 张三 --on 2025-03-01")
    answer = do(run, "milestone log 引进 张三 --on 2026-03-01")
    assert "R000001 张三 已在2025年3月1日登记过引进（H000001），人数只计一次" in answer.err
    assert "登记过" not in do(run, "milestone log 培训 张三 --on 2026-03-01").err


def test_a_word_no_list_knows_is_said(run: Run) -> None:
    answer = do(run, "milestone log 引进 张三 --level 紧缺及需人才")
    assert "「紧缺及需人才」不在词表「成效层次」里（是不是紧缺急需人才？）" in answer.err


def test_all_of_it_is_one_change_that_can_be_undone_and_done_again(run: Run, own_register: Path) -> None:
    before = dump(own_register)
    do(run, "milestone log 挂职 张三 王五")
    entered = milestones(own_register, "kind", "degree")
    assert "删除成效2" in do(run, "undo").out
    assert dump(own_register) == before
    do(run, "undo 4")
    assert milestones(own_register, "kind", "degree") == entered


def test_a_register_without_people_knows_nobody(run: Run, own_register: Path) -> None:
    own_register.write_bytes(empty_register())
    assert "登记册里没有「张三」" in do(run, "milestone log 挂职 张三", 1).err


def test_a_register_that_cannot_be_written_says_so(run: Run, own_register: Path) -> None:
    own_register.write_bytes(b"no register")
    assert do(run, "milestone log 挂职 张三", 1).err.startswith("错误：")
