"""Taking changes back: everything as before, and what others built on is kept and named."""

import json
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest
from conftest import Answer
from hypothesis import given, settings
from hypothesis import strategies as st
from test_store import change_sets, contents

from talentreg.records.person import Person
from talentreg.store.register import open_for_writing
from talentreg.store.undo import undo

Run = Callable[..., Answer]
Book = Callable[..., Path]

PEOPLE = (
    "人员\n姓名|所属社区|联系电话|学历|返乡意愿\n"
    "张三|望江社区|15412345678|本科|创业\n李四|望江社区|15412345679||"
)
MORE = (
    "人员\n姓名|所属社区|联系电话|学历|返乡意愿|宠物\n"
    "张三|望江社区|15412345678|大专|就业|猫\n李四|望江社区|15412345679|硕士||狗\n王五|临江社区|15412345670|||"
)
CALLS = "联络\n姓名|所属社区|联络日期|联络方式|是否返乡|联络人\n张三|望江社区|2026-03-01|电话|否|赵主任"
ID_NUMBER = "990101199003078893"


def log(run: Run) -> list[dict[str, Any]]:
    """Return the change sets, newest first."""
    entries: list[dict[str, Any]] = json.loads(run("log", "--json").out)
    return [entry for entry in entries if entry["number"] is not None]


@pytest.mark.parametrize(
    "words",
    [
        ("import", "登记表.xlsx"),
        ("import", "登记表.xlsx", "--on-match", "update"),
        ("import", "联络.xlsx"),
        ("add", "王五", "--phone", "15412345670", "--unit", "望江社区", "学历=本科", "返乡意愿=创业"),
        ("contact", "log", "张三", "李四", "--channel", "phone", "--by", "赵主任", "--intention", "job"),
        ("withdraw", "张三", "--reason", "户籍迁出"),
    ],
    ids=lambda words: " ".join(words[:2]),
)
def test_undo_brings_back_what_was_and_undoing_that_what_became(
    run: Run, book: Book, own_register: Path, words: tuple[str, ...]
) -> None:
    run("import", book(PEOPLE))
    book(MORE)
    book(CALLS, name="联络.xlsx")
    before = contents(own_register)
    assert run(*(book_path(own_register, word) for word in words)).code == 0
    after = contents(own_register)
    assert after != before
    answer = run("undo")
    assert (answer.code, answer.err) == (0, "")
    assert answer.out.startswith(f"已撤销第2号变更：{words[0]}")
    assert contents(own_register) == before
    assert run("undo", "3").code == 0
    assert contents(own_register) == after


def book_path(register: Path, word: str) -> str | Path:
    """Turn a book's name into its path; `book` lays them beside the register's folder."""
    return register.parent.parent / word if word.endswith(".xlsx") else word


def test_undoing_the_first_import_leaves_an_empty_register(run: Run, samples: Path) -> None:
    full = contents(samples)
    assert all(full[name] for name in ("unit", "staff", "person", "status", "contact", "source"))
    assert run("undo").code == 0
    assert {name: rows for name, rows in contents(samples).items() if rows} == {}
    assert run("undo", "2").code == 0
    assert contents(samples) == full


def test_undo_says_what_it_took_back(run: Run, book: Book) -> None:
    run("import", book(PEOPLE))
    answer = run("undo")
    assert "已撤销第1号变更：import 登记表.xlsx" in answer.out
    assert "删除人才2" in answer.out
    first, second = log(run)
    assert (first["command"], first["undone_by"]) == ("undo 1", None)
    assert (second["command"], second["undone_by"]) == ("import 登记表.xlsx", 2)


def test_undo_without_a_number_skips_undos_and_what_is_undone(run: Run, own_register: Path) -> None:
    states = [contents_after(run, own_register, "add", name) for name in ("张三", "李四", "王五")]
    assert run("undo").out.startswith("已撤销第3号变更")
    assert contents(own_register) == states[1]
    assert run("undo").out.startswith("已撤销第2号变更")
    assert contents(own_register) == states[0]
    assert run("undo", "5").code == 0  # brings 李四 back
    assert run("undo").out.startswith("已撤销第2号变更")
    assert run("undo").out.startswith("已撤销第1号变更")
    answer = run("undo")
    assert (answer.code, answer.out) == (1, "")
    assert "没有可以撤销的变更" in answer.err


