"""Edge cases of the figures of requests, the hotline and stations, each a diary and what it comes to."""

from collections.abc import Callable
from pathlib import Path

import pytest
from conftest import Answer
from diary import Specimen, counted, write_diary

Run = Callable[..., Answer]

REQUESTS = (
    Specimen(
        "received by the day of receipt, closed by the day of closing",
        """
        request 甲 一 on=2025-12-31 closed_on=2026-01-01
        request 甲 二 on=2026-01-01
        request 甲 三 on=2026-03-31 closed_on=2026-03-31
        request 甲 四 on=2026-04-01
        request 甲 五 on=2025-12-31 closed_on=2025-12-31
        request 甲 六 on=2026-03-01 closed_on=2026-04-01
        """,
        {
            "requests_received": 3,
            "requests_closed": 2,
            "requests_received_closed": 1,
            "requests_close_rate": 33.3,
            "requests_open": 2,
            "requests_closed.month.2026-01": 1,
        },
    ),
    Specimen(
        "a request is closed from the day it was closed on, that day included",
        """
        request 甲 一 on=2026-02-01 due_on=2026-02-20 closed_on=2026-03-31
        request 甲 二 on=2026-02-01 due_on=2026-02-20 closed_on=2026-04-01
        """,
        {"requests_open": 1, "requests_overdue": 1, "requests_closed": 1},
    ),
    Specimen(
        "due on the last day is not overdue, due the day before is; without a day none is",
        """
        request 甲 一 on=2026-02-01 due_on=2026-03-31
        request 甲 二 on=2026-02-01 due_on=2026-03-30
        request 甲 三 on=2026-02-01
        request 甲 四 on=2026-02-01 due_on=2026-02-20 closed_on=2026-03-01
        """,
        {"requests_open": 3, "requests_overdue": 1, "requests_closed": 1},
    ),
    Specimen(
        "nothing received, nothing to divide by, whatever was closed",
        "request 甲 一 on=2025-12-31 closed_on=2026-01-01",
        {
            "requests_received": 0,
            "requests_closed": 1,
            "requests_received_closed": 0,
            "requests_close_rate": None,
            "requests_open": 0,
            "requests_overdue": 0,
        },
    ),
    Specimen(
        "of what was received, nothing closed",
        "request 甲 一 on=2026-02-01",
        {"requests_close_rate": 0.0, "requests_closed": 0, "requests_closed_by_category": 0},
    ),
    Specimen(
        "problems solved stand under their category",
        """
        request 甲 一 on=2026-02-01 category=子女入学 closed_on=2026-02-11
        request 乙 二 on=2025-02-01 category=住房 closed_on=2026-02-11
        request 丙 三 on=2026-02-01 category=住房 closed_on=2026-02-11
        request 丁 四 on=2026-02-01 category=住房
        request 戊 五 on=2026-02-01 closed_on=2026-02-11
        """,
        {
            "requests_closed": 4,
            "requests_closed_by_category": 3,
            "requests_closed_by_category.request.住房": 2,
            "requests_received.request.住房": 2,
            "requests_received.request.未填": 1,
        },
    ),
    Specimen(
        "a request counts for the unit in charge, else for the person's on the day of receipt",
        """
        request 甲 一 on=2026-02-01 closed_on=2026-03-02
        request 甲 二 on=2026-02-01 unit=梅溪镇
        request text=三 on=2026-02-01 unit=渡口社区
        request text=四 on=2026-02-01
        2026-03-01 甲 转入 渡口社区
        """,
        {
            "requests_received": 4,
            "requests_received@望江社区": 1,
            "requests_closed@望江社区": 1,
            "requests_closed@渡口社区": 0,
            "requests_received@梅溪镇": 1,
            "requests_received@渡口社区": 1,
            "requests_received@云河区": 3,
        },
    ),
    Specimen(
        "requests of somebody who has left, and of a unit that is closed, stay",
        """
        2025-06-01 甲 入库
        request 甲 一 on=2026-02-01 unit=渡口社区
        2026-03-01 甲 退库
        2026-03-01 渡口社区 撤销
        """,
        {"requests_received": 1, "requests_open@渡口社区": 1},
    ),
    Specimen(
        "suggestions and life events are no requests",
        """
        request 甲 一 kind=意见建议 on=2026-02-01 adopted=是
        request 甲 二 kind=意见建议 on=2026-02-01 adopted=否 closed_on=2026-02-20
        request 甲 三 kind=意见建议 on=2026-03-31
        request 甲 四 kind=意见建议 on=2025-12-31 adopted=是
        request 甲 五 kind=重大事项 on=2026-02-01 category=获奖
        """,
        {
            "suggestions_received": 3,
            "suggestions_adopted": 1,
            "life_events_reported": 1,
            "requests_received": 0,
            "requests_closed": 0,
            "requests_open": 0,
        },
    ),
    Specimen(
        "no suggestion, no life event where there are only requests",
        "request 甲 一 on=2026-02-01",
        {
            "requests_received": 1,
            "suggestions_received": 0,
            "suggestions_adopted": 0,
            "life_events_reported": 0,
        },
    ),
    Specimen(
        "what was typed after the period counts where it happened and is marked",
        """
        request 甲 一 on=2026-03-31 closed_on=2026-03-31 录于2026-04-02
        request 甲 二 on=2026-03-31
        """,
        {
            "requests_received": 2,
            "requests_received.late": 1,
            "requests_closed.late": 1,
            "requests_received_closed.late": 1,
        },
    ),
    Specimen(
        "a life event is late from the day after the last it may be reported on",
        """
        rule 制度 report_days=7 on=2025-01-01
        request 甲 一 kind=重大事项 happened_on=2026-02-01 on=2026-02-08
        request 甲 二 kind=重大事项 happened_on=2026-02-01 on=2026-02-09
        request 甲 三 kind=重大事项 on=2026-02-09
        request 甲 四 kind=重大事项 happened_on=2026-03-30 on=2026-04-09
        request 甲 五 kind=重大事项 happened_on=2025-11-01 on=2026-01-01
        request 甲 六 happened_on=2025-11-01 on=2026-01-01
        """,
        {"life_events_reported": 4, "life_events_late": 2},
    ),
    Specimen(
        "the rule of the nearest unit says how many days; of several there the strictest",
        """
        rule 区里 report_days=3 on=2025-01-01 unit=云河区
        rule 街道一 report_days=20 on=2025-01-01 unit=临江街道 rank=乡科级
        rule 街道二 report_days=10 on=2025-01-01 unit=临江街道
        rule 街道三 on=2026-01-01 unit=临江街道
        request 甲 一 kind=重大事项 happened_on=2026-02-01 on=2026-02-09
        request 甲 二 kind=重大事项 happened_on=2026-02-01 on=2026-02-12
        request 甲 三 kind=重大事项 happened_on=2026-02-01 on=2026-02-05 unit=梅溪村
        request 甲 四 kind=重大事项 happened_on=2026-02-01 on=2026-02-04 unit=梅溪村
        """,
        {
            "life_events_late": 2,
            "life_events_late@临江街道": 1,
            "life_events_late@梅溪镇": 1,
        },
    ),
    Specimen(
        "only a rule in force on the day of the report binds",
        """
        rule 旧制度 report_days=1 on=2025-01-01 until=2026-02-04
        rule 新制度 report_days=1 on=2026-02-06
        request 甲 一 kind=重大事项 happened_on=2026-02-01 on=2026-02-05
        request 甲 二 kind=重大事项 happened_on=2026-02-01 on=2026-02-04
        request 甲 三 kind=重大事项 happened_on=2026-02-05 on=2026-02-07
        """,
        {"life_events_reported": 3, "life_events_late": 2},
    ),
    Specimen(
        "without any rule nobody can say what is late",
        "request 甲 一 kind=重大事项 happened_on=2025-02-01 on=2026-02-05",
        {"life_events_reported": 1, "life_events_late": None},
    ),
    Specimen(
        "a rule that sets no days makes nothing late",
        """
        rule 制度 on=2025-01-01
        request 甲 一 kind=重大事项 happened_on=2025-02-01 on=2026-02-05
        """,
        {"life_events_late": 0},
    ),
    Specimen(
        "calls count from the beginning, those of the period beside them",
        """
        hotline 政策咨询 on=2020-05-01 name=老王 outcome=是
        hotline 政策咨询 on=2025-12-31 name=老张 outcome=是
        hotline 政策咨询 on=2026-01-01 name=老王 outcome=是
        hotline 政策咨询 on=2026-03-31 name=老王 outcome=否
        hotline 就业服务 on=2026-03-31 name=老李
        hotline 就业服务 on=2026-04-01 name=老赵 outcome=是
        """,
        {
            "hotline_calls": 5,
            "hotline_calls.period": 3,
            "hotline_calls.hotline.就业服务": 1,
            "hotline_helped": 2,
            "hotline_helped.period": 1,
        },
    ),
    Specimen(
        "whoever called several times is one, known to the register or by name",
        """
        hotline 政策咨询 on=2026-02-01 person=甲 name=某甲 outcome=是
        hotline 政策咨询 on=2026-02-02 person=甲 outcome=是
        hotline 政策咨询 on=2026-02-03 name=老王 outcome=是
        hotline 政策咨询 on=2026-02-04 name=老王 outcome=是 unit=临江街道
        hotline 政策咨询 on=2026-02-05 outcome=是
        hotline 政策咨询 on=2026-02-06 outcome=是 unit=梅溪镇
        """,
        {
            "hotline_calls": 6,
            "hotline_helped": 2,
            "hotline_helped@临江街道": 1,
            "hotline_helped@梅溪镇": 0,
        },
    ),
    Specimen(
        "a call that helped nobody is a call",
        "hotline 政策咨询 on=2026-02-01 name=老王 outcome=否",
        {"hotline_calls": 1, "hotline_helped": 0, "hotline_calls@梅溪镇": 0},
    ),
    Specimen(
        "a call typed after the period is marked",
        "hotline 政策咨询 on=2026-03-31 name=老王 outcome=是 录于2026-04-01",
        {"hotline_calls": 1, "hotline_calls.late": 1, "hotline_helped.late": 1},
    ),
    Specimen(
        "a station stands from the day it was opened, and no more on the day it was closed",
        """
        station 北京站 on=2026-03-31 unit=云河区
        station 上海站 on=2026-04-01 unit=云河区
        station 大连站 on=2020-01-01 until=2026-03-31 unit=云河区
        station 西安站 on=2020-01-01 until=2026-04-01 unit=临江街道
        """,
        {"stations_open": 2, "stations_open@临江街道": 1, "stations_open@梅溪镇": 0},
    ),
    Specimen(
        "each kind of entry is unknown where only others are kept",
        "document 通知 on=2026-02-01",
        {"hotline_calls": None, "hotline_helped": None, "stations_open": None, "requests_received": None},
    ),
)


