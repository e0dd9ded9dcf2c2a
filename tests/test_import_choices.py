"""What somebody decides of a column: told by an option, asked on a terminal, remembered for the layout."""

import json
import re
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
from books import csv_book, dump, empty_register, id_number, phone, save, stored
from conftest import Answer
from dialogue import CTRL_C, CTRL_D, converse
from openpyxl import Workbook

Run = Callable[..., Answer]
Book = Callable[..., Path]

TERMINAL = pytest.mark.skipif(sys.platform == "win32", reason="pseudo-terminals are POSIX")
REMEMBERED = "照以前的选择，列「甲」为联系电话"
PEOPLE = "".join(f"张{chr(0x4E00 + n)},{phone(n)},望江社区\n" for n in range(1, 6))
STRANGE = f"姓名,甲,所属社区\n{PEOPLE}"
NEXT = f"姓名,所属社区,甲\n李四,渡口社区,{phone(8)}\n"


@pytest.fixture(autouse=True)
def begun(own_register: Path) -> Path:
    """Lay an empty register where the commands look for it."""
    own_register.write_bytes(empty_register())
    return own_register


def first(register: Path, column: str) -> object:
    ((value,),) = stored(register, f"select {column} from person order by id limit 1")
    return value


def beside(register: Path) -> object:
    """Return what is kept beside the first person."""
    return json.loads(str(first(register, "extra") or "{}"))


def mappings(run: Run) -> list[tuple[str, str]]:
    return [(one["heading"], one["target"]) for one in json.loads(run("imports", "mappings", "--json").out)]


@pytest.mark.parametrize("word", ["phone", "person.phone", "联系电话", "手机号", " 电话 ", "Phone"])
def test_a_column_is_what_it_is_said_to_be_by_name_or_heading(run: Run, begun: Path, word: str) -> None:
    answer = run("import", csv_book(STRANGE), "--map", f"甲={word}")
    assert answer.code == 0
    assert "列「甲」" not in answer.out
    assert (first(begun, "phone"), beside(begun)) == (phone(1), {})
    assert mappings(run) == [("甲", "person.phone")]


@pytest.mark.parametrize(
    ("word", "kept", "target"),
    [
        ("忽略", {}, "ignored"),
        ("", {}, "ignored"),
        ("保留", {"甲": phone(1)}, "kept"),
        ("keep", {"甲": phone(1)}, "kept"),
    ],
)
def test_a_column_may_be_left_out_or_kept_as_it_is(
    run: Run, begun: Path, word: str, kept: dict[str, str], target: str
) -> None:
    answer = run("import", csv_book(STRANGE), "--map", f"甲={word}")
    assert (answer.code, first(begun, "phone"), beside(begun)) == (0, None, kept)
    assert "列「甲」" not in answer.out, "what was said is not asked again"
    assert mappings(run) == [("甲", target)]


def test_a_column_with_a_heading_of_its_own_may_be_told_otherwise(run: Run, begun: Path) -> None:
    table = f"姓名,联系电话,备注,学历\n张三,{phone(1)},江州大学,本科\n"
    run("import", csv_book(table), "--map", "联系电话=第二联系电话", "--map", "备注=工作单位")
    assert [first(begun, name) for name in ("phone", "second_phone", "employer", "note", "degree")] == [
        *(None, phone(1), "江州大学", None, "本科")
    ]


@pytest.mark.parametrize("written", ["家庭情况/号码", "家庭情况号码", "号码"])
def test_a_heading_of_two_rows_is_told_by_all_of_it_or_by_its_lowest(
    run: Run, begun: Path, written: str
) -> None:
    made = Workbook()
    page = made.worksheets[0]
    for row in (
        ("姓名", "联系电话", "家庭情况", ""),
        ("", "", "配偶", "号码"),
        ("张三", phone(1), "李四", phone(2)),
    ):
        page.append(row)
    for area in ("A1:A2", "B1:B2", "C1:D1"):
        page.merge_cells(area)
    assert run("import", save(made), "--map", f"{written}=亲属联系电话").code == 0
    assert (first(begun, "relative_phone"), first(begun, "phone")) == (phone(2), phone(1))


def test_a_column_without_a_heading_is_told_by_its_letter(run: Run, begun: Path) -> None:
    answer = run("import", csv_book(STRANGE.replace("甲", "")), "--map", "B列=联系电话")
    assert (answer.code, first(begun, "phone")) == (0, phone(1))


def test_a_column_of_contacts_is_told_the_same_way(run: Run, begun: Path) -> None:
    run("import", csv_book(f"姓名,联系电话,所属社区\n张三,{phone(1)},望江社区\n", name="人.csv"))
    calls = f"姓名,联系电话,联络日期,联络方式,谁,讲了啥\n张三,{phone(1)},2026-03-01,电话,赵主任,问候\n"
    run("import", csv_book(calls), "--map", "谁=联络人", "--map", "讲了啥=note")
    query = "select s.name, c.note from contact c join staff s on s.id = c.staff_id"
    assert stored(begun, query) == [("赵主任", "问候")]


