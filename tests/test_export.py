"""The register as a workbook: everything is in it, and an import of it finds nothing new."""

from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path

import pytest
from books import stored, tally
from conftest import Answer
from consoles import start
from exported import enter, export, person, rows, sheets, write_csv
from openxml_audit import OpenXmlValidator

from talentreg.intake.headings import Kind, meaning
from talentreg.records.contact import Contact
from talentreg.records.fields import columns
from talentreg.records.history import Intention
from talentreg.records.person import Person
from talentreg.store.changes import Writer
from talentreg.workbooks.register import LEVEL_HEADINGS

Run = Callable[..., Answer]


def test_a_row_holds_everything_known_of_a_person(run: Run, own_register: Path) -> None:
    fields = "学历=本科 出生年月=1990-05 工作单位=江州大学 返乡意愿=创业 备注=常联系".split()
    run(
        "import",
        write_csv("姓名,所属区县,所属街道/乡镇,所属社区/村,孩子\n李四,云河区,临江街道,望江社区,两个\n"),
    )
    run("add", "张三", "--unit", "望江社区", "--phone", "15412345678", "入库日期=2026-02-01", *fields)
    held = export(run)["人才"][1]
    assert {name: value for name, value in held.items() if value is not None} == {
        "人才编号": "R000002",
        "姓名": "张三",
        "所属区县": "云河区",
        "所属街道/乡镇": "临江街道",
        "所属社区/村": "望江社区",
        "所属单位代码": "U3",
        "在库状态": "入库",
        "入库日期": datetime(2026, 2, 1),
        "返乡意愿": "创业",
        "出生年月": "1990-05",
        "联系电话": "15412345678",
        "工作单位": "江州大学",
        "学历": "本科",
        "备注": "常联系",
    }
    declared = {column.heading for column in columns(Person).values()}
    assert declared < set(held)
    assert list(held)[-1] == "孩子"


def test_a_row_holds_everything_known_of_a_contact(run: Run, own_register: Path) -> None:
    run("import", write_csv("姓名,所属社区,联系电话\n张三,望江社区,15412345678\n"))
    words = "--channel 走访 --presence home --by 李主任 --occasion 慰问 --intention 创业 --note 近况".split()
    run("contact", "log", "张三", "--on", "2026-03-02", "--next-on", "2026-05-01", *words)
    (held,) = export(run, "--only", "联络")["联络"]
    assert {name: value for name, value in held.items() if value is not None} == {
        "联络编号": "C000001",
        "人才编号": "R000001",
        "姓名": "张三",
        "所属社区/村": "望江社区",
        "所属单位代码": "U1",
        "联络日期": datetime(2026, 3, 2),
        "联络方式": "走访",
        "是否返乡": "返乡",
        "联系方向": "主动联系",
        "是否联系上": "本人",
        "事由": "慰问",
        "联络内容": "近况",
        "下次联络日期": datetime(2026, 5, 1),
        "联络人": "李主任",
        "联络人编号": "G000001",
        "返乡意愿": "创业",
    }


def test_numbers_are_text_days_are_days_and_the_names_stay_in_sight(run: Run, samples: Path) -> None:
    export(run)
    for sheet in sheets():
        formats = {str(head.value): cell.number_format for head, cell in zip(sheet[1], sheet[2], strict=True)}
        typed = {str(head.value): cell.data_type for head, cell in zip(sheet[1], sheet[2], strict=True)}
        asked = {
            "人才编号",
            "身份证号",
            "联系电话",
            "出生年月",
            "联络编号",
            "单位代码",
            "工作人员编号",
        } & set(formats)
        assert asked
        for name in asked:
            assert (name, typed[name]) in ((name, "s"), (name, "n"))  # n: blank
            assert formats[name] == "@" or typed[name] == "n"
        assert sheet.auto_filter.ref == sheet.dimensions
        assert sheet.freeze_panes == "C2"
    people = next(rows(sheet) for sheet in sheets() if sheet.title == "人才")
    assert {type(row["入库日期"]) for row in people} == {datetime}
    assert {type(row["身份证号"]) for row in people if row["身份证号"]} == {str}
    assert OpenXmlValidator().validate(Path("登记册.xlsx")).is_valid


@pytest.mark.parametrize(
    ("words", "held"),
    [
        ((), ["人才", "联络", "单位", "工作人员"]),
        (("--only", "person"), ["人才"]),
        (("--only", "联络,人才"), ["人才", "联络"]),
        (("--only", "工作人员、单位"), ["单位", "工作人员"]),
        (("--only", "contact，staff"), ["联络", "工作人员"]),
    ],
)
def test_only_what_is_asked_for_is_exported(
    run: Run, samples: Path, words: tuple[str, ...], held: list[str]
) -> None:
    assert list(export(run, *words)) == held


