"""A dry run saved and carried out later does what the import itself would have done, or is refused whole."""

import json
import re
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
from books import csv_book, dump, empty_register, id_number, lay_once, phone, stored, tally
from conftest import Answer
from test_store import needs_posix

Run = Callable[..., Answer]
Book = Callable[..., Path]

BEFORE = f"姓名,联系电话,所属社区,学历,返乡意愿,宠物\n张三,{phone(1)},望江社区,大专,就业,猫\n"
PEOPLE = (
    "人员\n姓名|身份证号|联系电话|所属街道|所属社区|学历|返乡意愿|宠物\n"
    f"张三|{id_number(1)}|{phone(1)}|临江街道|望江社区|本科|创业|狗\n"
    f"李四||{phone(2)}|临江街道|渡口社区|硕士|无|鱼\n"
    "王五||154|||自学|看情况|"
)
CALLS = (
    "联络\n姓名|联系电话|联络日期|联络方式|联络人|返乡意愿\n"
    f"张三|{phone(1)}|2026-03-01|电话|赵主任|项目合作\n李四|{phone(2)}|2026-03-02|走访|钱主任|"
)
NAMELESS = f"人员\n姓名|联系电话|所属社区\n李四|{phone(2)}|望江社区\n|{phone(3)}|望江社区"
PLAN = "计划.json"


@pytest.fixture
def begun(run: Run, own_register: Path) -> Path:
    """Lay a register with one person where the commands look for it."""

    def lay() -> None:
        assert run("import", csv_book(BEFORE, name="先.csv")).code == 0

    return lay_once("import plan", own_register, lay)


def everything(register: Path) -> dict[str, list[tuple[object, ...]]]:
    """Return every row of the file, sources and problems too; only when and by whom is left out."""
    names = stored(register, "select name from sqlite_master where type = 'table' order by 1")
    found = {
        str(name): stored(register, f'select * from "{name}" order by 1')
        for (name,) in names
        if name not in ("audit_entry", "change_set", "sqlite_sequence")
    }
    return found | {"change_set": stored(register, "select id, command, undoes, undone_by from change_set")}


def kept(plan: Path | str = PLAN) -> str:
    return Path(plan).read_text("utf-8")


@pytest.mark.parametrize("words", [(), ("--on-match", "update"), ("--on-match", "skip")], ids=" ".join)
@pytest.mark.parametrize("more", [(), ("--as-of", "2026-02-01"), ("--unit", "/云河区")], ids=" ".join)
def test_a_saved_plan_leaves_the_very_rows_the_import_itself_leaves(
    run: Run, book: Book, begun: Path, words: Sequence[str], more: Sequence[str]
) -> None:
    path, blank = book(PEOPLE, CALLS), begun.read_bytes()
    direct = run("import", path, *words, *more)
    assert direct.code == 0
    wanted = everything(begun)
    begun.write_bytes(blank)
    dry = run("import", path, *words, *more, "--dry-run", "--plan", PLAN)
    assert everything(begun) == everything_of(blank, begun)
    carried = run("import", "--plan", PLAN)
    assert everything(begun) == wanted
    assert (carried.out, carried.code, dry.code) == (direct.out, direct.code, direct.code)
    assert run("undo").code == 0
    assert dump(begun) == dump_of(blank, begun)


def everything_of(content: bytes, register: Path) -> dict[str, list[tuple[object, ...]]]:
    """Return the rows of a register kept as bytes."""
    other = register.with_name("之前.db")
    other.write_bytes(content)
    return everything(other)


def dump_of(content: bytes, register: Path) -> dict[str, list[tuple[object, ...]]]:
    """Return what an office had entered into a register kept as bytes."""
    other = register.with_name("之前.db")
    other.write_bytes(content)
    return dump(other)


def test_a_plan_made_without_a_register_makes_it(run: Run, book: Book, own_register: Path) -> None:
    path = book(PEOPLE, CALLS)
    assert run("import", path, "--dry-run", "--plan", PLAN).code == 0
    assert not own_register.exists()
    carried = run("import", "--plan", PLAN)
    assert (carried.code, tally(carried)) == (0, {"新增": 5})
    other = own_register.with_name("另一本.db")
    run("--db", other, "import", path)
    assert everything(own_register) == everything(other)


def test_the_senders_file_is_not_needed_any_more(run: Run, book: Book, begun: Path) -> None:
    path = book(PEOPLE)
    run("import", path, "--dry-run", "--plan", PLAN)
    path.unlink()
    assert tally(run("import", "--plan", PLAN)) == {"新增": 2, "更新": 1}
    assert "登记表.xlsx" in run("show", "李四", "--sources").out


def test_the_saved_plan_is_told_how_to_carry_it_out(run: Run, book: Book, begun: Path) -> None:
    answer = run("import", book(PEOPLE), "--dry-run", "--plan", PLAN)
    (command,) = re.findall(r"照此导入：talentreg (.+)", answer.err)
    assert f"计划已存为 {PLAN}" in answer.err
    assert run(*command.split()).code == 0


