"""Figures an office declares that cannot be: every mistake is told with its line, and nothing is kept."""

from collections.abc import Callable
from pathlib import Path

import pytest
from conftest import Answer
from test_office_figures import DOCTORS, declared, office

Run = Callable[..., Answer]

__all__ = ["office"]

HEAD = 'key = "mine"\nlabel = "我的数"\n'


@pytest.fixture
def kept(run: Run, office: Path) -> Path:
    """Lay a register that has a figure of its own."""
    assert run("figures", "add", declared(f'key = "known"\nlabel = "已有的"\n{DOCTORS}')).code == 0
    return office


@pytest.mark.parametrize(
    ("body", "line", "said", "hint"),
    [
        ('record = "人才"\nwher = ["学历=博士"]', 5, "wher：没有这一项", "where"),
        ('record = "人财"', 4, "record：没有「人财」这种记录", "人才"),
        ('where = ["学历=博士"]', 1, "record：没有写数哪种记录", 'record = "人才"'),
        ('record = "手工数"', 4, "record：没有「手工数」这种记录", "可写：人才"),
        ('record = "人才"\n\nwhere = ["学厉=博士"]', 6, "where：没有「学厉」这个字段", "学历"),
        (
            'record = "人才"\nwhere = ["学历博士"]',
            5,
            "where：「学历博士」不是 字段=内容 的写法",
            "如 学历=博士",
        ),
        ('record = "人才"\nwhere = ["性别=人"]', 5, "where：性别：「人」看不懂", ""),
        ('record = "人才"\nwhere = ["年龄≥很大"]', 5, "where：年龄：「很大」不是整数", ""),
        ('record = "人才"\nwhere = ["所属单位=乌有乡"]', 5, "where：没有名为「乌有乡」的单位", ""),
        ('record = "联络"\nperson = ["学厉=博士"]', 5, "person：没有「学厉」这个字段", "学历"),
        ('record = "活动"\ncount = "项"\nperson = ["学历=博士"]', 6, "person：活动没有人可以加条件", "where"),
        ('record = "活动"', 1, "count：活动里没有写人的一栏", 'count = "项"'),
        ('record = "人才"\ncount = "人次"', 5, "count：数人才时一人计一人", ""),
        ('record = "人才"\ncount = "几个"', 5, "count：「几个」看不懂", "可写：人、人次、项、和、比"),
        ('record = "项目"\ncount = "和"', 1, "sum：和 count 对不上", 'sum = "哪一栏"'),
        ('record = "项目"\ncount = "项"\nsum = "带动就业"', 6, "sum：和 count 对不上", ""),
        ('record = "项目"\nsum = "项目名称"', 5, "sum：「项目名称」不是数", "计划投资"),
        ('record = "活动"\nsum = "到场人数"', 1, "unit：没有写计量单位", 'unit = "万元"'),
        ('record = "联络"\ntime = "明年"', 5, "time：「明年」看不懂", "可写：期内、期末、累计"),
        ('record = "人才"\ntime = "期内"', 1, "date：人才没有日期，不能按期内数", "入库日期"),
        ('record = "人才"\ntime = "期内"\ndate = "出生年月"', 6, "date：「出生年月」不是日期", "入库日期"),
        ('record = "项目人员"', 1, "date：项目人员没有日期", 'time = "期末"'),
        ('record = "诉求"\nuntil = "办结日期"', 5, "until：只有期末的数才有截止日期", ""),
        ('record = "成效"\nwho = "成效地点"', 5, "who：「成效地点」不是写人的一栏", "带培专家"),
        ('part = "入库人才"', 1, "whole：没有写", "分母"),
        ('part = "入库人财"\nwhole = "入库人才"', 4, "part：没有名为「入库人财」的统计指标", "入库人才"),
        ('part = "联系人次"\nwhole = "入库人才"', 4, "part：分子和分母不是同一种数", "同一种记录"),
        ('part = "建档完整率"\nwhole = "入库人才"', 4, "part：分子和分母不能是比", ""),
        ('part = "入库人才"\nwhole = "入库人才"\nwhere = ["学历=博士"]', 6, "where：比只由两个指标相除", ""),
        ('record = "人才"\nunit = 3', 5, "unit：要写成引号里的文字", 'unit = "…"'),
        ('record = "人才"\nwhere = [3]', 5, "where：要写成引号里的文字", 'where = ["…", "…"]'),
        ('record = "人才"\ndefinition = "  "', 5, "definition：是空白", ""),
        (f'record = "人才"\ndefinition = "{"长" * 1001}"', 5, "definition：有1001个字，太长了", ""),
        (f'record = "人才"\nwhere = {["学历=博士"] * 51}', 5, "where：有51条，最多50条", "学历=博士,硕士"),
        ('record = "人才"\nwhere = ["联系电话=15412345678"]', 5, "where：里有电话或证件号", ""),
        ('record = "人才"\nwhere = ["联系电话=154 1234-5678"]', 5, "where：里有电话或证件号", ""),
        ('record = "人才"\nunit = "990101199001011234"', 5, "unit：里有电话或证件号", ""),
    ],
)
def test_a_mistake_is_told_with_its_line(
    run: Run, kept: Path, body: str, line: int, said: str, hint: str
) -> None:
    before = kept.read_bytes()
    place = declared(HEAD + body)
    for command in ("add", "check"):
        answer = run("figures", command, place)
        assert (answer.code, answer.out) == (1, "")
        first, _, second = answer.err.partition("\n")
        assert first.startswith(f"错误：第{line}行「我的数」{said}")
        assert hint in second
    assert kept.read_bytes() == before


