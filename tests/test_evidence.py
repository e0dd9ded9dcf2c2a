"""The rows behind a number: how a number is named, what each row shows, and what is answered to a slip."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from conftest import Answer
from diary import A_QUARTER, write_diary

from talentreg.figures.catalogue import FIGURES
from talentreg.reports.reading import texts

Run = Callable[..., Answer]


@pytest.fixture
def why(run: Run, own_register: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Any]:
    """Ask for the proof of a number of the diary's quarter."""
    write_diary(own_register, A_QUARTER)
    monkeypatch.setenv("TALENTREG_TODAY", "2026-04-10")

    def ask(reference: str, *words: str) -> Any:
        answer = run("why", reference, "--quarter", "2026Q1", "--json", *words)
        assert answer.code == 0, answer.err
        return json.loads(answer.out)

    return ask


@pytest.mark.parametrize(
    ("typed", "key", "label", "value"),
    [
        ("contacts_made", "contacts_made", "联系人次", 3),
        ("联系人次", "contacts_made", "联系人次", 3),
        (" Contacts_Made ", "contacts_made", "联系人次", 3),
        ("contacts_made.channel.phone", "contacts_made.channel.phone", "联系人次（电话）", 1),
        ("contacts_made.channel.电话", "contacts_made.channel.phone", "联系人次（电话）", 1),
        ("联系人次.联系渠道.打电话", "contacts_made.channel.phone", "联系人次（电话）", 1),
        ("contacts_made.occasion.慰问", "contacts_made.occasion.慰问", "联系人次（慰问）", 1),
        ("contacts_made.occasion.未填", "contacts_made.occasion.未填", "联系人次（未填）", 1),
        ("contacts_unreached.channel.电话", "contacts_unreached.channel.phone", "未联系上人次（电话）", 1),
        ("persons_enrolled.sex.未填", "persons_enrolled.sex.未填", "入库人才（未填）", 2),
        ("returnees_visited.channel.talk", "returnees_visited.channel.talk", "走访返乡人员（面谈）", 1),
        ("contacts_made.late", "contacts_made.late", "联系人次（补录）", 1),
        ("联系人次.late", "contacts_made.late", "联系人次（补录）", 1),
    ],
)
def test_a_number_is_named(why: Callable[..., Any], typed: str, key: str, label: str, value: int) -> None:
    answer = why(typed)
    assert (answer["figure"]["key"], answer["figure"]["label"]) == (key, label)
    assert (answer["figure"]["value"], len(answer["rows"])) == (value, value)


@pytest.mark.parametrize("word", ["degree.博士研究生", "industry.捕鲸", "region.火星", "sex.male"])
def test_a_word_nobody_has_is_zero_with_no_rows(why: Callable[..., Any], word: str) -> None:
    answer = why(f"persons_enrolled.{word}")
    assert (answer["figure"]["value"], answer["rows"]) == (0, [])


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("走访返乡人", "没有名为「走访返乡人」的统计指标"),
        ("走访返乡人", "走访返乡人员(returnees_visited)"),
        ("contact_made", "联系人次(contacts_made)"),
        ("qqqq", "talentreg figures 列出全部统计指标"),
        ("contacts_made.颜色.红", "没有「颜色」这种分类"),
        ("contacts_made.颜色.红", "联系渠道(channel)"),
        ("contacts_made.channel", "缺少分类的词"),
        ("persons_enrolled.category.", "缺少分类的词"),
        ("persons_enrolled.channel.phone", "「入库人才」不能按联系渠道分类"),
        ("coverage_rate.degree.本科", "「联系覆盖率」不能按学历分类"),
        ("communities.sex.男", "「村社区数」不能按性别分类"),
    ],
)
def test_a_name_that_is_no_number_is_refused(
    run: Run, why: Callable[..., Any], typed: str, said: str
) -> None:
    answer = run("why", typed, "--quarter", "2026Q1")
    assert (answer.code, answer.out) == (1, "")
    assert said in answer.err


def test_a_closed_word_that_is_none_is_malformed_and_the_words_are_listed(
    run: Run, why: Callable[..., Any]
) -> None:
    answer = run("why", "contacts_made.channel.飞鸽", "--quarter", "2026Q1")
    assert (answer.code, answer.out) == (2, "")
    assert "走访(visit)、面谈(talk)、电话(phone)" in answer.err


def test_a_synonym_names_the_word_it_is_stored_as(run: Run, samples: Path) -> None:
    found, asked = (
        json.loads(run("why", f"persons_enrolled.degree.{word}", "--quarter", "2026Q1", "--json").out)
        for word in ("硕士研究生", "硕士")
    )
    assert found["figure"]["value"] > 0
    assert asked == found


def test_a_dimension_the_message_offers_is_one_that_works(run: Run, why: Callable[..., Any]) -> None:
    assert "单位(unit)" not in run("why", "persons_enrolled.unit.望江社区", "--quarter", "2026Q1").err


