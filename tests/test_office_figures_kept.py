"""Figures an office declares, in the register: added, replaced, removed, printed, and no longer fitting."""

import json
import sqlite3
from collections.abc import Callable
from pathlib import Path

from conftest import Answer
from test_office_figures import DOCTORS, add, declared, number, office

Run = Callable[..., Answer]

__all__ = ["office"]


def test_checking_keeps_nothing(run: Run, office: Path) -> None:
    before = office.read_bytes()
    answer = run("figures", "check", declared(DOCTORS), "--quarter", "2026Q1")
    assert (answer.code, answer.err.splitlines()) == (
        0,
        ["写法没有问题，还没有加进登记册；加进去：talentreg figures add 指标.toml"],
    )
    assert "自己的1      1   人" in answer.out
    assert office.read_bytes() == before


def test_added_again_nothing_changes_and_another_content_wants_a_word(run: Run, office: Path) -> None:
    add(run, DOCTORS)
    assert run("figures", "add", "指标.toml").out == "自己的1  own_1  没有变化\n"
    before = office.read_bytes()
    declared('record = "人才"\nwhere = ["学历=硕士"]', DOCTORS)
    refused = run("figures", "add", "指标.toml")
    assert (refused.code, refused.out) == (1, "")
    assert "登记册里已有「自己的1」（代码 own_1），内容不同" in refused.err
    assert "--replace" in refused.err
    assert office.read_bytes() == before
    answer = run("figures", "add", "指标.toml", "--replace")
    assert answer.out == "自己的1  own_1  已换\n自己的2  own_2  已加\n"
    assert (number(run), number(run, "own_2")) == (1, 1)
    assert run("undo").code == 0
    assert run("why", "own_2").code == 1
    assert run("figures", "show", "自己的1", "--toml").out.endswith('where = ["学历=博士"]\n')


def test_a_figure_is_not_replaced_by_what_its_share_cannot_be_made_of(run: Run, office: Path) -> None:
    share = 'key = "share"\nlabel = "占比"\npart = "自己的1"\nwhole = "入库人才"'
    add(run, DOCTORS, share)
    before = office.read_bytes()
    declared('record = "联络"')
    refused = run("figures", "add", "指标.toml", "--replace")
    assert (refused.code, refused.out) == (1, "")
    assert "这样换，「占比」就算不出了" in refused.err
    assert office.read_bytes() == before
    declared('record = "联络"', share.replace("入库人才", "联系人才"))
    assert run("figures", "add", "指标.toml", "--replace").code == 0


def test_removed_figures_are_gone_and_come_back(run: Run, office: Path) -> None:
    share = 'key = "share"\nlabel = "占比"\npart = "自己的1"\nwhole = "入库人才"'
    add(run, DOCTORS, share)
    refused = run("figures", "remove", "自己的1")
    assert (refused.code, refused.out) == (1, "")
    assert "「占比」要用「自己的1」，没有删除" in refused.err
    assert run("figures", "remove", "own_1", "占比").out == "自己的1  own_1  已删除\n占比  share  已删除\n"
    assert "自定义指标" not in run("stats", "--quarter", "2026Q1").out
    assert run("undo").code == 0
    assert number(run, "占比") == 33.3


def test_only_an_offices_own_can_be_removed(run: Run, office: Path) -> None:
    answer = run("figures", "remove", "入库人才")
    assert (answer.code, "不是自定义指标，不能删除" in answer.err) == (1, True)
    answer = run("figures", "remove", "没有的")
    assert (answer.code, "没有名为「没有的」的自定义指标" in answer.err) == (1, True)


def test_a_declaration_is_printed_as_a_file_that_reads_back(run: Run, office: Path) -> None:
    body = (
        'record = "联络"\nwhere = ["联络方式=走访", "备注~\\"好\\""]\ncount = "人次"\ndefinition = "写\\\\好"'
    )
    add(run, body)
    printed = run("figures", "show", "own_1", "--toml").out
    Path("又.toml").write_text(printed, "utf-8")
    assert run("figures", "add", "又.toml").out == "自己的1  own_1  没有变化\n"


def test_what_no_longer_fits_is_named_and_in_nobodys_way(run: Run, office: Path) -> None:
    share = 'key = "share"\nlabel = "占比"\npart = "自己的1"\nwhole = "入库人才"'
    add(run, DOCTORS, share, 'record = "联络"')
    with sqlite3.connect(office) as connection:
        connection.execute(
            "UPDATE office_figure SET declaration = replace(declaration, '学历', '学力') WHERE id = 1"
        )
    answer = run("stats", "--quarter", "2026Q1")
    assert answer.code == 0
    assert "自定义指标「自己的1」现在算不出：「自己的1」where：没有「学力」这个字段" in answer.err
    assert "自定义指标「占比」现在算不出：「占比」part：没有名为「自己的1」的统计指标" in answer.err
    assert "自己的3" in answer.out
    for words in (("why", "自己的1"), ("stats", "--figure", "own_1"), ("figures", "show", "own_1")):
        refused = run(*words)
        assert (refused.code, refused.out) == (1, "")
        assert "自定义指标「自己的1」现在算不出：「自己的1」where：没有「学力」这个字段" in refused.err
    assert 'where = ["学力=博士"]' in run("figures", "show", "自己的1", "--toml").out
    assert run("figures", "add", declared(DOCTORS), "--replace").code == 0
    assert number(run, "占比") == 33.3


def test_a_declaration_nobody_can_read_can_still_be_removed(run: Run, office: Path) -> None:
    add(run, DOCTORS)
    with sqlite3.connect(office) as connection:
        connection.execute("UPDATE office_figure SET declaration = '坏了'")
    assert "「自己的1」现在算不出" in run("stats").err
    assert run("figures", "remove", "自己的1").code == 0
    assert run("stats").err == ""


def test_a_name_everybody_has_by_now_is_told_and_left_to_them(run: Run, office: Path) -> None:
    add(run, DOCTORS)
    with sqlite3.connect(office) as connection:
        connection.execute(
            "UPDATE office_figure SET declaration = replace(declaration, '自己的1', '入库人才')"
        )
    answer = run("stats", "--quarter", "2026Q1")
    assert answer.err.startswith(
        "自定义指标「自己的1」现在算不出：「入库人才」label：现在已有现成的指标「入库人才」"
    )
    assert number(run, "入库人才") == 3
    assert run("figures", "remove", "自己的1").code == 0


def test_of_two_that_an_undo_gave_one_name_the_later_is_put_aside(run: Run, office: Path) -> None:
    add(run, DOCTORS)
    assert run("figures", "remove", "own_1").code == 0
    add(run, f'key = "other"\nlabel = "自己的1"\n{DOCTORS}')
    removed = next(one for one in json.loads(run("log", "--json").out) if one["command"] == "figures remove")
    assert run("undo", str(removed["number"])).code == 0
    assert (
        "自定义指标「自己的1」现在算不出：「自己的1」label：另有一个自定义指标也叫这个名称"
        in run("stats").err
    )
    assert number(run, "自己的1") == 1
    assert run("why", "other").code == 1
    assert run("figures", "remove", "other").code == 0
    assert run("stats").err == ""
