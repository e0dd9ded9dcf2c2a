"""Erasing reaches back: an older undo brings nobody back, figures are as if they had never been."""

import json
import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from random import Random
from typing import Any

import pytest
from conftest import Answer
from tangle import PEOPLE as TANGLED
from tangle import make_tangle
from test_store import contents

Run = Callable[..., Answer]
Book = Callable[..., Path]

NAME, OTHER, PHONE, SECOND = "欧阳某甲", "欧阳某乙", "15412345678", "15412345600"
BOOK = f"人员\n姓名|联系电话|所属社区|返乡意愿\n{NAME}|{PHONE}|望江社区|创业\n李四|15412345679|望江社区|就业"
MORE = (
    f"人员\n姓名|联系电话|所属社区|学历\n{NAME}|{PHONE}|望江社区|博士研究生\n李四|15412345679|望江社区|本科"
)


def erase(run: Run, person: str) -> Answer:
    answer = run("erase", person, "--reason", "本人申请", "--yes")
    assert answer.code == 0, answer.err
    return answer


def holds(path: Path, *words: str) -> bool:
    spelled = [some for word in words for some in (word.encode(), json.dumps(word)[1:-1].encode())]
    return any(one in path.read_bytes() for one in spelled)


def people(path: Path) -> list[tuple[object, ...]]:
    with closing(sqlite3.connect(path)) as file:
        return file.execute("SELECT id, name FROM person ORDER BY id").fetchall()


def test_an_erasure_cannot_be_undone_and_the_way_to_earlier_changes_is_said(
    run: Run, own_register: Path, book: Book
) -> None:
    run("import", book(BOOK))
    run("edit", "李四", "学历=本科")
    erase(run, NAME)
    before = own_register.read_bytes()
    for words in (("undo",), ("undo", "--dry-run"), ("undo", "3")):
        answer = run(*words)
        assert (answer.code, answer.out) == (1, "")
        assert "抹除，不能撤销" in answer.err
    assert "talentreg undo 2" in run("undo").err
    assert own_register.read_bytes() == before
    assert run("undo", "2").code == 0
    assert run("undo", "4").code == 0


def test_when_nothing_else_can_be_undone_no_number_is_named(run: Run) -> None:
    run("add", NAME)
    run("undo")
    run("undo", "2")
    run("undo", "1")
    assert erase(run, "R000001").out.startswith("已抹除 R000001：历史里的登记")
    answer = run("undo")
    assert answer.code == 1
    assert "talentreg undo" not in answer.err


@pytest.mark.parametrize("number", ["1", "2", "3", "4", "5"])
def test_undoing_anything_older_leaves_the_person_out_and_redoing_it_too(
    run: Run, own_register: Path, book: Book, number: str
) -> None:
    run("import", book(BOOK))
    run("import", book(MORE, name="另.xlsx"))
    run("withdraw", NAME, "--reason", "户籍迁出")
    run("contact", "log", NAME, "李四", "--channel", "电话", "--intention", "job")
    run("undo")
    run("undo", "5")
    erase(run, NAME)
    whole = contents(own_register)
    answer = run("undo", number)
    assert answer.code in (0, 1, 3)
    if answer.code == 0:
        assert run("undo", "8").code == 0
    assert people(own_register) == [(2, "李四")]
    assert {name: rows for name, rows in contents(own_register).items() if name != "source"} == {
        name: rows for name, rows in whole.items() if name != "source"
    }
    assert not holds(own_register, NAME, PHONE)


def test_what_an_undone_import_knew_of_the_same_person_goes_too(
    run: Run, own_register: Path, book: Book
) -> None:
    path = book(BOOK)
    run("import", path)
    run("undo")
    run("import", path)
    erase(run, NAME)
    assert not holds(own_register, NAME, PHONE)
    assert "R000001 已于2026年3月31日抹除" in run("show", "R000001").err
    assert run("undo", "3").code == 0
    assert run("undo", "2").code == 0
    assert people(own_register) == [(2, "李四")]


