"""Edge cases of the figures of publicity and documents, and of communities at work by them."""

from collections.abc import Callable
from pathlib import Path

import pytest
from conftest import Answer
from diary import Specimen, counted, write_diary

Run = Callable[..., Answer]

PUBLICITY = (
    Specimen(
        "quantities of each kind add up",
        """
        publicity 横幅 12 on=2026-01-01 unit=望江社区
        publicity 条幅 3 on=2026-03-31 unit=渡口社区
        publicity 公开信 500 on=2026-02-01 unit=望江社区
        publicity 媒体推送 4 on=2026-02-01 place=公众号 unit=望江社区
        publicity 微信推文 2 on=2026-02-02 unit=梅溪村
        publicity LED屏 9 on=2026-02-01 unit=望江社区
        """,
        {
            "banners": 15,
            "letters": 500,
            "posts": 6,
            "publicity_quantity": 530,
            "publicity_quantity.publicity.LED屏": 9,
            "banners@渡口社区": 3,
            "letters@梅溪镇": 0,
            "posts@临江街道": 4,
        },
    ),
    Specimen(
        "what was hung the day before or after the period is not of it",
        """
        publicity 横幅 12 on=2025-12-31 unit=望江社区
        publicity 公开信 12 on=2026-04-01 unit=望江社区
        publicity 媒体推送 12 on=2025-12-31 unit=望江社区
        """,
        {"banners": 0, "letters": 0, "posts": 0, "publicity_quantity": 0, "communities_active": 0},
    ),
    Specimen(
        "the same again on another day, or another place, is more of it",
        """
        publicity 横幅 2 on=2026-02-01 unit=望江社区 place=村口
        publicity 横幅 2 on=2026-02-01 unit=望江社区 place=广场
        publicity 横幅 2 on=2026-02-02 unit=望江社区 place=广场
        """,
        {"banners": 6},
    ),
    Specimen(
        "what was typed after the period counts where it happened; the late are entries, not banners",
        """
        publicity 横幅 10 on=2026-03-31 unit=望江社区 录于2026-04-02
        publicity 横幅 5 on=2026-03-31 unit=渡口社区
        document 通知 on=2026-03-31 录于2026-04-02
        """,
        {"banners": 15, "banners.late": 1, "documents_issued": 1, "documents_issued.late": 1},
    ),
    Specimen(
        "documents that came in were not issued",
        """
        document 一号通知 way=发文 code=云组通〔2026〕1号 on=2026-01-01
        document 二号通知 way=发文 code=云组通〔2026〕2号 on=2026-03-31 unit=临江街道
        document 三号通知 way=发文 on=2026-04-01
        document 市里的通知 way=来文 on=2026-02-01
        """,
        {"documents_issued": 2, "documents_issued@临江街道": 1, "documents_issued@梅溪镇": 0},
    ),
    Specimen(
        "without any publicity its figures are unknown, though documents are kept",
        "document 市里的通知 way=来文 on=2026-02-01",
        {"documents_issued": 0, "banners": None, "letters": None, "publicity_quantity": None},
    ),
    Specimen(
        "publicity of a unit that is closed stays where it happened",
        """
        publicity 横幅 5 on=2026-02-01 unit=渡口社区
        2026-03-01 渡口社区 撤销
        """,
        {"banners": 5, "banners@渡口社区": 5, "communities_active": 0},
    ),
    Specimen(
        "an event that was held and publicity are work of the community",
        """
        event 一 kind=讲习 on=2026-02-10 unit=望江社区
        publicity 横幅 5 on=2026-02-01 unit=梅溪村
        """,
        {"communities_active": 2, "communities_active@临江街道": 1, "communities_active@渡口社区": 0},
    ),
    Specimen(
        "an event that was only planned, a document and the work of the street are not",
        """
        event 一 kind=讲习 on=2026-02-10 unit=望江社区 state=取消
        event 二 kind=讲习 on=2026-02-10 unit=临江街道
        document 通知 on=2026-02-01 unit=渡口社区
        """,
        {"communities_active": 0, "events_held": 1},
    ),
    Specimen(
        "an event of a grid is work of its community",
        "event 一 kind=讲习 on=2026-02-10 unit=望江一网格",
        {"communities_active": 1, "seminars_held@望江社区": 1},
    ),
)


@pytest.mark.parametrize("specimen", PUBLICITY, ids=str)
def test_a_diary_comes_to(
    run: Run, own_register: Path, monkeypatch: pytest.MonkeyPatch, specimen: Specimen
) -> None:
    monkeypatch.setenv("TALENTREG_TODAY", specimen.today)
    write_diary(own_register, specimen.diary)
    assert counted(run, specimen.counts) == specimen.counts


def test_work_of_a_merged_community_is_that_of_the_one_that_took_over(run: Run, own_register: Path) -> None:
    write_diary(own_register, "publicity 横幅 5 on=2026-02-01 unit=渡口社区")
    answer = run("unit", "merge", "渡口社区", "--into", "望江社区", "--on", "2026-03-01")
    assert answer.code == 0, answer.err
    wanted = {"communities_active": 1, "communities_active@望江社区": 1, "banners@渡口社区": 5}
    assert counted(run, wanted) == wanted
