"""Registers nobody wrote down, with texts nobody should type: what goes out unedited comes back unchanged."""

import shutil
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from books import dump, empty_register, id_number, phone
from conftest import Answer
from edited import BOOK, edit, lay_people, people_of, rework, send, take_in, value
from exported import enter, person
from hypothesis import HealthCheck, Phase, example, given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook
from openpyxl.workbook import Workbook
from pdf import convert

from talentreg.records.fields import columns
from talentreg.records.history import Intention
from talentreg.records.person import Person
from talentreg.records.unit import Unit
from talentreg.records.vocabulary import INTENTION, SEX, STATUS
from talentreg.store.changes import Writer

Run = Callable[..., Answer]
Made = list[dict[str, Any]]

ODD = (
    *(
        "=1+1",
        "@SUM(A1)",
        "-1",
        "+86 154",
        "[red]",
        "[/]",
        "<r>粗</r>",
        "<b>",
        "'00123",
        "TRUE",
        "1e5",
        "0.10",
    ),
    *(
        "同上",
        "〃",
        "无",
        "/",
        "—",
        "合计",
        "小计",
        "填表人：某某",
        "姓名",
        "联系电话",
        "#N/A",
        "#REF!",
        "N/A",
    ),
    *("1899-12-31", "1900-01-01", "2026/3/5", "3-1", "1990.5", "45000", "154****0001", "99**************1X"),
    *(
        "两\n行",
        "很长" * 20_000,
        "\ufffe尾",
        "𠮷野家",
        "é",
        "ａｂｃ",
        "引进人才、专业技术人员",
        "高级工程师（副高）",
    ),
)
HEADINGS = (
    "孩子",
    "版本",
    "人才编号",
    "姓名",
    "电话",
    "返乡就业意愿",
    "身份证号（原文）",
    "合计",
    "备注 A",
    "备注A",
    "*备注",
    "1.备注",
    "备注：",
)
NAMES = (
    "张三",
    "合计",
    "=1+1",
    "[red]",
    "买买提·艾力",
    "Ann Lee",
    "张三（小名）",
    "同上",
    "O'Neil",
    "欧阳　娜娜",
)
PLAIN = [
    name for name, one in columns(Person).items() if name not in ("name", "id_number") and not one.vocabulary
]

odd = st.sampled_from(ODD)


@st.composite
def people(draw: st.DrawFn) -> Made:
    """Make some people as a register may hold them: every text as its own column keeps it."""
    made = []
    for order in range(draw(st.integers(1, 6))):
        one: dict[str, Any] = {"name": draw(st.sampled_from(NAMES))}
        for name in draw(st.lists(st.sampled_from(PLAIN), max_size=8, unique=True)):
            one[name] = (
                phone(order)
                if "phone" in name
                else draw(st.sampled_from(("1895-05", "1990", "2001-02-03")))
                if name == "birth"
                else draw(odd)
            )
        one |= draw(st.sampled_from(({}, {"id_number": id_number(order)})))
        one |= draw(st.sampled_from(({}, {"sex": draw(st.sampled_from([word.code for word in SEX.words]))})))
        one["status"] = draw(st.sampled_from([word.code for word in STATUS.words]))
        one["unit"] = draw(st.sampled_from((None, 1, 2, 3)))
        one["intention"] = draw(st.sampled_from((None, *(word.code for word in INTENTION.words))))
        one["extra"] = draw(st.dictionaries(st.sampled_from(HEADINGS), odd, max_size=3)) or None
        made.append(one)
    return made


def lay(register: Path, made: Made) -> None:
    """Enter people as they are, whatever a command would make of them."""

    def write(writer: Writer) -> None:
        for code, (name, level) in enumerate(
            (("临江街道", "township"), ("望江社区", "community"), ("望江社区", "community")), 1
        ):
            above = 1 if code == 2 else None
            writer.insert(Unit, {"code": f"U{code}", "name": name, "level": level, "parent_id": above})
        for one in made:
            fields = {name: held for name, held in one.items() if name not in ("unit", "intention")}
            row_id = person(writer, unit_id=one["unit"], **fields)
            if one["intention"]:
                entry = {"person_id": row_id, "on": date(2026, 1, 5), "kind": one["intention"]}
                writer.insert(Intention, entry | {"reason": one.get("note")})

    register.write_bytes(empty_register())
    enter(register, write)


@settings(
    max_examples=25,
    deadline=None,
    phases=[Phase.explicit, Phase.generate],  # an example takes a third of a second: too slow to shrink
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(
    made=people(),
    words=st.sampled_from(((), ("--columns", "姓名,备注"), ("--columns", "姓名,所属单位,返乡意愿,意愿原因"))),
)
@example(
    made=[{"name": "合计", "note": "很长" * 20_000, "unit": 3, "status": "pending", "intention": "none"}],
    words=(),
)
def test_what_nobody_edited_comes_back_as_it_went(
    run: Run, own_register: Path, made: Made, words: tuple[str, ...]
) -> None:
    lay(own_register, made)
    send(run, "--all", *words)
    before = dump(own_register)
    became, answer = take_in(run)
    assert became == {"无变化": len(made)}, answer.out
    assert "没有变化" in answer.out
    assert "有出入" not in answer.out
    assert "单元格未采用" not in answer.out
    assert "提醒" not in answer.out or "同上" in answer.out
    assert dump(own_register) == before
    again, _ = take_in(run, "--on-match", "update")
    assert (again, dump(own_register)) == ({"无变化": len(made)}, before)


needs_office = pytest.mark.skipif(not shutil.which("soffice"), reason="LibreOffice is not installed")


@needs_office
@pytest.mark.parametrize("kind", ["xls", "ods", "xlsx"])
def test_saved_by_another_program_it_is_still_the_same_book(run: Run, own_register: Path, kind: str) -> None:
    lay_people(run)
    run("edit", "王五", "备注==1+1", "出生年月=1895-05", f"身份证号={id_number(3)}")
    send(run)
    edit({"张三": {"备注": None, "学历": "硕士", "联系电话": "15400000099"}})
    folder = Path("存过")
    folder.mkdir()
    saved = convert(Path(BOOK), kind, folder)
    became, answer = take_in(run, path=str(saved))
    assert became == {"更新": 1, "无变化": 3}, answer.out
    assert value(own_register, "张三", "note") is None
    assert value(own_register, "张三", "phone") == "15400000099"
    assert take_in(run, path=str(saved))[0] == {"无变化": 4}


def test_a_book_with_a_broken_charter_is_an_ordinary_book(run: Run, own_register: Path) -> None:
    lay_people(run)
    send(run)

    def tamper(book: Workbook) -> None:
        for cell in book["talentreg"]["B"]:
            cell.value = "乱写"

    rework(tamper)
    edit({"张三": {"备注": None, "职务": "院长"}})
    assert take_in(run)[0] == {"更新": 1, "无变化": 3}
    assert value(own_register, "张三", "note") == "常联系"
    assert people_of(load_workbook(BOOK)).max_row == 5