@pytest.mark.parametrize("quiet", [(), ("--quiet",)], ids=" ".join)
def test_what_is_chosen_of_a_column_is_remembered_when_the_plan_is_carried_out(
    run: Run, book: Book, begun: Path, quiet: Sequence[str]
) -> None:
    path = book(f"人员\n姓名|甲|学历\n李四|{phone(2)}|本科")
    run(*quiet, "import", path, "--map", "甲=联系电话", "--dry-run", "--plan", PLAN)
    assert json.loads(run("imports", "mappings", "--json").out) == []
    run(*quiet, "import", "--plan", PLAN)
    assert stored(begun, "select phone from person where name = '李四'") == [(phone(2),)]
    (told,) = json.loads(run("imports", "mappings", "--json").out)
    assert (told["heading"], told["target"]) == ("甲", "person.phone")


CHANGES: dict[str, Sequence[str]] = {
    "somebody added": ("add", "赵六"),
    "somebody edited": ("edit", "张三", "学历=博士"),
    "a contact logged": ("contact", "log", "张三", "--channel", "电话"),
    "the import taken back": ("undo",),
    "a unit added": ("unit", "add", "梅溪村"),
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=list(CHANGES))
def test_after_any_change_of_the_register_a_plan_is_refused(
    run: Run, book: Book, begun: Path, change: Sequence[str]
) -> None:
    run("import", book(PEOPLE), "--dry-run", "--plan", PLAN)
    assert run(*change).code == 0
    before = everything(begun)
    answer = run("import", "--plan", PLAN)
    assert (answer.code, answer.out, everything(begun)) == (1, "", before)
    assert "登记册在计划之后有过变更（第2号" in answer.err
    assert "请重新试导入" in answer.err


@pytest.mark.parametrize(
    "looked",
    [("list",), ("stats",), ("imports",), ("import", "登记表.xlsx", "--dry-run"), ("export", "出.xlsx")],
    ids=" ".join,
)
def test_looking_at_the_register_does_not_outdate_a_plan(
    run: Run, book: Book, begun: Path, looked: Sequence[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    path = book(PEOPLE)
    run("import", path, "--dry-run", "--plan", PLAN)
    monkeypatch.chdir(path.parent)
    assert run(*looked).code == 0
    assert run("import", "--plan", begun.with_name(PLAN)).code == 0


def test_a_plan_is_carried_out_once(run: Run, book: Book, begun: Path) -> None:
    run("import", book(PEOPLE), "--dry-run", "--plan", PLAN)
    assert run("import", "--plan", PLAN).code == 0
    before = everything(begun)
    assert (run("import", "--plan", PLAN).code, everything(begun)) == (1, before)
    run("undo")
    assert run("import", "--plan", PLAN).code == 1, "an undone register is another state: two changes later"


def test_a_plan_for_another_register_is_refused(run: Run, book: Book, begun: Path) -> None:
    run("import", book(PEOPLE), "--dry-run", "--plan", PLAN)
    other = begun.with_name("另一本.db")
    run("--db", other, "add", "张三")
    before = everything(other)
    answer = run("--db", other, "import", "--plan", PLAN)
    assert (answer.code, answer.out, everything(other)) == (1, "", before)
    assert "另一本登记册" in answer.err
    absent = begun.with_name("还没有.db")
    assert run("--db", absent, "import", "--plan", PLAN).code == 1


@pytest.mark.parametrize(
    ("spoil", "said"),
    [
        (lambda path: path.write_text(kept(path).replace("硕士", "博士"), "utf-8"), "不完整或被改动过"),
        (lambda path: path.write_text(kept(path)[:-200], "utf-8"), "不完整或被改动过"),
        (lambda path: path.write_text("姓名,电话\n", "utf-8"), "不是试导入保存的计划"),
        (lambda path: path.write_bytes(b""), "不是试导入保存的计划"),
        (lambda path: path.write_bytes(b"PK\x03\x04\xff\xfe"), "不是试导入保存的计划"),
        (lambda path: path.unlink(), "打不开"),
    ],
    ids=["edited", "cut short", "another file", "empty", "a workbook", "gone"],
)
def test_what_is_no_plan_any_more_writes_nothing(
    run: Run, book: Book, begun: Path, spoil: Callable[[Path], object], said: str
) -> None:
    run("import", book(PEOPLE), "--dry-run", "--plan", PLAN)
    spoil(Path(PLAN))
    before = everything(begun)
    answer = run("import", "--plan", PLAN)
    assert (answer.code, answer.out, everything(begun)) == (1, "", before)
    assert said in answer.err
    assert "Traceback" not in answer.err


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ((), "缺少 文件"),
        (("--dry-run",), "缺少 文件"),
        (("--dry-run", "--plan", PLAN), "去掉 --dry-run"),
        (("登记表.csv", "--plan", PLAN), "要加 --dry-run"),
    ],
    ids=" ".join,
)
def test_options_that_do_not_go_together_are_said(
    run: Run, begun: Path, words: Sequence[str], said: str
) -> None:
    path = csv_book(BEFORE)
    run("import", path, "--dry-run", "--plan", PLAN)
    before, plan = everything(begun), kept()
    answer = run("import", *words)
    assert (answer.code, answer.out, everything(begun), kept()) == (2, "", before, plan)
    assert said in answer.err


