"""What the tests of submissions share: a small register, its report, and the report sent."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

from conftest import Answer

from talentreg.reports.gbt9704 import build_template

Run = Callable[..., Answer]

PEOPLE = """人员
姓名|联系电话|所属街道|所属社区|学历|入库日期
张一|15400000001|临江街道|望江社区|本科|2025-11-01
李二|15400000002|临江街道|望江社区|硕士|2025-11-02
王三|15400000003|临江街道|渡口社区|本科|2025-11-03
赵四|15400000004|临江街道|渡口社区|博士|2025-11-04
钱五|15400000005|梅溪镇|梅溪村|本科|2025-11-05
钱五五|15400000006|梅溪镇|梅溪村||2025-11-06"""
CONTACTS = """联络
姓名|联系电话|联络日期|联络方式|是否返乡
张一|15400000001|2026-01-10|走访|是
李二|15400000002|2026-01-11|电话|否
李二|15400000002|2026-02-11|电话|否
钱五|15400000005|2026-02-12|走访|是"""
TEMPLATE = """# {{ 期间 }}报告
入库人才{{ 入库人才 }}人{{ "，" if 入库人才较上次报送 }}{{ 入库人才较上次报送 or "" }}。
{% if 入库人才较上次报送说明 %}{{ 入库人才较上次报送说明 }}{% endif %}
联系人次{{ 联系人次 }}，联系人才{{ 联系人才 }}，走访返乡人员{{ 走访返乡人员 }}。
{% if 联系人次较上次报送说明 %}{{ 联系人次较上次报送说明 }}{% endif %}
建档完整率{{ 建档完整率 }}。
{%p for 项 in 学历 %}
{{ 项.名称 }}{{ 项.人数 }}人
{%p endfor %}
@表 行 in 单位统计
单位 | 15左 | {{ 行.单位 }} | 合计
入库人才 | 3 | {{ 行.入库人才|无则横线 }} | {{ 入库人才|无则横线 }}
"""


def lay_people(run: Run, book: Callable[..., Path]) -> None:
    """Lay six people in three communities, and who was contacted."""
    assert run("import", book(PEOPLE, CONTACTS)).code == 0


def make(run: Run, *words: str, out: str = "报告.docx", period: str = "2026Q1") -> Path:
    """Make a report from a small template of an office's own."""
    template = Path("模板.docx")
    if not template.exists():
        template.write_bytes(build_template(TEMPLATE))
    answer = run("report", "--quarter", period, "--template", str(template), "--out", out, "--force", *words)
    assert answer.code == 0, answer
    return Path(out)


def send(run: Run, *words: str, out: str = "报告.docx", period: str = "2026Q1") -> Answer:
    """Make a report and submit it."""
    return run("report", "submit", make(run, out=out, period=period), *words)


def numbers(run: Run, number: int = 1) -> dict[str, dict[str, Any]]:
    """Return the numbers of a submission for the whole register, by their keys."""
    told = json.loads(run("report", "submissions", str(number), "--all", "--json").out)
    return {one["key"]: one for one in told if one["unit"] == "全部单位"}


def explained(run: Run, figure: str, number: int = 1, *words: str) -> list[tuple[int, str, str]]:
    """Return who came or went since a number was submitted: the effect, why, and the name."""
    answer = run("report", "submissions", str(number), "--explain", figure, "--json", *words)
    return [(one["effect"], one["reason"], one["name"]) for one in json.loads(answer.out)]
