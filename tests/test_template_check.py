"""What an office's own template gets wrong, told with the paragraph and with what to write instead."""

import json
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from xml.sax.saxutils import escape

import pytest
from conftest import Answer
from test_living import with_document
from test_template_safety import HOSTILE

from talentreg.cli.report_template_check import tellers
from talentreg.errors import Refused
from talentreg.reports.catalogue import REPORTS, load_template
from talentreg.reports.gbt9704 import build_template
from talentreg.reports.package import unpack
from talentreg.reports.template_check import Checked, check_template
from talentreg.reports.template_spelling import Finding

Run = Callable[..., Answer]

NEXT_RUN = "</w:t></w:r><w:r><w:t>"
NEXT_PARAGRAPH = "</w:t></w:r></w:p><w:p><w:r><w:t>"


def typed(*paragraphs: str, runs: str = "\x00") -> bytes:
    """Make a template as somebody types it; the sign `runs` shows where Word cuts it into runs."""
    text = NEXT_PARAGRAPH.join(escape(one).replace(runs, NEXT_RUN) for one in paragraphs)
    return with_document(build_template("占位"), "占位".encode(), text.encode())


def with_xml(xml: str) -> bytes:
    """Make a template whose paragraph holds runs written out."""
    template = build_template("占位")
    written = re.search(r"<w:r>(?:(?!</w:r>).)*占位.*?</w:r>", unpack(template)["word/document.xml"].decode())
    assert written
    return with_document(template, written[0].encode(), xml.encode())


@contextmanager
def nothing_known() -> Iterator[Callable[[bytes], Checked]]:
    with tellers(Path("没有.db")) as told:
        yield lambda template: check_template(template, *told)


@pytest.fixture(scope="module")
def check() -> Iterator[Callable[[bytes], Checked]]:
    """Check templates against a register that is not there."""
    with nothing_known() as checking:
        yield checking


Check = Callable[[bytes], Checked]


def wrong(check: Check, template: bytes) -> list[Finding]:
    return check(template).grave


