"""Write the sample workbooks: an invented district's people and contacts as three offices would send them."""

import argparse
import csv
import io
import sys
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from random import Random

import words
from contacts import Contact, invent_contacts
from messy import messy_books
from office import Book, Cast, make_office
from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet
from openpyxl.writer.excel import ExcelWriter
from people import Person, Staff, invent_people, invent_staff
from returning import FIGURES, make_returning

SEED = 20260331
MADE_ON = datetime(2026, 4, 1, 9, 0, 0)
ZIP_EPOCH = (1980, 1, 1, 0, 0, 0)
REPEATING_COMMUNITY, REPEATED_ROW = "柳堤社区", 17

Value = str | int | date
Row = list[Value]
Headings = dict[str, str]


def columns(text: str) -> Headings:
    """Read `heading|heading=field|…`: the sender's heading and the field it shows, if they differ."""
    pairs = (item.partition("=") for item in text.split("|"))
    return {heading: field or heading for heading, _, field in pairs}


RIVERSIDE_PEOPLE = columns(
    "序号|姓名|性别|身份证号|出生年月|民族|政治面貌|籍贯|联系电话|备用电话|微信|所属区县|所属街道/乡镇|"
    "所属社区/村|家庭住址|现居住地|工作单位|职务|人员类别|人才层次|行业|专业特长|学历|学位|毕业院校|"
    "所学专业|职称|职称级别|所属商会|在家亲属|亲属联系电话|家属需求|子女情况|入库日期|返乡意愿|备注"
)
RIVERSIDE_CONTACTS = columns(
    "序号|联络日期|姓名|身份证号|联系电话|联络方式|是否返乡|是否联系上|联络人|事由|联络内容|返乡意愿|"
    "下次联络日期"
)
BLUESTONE_PEOPLE = columns(
    "序号|所属县区=所属区县|乡镇街道=所属街道/乡镇|所属社区（村）=所属社区/村|姓 名=姓名|性 别=性别|"
    "身份证号码=身份证号|出生年月日=出生年月|民 族=民族|政治面貌|籍 贯=籍贯|手机号码=联系电话|"
    "备用联系电话=备用电话|微信号=微信|家庭住址（本地）=家庭住址|现居住地|现工作单位=工作单位|"
    "现任职务=职务|人员类别|人才层次|所属行业=行业|专业特长|最高学历=学历|学位|毕业院校|所学专业|"
    "专业技术职称=职称|职称级别|所属商会|在家亲属|亲属联系电话|家属需求|所在微信群|入库时间=入库日期|"
    "返乡意愿|备 注=备注"
)
BLUESTONE_CONTACTS = columns(
    "联系日期=联络日期|姓 名=姓名|手机号码=联系电话|所属社区（村）=所属社区/村|"
    "联络方式（走访/电话/微信等）=联络方式|是否返乡（是/否/本地）=是否返乡|是否联系上|联络人|"
    "联络事由=事由|联络内容|返乡意愿|下次联络日期"
)
PLUMBROOK_PEOPLE = columns(
    "序号|姓名|性别|身份证号|出生年月|民族|政治面貌|联系电话|所属区县|所属乡镇=所属街道/乡镇|"
    "村社区=所属社区/村|家庭住址|现居住地|工作单位|职务|人员类别|人才层次|行业|专业特长|学历|毕业院校|"
    "所学专业|职称|职称级别|在家亲属|亲属联系电话|每年返乡次数|入库日期|返乡意愿|备注"
)
PLUMBROOK_CONTACTS = columns(
    "联络日期|姓名|联系电话|所属社区=所属社区/村|联络方式|是否返乡|是否联系上|联络人|事由|联络内容|"
    "返乡意愿|下次联络日期"
)


@dataclass(frozen=True, slots=True)
class Hand:
    """How a sender writes a birth month and a day."""

    birth: Callable[[date], str]
    day: Callable[[date], Value]


