"""`talentreg add` without a name: asked field by field on a terminal, checked at once, written at the end."""

import re
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
from books import csv_book, empty_register, id_number, phone, stored
from conftest import Answer
from consoles import start
from dialogue import CTRL_C, CTRL_D, converse
from test_store import contents

Run = Callable[..., Answer]

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="pseudo-terminals are POSIX")

ID = id_number(1)
UNITS = f"""姓名,所属街道,所属社区,联系电话
李四,临江街道,新桥社区,{phone(1)}
钱五,青石街道,新桥社区,{phone(2)}
"""
_laid: list[bytes] = []  # made once: an import takes ten times as long as a command


@pytest.fixture
def office(run: Run, own_register: Path) -> Path:
    """Lay a register with two people, in two communities of one name."""
    if not _laid:
        own_register.write_bytes(empty_register())
        assert run("import", csv_book(UNITS), "--unit", "/云河区").code == 0
        _laid.append(own_register.read_bytes())
    own_register.write_bytes(_laid[0])
    return own_register


def talk(*answers: str) -> tuple[int, str]:
    """Answer the questions of `add`."""
    return converse(("add",), *answers)


def full(**given: str) -> Sequence[str]:
    """Give an answer to every question, blank where none is given; without an ID number."""
    names = (
        "name unit id_number sex birth phone employer post residence category degree industry intention note"
    )
    return [given.get(name, "") for name in names.split()]


def people(register: Path) -> list[tuple[object, ...]]:
    return stored(register, "select name from person order by id")


def test_the_whole_dialogue_is_what_gets_written(run: Run, office: Path) -> None:
    answers = [
        "王小红",
        "青石街道/新桥社区",
        ID,
        phone(3),
        "江州大学",
        "教授",
        "江州市",
        "企业家，专家",
        "硕士",
    ]
    code, shown = talk(*answers, "制造业", "创业", f"找{phone(4)}", "")
    assert code == 0, shown
    assert "已登记：R000003  王小红  云河区/青石街道/新桥社区  154****0003" in shown
    questions = re.findall(r"^(\S+?)(?:（[^\n]*?）)?：", shown, re.MULTILINE)
    asked = "姓名 所属单位 身份证号 联系电话 工作单位 职务 现居住地 人员类别 学历 行业 返乡意愿 备注"
    assert [one for one in questions if one in asked.split()] == asked.split()
    told = run("show", "王小红", "--json").out
    for kept in ('"sex": "male"', '"birth": "1990-05-06"', '"employer": "江州大学"', '"post": "教授"'):
        assert kept in told
    for kept in ('"category": "企业家、专家"', '"degree": "硕士研究生"', '"kind": "business"', '"制造业"'):
        assert kept in told
    assert stored(office, "select id_number, phone, note from person where id = 3") == [
        (ID, phone(3), f"找{phone(4)}")
    ]
    assert stored(office, "select command from change_set order by id") == [("import 登记表.csv",), ("add",)]


@pytest.mark.usefixtures("office")
def test_an_id_number_never_stands_on_the_screen(run: Run) -> None:
    wrong = ID[:-1] + ("0" if ID[-1] != "0" else "1")
    code, shown = talk("王小红", "临江街道", wrong, "12345", ID, *[""] * 10)
    assert code == 0, shown
    for number in (ID, wrong, "12345"):
        assert number not in shown
    assert "校验位不对" in shown
    assert "应为18位，这里是5位" in shown
    assert f"99**************{ID[-2:]}" in shown
    assert shown.count("身份证号（输入时不显示）：") == 3


def test_a_wrong_answer_is_explained_and_asked_again(office: Path) -> None:
    answers = ["", "  ", "王小红", "石山社区", "临江街道", "", "猫", "女", "去年", "1990.5", "123", phone(3)]
    code, shown = talk(*answers, *[""] * 6, "也许", "创业", "", "")
    assert code == 0, shown
    assert shown.count("姓名必须填写") == 2
    for said in (
        "没有名为「石山社区」的单位",
        "性别「猫」看不懂",
        "年月「去年」看不懂",
        "不是有效的电话号码",
        "「也许」看不懂",
    ):
        assert said in shown
    assert stored(office, "select name, sex, birth, phone from person where id = 3") == [
        ("王小红", "female", "1990-05", phone(3))
    ]