def test_persons_are_proven_one_by_one_with_the_records_that_count_them(why: Callable[..., Any]) -> None:
    assert why("returnees_visited", "--unit", "临江街道") == {
        "figure": {
            "key": "returnees_visited",
            "label": "走访返乡人员",
            "value": 1,
            "unit": "人",
            "time": "flow",
            "late": 1,
        },
        "period": {"label": "2026年第一季度", "start": "2026-01-01", "end": "2026-03-31"},
        "unit": "临江街道",
        "rows": [
            {
                "person": "R000001",
                "name": "甲",
                "unit": "云河区/临江街道/望江社区",
                "records": [
                    contact("C000001", "2026-02-17", "visit", occasion="慰问"),
                    contact("C000002", "2026-02-18", "talk", late=True),
                ],
            }
        ],
    }


def contact(
    record: str, on: str, channel: str, *, occasion: str | None = None, late: bool = False
) -> dict[str, Any]:
    facts = {"channel": channel, "presence": "home", "reached": "self", "occasion": occasion}
    return {"record": record, "on": on, "late": late, **facts, "by": None, "note": None}


def test_times_are_proven_record_by_record_under_the_unit_of_the_work(why: Callable[..., Any]) -> None:
    (row,) = why("contacts_made.channel.phone")["rows"]
    assert row == {
        "record": "C000003",
        "person": "R000002",
        "name": "乙",
        "unit": "云河区/临江街道/渡口社区",
        "on": "2026-02-19",
        "late": False,
        "channel": "phone",
        "presence": "away",
        "reached": "self",
        "occasion": "调研",
        "by": None,
        "note": None,
    }


def test_units_are_proven_by_their_code_and_path(why: Callable[..., Any]) -> None:
    rows = why("communities", "--unit", "梅溪镇")["rows"]
    assert rows == [
        {"record": "U7", "person": None, "name": "梅溪村", "unit": "云河区/梅溪镇/梅溪村", "on": None}
    ]


def test_a_share_is_proven_by_its_whole_each_row_saying_whether_it_counts(why: Callable[..., Any]) -> None:
    answer = why("coverage_rate")
    figure = answer["figure"]
    assert (figure["value"], figure["numerator"], figure["denominator"]) == (50.0, 1, 2)
    assert [(row["name"], row["unit"], row["counted"]) for row in answer["rows"]] == [
        ("甲", "云河区/临江街道/望江社区", True),
        ("丙", "云河区/梅溪镇/梅溪村", False),
    ]


@pytest.mark.parametrize(
    ("reference", "name", "said"),
    [
        ("persons_enrolled", "甲", {"record": "S000001", "on": "2025-06-01", "status": "enrolled"}),
        ("persons_withdrawn", "乙", {"record": "S000004", "on": "2026-03-01", "status": "withdrawn"}),
        ("willing_business", "甲", {"record": "Y000001", "on": "2025-06-01", "kind": "business"}),
    ],
)
def test_a_history_entry_is_the_proof(
    why: Callable[..., Any], reference: str, name: str, said: dict[str, str]
) -> None:
    row = why(reference)["rows"][0]
    assert row["name"] == name
    assert row["records"][0] | said == row["records"][0]


def test_somebody_covered_is_proven_by_the_contact_that_reached_them(why: Callable[..., Any]) -> None:
    (row,) = why("persons_covered")["rows"]
    assert [record["record"] for record in row["records"]] == ["C000001", "C000002"]


def test_somebody_without_a_unit_shows_none(run: Run, own_register: Path) -> None:
    write_diary(own_register, "始终 甲 无单位\n2026-02-17 甲 走访 返乡")
    (row,) = json.loads(run("why", "contacts_made", "--quarter", "2026Q1", "--json").out)["rows"]
    assert row["unit"] is None


@pytest.mark.parametrize("key", FIGURES)
def test_the_proof_of_every_figure_prints(run: Run, why: Callable[..., Any], key: str) -> None:
    printed, rows = run("why", key, "--quarter", "2026Q1"), why(key)["rows"]
    assert (printed.code, printed.err) == (0, "")
    assert printed.out.endswith(f"共{len(rows)}条\n")
    assert all(row["name"] in printed.out for row in rows)


@pytest.mark.parametrize("key", FIGURES)
def test_the_late_records_of_a_figure_are_as_many_as_it_says_or_refused(
    run: Run, samples: Path, key: str
) -> None:
    words = ("why", f"{key}.late", "--quarter", "2025Q1")
    printed, answer = run(*words), run(*words, "--json")
    assert printed.code == answer.code in (0, 1), printed.err
    if answer.code == 0:
        late = json.loads(answer.out)
        assert len(late["rows"]) == (late["figure"]["value"] or 0)
        assert printed.out.endswith(f"共{len(late['rows'])}条\n")


def test_late_records_are_counted_as_records_not_as_persons(run: Run, own_register: Path) -> None:
    write_diary(
        own_register,
        """
        2025-12-01 甲 走访 返乡 录于2026-01-05
        2025-12-02 甲 走访 返乡 录于2026-01-05
        """,
    )
    late = json.loads(run("why", "returnees_visited.late", "--quarter", "2025Q4", "--json").out)
    assert (late["figure"]["value"], late["figure"]["unit"]) == (2, "条")


