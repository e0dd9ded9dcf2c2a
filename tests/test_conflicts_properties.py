"""Whatever is decided in whatever order can be taken back; books that come in turns are asked about once."""

from collections.abc import Callable
from pathlib import Path

import pytest
from books import dump, empty_register, id_number, lay_once, phone, stored
from conftest import Answer
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from test_conflicts import KNOWN, LATER, bring, other
from test_conflicts_resolve import X, lay, resolve, states

Run = Callable[..., Answer]


@pytest.fixture
def waiting(run: Run, own_register: Path) -> Path:
    """Lay a register in which six things about one person wait."""
    own_register.write_bytes(empty_register())
    return lay_once("conflicts resolve", own_register, lambda: lay(run))


FIELDS = ["phone", "wechat", "employer", "degree", "extra", "unit"]
decisions = st.lists(
    st.tuples(st.sampled_from(FIELDS), st.sampled_from(["登记册", "来表", "另填"])),
    min_size=1,
    max_size=6,
    unique_by=lambda one: one[0],
)
VALUES = {
    "phone": phone(7),
    "wechat": "wx_new",
    "employer": "新单位",
    "degree": "博士",
    "extra": "鱼",
    "unit": "柳堤社区",
}


@settings(
    max_examples=15,
    deadline=None,
    phases=[Phase.generate],
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(chosen=decisions, edited=st.sampled_from(FIELDS[:4]))
def test_resolve_and_undo_is_the_identity(
    run: Run, waiting: Path, chosen: list[tuple[str, str]], edited: str
) -> None:
    before = dump(waiting)
    for field, use in chosen:
        how = ("--value", VALUES[field]) if use == "另填" else ("--use", use)
        resolve(run, X[field], *how)
    for text in (LATER, KNOWN):
        bring(run, text, f"{len(text)}.csv")
    assert states(run).count("decided") == len(chosen)
    assert states(run).count("open") == 6 - len(chosen)
    while dump(waiting) != before:
        assert run("undo").code == 0


@settings(
    max_examples=12,
    deadline=None,
    phases=[Phase.generate],
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(
    order=st.permutations(["X4", "X7", "X8"]),
    uses=st.lists(st.sampled_from(["登记册", "来表"]), min_size=3, max_size=3),
)
def test_once_all_is_decided_no_book_asks_again_in_whatever_order_it_was_decided(
    run: Run, waiting: Path, order: list[str], uses: list[str]
) -> None:
    begun = waiting.read_bytes()
    offers = {"三.csv": "硕士", "四.csv": "博士", "五.csv": "本科", "六.csv": "大专"}
    for name in list(offers)[:2]:
        bring(run, other(学历=offers[name]), name)
    for number, use in zip(order, uses, strict=True):
        resolve(run, number, "--use", use)
    for name, degree in offers.items():
        assert "学历与登记册不同" not in bring(run, other(学历=degree, 备注=""), f"又{name}").out
    waiting.write_bytes(begun)


def test_a_year_of_overlapping_books_leaves_every_differing_pair_once(run: Run, waiting: Path) -> None:
    """Three offices send what they believe of two people, in turns, month after month."""
    beliefs = {
        "甲": {1: ("本科", "医师"), 2: ("大专", "教师")},
        "乙": {1: ("硕士", "医师"), 2: ("大专", "校长")},
        "丙": {1: ("本科", "主任"), 2: ("高中", "教师")},
    }
    bring(run, f"姓名,身份证号\n李四,{id_number(2)}\n", "零.csv")
    for month in range(12):
        for office in list(beliefs)[month % 3 :] + list(beliefs)[: month % 3]:
            rows = (
                f"{name},{id_number(one)},{','.join(beliefs[office][one])},{month}月\n"
                for one, name in ((1, "张三"), (2, "李四"))
            )
            bring(
                run,
                f"姓名,身份证号,学历,职务,{office}月份\n" + "".join(rows),
                f"{office}{month}.csv",
                "--on-match",
                "fill",
            )
    pairs = stored(
        waiting,
        """select person_id, field, stored, offered from conflict
        where field in ('degree', 'post') order by 1, 2, 4""",
    )
    assert pairs == [
        (1, "degree", "大专", "本科"),
        (1, "degree", "大专", "硕士研究生"),
        (1, "post", "医师", "主任"),
        (2, "degree", "大专", "高中"),
        (2, "post", "教师", "校长"),
    ]
