"""Erasing a person: nothing of them is left in the file, everybody else is as before, it cannot be undone."""

import json
import sqlite3
from collections.abc import Callable
from contextlib import closing
from datetime import datetime
from pathlib import Path

import pytest
from books import id_number, lay_once
from conftest import Answer
from consoles import start
from dialogue import CTRL_C, CTRL_D, converse
from test_store import change_sets, contents

from talentreg.store.audit import entry_digest

Run = Callable[..., Answer]
Book = Callable[..., Path]

NAME, PHONE, SECOND, ID = "欧阳某甲", "15412345678", "0791-8812345", id_number(1)
PEOPLE = (
    "人员\n姓名|身份证号|联系电话|备用电话|所属社区|学历|返乡意愿|备注|宠物|微信\n"
    f"{NAME}|{ID}|{PHONE}|{SECOND}|望江社区|本科|创业|爱下棋|猫|wx-jia\n"
    "李四||15412345679||望江社区||就业|||\n"
    "赵六||15412345670||望江社区||||||"
)
CALLS = (
    "联络\n姓名|所属社区|联络日期|联络方式|是否返乡|联络人|联络内容|返乡意愿\n"
    f"{NAME}|望江社区|2026-03-01|电话|否|赵主任|说到{PHONE}|就业\n"
    "李四|望江社区|2026-03-01|电话|否|赵主任||"
)


@pytest.fixture
def known(run: Run, book: Book, own_register: Path) -> str:
    """Enter three people and what happened since; return the number of the one to be erased."""

    def lay() -> None:
        done = [
            run("import", book(PEOPLE)),
            run("import", book(CALLS, name="联络.xlsx")),
            run("edit", "R000001", "学历=硕士", "备注=爱下棋，会拉琴"),
            run("contact", "log", "R000001", "--channel", "微信", "--note", f"{NAME}来电{SECOND}"),
            run("contact", "remove", "C000003"),
        ]
        assert [answer.code for answer in done] == [0] * 5, done

    lay_once(__name__, own_register, lay)
    return "R000001"


def erase(run: Run, person: str, *more: str) -> Answer:
    return run("erase", person, "--reason", "本人书面申请", "--yes", *more)


def holds(path: Path, word: str) -> bool:
    """Whether a file or a journal beside it has a word in its bytes, plain or as JSON writes it."""
    spelled = [word.encode(), json.dumps(word)[1:-1].encode()]
    files = path.parent.glob(f"{path.name}*")
    return any(one in file.read_bytes() for file in files for one in spelled)


def others(path: Path, person_id: int = 1) -> dict[str, list[tuple[object, ...]]]:
    """Return every row of what an office entered that is nobody's or somebody else's."""
    with closing(sqlite3.connect(path)) as file:
        heads = {
            name: [one[1] for one in file.execute(f"PRAGMA table_info({name})")] for name in contents(path)
        }
    return {
        name: [
            row
            for row in rows
            if dict(zip(heads[name], row, strict=True)).get("id" if name == "person" else "person_id")
            != person_id
        ]
        for name, rows in contents(path).items()
    }


def test_every_row_of_the_person_goes_and_no_other(run: Run, own_register: Path, known: str) -> None:
    before = others(own_register)
    answer = erase(run, known)
    assert answer.code == 0
    assert contents(own_register) == before
    assert "已抹除 R000001：人才1，在库状态1，返乡意愿2，所属单位1，联络1" in answer.out
    assert NAME not in answer.out + answer.err


@pytest.mark.parametrize("word", [NAME, PHONE, SECOND, ID, "wx-jia", "爱下棋", "会拉琴"])
def test_no_byte_of_the_person_is_left_in_the_file(
    run: Run, own_register: Path, known: str, word: str
) -> None:
    assert holds(own_register, word)
    assert erase(run, known).code == 0
    assert not holds(own_register, word)


def test_not_even_the_name_is_left_where_nobody_else_speaks_of_it(
    run: Run, book: Book, own_register: Path
) -> None:
    path = book(f"{NAME}的表\n姓名|联系电话|学历\n{NAME}|{PHONE}|本科\n{NAME}||", name=f"{NAME}登记表.xlsx")
    run("import", path)
    run("show", "R000001", "--reveal", "--purpose", f"{NAME}核对{PHONE}")
    run("withdraw", "R000001", "--reason", f"{NAME}要求")
    assert erase(run, "R000001").code == 0
    assert run("erase", "R000002", "--reason", "同一人", "--yes").code == 0
    assert not holds(own_register, NAME)
    assert not holds(own_register, PHONE)
    assert "（已删除）登记表.xlsx" in change_sets(own_register)[0]
    assert "（已删除）核对" in run("log").out


