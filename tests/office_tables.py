"""An office with rows for every table of work: who cares for whom, what was asked, paid, not handed in."""

from pathlib import Path

from books import csv_book, id_number, lay_once, phone
from carers import done
from conftest import Answer
from docx_marks import Run

PEOPLE = f"""姓名,性别,所属街道,所属社区,联系电话,身份证号,入库日期,工作单位,职务,家庭住址,返乡意愿
张三,男,临江街道,望江社区,{phone(1)},{id_number(1)},2023-03-01,海城医院,主任,望江路1号,创业
李四,女,临江街道,柳堤社区,{phone(2)},,2023-03-01,,,,
王五,男,青石街道,石门社区,{phone(3)},,2023-03-01,江州大学,教授,石门街2号,
"""
LAID = f"""
staff add 周书记 --unit 临江街道 领导层级=乡科级 职务=党工委书记
staff add 吴镇长 --unit 临江街道 领导层级=乡科级 职务=办事处主任
staff add 郑县长 --unit 云河区 领导层级=县处级 职务=副区长
staff add 陈干事 --unit 望江社区
duty rule add 联系办法 每年次数=1 --on 2023-01-01
assign add 周书记 R000001 --on 2025-01-01 任期止=2026-12-31
assign add 郑县长 R000003 --on 2025-01-01 任期止=2026-12-31
assign add 周书记 R000002 --on 2024-01-01 任期止=2025-12-31
assign add 陈干事 联系关系=联络员 联系单位=望江社区 --on 2025-01-01
contact log R000001 --on 2026-01-10 --by 周书记 --channel 走访 --presence 返乡 --note 回家过年
contact log R000001 --on 2026-03-02 --by 周书记 --channel 电话 --presence 未返乡
contact log R000003 --on 2026-02-01 --by 郑县长 --channel 电话 --no-answer
contact log R000003 --on 2025-05-01 --by 郑县长 --channel 电话
request add R000001 孩子上学，电话{phone(9)} 类别=子女入学 --on 2025-12-08 办理期限=2026-01-08
request close Q000001 办理结果=已入学 满意度=满意 --on 2026-01-06
request add R000003 申请公寓 类别=住房 是否紧急=是 --on 2026-02-14 办理期限=2026-03-10
request add R000002 养老 类别=养老 --on 2026-03-18 --unit 青石街道
request add R000003 建议设驿站 事项种类=意见建议 --on 2026-02-20
request add R000001 获奖 事项种类=重大事项 --on 2026-03-20 发生日期=2026-03-12
policy add 博士补贴 种类=生活补贴 补贴标准=3000 --on 2024-01-01
benefit add R000001 3000 政策=博士补贴 批次=2026年一季度 所属期=2026年一季度 --on 2026-03-31
benefit add R000003 2500.5 政策=博士补贴 批次=2026年一季度 所属期=2026年一季度 --on 2026-03-31
benefit add R000002 600 待遇名称=租房补贴 批次=租房 --on 2026-02-28
benefit pay DY000001 --amount 1000 --on 2026-03-31
campaign add 春节行动 --on 2026-01-20 结束日期=2026-03-05
campaign task add 公开信 专项行动=春节行动
campaign done 公开信 望江社区 --on 2026-02-01
reporting add 一季度情况表 期限=2026-03-28 --unit 云河区 层级=乡镇街道
reporting add 年度报告 期限=2026-12-31 --unit 云河区 层级=乡镇街道
reporting done 一季度情况表 青石街道 --on 2026-03-20
"""


def lay_tables(run: Run, register: Path) -> Path:
    """Lay the office."""

    def lay() -> None:
        assert run("import", csv_book(PEOPLE, "人才.csv"), "--unit", "/云河区").code == 0
        for line in LAID.split("\n"):
            if line:
                done(run, *line.split())

    return lay_once(__name__, register, lay)


def make(run: Run, template: str, *words: str) -> Path:
    """Make a report of the first quarter from a packaged template."""
    out = Path(f"{template}.docx")
    period = () if {"--quarter", "--half", "--festival", "--year"} & set(words) else ("--quarter", "2026Q1")
    answer: Answer = run("report", "--template", template, *period, "--out", out, "--force", *words)
    assert answer.code == 0, answer
    return out
