"""Many books at once: folders, one change set, one undo; and what they do to people already there."""

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
from books import csv_book, dump, empty_register, id_number, lay_once, phone, stored, tally, workbook
from conftest import Answer
from test_store import needs_posix

Run = Callable[..., Answer]

ID = id_number(1)


@pytest.fixture(autouse=True)
def begun(own_register: Path) -> Path:
    """Lay an empty register where the commands look for it."""
    own_register.write_bytes(empty_register())
    return own_register


def people(register: Path) -> list[object]:
    return [name for (name,) in stored(register, "select name from person order by id")]


def lay(**names: str) -> None:
    """Lay one-line books into the folder 收到: the name of each file, and of the person in it."""
    for number, (file, name) in enumerate(names.items(), 1):
        csv_book(f"姓名,联系电话,所属社区\n{name},{phone(number)},望江社区\n", f"收到/{file}.csv")


def test_a_folder_comes_in_as_one_change_in_natural_order_and_goes_as_one(run: Run, begun: Path) -> None:
    empty = dump(begun)
    lay(社区10="丁", 社区2="乙", 社区1="甲")
    csv_book(f"姓名,联系电话\n戊,{phone(9)}\n", "收到/东街/登记表.csv")
    for junk in ("~$社区1.xlsx", ".DS_Store", "Thumbs.db"):
        Path("收到", junk).write_bytes(b"junk")
    answer = run("import", "收到")
    assert (answer.code, tally(answer), people(begun)) == (0, {"新增": 4}, ["戊", "甲", "乙", "丁"])
    names = ["登记表.csv", "社区1.csv", "社区2.csv", "社区10.csv"]
    assert [name for (name,) in stored(begun, "select name from imported_file order by id")] == names
    assert stored(begun, "select id, command from change_set") == [(1, f"import {' '.join(names)}")]
    assert "junk" not in answer.out + answer.err
    assert run("undo").code == 0
    assert dump(begun) == empty


def test_one_bad_file_is_told_and_the_others_come_in(run: Run, begun: Path) -> None:
    lay(一="甲", 三="乙")
    Path("收到/二.xlsx").write_bytes(b"PK\x03\x04")
    Path("收到/图.jpg").write_bytes(b"\xff\xd8\xff")
    csv_book("谁,啥\n甲,乙\n", "收到/四.csv")
    answer = run("import", "收到")
    assert (answer.code, tally(answer), people(begun)) == (3, {"新增": 2}, ["甲", "乙"])
    assert "没有读的文件（2）\n" in answer.out
    for said in (
        "  二.xlsx：不完整或已损坏",
        "  图.jpg：是图片",
        "  四.csv：整个文件没有导入：找不到认得的表头",
    ):
        assert said in answer.out
    assert answer.out.count("找不到认得的表头") == 1


@pytest.mark.parametrize("left", ["二.xlsx", "四.csv"])
def test_strict_takes_all_files_or_none(run: Run, begun: Path, left: str) -> None:
    lay(一="甲")
    Path("收到", left).write_bytes(b"PK\x03\x04" if left == "二.xlsx" else "谁,啥\n甲,乙\n".encode())
    answer = run("import", "收到", "--strict")
    assert (answer.code, answer.out, people(begun)) == (1, "", [])
    assert left in answer.err
    assert "按 --strict 整批没有写入" in answer.err
    Path("收到", left).unlink()
    assert run("import", "收到", "--strict").code == 0


@pytest.mark.parametrize("content", [b"PK\x03\x04", b"\xff\xd8\xff", b"", "谁,啥\n甲,乙\n".encode()])
def test_files_none_of_which_can_be_read_are_refused(run: Run, begun: Path, content: bytes) -> None:
    before = begun.read_bytes()
    for name in ("一.xlsx", "二.xlsx"):
        Path(name).write_bytes(content)
    answer = run("import", "一.xlsx", "二.xlsx")
    assert (answer.code, answer.out, begun.read_bytes()) == (1, "", before)
    assert "一.xlsx" in answer.err


def test_a_copy_left_in_the_folder_is_read_once_and_said(run: Run, begun: Path) -> None:
    for name in ("登记表.csv", "登记表 - 副本.csv"):
        csv_book("姓名,所属社区\n赵四,望江社区\n", f"收到/{name}")
    answer = run("import", "收到")
    assert (answer.code, tally(answer), people(begun)) == (0, {"新增": 1}, ["赵四"])
    assert "与这个文件内容完全相同，只读了一次" in answer.out
    before = dump(begun)
    assert tally(run("import", "收到")) == {"无变化": 1}
    assert dump(begun) == before


