"""What cannot be so is refused in one clear line, and nothing is written: every kind of record in turn."""

import shlex
from collections.abc import Callable
from pathlib import Path

import pytest
from conftest import Answer

Run = Callable[..., Answer]

MALFORMED = [
    ("event add", "没有写活动名称"),
    ("event add 茶话会", "没有写活动类型"),
    ("event add 茶话会 --kind 茶话会 到场人数=-3", "到场人数「-3」是负数，请写 0 或正数"),
    ("event add 茶话会 --kind 茶话会 到场人数=四十几", "「四十几」不是数"),
    ("event add 茶话会 --kind 茶话会 到场人数=45.5", "「45.5」不是整数"),
    ("event add 茶话会 --kind 茶话会 状态=办完了", "「办完了」"),
    ("event add 茶话会 --kind 茶话会 --on 2026-02-30", "2026-02-30"),
    ("event add 茶话会 --kind 茶话会 类型=座谈会", "活动类型写了两遍"),
    ("event add 茶话会 --kind 茶话会 望江社区", "「望江社区」不知道写的是哪一项"),
    ("event add 茶话会 --kind 茶话会 地店=会堂", "没有「地店」这个字段"),
    ("event add 茶话会 --kind 茶话会 --unit ''", "--unit：不能是空白"),
    ("event edit E000001", "没有写要改什么"),
    ("event edit E000001 活动名称=", "没有写活动名称"),
    ("assign add 赵建芳", "没有写联系对象"),
    ("assign add 赵建芳 --kind 联络员", "联络员要么对一个人，要么对一个单位"),
    ("assign add 赵建芳 R000003 --kind 联络员 --unit 望江社区", "联络员要么对一个人，要么对一个单位"),
    ("assign add 赵建芳 R000003 受托人=赵建芳", "受托人就是联系领导本人"),
    ("duty rule add 办法 每年次数=两三次", "「两三次」不是数"),
    ("duty rule add 办法 计入方式=飞鸽", "「飞鸽」"),
    ("request add R000003", "没有写诉求内容"),
    ("request add --kind 重大事项 诉求内容=获奖", "重大事项没有写是谁的"),
    ("request add R000003 要贷款 是否采纳=是", "只有意见建议才有是否采纳"),
    ("campaign add 夏季行动 --on 2026-06-01", "没有写结束日期"),
    ("document add", "没有写文件名称"),
    ("document add 通知 方向=转发", "「转发」"),
    ("publicity add 横幅", "没有写宣传数量"),
    ("publicity add 横幅 -3", "「-3」是负数，请写 0 或正数"),
    ("publicity add 横幅 20 30", "「30」不知道写的是哪一项"),
    ("inspection add 月抽查", "没有写被查单位"),
    ("inspection add 月抽查 望江社区 得分=优", "「优」不是数"),
    ("referral add R000003", "没有写引荐人"),
    ("milestone add R000003", "没有写成效种类"),
    ("number add 专利 12 件", "没有写数据来源"),
    ("number add 专利 12 件 来源=报表 数值=13", "数值写了两遍"),
]

REFUSED = [
    ("event add 茶话会 --kind 茶话会 --on 2026-05-10 状态=已办", "活动日期2026年5月10日还没有到，不能是已办"),
    (
        "event add 茶话会 --kind 茶话会 --on 2026-03-05 结束日期=2026-03-01",
        "结束日期2026年3月1日早于活动日期2026年3月5日",
    ),
    ("event add 茶话会 --kind 茶话会 --unit 望江社", "没有名为「望江社」的单位"),
    ("event add 茶话会 --kind 茶话会 --unit 同名组", "有2个单位叫「同名组」"),
    ("event add 茶话会 --kind 茶话会 --by 王同名", "有2位工作人员叫「王同名」"),
    ("event add 新春恳谈会 --kind 恳谈会 --on 2026-02-10 --unit 临江街道 到场人数=45", "这次是45，没有登记"),
    ("event edit E000009 到场人数=4", "没有 E000009 这场活动"),
    ("event edit 新春恳谈 到场人数=4", "没有名为「新春恳谈」的活动"),
    ("event remove E000001 E000009", "没有 E000009 这场活动"),
    ("assign add 赵建芳 R000002 --on 2026-02-01", "L000001 已经是这两人的联系关系，还没有结束"),
    (
        "assign add 赵建芳 R000003 --on 2026-03-01 任期止=2026-01-01",
        "任期止2026年1月1日早于任期起2026年3月1日",
    ),
    ("assign edit L000001 结束日期=2025-12-31", "结束日期2025年12月31日早于任期起2026年1月1日"),
    ("assign add 钱离任@望江社区 R000003", "钱离任已于2026年2月1日离任，不能再联系人"),
    ("assign add 赵建芳 R000005", "已于2026年3月1日退库"),
    ("assign add 赵建芳 刘云", "有2人符合「刘云」"),
    ("request add R000003 要贷款 --on 2026-04-02", "受理日期2026年4月2日还没有到"),
    ("request edit Q000001 办结日期=2026-03-01", "办结日期2026年3月1日早于受理日期2026年3月2日"),
    (
        "request edit Q000001 办结日期=2026-03-05 办理日期=2026-03-06",
        "办结日期2026年3月5日早于办理日期2026年3月6日",
    ),
    ("request edit Q000001 回访日期=2026-03-20", "还没有办结，不能回访"),
    ("request edit Q000001 办理期限=2026-03-01", "办理期限2026年3月1日早于受理日期2026年3月2日"),
    ("request add R000003 获奖 --kind 重大事项 发生日期=2026-04-01", "发生日期2026年4月1日还没有到"),
    ("request add R000005 要贷款 --on 2026-03-02", "已于2026年3月1日退库"),
    (
        "campaign add 夏季行动 --on 2026-06-01 结束日期=2026-05-01",
        "结束日期2026年5月1日早于开始日期2026年6月1日",
    ),
    ("campaign add 春节行动 --on 2026-06-01 结束日期=2026-07-01", "已有这个专项行动"),
    ("campaign edit K000002 行动名称=春节行动", "改后与 K000001 相同，没有改动"),
    ("campaign remove 春节行动", "还有任务 T000001用着它，没有删除"),
    ("campaign task add 座谈 行动=夏季行动", "没有名为「夏季行动」的专项行动"),
    ("publicity add 横幅 20 --on 2026-04-01", "宣传日期2026年4月1日还没有到"),
    (
        "inspection add 季调度 望江社区 --on 2026-03-20 整改日期=2026-03-01",
        "整改日期2026年3月1日早于督查日期2026年3月20日",
    ),
    (
        "station add 沪上站 --on 2026-01-08 撤销日期=2025-01-01",
        "撤销日期2025年1月1日早于设立日期2026年1月8日",
    ),
    ("station edit W000001 城市=江州", "没有 W000001 这个工作站"),
    ("referral add R000003 R000003", "不能引荐自己"),
    ("referral add R000005 R000003", "已于2026年3月1日退库"),
    ("milestone add R000005 --kind 表彰", "已于2026年3月1日退库"),
    ("milestone add R000003 --kind 表彰 --on 2026-04-01", "成效日期2026年4月1日还没有到"),
    ("number edit 创新平台 数值=13 单位=望江", "没有名为「望江」的单位"),
    ("publicity add 横幅 20 --unit 撤了社区", "撤了社区」（U19）已于2026年3月1日撤销"),
]