RIVERSIDE_HAND = Hand(lambda birth: f"{birth:%Y.%m}", lambda day: day)
BLUESTONE_HAND = Hand(
    lambda birth: f"{birth.year}年{birth.month}月", lambda day: f"{day.year}.{day.month}.{day.day}"
)
PLUMBROOK_HAND = Hand(lambda birth: f"{birth:%Y-%m}", lambda day: day.isoformat())


@dataclass(frozen=True, slots=True)
class Table:
    """One sheet: lines above the headings, the rows, lines below them."""

    name: str
    headings: Headings
    rows: list[Row]
    above: tuple[str, ...] = ()
    below: tuple[Row, ...] = ()


def person_fields(person: Person, number: int, hand: Hand) -> dict[str, Value]:
    """Lay a person out by field."""
    community = person.life.community
    return {
        **person.cells,
        "序号": number,
        "姓名": person.name,
        "性别": person.life.sex,
        "身份证号": person.id_number,
        "出生年月": hand.birth(person.life.birth),
        "联系电话": person.phone,
        "所属区县": words.DISTRICT,
        "所属街道/乡镇": community.street,
        "所属社区/村": community.name,
        "入库日期": hand.day(person.enrolled),
        "返乡意愿": person.intention,
    }


def contact_fields(contact: Contact, number: int, hand: Hand) -> dict[str, Value]:
    """Lay a contact out by field; a mistyped ID number is not used again."""
    person = contact.person
    return {
        "序号": number,
        "联络日期": hand.day(contact.on),
        "姓名": person.name,
        "身份证号": person.id_number if person.has_valid_id else "",
        "联系电话": person.phone,
        "所属社区/村": person.life.community.name,
        "联络方式": contact.channel,
        "是否返乡": contact.presence,
        "是否联系上": contact.reached,
        "联络人": contact.by,
        "事由": contact.occasion,
        "联络内容": contact.note,
        "返乡意愿": contact.intention,
        "下次联络日期": hand.day(contact.next_on) if contact.next_on else "",
    }


def person_rows(people: list[Person], headings: Headings, hand: Hand) -> list[Row]:
    """Lay people out in the sender's columns."""
    laid_out = (person_fields(person, number, hand) for number, person in enumerate(people, 1))
    return [[fields[field] for field in headings.values()] for fields in laid_out]


def contact_rows(contacts: list[Contact], headings: Headings, hand: Hand) -> list[Row]:
    """Lay contacts out in the sender's columns."""
    laid_out = (contact_fields(contact, number, hand) for number, contact in enumerate(contacts, 1))
    return [[fields[field] for field in headings.values()] for fields in laid_out]


THIN = Side(style="thin", color="808080")
GRID = Border(left=THIN, right=THIN, top=THIN, bottom=THIN)
HEADING_FILL = PatternFill("solid", fgColor="DDE6EF")
WIDTHS = {
    "序号": 6,
    "性别": 6,
    "民族": 8,
    "学位": 8,
    "姓名": 10,
    "联络人": 10,
    "家庭住址": 26,
    "现居住地": 24,
    "工作单位": 32,
    "身份证号": 21,
    "毕业院校": 20,
    "所学专业": 20,
    "人员类别": 26,
    "在家亲属": 16,
    "备注": 24,
    "联络内容": 70,
}


def write_lines(sheet: Worksheet, lines: tuple[str, ...], width: int) -> None:
    """Write the lines above the headings across the whole table, the first one as its title."""
    for row, line in enumerate(lines, 1):
        cell = sheet.cell(row, 1, line)
        cell.font = Font(bold=row == 1, size=16 if row == 1 else 11)
        cell.alignment = Alignment(horizontal="center" if row == 1 else "left", vertical="center")
        sheet.merge_cells(start_row=row, start_column=1, end_row=row, end_column=width)
        sheet.row_dimensions[row].height = 30 if row == 1 else 20


