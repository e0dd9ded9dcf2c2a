"""Somebody erased goes with everything done with them; what concerns others stays."""

import sqlite3
from pathlib import Path

import pytest
from books import stored
from office_sheets import lay_full, text_book
from test_erase import holds
from trees import Run, done

WORK = ("attendance", "assignment", "request", "membership", "milestone")


@pytest.fixture
def full(own_register: Path, run: Run) -> Path:
    """Lay a register with a row of every ledger."""
    return lay_full(own_register, run)


def erase(run: Run, who: str) -> str:
    answer = done(run, "erase", who, "--reason", "本人书面申请", "--yes")
    return answer.out + answer.err


def people_in(register: Path, table: str) -> list[object]:
    return [one for (one,) in stored(register, f'select person_id from "{table}" order by id')]


def test_all_that_was_done_with_somebody_goes_and_nothing_of_others(run: Run, full: Path) -> None:
    assert 1 in people_in(full, "attendance")
    others = {table: [one for one in people_in(full, table) if one != 1] for table in WORK}
    told = erase(run, "甲")
    assert "参加名单1" in told
    assert "联系服务1" in told
    assert {table: people_in(full, table) for table in WORK} == others
    assert stored(full, "select kind from entry where person_id = 1 or from_id = 1") == []
    for kept in ("event", "campaign", "task", "fulfilment", "duty_rule"):
        assert stored(full, f"select count(*) from {kept}")[0][0]
    assert stored(full, "select count(*) from entry where kind = 'publicity'") == [(2,)]


def test_no_byte_of_their_work_is_left_in_the_file(run: Run, full: Path) -> None:
    done(run, "request", "edit", "Q000001", "诉求内容=独一无二的诉求")
    done(run, "request", "edit", "Q000001", "诉求内容=另一件独特的事")
    erase(run, "甲")
    for text in ("独一无二的诉求", "另一件独特的事", "孩子上学", "甲的父亲", "联系多年"):
        assert not holds(full, text), text


def test_what_was_removed_before_is_forgotten_too(run: Run, full: Path) -> None:
    done(run, "request", "remove", "Q000001")
    removal = stored(full, "select max(id) from change_set")[0][0]
    erase(run, "甲")
    assert not holds(full, "孩子上学")
    assert run("undo", str(removal)).code == 1


def test_what_imports_said_of_their_lines_is_blanked(run: Run, full: Path) -> None:
    head = "姓名|所属社区|诉求内容|受理日期|承办单位"
    answer = run(
        "request",
        "import",
        text_book(f"{head}\n甲|望江社区|看病难|2026-02-05|区秘密局\n乙|渡口社区|乙的事|2026-02-05|区公开局"),
    )
    assert answer.code == 0
    assert "导入时的提示" in erase(run, "甲")
    messages = [str(row) for row in stored(full, "select message, value from import_problem")]
    assert not any("区秘密局" in one for one in messages)
    assert any("区公开局" in one for one in messages)


def test_who_referred_somebody_goes_with_the_referral(run: Run, full: Path) -> None:
    assert stored(full, "select person_id, from_id from entry where kind = 'referral'") == [(3, 1)]
    erase(run, "甲")
    assert stored(full, "select * from entry where kind = 'referral'") == []
    assert stored(full, "select name from person where id = 3") == [("丙",)]


def test_a_merged_twin_goes_with_what_was_set_aside(run: Run, full: Path) -> None:
    text = "活动|姓名|所属社区|是否到会|备注\n新春恳谈会|丙|望江社区|是|丙的备注在此"
    done(run, "event", "import", text_book(text))
    done(run, "merge", "甲", "丙")
    assert holds(full, "丙的备注在此")
    erase(run, "甲")
    assert not holds(full, "丙的备注在此")
    assert people_in(full, "attendance") == [2]


def test_names_in_the_texts_of_others_are_counted_and_kept(run: Run, full: Path) -> None:
    done(run, "add", "欧阳锋", "--unit", "望江社区")
    done(run, "event", "edit", "E000001", "活动内容=欧阳锋发言")
    done(run, "publicity", "add", "横幅", "1", "宣传内容=欢迎欧阳锋", "宣传日期=2026-03-01")
    declared = 'key = "met"\nlabel = "联络某人"\nrecord = "联络"\nwhere = ["联络内容~欧阳锋"]\n'
    Path("指标.toml").write_text(f"[[figure]]\n{declared}", "utf-8")
    done(run, "figures", "add", "指标.toml")
    assert "另有3条别人的记录写有同样的姓名" in erase(run, "欧阳锋")
    assert stored(full, "select note from event where id = 1") == [("欧阳锋发言",)]


