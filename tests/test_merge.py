"""Two records of one person become one: fields, standing, units, contacts, and every way to find them."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from books import id_number
from conftest import Answer
from test_store import contents

from talentreg.store.sqlite import open_engine

Run = Callable[..., Answer]

MINE, THEIRS = id_number(1), id_number(2)


@pytest.fixture
def two(run: Run) -> Callable[..., Answer]:
    """Enter two people by the words that follow their names, and merge the second into the first."""

    def merge(mine: str, theirs: str, *words: str) -> Answer:
        for unit in (("云河区",), ("望江社区", "--parent", "云河区"), ("渡口社区", "--parent", "云河区")):
            assert run("unit", "add", *unit).code == 0
        for number, fields in enumerate((mine, theirs), 1):
            name, *more = fields.split("|")
            answer = run("add", name or f"某{number}", *more, "--namesake")
            assert answer.code == 0, answer.err
        return run("merge", "R000001", "R000002", *words)

    return merge


def shown(run: Run, person: str = "R000001") -> dict[str, Any]:
    """Return a person as JSON, numbers in full."""
    words = ("show", person, "--json", "--reveal", "--purpose", "核对")
    document: dict[str, Any] = json.loads(run(*words).out)
    return document


def test_two_numbers_that_look_alike_masked_are_said_to_differ(two: Callable[..., Answer]) -> None:
    answer = two("甲|联系电话=15412005678|备用电话=15400000009", "甲|联系电话=15421005678", "--dry-run")
    assert "联系电话不同，用「154****5678」，不用「154****5678」（遮挡的几位不同）" in answer.out


@pytest.mark.parametrize(
    ("mine", "theirs", "keep", "expected"),
    [
        ("甲", "甲|学历=本科", "", ("degree", "本科")),
        ("甲|学历=大专", "甲|学历=本科", "", ("degree", "大专")),
        ("甲|学历=大专", "甲|学历=本科", "学历=B", ("degree", "本科")),
        ("甲|学历=大专", "甲|学历=本科", "文化程度=R000002", ("degree", "本科")),
        ("甲|学历=大专", "甲|学历=本科", "degree=Ａ", ("degree", "大专")),
        ("甲", "乙", "", ("name", "甲")),
        ("甲", "乙", "姓名=B", ("name", "乙")),
        ("甲|出生年月=1990", "甲|出生年月=1990-03", "", ("birth", "1990-03")),
        ("甲|出生年月=1990-03-07", "甲|出生年月=1990-03", "", ("birth", "1990-03-07")),
        ("甲|出生年月=1990-03", "甲|出生年月=1991-03", "", ("birth", "1990-03")),
        ("甲|出生年月=1990-03", "甲|出生年月=1991-03", "出生年月=B", ("birth", "1991-03")),
        ("甲|人员类别=乙类、丙类", "甲|人员类别=丁类、丙类", "", ("category", "乙类、丙类、丁类")),
        ("甲|人员类别=乙类", "甲|人员类别=丁类", "人员类别=B", ("category", "丁类")),
        ("甲|备注=会木工", "甲|备注=会瓦工", "", ("note", "会木工\n会瓦工")),
        ("甲|备注=会木工", "甲|备注=会木工", "", ("note", "会木工")),
        ("甲|备注==1+1", "甲|备注=[red]", "", ("note", "=1+1\n[red]")),
        ("甲", f"甲|身份证号={THEIRS}", "", ("id_number", THEIRS)),
        (f"甲|身份证号={MINE}", "甲", "", ("id_number", MINE)),
        (f"甲|身份证号={MINE}", f"甲|身份证号={THEIRS}", "身份证号=A", ("id_number", MINE)),
        (f"甲|身份证号={MINE}", f"甲|身份证号={THEIRS}", "身份证号=B", ("id_number", THEIRS)),
    ],
)
def test_a_field_both_records_have_keeps_one_value(
    run: Run, two: Callable[..., Answer], mine: str, theirs: str, keep: str, expected: tuple[str, str]
) -> None:
    answer = two(mine, theirs, *(("--keep", keep) if keep else ()))
    assert (answer.code, answer.err) == (0, "")
    assert shown(run)[expected[0]] == expected[1]


PHONES = ("15412345671", "15412345672", "15412345673", "15412345674")


@pytest.mark.parametrize(
    ("mine", "theirs", "keep", "expected"),
    [
        ("1", "2", "", "12"),
        ("", "2", "", "2"),
        ("", "23", "", "23"),
        ("1", "1", "", "1"),
        ("1", "12", "", "12"),
        ("1", "21", "", "12"),
        ("12", "3", "", "12"),
        ("12", "34", "", "12"),
        ("1", "23", "", "12"),
        ("1", "2", "联系电话=B", "21"),
        ("12", "3", "联系电话=B", "32"),
        ("12", "34", "备用电话=B", "14"),
    ],
)
def test_a_second_phone_has_room_beside_the_first(
    run: Run, two: Callable[..., Answer], mine: str, theirs: str, keep: str, expected: str
) -> None:
    def words(digits: str) -> str:
        fields = zip(("联系电话", "备用电话"), digits, strict=False)
        return "|".join(["甲", *(f"{name}={PHONES[int(digit) - 1]}" for name, digit in fields)])

    assert two(words(mine), words(theirs), *(("--keep", keep) if keep else ())).code == 0
    found = shown(run)
    phones = [found[name] for name in ("phone", "second_phone")]
    assert [phone for phone in phones if phone] == [PHONES[int(digit) - 1] for digit in expected]


@pytest.mark.parametrize(
    ("people", "words", "code", "told"),
    [
        ((f"甲|身份证号={MINE}", f"甲|身份证号={THEIRS}"), (), 1, "--keep 身份证号=R000001"),
        (("甲", "甲|在库状态=退库"), (), 1, "--keep 在库状态=R000002"),
        (("甲|在库状态=去世", "甲|在库状态=待核"), (), 1, "R000001 去世，R000002 待核"),
        (("甲", "甲"), ("--keep", "学历=A"), 1, "R000001 没有登记学历"),
        (("甲", "甲"), ("--keep", "所属单位=B"), 0, ""),
        (("甲", "甲"), ("--keep", "学厉=A"), 2, "没有「学厉」这个字段"),
        (("甲", "甲"), ("--keep", "学历"), 2, "不是 字段=人 的写法"),
        (("甲", "甲"), ("--keep", "学历=R000009"), 2, "可写：A（R000001）、B（R000002）"),
        (("甲", "甲"), ("--keep", "返乡意愿=A"), 2, "没有「返乡意愿」这个字段"),
        (("甲|学历=大专", "甲|学历=本科"), ("--keep", "学历=A", "--keep", "学历=B"), 2, "写了两遍"),
    ],
)
def test_what_nobody_chose_or_nobody_said_is_refused(
    own_register: Path,
    two: Callable[..., Answer],
    people: tuple[str, str],
    words: tuple[str, ...],
    code: int,
    told: str,
) -> None:
    answer = two(*people, *words)
    assert answer.code == code
    assert told in answer.err
    assert len(contents(own_register)["person"]) == (1 if code == 0 else 2)


@pytest.mark.parametrize(
    ("first", "second", "told"),
    [
        ("R000001", "R000001", "写的是同一个人：R000001"),
        ("R000001", "15412345671", "写的是同一个人：R000001"),
        ("R000001", "R000009", "登记册里没有「R000009」"),
        ("R000001", "R000002", "R000002 已经并入 R000001"),
    ],
)
def test_one_person_is_not_merged_with_themselves(
    run: Run, two: Callable[..., Answer], first: str, second: str, told: str
) -> None:
    two(f"甲|联系电话={PHONES[0]}", "甲")
    answer = run("merge", first, second)
    assert (answer.code, told in answer.err) == (1, True)


STANDINGS = [
    # two standings as day:word, the one that counts, and what it comes to
    ("2025-01-01:入库", "2025-03-01:入库", "", "2025-01-01:enrolled"),
    ("2025-03-01:入库", "2025-01-01:入库", "", "2025-01-01:enrolled 2025-03-01:enrolled"),
    ("2025-01-01:待核", "2025-03-01:入库", "", "2025-01-01:pending 2025-03-01:enrolled"),
    (
        "2025-01-01:入库 2025-06-01:退库",
        "2025-03-01:入库 2025-09-01:退库",
        "",
        "2025-01-01:enrolled 2025-09-01:withdrawn",
    ),
    (
        "2025-01-01:入库 2025-06-01:退库",
        "2025-03-01:待核 2025-09-01:退库",
        "",
        "2025-01-01:enrolled 2025-06-01:pending 2025-09-01:withdrawn",
    ),
    (
        "2025-01-01:入库 2025-06-01:退库",
        "2025-03-01:入库 2025-05-01:去世",
        "",
        "2025-01-01:enrolled 2025-05-01:deceased",
    ),
    ("2025-01-01:入库", "2025-03-01:入库 2025-04-01:退库", "A", "2025-01-01:enrolled"),
    (
        "2025-01-01:入库",
        "2025-03-01:入库 2025-04-01:退库",
        "B",
        "2025-03-01:enrolled 2025-04-01:withdrawn",
    ),
]


@pytest.mark.parametrize(("mine", "theirs", "keep", "expected"), STANDINGS)
def test_on_every_day_the_better_of_two_standings_counts(
    run: Run, mine: str, theirs: str, keep: str, expected: str
) -> None:
    for name, entries in (("甲", mine), ("乙", theirs)):
        first, *later = (entry.split(":") for entry in entries.split())
        run("add", name, f"入库日期={first[0]}", f"在库状态={first[1]}")
        for day, word in later:
            assert run("edit", name, f"在库状态={word}", "--on", day).code == 0
    answer = run("merge", "甲", "乙", *(("--keep", f"在库状态={keep}") if keep else ()))
    assert answer.code == 0, answer.err
    found = [f"{one['on']}:{one['status']}" for one in shown(run)["statuses"]]
    assert " ".join(found) == expected


def test_the_senders_other_columns_are_united(run: Run, book: Callable[..., Path]) -> None:
    run("import", book("人员\n姓名|联系电话|宠物|爱好\n甲|15412345671|猫|\n乙|15412345672|狗|棋"))
    answer = run("merge", "甲", "乙", "--dry-run")
    assert "宠物不同，用「猫」，不用「狗」" in answer.out
    assert "补上爱好：棋" in answer.out
    run("merge", "甲", "乙", "--keep", "宠 物=B")
    assert shown(run)["extra"] == {"宠物": "狗", "爱好": "棋"}


def test_a_dry_run_says_the_same_and_writes_nothing(
    run: Run, two: Callable[..., Answer], own_register: Path
) -> None:
    words = ("甲|学历=大专|联系电话=15412345671", "乙|学历=本科|联系电话=15412345672")
    dry = two(*words, "--dry-run")
    before = contents(own_register)
    assert "这是试合并，登记册没有改动" in dry.out
    real = run("merge", "R000001", "R000002")
    assert contents(own_register) != before
    told = [answer.out.split("\n") for answer in (dry, real)]
    assert (told[0][0], told[1][0]) == (
        "将合并：R000001  甲  云河区  154****5671",
        "已合并：R000001  甲  云河区  154****5671",
    )
    assert [line for line in told[0][1:] if line not in told[1]] == [
        "  要换成另一方的，加 --keep，如 --keep 姓名=R000002",
        "这是试合并，登记册没有改动；去掉 --dry-run 即合并",
    ]
    assert told[1][-2] == "如需分开：talentreg undo 6"
    assert "补上备用电话：154****5672" in told[1]


@pytest.mark.parametrize(
    "word",
    ["R000002", "r2", "15412345672", THEIRS, "乙", "乙@渡口社区", "乙@云河区", "R000001", "甲@望江社区"],
)
def test_whatever_they_were_called_by_still_finds_them(
    run: Run, two: Callable[..., Answer], word: str
) -> None:
    two(
        f"甲|联系电话=15412345671|备用电话=15412345673|身份证号={MINE}|--unit|望江社区",
        f"乙|联系电话=15412345672|身份证号={THEIRS}|--unit|渡口社区",
        *("--keep", "身份证号=A"),
    )
    answer = run("show", word)
    assert answer.out.startswith("R000001  甲  云河区/望江社区\n并入 R000002  乙（2026-03-31）\n"), answer.err
    assert shown(run, word)["merged"] == [{"person": "R000002", "name": "乙", "on": "2026-03-31"}]


@pytest.mark.parametrize("word", ["乙@望江", "15412345679", "R000003", "丙"])
def test_nobody_is_found_by_what_nobody_bore(run: Run, two: Callable[..., Answer], word: str) -> None:
    two("甲", "乙")
    assert run("show", word).code == 1


def test_somebody_who_bears_it_now_comes_before_one_who_did(run: Run, two: Callable[..., Answer]) -> None:
    two("甲|联系电话=15412345671|备用电话=15412345673", "乙|联系电话=15412345672")
    run("add", "乙", "--phone", "15412345672", "--namesake")
    assert run("show", "15412345672").out.startswith("R000003")
    assert run("show", "乙").out.startswith("R000003")


@pytest.mark.parametrize("word", ["R000002", "15412345672", "5672", "乙"])
def test_a_search_finds_them_by_what_they_were(run: Run, two: Callable[..., Answer], word: str) -> None:
    two("甲|联系电话=15412345671|备用电话=15412345673", "乙|联系电话=15412345672")
    assert [one["person"] for one in json.loads(run("list", word, "--json").out)] == ["R000001"]


def test_the_timeline_and_the_log_tell_of_the_merger(run: Run, two: Callable[..., Answer]) -> None:
    two("甲", "乙|学历=本科")
    assert "合并       并入 R000002  乙" in run("show", "R000002", "--timeline").out
    mine, theirs = (run("log", number).out for number in ("R000001", "R000002"))
    assert "学历" in mine
    assert "R000001" in theirs
    assert "乙" in theirs


def test_a_pair_said_to_be_different_is_merged_only_on_purpose(
    run: Run, two: Callable[..., Answer], own_register: Path
) -> None:
    two("甲|学历=大专", "乙")
    run("undo")
    said(own_register, 1, 2)
    answer = run("merge", "R000001", "R000002")
    assert answer.code == 1
    assert "R000001 和 R000002 已于2026年3月1日记为不是同一人" in answer.err
    assert "--overrule" in answer.err
    assert run("merge", "R000001", "R000002", "--overrule").code == 0
    assert contents(own_register)["distinct_pair"] == []
    run("undo")
    assert len(contents(own_register)["distinct_pair"]) == 1


def said(register: Path, *pairs: int) -> None:
    """Write down of people that they are not the same."""
    with open_engine(register, writing=True).begin() as connection:
        for first, second in zip(pairs[::2], pairs[1::2], strict=True):
            connection.exec_driver_sql(
                'INSERT INTO distinct_pair (first_id, second_id, "on") VALUES (?, ?, ?)',
                (first, second, "2026-03-01"),
            )


def test_who_was_another_than_one_is_another_than_both(
    run: Run, two: Callable[..., Answer], own_register: Path
) -> None:
    two("甲", "乙")
    run("undo")
    run("add", "丙")
    run("add", "丁")
    said(own_register, 1, 3, 2, 3, 2, 4)
    assert run("merge", "R000001", "R000002").code == 0
    assert [row[1:3] for row in contents(own_register)["distinct_pair"]] == [(1, 3), (1, 4)]
    run("undo")
    assert [row[1:3] for row in contents(own_register)["distinct_pair"]] == [(1, 3), (2, 3), (2, 4)]
