"""`talentreg contact log --from`: a sheet of names becomes contacts, every line accounted for."""

import json
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from books import csv_book, id_number, lay_once, phone, stored, tally, workbook
from conftest import Answer
from test_store import contents

Run = Callable[..., Answer]

PEOPLE = f"""姓名,身份证号,所属街道,所属社区,联系电话,入库日期
张三,{id_number(1)},临江街道,望江社区,{phone(1)},2024-03-01
李四,,临江街道,望江社区,{phone(2)},2024-03-01
李四,,青石街道,石门社区,{phone(3)},2024-03-01
"""
NAMES = f"姓名,联系电话\n张三,{phone(1)}\n李四,{phone(3)}\n"
CALL = "--channel 电话 --on 2026-03-01"
BLANK = {
    "by": None,
    "on": "2026-03-01",
    "channel": "phone",
    "presence": "unknown",
    "direction": "outbound",
    "reached": "self",
    "occasion": None,
    "companions": None,
    "note": None,
    "next_step": None,
    "next_on": None,
}


@pytest.fixture(autouse=True)
def office(run: Run, own_register: Path) -> Path:
    """Lay a register with three people, two of them namesakes."""

    def lay() -> None:
        assert run("import", csv_book(PEOPLE), "--unit", "/云河区").code == 0

    return lay_once(__name__, own_register, lay)


def take(run: Run, sheet: str | Path, words: str = CALL, code: int = 0) -> Answer:
    """Log from a sheet, given as its path or its text."""
    path = sheet if isinstance(sheet, Path) else csv_book(sheet, "名单.csv")
    answer = run("contact", "log", "--from", path, *words.split())
    assert (answer.code, answer.err) == (code, ""), answer
    return answer


