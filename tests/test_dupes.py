"""`talentreg dupes`: pairs listed with reasons and what to type; what is said of them is remembered."""

import csv
import json
import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest
from books import csv_book, id_number, phone, stored
from conftest import Answer
from consoles import start
from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet
from openxml_audit import OpenXmlValidator

Run = Callable[..., Answer]

ID = id_number(301, "19860311")
BOOK = f"""
姓名,性别,身份证号,出生年月,联系电话,工作单位,所属街道,所属社区
晏清和,男,{ID},,{phone(41230127)},宁波宏达物流有限公司,临江街道,望江社区
晏清河,男,,1986.03,{phone(41230127)},宁波宏达物流,临江街道,渡口社区
司徒[red]敏,女,,1990.05,{phone(57719082)},=1+1,临江街道,望江社区
司徒[red]敏,女,,1990.05.06,{phone(30044127)},,梅溪镇,梅溪村
欧阳国栋,男,,1958,{phone(88123456)},,梅溪镇,梅溪村
欧阳国栋,男,,1984.09,{phone(88123457)},,梅溪镇,梅溪村
"""


@pytest.fixture(autouse=True)
def office(run: Run, own_register: Path) -> Path:
    """Lay six people, of whom four may be two."""
    assert run("import", csv_book(BOOK)).code == 0
    return own_register


def numbers(answer: Answer) -> list[tuple[str, str]]:
    return [(pair["first"]["person"], pair["second"]["person"]) for pair in json.loads(answer.out)]


def people(register: Path) -> list[tuple[object, ...]]:
    return stored(register, "select * from person order by id")


PAIRS = [("R000001", "R000002"), ("R000003", "R000004")]


def test_a_pair_is_two_lines_with_reasons_and_the_command_to_type(run: Run) -> None:
    answer = run("dupes")
    assert answer.code == 0
    lines = answer.out.splitlines()
    assert [line.split()[:2] for line in lines[2:4]] == [["90", "R000001"], ["R000002", "晏清河"]]
    assert "电话相同" in lines[2]
    assert "姓名同音" in lines[2]
    assert lines[-1] == "共2对可能是同一人"
    assert answer.err.splitlines() == [
        "第一对是同一人：talentreg merge R000001 R000002",
        "不是：talentreg dupes --no R000001 R000002",
        "成批判断：talentreg dupes --xlsx 核对.xlsx，填好后用 --from 读回",
    ]
    assert phone(41230127) not in answer.out


def test_what_people_wrote_does_no_harm(run: Run) -> None:
    assert "司徒[red]敏" in run("dupes").out


def test_listing_never_changes_anything(run: Run, office: Path) -> None:
    before = people(office), stored(office, "select count(*) from change_set")
    for words in ([], ["--all"], ["--json"], ["--csv"], ["--xlsx", "核对.xlsx"], ["--min", "1"]):
        assert run("dupes", *words).code == 0
    assert (people(office), stored(office, "select count(*) from change_set")) == before


@pytest.mark.parametrize(
    ("words", "pairs"),
    [
        ([], PAIRS),
        (["--limit", "1"], PAIRS[:1]),
        (["--min", "99"], []),
        (["--unit", "渡口社区"], PAIRS[:1]),
        (["--unit", "梅溪镇"], PAIRS[1:]),
        (["--unit", "临江街道"], PAIRS),
    ],
)
def test_the_list_is_as_long_as_asked(run: Run, words: list[str], pairs: list[tuple[str, str]]) -> None:
    assert numbers(run("dupes", *words, "--json")) == pairs


def test_json_and_csv_say_the_same(run: Run) -> None:
    first = json.loads(run("dupes", "--json").out)[0]
    assert first["first"] == {
        **{"person": "R000001", "name": "晏清和", "unit": "临江街道/望江社区", "status": "enrolled"}
    }
    assert first["distinct"] is False
    row = next(csv.DictReader(run("dupes", "--csv").out.splitlines()))
    assert row["reasons"] == "；".join(first["reasons"])
    assert (row["score"], row["second_unit"]) == (str(first["score"]), "临江街道/渡口社区")