def test_offered_words_may_be_chosen_by_number(office: Path) -> None:
    answers = full(name="王小红", unit="临江街道", sex="2", degree="2", intention="3", category="1、2")
    code, shown = talk(*answers[:3], "3", *answers[3:], "")
    assert code == 0, shown
    assert "1 男  2 女" in shown
    assert "性别「3」看不懂" in shown
    assert "1 创业  2 任职  3 就业" in shown
    ((sex, degree, category),) = stored(office, "select sex, degree, category from person where id = 3")
    first = dict(re.findall(r"(\d+) (\S+)", shown.partition("人员类别")[0].splitlines()[-1]))
    assert (sex, degree, category) == ("female", "硕士研究生", f"{first['1']}、{first['2']}")
    assert stored(office, "select kind from intention") == [("job",)]


@pytest.mark.usefixtures("office")
def test_of_several_units_the_number_of_one_is_enough() -> None:
    code, shown = talk("王小红", "新桥社区", "3", "2", *[""] * 12, "")
    assert code == 0, shown
    offered = "写序号选一个：\n  1 云河区/临江街道/新桥社区\n  2 云河区/青石街道/新桥社区"
    assert f"有2个单位叫「新桥社区」，{offered}" in shown
    assert "没有名为「3」的单位" in shown
    assert "已登记：R000003  王小红  云河区/青石街道/新桥社区" in shown


@pytest.mark.parametrize(("place", "key"), [(0, CTRL_C), (1, CTRL_D), (2, CTRL_C), (14, CTRL_C)])
def test_who_breaks_off_has_written_nothing(office: Path, place: int, key: str) -> None:
    before = office.read_bytes()
    code, shown = talk(*[*full(name="王小红", phone=phone(3)), ""][:place], key)
    assert code == 130, shown
    assert "Traceback" not in shown
    assert "已登记" not in shown
    assert office.read_bytes() == before


def test_who_declines_has_written_nothing(office: Path) -> None:
    before = office.read_bytes()
    code, shown = talk(*full(name="王小红"), "否")
    assert (code, shown.splitlines()[-1]) == (0, "没有登记")
    assert office.read_bytes() == before


def test_a_namesake_with_the_same_phone_is_asked_about(office: Path) -> None:
    before = contents(office)
    same = full(name="李四", unit="青石街道", phone=phone(1))
    code, shown = talk(*same, "", "n")
    assert (code, shown.splitlines()[-1]) == (0, "没有登记")
    assert "已有同名同电话的人\n  R000001  李四  云河区/临江街道/新桥社区  154****0001" in shown
    assert "确是另一个人，照样登记吗？" in shown
    assert contents(office) == before
    code, shown = talk(*same, "", "")
    assert code == 0, shown
    assert people(office) == [("李四",), ("钱五",), ("李四",)]


def test_an_id_number_of_somebody_else_is_refused_without_a_question(run: Run, office: Path) -> None:
    run("edit", "钱五", "--id-number", ID)
    before = office.read_bytes()
    code, shown = talk("王小红", "临江街道", ID, *[""] * 9, "")
    assert "身份证号已经登记\n  R000002  钱五" in shown
    assert "照样登记吗" not in shown
    assert (code, office.read_bytes()) == (1, before)


def test_an_empty_register_is_asked_for_and_made_only_at_the_end(own_register: Path) -> None:
    code, shown = talk(*full(name="王小红"), "n")
    assert (code, own_register.exists()) == (0, False), shown
    code, shown = talk(*full(name="王小红", phone=phone(3)), "")
    assert code == 0, shown
    assert "已登记：R000001  王小红  154****0003\n" in shown
    assert "没有写所属单位，暂记为未填" in shown
    assert people(own_register) == [("王小红",)]


def test_what_is_answered_is_shown_before_it_is_written(office: Path) -> None:
    code, shown = talk(*full(name="[red]王", sex="1", phone=phone(3), note=f"找{phone(4)}"), "")
    assert code == 0, shown
    assert "回车＝云河区" in shown
    table = shown.partition("─\n")[2].partition("以上无误")[0]
    told = [line.split() for line in table.splitlines() if line.strip()]
    assert told == [
        ["姓名", "[red]王"],
        ["所属单位", "云河区"],
        ["性别", "男"],
        ["联系电话", "154****0003"],
        ["备注", "找154****0004"],
    ]
    assert people(office)[-1] == ("[red]王",)


def test_without_a_terminal_nobody_is_asked(office: Path) -> None:
    before = office.read_bytes()
    answer = start("add", "--namesake")
    assert (answer.code, answer.out) == (2, "")
    assert "缺少 姓名" in answer.err
    assert office.read_bytes() == before
