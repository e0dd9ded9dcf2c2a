"""`talentreg contact edit` and `contact remove`: one logged contact put right, or taken out, whole."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from books import csv_book, lay_once, phone
from conftest import Answer
from test_store import contents

from talentreg.store.typed import CONTACT_FIELDS

Run = Callable[..., Answer]

PEOPLE = f"""姓名,所属街道,所属社区,联系电话,返乡意愿,入库日期
张三,临江街道,望江社区,{phone(1)},创业,2025-03-01
李四,青石街道,石门社区,{phone(2)},,2025-03-01
"""
LOGGED = "--channel 电话 --on 2026-02-10 --presence 在外 --by 赵主任 --occasion 慰问 --note 问近况"
LOGGED += " --intention 就业 --next-on 2026-04-10 --next-step 送材料"
FIRST = "C000001"


@pytest.fixture(autouse=True)
def office(run: Run, own_register: Path) -> Path:
    """Lay a register with one contact of 张三, made by 赵主任 of 望江社区."""

    def lay() -> None:
        assert run("import", csv_book(PEOPLE), "--unit", "/云河区").code == 0
        assert run("contact", "log", "张三", *LOGGED.split()).code == 0

    return lay_once(__name__, own_register, lay)


def edit(run: Run, *words: str) -> list[list[str]]:
    """Edit the first contact; return the lines of the table: heading, before, after."""
    answer = run("contact", "edit", FIRST, *words)
    assert (answer.code, answer.out.partition("  ")[0]) == (0, f"已更正：{FIRST}"), answer
    return [line.split() for line in answer.out.partition("─\n")[2].splitlines()]


def dossier(run: Run, person: str = "张三") -> dict[str, Any]:
    found: dict[str, Any] = json.loads(run("show", person, "--json").out)
    return found


def log(run: Run) -> list[dict[str, Any]]:
    entries: list[dict[str, Any]] = json.loads(run("log", "--json").out)
    return entries


def figures(run: Run, quarter: str, unit: str = "云河区") -> dict[str, Any]:
    answer = json.loads(run("stats", "--quarter", quarter, "--unit", unit, "--json").out)
    return {one["key"]: one["value"] for one in answer["figures"]}


FIELDS = [
    ("联络日期=2026.3.5", "on", "2026-03-05", ["联络日期", "2026-02-10", "2026-03-05"]),
    ("日期=2026-03-05", "on", "2026-03-05", ["联络日期", "2026-02-10", "2026-03-05"]),
    ("方式=入户", "channel", "visit", ["联络方式", "电话", "走访"]),
    ("返乡情况=是", "presence", "home", ["是否返乡", "未返乡", "返乡"]),
    ("联系方向=来电", "direction", "inbound", ["联系方向", "主动联系", "对方来访"]),
    ("是否联系上=否", "reached", "none", ["是否联系上", "本人", "未联系上"]),
    ("reached=家人", "reached", "family", ["是否联系上", "本人", "家属"]),
    ("事由=调研，节日慰问", "occasion", "调研、慰问", ["事由", "慰问", "调研、慰问"]),
    ("事由=", "occasion", None, ["事由", "慰问", "（空）"]),
    ("同行人=小李", "companions", "小李", ["同行人", "（空）", "小李"]),
    (f"内容=换号{phone(6)}", "note", "换号154****0006", ["联络内容", "问近况", "换号154****0006"]),
    ("备注=", "note", None, ["联络内容", "问近况", "（空）"]),
    (f"下一步=打{phone(6)}", "next_step", "打154****0006", ["下一步", "送材料", "打154****0006"]),
    ("下次联络日期=2026-05-01", "next_on", "2026-05-01", ["下次联络日期", "2026-04-10", "2026-05-01"]),
    ("下次联系时间=", "next_on", None, ["下次联络日期", "2026-04-10", "（空）"]),
    ("联络人=钱主任", "by", "钱主任", ["联络人", "赵主任", "钱主任"]),
    ("联系人=", "by", None, ["联络人", "赵主任", "（空）"]),
    ("单位=石门社区", "", None, ["所属单位", "（空）", "云河区/青石街道/石门社区"]),
]


@pytest.mark.parametrize(("word", "name", "kept", "said"), FIELDS, ids=[one[0] for one in FIELDS])
def test_a_fact_is_put_right_said_and_taken_back_exactly(
    run: Run, office: Path, word: str, name: str, kept: str | None, said: list[str]
) -> None:
    (before,), whole = dossier(run)["contacts"], contents(office)
    assert edit(run, word) == [said]
    expected = before | {name: kept} if name else before
    assert dossier(run)["contacts"] == [expected]
    assert run("undo").code == 0
    assert contents(office) == whole


def test_every_fact_of_a_contact_has_its_specimen() -> None:
    assert {name or "unit" for _, name, *_ in FIELDS} == set(CONTACT_FIELDS)


@pytest.mark.parametrize(
    "words",
    [
        "联络日期=2026-02-10",
        "方式=手机",
        "事由=节日慰问",
        "同行人=",
        "联络人=赵主任",
        "联络人=赵主任@望江社区",
        "联络人=G000001",
        "单位=",
        "内容=问近况 下一步=送材料",
    ],
)
def test_what_is_already_so_is_said_and_leaves_no_change_set(run: Run, office: Path, words: str) -> None:
    before, entries = contents(office), log(run)
    answer = run("contact", "edit", FIRST, *words.split())
    assert (answer.code, answer.err) == (0, "")
    assert answer.out.startswith(f"没有变化：{FIRST}  R000001  张三")
    assert (contents(office), log(run)) == (before, entries)


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        ("联络日期=", 2, "联络日期不能清空"),
        ("方式=", 2, "联络方式不能清空"),
        ("是否返乡=", 2, "是否返乡不能清空"),
        ("联系方向=", 2, "联系方向不能清空"),
        ("事由=调研 是否联系上=", 2, "是否联系上不能清空"),
        ("联络日期=2026-04-01", 1, "联络日期2026年4月1日还没有到"),
        ("联络日期=2026-02-30", 2, "不是真实存在的日期"),
        ("联络日期=上周", 2, "看不懂，请写成 2026-03-05"),
        ("下次联络日期=下周", 2, "看不懂，请写成 2026-03-05"),
        ("方式=飞鸽", 2, "可写：走访(visit)、面谈(talk)、电话(phone)"),
        ("是否返乡=大概", 2, "可写：返乡(home)、未返乡(away)、本地(local)、不详(unknown)"),
        ("是否联系上=大概", 2, "可写：本人(self)、家属(family)、未联系上(none)"),
        ("联系方向=大概", 2, "可写：主动联系(outbound)、对方来访(inbound)"),
        ("联络方法=走访", 2, "是不是：联络方式"),
        ("返乡意愿=创业", 2, "没有「返乡意愿」这个字段"),
        ("方式=走访 渠道=电话", 2, "联络方式写了两遍"),
        ("走访", 2, "「走访」不是 字段=内容 的写法"),
        ("事由=调研 单位=石山社区", 1, "没有名为「石山社区」的单位"),
        ("事由=调研 联络人=钱主任@石山社区", 1, "没有名为「石山社区」的单位"),
        ("联络人=@石门社区", 2, "姓名"),
        ("事由=调研 联络人=G000009", 1, "没有编号为 G000009 的工作人员"),
        ("", 2, "缺少"),
    ],
)
def test_a_refusal_says_why_and_leaves_nothing(
    run: Run, office: Path, words: str, code: int, said: str
) -> None:
    before, entries = contents(office), log(run)
    answer = run("contact", "edit", FIRST, *words.split())
    assert (answer.code, answer.out) == (code, "")
    assert said in answer.err
    assert (contents(office), log(run)) == (before, entries)


@pytest.mark.parametrize("verb", [["edit", "{}", "方式=微信"], ["remove", "{}"], ["remove", FIRST, "{}"]])
@pytest.mark.parametrize(
    ("number", "code", "said"),
    [
        ("C000009", 1, "没有 C000009 这次联络"),
        ("R000001", 2, "「R000001」不是联络编号"),
        ("1", 2, "「1」不是联络编号"),
        ("C", 2, "「C」不是联络编号"),
    ],
)
def test_an_unknown_number_is_refused(
    run: Run, office: Path, verb: list[str], number: str, code: int, said: str
) -> None:
    before = office.read_bytes()
    answer = run("contact", *(word.format(number) for word in verb))
    assert (answer.code, answer.out) == (code, "")
    assert said in answer.err
    assert office.read_bytes() == before


def test_a_number_may_be_written_small(run: Run) -> None:
    assert run("contact", "edit", "c1", "方式=微信").out.startswith(f"已更正：{FIRST}  R000001  张三")


# Staff


@pytest.mark.parametrize(
    ("words", "place"),
    [
        (["联络人=何文静"], "云河区/临江街道/望江社区"),
        (["联络人=何文静", "单位=石门社区"], "云河区/青石街道/石门社区"),
        (["联络人=何文静@青石街道"], "云河区/青石街道"),
    ],
)
def test_new_staff_is_entered_under_the_contacts_unit_and_said(
    run: Run, words: list[str], place: str
) -> None:
    answer = run("contact", "edit", FIRST, *words)
    assert (answer.code, answer.err) == (0, "新登记工作人员：何文静\n")
    staff = {one["name"]: one["unit"] for one in json.loads(run("staff", "list", "--json").out)}
    assert staff == {"赵主任": "云河区/临江街道/望江社区", "何文静": place}
    run("undo")
    assert [one["name"] for one in json.loads(run("staff", "list", "--json").out)] == ["赵主任"]


def test_known_staff_is_found_and_namesakes_are_never_guessed(run: Run, office: Path) -> None:
    for unit in ("望江社区", "石门社区"):
        run("contact", "log", "李四", "--channel", "微信", "--by", f"周慧@{unit}")
    before = office.read_bytes()
    unclear = run("contact", "edit", FIRST, "联络人=周慧")
    assert (unclear.code, unclear.out) == (1, "")
    assert "周慧@云河区/临江街道/望江社区" in unclear.err
    assert "周慧@云河区/青石街道/石门社区" in unclear.err
    assert office.read_bytes() == before
    answer = run("contact", "edit", FIRST, "联络人=周慧@石门社区")
    assert (answer.code, answer.err) == (0, "")
    assert len(json.loads(run("staff", "list", "--json").out)) == 3


# What follows a contact


def test_the_intention_stated_in_it_moves_with_its_date(run: Run, office: Path) -> None:
    whole = contents(office)
    assert figures(run, "2025Q4")["willing_job"] == 0
    assert edit(run, "日期=2025-12-20") == [["联络日期", "2026-02-10", "2025-12-20"]]
    assert [(one["on"], one["kind"]) for one in dossier(run)["intentions"]] == [
        ("2025-03-01", "business"),
        ("2025-12-20", "job"),
    ]
    assert [figures(run, one)["willing_job"] for one in ("2025Q4", "2026Q1")] == [1, 1]
    assert [figures(run, one)["contacts_made"] for one in ("2025Q4", "2026Q1")] == [1, 0]
    run("undo")
    assert contents(office) == whole


@pytest.mark.parametrize(
    ("words", "moved"),
    [
        (["是否联系上=家属"], {"contacts_made": 0, "contacts_family": 1, "persons_uncontacted": 2}),
        (["是否联系上=否"], {"contacts_made": 0, "contacts_unreached": 1, "away_phoned": 0}),
        (["方式=走访", "是否返乡=返乡"], {"returnees_visited": 1, "away_phoned": 0, "contacts_made": 1}),
        (["事由=调研"], {"condolence_visits": 0, "contacts_made": 1}),
        (["日期=2025-12-31"], {"contacts_made": 0, "persons_covered": 0}),
    ],
)
def test_the_figures_follow(run: Run, words: list[str], moved: dict[str, int]) -> None:
    before = figures(run, "2026Q1")
    assert (before["contacts_made"], before["away_phoned"], before["condolence_visits"]) == (1, 1, 1)
    edit(run, *words)
    after = figures(run, "2026Q1")
    assert {key: after[key] for key in moved} == moved
    run("undo")
    assert figures(run, "2026Q1") == before


def test_the_work_counts_where_the_contacts_unit_says(run: Run) -> None:
    def made() -> list[object]:
        return [figures(run, "2026Q1", unit)["contacts_made"] for unit in ("望江社区", "石门社区", "云河区")]

    assert made() == [1, 0, 1]
    edit(run, "单位=石门社区")
    assert made() == [0, 1, 1]
    edit(run, "单位=")
    assert made() == [1, 0, 1]


# Removal


def test_a_removal_takes_what_was_said_in_it_along_and_comes_back(run: Run, office: Path) -> None:
    whole, before = contents(office), figures(run, "2026Q1")
    answer = run("contact", "remove", FIRST)
    assert (answer.code, answer.err) == (0, "")
    assert answer.out.splitlines() == [
        "已删除：C000001  2026年2月10日 电话  "
        "R000001  张三  云河区/临江街道/望江社区  154****0001，连同当时说的返乡意愿",
        "如需恢复：talentreg undo",
    ]
    assert dossier(run)["contacts"] == []
    assert [one["kind"] for one in dossier(run)["intentions"]] == ["business"]
    after = figures(run, "2026Q1")
    assert (after["willing_business"], after["willing_job"]) == (1, 0)
    assert run("undo").code == 0
    assert (contents(office), figures(run, "2026Q1")) == (whole, before)


def test_several_go_together_each_once(run: Run) -> None:
    run("contact", "log", "李四", "--channel", "微信", "--on", "2026-03-01")
    answer = run("contact", "remove", "C000002", FIRST, "C000002")
    assert answer.code == 0
    assert [line.split("  ")[0] for line in answer.out.splitlines()] == [
        "已删除：C000002",
        "已删除：C000001",
        "如需恢复：talentreg undo",
    ]
    assert "返乡意愿" not in answer.out.splitlines()[0]
    assert json.loads(run("contact", "list", "--json").out) == []


def test_one_number_written_two_ways_is_one_contact(run: Run) -> None:
    answer = run("contact", "remove", FIRST, "c1")
    assert (answer.code, answer.err) == (0, "")
    assert answer.out.count("已删除") == 1


def test_a_number_is_not_given_again_after_a_removal(run: Run) -> None:
    run("contact", "remove", FIRST)
    run("contact", "log", "张三", "--channel", "微信")
    assert [one["record"] for one in dossier(run)["contacts"]] == ["C000002"]
    assert run("contact", "edit", FIRST, "方式=微信").code == 1
