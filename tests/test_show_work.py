"""One person's page tells what the ledgers know of them: events, who looks after them, what they asked."""

import json
from collections.abc import Callable

import pytest
from conftest import Answer

Run = Callable[..., Answer]

ENTERED = (
    "event add 新春恳谈会 --kind 恳谈会 --on 2026-02-10 --unit 临江街道",
    "event attend E000001 R000002 --role 发言人",
    "assign add 赵建芳 R000002 --on 2026-01-01 原因=博士",
    "request add R000002 孩子上学，电话15400001111 --on 2026-03-02 --category 子女入学",
    "referral add R000003 R000002 --on 2026-02-12",
    "referral add R000002 R000004 --on 2026-02-14",
    "milestone add R000002 --kind 签约意向 --on 2026-03-01 内容=果园",
    "hotline add 政策咨询 登记的人=R000002 --on 2026-03-20",
    "station add 江州站 --on 2026-01-08",
    "station join 江州站 R000002 --on 2026-02-01",
)
SAID = {"attendance", "assignment", "request", "referral", "milestone", "hotline", "membership"}


@pytest.fixture(autouse=True)
def entered(run: Run, samples: object) -> None:
    """Lay a row of every ledger about one person."""
    for line in ENTERED:
        answer = run(*line.split())
        assert answer.code == 0, (line, answer)


def test_json_has_the_rows_of_every_ledger_that_names_them(run: Run) -> None:
    document = json.loads(run("show", "R000002", "--json").out)
    assert {name: len(document[name]) for name in SAID} == dict.fromkeys(SAID, 1) | {"referral": 2}
    [attended] = document["attendance"]
    assert (attended["event_name"], attended["on"], attended["role"]) == (
        "新春恳谈会",
        "2026-02-10",
        "speaker",
    )


def test_somebody_the_ledgers_do_not_name_has_none(run: Run) -> None:
    document = json.loads(run("show", "R000007", "--json").out)
    assert [document[name] for name in SAID] == [[]] * len(SAID)
    assert "联系服务（" not in run("show", "R000007").out


@pytest.mark.parametrize(
    ("title", "told"),
    [
        ("参加名单（1人次）", "2026-02-10 新春恳谈会"),
        ("联系服务（1项）", "赵建芳 领导联系"),
        ("诉求（1件）", "2026-03-02 诉求 子女入学"),
        ("引荐（2次）", "2026-02-14 冯大伟 刘敏"),
        ("成效（1项）", "2026-03-01 签约意向 果园"),
        ("热线（1次）", "2026-03-20 政策咨询"),
        ("站内人员（1人）", "江州站"),
    ],
)
def test_the_page_tells_each_ledger_under_its_title(run: Run, title: str, told: str) -> None:
    page = run("show", "R000002").out
    assert title in page
    below = " ".join(page.partition(title)[2].split())
    assert told in below


def test_numbers_are_masked_unless_a_purpose_is_given(run: Run) -> None:
    assert "154****1111" in run("show", "R000002").out
    assert "15400001111" not in run("show", "R000002", "--json").out
    assert "15400001111" in run("show", "R000002", "--reveal", "--purpose", "核对").out


def test_the_timeline_has_them_in_the_order_they_happened(run: Run) -> None:
    rows = json.loads(run("show", "R000002", "--timeline", "--json").out)["timeline"]
    dated = [(row["on"], row["kind"]) for row in rows if row["kind"] in SAID]
    assert dated == [
        ("2026-01-01", "assignment"),
        ("2026-02-01", "membership"),
        ("2026-02-10", "attendance"),
        ("2026-02-12", "referral"),
        ("2026-02-14", "referral"),
        ("2026-03-01", "milestone"),
        ("2026-03-02", "request"),
        ("2026-03-20", "hotline"),
    ]
    page = run("show", "R000002", "--timeline").out
    assert "2026-03-01   成效       签约意向  果园" in page