@pytest.mark.parametrize(
    ("option", "code", "said"),
    [
        ("甲=phonn", 2, ("没有「phonn」这一项", "是不是：phone")),
        ("甲=联系电活", 2, ("没有「联系电活」这一项", "联系电话")),
        ("甲=龘", 2, ("没有「龘」这一项", "忽略、保留")),
        ("甲", 2, ("看不懂「甲」", "--map '旧列名=联系电话'")),
        ("=联系电话", 2, ("看不懂「=联系电话」",)),
        ("所属社村=联系电话", 1, ("没有一张表有「所属社村」这一列", "是不是：所属社区")),
        ("癸=联系电话", 1, ("没有一张表有「癸」这一列", "是不是：甲")),
    ],
)
def test_a_slip_is_answered_with_the_nearest_names_and_nothing_is_written(
    run: Run, begun: Path, option: str, code: int, said: Sequence[str]
) -> None:
    before = begun.read_bytes()
    answer = run("import", csv_book(STRANGE), "--map", option)
    assert (answer.code, answer.out, begun.read_bytes()) == (code, "", before)
    assert [word for word in said if word not in answer.err] == []


def test_what_is_told_of_one_file_of_several_is_enough(run: Run, begun: Path) -> None:
    other = csv_book(f"姓名,联系电话,学历\n王五,{phone(9)},本科\n", name="另.csv")
    assert run("import", csv_book(STRANGE), other, "--map", "甲=phone").code == 0
    assert mappings(run) == [("甲", "person.phone")]


def test_the_next_book_of_the_layout_is_read_by_the_choice_and_says_so(run: Run, begun: Path) -> None:
    assert REMEMBERED not in run("import", csv_book(STRANGE), "--map", "甲=联系电话").out
    answer = run("import", csv_book(NEXT, name="下季.csv"))
    assert f"提醒（1）\n  下季.csv／下季／第1行：{REMEMBERED}" in answer.out
    assert "talentreg imports mappings" in answer.out
    assert stored(begun, "select phone from person where name = '李四'") == [(phone(8),)]


def test_another_layout_knows_nothing_of_the_choice(run: Run, begun: Path) -> None:
    run("import", csv_book(STRANGE), "--map", "甲=联系电话")
    other = csv_book("姓名,所属社区,甲,学历\n李四,渡口社区,一等,本科\n", name="别的.csv")
    answer = run("import", other)
    assert "不认识的列「甲」" in answer.out
    assert REMEMBERED not in answer.out


def test_a_later_choice_replaces_the_remembered_one(run: Run, begun: Path) -> None:
    run("import", csv_book(STRANGE), "--map", "甲=联系电话")
    answer = run("import", csv_book(NEXT, name="下季.csv"), "--map", "甲=第二联系电话")
    assert REMEMBERED not in answer.out
    assert stored(begun, "select phone, second_phone from person where name = '李四'") == [(None, phone(8))]
    assert mappings(run) == [("甲", "person.second_phone")]
    run("undo")
    assert mappings(run) == [("甲", "person.phone")]


def test_taking_the_import_back_forgets_the_choice(run: Run, begun: Path) -> None:
    empty = dump(begun)
    run("import", csv_book(STRANGE), "--map", "甲=联系电话")
    assert run("undo").code == 0
    assert (mappings(run), dump(begun)) == ([], empty)
    assert REMEMBERED not in run("import", csv_book(STRANGE)).out


def test_a_choice_is_forgotten_on_demand(run: Run, begun: Path) -> None:
    run("import", csv_book(STRANGE), "--map", "甲=联系电话")
    page = run("imports", "mappings").out
    assert "甲         联系电话" in page
    answer = run("imports", "mappings", "--forget", "1")
    assert (answer.code, answer.out.splitlines()[0]) == (0, "已忘掉第1号：甲 → 联系电话")
    told = run("import", csv_book(NEXT, name="下季.csv")).out
    assert REMEMBERED not in told
    assert "列「甲」的内容像手机号" in told


@pytest.mark.parametrize("words", [("--dry-run",), ("--strict",)], ids=" ".join)
def test_what_is_not_carried_out_is_not_remembered(run: Run, begun: Path, words: Sequence[str]) -> None:
    run("import", csv_book(f"{STRANGE},{phone(7)},望江社区\n"), "--map", "甲=联系电话", *words)
    assert mappings(run) == []


def test_a_choice_is_remembered_though_the_rows_were_known_already(run: Run, begun: Path) -> None:
    run("import", csv_book(STRANGE.replace("甲", "联系电话"), name="先.csv"))
    answer = run("import", csv_book(STRANGE), "--map", "甲=联系电话")
    assert "没有变化" in answer.out
    assert mappings(run) == [("甲", "person.phone")]


CERTAIN = {
    "ID numbers": ("证号", [id_number(n) for n in range(1, 6)], "id_number", "身份证号，按身份证号读取"),
    "phones, hinted at": ("联络号码", [phone(n) for n in range(1, 6)], "phone", "手机号，按联系电话读取"),
}