def write_headings(sheet: Worksheet, headings: Headings, row: int) -> None:
    """Write the headings, set the columns' widths and keep the headings in view."""
    for column, (heading, field) in enumerate(headings.items(), 1):
        cell = sheet.cell(row, column, heading)
        cell.font, cell.fill, cell.border = Font(bold=True), HEADING_FILL, GRID
        cell.alignment = Alignment(horizontal="center", vertical="center", wrap_text=True)
        sheet.column_dimensions[get_column_letter(column)].width = WIDTHS.get(field, 14)
    sheet.row_dimensions[row].height = 32
    sheet.freeze_panes = f"A{row + 1}"


def write_row(sheet: Worksheet, row: int, values: Row) -> None:
    """Write one ruled row, digits as text and days as days."""
    for column, value in enumerate(values, 1):
        cell = sheet.cell(row, column, value if value != "" else None)
        cell.border = GRID
        if isinstance(value, date):
            cell.number_format = "yyyy-mm-dd"
        elif isinstance(value, str):
            cell.number_format = "@"


def write_table(workbook: Workbook, table: Table) -> None:
    """Add a sheet to the workbook."""
    sheet = workbook.create_sheet(table.name)
    heading_row = len(table.above) + 1
    write_lines(sheet, table.above, len(table.headings))
    write_headings(sheet, table.headings, heading_row)
    for row, values in enumerate(table.rows, heading_row + 1):
        write_row(sheet, row, values)
    for line in table.below:
        sheet.append(line)


def pack(workbook: Workbook) -> bytes:
    """Save a workbook so that the same content gives the same bytes."""
    workbook.properties.created = workbook.properties.modified = MADE_ON
    workbook.properties.creator = "云河区"
    saved, packed = io.BytesIO(), io.BytesIO()
    # Workbook.save() would put the present moment into the properties.
    ExcelWriter(workbook, zipfile.ZipFile(saved, "w")).save()
    with zipfile.ZipFile(saved) as source, zipfile.ZipFile(packed, "w") as target:
        for name in source.namelist():
            entry = zipfile.ZipInfo(name, ZIP_EPOCH)
            entry.create_system = 3
            target.writestr(entry, source.read(name), zipfile.ZIP_DEFLATED)
    return packed.getvalue()


def xlsx(*tables: Table) -> bytes:
    """Make a workbook of the tables."""
    workbook = Workbook()
    workbook.remove(workbook.worksheets[0])
    for table in tables:
        write_table(workbook, table)
    return pack(workbook)


def gb18030_csv(table: Table) -> bytes:
    """Make the CSV file an older office program would save."""
    text = io.StringIO(newline="")
    csv.writer(text).writerows([list(table.headings), *table.rows])
    return text.getvalue().encode("gb18030")


def utf_8_csv(table: Table) -> bytes:
    """Make the CSV file a newer office program would save."""
    text = io.StringIO(newline="")
    csv.writer(text).writerows([list(table.headings), *table.rows])
    return b"\xef\xbb\xbf" + text.getvalue().encode()


def riverside_sheet(community: words.Community, people: list[Person], office: tuple[str, ...]) -> Table:
    """Lay out one community's sheet with its title, its total and who filled it in."""
    rows = person_rows(people, RIVERSIDE_PEOPLE, RIVERSIDE_HAND)
    if community.name == REPEATING_COMMUNITY:
        rows.append(rows[REPEATED_ROW])
    return Table(
        community.name,
        RIVERSIDE_PEOPLE,
        rows,
        (
            f"{community.street}{community.name}乡土人才登记表",
            f"填报单位：{community.street}{community.name}    填报时间：2026年3月31日",
        ),
        (["合计", f"{len(people)}人"], [f"填表人：{office[0]}  审核人：{office[1]}"]),
    )


def riverside_book(people: list[Person], contacts: list[Contact], staff: Staff) -> bytes:
    """Make 临江街道's workbook: a sheet for every community, and one of contacts."""
    sheets = [
        riverside_sheet(
            community, [p for p in people if p.life.community is community], staff[community.name]
        )
        for community in words.COMMUNITIES
        if community.street == words.RIVERSIDE
    ]
    rows = contact_rows(contacts, RIVERSIDE_CONTACTS, RIVERSIDE_HAND)
    return xlsx(*sheets, Table("联络台账", RIVERSIDE_CONTACTS, rows, ("临江街道乡土人才联络台账",)))