def test_two_said_not_to_be_the_same_are_not_listed_again(run: Run, office: Path) -> None:
    answer = run("dupes", "--no", "晏清河", "r000001")
    assert answer.code == 0
    assert answer.out.startswith("已记为不是同一人，以后不再列出：\n  R000002  晏清河")
    assert stored(office, 'select first_id, second_id, "on" from distinct_pair') == [(1, 2, "2026-03-31")]
    assert numbers(run("dupes", "--json")) == PAIRS[1:]
    assert [pair["distinct"] for pair in json.loads(run("dupes", "--all", "--json").out)] == [True, False]
    assert "已定不是同一人" in run("dupes", "--all").out


def test_what_to_type_is_said_of_the_first_pair_that_waits(run: Run) -> None:
    run("dupes", "--no", *PAIRS[0])
    assert run("dupes").err.splitlines()[0] == "另有1对以前定为不是同一人，没有列出；加 --all 可看"
    assert run("dupes", "--all").err.splitlines()[0].endswith("talentreg merge R000003 R000004")
    run("dupes", "--no", *PAIRS[1])
    answer = run("dupes")
    assert answer.out == "没有发现可能是同一人的登记\n"
    assert answer.err == "另有2对以前定为不是同一人，没有列出；加 --all 可看\n"
    assert run("dupes", "--all").err == "定错了、确是同一人：talentreg merge R000001 R000002 --overrule\n"


def test_of_nothing_no_review_is_written_and_no_trace_left(run: Run, office: Path) -> None:
    before = office.read_bytes()
    answer = run("dupes", "--xlsx", "核对.xlsx", "--min", "99")
    assert (answer.code, answer.out) == (0, "没有发现可能是同一人的登记，没有写核对表\n")
    assert not Path("核对.xlsx").exists()
    assert office.read_bytes() == before


def test_said_again_it_is_no_change_and_undo_takes_it_back(run: Run, office: Path) -> None:
    run("dupes", "--no", "R000001", "R000002")
    sets = stored(office, "select count(*) from change_set")
    assert run("dupes", "--no", "R000002", "R000001").out == "没有变化：以前已记为不是同一人\n"
    assert stored(office, "select count(*) from change_set") == sets
    assert run("undo").code == 0
    assert numbers(run("dupes", "--json")) == PAIRS


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        ("--no R000001 R000001", 1, "写了两遍"),
        ("--no R000001 R000099", 1, "登记册里没有「R000099」"),
        ("--no 欧阳国栋 R000001", 1, "有2人符合"),
        ("--no R000001", 2, "--no"),
        ("--no R000001 R000002 --json", 2, "要单独用"),
        ("--no R000001 R000002 --from 表.xlsx", 2, "要单独用"),
        ("--json --csv", 2, "只能选一个"),
        ("--json --xlsx 表.xlsx", 2, "只能选一个"),
        ("--min 0", 2, "--min"),
        ("--reveal", 2, "只和 --xlsx 同用"),
        ("--xlsx 表.xlsx --reveal", 2, "要写明用途"),
        ("--xlsx 表.docx", 1, "不是 Excel 文件名"),
        ("--unit 望汀社区", 1, "是不是：望江社区"),
        ("--from 没有.xlsx", 1, "没有.xlsx"),
    ],
)
def test_what_cannot_be_is_said_and_nothing_written(
    run: Run, office: Path, words: str, code: int, said: str
) -> None:
    before = office.read_bytes()
    answer = run("dupes", *words.split())
    assert (answer.code, answer.out) == (code, "")
    assert said in answer.err
    assert office.read_bytes() == before
    assert not Path("表.xlsx").exists()


def test_a_register_without_doubles_says_so(run: Run) -> None:
    answer = run("--db", "另一册.db", "add", "张三")
    assert answer.code == 0
    assert run("--db", "另一册.db", "dupes").out == "没有发现可能是同一人的登记\n"
    for words in (["dupes"], ["dupes", "--no", "R000001", "R000002"]):
        assert run("--db", "没有这册.db", *words).code == 1
    assert not Path("没有这册.db").exists()