@pytest.fixture
def town(run: Run, office: Path) -> Path:
    """Lay into the office somebody who left, a leader out of office, a unit that was closed."""
    for line in (
        "withdraw R000005 --on 2026-03-01 --reason 户籍迁出",
        "staff add 钱离任 --unit 望江社区 离任日期=2026-02-01",
        "unit add 撤了社区 --parent 临江街道",
        "unit close 撤了社区 --on 2026-03-01",
    ):
        assert run(*line.split()).code == 0, line
    return office


@pytest.mark.parametrize(
    ("line", "code", "said"),
    [*((line, 2, said) for line, said in MALFORMED), *((line, 1, said) for line, said in REFUSED)],
    ids=[line for line, _ in (*MALFORMED, *REFUSED)],
)
def test_what_cannot_be_so_is_one_clear_line_and_nothing_is_written(
    run: Run, town: Path, line: str, code: int, said: str
) -> None:
    before = town.read_bytes()
    answer = run(*shlex.split(line))
    assert (answer.code, answer.out) == (code, ""), answer
    assert said in answer.err.split("\n")[0]
    assert town.read_bytes() == before


ALLOWED = [
    ("event add 茶话会 --kind 茶话会 --on 2026-05-10", "记为计划"),
    ("event add 茶话会 --kind 茶话会 --on 2026-05-10 状态=取消", ""),
    ("publicity add 横幅 20 --on 2026-02-01 --unit 撤了社区", ""),
    ("milestone add R000005 --kind 表彰 --on 2026-02-01", ""),
    ("request add R000005 要贷款 --on 2026-02-28", ""),
    ("assign add 钱离任@望江社区 R000003 --on 2025-01-01 结束日期=2026-02-01", ""),
    ("assign add 赵建芳 R000005 --on 2025-01-01 结束日期=2026-02-28", ""),
    ("assign add 王宇航 R000002 --on 2026-01-01", ""),
    ("request add 意见内容=多办讲习 --kind 建议", ""),
    ("request add R000003 多办讲习 --kind 建议 是否采纳=是", ""),
    ("inspection add 月抽查 望江社区 --on 2026-03-20 发现问题=0", "这次是0"),
    ("hotline add 政策咨询 登记的人=R000005", ""),
]
"""What looks like a slip, or stands at the edge of one, and may be so."""


@pytest.mark.parametrize(("line", "told"), ALLOWED, ids=[line for line, _ in ALLOWED])
@pytest.mark.usefixtures("town")
def test_what_may_be_so_is_entered(run: Run, line: str, told: str) -> None:
    answer = run(*shlex.split(line))
    assert answer.code == (1 if told.startswith("这次是") else 0), answer
    assert told in answer.err


def test_a_register_that_cannot_be_written_is_said(run: Run, town: Path) -> None:
    answer = run("--db", str(town.parent / "没有这个文件夹" / "r.db"), "publicity", "add", "横幅", "20")
    assert answer.code == 1
    assert answer.err.startswith("错误：")


@pytest.mark.usefixtures("own_register")
def test_a_list_of_a_register_that_is_not_there_is_refused(run: Run) -> None:
    assert run("event", "list").code == 1
    assert "登记册" in run("event", "list").err
