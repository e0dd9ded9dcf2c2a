"""A township's rule carried out as it is written: assign, contact, ledger, hand-over, December report."""

from collections.abc import Callable
from pathlib import Path

import pytest
from books import csv_book, phone
from carers import done, gaps, owed
from conftest import Answer
from openpyxl import load_workbook

Run = Callable[..., Answer]

PEOPLE = f"""姓名,所属乡镇,所属村,联系电话,人员类别,入库日期
白山,云岭乡,上湾村,{phone(1)},专业技术人才,2023-01-10
柳青,云岭乡,下湾村,{phone(2)},农村实用人才,2023-01-10
石磊,云岭乡,下湾村,{phone(3)},引进人才,2023-01-10
"""


def text_of(path: str) -> str:
    """Return the words of a Word file, paragraph by paragraph."""
    from docx import Document
    from docx.oxml.ns import qn

    body = Document(path).element.body
    texts = ("".join(run.text or "" for run in one.iter(qn("w:t"))) for one in body.iter(qn("w:p")))
    return "\n".join(text for text in texts if text)


@pytest.fixture
def township(run: Run, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Lay a township in May 2023: three talents, three leaders, the rule; two leaders have their person."""
    monkeypatch.setenv("TALENTREG_TODAY", "2023-05-20")
    done(run, "import", str(csv_book(PEOPLE)))
    for name, post in (("丁书记", "党委书记"), ("方乡长", "乡长"), ("孟委员", "组织委员")):
        done(run, "staff", "add", name, "--unit", "云岭乡", f"职务={post}", "领导层级=乡科级")
    rule = "云岭乡联系服务办法 层级=乡科级 名额=1 每年次数=1 重大事项时限=7 施行日期=2023-05-10"
    done(run, "duty", "rule", "add", *rule.split(), "--unit", "云岭乡")
    for words in ("丁书记 白山 任期止=2024-12-31 原因=分管教育", "方乡长 柳青 任期止=2024-12-31"):
        done(run, "assign", "add", *words.split(), "--on", "2023-05-10")
    done(
        run, "assign", "add", "村联络员@上湾村", "--kind", "联络员", "--unit", "上湾村", "--on", "2023-05-10"
    )
    return run


def test_who_is_assigned_and_what_is_missing_can_be_seen(township: Run) -> None:
    assert gaps(township) == [
        ("leader", "孟委员", "组织委员，乡科级"),
        ("liaison", "柳青", "联系领导：方乡长"),
    ]
    assert [name for _, name, _ in gaps(township, "人员类别=引进人才")] == ["石磊"]
    done(township, "duty", "--xlsx", "一览表.xlsx")
    sheet = load_workbook("一览表.xlsx").worksheets[0]
    assert sheet["A1"].value == "云岭乡领导干部联系服务人才情况一览表（2023年—2024年）"
    assert [[cell.value for cell in row[:4]] for row in sheet.iter_rows(min_row=3, max_row=4)] == [
        [1, "丁书记", "党委书记", "白山"],
        [2, "方乡长", "乡长", "柳青"],
    ]


def test_who_owes_a_contact_before_the_year_is_out_turns_amber_and_red(
    township: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    done(township, "contact", "log", "白山", "--channel", "走访", "--by", "丁书记", "--on", "2023-05-18")
    done(township, "contact", "log", "柳青", "--channel", "电话", "--by", "方乡长", "--inbound")
    for today, states in (
        ("2023-05-20", {"丁书记": "met", "方乡长": "open"}),
        ("2023-12-15", {"丁书记": "met", "方乡长": "amber"}),
    ):
        monkeypatch.setenv("TALENTREG_TODAY", today)
        assert {one["leader"]: one["state"] for one in owed(township)} == states
    monkeypatch.setenv("TALENTREG_TODAY", "2024-01-02")
    assert {one["leader"]: one["state"] for one in owed(township, "--all --year 2023")} == {
        "丁书记": "met",
        "方乡长": "red",
    }
    assert {one["leader"]: one["state"] for one in owed(township)} == {"丁书记": "open", "方乡长": "open"}


def test_the_ledger_is_kept_from_the_request_to_the_visit_after_it(township: Run) -> None:
    done(township, "request", "open", "白山", "孩子转学", "--category", "子女入学", "--due", "2023-06-30")
    done(township, "request", "step", "白山", "交办", "--unit", "上湾村", "--by", "孟委员")
    done(township, "request", "step", "白山", "办理", "--measure", "联系学校", "--by", "村联络员")
    done(township, "request", "close", "白山", "--result", "已转入", "--by", "村联络员")
    done(township, "request", "step", "白山", "回访", "--satisfaction", "满意", "--by", "丁书记")
    shown = done(township, "request", "list", "--columns", "姓名,责任领导,承办单位,环节,办理结果,满意度").out
    assert "白山" in shown
    for word in ("丁书记", "上湾村", "回访", "已转入", "满意"):
        assert word in shown
    late = "request open 柳青 住院 --kind 重大事项 --category 重大健康情况 发生日期=2023-05-01"
    assert "迟报12天" in done(township, *late.split()).err


def test_who_is_no_leader_is_not_made_one_in_silence(township: Run) -> None:
    done(township, "staff", "add", "柳专干", "--unit", "下湾村")
    said = done(township, "assign", "add", "柳专干", "石磊").err
    assert "柳专干没有领导层级，仍记为领导联系；是联络员的，先 talentreg undo，再加 --kind 联络员" in said
    assert "领导层级" not in done(township, "assign", "add", "孟委员", "石磊").err


def test_a_change_of_post_hands_the_people_over(township: Run) -> None:
    done(township, "request", "open", "柳青", "买农机", "--category", "资金")
    done(
        township,
        *(
            "assign",
            "hand-over",
            "方乡长",
            "孟委员",
            "--on",
            "2023-06-01",
            "--leaving",
            "--xlsx",
            "交接.xlsx",
        ),
    )
    assert Path("交接.xlsx").exists()
    assert ("leader", "孟委员", "组织委员，乡科级") not in gaps(township, "--as-of 2023-06-01")
    assert "孟委员" in done(township, "request", "list", "--columns", "责任领导").out


def test_the_report_of_december_says_it_all(township: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    done(township, "contact", "log", "白山", "--channel", "走访", "--by", "丁书记", "--on", "2023-05-18")
    done(township, "request", "open", "白山", "孩子转学", "--category", "子女入学")
    done(township, "request", "close", "白山", "--result", "已转入")
    done(township, "request", "open", "柳青", "建农机站", "--kind", "建议", "是否采纳=是")
    done(township, "request", "open", "柳青", "买农机", "--due", "2023-06-30")
    monkeypatch.setenv("TALENTREG_TODAY", "2023-12-31")
    answer = done(township, "report", "--year", "2023", "--template", "duty")
    assert answer.out == "2023年领导干部联系服务人才工作情况报告.docx\n"
    told = text_of(answer.out.strip())
    for sentence in (
        "关于2023年领导干部联系服务人才工作情况的报告",
        "截至2023年12月31日，全乡有领导干部联系的人才2人，本级和下级承担联系服务的领导干部2名。",
        "按规定应当联系人才而没有联系对象的领导1人。",
        "联系对象中还没有明确联络员的1人。",
        "当年应当履行的联系职责2项，已达到规定次数的1项，履行率50.0%。",
        "2023年领导本人或受托人主动联系其联系对象1人次。",
        "2023年受理人才诉求2件，其中已办结的占50.0%；本期办结诉求（含以前受理的）1件。",
        "解决的问题中，子女入学1件。",
        "还在办理的1件，其中超过期限的1件。",
        "征集到人才的意见建议1件，采纳1件。",
        "联系次数还没有到位。还没有达到规定次数的，要对照规定逐人补上。",
    ):
        assert sentence in told


def test_a_report_from_a_register_without_duty_says_so_and_prints_no_blank(run: Run) -> None:
    done(run, "add", "白山")
    done(run, "report", "--year", "2026", "--template", "duty", "--out", "空.docx")
    told = text_of("空.docx")
    assert "登记册中还没有领导干部联系人才的记录" in told
    assert "登记册中还没有联系规定" in told
    assert "登记册中还没有诉求和意见建议的记录" in told
    assert "都达到了要求" not in told
    assert "联系规定和联系对象还要登记齐全" in told
    assert "None" not in told