@pytest.mark.parametrize(("heading", "values", "name", "said"), CERTAIN.values(), ids=list(CERTAIN))
def test_what_the_cells_prove_is_taken_with_a_note(
    run: Run, begun: Path, heading: str, values: list[str], name: str, said: str
) -> None:
    lines = "".join(f"张{chr(0x4E00 + n)},{value},望江社区\n" for n, value in enumerate(values))
    answer = run("import", csv_book(f"姓名,{heading},所属社区\n{lines}"))
    assert first(begun, name) == values[0]
    assert f"列「{heading}」的内容是{said}" in answer.out
    assert mappings(run) == [], "nobody decided anything"


@pytest.mark.parametrize("words", [(), ("--quiet",)], ids=["in a pipe", "quiet"])
def test_what_is_merely_likely_is_left_and_said_with_the_option(
    run: Run, begun: Path, words: Sequence[str]
) -> None:
    answer = run(*words, "import", csv_book(STRANGE))
    assert (answer.code, first(begun, "phone"), beside(begun)) == (0, None, {"甲": phone(1)})
    assert "列「甲」的内容像手机号（如 154****0001），没有采用" in answer.out
    assert "请加 --map '甲=联系电话'" in answer.out
    run("undo")
    assert run("import", csv_book(STRANGE), "--map", "甲=联系电话").code == 0
    assert first(begun, "phone") == phone(1)


ANSWERS: dict[str, tuple[Sequence[str], str, object, str]] = {
    "y": (["y"], "phone", phone(1), "person.phone"),
    "是": (["是"], "phone", phone(1), "person.phone"),
    "its name": (["联系电话"], "phone", phone(1), "person.phone"),
    "Enter": ([""], "phone", None, "kept"),
    "n": (["n"], "phone", None, "kept"),
    "another field": (["第二联系电话"], "second_phone", phone(1), "person.second_phone"),
    "leave it out": (["忽略"], "extra", None, "ignored"),
    "nonsense, then y": (["乱写", "phonn", "y"], "phone", phone(1), "person.phone"),
}


@TERMINAL
@pytest.mark.parametrize(("answers", "name", "value", "target"), ANSWERS.values(), ids=list(ANSWERS))
def test_on_a_terminal_it_is_asked_and_the_answer_remembered(
    run: Run, begun: Path, answers: Sequence[str], name: str, value: object, target: str
) -> None:
    code, shown = converse(("import", csv_book(STRANGE)), *answers)
    assert code == 0, shown
    assert "列「甲」的内容像手机号（如 154****0001）\n是联系电话吗？" in shown
    assert phone(1) not in shown
    assert shown.count("是联系电话吗？") == len(answers)
    assert (first(begun, name), mappings(run)) == (value, [("甲", target)])
    code, shown = converse(("import", csv_book(NEXT, name="下季.csv")))
    assert (code, "是联系电话吗？" in shown) == (0, False), shown


@TERMINAL
def test_nonsense_is_answered_with_the_nearest_names(begun: Path) -> None:
    _, shown = converse(("import", csv_book(STRANGE)), "phonn", "")
    assert re.search("没有「phonn」这一项；是不是：.*phone.*\n是联系电话吗？", shown), shown


@TERMINAL
@pytest.mark.parametrize("answers", [[CTRL_C], [CTRL_D], ["乱写", CTRL_C]], ids=["^C", "^D", "later"])
def test_who_breaks_off_has_written_nothing(run: Run, begun: Path, answers: Sequence[str]) -> None:
    before = begun.read_bytes()
    code, shown = converse(("import", csv_book(STRANGE)), *answers)
    assert (code, begun.read_bytes()) == (130, before)
    assert "Traceback" not in shown


@TERMINAL
def test_one_heading_of_several_books_is_asked_about_once(run: Run, begun: Path) -> None:
    other = csv_book(STRANGE.replace("张", "李").replace("154", "155"), name="另.csv")
    code, shown = converse(("import", csv_book(STRANGE), other), "y")
    assert (code, shown.count("是联系电话吗？")) == (0, 1), shown
    assert stored(begun, "select count(phone) from person") == [(10,)]


@TERMINAL
@pytest.mark.parametrize("words", [("--quiet",), ()], ids=["quiet", "told"])
def test_nobody_is_asked_who_wants_quiet_or_has_said_it(begun: Path, words: Sequence[str]) -> None:
    told = () if words else ("--map", "甲=联系电话")
    code, shown = converse((*words, "import", csv_book(STRANGE), *told))
    assert (code, "吗？" in shown) == (0, False), shown


@TERMINAL
def test_an_answer_given_for_a_try_is_not_remembered(run: Run, begun: Path) -> None:
    code, shown = converse(("import", csv_book(STRANGE), "--dry-run"), "y")
    assert (code, mappings(run)) == (0, []), shown
    assert "联系电话 154****0001" in shown
