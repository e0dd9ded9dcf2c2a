"""What a shell is offered for events, campaigns, stations and the words of the open lists."""

from collections.abc import Callable
from pathlib import Path

import pytest
from conftest import Answer

from talentreg.cli.ledger import leads, make, often
from talentreg.cli.suggesting import VALUES, suggest
from talentreg.records.ledgers import LEDGERS

Run = Callable[..., Answer]

ENTERED = (
    "event add 新春恳谈会 --kind 恳谈会 --on 2026-02-10",
    "event add 新春茶话会 --kind 茶话会 --on 2026-02-11",
    "event add 新春茶话会 --kind 茶话会 --on 2026-02-12",
    "campaign add 春节行动 --on 2026-01-20 结束日期=2026-03-05",
    "campaign task add 公开信 专项行动=春节行动",
    "station add 江州站 --on 2026-01-08",
    "document add 江州通知 --on 2026-01-15",
    "project add 生态茶园 --on 2026-01-15",
    "library add 后备干部库",
    "benefit add R000003 3000 待遇名称=补贴 批次=上半年",
)


@pytest.fixture
def register(run: Run, samples: Path) -> Path:
    """Lay some rows into the samples."""
    for line in ENTERED:
        assert run(*line.split()).code == 0, line
    return samples


@pytest.mark.parametrize(
    ("metavar", "start", "offered"),
    [
        ("活动", "新春恳", ["新春恳谈会"]),
        ("活动", "新春", ["E000003", "E000002", "新春恳谈会"]),
        ("活动编号", "E", ["E000003", "E000002", "E000001"]),
        ("活动编号…", "e00000", ["E000003", "E000002", "E000001"]),
        ("活动", "没有", []),
        ("专项行动", "", ["春节行动"]),
        ("任务", "公", ["公开信"]),
        ("工作站编号", "江", ["江州站"]),
        ("文件编号", "江", ["江州通知"]),
        ("活动类型", "座", ["座谈会"]),
        ("宣传形式", "横", ["横幅"]),
        ("事项种类", "重", ["重大事项"]),
        ("成效种类", "sig", ["signed"]),
        ("项目", "生", ["生态茶园"]),
        ("项目编号", "XM", ["XM000001"]),
        ("项目阶段", "", ["洽谈", "签约", "落地", "投产", "终止"]),
        ("原因", "家", ["家人不在本地"]),
        ("回归方向", "jo", ["job"]),
        ("库", "后", ["后备干部库"]),
        ("批次…", "上", ["上半年"]),
        ("成员状态", "考", ["考察"]),
        ("联系关系", "", ["领导联系", "联络员"]),
    ],
)
def test_what_begins_so_is_offered(register: Path, metavar: str, start: str, offered: list[str]) -> None:
    assert [one.word for one in suggest(metavar, start, register)] == offered


def test_a_register_that_is_not_there_offers_nothing(tmp_path: Path) -> None:
    assert list(suggest("活动", "", tmp_path / "没有.db")) == []
    assert not (tmp_path / "没有.db").exists()


@pytest.mark.parametrize("verb", ["add", "edit", "list", "remove"])
@pytest.mark.parametrize("ledger", LEDGERS.values(), ids=lambda ledger: ledger.name)
def test_a_command_of_every_ledger_can_be_made(verb: str, ledger: object) -> None:
    assert callable(make(verb, ledger))  # type: ignore[arg-type]  # as the table makes them


NAMES = {"工作站名称", "规定名称", "来电人", "文件名称", "行动名称", "任务名称", "活动名称"}
NAMES |= {"项目名称", "库名", "政策名称", "房号", "户型", "卡号", "待遇"}
FREE = {"字段=内容…", "文字", "宣传数量", "计量单位", "数值", "到位金额", "应发金额", "实发金额"} | NAMES
"""What anything may be typed for."""


def test_what_a_reference_or_a_kind_takes_is_known_to_completion() -> None:
    metavars = {
        one.annotation.__metadata__[0].metavar
        for ledger in LEDGERS.values()
        for one in (*leads(ledger), *often(ledger))
    }
    assert metavars - set(VALUES) == FREE