def test_somebody_in_several_books_is_one_person_with_all_they_say(run: Run, begun: Path) -> None:
    books = [
        csv_book(f"姓名,联系电话,所属社区\n张三,{phone(1)},望江社区\n", "一.csv"),
        csv_book(f"姓名,联系电话,身份证号\n张三,{phone(1)},{ID}\n", "二.csv"),
        csv_book(f"姓名,身份证号,学历\n张三,{ID},本科\n", "三.csv"),
        csv_book("姓名,所属社区,出生年月,职务\n张三,望江社区,1990.05,教师\n", "四.csv"),
    ]
    answer = run("import", *books)
    assert tally(answer) == {"新增": 1, "表内重复": 3}
    assert stored(begun, "select id_number, phone, degree, post from person") == [
        (ID, phone(1), "本科", "教师")
    ]
    told = run("show", "张三", "--sources").out
    assert [name for name in ("一.csv", "二.csv", "三.csv", "四.csv") if name not in told] == []


def test_a_couple_with_one_phone_and_namesakes_of_two_villages_stay_apart(run: Run, begun: Path) -> None:
    lines = [f"张三,{phone(1)},望江社区,", f"李四,{phone(1)},望江社区,"]
    lines += ("王五,,望江社区,1990.05", "王五,,渡口社区,1990.05", f"王五,{phone(5)},望江社区,")
    for place, line in enumerate(lines):
        csv_book(f"姓名,联系电话,所属社区,出生年月\n{line}\n", f"收到/{place}.csv")
    assert tally(run("import", "收到")) == {"新增": 5}
    assert people(begun) == ["张三", "李四", "王五", "王五", "王五"]


def test_files_of_one_name_are_told_apart(run: Run, begun: Path) -> None:
    csv_book(f"姓名,联系电话\n甲,{phone(1)}\n", "收到/东街/登记表.csv")
    csv_book(f"姓名,联系电话\n,{phone(2)}\n", "收到/西街/登记表.csv")
    answer = run("import", "收到")
    assert "西街/登记表.csv／登记表／第2行：没有姓名" in answer.out
    assert stored(begun, "select name from imported_file order by id") == [
        ("东街/登记表.csv",),
        ("西街/登记表.csv",),
    ]


MANY = 30_000


@needs_posix
@pytest.mark.parametrize("words", [("show", "先来的"), ("add", "后来的")], ids=" ".join)
def test_an_import_killed_in_the_middle_leaves_the_register_as_before(
    run: Run, begun: Path, words: Sequence[str]
) -> None:
    run("add", "先来的")
    before, size = dump(begun), begun.stat().st_size
    lines = "".join(f"张{n},{phone(n)},望江社区,{'长' * 60}\n" for n in range(MANY))
    path = csv_book(f"姓名,联系电话,所属社区,备注\n{lines}")
    journal = begun.with_name(begun.name + "-journal")
    command = [sys.executable, "-m", "talentreg", "import", str(path)]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as child:
        while child.poll() is None and begun.stat().st_size == size:
            time.sleep(0.001)
        child.kill()
    assert child.returncode == -9, "it must be killed at work"
    assert begun.stat().st_size > size
    assert journal.stat().st_size
    assert run(*words).code == 0
    if words[0] == "add":
        run("undo")
    assert dump(begun) == before
    assert [one for one in os.listdir() if one.endswith("-journal") and Path(one).stat().st_size] == []


KNOWN = (
    "姓名,身份证号,联系电话,微信,工作单位,学历,备注,所属社区,返乡意愿,宠物\n"
    f"张三,{ID},{phone(1)},wx_zhang,江州大学,大专,,望江社区,就业,猫\n"
)
LATER = (
    "姓名,身份证号,联系电话,微信,工作单位,学历,备注,所属社区,返乡意愿,宠物\n"
    f"张三,{ID},{phone(2)},wx_san,江州医院,本科,新近,渡口社区,创业,狗\n"
)
NOW = "select phone, wechat, employer, degree, note, extra from person"
MODES: dict[str, tuple[str, tuple[object, ...], list[str]]] = {
    "fill": ("更新", (phone(1), "wx_zhang", "江州大学", "大专", "新近", "猫"), ["望江社区"]),
    "update": ("更新", (phone(2), "wx_san", "江州医院", "本科", "新近", "狗"), ["望江社区", "渡口社区"]),
    "skip": ("跳过", (phone(1), "wx_zhang", "江州大学", "大专", None, "猫"), ["望江社区"]),
}
CONFLICTS = (
    "联系电话与登记册不同，保留「154****0001」，表中为「154****0002」",
    "微信与登记册不同，保留「w******g」，表中为「w****n」",
    "工作单位与登记册不同，保留「江州大学」，表中为「江州医院」",
    "学历与登记册不同，保留「大专」，表中为「本科」",
    "所属单位与登记册不同，保留「望江社区」，表中为「渡口社区」",
    "宠物与登记册不同，保留「猫」，表中为「狗」",
)


