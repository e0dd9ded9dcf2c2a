"""What imports undo, repeat and give back: out and in again, done and undone, planned and carried out."""

import json
import re
from collections.abc import Callable
from pathlib import Path

from books import dump, empty_register, id_number, phone, stored, tally
from conftest import Answer
from formats import in_format
from hypothesis import given
from hypothesis import strategies as st
from made_books import Made, Page, books, laid_books, people
from openpyxl import load_workbook
from test_import_properties import afresh, checked, laid

Run = Callable[..., Answer]
Afresh = Callable[[], Path]

__all__ = ["afresh"]

MODES = ("fill", "update", "skip")
OUT, ANEW = "出.xlsx", "新.db"


def carried(register: Path) -> dict[str, list[object]]:
    """Return what an export carries, without the numbers rows have in one register.

    Of people every field and what is kept beside them, the unit they belong to now, their standing now with
    its reason and the day they were enrolled, the intention that counts now. Of contacts every field. Not
    carried are earlier units, standings and intentions, the days of the latter, and what came from where.
    """
    persons = """select p.*, (with recursive up(id, name, parent_id) as (
        select id, name, parent_id from unit where id = (select unit_id from affiliation
          where person_id = p.id order by "on" desc, id desc limit 1)
        union all select u.id, u.name, u.parent_id from unit u join up on u.id = up.parent_id)
        select group_concat(name, '<') from up),
      (select status || coalesce(reason, '') from status where person_id = p.id
        order by "on" desc, id desc limit 1),
      (select min("on") from status where person_id = p.id and status = 'enrolled'),
      (select kind from intention where person_id = p.id order by "on" desc, id desc limit 1) from person p"""
    contacts = """select p.name, p.id_number, c."on", channel, presence, reached, direction, s.name, occasion,
      c.note, next_on, companions, u.name, c.extra from contact c join person p on p.id = c.person_id
      left join staff s on s.id = c.staff_id left join unit u on u.id = c.unit_id"""
    return {
        "people": sorted((tuple(map(plainly, row[1:])) for row in stored(register, persons)), key=repr),
        "contacts": sorted((tuple(map(plainly, row)) for row in stored(register, contacts)), key=repr),
    }


def plainly(cell: object) -> object:
    """Read what is kept beside a row: the order of the columns it came from does not matter."""
    return sorted(json.loads(cell).items()) if isinstance(cell, str) and cell.startswith("{") else cell


CALLS = (
    "2026-03-05|电话|否|本人",
    "2026-03-06|走访|是|家属",
    "2026-03-07|微信||否",
    "2026-03-05|电话|否|本人",
)


def with_contacts(run: Run, register: Path) -> None:
    """Log contacts with some of the people who have a phone."""
    reachable = stored(register, "select name, phone from person where phone is not null order by id")
    lines = [
        "|".join((str(name), str(number), CALLS[place], "李明", f"谈话{place}"))
        for place, (name, number) in enumerate(reachable[:3])
    ]
    head = "姓名|联系电话|联络日期|联络方式|是否返乡|是否联系上|联络人|联络内容"
    run("import", in_format("xlsx", [line.split("|") for line in (head, *lines)], name="联络"))


@checked
@given(pages=laid_books(), mode=st.sampled_from(MODES))
def test_an_export_imported_again_changes_nothing_and_makes_an_empty_register_the_same(
    run: Run, afresh: Afresh, pages: tuple[Page, ...], mode: str
) -> None:
    register = afresh()
    run("import", laid(pages))
    with_contacts(run, register)
    assert run("export", OUT, "--all", "--force").code == 0
    before = dump(register)
    again = run("import", OUT, "--on-match", mode)
    assert (again.code, dump(register)) == (0, before), again.out
    assert set(tally(again)) == {"跳过" if mode == "skip" else "无变化"} | ({"无变化"} & set(tally(again)))
    anew = register.with_name(ANEW)
    anew.write_bytes(empty_register())
    answer = run("--db", anew, "import", OUT, "--on-match", mode, "--strict")
    assert (answer.code, carried(anew)) == (0, carried(register)), answer.out


@st.composite
def two_books(draw: st.DrawFn) -> tuple[Made, Made]:
    """Draw two books that speak of some of the same people and say other things of them."""
    folk = draw(st.lists(people(), min_size=3, max_size=5, unique_by=lambda row: row["order"]))
    later = [{**draw(people()), **{key: row[key] for key in SAME}} for row in folk]
    return draw(books(st.sampled_from(folk))), draw(books(st.sampled_from(later)))


SAME = ("order", "name", "id_number", "phone", "number")


