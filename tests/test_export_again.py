"""An export comes back: an import of it finds nothing new, and into an empty register brings it all."""

import json
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from books import dump, stored, tally, units_of
from conftest import Answer
from exported import enter, export, person, rows, sheets, write_csv
from tangle import make_tangle

from talentreg.records.contact import Contact
from talentreg.records.staff import Staff
from talentreg.records.unit import Unit
from talentreg.store.changes import Writer

Run = Callable[..., Answer]

NUMBERS = {"身份证号": "990101199005060013", "联系电话": "15412345678", "亲属联系电话": "15487654321"}


def odd(writer: Writer) -> None:
    """Enter what no clean register holds: namesakes everywhere, marks in names, headings that mislead."""
    first, second = (
        writer.insert(Unit, {"code": f"U{code}", "name": "望江社区", "level": "community", "parent_id": 6})
        for code in (20, 21)
    )
    staff = [
        writer.insert(Staff, {"name": name, "unit_id": unit})
        for name, unit in (("李主任", 3), ("李主任", 3), ("张三/李四", None))
    ]
    extra = {
        "所属单位（原文）": "临江街道/望江社区",
        "登记单位": "某厂",
        "备注": "乙",
        "备注（2）": "<r>丙</r>",
        "B列": "+86",
        "编号": "甲-1",
        "走访日期": "2026-01-01",
        "=2+2": "'x",
    }
    phones = {"phone": "15411111111", "second_phone": "0571-88888888"}
    somebody = person(writer, "=1+1", first, note="第一行\n第二行，=cmd", wechat="-1", extra=extra, **phones)
    numbered = {"id_number": NUMBERS["身份证号"], "birth": "1990-05-06", "sex": "male"}
    person(writer, "<r>x</r>", second, residence="_x0041_", **numbered)
    person(writer, "[red]某🙂", birth="1990", email="a@b.c", extra={"A" * 300: "长表头"})
    person(writer, "合计", second, employer="@x")
    person(writer, "待核人", status="pending")
    person(writer, "无单位")
    told = {"person_id": somebody, "on": date(2026, 2, 1), "channel": "phone", "presence": "home"}
    mixed = dict.fromkeys(
        "性别 学历 出生年月 民族 籍贯 学位 专业 微信 邮箱 行业 职称 商会 亲属 特长".split(), "某"
    )
    for by in (*staff, None):
        about = {"note": '=1+1\n"x"', "unit_id": second, "companions": "甲、乙", "extra": mixed}
        writer.insert(Contact, {**told, "staff_id": by, **about})


@pytest.mark.parametrize("seed", range(4))
def test_a_tangled_register_exported_and_imported_again_does_not_change(
    run: Run, own_register: Path, monkeypatch: pytest.MonkeyPatch, seed: int
) -> None:
    monkeypatch.setenv("TALENTREG_TODAY", "2026-05-10")  # after everything in it
    make_tangle(own_register, seed)
    enter(own_register, odd)
    before = dump(own_register)
    held = export(run, "--all")
    answer = run("import", "登记册.xlsx")
    assert (answer.code, "没有变化：登记册里已经都有了" in answer.out) == (0, True), answer.out
    assert "单元格未采用" not in answer.out
    assert dump(own_register) == before
    counts = tally(answer)
    assert sum(counts.values()) == len(held["人才"]) + len(held["联络"])
    assert counts.pop("跳过") == 1  # somebody called 合计
    assert set(counts) <= {"无变化", "表内重复"}


def test_the_samples_exported_and_imported_again_do_not_change(run: Run, samples: Path) -> None:
    export(run)
    before = dump(samples)
    answer = run("import", "登记册.xlsx", "--strict")
    assert tally(answer) == {"无变化": 2100}
    assert "登记册导出的单位表" in answer.out
    assert "登记册导出的工作人员表" in answer.out
    assert dump(samples) == before


def test_an_export_makes_the_register_anew(run: Run, samples: Path) -> None:
    held = export(run)
    whole = run("stats", "--quarter", "2026Q1", "--json").out
    answer = run("--db", "新.db", "import", "登记册.xlsx", "--strict")
    assert tally(answer) == {"新增": 2100}
    again = run("--db", "新.db", "stats", "--quarter", "2026Q1", "--json")
    assert again.out == whole
    run("--db", "新.db", "export", "新.xlsx")
    anew = {sheet.title: rows(sheet) for sheet in sheets("新.xlsx")}
    for row in (*held["联络"], *anew["联络"]):
        del row["返乡意愿"]  # what is already so is not entered again
    assert anew == held


