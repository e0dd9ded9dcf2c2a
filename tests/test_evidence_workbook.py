"""The evidence workbook of a number: as many rows as it says, each with what counts it, and what it is."""

import json
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from books import stored
from conftest import Answer
from consoles import start
from diary import A_QUARTER, write_diary
from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet
from openxml_audit import OpenXmlValidator

from talentreg.figures.catalogue import FIGURES
from talentreg.figures.definition import Mode, Time

Run = Callable[..., Answer]


@pytest.fixture
def diary(own_register: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Lay the diary's register where the commands look for it."""
    write_diary(own_register, A_QUARTER)
    monkeypatch.setenv("TALENTREG_TODAY", "2026-04-10")
    return own_register


def make(run: Run, reference: str, *words: str, out: str = "佐证.xlsx") -> dict[str, Worksheet]:
    """Ask for the evidence of a number of the quarter."""
    answer = run("why", reference, "--quarter", "2026Q1", "--xlsx", out, "--force", *words)
    assert (answer.code, answer.out) == (0, f"{out}\n"), answer.err
    return {str(sheet.title): sheet for sheet in load_workbook(out) if isinstance(sheet, Worksheet)}


def lines(sheet: Worksheet) -> list[list[Any]]:
    return [[cell.value for cell in row] for row in sheet.iter_rows()]


def about(sheets: dict[str, Worksheet]) -> dict[str, str]:
    """Return what the first page says of the number."""
    return {str(row[0]): str(row[1]) for row in lines(sheets["说明"])[2:]}


def test_the_first_page_says_what_the_number_is(run: Run, diary: Path) -> None:
    sheets = make(run, "走访返乡人员", "--unit", "临江街道")
    assert list(sheets) == ["说明", "依据"]
    figure = FIGURES["returnees_visited"]
    assert about(sheets) == {
        "指标": "走访返乡人员（代码 returnees_visited）",
        "数值": "1人",
        "统计期": "2026年第一季度（2026年1月1日至2026年3月31日）",
        "范围": "云河区/临江街道",
        "时间口径": "期内数",
        "口径": figure.definition,
        "不计": figure.leaves_out,
        "补录": "其中1条是统计期结束以后录入的，表中注明“补录”",
        "依据条数": "共1条，见工作表“依据”；每人一条，条数就是数值",
        "号码": "号码已遮挡，看完整号码请用 talentreg show",
        "制表日期": "2026年4月10日",
        "登记册命令": "talentreg why returnees_visited --quarter 2026Q1 --unit 云河区/临江街道",
    }


def test_people_stand_one_by_one_with_the_records_that_count_them(run: Run, diary: Path) -> None:
    assert lines(make(run, "returnees_visited")["依据"]) == [
        ["序号", "编号", "姓名", "单位", "记录数", "依据"],
        [
            1,
            "R000001",
            "甲",
            "云河区/临江街道/望江社区",
            2,
            "2026-02-17 走访 返乡 本人 慰问\n2026-02-18 面谈 返乡 本人 补录",
        ],
        ["共1条", None, None, "走访返乡人员，2026年第一季度", None, None],
    ]


def test_contacts_stand_one_by_one_in_columns_of_their_own(run: Run, diary: Path) -> None:
    sheet = make(run, "contacts_made")["依据"]
    heads = "序号 记录 编号 姓名 单位 日期 联络方式 是否返乡 是否联系上 事由 联络人 联络内容 补录".split()
    home = "云河区/临江街道/望江社区"
    head, *rows, _ = lines(sheet)
    assert head == heads
    assert [row[:6] for row in rows] == [
        [1, "C000001", "R000001", "甲", home, datetime(2026, 2, 17)],
        [2, "C000002", "R000001", "甲", home, datetime(2026, 2, 18)],
        [3, "C000003", "R000002", "乙", "云河区/临江街道/渡口社区", datetime(2026, 2, 19)],
    ]
    assert [row[6:] for row in rows] == [
        ["走访", "返乡", "本人", "慰问", None, None, None],
        ["面谈", "返乡", "本人", None, None, None, "补录"],
        ["电话", "未返乡", "本人", "调研", None, None, None],
    ]
    assert [cell.number_format for cell in sheet[2]][:6] == [
        "0",
        "@",
        "@",
        "General",
        "General",
        "yyyy-mm-dd",
    ]
    assert (sheet.freeze_panes, sheet.auto_filter.ref) == ("D2", "A1:M4")


def test_a_share_lists_its_whole_and_tells_its_part(run: Run, diary: Path) -> None:
    sheets = make(run, "联系覆盖率")
    assert about(sheets)["数值"] == "50.0%（1÷2）"
    assert [row[1:5] for row in lines(sheets["依据"])[:3]] == [
        ["编号", "姓名", "单位", "是否计入"],
        ["R000001", "甲", "云河区/临江街道/望江社区", "计入"],
        ["R000003", "丙", "云河区/梅溪镇/梅溪村", "未计入"],
    ]


def test_units_stand_one_by_one(run: Run, diary: Path) -> None:
    assert lines(make(run, "townships")["依据"]) == [
        ["序号", "代码", "单位", "全称", "设立日期"],
        [1, "U2", "临江街道", "云河区/临江街道", None],
        [2, "U6", "梅溪镇", "云河区/梅溪镇", None],
        ["共2条", None, None, "乡镇街道数，2026年第一季度", None],
    ]


def references() -> list[str]:
    counted = [figure for figure in FIGURES.values() if figure.mode is not Mode.RATIO]
    late = [f"{figure.key}.late" for figure in counted if figure.time is not Time.STOCK]
    late += [f"{figure.key}.period" for figure in counted if figure.time is Time.TOTAL]
    parts = ["contacts_made.channel.phone", "contacts_made.occasion.未填", "persons_enrolled.degree.本科"]
    return [*FIGURES, *late, *parts, "persons_enrolled.missing.联系电话", "persons_enrolled.sex.男"]


@pytest.mark.parametrize("unit", [(), ("--unit", "临江街道")], ids=["全区", "街道"])
def test_every_number_has_as_many_rows_in_its_workbook_as_on_the_screen(
    run: Run, samples: Path, unit: tuple[str, ...]
) -> None:
    for reference in references():
        sheets = make(run, reference, *unit)
        shown = json.loads(run("why", reference, "--quarter", "2026Q1", "--json", *unit).out)
        head, *rows, ending = lines(sheets["依据"])
        assert ending[0] == f"共{len(rows)}条", reference
        figure = shown["figure"]
        amounts = [row["amount"] for row in shown["rows"] if "amount" in row]
        wanted = figure.get("denominator", figure["value"]) or 0
        assert (sum(amounts) if amounts and not reference.endswith(".late") else len(rows)) == wanted
        assert len(rows) == len(shown["rows"])
        assert [row[0] for row in rows] == list(range(1, len(rows) + 1))
        key = "记录" if "记录" in head else "代码" if "代码" in head else "编号"
        known = [row.get("person") if key == "编号" else row["record"] for row in shown["rows"]]
        assert [row[head.index(key)] for row in rows] == known, reference
        if "numerator" in figure:
            assert [row[head.index("是否计入")] for row in rows].count("计入") == figure["numerator"]


def test_an_unknown_number_has_no_rows_and_says_so(run: Run, diary: Path) -> None:
    run("undo")
    sheets = make(run, "联系人次")
    assert about(sheets)["数值"] == "—（登记册里没有可数的记录，不等于0）"
    assert [row[0] for row in lines(sheets["依据"])] == ["序号", "共0条"]


def test_numbers_in_notes_are_masked_as_on_the_screen(run: Run, diary: Path) -> None:
    note = "号码15412345678，证990101199005060019"
    run("contact", "log", "R000001", "--channel", "电话", "--on", "2026-03-02", "--note", note)
    text = str(lines(make(run, "contacts_made")["依据"]))
    assert "号码154****5678，证99**************19" in text
    assert "15412345678" not in text


@pytest.mark.parametrize(
    ("words", "asked"),
    [
        (("--quarter", "2026Q1"), "--quarter 2026Q1"),
        (("--month", "2026-02"), "--month 2026-02"),
        (("--half", "2026H1"), "--half 2026H1"),
        (("--year", "2026"), "--year 2026"),
        (("--from", "2026-02-01", "--to", "2026-02-20"), "--from 2026-02-01 --to 2026-02-20"),
    ],
)
def test_the_command_it_names_lists_the_same_rows(
    run: Run, diary: Path, words: tuple[str, ...], asked: str
) -> None:
    assert run("why", "contacts_made.channel.phone", *words, "--xlsx", "a.xlsx").code == 0
    sheet = load_workbook("a.xlsx")["说明"]
    command = next(row[1].value for row in sheet.iter_rows() if row[0].value == "登记册命令")
    assert command == f"talentreg why contacts_made.channel.phone {asked}"
    again = run(*str(command).split()[1:], "--xlsx", "b.xlsx")
    assert again.code == 0
    assert Path("a.xlsx").read_bytes() == Path("b.xlsx").read_bytes()


def test_names_that_look_like_formulas_or_marks_stay_names(run: Run, diary: Path) -> None:
    names = ["=1+1", "[red]某", "+86", "<r>某</r>"]
    for name in names:
        run("add", name, "--unit", "梅溪村", "入库日期=2026-01-05")
    sheet = make(run, "persons_enrolled")["依据"]
    found = [(str(row[2].value).strip(), row[2].data_type) for row in sheet.iter_rows(min_row=2)]
    assert {(name, "s") for name in names} <= set(found)
    assert OpenXmlValidator().validate(Path("佐证.xlsx")).is_valid


def test_making_it_leaves_an_audit_entry_and_changes_nothing(run: Run, diary: Path) -> None:
    make(run, "走访返乡人员")
    entries = stored(diary, "select command, detail from audit_entry")
    assert entries == [("why --xlsx", "走访返乡人员，2026年第一季度，全部单位，1条")]
    assert stored(diary, "select count(*) from change_set") == [(1,)]


def test_a_read_only_register_still_gives_its_evidence(diary: Path) -> None:
    diary.chmod(0o400)
    answer = start("why", "走访返乡人员", "--xlsx", "a.xlsx", bound=True)
    assert (answer.code, Path("a.xlsx").exists()) == (0, True)
    assert "未留痕" in answer.err


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (("--xlsx", "有.xlsx"), 1, "有.xlsx 已经存在，没有覆盖"),
        (("--xlsx", "a.docx"), 1, "a.docx 不是 Excel 文件名"),
        (("--xlsx", "无/a.xlsx"), 1, "文件夹 无 不存在"),
        (("--xlsx", "."), 1, ". 是文件夹"),
        (("--xlsx", "a.xlsx", "--json"), 2, "--json 和 --xlsx 只能选一个"),
        (("--xlsx", "a.xlsx", "--unit", "火星"), 1, "没有名为「火星」的单位"),
    ],
)
def test_what_cannot_be_written_is_refused_before_anything_is(
    run: Run, diary: Path, words: tuple[str, ...], code: int, said: str
) -> None:
    Path("有.xlsx").write_text("旧")
    before = sorted(Path().iterdir())
    answer = run("why", "走访返乡人员", *words)
    assert (answer.code, answer.out) == (code, "")
    assert said in answer.err
    assert (sorted(Path().iterdir()), Path("有.xlsx").read_text()) == (before, "旧")
    assert stored(diary, "select count(*) from audit_entry") == [(0,)]