def test_where_a_figure_is_unknown_its_late_records_are_too(run: Run, own_register: Path) -> None:
    write_diary(own_register, "2026-02-01 甲 入库")
    late = json.loads(run("why", "contacts_made.late", "--quarter", "2026Q1", "--json").out)
    assert late["figure"]["value"] is None


def test_numbers_in_notes_are_masked(run: Run, own_register: Path) -> None:
    write_diary(own_register, "2026-02-01 甲 入库")
    note = "改用15412345678，身份证99010119900101123X"
    run("contact", "log", "甲", "--channel", "电话", "--on", "2026-02-02", "--note", note)
    for words in (("--json",), ()):
        out = run("why", "contacts_made", "--quarter", "2026Q1", *words).out
        assert "改用154****5678，身份证99**************3X" in out
        assert "15412345678" not in out


def test_numbers_in_the_reason_of_a_withdrawal_are_masked(run: Run, own_register: Path) -> None:
    write_diary(own_register, "2026-02-01 甲 入库")
    run("withdraw", "甲", "--on", "2026-03-01", "--reason", "家属15412345678来电要求")
    for words in (("--json",), ()):
        out = run("why", "persons_withdrawn", "--quarter", "2026Q1", *words).out
        assert "家属154****5678来电要求" in out


@pytest.mark.parametrize(
    ("heading", "dimension", "shown"),
    [("现居住地", "region", "其他"), ("专业特长", "field", "幸福里154****5678")],
)
def test_numbers_in_a_free_text_are_hidden_where_it_is_a_word_of_a_breakdown(
    run: Run, heading: str, dimension: str, shown: str
) -> None:
    run("add", "张三", f"{heading}=幸福里15412345678", "入库日期=2026-02-01")
    for words in (("--json",), ()):
        out = run("stats", "--quarter", "2026Q1", "--by", dimension, *words).out
        assert shown in out
        assert "15412345678" not in out


def test_an_address_is_no_region_in_the_report(run: Run) -> None:
    run("add", "张三", "现居住地=幸福里15412345678", "入库日期=2026-02-01")
    run("report", "--quarter", "2026Q1", "--out", "报告.docx")
    text = "".join(texts(Path("报告.docx")))
    assert "从现居地看，其他1人" in text
    assert "幸福里" not in text


def test_who_made_the_contact_stands_in_the_proof(run: Run, own_register: Path) -> None:
    write_diary(own_register, "2026-02-01 甲 入库")
    run("contact", "log", "甲", "--channel", "电话", "--on", "2026-02-02", "--by", "李主任")
    (row,) = json.loads(run("why", "contacts_made", "--quarter", "2026Q1", "--json").out)["rows"]
    assert row["by"] == "李主任"


def test_parts_that_add_to_more_than_the_whole_say_so(run: Run, why: Callable[..., Any]) -> None:
    out = run("stats", "--quarter", "2026Q1", "--by", "channel").out
    tables = {
        title: out.partition(f"{title}\n")[2].partition("\n\n")[0] for title in ("联系人才", "联系人次")
    }
    assert why("persons_contacted")["figure"]["value"] == 2
    assert ("合计已去重" in tables["联系人才"], "合计已去重" in tables["联系人次"]) == (True, False)


def test_late_records_are_shown_beside_the_number(run: Run, why: Callable[..., Any]) -> None:
    lines = run("stats", "--quarter", "2026Q1").out.splitlines()
    (made,) = [line.split() for line in lines if line.split()[:1] == ["联系人次"]]
    assert made == ["联系人次", "3", "人次", "其中补录1条"]


def test_statistics_answer_in_one_shape(run: Run, why: Callable[..., Any]) -> None:
    plain, parts, units = (
        json.loads(run("stats", "--quarter", "2026Q1", "--json", *by).out)
        for by in ((), ("--by", "channel"), ("--by", "unit"))
    )
    period = {"label": "2026年第一季度", "start": "2026-01-01", "end": "2026-03-31"}
    assert [one["period"] for one in (plain, parts, units)] == [period] * 3
    assert [list(one) for one in (plain, parts, units)] == [
        ["period", "unit", "figures"],
        ["period", "unit", "figures"],
        ["period", "unit", "rows"],
    ]
    enrolled = {"key": "persons_enrolled", "label": "入库人才", "value": 2, "unit": "人", "time": "stock"}
    assert enrolled in plain["figures"]
    phone, visit = (
        {"key": "phone", "label": "电话", "value": 1},
        {"key": "visit", "label": "走访", "value": 1},
    )
    (made,) = [one for one in parts["figures"] if one["key"] == "contacts_made"]
    assert made["by"] == [visit, {"key": "talk", "label": "面谈", "value": 1}, phone]
    assert [(row["unit"], len(row["figures"])) for row in units["rows"]] == [
        ("临江街道", len(FIGURES)),
        ("梅溪镇", len(FIGURES)),
    ]