def test_somebody_whom_only_the_history_knows_is_erased_by_number(run: Run, own_register: Path) -> None:
    run("add", NAME, "--phone", PHONE)
    run("undo")
    assert run("erase", NAME, "--reason", "申请", "--yes").code == 1
    assert f"将抹除：R000001  {NAME}  154****5678（只在历史里）" in run("erase", "R000001", "--dry-run").out
    erase(run, "R000001")
    assert not holds(own_register, NAME, PHONE)
    assert run("undo", "2").code == 1
    assert "R000002" in run("add", "李四").out


@pytest.fixture
def merged(run: Run) -> None:
    """Enter two records, make them one."""
    done = [
        run("add", NAME, "--phone", PHONE, "备注=爱下棋", "返乡意愿=创业"),
        run("add", OTHER, "--phone", SECOND, "微信=wx-yi", "学历=本科"),
        run("add", "李四", "--phone", "15412345679"),
        run("contact", "log", "R000001", "R000002", "--channel", "电话", "--note", "报过平安"),
        run("merge", "R000001", "R000002", "--keep", "姓名=R000001"),
    ]
    assert [answer.code for answer in done] == [0] * 5, done


@pytest.mark.parametrize("called", ["R000001", "R000002"])
def test_both_records_of_somebody_merged_are_erased(
    run: Run, own_register: Path, merged: None, called: str
) -> None:
    assert holds(own_register, OTHER)
    erase(run, called)
    assert not holds(own_register, NAME, OTHER, PHONE, SECOND, "wx-yi", "爱下棋", "报过平安")
    assert people(own_register) == [(3, "李四")]
    for number in ("R000001", "R000002"):
        assert f"{number} 已于2026年3月31日抹除" in run("show", number).err
    answer = run("undo", "5")
    assert (answer.code, answer.out) == (1, "")
    for words in (("add", NAME, "--phone", SECOND), ("add", OTHER, "--phone", PHONE)):
        assert "已应要求删除" in run(*words).err


@pytest.mark.parametrize("again", [False, True])
@pytest.mark.parametrize("called", ["R000001", "R000002"])
def test_of_two_merged_by_mistake_and_parted_one_is_erased_and_the_other_stays(
    run: Run, own_register: Path, merged: None, called: str, again: bool
) -> None:
    gone, stays = {
        "R000001": ((NAME, PHONE, "爱下棋"), (2, OTHER)),
        "R000002": ((OTHER, SECOND, "wx-yi"), (1, NAME)),
    }[called]
    assert run("undo").code == 0
    if again:
        assert [run("undo", number).code for number in ("6", "7")] == [0, 0]
        assert run("undo", "5").code in (0, 1)
    erase(run, called)
    left = contents(own_register)
    assert people(own_register) == [stays, (3, "李四")]
    assert not holds(own_register, *gone)
    for number in ("5", "6", "7", "8"):
        run("undo", number)
        assert people(own_register) == [stays, (3, "李四")]
    assert contents(own_register) == left


def test_pairs_and_asides_that_speak_of_the_person_go(run: Run, own_register: Path, merged: None) -> None:
    run("dupes", "--no", "R000001", "R000003")
    erase(run, "R000003")
    with closing(sqlite3.connect(own_register)) as file:
        assert file.execute("SELECT count(*) FROM distinct_pair").fetchone() == (0,)
        assert file.execute("PRAGMA foreign_key_check").fetchall() == []
    assert run("undo", "5").code == 0
    assert people(own_register) == [(1, NAME), (2, OTHER)]


def test_values_in_conflict_go(run: Run, own_register: Path, book: Book) -> None:
    run("import", book(BOOK))
    run("import", book(f"人员\n姓名|联系电话|所属社区|备注\n{NAME}|{PHONE}|望江社区|爱下棋", name="二.xlsx"))
    run("import", book(f"人员\n姓名|联系电话|所属社区|备注\n{NAME}|{PHONE}|望江社区|好钓鱼", name="三.xlsx"))
    erase(run, NAME)
    assert not holds(own_register, NAME, "爱下棋", "好钓鱼")
    with closing(sqlite3.connect(own_register)) as file:
        assert file.execute("SELECT count(*) FROM conflict").fetchone() == (0,)