def test_of_many_in_a_large_register_nothing_is_left_either(run: Run, samples: Path) -> None:
    run("undo")
    run("undo", "2")
    listed = json.loads(run("list", "--json").out)[::60]
    revealed = [
        json.loads(run("show", one["person"], "--reveal", "--purpose", "核对", "--json").out)
        for one in listed
    ]
    for one in revealed:
        assert erase(run, one["person"]).code == 0
    numbers = [one["id_number"] for one in revealed if one["id_number"]]
    assert len(numbers) >= 5
    assert not any(holds(samples, number) for number in numbers)


def test_what_was_sent_out_before_is_still_known_when_a_file_bore_the_name(run: Run, book: Book) -> None:
    run("import", book(PEOPLE, name=f"{NAME}登记表.xlsx"))
    run("import", book(PEOPLE.replace(NAME, "另一人"), name="另.xlsx"), "--dry-run", "--plan", "计划.json")
    assert run("export", "--workbook", "改.xlsx").code == 0
    assert erase(run, "R000001").code == 0
    answer = run("import", "改.xlsx")
    assert answer.code == 0
    assert "读取3行＝新增0＋更新0＋无变化2＋表内重复0＋未导入0＋跳过1" in answer.out
    assert "计划已过时" in run("import", "--plan", "计划.json").err


def test_the_chain_of_audit_entries_holds_after_a_name_was_taken_out(run: Run, own_register: Path) -> None:
    run("add", NAME, "--phone", PHONE)
    for purpose in ("核对补贴", f"{NAME}核对", "再核对"):
        run("show", "R000001", "--reveal", "--purpose", purpose)
    answer = erase(run, "R000001")
    assert "留痕里的姓名或号码已去掉（1条）" in answer.out
    previous = ""
    with closing(sqlite3.connect(own_register)) as file:
        file.row_factory = sqlite3.Row
        rows = [dict(row) for row in file.execute("SELECT * FROM audit_entry ORDER BY id")]
    assert len(rows) == 4
    for row in rows:
        previous = entry_digest(previous, {**row, "at": datetime.fromisoformat(row["at"])})
        assert previous == row["digest"]


def test_the_log_and_show_say_that_somebody_was_erased_and_why(run: Run, known: str) -> None:
    erase(run, known)
    told = run("log", "R000001")
    assert told.code == 0
    assert "R000001 已于2026年3月31日抹除（第6号变更），原因：本人书面申请" in told.out
    assert NAME not in told.out
    actions = [(step["action"], step["after"]) for step in json.loads(run("log", "R000001", "--json").out)]
    assert actions == [("insert", ""), ("erase", "")]
    newest, *older = json.loads(run("log", "--json").out)
    assert (newest["number"], newest["command"]) == (6, "erase")
    assert sorted(newest["summary"].split("，")) == [
        "抹除人才1",
        "抹除在库状态1",
        "抹除所属单位1",
        "抹除联络1",
        "抹除返乡意愿2",
    ]
    (entry,) = (one for one in older if one["command"] == "erase")
    assert (entry["number"], entry["summary"]) == (None, "R000001，原因：本人书面申请")
    (removal,) = (one for one in older if one["command"] == "contact remove")
    assert removal["summary"] == "（已抹除）"
    for words in (
        ("show", "R000001"),
        ("edit", "r1", "学历=本科"),
        ("contact", "list", "--person", "R000001"),
    ):
        answer = run(*words)
        assert (answer.code, answer.out) == (1, "")
        assert "R000001 已于2026年3月31日抹除" in answer.err
    for words in (("log", "C000001"), ("imports", "show", "1"), ("imports", "show", "1", "--json")):
        answer = run(*words)
        assert answer.code == 0
        assert NAME not in answer.out


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (("R000001",), 2, "缺少 --reason"),
        (("R000001", "--reason", "　"), 2, "缺少 --reason"),
        (("R000001", "--reason", "申请"), 2, "不在终端上抹除要加 --yes"),
        (("R000001", "--reason", f"{NAME}本人申请", "--yes"), 2, "不能写此人的姓名"),
        (("R000009", "--reason", "申请", "--yes"), 1, "登记册里没有「R000009」"),
        (("王某某", "--reason", "申请", "--yes"), 1, "登记册里没有「王某某」"),
    ],
)
def test_what_cannot_be_erased_changes_nothing(
    run: Run, own_register: Path, known: str, words: tuple[str, ...], code: int, said: str
) -> None:
    before = own_register.read_bytes()
    answer = run("erase", *words)
    assert (answer.code, answer.out) == (code, "")
    assert said in answer.err
    assert own_register.read_bytes() == before