@pytest.mark.parametrize(
    ("key", "label", "said"),
    [
        ("Doctors", "我的数", "key：「Doctors」不能作代码"),
        ("a.b", "我的数", "key：「a.b」不能作代码"),
        ("博士", "我的数", "key：「博士」不能作代码"),
        ("a", "我的数", "key：「a」不能作代码"),
        ("mine", "我的 数", "label：「我的 数」不能作名称"),
        ("mine", "博士（在外）", "label：「博士（在外）」不能作名称"),
        ("mine", "[red]", "label：「[red]」不能作名称"),
        ("mine", "2026年引进", "label：「2026年引进」不能作名称"),
        ("mine", "长" * 31, "不能作名称"),
        ("persons_enrolled", "我的数", "key：「persons_enrolled」已是指标「入库人才」的名称或代码"),
        ("mine", "入库人才", "label：「入库人才」已是指标「入库人才」的名称或代码"),
        ("mine", "persons_enrolled", "label：「persons_enrolled」已是指标「入库人才」"),
        ("mine", "热线来电本期", "label：「热线来电本期」已是指标「热线来电」"),
        ("mine", "已有的", "label：「已有的」已是指标「已有的」的名称或代码"),
        ("mine", "单位统计", "label：「单位统计」另有所指"),
        ("mine", "联络情况", "label：「联络情况」另有所指"),
        ("mine", "None", "label：「None」另有所指"),
        ("loop", "我的数", "key：「loop」另有所指"),
        ("mine", "甲15412345678", "「甲154****5678」label：里有电话或证件号"),
    ],
)
def test_a_name_that_is_none_or_taken_is_refused(
    run: Run, kept: Path, key: str, label: str, said: str
) -> None:
    answer = run("figures", "add", declared(f'key = "{key}"\nlabel = "{label}"\n{DOCTORS}'))
    assert (answer.code, answer.out) == (1, "")
    assert said in answer.err
    assert f"第{2 if said.startswith('key') else 3}行" in answer.err


def test_two_of_one_name_in_a_file_are_refused(run: Run, office: Path) -> None:
    answer = run("figures", "add", declared(HEAD + DOCTORS, f'key = "other"\nlabel = "我的数"\n{DOCTORS}'))
    assert "第9行「我的数」label：「我的数」已是指标「我的数」的名称或代码" in answer.err
    assert run("figures", "show", "mine").code == 1