def dossier(run: Run, person: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(run("show", person, "--json").out)
    return found


def kept(run: Run, person: str) -> list[dict[str, Any]]:
    """Return somebody's contacts, oldest entry first, without their numbers."""
    contacts = sorted(dossier(run, person)["contacts"], key=lambda one: str(one["record"]))
    return [{name: value for name, value in one.items() if name != "record"} for one in contacts]


def log(run: Run) -> list[dict[str, Any]]:
    entries: list[dict[str, Any]] = json.loads(run("log", "--json").out)
    return entries


# What the options say and what the sheet says

ALL = "--channel 走访 --on 2026-03-05 --presence 返乡 --by 赵主任 --occasion 节日慰问 --note 问近况"
ALL += " --intention 创业 --next-on 2026-04-10 --next-step 送材料 --family --inbound"
TOLD = {
    "by": "赵主任",
    "on": "2026-03-05",
    "channel": "visit",
    "presence": "home",
    "direction": "inbound",
    "reached": "family",
    "occasion": "慰问",
    "companions": None,
    "note": "问近况",
    "next_step": "送材料",
    "next_on": "2026-04-10",
}


def test_everything_may_be_said_by_options(run: Run) -> None:
    answer = take(run, NAMES, ALL)
    assert tally(answer) == {"新增": 2}
    assert [kept(run, one) for one in ("R000001", "R000003")] == [[TOLD], [TOLD]]
    said = [{"on": "2026-03-05", "kind": "business", "reason": None}]
    assert [dossier(run, one)["intentions"] for one in ("R000001", "R000003")] == [said, said]
    assert kept(run, "R000002") == []


def test_an_occasion_said_by_option_is_the_registers_word_and_counts(run: Run) -> None:
    take(run, NAMES, f"{CALL} --occasion 节日慰问、走访慰问")
    assert [one["occasion"] for one in kept(run, "R000001")] == ["慰问"]
    figures = json.loads(run("stats", "--quarter", "2026Q1", "--json").out)["figures"]
    assert {one["key"]: one["value"] for one in figures}["condolence_visits"] == 2


def test_options_and_a_typed_contact_say_the_same(run: Run) -> None:
    take(run, NAMES, ALL)
    typed = run("contact", "log", "张三", *ALL.split())
    assert "已有相同的联络" in typed.out
    assert kept(run, "张三") == [TOLD]


@pytest.mark.parametrize("kind", ["xlsx", "csv"])
def test_everything_may_stand_in_the_sheet_which_wins_over_options(run: Run, kind: str) -> None:
    heads = (
        "姓名 电话 日期 方式 返乡 方向 结果 事由 同行人 联络人 联络内容 下一步 下次联络日期 返乡意愿".split()
    )
    proper = {"电话": "联系电话", "日期": "联络日期", "方式": "联络方式", "返乡": "是否返乡"}
    proper |= {"方向": "联系方向", "结果": "是否联系上"}
    row = ["张三", phone(1), "2026-03-05", "走访", "返乡", "来访", "家属", "节日慰问", "小李", "赵主任"]
    row += ["问近况", "送材料", "2026-04-10", "创业"]
    heads = [proper.get(one, one) for one in heads]
    typed = [date.fromisoformat(cell) if cell.startswith("2026") else cell for cell in row]
    text = ",".join(heads) + "\n" + ",".join(row) + "\n"
    path = workbook([heads, typed], name="走访.xlsx") if kind == "xlsx" else csv_book(text, "走访.csv")
    others = "--channel 微信 --on 2026-01-01 --presence 在外 --by 何文静 --occasion 调研 --note 别的"
    others += " --intention 无 --next-on 2026-12-31 --next-step 别的 --no-answer"
    take(run, path, others)
    assert kept(run, "张三") == [TOLD | {"companions": "小李"}]
    assert [one["kind"] for one in dossier(run, "张三")["intentions"]] == ["business"]
    assert [one["name"] for one in json.loads(run("staff", "list", "--json").out)] == ["赵主任"]


def test_without_options_a_whole_sheet_of_contacts_needs_none(run: Run) -> None:
    sheet = f"姓名,联系电话,联络日期,联络方式\n张三,{phone(1)},2026-03-01,电话\n"
    take(run, sheet, "")
    assert kept(run, "张三") == [BLANK]


def test_a_blank_cell_takes_what_the_option_says(run: Run) -> None:
    heads = "姓名,联系电话,联络日期,联络方式,是否联系上"
    sheet = f"{heads}\n张三,{phone(1)},,,\n李四,{phone(3)},2026-02-02,微信,否\n"
    take(run, sheet, f"{CALL} --family")
    assert kept(run, "张三") == [BLANK | {"reached": "family"}]
    assert kept(run, "R000003") == [BLANK | {"on": "2026-02-02", "channel": "wechat", "reached": "none"}]


@pytest.mark.parametrize(
    ("heading", "cell", "said"),
    [
        ("联络日期", "上周", "C2：联络日期「上周」看不懂"),
        ("联络方式", "飞鸽", "C2：联络方式「飞鸽」看不懂"),
        ("是否返乡", "大概", "C2：是否返乡「大概」看不懂"),
        ("是否联系上", "大概", "C2：是否联系上「大概」看不懂"),
        ("联络日期", "2026-04-01", "第2行：联络日期在今天以后"),
    ],
)
def test_an_unclear_cell_rejects_its_line_whatever_the_options_say(
    run: Run, heading: str, cell: str, said: str
) -> None:
    sheet = f"姓名,联系电话,{heading}\n张三,{phone(1)},{cell}\n李四,{phone(3)},\n"
    answer = take(run, sheet, f"{CALL} --presence 返乡", 3)
    assert tally(answer) == {"新增": 1, "未导入": 1}
    assert f"名单／{said}" in answer.out
    assert (kept(run, "张三"), len(kept(run, "R000003"))) == ([], 1)


@pytest.mark.parametrize(
    ("heading", "cell", "option", "name"),
    [
        ("下次联络日期", "下周", "--next-on 2026-04-10", "next_on"),
        ("返乡意愿", "也许", "--intention 创业", ""),
    ],
)
def test_an_unclear_cell_that_decides_nothing_is_set_aside_and_no_option_takes_its_place(
    run: Run, heading: str, cell: str, option: str, name: str
) -> None:
    answer = take(run, f"姓名,联系电话,{heading}\n张三,{phone(1)},{cell}\n", f"{CALL} {option}")
    assert "单元格未采用（1）" in answer.out
    assert cell in answer.out
    assert kept(run, "张三") == [BLANK]
    assert dossier(run, "张三")["intentions"] == []
    assert name in {"", *BLANK}


# Who is meant


def test_lines_nobody_is_sure_of_are_rejected_by_their_number_with_candidates(run: Run) -> None:
    sheet = (
        f"姓名,所属社区,联系电话\n张三,,{phone(1)}\n李四,,\n赵六,望江社区,\n王五,,{phone(1)}\n李四,云河区,\n"
    )
    answer = take(run, sheet, CALL, 3)
    assert tally(answer) == {"新增": 1, "未导入": 4}
    for said in (
        "第3行：只凭姓名「李四」不能认定是谁",
        "第4行：登记册里没有「赵六」，请先登记",
        "第5行：",
        "第6行：本单位有2人叫这个名字",
        "可能是 R000002  李四  云河区/临江街道/望江社区  154****0002",
        "可能是 R000003  李四  云河区/青石街道/石门社区  154****0003",
    ):
        assert said in answer.out
    assert phone(1) not in answer.out
    assert stored(Path("register.db").absolute(), "select person_id from contact") == [(1,)]


@pytest.mark.parametrize(
    ("heads", "row"),
    [
        ("姓名,联系电话", f"张三,{phone(1)}"),
        ("姓名,身份证号", f"张三,{id_number(1)}"),
        ("人才编号", "R000001"),
        ("编号,姓名", "R000001,张三"),
        ("姓名,社区", "张三,望江社区"),
        ("姓名,所属单位", "张三,云河区/临江街道"),
    ],
)
def test_a_line_names_somebody_in_any_of_the_known_ways(run: Run, heads: str, row: str) -> None:
    take(run, f"{heads}\n{row}\n")
    assert kept(run, "R000001") == [BLANK]


@pytest.mark.parametrize(
    ("unit", "person"), [("望江社区", "R000002"), ("临江街道", "R000002"), ("青石街道/石门社区", "R000003")]
)
def test_with_a_unit_names_alone_are_enough(run: Run, unit: str, person: str) -> None:
    take(run, "姓名\n李四\n", f"{CALL} --unit {unit}")
    assert kept(run, person) == [BLANK]
    assert len(stored(Path("register.db").absolute(), "select 1 from contact")) == 1


def test_a_name_of_another_unit_is_not_found_in_the_unit_named(run: Run) -> None:
    answer = take(run, "姓名\n张三\n李四\n", f"{CALL} --unit 石门社区", 3)
    assert tally(answer) == {"新增": 1, "未导入": 1}
    assert kept(run, "张三") == []


# Again and again


def test_a_second_run_says_unchanged_and_leaves_no_change_set(run: Run, office: Path) -> None:
    words = f"{CALL} --by 赵主任 --intention 创业"
    take(run, NAMES, words)
    before, entries = contents(office), log(run)
    again = take(run, NAMES, words)
    assert tally(again) == {"无变化": 2}
    assert "没有变化：登记册里已经都有了" in again.out
    assert (contents(office), log(run)) == (before, entries)


@pytest.mark.parametrize(
    "words",
    [
        f"{CALL[:-2]}02",
        f"{CALL} --note 另一通",
        f"{CALL} --by 赵主任",
        f"{CALL} --no-answer",
        f"{CALL} --inbound",
    ],
)
def test_another_visit_of_the_same_sheet_is_new(run: Run, words: str) -> None:
    take(run, NAMES)
    assert tally(take(run, NAMES, words)) == {"新增": 2}
    assert len(kept(run, "张三")) == 2


def test_somebody_listed_twice_is_one_contact(run: Run) -> None:
    sheet = f"{NAMES}张三,{phone(1)}\n张 三,{phone(1)}\n"
    assert tally(take(run, sheet)) == {"新增": 2, "表内重复": 2}
    assert len(kept(run, "张三")) == 1


def test_every_line_is_accounted_for(run: Run) -> None:
    run("contact", "log", "张三", *CALL.split())
    sheet = f"2026年3月走访名单,\n{NAMES}李四,{phone(3)}\n赵六,{phone(9)}\n,\n合计,3人\n填表人：小王,\n"
    answer = take(run, sheet, CALL, 3)
    assert tally(answer) == {"新增": 1, "无变化": 1, "表内重复": 1, "未导入": 1, "跳过": 2}


def test_a_sheet_of_people_with_everything_in_it_is_a_list_of_contacts_here(run: Run, office: Path) -> None:
    before = stored(office, "select * from person")
    take(run, csv_book(PEOPLE, "又.csv"))
    assert stored(office, "select * from person") == before
    assert [len(kept(run, one)) for one in ("R000001", "R000002", "R000003")] == [1, 1, 1]


def test_a_dry_run_says_what_the_real_one_says_and_writes_nothing(run: Run, office: Path) -> None:
    before = contents(office)
    tried = take(run, NAMES, f"{CALL} --by 赵主任 --dry-run")
    assert contents(office) == before
    assert {one["command"] for one in log(run)} == {"contact log --from --dry-run", "import 登记表.csv"}
    assert "将写入：联络2，新工作人员1" in tried.out
    real = take(run, NAMES, f"{CALL} --by 赵主任")
    assert "已写入：联络2，新工作人员1" in real.out
    assert tally(tried) == tally(real)


def test_one_undo_takes_the_whole_sheet_back(run: Run, office: Path) -> None:
    before = contents(office)
    take(run, NAMES, f"{ALL}")
    assert log(run)[0]["command"] == "contact log --from 名单.csv"
    assert [one["line"] for one in dossier(run, "张三")["contact_sources"]] == [2]
    assert run("undo").code == 0
    assert contents(office) == before


# Refusals


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        ("--from 没有.csv --channel 电话 --on 2026-03-01", 1, "找不到文件 没有.csv"),
        ("--from 空.csv --channel 电话 --on 2026-03-01", 1, "空.csv 是空文件"),
        ("--from 别的.csv --channel 电话 --on 2026-03-01", 1, "表里要有姓名、编号或电话"),
        ("--from 名单.csv --channel 电话", 1, "没有写明联络日期"),
        ("--from 名单.csv --on 2026-03-01", 1, "没有写明联络方式"),
        ("--from . --channel 电话 --on 2026-03-01", 1, "是文件夹"),
        ("--from 坏.xlsx --channel 电话 --on 2026-03-01", 1, "坏.xlsx"),
        ("--from 名单.csv --channel 电话 --on 2026-04-01", 1, "还没有到"),
        ("--from 名单.csv --channel 飞鸽 --on 2026-03-01", 2, "看不懂"),
        ("--from 名单.csv --channel 电话 --on 上周", 2, "--on"),
        ("--from 名单.csv --channel 电话 --on 2026-03-01 --unit 石山社区", 1, "没有名为「石山社区」的单位"),
        ("--from 名单.csv --channel 电话 --on 2026-03-01 --no-answer --family", 2, "只能选一个"),
        ("--from 名单.csv --channel 电话 --on 2026-03-01 --by @望江社区", 2, "联络人"),
        ("张三 --from 名单.csv --channel 电话 --on 2026-03-01", 2, "写了 --from 就不用再写人"),
        ("张三 --channel 电话 --dry-run", 2, "--dry-run 只和 --from 同用"),
        ("--channel 电话", 2, "缺少 人"),
    ],
)
def test_what_cannot_be_is_refused_and_leaves_nothing(
    run: Run, office: Path, words: str, code: int, said: str
) -> None:
    csv_book(NAMES, "名单.csv")
    csv_book("", "空.csv")
    csv_book("你好,世界\n一,二\n", "别的.csv")
    Path("坏.xlsx").write_bytes(b"PK\x03\x04 broken")
    before = office.read_bytes()
    answer = run("contact", "log", *words.split())
    assert (answer.code, answer.out) == (code, "")
    assert said in answer.err
    assert office.read_bytes() == before


def test_trying_without_a_register_makes_none(run: Run, office: Path) -> None:
    office.unlink()
    assert tally(take(run, NAMES, f"{CALL} --dry-run", 3)) == {"未导入": 2}
    assert not office.exists()
