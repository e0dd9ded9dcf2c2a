"""Edge cases of what was due and paid, of apartments, cards and services, each a diary."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from conftest import Answer
from diary import Specimen, counted, write_diary

Run = Callable[..., Answer]

MONEY = (
    Specimen(
        "money counts on the day it was paid, whenever it was due",
        """
        benefit 甲 3000 name=补贴 on=2025-06-30
        benefit 乙 3000 name=补贴 on=2026-06-30
        benefit 丙 3000 name=补贴 on=2026-02-01
        payment DY000001 3000 on=2026-01-01
        payment DY000002 3000 on=2026-03-31
        payment DY000003 3000 on=2026-04-01
        """,
        {
            "benefit_persons": 2,
            "benefit_amount": 0.6,
            "benefit_due_amount": 0.3,
            "benefit_unpaid": 1,
            "benefit_amount.month.2026-01": 0.3,
        },
    ),
    Specimen(
        "paid in parts: a part of it in the quarter, what is missing is not paid yet",
        """
        benefit 甲 10000 name=补贴 on=2026-01-31
        payment DY000001 2000 on=2025-12-31
        payment DY000001 3000 on=2026-02-01
        payment DY000001 1000 on=2026-02-02
        payment DY000001 4000 on=2026-04-01
        """,
        {
            "benefit_persons": 1,
            "benefit_amount": 0.4,
            "benefit_unpaid": 1,
            "benefit_unpaid_partly": 1,
            "benefit_unpaid_amount": 0.4,
        },
    ),
    Specimen(
        "paid up to the cent is paid",
        """
        benefit 甲 100.10 name=补贴 on=2026-01-31
        payment DY000001 33.37 on=2026-02-01
        payment DY000001 33.37 on=2026-02-02
        payment DY000001 33.36 on=2026-02-03
        benefit 乙 100.10 name=补贴 on=2026-01-31
        payment DY000002 100.09 on=2026-02-01
        """,
        {"benefit_unpaid": 1, "benefit_unpaid_amount": 0.000001, "benefit_amount": 0.020019},
    ),
    Specimen(
        "due on the last day and not paid shows, due the day after does not",
        """
        benefit 甲 3000 name=补贴 on=2026-03-31
        benefit 乙 3000 name=补贴 on=2026-04-01
        benefit 丙 3000 name=补贴 on=2024-01-01
        """,
        {"benefit_unpaid": 2, "benefit_unpaid_amount": 0.6, "benefit_unpaid_partly": 0},
    ),
    Specimen(
        "somebody paid twice is one person; a benefit is its unit's, else of the person's when it was due",
        """
        始终 甲 转入 渡口社区
        benefit 甲 3000 name=生活补贴 on=2026-01-31
        2026-02-15 甲 转入 梅溪村
        benefit 甲 1000 name=租房补贴 on=2026-01-31 unit=望江社区
        payment DY000001 3000 on=2026-03-01
        payment DY000002 1000 on=2026-03-01
        """,
        {
            "benefit_persons": 1,
            "benefit_amount@渡口社区": 0.3,
            "benefit_amount@望江社区": 0.1,
            "benefit_amount@梅溪村": 0,
        },
    ),
    Specimen(
        "each kind of benefit is told apart by its policy, without one by its name",
        """
        policy 博士生活补贴 on=2025-01-01 category=生活补贴
        benefit 甲 3000 policy=博士生活补贴 name=博士生活补贴 on=2026-01-31
        benefit 乙 1000 name=购房补贴 on=2026-01-31
        payment DY000001 3000 on=2026-03-01
        payment DY000002 1000 on=2026-03-01
        """,
        {"benefit_amount.benefit.生活补贴": 0.3, "benefit_amount.benefit.购房补贴": 0.1},
    ),
    Specimen(
        "a debt to somebody who died is still one",
        """
        2025-01-01 甲 入库
        benefit 甲 3000 name=补贴 on=2026-01-31
        2026-02-01 甲 去世
        """,
        {"benefit_unpaid": 1},
    ),
    Specimen(
        "a policy holds from its first day to its last",
        """
        policy 甲策 on=2025-01-01 until=2026-03-30
        policy 乙策 on=2025-01-01 until=2026-03-31
        policy 丙策 on=2026-03-31
        policy 丁策 on=2026-04-01
        """,
        {"policies_in_force": 2},
    ),
    Specimen(
        "what comes the day after the quarter is not there yet",
        """
        policy 甲策 on=2026-04-01
        benefit 甲 3000 name=补贴 on=2026-04-01
        payment DY000001 3000 on=2026-04-01
        apartment 101 on=2026-04-01
        card 甲 A1 on=2026-04-01
        service 甲 子女入学 on=2026-04-01
        """,
        {
            **{"policies_in_force": 0, "benefit_persons": 0, "benefit_amount": 0, "benefit_due_amount": 0},
            **{"benefit_unpaid": 0, "benefit_unpaid_amount": 0, "apartments": 0, "talent_cards": 0},
            **{"services_used": 0, "services_persons": 0},
        },
    ),
    Specimen(
        "nothing was ever due: nobody knows",
        "2025-01-01 甲 入库",
        {"benefit_unpaid": None, "benefit_amount": None, "apartments": None, "talent_cards": None},
    ),
)

HOMES = (
    Specimen(
        "an apartment is there from its first day to its last, free when nobody lives in it",
        """
        apartment 101 on=2025-01-01
        apartment 102 on=2025-01-01 until=2026-03-30
        apartment 103 on=2026-03-31
        apartment 104 on=2025-01-01
        apartment 105 on=2026-04-01
        tenancy 101 甲 on=2025-01-01 until=2026-03-31
        tenancy 104 乙 on=2025-01-01 until=2026-03-30
        """,
        {"apartments": 3, "apartments_free": 2, "apartment_tenants": 1, "apartment_keys": 2},
    ),
    Specimen(
        "two in one apartment are two tenants, of the units they belong to; keys are counted since ever",
        """
        apartment 101 on=2025-01-01
        apartment 102 on=2025-01-01
        tenancy 101 甲 on=2025-01-01
        tenancy 101 乙 on=2026-01-01
        tenancy 102 丙 on=2025-01-01 until=2025-02-01
        tenancy 102 丙 on=2025-06-01 until=2025-07-01
        2026-02-01 乙 转入 梅溪村
        """,
        {
            "apartment_tenants": 2,
            "apartment_tenants@梅溪村": 1,
            "apartment_keys": 3,
            "apartment_keys.period": 1,
            "apartment_keys@梅溪村": 0,
        },
    ),
    Specimen(
        "whoever left the register lives there no more",
        """
        apartment 101 on=2025-01-01
        tenancy 101 甲 on=2025-01-01
        2025-01-01 甲 入库
        2026-03-31 甲 退库
        """,
        {"apartment_tenants": 0, "apartment_keys": 1},
    ),
)

CARDS = (
    Specimen(
        "a card holds from its day to its last; two cards are one person",
        """
        card 甲 A1 on=2025-01-01 until=2026-03-30
        card 乙 A2 on=2025-01-01 until=2026-03-31
        card 丙 A3 on=2026-03-31
        card 丁 A4 on=2026-04-01
        card 乙 B1 on=2025-01-01 category=服务卡
        """,
        {"talent_cards": 2, "talent_cards.card.服务卡": 1, "talent_cards.card.人才绿卡": 2},
    ),
    Specimen(
        "a service is one each time, and a person once",
        """
        service 甲 子女入学 on=2026-01-01
        service 甲 医疗保障 on=2026-03-31
        service 甲 医疗保障 on=2025-12-31
        service 乙 医疗保障 on=2026-02-01 unit=梅溪村
        """,
        {
            "services_used": 3,
            "services_persons": 2,
            "services_used.service.医疗保障": 2,
            "services_persons@梅溪村": 1,
        },
    ),
)


BENEFITS = (*MONEY, *HOMES, *CARDS)


@pytest.mark.parametrize("specimen", BENEFITS, ids=str)
def test_a_diary_comes_to(
    run: Run, own_register: Path, monkeypatch: pytest.MonkeyPatch, specimen: Specimen
) -> None:
    monkeypatch.setenv("TALENTREG_TODAY", specimen.today)
    write_diary(own_register, specimen.diary)
    assert counted(run, specimen.counts) == specimen.counts


def test_the_proof_of_what_is_unpaid_tells_what_was_due_and_what_was_paid(
    run: Run, own_register: Path
) -> None:
    write_diary(
        own_register,
        """
        benefit 甲 10000 name=生活补贴 on=2026-01-31
        payment DY000001 2500.5 on=2026-02-01
        """,
    )
    (row,) = json.loads(run("why", "应发未发", "--json").out)["rows"]
    assert (row["name"], row["score"], row["paid"]) == ("甲", 10000, 2500.5)
    (row,) = json.loads(run("why", "应发未发金额", "--json").out)["rows"]
    assert row["amount"] == 0.74995
    assert "已发金额2500.5" in run("why", "应发未发").out


def test_money_is_sorted_by_the_people_it_went_to(run: Run, own_register: Path) -> None:
    for name, degree, amount in (("张三", "博士", 3000), ("李四", "硕士", 1000), ("王五", "硕士", 500)):
        run("add", name, f"学历={degree}")
        assert run("benefit", "add", name, str(amount), "待遇名称=补贴", "--on", "2026-02-01").code == 0
        run("benefit", "pay", name, "--on", "2026-02-02")
    (figure,) = json.loads(run("stats", "--figure", "发放补贴", "--by", "学历", "--json").out)["figures"]
    assert [(one["label"], one["value"]) for one in figure["by"]] == [
        ("博士研究生", 0.3),
        ("硕士研究生", 0.15),
    ]


def test_a_running_quarter_counts_what_was_paid_up_to_today(
    run: Run, own_register: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_diary(
        own_register,
        """
        benefit 甲 3000 name=补贴 on=2026-01-31
        benefit 乙 3000 name=补贴 on=2026-02-20
        payment DY000001 3000 on=2026-02-11
        """,
    )
    monkeypatch.setenv("TALENTREG_TODAY", "2026-02-10")
    wanted = {"benefit_persons": 0, "benefit_amount": 0, "benefit_unpaid": 1}
    assert counted(run, wanted) == wanted