def test_sheets_of_units_and_staff_alone_are_known_for_what_they_are(run: Run, samples: Path) -> None:
    export(run, "--only", "单位,工作人员")
    answer = run("import", "登记册.xlsx")
    assert (answer.code, tally(answer)) == (0, {})
    assert "登记册导出的单位表" in answer.out


def test_a_unit_is_exported_with_everything_below_it(run: Run, samples: Path) -> None:
    held = export(run, "--unit", "临江街道")
    assert {row["所属街道/乡镇"] for name in ("人才", "联络") for row in held[name]} == {"临江街道"}
    assert len(held["人才"]) == 208
    assert {row["单位名称"] for row in held["单位"]} == {
        "临江街道",
        "望江社区",
        "渡口社区",
        "柳堤社区",
        "新桥社区",
    }
    assert all("临江街道" in row["所在单位"] for row in held["工作人员"])


@pytest.mark.parametrize(
    ("words", "said"),
    [((), "登记册.xlsx：人才600，联络1500，单位16，工作人员41，全部单位，含完整号码"),
     (("--masked", "--unit", "望江社区", "--only", "人才"), "登记册.xlsx：人才58，望江社区，号码已遮挡")],
)  # fmt: skip
def test_an_export_is_recorded(run: Run, samples: Path, words: tuple[str, ...], said: str) -> None:
    export(run, *words)
    assert stored(samples, "select command, detail from audit_entry") == [("export", said)]


def test_full_numbers_never_leave_a_register_that_cannot_record_it(samples: Path) -> None:
    samples.chmod(0o400)
    before = sorted(Path().iterdir())
    answer = start("export", "a.xlsx", bound=True)
    assert (answer.code, sorted(Path().iterdir())) == (1, before)
    assert "请检查权限，或加 --masked" in answer.err
    assert start("export", "a.xlsx", "--masked", bound=True).code == 0


def test_the_same_register_gives_the_same_bytes_private_to_its_user(run: Run, samples: Path) -> None:
    export(run, out="甲.xlsx")
    export(run, out="乙.xlsx")
    assert Path("甲.xlsx").read_bytes() == Path("乙.xlsx").read_bytes()
    assert oct(Path("甲.xlsx").stat().st_mode & 0o777) == "0o600"


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        ((), 2, "没有写导出到哪里"),
        (("有.xlsx",), 1, "有.xlsx 已经存在，没有覆盖"),
        (("a.xls",), 1, "a.xls 不是 Excel 文件名"),
        (("无/a.xlsx",), 1, "文件夹 无 不存在"),
        (("a.xlsx", "--only", "人才,狗"), 2, "--only「狗」看不懂"),
        (("a.xlsx", "--unit", "火星"), 1, "没有名为「火星」的单位"),
        (("a.xlsx", "--roster", "花名册"), 2, "--roster 出花名册，不能和文件名、--only、--all 一起用"),
    ],
)
def test_a_slip_is_refused_and_nothing_is_written(
    run: Run, samples: Path, words: tuple[str, ...], code: int, said: str
) -> None:
    Path("有.xlsx").write_text("旧")
    before = sorted(Path().iterdir())
    answer = run("export", *words)
    assert (answer.code, answer.out) == (code, "")
    assert said in answer.err
    assert (sorted(Path().iterdir()), Path("有.xlsx").read_text()) == (before, "旧")
    assert stored(samples, "select count(*) from audit_entry") == [(0,)]


def test_a_missing_register_is_not_made_by_an_export(run: Run, own_register: Path) -> None:
    assert run("export", "a.xlsx").code == 1
    assert not own_register.exists()


def test_every_heading_of_people_and_contacts_is_one_an_import_understands() -> None:
    assert {level: meaning(kind, LEVEL_HEADINGS[level]) for level in LEVEL_HEADINGS for kind in Kind} == {
        level: f"unit.{level}" for level in LEVEL_HEADINGS
    }


def test_an_intention_heard_at_a_contact_stands_with_it(run: Run, own_register: Path) -> None:
    def make(writer: Writer) -> None:
        told = {"person_id": person(writer, "张三"), "on": date(2026, 2, 1)}
        heard = writer.insert(Contact, {**told, "channel": "phone", "presence": "home"})
        writer.insert(Intention, {**told, "kind": "job", "contact_id": heard})

    enter(own_register, make)
    held = export(run)
    assert [row["返乡意愿"] for name in ("人才", "联络") for row in held[name]] == ["就业", "就业"]