def test_a_sheet_that_speaks_of_them_again_is_refused_row_by_row(run: Run, full: Path) -> None:
    erase(run, "甲")
    text = (
        "人才编号|姓名|所属社区|诉求内容|受理日期\n|甲|望江社区|又来了|2026-02-05\nR000001|||还有|2026-02-05"
    )
    answer = run("request", "import", text_book(text))
    assert answer.code == 3
    assert "没有「甲」" in answer.out
    assert "R000001 已于2026年3月31日" in answer.out
    assert people_in(full, "request") == [2]


def test_the_erasure_is_told_without_what_was_erased(run: Run, full: Path) -> None:
    erase(run, "甲")
    log = done(run, "log", "R000001").out
    assert "孩子上学" not in log
    assert "（抹除）" in log
    with sqlite3.connect(full) as connection:
        assert connection.execute("pragma integrity_check").fetchone() == ("ok",)


RETURNED = ("return_case", "partner", "inclusion", "benefit", "tenancy")


def test_who_came_back_goes_with_what_they_were_granted_and_projects_stay(run: Run, full: Path) -> None:
    told = erase(run, "甲")
    assert "待遇1" in told
    assert "发放2" in told
    for table in RETURNED:
        assert 1 not in people_in(full, table), table
    assert stored(full, "select benefit_id from payment") == []
    assert stored(full, "select kind from entry where kind in ('card', 'service', 'consent')") == []
    assert stored(full, "select name from project order by id") == [("甲食品厂",), ("村里茶园",)]
    assert stored(full, "select amount from arrival") == [(500,)]
    for kept in ("library", "policy", "apartment"):
        assert stored(full, f"select count(*) from {kept}")[0][0]
    with sqlite3.connect(full) as connection:
        assert connection.execute("pragma foreign_key_check").fetchall() == []


def test_payments_that_were_removed_or_corrected_leave_nothing(run: Run, full: Path) -> None:
    done(run, "benefit", "payment", "edit", "FF000001", "发放备注=补发的隐情")
    done(run, "benefit", "payment", "edit", "FF000001", "发放备注=")
    done(run, "benefit", "payment", "edit", "FF000002", "发放备注=另一隐情")
    done(run, "benefit", "payment", "remove", "FF000002")
    assert holds(full, "补发的隐情")
    erase(run, "甲")
    for text in ("补发的隐情", "另一隐情"):
        assert not holds(full, text), text
    assert stored(full, "select before from change where record = 'payment' and action <> 'insert'") == [
        (None,)
    ]


def test_whom_they_taught_keeps_what_they_learnt(run: Run, full: Path) -> None:
    words = ("成效种类=传帮带", "成效日期=2026-02-01", "成效内容=炒茶")
    done(run, "milestone", "add", "乙@渡口社区", *words, "带培专家=甲")
    done(run, "milestone", "edit", "H000002", "带培专家=丙")
    done(run, "milestone", "edit", "H000002", "带培专家=甲")
    before = len(stored(full, "select id from milestone"))
    erase(run, "甲")
    assert len(stored(full, "select id from milestone")) == before
    assert stored(full, "select person_id, mentor_id, name from milestone where id = 2") == [
        (2, None, "炒茶")
    ]
    log = stored(full, "select before, after from change where record = 'milestone' and before is not null")
    assert not any('"mentor_id": 1' in str(row) for row in log)


def test_a_merged_twin_goes_with_the_payments_that_were_set_aside(run: Run, full: Path) -> None:
    head = "姓名|所属社区|补贴名称|所属期|应发金额|应发日期|发放日期|实发金额|造册批次"
    twin = "丙|望江社区|生活补贴|2025年四季度|3000|2026-01-31|2026-02-01|2000|丙的批次"
    done(run, "benefit", "import", text_book(f"{head}\n{twin}"))
    done(run, "benefit", "payment", "edit", "FF000003", "发放批次=第一批", "发放备注=丙的隐情")
    done(run, "merge", "甲", "丙")
    assert holds(full, "丙的隐情")
    erase(run, "甲")
    assert not holds(full, "丙的隐情")
    assert people_in(full, "benefit") == [2]


def test_what_happened_to_somebody_tells_what_they_were_paid(run: Run, full: Path) -> None:
    done(run, "benefit", "payment", "remove", "FF000002")
    log = done(run, "log", "R000001").out
    assert "FF000001" in log
    assert "FF000002" in log
    assert "发放" not in done(run, "log", "R000002").out