@pytest.mark.parametrize("specimen", REQUESTS, ids=str)
def test_a_diary_comes_to(
    run: Run, own_register: Path, monkeypatch: pytest.MonkeyPatch, specimen: Specimen
) -> None:
    monkeypatch.setenv("TALENTREG_TODAY", specimen.today)
    write_diary(own_register, specimen.diary)
    assert counted(run, specimen.counts) == specimen.counts


def test_a_running_quarter_counts_up_to_today(
    run: Run, own_register: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_diary(
        own_register,
        """
        request 甲 一 on=2026-02-01 due_on=2026-02-09 closed_on=2026-03-01
        request 甲 二 on=2026-02-01 due_on=2026-02-10
        request 甲 三 on=2026-03-01
        """,
    )
    monkeypatch.setenv("TALENTREG_TODAY", "2026-02-10")
    wanted = {"requests_received": 2, "requests_open": 2, "requests_overdue": 1, "requests_closed": 0}
    assert counted(run, wanted) == wanted


def test_two_records_of_one_caller_are_one_once_merged(run: Run, own_register: Path) -> None:
    write_diary(
        own_register,
        """
        hotline 政策咨询 on=2026-02-01 person=甲 outcome=是
        hotline 政策咨询 on=2026-02-02 person=乙 outcome=是
        """,
    )
    assert counted(run, {"hotline_helped": 2}) == {"hotline_helped": 2}
    assert run("merge", "甲", "乙").code == 0
    merged = {"hotline_helped": 1, "hotline_calls": 2}
    assert counted(run, merged) == merged
