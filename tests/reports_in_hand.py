"""A small office with a report in hand, and what people and programs do to reports: for the tests of both."""

import re
from collections.abc import Callable
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from conftest import Answer, on_the_day

from talentreg.reports.gbt9704 import build_template
from talentreg.reports.package import pack, unpack

Run = Callable[..., Answer]

PEOPLE = """\
姓名,所属单位,入库日期,学历
甲一,望江社区,2025-11-03,本科
乙二,望江社区,2026-01-05,本科
丙三,渡口社区,2026-02-07,硕士研究生
"""
TEMPLATE = """
# 关于{{ 期间 }}的报告
一、入库情况
截至{{ 截至 }}，全区入库{{ 入库人才 }}人{% if 入库人才较上期 %}，{{ 入库人才较上期 }}{% endif %}。
本期新入库{{ 新入库人才 }}人，联系{{ 联系人次|无则横线 }}人次，建档完整率{{ 建档完整率 }}。
@表 行 in 下级单位
单位 | 8 | {{ 行.单位 }} | 合计
入库人才 | 4 | {{ 行.入库人才 }} | {{ 入库人才 }}
"""
BODY = "word/document.xml"
ENROLLED = "talentreg:persons_enrolled@all/2026Q1"


def lay(register: Path) -> Path:
    """Lay a register of three people in two communities, and the report its office made of it."""
    held, made = _laid()
    register.write_bytes(held)
    path = Path("报告.docx")
    path.write_bytes(made)
    return path


@cache
def _laid() -> tuple[bytes, bytes]:
    with TemporaryDirectory() as folder:
        people, template, register, made = (
            Path(folder, name) for name in ("人员.csv", "模板.docx", "register.db", "报告.docx")
        )
        people.write_text(PEOPLE, "utf-8")
        template.write_bytes(build_template(TEMPLATE))
        asked = ["report", "--quarter", "2026Q1", "--template", str(template), "--out", str(made)]
        for words in (["import", str(people)], asked):
            assert on_the_day(["--db", str(register), *words]) == 0, words
        return register.read_bytes(), made.read_bytes()


def report(run: Run, *words: str, out: str = "报告.docx", template: str = TEMPLATE) -> Path:
    """Make the report the office has in hand."""
    Path("模板.docx").write_bytes(build_template(template))
    answer = run("report", "--quarter", "2026Q1", "--template", "模板.docx", "--out", out, *words)
    assert answer.code == 0, answer
    return Path(out)


def grow(run: Run) -> None:
    """Enter somebody more, in the period of the report."""
    answer = run("add", "丁四", "所属单位=渡口社区", "入库日期=2026-03-01")
    assert answer.code == 0, answer


def edit(path: Path, *swaps: tuple[str, str], part: str = BODY) -> Path:
    """Change the text of a part where it says something first, as a program does that writes it anew."""
    parts = unpack(path.read_bytes())
    text = parts[part].decode()
    for old, new in swaps:
        assert old in text, old
        text = text.replace(old, new, 1)
    path.write_bytes(pack(parts | {part: text.encode()}))
    return path


def control(path: Path, beginning: str = ENROLLED) -> str:
    """Return the first control whose tag begins so, as it stands in the document."""
    text = unpack(path.read_bytes())[BODY].decode()
    found = re.search(rf"<w:sdt>(?:(?!</w:sdt>).)*{re.escape(beginning)}.*?</w:sdt>", text)
    assert found is not None
    return found[0]


def emptied(whole: str) -> str:
    """Return a control as Word leaves it when somebody deletes what it holds."""
    invitation = (
        '<w:sdtContent><w:r><w:rPr><w:rStyle w:val="PlaceholderText"/></w:rPr>'
        "<w:t>单击或点击此处输入文字。</w:t></w:r></w:sdtContent>"
    )
    shown = re.sub(r"<w:sdtContent>.*</w:sdtContent>", invitation, whole)
    return shown.replace("<w:text/>", "<w:showingPlcHdr/><w:text/>")