@checked
@given(both=two_books(), mode=st.sampled_from(MODES))
def test_undoing_an_import_leaves_the_register_as_it_was_whatever_it_did_to_people_known(
    run: Run, afresh: Afresh, both: tuple[Made, Made], mode: str
) -> None:
    register = afresh()
    run("import", in_format("xlsx", both[0].rows, name="先"))
    before = dump(register)
    answer = run("import", in_format("xlsx", both[1].rows, name="后"), "--on-match", mode)
    after = dump(register)
    assert sum(tally(answer).values()) == sum(both[1].expected.values())
    if "没有变化" not in answer.out and "没有写入" not in answer.out:
        assert run("undo").code == 0
        assert dump(register) == before
        assert run("undo", "3").code == 0
        assert dump(register) == after
    else:
        assert after == before


@checked
@given(both=two_books(), mode=st.sampled_from(MODES))
def test_a_saved_plan_carried_out_is_the_import_itself(
    run: Run, afresh: Afresh, both: tuple[Made, Made], mode: str
) -> None:
    register = afresh()
    run("import", in_format("xlsx", both[0].rows, name="先"))
    blank, path = register.read_bytes(), in_format("xlsx", both[1].rows, name="后")
    before = dump(register)
    dry = run("import", path, "--on-match", mode, "--dry-run", "--plan", "计划.json", "--force")
    assert dump(register) == before
    carried_out = run("import", "--plan", "计划.json")
    by_plan = dump(register)
    register.write_bytes(blank)
    direct = run("import", path, "--on-match", mode)
    assert (by_plan, carried_out.out) == (dump(register), direct.out)
    assert dry.code == carried_out.code == direct.code


DAMAGE = {
    "phone": ("154", "见备注"),
    "id_number": ("9901011990", "身份证丢了"),
    "birth": ("属马",),
    "name": ("",),
}


@st.composite
def damaged(draw: st.DrawFn) -> tuple[list[list[str]], list[list[str]]]:
    """Draw a right book and the same with some cells that cannot be understood."""
    orders = draw(st.lists(st.integers(100, 999), min_size=2, max_size=6, unique=True))
    fields = ("name", "id_number", "phone", "birth", "unit", "degree")
    right = [["姓名", "身份证号", "联系电话", "出生年月", "所属社区", "学历"]]
    wrong = [right[0]]
    for order in orders:
        born = f"19{order % 40 + 50}-05-06"
        numbers = (id_number(order, born.replace("-", "")), phone(order))
        row = [f"张{chr(0x4E00 + order)}", *numbers, born, f"{'东西'[order % 2]}村", draw(DEGREES)]
        spoilt = draw(st.sets(st.sampled_from(sorted(DAMAGE)), max_size=2))
        right.append(row)
        wrong.append(
            [
                draw(st.sampled_from(DAMAGE[field])) if field in spoilt else cell
                for field, cell in zip(fields, row, strict=True)
            ]
        )
    return right, wrong


DEGREES = st.sampled_from(["", "本科", "自学"])


@checked
@given(book=damaged(), kind=st.sampled_from(["xlsx", "xls", "utf-8"]), thinned=st.booleans())
def test_a_marked_copy_put_right_comes_to_the_right_book_at_once(
    run: Run, afresh: Afresh, book: tuple[list[list[str]], list[list[str]]], kind: str, thinned: bool
) -> None:
    right, wrong = book
    register = afresh()
    run("import", in_format(kind, right, name="对"))
    wanted = everybody(register)
    register = afresh()
    answer = run("import", in_format(kind, wrong), "--marked", "核对", "--force")
    (copy,) = re.findall(r"问题已标在 (\S+?\.xlsx)", answer.err) or [""]
    if copy:
        assert tally(run("import", put_right(Path(copy), right, thinned=thinned))).get("未导入", 0) == 0
    assert everybody(register) == wanted


def everybody(register: Path) -> list[tuple[object, ...]]:
    """Return who is there and where, once for every time somebody came in."""
    query = """select p.name, id_number, phone, birth, sex, degree, u.name from person p
               left join affiliation a on a.person_id = p.id left join unit u on u.id = a.unit_id"""
    return sorted(stored(register, query), key=repr)


def put_right(path: Path, right: list[list[str]], *, thinned: bool) -> Path:
    """Write the right cells into a copy; `thinned` deletes the lines nothing was wrong with."""
    book = load_workbook(path)
    page = book.worksheets[0]
    for line in range(len(right), 1, -1):
        held = [str(page.cell(line, column).value or "") for column in range(1, 7)]
        if thinned and held == right[line - 1]:
            page.delete_rows(line)
            continue
        for column, cell in enumerate(right[line - 1], 1):
            page.cell(line, column).value = cell or None
    book.save(path)
    return path
