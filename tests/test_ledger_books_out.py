"""Ledgers as workbooks: what goes out comes back without change, or as corrected; no list of people."""

from pathlib import Path

import pytest
from books import dump, empty_register, phone, stored, tally
from exported import export, rows, sheets
from office_sheets import COMMANDS, lay_full, text_book
from openpyxl import load_workbook
from openxml_audit import OpenXmlValidator
from trees import Run, done

from talentreg.records.cleaning import CURRENCY
from talentreg.records.ledgers import LEDGERS

BESIDE = {
    **{"attendance": "event", "fulfilment": "campaign", "membership": "station"},
    **{"partner": "project", "arrival": "project", "inclusion": "library"},
    **{"payment": "benefit", "tenancy": "apartment"},
}
OUT = COMMANDS | BESIDE


@pytest.fixture
def full(own_register: Path, run: Run) -> Path:
    """Lay a register with a row of every ledger."""
    return lay_full(own_register, run)


def out(run: Run, name: str, *words: str) -> dict[str, list[dict[str, object]]]:
    """Export a ledger and read its sheets, each row by its headings."""
    answer = done(run, *OUT[name].split(), "export", "出.xlsx", "--force", *words)
    assert answer.out == "出.xlsx\n"
    return {sheet.title: rows(sheet) for sheet in sheets("出.xlsx") if sheet.sheet_state == "visible"}


@pytest.mark.parametrize("name", LEDGERS)
def test_every_ledger_goes_out_and_comes_back_without_change(run: Run, full: Path, name: str) -> None:
    before = dump(full)
    ledger = LEDGERS[name]
    held = out(run, name)[ledger.title]
    assert held
    assert {column.heading for column in ledger.fields.values()} < {one.split("（")[0] for one in held[0]}
    units = {f"{c.heading}（{CURRENCY[c.clean]}）" for c in ledger.fields.values() if c.clean in CURRENCY}
    assert units <= set(held[0])
    assert next(iter(held[0])) == ledger.number_heading
    assert OpenXmlValidator().validate(Path("出.xlsx")).is_valid
    answer = done(run, *OUT[name].split(), "import", "出.xlsx")
    assert set(tally(answer)) == {"无变化"}, answer.out
    assert dump(full) == before


def test_another_register_takes_the_workbook_in_under_numbers_of_its_own(run: Run, full: Path) -> None:
    done(run, "event", "remove", "E000002")
    done(run, "event", "add", "又一会", "类型=座谈会", "日期=2026-03-01")
    done(run, "event", "attend", "又一会", "丙@望江社区")
    held = out(run, "event")
    done(run, "export", "人.xlsx", "--only", "person,unit,staff")
    full.write_bytes(empty_register())
    done(run, "unit", "import", "人.xlsx")
    done(run, "import", "人.xlsx")
    answer = done(run, "event", "import", "出.xlsx")
    assert tally(answer) == {"新增": 5}
    assert "登记册里没有这个编号，按没有编号的行登记［E000001、E000003］" in answer.out
    again = out(run, "event")
    for title, sheet in held.items():
        own = {"活动编号", "参加名单编号", "人才编号"}
        told = [
            [{k: v for k, v in row.items() if k not in own} for row in one] for one in (sheet, again[title])
        ]
        assert told[0] == told[1]


def test_what_is_corrected_in_the_workbook_is_taken_over(run: Run, full: Path) -> None:
    out(run, "request")
    made = load_workbook("出.xlsx")
    page = made["诉求"]
    heads = {cell.value: place for place, cell in enumerate(page[1], start=1)}
    for heading, value in (
        ("办结日期", "2026-03-20"),
        ("办理结果", "已办"),
        ("责任领导", "新领导"),
        ("承办单位", "渡口社区"),
    ):
        page.cell(3, heads[heading], value)
    made.save("改.xlsx")
    answer = done(run, "request", "import", "改.xlsx")
    assert tally(answer) == {"更新": 1, "无变化": 1}
    assert "Q000002  承办单位：（空） → 云河区/临江街道/渡口社区" in answer.out
    query = """select closed_on, result, s.name, r.unit_id from request r
        join staff s on s.id = leader_id where r.id = 2"""
    assert stored(full, query) == [("2026-03-20", "已办", "新领导", 4)]


def test_cells_offer_the_words_they_take_and_headings_are_locked(run: Run, full: Path) -> None:
    done(run, "vocab", "add", "活动类型", "读书会")
    out(run, "event")
    page = load_workbook("出.xlsx")["活动"]
    rules = {str(one.sqref).rstrip("0123456789"): one for one in page.data_validations.dataValidation}
    heads = {cell.value: cell.coordinate.rstrip("1") for cell in page[1]}
    states = next(one for place, one in rules.items() if place.startswith(heads["活动状态"]))
    assert states.formula1 == '"计划,已办,取消"'
    assert states.errorStyle in (None, "stop")  # which is meant where nothing is said
    kinds = next(one for place, one in rules.items() if place.startswith(heads["活动类型"]))
    assert kinds.errorStyle == "warning"
    assert page.protection.sheet
    assert str(kinds.formula1).endswith(',读书会"')


