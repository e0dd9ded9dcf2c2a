"""The words an office extends: listed with their use, added, made to mean another, taken out, undone."""

import json
import shlex
from collections.abc import Callable
from pathlib import Path

import pytest
from conftest import Answer

from talentreg.records.word import STARTER_WORDS
from talentreg.store.vocab import open_lists

Run = Callable[..., Answer]


def said(run: Run, words: str) -> dict[str, tuple[list[str], int, bool]]:
    rows = json.loads(run("vocab", "list", words, "--json").out)
    return {row["word"]: (row["synonyms"], row["uses"], row["listed"]) for row in rows}


def test_every_open_list_of_a_field_has_starter_words_and_a_title_of_its_own() -> None:
    assert set(open_lists()) == set(STARTER_WORDS)
    titles = [one.title for one in open_lists().values()]
    assert len(set(titles)) == len(titles)


@pytest.mark.parametrize(
    ("typed", "title"),
    [
        ("活动类型", "活动类型"),
        ("event", "活动类型"),
        ("会议类型", "活动类型"),
        ("宣传形式", "宣传形式"),
        ("诉求类别", "事项类别"),
        ("request", "事项类别"),
        ("来电类别", "来电类别"),
        ("领导级别", "领导层级"),
        ("事由", "事由"),
    ],
)
@pytest.mark.usefixtures("samples")
def test_a_list_is_known_by_its_heading_an_alias_or_its_code(run: Run, typed: str, title: str) -> None:
    assert {row["title"] for row in json.loads(run("vocab", "list", typed, "--json").out)} == {title}


@pytest.mark.usefixtures("samples")
def test_the_lists_there_are_are_listed_with_what_they_do_not_know(run: Run) -> None:
    run("event", "add", "读书", "--kind", "读书分享会")
    rows = [line.split() for line in run("vocab", "list").out.splitlines()]
    assert ["活动类型", "event", "14", "1"] in rows
    assert ["节日", "festival", "5"] in rows


@pytest.mark.usefixtures("samples")
def test_an_unlisted_word_is_kept_and_said_with_the_nearest(run: Run) -> None:
    answer = run("event", "add", "读书", "--kind", "座谈交流会")
    assert answer.code == 0
    assert "「座谈交流会」不在词表「活动类型」里（是不是座谈会？），照写登记" in answer.err
    assert said(run, "活动类型")["座谈交流会"] == ([], 1, False)


@pytest.mark.usefixtures("samples")
def test_a_word_added_is_listed_and_no_longer_remarked_on(run: Run) -> None:
    assert run("vocab", "add", "活动类型", "读书会", "读书会", "庙会").out == (
        "词表「活动类型」已加「读书会」\n词表「活动类型」已加「庙会」\n"
    )
    assert "读书会" not in run("event", "add", "读书", "--kind", "读书会").err
    assert said(run, "活动类型")["读书会"] == ([], 1, True)


def test_a_word_that_is_listed_already_changes_nothing(run: Run, samples: Path) -> None:
    run("vocab", "add", "活动类型", "读书会")
    before = samples.read_bytes()
    assert run("vocab", "add", "活动类型", "读书会").out == "词表「活动类型」已有「读书会」\n"
    assert run("vocab", "add", "活动类型", "座谈", "--as", "座谈会").out == (
        "词表「活动类型」已有「座谈」记作「座谈会」\n"
    )
    assert samples.read_bytes() == before


@pytest.mark.usefixtures("samples")
def test_another_way_to_write_a_word_is_stored_as_that_word(run: Run) -> None:
    run("vocab", "add", "宣传形式", "朋友圈", "--as", "公众号")
    run("publicity", "add", "朋友圈", "3")
    assert said(run, "宣传形式")["媒体推送"][1] == 1
    assert "朋友圈" in said(run, "宣传形式")["媒体推送"][0]


@pytest.mark.usefixtures("samples")
def test_what_is_entered_already_changes_only_when_asked_and_comes_back_with_an_undo(run: Run) -> None:
    run("event", "add", "甲", "--kind", "宣讲报告")
    answer = run("vocab", "add", "活动类型", "宣讲报告", "--as", "讲习")
    assert answer.err == "已登记的1处「宣讲报告」照旧；要一并改，加 --apply\n"
    assert (
        said(run, "活动类型")["宣讲报告"] == ([], 1, False) if "宣讲报告" in said(run, "活动类型") else True
    )
    answer = run("vocab", "add", "活动类型", "宣讲报告", "--as", "讲习", "--apply")
    assert "已登记的1处「宣讲报告」改成「讲习」" in answer.out
    assert said(run, "活动类型")["讲习"][1] == 1
    assert run("undo").code == 0
    assert said(run, "活动类型")["讲习"][1] == 0