SLIPS = [
    ("｛｛ 入库人才 ｝｝", "不是半角", "{{ 入库人才 }}"),
    ("{{ 入库人才 ｝｝", "不是半角", "{{ 入库人才 }}"),
    ("{ { 入库人才 } }", "中间有空格", "{{ 入库人才 }}"),
    ("{％ if 入库人才 ％}有{% endif %}", "不是半角", "{% if 入库人才 %}"),
    ("｛％p if 入库人才％｝", "不是半角", "{%p if 入库人才 %}"),
    ("{{ 入库人才 }", "没有写完", "两头要在同一段里"),
    ("入库人才 }}人", "没有写完", "两头要在同一段里"),
    ("{% if 入库人才", "没有写完", "两头要在同一段里"),
    ("{{ 入库人才（人） }}", "括号", "{{ 入库人才 }}"),
    ("{{ 入库人才｜万 }}", "全角标点", "{{ 入库人才|万 }}"),
    ("{% if 入库人才 ＞ 3 %}多{% endif %}", "全角标点", "{% if 入库人才 > 3 %}"),
    ("{{ 入库 人才 }}", "中间有空格", "{{ 入库人才 }}"),
    ("{{ 2024年人数 }}", "不能以数字开头", "report template variables"),
    ("{{p 入库人才 }}", "当成别的标签", "{{ 入库人才 }}"),
    ("{{r 入库人才 }}", "当成别的标签", "{{ 入库人才 }}"),
    ("{{ }}", "空的标签", "变量名"),
    ("{% %}", "空的标签", "删掉"),
    ("{{ '甲\" }}", "引号没有成对", ""),
    ("{% if 入库人才 = 3 %}有{% endif %}", "两个等号", ""),
    ("{% if 入库人才 > %}有{% endif %}", "没有写完", ""),
    ("{% if (入库人才 %}有{% endif %}", "少了「)」", ""),
    ("{% whlie 入库人才 %}", "不认识的标签「whlie」", "if、for"),
    ("{% include 'x.docx' %}", "不认识的标签「include」", "if、for"),
    ("{%pif 入库人才 %}", "少一个空格", "{%p if 入库人才 %}"),
    ("{% p if 入库人才 %}", "不能有空格", "{%p if 入库人才 %}"),
    ("{%r if 入库人才 %}", "不能用 {%r", "{% if 入库人才 %}"),
    ("{{ 入库人材 }}", "不认识的变量「入库人材」", "「入库人才」"),
    ("{{ 走访返乡人员较去年同期 }}", "不认识的变量", "「走访返乡人员较上年同期」"),
    ("{{ 完全没有的东西 }}", "不认识的变量", "report template variables"),
    ("{% for 项 in 学厉 %}{{ 项.名称 }}{% endfor %}", "不认识的变量「学厉」", "「学历」"),
    ("{% for 项 in 学历 %}{{ 项.名字 }}{% endfor %}", "「项」里没有「名字」", "「名称」"),
    ("{% for 项 in 学历[:3]|reverse %}{{ 项['名字'] }}{% endfor %}", "「项」里没有「名字」", "「名称」"),
    ("{% for 行 in 单位统计 %}{{ 行.入库人材 }}{% endfor %}", "「行」里没有「入库人材」", "「入库人才」"),
    ("{% for 项 in 本人.联络[:3] %}{{ 项.日其 }}{% endfor %}", "「项」里没有「日其」", "「日期」"),
    ("{% for 项 in 本人['诉求'] %}{{ 项.办理 }}{% endfor %}", "「项」里没有「办理」", "进展"),
    ("{% for 项 in 走访对象 %}{{ 项.受理 }}{% endfor %}", "「项」里没有「受理」", "可以写的有：编号、姓名"),
    ("{% for 项 in 学历 %}{{ loop.number }}{% endfor %}", "「loop」里没有「number」", "index"),
    ("{{ 入库人才.人数 }}", "「入库人才」里没有「人数」", "text"),
    ("{{ 入库人才|萬 }}", "没有「|萬」这种写法", "万"),
    ("{% if 入库人才 is 已知的 %}{% endif %}", "没有「is 已知的」这种写法", "「已知」"),
    ("{% if 入库人才 %}有", "没有 endif", "{% endif %}"),
    ("{% for 项 in 学历 %}有{% endif %}", "结尾写成了 {% endif %}", "{% endfor %}"),
    ("有{% endif %}", "前面没有对应的 if", ""),
    ("{% else %}有", "前面没有 if、for", ""),
    ("{% for 项 in 学历 %}{% if 项 %}{% endfor %}{% endif %}", "还没有结束", "{% endif %}"),
    ("{%tr for 项 in 学历 %}", "不在表格里", "{%p for 项 in 学历 %}"),
    ("{{ 学历 }}", "列表不能当文字印", ""),
    ("{{ ''.__class__ }}", "不允许的写法", ""),
]


@pytest.mark.parametrize(("slip", "problem", "advice"), SLIPS, ids=[slip for slip, _, _ in SLIPS])
def test_a_slip_is_told_with_its_paragraph_and_what_to_write(
    check: Check, slip: str, problem: str, advice: str
) -> None:
    found = wrong(check, typed("前面一段。", f"全区{slip}人"))
    told = " ".join(f"{one.problem} {one.advice}" for one in found)
    assert problem in told
    assert advice in told
    assert any("全区" in f"{one.text}{one.problem}" for one in found)


@pytest.mark.parametrize("slip", [slip for slip, _, advice in SLIPS if advice.startswith(("{{", "{% i"))])
def test_what_is_advised_instead_is_itself_right(check: Check, slip: str) -> None:
    mended = wrong(check, typed(f"甲{slip}乙"))[0].advice.removeprefix("应写成：")
    assert mended.startswith("{")
    assert wrong(check, typed(f"甲{mended}{'{% endif %}' if mended.startswith('{% if') else ''}")) == []


@pytest.mark.parametrize(
    ("paragraphs", "problem"),
    [
        (["{%p if 入库人才 %}甲", "{%p endif %}"], "旁边的字会丢：甲"),
        (["甲{%p if 入库人才 %}{%p endif %}"], "一段里有两个 {%p…"),
        (["{%p if 入库人才 %}", "甲", "{% endif %}"], "两头写法不一样"),
        (["{% if 入库人才 %}", "甲", "{%p endif %}"], "两头写法不一样"),
        (["{%p if 入库人才 %}", "甲", "{% else %}", "乙", "{%p endif %}"], "两头写法不一样"),
        (["{%p for 项 in 学历 %}", "甲"], "没有 endfor"),
    ],
)
def test_tags_that_steer_paragraphs_have_theirs_to_themselves(
    check: Check, paragraphs: list[str], problem: str
) -> None:
    assert any(problem in one.problem for one in wrong(check, typed(*paragraphs)))