def test_a_newcomers_contacts_are_told_by_the_number_their_file_gives_them(
    run: Run, own_register: Path
) -> None:
    def twins(writer: Writer) -> None:
        for _ in range(2):
            told = {"on": date(2026, 2, 1), "channel": "phone", "presence": "home"}
            writer.insert(Contact, {"person_id": person(writer, "张三"), **told})

    enter(own_register, twins)
    export(run)
    assert tally(run("--db", "新.db", "import", "登记册.xlsx")) == {"新增": 4}
    query = "select person_id, count(*) from contact group by 1"
    assert stored(Path("新.db").absolute(), query) == [(1, 1), (2, 1)]


def test_somebody_without_a_unit_is_given_none_though_there_is_but_one(run: Run, own_register: Path) -> None:
    run("import", write_csv("姓名,联系电话,所属社区\n张三,15412345678,甲村\n"))
    enter(own_register, lambda writer: person(writer, "李四", extra={"所属单位（原文）": "乙村"}))
    enter(own_register, lambda writer: person(writer, "王五", extra={"登记单位": "某厂"}))
    export(run)
    before = dump(own_register)
    assert tally(run("import", "登记册.xlsx")) == {"无变化": 3}
    assert dump(own_register) == before
    assert tally(run("--db", "新.db", "import", "登记册.xlsx")) == {"新增": 3}
    anew = Path("新.db").absolute()
    assert units_of(anew) == {"张三": "甲村", "李四": None, "王五": None}
    ((extra,),) = stored(anew, "select extra from person where name = '李四'")
    assert json.loads(str(extra)) == {"所属单位（原文）": "乙村"}


def test_who_left_is_exported_only_when_asked_for_and_an_import_lets_them_rest(
    run: Run, own_register: Path
) -> None:
    run("import", write_csv("姓名,联系电话,所属社区\n张三,15412345678,甲村\n李四,15412345679,甲村\n"))
    run("contact", "log", "李四", "--channel", "电话", "--on", "2026-03-01")
    run("withdraw", "李四", "--reason", "户籍迁出")
    answer = run("export", "在库.xlsx")
    assert "不含已退库、去世的1人；连同他们请加 --all" in answer.err
    assert [len(rows(sheet)) for sheet in sheets("在库.xlsx")][:2] == [1, 0]
    held = export(run, "--all")
    assert [(row["姓名"], row["在库状态"], row["状态原因"]) for row in held["人才"]] == [
        ("张三", "入库", None),
        ("李四", "退库", "户籍迁出"),
    ]
    assert len(held["联络"]) == 1
    before = dump(own_register)
    for mode in ("fill", "update"):
        answer = run("import", "登记册.xlsx", "--on-match", mode)
        assert ("没有变化" in answer.out, dump(own_register)) == (True, before)


def test_masked_numbers_are_nowhere_in_the_file_and_come_back_as_nothing_new(
    run: Run, own_register: Path
) -> None:
    head, row = ",".join(NUMBERS), ",".join(NUMBERS.values())
    table = f"姓名,所属社区,微信,备注,{head},老号码\n张三,甲村,wx_zhang,打15412345678,{row},15411112222\n"
    run("import", write_csv(table))
    run("contact", "log", "张三", "--channel", "电话", "--on", "2026-03-01", "--note", "回电15400001111")
    full = str(export(run))
    held = export(run, "--masked")
    secrets = [*NUMBERS.values(), "15411112222", "15400001111", "wx_zhang"]
    assert [secret for secret in secrets if secret not in full] == []
    assert [secret for secret in secrets if secret in str(held)] == []
    (told,) = held["人才"]
    assert (told["联系电话"], told["身份证号"], told["备注"]) == (
        "154****5678",
        "99**************13",
        "打154****5678",
    )
    before = dump(own_register)
    for mode in ("fill", "update"):
        answer = run("import", "登记册.xlsx", "--on-match", mode)
        assert answer.code == 0
        if mode == "fill":
            assert ("没有变化" in answer.out, dump(own_register)) == (True, before)
    assert [secret for secret in secrets[:3] if secret not in str(dump(own_register)["person"])] == []