def test_remarks_of_imports_that_name_the_person_are_blanked_and_no_others(
    run: Run, own_register: Path, book: Book
) -> None:
    rows = [
        f"{NAME}|{PHONE}|1990-13|望江社区",
        f"{NAME}|1234|1985-03|渡口社区",
        f"{NAME}丰|12345|1985-03|渡口社区",
        "李四|123|1990-14|望江社区",
    ]
    run("import", book("人员\n姓名|联系电话|出生年月|所属社区\n" + "\n".join(rows)))
    calls = f"联络\n姓名|所属社区|联络日期|联络方式\n{NAME}||2026-03-01|电话\n李四|望江社区|2026-03-01|电话"
    assert "新增1" in run("import", book(f"{calls}\n王五|望江社区|2026-03-02|电话", name="联.xlsx")).out
    assert f"「{NAME}」" in run("imports", "show", "2", "--json").out
    before = json.loads(run("imports", "show", "1", "--json").out)["problems"]
    erase(run, "R000001")
    after = json.loads(run("imports", "show", "1", "--json").out)["problems"]
    assert len(after) == len(before)
    lines = {one["line"] for one in after if one["message"] == "（已删除）"}
    assert lines == {2}
    assert [one for one in after if one["line"] > 2] == [one for one in before if one["line"] > 2]
    assert f"「{NAME}」" not in run("imports", "show", "2", "--json").out
    assert "「王五」" in run("imports", "show", "2", "--json").out


PERIODS = (("--quarter", "2025Q4"), ("--year", "2026"))
NO_UNITS: tuple[str, ...] = ()
SCOPES = (NO_UNITS, ("--unit", "临江街道"), ("--unit", "望江社区"), ("--by", "unit"))


def figures(run: Run, register: Path) -> list[Any]:
    """Return every figure of every period in every scope."""
    answers = [
        run("--db", register, "stats", *period, *scope, "--json") for period in PERIODS for scope in SCOPES
    ]
    assert [answer.code for answer in answers] == [0] * len(answers), answers[0].err
    return [json.loads(answer.out) for answer in answers]


@pytest.fixture(scope="module")
def tangles(tmp_path_factory: pytest.TempPathFactory) -> dict[int, Path]:
    """Make two tangled registers once."""
    folder = tmp_path_factory.mktemp("tangles")
    for seed in (1, 2):
        make_tangle(folder / f"{seed}.db", seed)
    return {seed: folder / f"{seed}.db" for seed in (1, 2)}


PERSONAL = [
    *((name, "person_id") for name in ("intention", "status", "affiliation", "attendance", "assignment")),
    *((name, "person_id") for name in ("request", "membership", "milestone", "entry", "contact")),
    *((name, "person_id") for name in ("return_case", "partner", "inclusion", "benefit", "tenancy")),
    ("entry", "from_id"),
]
"""Where a person is named, tables that others refer to last."""


def without(path: Path, person_id: int) -> None:
    """Make a register one in which somebody never was."""
    with closing(sqlite3.connect(path)) as file:
        due = "SELECT id FROM benefit WHERE person_id = ?"
        file.execute(f"DELETE FROM payment WHERE benefit_id IN ({due})", (person_id,))
        file.execute("UPDATE milestone SET mentor_id = NULL WHERE mentor_id = ?", (person_id,))
        for record, name in PERSONAL:
            file.execute(f"DELETE FROM {record} WHERE {name} = ?", (person_id,))
        file.execute("DELETE FROM person WHERE id = ?", (person_id,))
        file.commit()


@pytest.mark.parametrize("chosen", range(4))
def test_every_figure_is_as_if_the_erased_had_never_been(
    run: Run, tangles: dict[int, Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, chosen: int
) -> None:
    monkeypatch.setenv("TALENTREG_TODAY", "2026-04-10")
    chance = Random(chosen)
    erased, never = (tmp_path / name for name in ("erased.db", "never.db"))
    for copy in (erased, never):
        shutil.copy(tangles[1 + chosen % 2], copy)
    for person_id in chance.sample(range(1, TANGLED + 1), chance.choice((1, 2, 5))):
        answer = run("--db", erased, "erase", f"R{person_id:06}", "--reason", "申请", "--yes")
        assert answer.code == 0, answer.err
        without(never, person_id)
    assert figures(run, erased) == figures(run, never)
    assert contents(erased) == contents(never)
    with closing(sqlite3.connect(erased)) as file:
        assert file.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        assert file.execute("PRAGMA foreign_key_check").fetchall() == []