def bluestone_book(people: list[Person], contacts: list[Contact]) -> bytes:
    """Make 青石街道's workbook: everybody in one sheet, contacts in another."""
    rows = contact_rows(contacts, BLUESTONE_CONTACTS, BLUESTONE_HAND)
    return xlsx(
        Table("人员信息", BLUESTONE_PEOPLE, person_rows(people, BLUESTONE_PEOPLE, BLUESTONE_HAND)),
        Table("走访联系记录", BLUESTONE_CONTACTS, rows),
    )


def plumbrook_people(people: list[Person]) -> bytes:
    """Make 梅溪镇's list of people."""
    return gb18030_csv(Table("", PLUMBROOK_PEOPLE, person_rows(people, PLUMBROOK_PEOPLE, PLUMBROOK_HAND)))


def plumbrook_contacts(contacts: list[Contact]) -> bytes:
    """Make 梅溪镇's contacts; a row names the phone or the village, not both."""
    rows = contact_rows(contacts, PLUMBROOK_CONTACTS, PLUMBROOK_HAND)
    fields = list(PLUMBROOK_CONTACTS.values())
    phone, village = fields.index("联系电话"), fields.index("所属社区/村")
    for number, row in enumerate(rows):
        row[phone if not row[phone] or number % 3 == 0 else village] = ""
    return xlsx(Table("联系记录", PLUMBROOK_CONTACTS, rows, ("梅溪镇在外人才联系记录",)))


def make_books(seed: int = SEED) -> dict[str, bytes]:
    """Invent the district and make its books."""
    rng = Random(seed)  # noqa: S311 - invented people need repeating, not secrecy
    staff = invent_staff(rng)
    people = invent_people(rng, staff)
    contacts = invent_contacts(rng, people, staff)

    def of_street(street: str) -> tuple[list[Person], list[Contact]]:
        return (
            [person for person in people if person.life.community.street == street],
            [contact for contact in contacts if contact.person.life.community.street == street],
        )

    riverside, bluestone, plumbrook = map(of_street, (words.RIVERSIDE, words.BLUESTONE, words.PLUMBROOK))
    return {
        "临江街道乡土人才登记表.xlsx": riverside_book(*riverside, staff),
        "青石街道人才台账.xlsx": bluestone_book(*bluestone),
        "梅溪镇在外人才信息.csv": plumbrook_people(plumbrook[0]),
        "梅溪镇联系记录.xlsx": plumbrook_contacts(plumbrook[1]),
    }


def office_book(name: str, book: Book) -> bytes:
    """Make one of the district's own books, of the kind its name ends with."""
    tables = []
    for sheet, (title, (headings, *rows)) in book.items():
        columns = {heading: heading for heading in headings}
        tables.append(Table(sheet, columns, [list(row) for row in rows], (title,) if title else ()))
    return xlsx(*tables) if name.endswith(".xlsx") else utf_8_csv(tables[0])


def make_ledgers(seed: int = SEED) -> dict[str, bytes]:
    """Make the books of the district's other work, about the people of the sample books."""
    rng = Random(seed)  # noqa: S311 - invented people need repeating, not secrecy
    cast = Cast(invent_people(rng, invent_staff(rng)))
    books = make_office(cast) | make_returning(cast)
    made = {name: office_book(name, book) for name, book in books.items()}
    return made | {"本区指标.toml": FIGURES.encode()}


def main() -> None:
    """Write the books into the folder named on the command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "folder", nargs="?", type=Path, default=Path(__file__).parent / "books", metavar="DIR"
    )
    folder: Path = parser.parse_args().folder
    made = {folder: make_books(), folder.parent / "台账": make_ledgers()}
    made[folder.parent / "来表"] = messy_books(pack)
    for place, books in made.items():
        place.mkdir(parents=True, exist_ok=True)
        for name, content in books.items():
            (place / name).write_bytes(content)
            sys.stdout.write(f"{place / name}\n")


if __name__ == "__main__":
    main()