@needs_posix
def test_a_plan_is_for_the_office_only_and_replaced_only_by_force(run: Run, book: Book, begun: Path) -> None:
    first, second = book(PEOPLE, name="一.xlsx"), book(CALLS, name="二.xlsx")
    run("import", first, "--dry-run", "--plan", PLAN)
    assert Path(PLAN).stat().st_mode & 0o777 == 0o600
    before = kept()
    answer = run("import", second, "--dry-run", "--plan", PLAN)
    assert (answer.code, answer.out, kept()) == (1, "", before)
    assert f"{PLAN} 已经存在" in answer.err
    assert "--force" in answer.err
    run("import", second, "--dry-run", "--plan", PLAN, "--force")
    assert kept() != before
    assert Path(PLAN).stat().st_mode & 0o777 == 0o600


def test_a_plan_shows_no_full_number_in_what_it_tells(run: Run, book: Book, begun: Path) -> None:
    run("import", book(PEOPLE), "--dry-run", "--plan", PLAN)
    told = json.dumps(json.loads(kept())["changes"], ensure_ascii=False)
    assert "李四" in told
    assert [number for number in (id_number(1), phone(2)) if number in told] == []


def test_a_plan_keeps_the_days_it_showed_when_it_is_carried_out_later(
    run: Run, book: Book, begun: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What somebody approved is what is written; only the day of entry is the day it was done."""
    run("import", book(PEOPLE), "--dry-run", "--plan", PLAN)
    monkeypatch.setenv("TALENTREG_TODAY", "2026-04-02")
    assert run("import", "--plan", PLAN).code == 0
    query = 'select "on", entered_on from {} where person_id > 1'
    for history in ("status", "intention"):
        assert set(stored(begun, query.format(history))) == {("2026-03-31", "2026-04-02")}


def test_rejected_rows_are_told_when_planned_and_again_when_carried_out(
    run: Run, book: Book, begun: Path
) -> None:
    dry = run("import", book(NAMELESS), "--dry-run", "--plan", PLAN)
    real = run("import", "--plan", PLAN)
    for answer in (dry, real):
        assert (answer.code, tally(answer)) == (3, {"新增": 1, "未导入": 1})
        assert "第3行：没有姓名" in answer.out
    assert stored(begun, "select name from person") == [("张三",), ("李四",)]


def test_strict_refuses_a_plan_with_rejected_rows(run: Run, book: Book, begun: Path) -> None:
    run("import", book(NAMELESS), "--dry-run", "--plan", PLAN)
    before = everything(begun)
    answer = run("import", "--plan", PLAN, "--strict")
    assert (answer.code, answer.out, everything(begun)) == (1, "", before)
    assert "第3行：没有姓名" in answer.err
    assert "按 --strict 整批没有写入" in answer.err
    assert run("import", "--plan", PLAN).code == 3, "and the plan is as good as before"


def test_a_plan_of_nothing_new_leaves_nothing(run: Run, begun: Path) -> None:
    path = csv_book(BEFORE, name="先.csv")
    run("import", path, "--dry-run", "--plan", PLAN)
    before = everything(begun)
    answer = run("import", "--plan", PLAN)
    assert (answer.code, everything(begun)) == (0, before)
    assert "没有变化" in answer.out


def test_of_several_files_one_that_cannot_be_read_is_told_and_the_rest_planned(
    run: Run, book: Book, own_register: Path
) -> None:
    own_register.write_bytes(empty_register())
    broken = csv_book("", name="坏.xlsx")
    broken.write_bytes(b"PK\x03\x04")
    dry = run("import", broken, book(PEOPLE), "--dry-run", "--plan", PLAN)
    assert (dry.code, "没有读的文件（1）\n  坏.xlsx" in dry.out) == (3, True)
    assert tally(run("import", "--plan", PLAN)) == {"新增": 3}


@pytest.mark.parametrize(
    "words",
    [
        ("--unit", "/甲村"),
        ("--on-match", "update"),
        ("--as-of", "2026-01-01"),
        ("--map", "学历=备注"),
        ("--marked", "核对"),
        ("--force",),
    ],
    ids=lambda words: words[0],
)
def test_a_saved_plan_takes_no_word_on_what_it_has_settled(
    run: Run, begun: Path, words: tuple[str, ...]
) -> None:
    run("import", csv_book(BEFORE, name="再.csv"), "--dry-run", "--plan", PLAN)
    before = dump(begun)
    answer = run("import", "--plan", PLAN, *words)
    assert (answer.code, dump(begun)) == (2, before)
    assert "照存好的计划导入时只写 --plan" in answer.err