def table(*rows: list[str]) -> str:
    """Write a table by hand, as somebody does who types a loop into it."""
    cell = "<w:tc><w:tcPr/><w:p><w:r><w:t>{}</w:t></w:r></w:p></w:tc>"
    written = "".join(f"<w:tr>{''.join(map(cell.format, row))}</w:tr>" for row in rows)
    return f'<w:tbl><w:tblPr/><w:tblGrid><w:gridCol w:w="1000"/></w:tblGrid>{written}</w:tbl>'


def with_table(*rows: list[str]) -> bytes:
    return with_document(build_template("占位"), b"<w:p>", f"{table(*rows)}<w:p>".encode())


@pytest.mark.parametrize(
    ("rows", "problem"),
    [
        ([["{% for 项 in 学历 %}", "甲"], ["{% endfor %}", "乙"]], "跨了表格的行"),
        ([["{% for 项 in 学历 %}", "{% endfor %}"]], "跨了单元格"),
        ([["{%tr for 项 in 学历 %}", "{{ 项.名称 }}"], ["{%tr endfor %}", ""]], "要独占表格的一行"),
        ([["{%tr for 项 in 学历 %}"], ["甲"], ["{% endfor %}"]], "两头写法不一样"),
        ([["{%tr for 项 in 学历 %}"], ["甲"]], "没有 endfor"),
        ([["{%p for 项 in 学历 %}"], ["{%p endfor %}"]], "跨了表格的行"),
    ],
)
def test_a_loop_that_would_break_a_table_is_told(check: Check, rows: list[list[str]], problem: str) -> None:
    assert any(problem in one.problem for one in wrong(check, with_table(*rows)))


def test_a_loop_over_the_rows_of_a_table_as_it_should_be_is_right(check: Check) -> None:
    rows = [["{%tr for 项 in 学历 %}"], ["{{ 项.名称 }}{{ 项.人数 }}"], ["{%tr endfor %}"]]
    assert check(with_table(*rows)).findings == []


def run(text: str) -> str:
    return f'<w:r><w:t xml:space="preserve">{text}</w:t></w:r>'


def inserted(text: str) -> str:
    return f'<w:ins w:id="1" w:author="甲" w:date="2026-03-31T00:00:00Z">{run(text)}</w:ins>'


def deleted(text: str) -> str:
    return f'<w:del w:id="2" w:author="甲"><w:r><w:delText>{text}</w:delText></w:r></w:del>'


PLAIN_CONTROL = "<w:sdt><w:sdtPr><w:text/></w:sdtPr><w:sdtContent>{}</w:sdtContent></w:sdt>"


@pytest.mark.parametrize(
    ("xml", "problem", "grave"),
    [
        (run("{{ 入库") + inserted("人才 }}"), "标签里有修订", True),
        (run("{{ 入库") + deleted("人员") + run("人才 }}"), "标签里有修订", True),
        (inserted("{{ 入库人才|无则横线 }}"), "修订中加上的", False),
        (run("{{ 入库") + '<w:commentRangeStart w:id="1"/>' + run("人才 }}"), "标签里有批注", True),
        (PLAIN_CONTROL.format(run("{{ 入库人才|无则横线 }}")), "在内容控件里", False),
    ],
)
def test_what_word_put_into_a_tag_is_told(check: Check, xml: str, problem: str, grave: bool) -> None:
    found = [one for one in check(with_xml(xml)).findings if problem in one.problem]
    assert [one.grave for one in found] == [grave]


@pytest.mark.parametrize(
    "xml",
    [
        run("{{ 入库人才|无则横线 }}") + deleted("旧话") + inserted("新话"),
        run("{") + run("{ 入库") + run("人才|无则横线") + run(" }") + run("}"),
        '<w:bookmarkStart w:id="3" w:name="_GoBack"/>' + run("{{ 入库人才|无则横线 }}"),
        run("{{ 入库人才|无则横线 }}") + '<w:commentRangeEnd w:id="1"/>',
    ],
)
def test_what_word_leaves_round_a_tag_or_cuts_it_into_is_no_mistake(check: Check, xml: str) -> None:
    assert check(with_xml(xml)).findings == []