def test_one_bad_figure_keeps_all_of_a_file_out(run: Run, office: Path) -> None:
    assert run("figures", "add", declared(HEAD + DOCTORS, 'record = "人财"')).code == 1
    assert run("figures", "show", "mine").code == 1


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "文件里没有指标"),
        ("# 只有说明\n", "文件里没有指标"),
        ('key = "mine"\n', "第1行「key」不在任何指标里"),
        ("[[figure]]\nkey = “mine”\n", "第2行不是 TOML 的写法"),
        ('[[figure]]\nkey = "mine"\nkey = "again"\n', "第3行不是 TOML 的写法"),
        ('[[figures]]\nkey = "mine"\n', "第1行「figures」不在任何指标里"),
        ("figure = 3\n", "文件里没有指标"),
        ("[[figure]]\n" * 101, "文件里有101个指标"),
        ("姓名,电话\n张三,15412345678\n", "第1行不是 TOML 的写法"),
        (f"figure = {'[' * 5000}{']' * 5000}\n", "括号套得太深"),
    ],
)
def test_a_file_that_holds_no_figures_is_refused(run: Run, office: Path, text: str, said: str) -> None:
    Path("坏.toml").write_text(text, "utf-8")
    answer = run("figures", "check", "坏.toml")
    assert (answer.code, answer.out) == (1, "")
    assert answer.err.startswith(f"错误：{said}")
    assert "15412345678" not in answer.err


@pytest.mark.parametrize(
    ("place", "content", "said"),
    [
        ("没有.toml", None, "没有.toml 读不了：不存在"),
        ("夹.toml", "folder", "夹.toml 读不了：是文件夹"),
        ("图.toml", b"\x89PNG\xff\xff\xff\xff", "图.toml 不是文本文件"),
        ("大.toml", b"#" * 1_000_001, "大.toml 太大，不是写指标的文件"),
        ("/dev/zero", None, "/dev/zero 不是普通文件，没有读取"),
    ],
)
def test_what_is_no_text_file_is_refused(
    run: Run, office: Path, place: str, content: bytes | str | None, said: str
) -> None:
    if content == "folder":
        Path(place).mkdir()
    elif isinstance(content, bytes):
        Path(place).write_bytes(content)
    answer = run("figures", "add", place)
    assert (answer.code, answer.out) == (1, "")
    assert said in answer.err


@pytest.mark.parametrize("coding", ["utf-8", "utf-8-sig", "gb18030"])
def test_a_file_is_read_as_editors_of_an_office_write_it(run: Run, office: Path, coding: str) -> None:
    text = declared(HEAD + 'record = "人才"\nwhere = ["年龄≥１８"]').read_text("utf-8")
    Path("甲.toml").write_bytes(text.replace("\n", "\r\n").encode(coding))
    assert run("figures", "add", "甲.toml").out == "我的数  mine  已加\n"


def test_nothing_is_counted_without_a_register(run: Run, own_register: Path) -> None:
    answer = run("figures", "check", declared(HEAD + DOCTORS))
    assert (answer.code, "还没有登记册" in answer.err) == (1, True)
    assert not own_register.exists()
    assert run("figures", "list").code == run("figures", "example").code == 0


def test_a_register_that_begins_with_figures_knows_no_numbers_yet(run: Run, own_register: Path) -> None:
    assert run("figures", "add", declared(HEAD + DOCTORS)).code == 0
    assert run("why", "我的数").out.startswith("我的数：—\n")


def test_figures_are_checked_against_a_register_nobody_may_write(run: Run, office: Path) -> None:
    office.chmod(0o400)
    office.parent.chmod(0o500)
    try:
        answer = run("figures", "check", declared_elsewhere(office))
        assert answer.code == 0
    finally:
        office.parent.chmod(0o700)
        office.chmod(0o600)


def declared_elsewhere(office: Path) -> Path:
    """Write a file of figures outside the register's folder."""
    place = office.parent.parent / "指标.toml"
    place.write_text(f"[[figure]]\n{HEAD}{DOCTORS}\n", "utf-8")
    return place


def test_marks_of_screens_and_sheets_print_as_they_are(run: Run, office: Path) -> None:
    body = HEAD + DOCTORS + '\ndefinition = "=1+1 [red]博士\\u001b[31m"\nunit = "[b]人"'
    assert run("figures", "add", declared(body)).code == 0
    shown = run("figures", "show", "mine")
    assert "数什么：=1+1 [red]博士[31m\n" in shown.out
    assert "\x1b" not in shown.out
    assert "我的数      1   [b]人" in run("stats", "--figure", "mine", "--quarter", "2026Q1").out
    assert run("why", "mine", "--quarter", "2026Q1", "--xlsx", "佐证.xlsx").code == 0