def contents_after(run: Run, register: Path, *words: str) -> dict[str, list[tuple[object, ...]]]:
    assert run(*words).code == 0
    return contents(register)


@pytest.mark.parametrize(
    ("number", "said"),
    [("1", "第1号变更已经撤销过（第3号）"), ("9", "没有第9号变更"), ("0", "没有第0号变更")],
)
def test_what_cannot_be_undone_is_refused(run: Run, own_register: Path, number: str, said: str) -> None:
    run("add", "张三")
    run("add", "李四")
    run("undo", "1")
    before = own_register.read_bytes()
    answer = run("undo", number)
    assert (answer.code, answer.out) == (1, "")
    assert said in answer.err
    assert own_register.read_bytes() == before


def test_undoing_back_and_forth_keeps_the_log_true(run: Run, own_register: Path) -> None:
    run("add", "李四")
    without = contents(own_register)
    with_zhang = contents_after(run, own_register, "add", "张三")
    for number, expected in ((2, without), (3, with_zhang), (4, without)):
        assert run("undo", str(number)).code == 0
        assert contents(own_register) == expected
    assert [entry["undone_by"] is not None for entry in log(run) if entry["command"] == "add"] == [
        True,
        False,
    ]
    assert run("undo").out.startswith("已撤销第1号变更")


def test_an_undo_with_nothing_to_take_back_does_not_claim_it(run: Run, own_register: Path) -> None:
    run("add", "张三")
    for number in ("1", "2", "1"):
        assert run("undo", number).code == 0
    answer = run("undo", "3")  # what the third change brought back, the fourth has taken away
    assert change_sets(own_register) == ["add", "undo 1", "undo 2", "undo 1"]
    assert "已撤销" not in answer.out


def test_a_person_others_refer_to_is_kept(run: Run, own_register: Path) -> None:
    run("add", "张三", "--phone", "15412345678")
    run("contact", "log", "张三", "--channel", "phone")
    person = contents(own_register)["person"]
    answer = run("undo", "1")
    assert answer.code == 3
    assert contents(own_register)["person"] == person
    assert len(contents(own_register)["contact"]) == 1
    assert "1条后来又改过或被其他记录引用，保留未动" in answer.out


def test_a_person_who_is_kept_is_named_by_their_number(run: Run) -> None:
    run("add", "张三")
    run("contact", "log", "张三", "--channel", "phone")
    assert "R000001" in run("undo", "1").out


def test_a_person_who_is_kept_keeps_standing_and_unit(run: Run, book: Book, own_register: Path) -> None:
    run("import", book(PEOPLE))
    run("contact", "log", "张三", "--channel", "phone")
    before = contents(own_register)
    assert run("undo", "1").code == 3
    after = contents(own_register)
    assert [row[1] for row in after["person"]] == ["张三"]
    for name in ("status", "affiliation", "intention"):
        assert after[name] == [row for row in before[name] if row[1] == 1], name


def test_rows_changed_since_are_kept_and_named(run: Run, book: Book, own_register: Path) -> None:
    run("import", book(PEOPLE))
    run("import", book(MORE), "--on-match", "update")
    register = open_for_writing(own_register)
    with register.changing("edit") as writer:
        writer.update(Person, 1, {"degree": "博士研究生"})
    undone = undo(register, 2)
    assert undone.kept == [("人才", "R000001")]
    degrees = {row[1]: row[20] for row in contents(own_register)["person"]}
    assert degrees == {"张三": "博士研究生", "李四": None}


def test_a_person_changed_since_stays_when_their_import_is_undone(
    run: Run, book: Book, own_register: Path
) -> None:
    run("import", book(PEOPLE))
    with open_for_writing(own_register).changing("edit") as writer:
        writer.update(Person, 2, {"employer": "江州大学"})
    answer = run("undo", "1")
    assert answer.code == 3
    assert [row[1] for row in contents(own_register)["person"]] == ["李四"]