@pytest.mark.parametrize(
    ("paragraphs", "problem"),
    [
        (["{{ 联系人次 }}"], "登记册里没有这类记录时「联系人次」没有数"),
        (["{{ 联系人次补录 }}"], "登记册里没有这类记录时「联系人次补录」没有数"),
        (["入库{入库人才}人"], "不会填上数"),
        (["入库【入库人才】人"], "不会填上数"),
        (["{% if 入库人才 == “三” %}{% endif %}"], "引号不是半角"),
        (["{% if 入库人才 %}甲", "乙{% endif %}"], "连成一段"),
        (["没有一个变量"], "没有要填的变量"),
    ],
)
def test_what_would_do_is_advised_against_and_not_refused(
    check: Check, paragraphs: list[str], problem: str
) -> None:
    checked = check(typed(*paragraphs))
    assert checked.grave == []
    assert any(problem in one.problem for one in checked.findings)


@pytest.mark.parametrize(
    "text",
    [
        "{{ 入库人才|无则横线 }}",
        "{% if 联系人次 is 已知 %}{{ 联系人次 }}{% endif %}",
        "{% if 联系人次较上期 %}，{{ 联系人次较上期 }}{% endif %}",
        "{% for 项 in 学历|sort(attribute='名称') %}{{ 项.名称 }}{{ '、' if not loop.last }}{% endfor %}",
        "{% set 数 = 入库人才 %}{% if 数 %}{{ 数|余(10) }}{% endif %}",
        "{% for 人 in 全部人员 %}{% for 项 in 人.联络[:3] %}{{ 项.日期 }}{% endfor %}{% endfor %}",
        "{% for 册 in 社区名册 %}{% for 人 in 册.人员|reverse %}{{ 人.学历 }}{% endfor %}{% endfor %}",
        "{% with 甲 = 单位 %}{{ 甲 }}{% endwith %}",
        "{% for 键, 值 in {'甲': 1}.items() %}{{ 键 }}{{ 值 }}{{ loop.index }}{% endfor %}{{ 单位 }}",
        "{# 说明：｛｛不算｝｝ #}{{ 期间 }}",
        "{% raw %}{{ 不填 }}{% endraw %}{{ 期间 }}",
        "{{ 期间 }}（{注}），{一}",
        "{%- if 入库人才 -%}有{{ 入库人才 }}人{%- endif -%}",
    ],
)
def test_what_is_right_is_let_alone(check: Check, text: str) -> None:
    assert check(typed(text)).findings == []


@pytest.mark.parametrize("name", REPORTS)
def test_the_templates_of_the_package_have_nothing_wrong(check: Check, name: str) -> None:
    assert check(load_template(name)).grave == []


@pytest.mark.parametrize("document", [HOSTILE["宏"], HOSTILE["DDE"], b"no zip"])
def test_a_hostile_template_is_refused_and_not_checked(check: Check, document: bytes) -> None:
    with pytest.raises(Refused):
        check(document)


def test_the_command_lists_what_is_wrong_and_fails(run: Run) -> None:
    Path("季报.docx").write_bytes(typed("全区入库｛｛ 入库人才 ｝｝人。", "联系{{ 联系人数 }}人。"))
    answer = run("report", "template", "check", "季报.docx")
    assert answer.code == 1
    assert answer.out.startswith("1. 正文第1段：全区入库｛｛ 入库人才 ｝｝人。\n  花括号或百分号不是半角")
    assert "应写成：{{ 入库人才 }}" in answer.out
    assert "有1处要改" in answer.err


def test_the_command_says_that_nothing_is_wrong(run: Run, samples: Path) -> None:
    Path("季报.docx").write_bytes(typed("截至{{ 截至 }}入库{{ 入库人才 }}人，其中[red]{{ 新入库人才 }}人。"))
    answer = run("report", "template", "check", "季报.docx")
    assert (answer.code, answer.out.splitlines()[-1]) == (0, "没有要改的地方，有2条建议；用到3个变量")


def test_the_findings_come_as_json(run: Run) -> None:
    Path("季报.docx").write_bytes(typed("联系{{ 联系人数 }}人。"))
    answer = run("report", "template", "check", "季报.docx", "--json")
    told = json.loads(answer.out)
    assert (answer.code, told["ok"], told["variables"]) == (1, False, [])
    assert told["findings"][0]["place"] == "正文第1段"
    assert told["findings"][0]["level"] == "error"