@pytest.fixture
def known(run: Run, begun: Path) -> Path:
    """Lay a register with somebody whom a later book sees otherwise."""
    return lay_once("import batch", begun, lambda: check(run("import", csv_book(KNOWN, "先.csv"))))


def check(answer: Answer) -> None:
    assert answer.code == 0, answer


@pytest.mark.parametrize(("mode", "expected"), MODES.items(), ids=list(MODES))
def test_what_a_later_book_says_of_somebody_known_is_done_as_told(
    run: Run, known: Path, mode: str, expected: tuple[str, tuple[object, ...], list[str]]
) -> None:
    fate, fields, units = expected
    before = dump(known)
    answer = run("import", csv_book(LATER, "后.csv"), "--on-match", mode)
    assert (answer.code, tally(answer)) == (0, {fate: 1})
    ((*found, extra),) = stored(known, NOW)
    assert (*found, json.loads(str(extra))["宠物"]) == fields
    held = stored(known, "select u.name from affiliation a join unit u on u.id = unit_id order by a.id")
    assert [name for (name,) in held] == units
    after = dump(known)
    again = run("import", csv_book(LATER, "后.csv"), "--on-match", mode)
    assert (dump(known), tally(again)) == (after, {"跳过" if mode == "skip" else "无变化": 1})
    if after != before:
        run("undo")
    assert dump(known) == before


def test_every_differing_field_is_listed_with_both_values_masked(run: Run, known: Path) -> None:
    answer = run("import", csv_book(LATER, "后.csv"))
    told = answer.out.partition("有出入，待核对（")[2]
    assert told.startswith(f"{len(CONFLICTS)}）登记册的没有改；以表为准请加 --on-match update")
    assert [one for one in CONFLICTS if f"：{one}［张三］" not in told] == []
    assert [number for number in (phone(1), phone(2), "wx_san", "wx_zhang") if number in answer.out] == []


@pytest.mark.parametrize("mode", ["update", "skip"])
def test_nothing_differs_where_the_book_wins_or_the_person_is_left_alone(
    run: Run, known: Path, mode: str
) -> None:
    assert "有出入" not in run("import", csv_book(LATER, "后.csv"), "--on-match", mode).out


@pytest.mark.parametrize("mode", ["fill", "update", "skip"])
def test_a_blank_never_erases(run: Run, known: Path, mode: str) -> None:
    before = dump(known)
    head = KNOWN.partition("\n")[0]
    blank = "," * (head.count(",") - 1)
    answer = run("import", csv_book(f"{head}\n张三,{ID}{blank}\n", "空.csv"), "--on-match", mode)
    assert (answer.code, dump(known), "有出入" in answer.out) == (0, before, False)


TWICE = {
    "two degrees": f"姓名,身份证号,学历\n张三,{ID},本科\n张三,{ID},硕士\n",
    "there and back": f"姓名,身份证号,学历,备注\n张三,{ID},大专,甲\n张三,{ID},硕士,乙\n张三,{ID},大专,丙\n",
    "two phones": f"姓名,身份证号,联系电话\n张三,{ID},{phone(3)}\n张三,{ID},{phone(4)}\n",
    "more and less exact": f"姓名,身份证号,出生年月\n张三,{ID},1990\n张三,{ID},1990.05\n",
}


@pytest.mark.parametrize("text", TWICE.values(), ids=list(TWICE))
@pytest.mark.parametrize("mode", ["fill", "update", "skip"])
@pytest.mark.parametrize("new", [True, False], ids=["new", "known"])
def test_a_book_that_contradicts_itself_changes_nothing_the_second_time(
    run: Run, known: Path, text: str, mode: str, new: bool
) -> None:
    if new:
        known.write_bytes(empty_register())
    path = csv_book(text, "两次.csv")
    run("import", path, "--on-match", mode)
    before = dump(known)
    again = run("import", path, "--on-match", mode)
    assert (again.code, dump(known)) == (0, before)
    assert not {"新增", "更新"} & set(tally(again))
    anew = workbook([line.split(",") for line in text.splitlines()], name="另存.xlsx")
    run("import", anew, "--on-match", mode)
    assert dump(known) == before