def test_a_person_whose_change_was_itself_undone_goes(run: Run, book: Book, own_register: Path) -> None:
    run("import", book(PEOPLE))
    run("import", book(MORE), "--on-match", "update")
    assert [run("undo").code, run("undo").code] == [0, 0]
    assert contents(own_register)["person"] == []


@pytest.mark.parametrize(
    ("commands", "number"),
    [
        (["add 张三 身份证号={id}", "undo", "add 李四 身份证号={id}"], "2"),
        (["import {book}", "add 王五 --unit 望江社区", "undo", "undo"], "3"),
    ],
    ids=["its ID number is taken", "its unit is gone"],
)
def test_what_cannot_come_back_is_refused_in_plain_words(
    run: Run, book: Book, own_register: Path, commands: Sequence[str], number: str
) -> None:
    path = book(PEOPLE)
    for command in commands:
        assert run(*command.format(id=ID_NUMBER, book=path).split()).code == 0
    before = own_register.read_bytes()
    answer = run("undo", number)
    assert (answer.code, answer.out) == (1, "")
    assert "与后来的登记冲突，没有撤销" in answer.err
    assert own_register.read_bytes() == before


def test_a_number_is_never_given_twice(run: Run, own_register: Path, book: Book) -> None:
    ids = []
    for _ in range(2):
        run("import", book(PEOPLE))
        run("contact", "log", "张三", "--channel", "phone", "--by", "赵主任")
        ids.append({name: {row[0] for row in rows} for name, rows in contents(own_register).items() if rows})
        run("undo")
        run("undo")
    assert ids[0].keys() == ids[1].keys() >= {"unit", "staff", "person", "status", "contact", "source"}
    assert all(ids[0][name].isdisjoint(ids[1][name]) for name in ids[0])


number = st.sampled_from(["R000001", "R000002", "R000003", "R000004"])
write = st.one_of(
    st.tuples(
        st.just("add"), st.sampled_from("赵钱孙"), st.sampled_from(["学历=本科", "返乡意愿=创业", "性别=女"])
    ),
    st.tuples(
        *map(st.just, ("contact", "log", "--channel", "phone")),
        number,
        st.sampled_from(["--no-answer", "--inbound", "--by=赵主任", "--by=钱主任", "--intention=job"]),
        st.sampled_from(["--on=2026-03-01", "--unit=望江社区"]),
    ),
    st.tuples(st.just("withdraw"), number, st.sampled_from(["--deceased", "--on=2026-03-30"])),
    st.tuples(
        st.just("import"),
        st.sampled_from(["登记表.xlsx", "更多.xlsx", "联络.xlsx"]),
        st.sampled_from(["--on-match=fill", "--on-match=update"]),
    ),
)


def test_any_changes_are_taken_back_one_by_one_and_brought_back_again(
    run: Run, book: Book, own_register: Path
) -> None:
    run("import", book(PEOPLE))
    book(MORE, name="更多.xlsx")
    book(CALLS, name="联络.xlsx")
    start = own_register.read_bytes()

    @settings(max_examples=15, deadline=None)
    @given(st.lists(write, min_size=1, max_size=5))
    def check(writes: list[tuple[str, ...]]) -> None:
        own_register.write_bytes(start)
        states = [contents(own_register)]
        for words in writes:
            done = len(change_sets(own_register))
            code = run(*(book_path(own_register, word) for word in words)).code
            assert code in (0, 1)
            if len(change_sets(own_register)) > done:
                states.append(contents(own_register))
            else:
                assert contents(own_register) == states[-1]
        newest = len(states)
        for state in states[-2::-1]:
            assert run("undo").code == 0
            assert contents(own_register) == state
        for undone, state in enumerate(states[1:]):
            assert run("undo", str(2 * newest - 1 - undone)).code == 0
            assert contents(own_register) == state

    check()