def test_a_dry_run_says_what_would_go_and_writes_nothing(run: Run, own_register: Path, known: str) -> None:
    before = own_register.read_bytes()
    answer = run("erase", PHONE, "--dry-run")
    assert answer.code == 0
    assert f"将抹除：R000001  {NAME}  望江社区  154****5678" in answer.out
    assert "在库状态1，返乡意愿2，所属单位1，联络1；来表中的2行只留位置" in answer.out
    assert "以前各期的统计也不再计此人" in answer.out
    assert own_register.read_bytes() == before


def test_numbers_in_the_reason_are_masked(run: Run, own_register: Path, known: str) -> None:
    answer = run("erase", known, "--yes", "--reason", f"来电{PHONE}、座机{SECOND}，证号{ID}，[red]申请[/red]")
    assert answer.code == 0
    assert "154****5678" not in answer.out
    said = run("log", "R000001").out
    assert "[red]申请[/red]" in said
    for number in (PHONE, SECOND, ID):
        assert number not in said
        assert not holds(own_register, number)


def test_several_of_one_name_are_listed_and_none_is_erased(run: Run, own_register: Path) -> None:
    for phone in ("15412345671", "15412345672"):
        run("add", "王伟", "--phone", phone, "--namesake")
    before = own_register.read_bytes()
    answer = erase(run, "王伟")
    assert (answer.code, answer.out) == (1, "")
    assert "R000001" in answer.err
    assert "R000002" in answer.err
    assert own_register.read_bytes() == before


def test_there_must_be_a_register(run: Run, own_register: Path) -> None:
    assert erase(run, "张三").code == 1
    assert not own_register.exists()


def test_a_number_is_never_given_again(run: Run) -> None:
    run("add", "张三", "--phone", PHONE)
    run("contact", "log", "张三", "--channel", "电话")
    erase(run, "R000001")
    assert "R000002" in run("add", "李四").out
    run("contact", "log", "李四", "--channel", "电话")
    assert "C000002" in run("contact", "list").out
    assert erase(run, "R000001").code == 1


def test_staff_and_people_of_the_same_name_stay(run: Run, book: Book) -> None:
    run("import", book(PEOPLE))
    run("staff", "add", NAME, "--unit", "望江社区")
    run("add", NAME, "--phone", "15412345600", "--unit", "望江社区", "--namesake")
    assert erase(run, "R000001").code == 0
    assert NAME in run("staff", "list").out
    assert "R000004" in run("list", NAME).out


def test_what_others_records_say_of_the_person_is_counted_and_left(run: Run) -> None:
    run("add", "张三", "--phone", PHONE)
    run("add", "李四", "备注=与张三同窗")
    run("contact", "log", "李四", "--channel", "电话", "--note", "谈到张三")
    assert "另有2条别人的记录写有同样的姓名，没有改动" in erase(run, "R000001").err
    assert "与张三同窗" in run("show", "李四").out


def test_backups_beside_the_register_are_named(run: Run, own_register: Path, known: str) -> None:
    copies = [own_register.with_name(name) for name in ("register.db.before-0004.bak", "register.db.old")]
    for copy in copies:
        copy.write_bytes(own_register.read_bytes())
    answer = erase(run, known)
    assert answer.code == 0
    for copy in copies:
        assert str(copy) in answer.err


def test_names_are_printed_as_they_are(run: Run) -> None:
    run("add", "[red]张三[/red]")
    assert "[red]张三[/red]" in run("erase", "R000001", "--dry-run").out
    assert erase(run, "R000001").code == 0


def test_a_read_only_register_is_refused(run: Run, own_register: Path, known: str) -> None:
    own_register.chmod(0o400)
    own_register.parent.chmod(0o500)
    before = own_register.read_bytes()
    try:
        answer = start("erase", known, "--reason", "申请", "--yes", bound=True)
    finally:
        own_register.parent.chmod(0o700)
    assert answer.code == 1
    assert "只读" in answer.err or "权限" in answer.err
    assert own_register.read_bytes() == before


WORDS = ("erase", "R000001", "--reason", "本人书面申请")


@pytest.mark.parametrize("answer", ["R000001", "r1", "是"])
def test_on_a_terminal_the_person_is_named_and_the_number_or_yes_erases(
    own_register: Path, known: str, answer: str
) -> None:
    code, screen = converse(WORDS, answer)
    assert code == 0
    assert f"将抹除：R000001  {NAME}  望江社区  154****5678" in screen
    assert "联络1" in screen
    assert screen.index("以前各期的统计也不再计此人") < screen.index("确认请输入")
    assert not holds(own_register, PHONE)


@pytest.mark.parametrize(
    ("answer", "code"), [("", 0), ("y", 0), ("R000002", 0), (CTRL_C, 130), (CTRL_D, 130)]
)
def test_any_other_answer_leaves_everything_as_it_was(
    own_register: Path, known: str, answer: str, code: int
) -> None:
    before = own_register.read_bytes()
    ended, _ = converse(WORDS, answer)
    assert ended == code
    assert own_register.read_bytes() == before
