"""`talentreg benefit due` and `benefit roll`: what is unpaid, how late it is, and the list to sign."""

import json
from pathlib import Path

import pytest
from books import dump, id_number
from openpyxl import load_workbook
from service_office import Run, do, lay


@pytest.fixture(autouse=True)
def office(run: Run, own_register: Path) -> Path:
    """Lay a register with benefits of three days: one batch overdue, one soon, one far ahead."""
    lay(run, own_register)
    do(run, "benefit grant 生活补贴 张三 孙七 --batch 去年 --period 2025年 --due 2025-12-31")
    do(run, "benefit grant 生活补贴 张三 --batch 今年 --due 2026-04-10")
    do(run, "benefit grant 安家补贴 [red]钱 --amount 50000 --due 2026-12-31")
    return own_register


def due(run: Run, words: str = "") -> list[tuple[object, ...]]:
    rows = json.loads(do(run, f"benefit due {words} --json").out)
    return [(row["record"], row["reason"], row["days"], row["paid"], row["missing"]) for row in rows]


OVERDUE = ("DY000001", "overdue", 90, 0, 3000), ("DY000002", "overdue", 90, 0, 3000)
SOON = ("DY000003", "soon", None, 0, 3000)
AHEAD = ("DY000004", "ahead", None, 0, 50000)


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("", [*OVERDUE, SOON]),
        ("--all", [*OVERDUE, SOON, AHEAD]),
        ("--reason 逾期", [*OVERDUE]),
        ("--reason 未到期", [AHEAD]),
        ("--ahead 5", [*OVERDUE]),
        ("--unit 青石街道", [OVERDUE[1]]),
        ("--batch 今年", [SOON]),
        ("--policy 安家补贴 --all", [AHEAD]),
        ("--as-of 2025-12-31", [("DY000001", "soon", None, 0, 3000), ("DY000002", "soon", None, 0, 3000)]),
        ("--limit 1", [OVERDUE[0]]),
    ],
)
def test_what_is_unpaid_past_its_day_comes_first(
    run: Run, words: str, found: list[tuple[object, ...]]
) -> None:
    assert due(run, words) == found


def test_what_was_paid_goes_and_what_was_paid_in_part_stays(run: Run) -> None:
    do(run, "benefit pay DY000001 --amount 1000 --on 2026-02-10")
    do(run, "benefit pay DY000002 --on 2026-02-10")
    assert due(run) == [("DY000001", "overdue", 90, 1000, 2000), SOON]
    assert due(run, "--as-of 2026-02-09 --reason 逾期") == [
        ("DY000001", "overdue", 40, 0, 3000),
        ("DY000002", "overdue", 40, 0, 3000),
    ]


def test_the_screen_adds_up_what_is_owed(run: Run) -> None:
    answer = do(run, "benefit due")
    assert "截至2026年3月31日，未发4笔、59000元：逾期2、临期1、未到期1" in answer.out
    assert "talentreg benefit pay DY000001" in answer.err
    for batch in ("去年", "今年"):
        do(run, f"benefit pay {batch}")
    do(run, "benefit pay DY000004")
    assert do(run, "benefit due").out == "截至2026年3月31日，没有应发未发的待遇\n"


def test_a_list_of_what_is_due_becomes_a_sheet_and_a_csv(run: Run) -> None:
    do(run, "benefit due --all --xlsx 未发.xlsx")
    sheet = load_workbook("未发.xlsx").active
    assert sheet is not None
    headings = [cell.value for cell in sheet[2]]
    rows = [dict(zip(headings, [cell.value for cell in row], strict=True)) for row in sheet["3:6"]]
    assert [(row["姓名"], row["未发金额"]) for row in rows][-1] == ("[red]钱", 50000)
    lines = do(run, "benefit due --csv").out.splitlines()
    assert lines[0].startswith("reason,record,person,name,title,period,on,days,amount,paid,missing")
    assert len(lines) == 4


# The roll