def sheet(path: str) -> tuple[list[str], list[dict[str, object]], Worksheet]:
    made = load_workbook(path)["重复核对"]
    assert isinstance(made, Worksheet)
    heads, *rows = [[cell.value for cell in row] for row in made.iter_rows()]
    named = [str(head) for head in heads]
    return named, [dict(zip(named, row, strict=True)) for row in rows], made


def test_the_review_shows_both_side_by_side_masked_with_a_dropdown(run: Run) -> None:
    answer = run("dupes", "--xlsx", "核对.xlsx")
    assert (answer.code, answer.out) == (0, "核对.xlsx\n")
    heads, rows, made = sheet("核对.xlsx")
    assert heads[:5] == ["甲编号", "乙编号", "决定", "保留", "说明"]
    first = rows[0]
    assert (first["甲编号"], first["乙编号"], first["决定"]) == ("R000001", "R000002", None)
    assert (first["姓名（甲）"], first["姓名（乙）"]) == ("晏清和", "晏清河")
    assert first["联系电话（甲）"] == "154****0127"
    assert first["身份证号（甲）"] == f"{ID[:2]}{'*' * 14}{ID[-2:]}"
    assert first["不同的项目"] == "姓名、所属单位、工作单位"  # 1986-03 is no other birth than 1986-03-11
    assert rows[1]["工作单位（甲）"] == "=1+1"
    assert rows[2]["甲编号"] == "共2对。决定：同一人、不是同一人、待定；保留谁的编号：空着即甲，也可选乙"
    assert [(rule.formula1, str(rule.sqref)) for rule in made.data_validations.dataValidation] == [
        ('"同一人,不是同一人,待定"', "C2:C3"),
        ('"甲,乙"', "D2:D3"),
    ]
    assert len(made.conditional_formatting) == (len(heads) - 9) // 2
    assert OpenXmlValidator().validate("核对.xlsx").is_valid


def test_full_numbers_stand_in_a_review_for_a_purpose_that_is_recorded(run: Run, office: Path) -> None:
    assert run("dupes", "--xlsx", "核对.xlsx", "--reveal", "--purpose", "上门核对").code == 0
    assert sheet("核对.xlsx")[1][0]["联系电话（甲）"] == phone(41230127)
    assert stored(office, "select command, detail from audit_entry order by id desc limit 1") == [
        ("dupes --xlsx --reveal", "重复核对表，2对，完整号码，用途：上门核对")
    ]


def test_where_a_review_is_read_back_from_is_told_with_its_folder(run: Run) -> None:
    Path("发出").mkdir()
    assert "talentreg dupes --from 发出/核对.xlsx" in run("dupes", "--xlsx", "发出/核对.xlsx").err


def test_an_existing_review_is_kept(run: Run) -> None:
    Path("核对.xlsx").write_bytes(b"mine")
    assert run("dupes", "--xlsx", "核对.xlsx").code == 1
    assert Path("核对.xlsx").read_bytes() == b"mine"
    assert run("dupes", "--xlsx", "核对.xlsx", "--force").code == 0


def test_a_register_that_cannot_be_written_is_still_searched(office: Path) -> None:
    office.chmod(0o400)
    answer = start("dupes", "--json")
    assert numbers(answer) == PAIRS


def test_a_mistyped_number_that_an_import_set_aside_is_evidence(run: Run) -> None:
    wrong = ID[:14] + ("1" if ID[14] != "1" else "2") + ID[15:]
    run("import", csv_book(f"姓名,身份证号,所属社区\n晏清禾,{wrong},梅溪村\n", "又.csv"))
    pairs = json.loads(run("dupes", "--json", "--unit", "梅溪村").out)
    reasons = {(pair["first"]["person"], pair["second"]["person"]): pair["reasons"] for pair in pairs}
    assert "身份证号只差一位，或两位颠倒" in reasons["R000001", "R000007"]


def test_nothing_of_the_pinyin_is_needed_to_find_a_pair(run: Run, office: Path) -> None:
    with sqlite3.connect(office) as connection:
        connection.execute("update person set pinyin = null")
    assert set(numbers(run("dupes", "--json"))) == set(PAIRS)