@pytest.mark.usefixtures("samples")
def test_one_of_several_words_of_a_person_changes_and_the_others_stay(run: Run) -> None:
    run("edit", "R000003", "人员类别=返乡能人、专技人员")
    assert run("vocab", "add", "人员类别", "返乡能人", "--as", "农村实用人才", "--apply").code == 0
    [row] = json.loads(run("list", "编号=R000003", "--json").out)
    assert row["category"] == "农村实用人才、专业技术人员"


@pytest.mark.usefixtures("samples")
def test_a_standard_word_made_another_way_to_write_one_takes_its_ways_along(run: Run) -> None:
    assert run("vocab", "add", "活动类型", "茶话会", "--as", "恳谈会").code == 0
    assert {"茶话会", "茶话"} <= set(said(run, "活动类型")["恳谈会"][0])
    run("event", "add", "甲", "--kind", "茶话")
    assert said(run, "活动类型")["恳谈会"][1] == 1


@pytest.mark.usefixtures("samples")
def test_a_word_removed_leaves_what_was_entered_and_an_undo_brings_it_back(run: Run) -> None:
    run("vocab", "add", "活动类型", "读书会")
    run("event", "add", "甲", "--kind", "读书会")
    answer = run("vocab", "remove", "活动类型", "读书会")
    assert (answer.out, answer.err) == ("词表「活动类型」已删除：读书会\n", "已登记的1处「读书会」照旧\n")
    assert said(run, "活动类型")["读书会"] == ([], 1, False)
    assert run("undo").code == 0
    assert said(run, "活动类型")["读书会"] == ([], 1, True)
    assert "词表1" in run("log", "--limit", "1").out


REFUSED = [
    ("vocab list 活动类行", 2, "没有「活动类行」这个词表"),
    ("vocab add 活动类行 读书会", 2, "没有「活动类行」这个词表"),
    ("vocab add 联络方式 电报", 1, "的用词是固定的，不能增减"),
    ("vocab add 是否采纳 也许", 1, "「是否」的用词是固定的，不能增减"),
    ("vocab add 活动类型 座谈", 1, "「座谈」已是「座谈会」的另一种写法"),
    ("vocab add 活动类型 读书会 --as 读数会", 1, "词表「活动类型」里没有「读数会」"),
    ("vocab add 活动类型 读书会、庙会", 2, "「读书会、庙会」不能作词"),
    ("vocab add 活动类型 ''", 2, "「」不能作词"),
    ("vocab add 活动类型 读书会 --apply", 2, "--apply 要和 --as 一起用"),
    ("vocab remove 活动类型 读书会", 1, "词表「活动类型」里没有「读书会」"),
    ("vocab remove 活动类型 座谈会", 1, "「座谈会」还有别的写法：座谈、联谊座谈、座谈活动"),
    ("vocab remove 活动类型 培训班 读书会", 1, "词表「活动类型」里没有「读书会」"),
]


@pytest.mark.parametrize(("line", "code", "told"), REFUSED, ids=[line for line, _, _ in REFUSED])
def test_what_a_list_cannot_take_is_refused_and_nothing_is_written(
    run: Run, samples: Path, line: str, code: int, told: str
) -> None:
    before = samples.read_bytes()
    answer = run(*shlex.split(line))
    assert (answer.code, answer.out) == (code, ""), answer
    assert told in answer.err.split("\n")[0]
    assert samples.read_bytes() == before


@pytest.mark.usefixtures("samples")
def test_closed_words_are_shown_and_said_to_be_fixed(run: Run) -> None:
    answer = run("vocab", "list", "是否返乡")
    assert answer.code == 0
    assert {"返乡", "home"} <= set(answer.out.split())
    assert "的用词是固定的，不能增减" in answer.out


@pytest.mark.usefixtures("samples")
def test_a_word_of_markup_is_a_word(run: Run) -> None:
    run("vocab", "add", "活动类型", "[red]会", "=1+1"[1:])
    assert "[red]会" in run("vocab", "list", "活动类型").out
    assert "[red]会" in run("vocab", "list", "活动类型", "--csv").out