def test_the_batches_are_listed_with_what_they_come_to(run: Run) -> None:
    do(run, "benefit pay DY000001 --amount 1000")
    found = json.loads(do(run, "benefit roll --json").out)
    assert [(one["batch"], one["people"], one["amount"], one["paid"], one["missing"]) for one in found] == [
        ("今年", 1, 3000, 0, 3000),
        ("去年", 2, 6000, 1000, 5000),
    ]
    assert "共2个批次" in do(run, "benefit roll").out
    assert json.loads(do(run, "benefit roll --unit 青石街道 --json").out)[0]["people"] == 1


def test_a_roll_has_whole_names_masked_numbers_and_sums(run: Run) -> None:
    do(run, "benefit pay 孙七 --amount 1000")
    answer = do(run, "benefit roll 去年")
    assert "共2人，应发6000元，已发1000元，未发5000元" in answer.out
    assert id_number(1) not in answer.out
    rows = json.loads(do(run, "benefit roll 去年 --json").out)
    assert [(row["name"], row["id_number"], row["paid"]) for row in rows] == [
        ("张三", f"99{'*' * 14}{id_number(1)[-2:]}", 0),
        ("孙七", f"99{'*' * 14}{id_number(5)[-2:]}", 1000),
    ]


def test_the_sheet_of_a_roll_is_ready_to_sign(run: Run, own_register: Path) -> None:
    before = dump(own_register)
    answer = do(run, "benefit roll 去年 --xlsx 花名册.xlsx")
    assert answer.out == "花名册.xlsx\n"
    sheet = load_workbook("花名册.xlsx").active
    assert sheet is not None
    rows = list(sheet.iter_rows(values_only=True))
    assert rows[0][0] == "去年生活补贴发放花名册"
    assert rows[1][:3] + rows[1][7:] == (
        *("序号", "姓名", "身份证号"),
        *("应发金额（元）", "已发金额（元）", "未发金额（元）", "签名", "备注"),
    )
    assert [row[1] for row in rows[2:4]] == ["张三", "孙七"]
    assert (rows[4][0], rows[4][7:10]) == ("合计", (6000, 0, 6000))
    assert str(rows[5][0]).startswith("共2人，应发6000元")
    assert id_number(1) not in str(rows)
    assert dump(own_register) == before
    assert "已经存在，没有覆盖" in do(run, "benefit roll 去年 --xlsx 花名册.xlsx", 1).err
    do(run, "benefit roll 去年 --xlsx 花名册.xlsx --force")


def test_odd_texts_stand_in_a_roll_as_they_are(run: Run) -> None:
    do(run, "benefit grant 安家补贴 [red]钱 --amount 1 --batch =1+1/：*? --note 电话15400000001")
    answer = do(run, "benefit roll =1+1/：*? --xlsx 册.xlsx")
    sheet = load_workbook("册.xlsx").active
    assert sheet is not None
    assert sheet["A1"].data_type == "s"
    assert (sheet["B3"].value, sheet["L3"].value) == ("[red]钱", "电话154****0001")
    assert answer.out == "册.xlsx\n"


REFUSED = [
    ("roll 前年", 1, "没有叫「前年」的造册批次"),
    ("roll 前年", 1, "是不是：去年"),
    ("roll 去年 --unit 渡口社区", 1, "没有「去年」里符合条件的待遇"),
    ("roll 去年 --xlsx 册.csv", 1, ".xlsx"),
    ("roll 去年 --json --csv", 2, "只能选一个"),
    ("due --batch 前年", 1, "没有叫「前年」的造册批次"),
    ("due --policy 生活", 1, "是不是：生活补贴"),
    ("due --unit 没有社区", 1, "没有社区"),
    ("due --reason 升天", 2, "「升天」看不懂"),
    ("due --ahead -1", 2, "--ahead"),
]


@pytest.mark.parametrize(("words", "code", "why"), REFUSED)
def test_what_cannot_be_asked_is_refused(run: Run, words: str, code: int, why: str) -> None:
    assert why in do(run, f"benefit {words}", code).err


def test_an_empty_register_owes_nothing(run: Run, own_register: Path) -> None:
    own_register.unlink()
    do(run, "policy add 生活补贴")
    assert "没有应发未发的待遇" in do(run, "benefit due").out
    assert "还没有造册" in do(run, "benefit roll").out