@pytest.mark.parametrize("name", sorted(OUT))
def test_a_ledger_nothing_is_in_yet_gives_a_form_to_fill(run: Run, own_register: Path, name: str) -> None:
    own_register.write_bytes(empty_register())
    answer = done(run, *OUT[name].split(), "export", "空表.xlsx")
    assert "这是一张空表" in answer.err
    heads = {sheet.title: [cell.value for cell in sheet[1]] for sheet in sheets("空表.xlsx")}
    assert heads[LEDGERS[name].title][0] == LEDGERS[name].number_heading
    before = dump(own_register)
    answer = done(run, *OUT[name].split(), "import", "空表.xlsx")
    assert (tally(answer), dump(own_register)) == ({}, before)


def test_numbers_in_texts_are_masked_when_asked_and_every_export_is_recorded(run: Run, full: Path) -> None:
    assert "15412345678" in str(out(run, "hotline"))
    masked = str(out(run, "hotline", "--masked"))
    assert ("15412345678" in masked, "154****5678" in masked) == (False, True)
    kept = stored(full, "select command, detail from audit_entry order by id")
    assert [one[0] for one in kept] == ["hotline export"] * 2
    assert ("含完整号码" in str(kept[0]), "号码已遮挡" in str(kept[1])) == (True, True)


def test_a_read_only_register_gives_masked_numbers_only(run: Run, full: Path) -> None:
    full.chmod(0o400)
    full.parent.chmod(0o500)
    try:
        refused = run("hotline", "export", "/tmp/出.xlsx", "--force")
        if refused.code == 0:
            pytest.skip("this user may write anywhere")
        assert "登记册只读" in refused.err
    finally:
        full.parent.chmod(0o700)


def test_a_unit_has_its_own_rows(run: Run, full: Path) -> None:
    held = out(run, "publicity", "--unit", "渡口社区")["宣传"]
    assert [row["宣传形式"] for row in held] == ["公开信"]


def test_words_in_cells_stay_words(run: Run, full: Path) -> None:
    (first, second) = out(run, "event")["活动"]
    assert (first["活动内容"], second["负责人"]) == ("=1+1", "[red]")
    page = load_workbook("出.xlsx")["活动"]
    assert {cell.data_type for row in page.iter_rows(min_row=2) for cell in row if cell.value == "=1+1"} == {
        "s"
    }


def test_the_register_workbook_has_a_sheet_for_every_ledger_in_use(run: Run, full: Path) -> None:
    held = export(run)
    assert list(held)[:4] == ["人才", "联络", "单位", "工作人员"]
    assert list(held)[4:] == [ledger.title for ledger in LEDGERS.values()]
    assert list(export(run, "--only", "活动,request")) == ["活动", "诉求"]
    assert list(export(run, "--only", "成效", "--masked")) == ["成效"]


def test_an_import_of_people_passes_ledgers_over_and_says_where_they_belong(run: Run, full: Path) -> None:
    done(run, "export", "全.xlsx")
    before = dump(full)
    answer = done(run, "import", "全.xlsx")
    assert set(tally(answer)) == {"无变化"}
    assert dump(full) == before
    for title, command in (("诉求", "request"), ("参加名单", "event"), ("联系规定", "duty rule")):
        assert f"没有导入登记册的{title}，请用 talentreg {command} import" in answer.out
    for command in dict.fromkeys(OUT.values()):
        taken = done(run, *command.split(), "import", "全.xlsx")
        assert set(tally(taken)) == {"无变化"}, command
    assert dump(full) == before


def test_staff_and_units_of_one_name_are_told_apart(run: Run, full: Path) -> None:
    done(run, "staff", "add", "李主任", "--unit", "梅溪村")
    done(run, "unit", "move", "渡口社区", "--to", "梅溪镇", "--on", "2026-03-01")
    done(run, "unit", "move", "梅溪镇/渡口社区", "--to", "临江街道", "--on", "2026-03-15")
    before = dump(full)
    assert "@云河区" in str(out(run, "event"))
    for command in dict.fromkeys(OUT.values()):
        done(run, *command.split(), "export", "出.xlsx", "--force")
        answer = done(run, *command.split(), "import", "出.xlsx")
        assert set(tally(answer)) == {"无变化"}, answer.out
    assert dump(full) == before


def test_full_width_numbers_are_understood(run: Run, full: Path) -> None:
    answer = done(
        run,
        "event",
        "import",
        text_book(
            "活动编号|到场人数|活动名称|活动类型|活动日期\nｅ０００００１|５１|新春恳谈会|恳谈会|２０２６-２-１０"
        ),
    )
    assert (tally(answer), phone(1)[:3]) == ({"更新": 1}, "154")
    assert stored(full, "select headcount from event where id = 1") == [(51,)]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (
            "姓名|联系电话|所在社区|诉求内容|受理日期|办结日期\n张三|15400000001|望江社区|上学|2026-02-01|",
            "诉求",
        ),
        ("姓名|联系电话|所在社区|引荐人|引荐日期\n张三|15400000001|望江社区|李四|2026-02-01", "引荐"),
        ("姓名|联系电话|所在社区|爱好|特长\n张三|15400000001|望江社区|钓鱼|木工", ""),
    ],
)
def test_a_list_of_people_that_tells_of_work_is_said_to(
    run: Run, full: Path, tmp_path: Path, text: str, said: str
) -> None:
    sheet = tmp_path / "来表.csv"
    sheet.write_text(text.replace("|", ","), encoding="utf-8")
    answer = run("import", str(sheet), "--dry-run")
    assert answer.code == 0
    assert (f"这张表像是记{said}的" in answer.out) is bool(said)
