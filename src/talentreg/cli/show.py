"""`talentreg show`: everything the register knows of one person."""

from typing import Annotated, Any

import typer

from talentreg.cli.options import AsJson, Db, PersonName
from talentreg.cli.output import print_json, print_table, say, tell
from talentreg.errors import Malformed
from talentreg.places import register_path
from talentreg.records.contact import Contact
from talentreg.records.fields import columns
from talentreg.records.history import Intention, Status
from talentreg.records.person import Person
from talentreg.records.text import as_text
from talentreg.store.audit import record_audit
from talentreg.store.conflicts import count_waiting
from talentreg.store.dossier import Dossier, read_dossier
from talentreg.store.dossier_work import names_self, work_fields, work_ledgers
from talentreg.store.ledger_listings import ledger_listing
from talentreg.store.people import find_person
from talentreg.store.register import open_for_reading, open_for_writing
from talentreg.store.units import load_units


def show(
    person: PersonName,
    reveal: Annotated[
        bool, typer.Option("--reveal", help="显示完整号码；须同时写 --purpose，并留痕")
    ] = False,
    purpose: Annotated[str, typer.Option(metavar="用途", help="为什么要看完整号码", show_default=False)] = "",
    timeline: Annotated[bool, typer.Option("--timeline", help="按时间先后列出全部经过")] = False,
    sources: Annotated[bool, typer.Option("--sources", help="列出登记来自哪张表、哪一行")] = False,
    as_json: AsJson = False,
    db: Db = None,
) -> None:
    """Show one person; numbers are masked unless a purpose is given, which is recorded."""
    if reveal and not purpose.strip():
        raise Malformed("显示完整号码要写明用途", "如 --reveal --purpose 核对补贴发放")
    path = register_path(db)
    with open_for_reading(path).reading() as connection:
        person_id = find_person(connection, load_units(connection), person)
        dossier = read_dossier(connection, person_id, masked=not reveal)
        waiting = count_waiting(connection, person_id)
    if reveal:
        record_audit(open_for_writing(path), "show --reveal", f"{dossier.number}，用途：{purpose}")
    if as_json:
        document = dossier.as_document()
        print_json(document | {"timeline": dossier.timeline()} if timeline else document)
        return
    say(f"{dossier.number}  {dossier.fields['name']}  {dossier.unit or '单位未填'}")
    for one in dossier.merged:
        say(f"并入 {one['person']}  {one['name']}（{one['on']}）")
    say()
    if timeline:
        _print_timeline(dossier)
    if sources:
        _print_sources(dossier)
    if not (timeline or sources):
        _print(dossier)
    if waiting:
        tell(f"有{waiting}处出入待核对：talentreg conflicts list {dossier.number}")


def _print_timeline(dossier: Dossier) -> None:
    kinds = {"status": "在库状态", "unit": "所属单位", "intention": "返乡意愿", "contact": "联络"}
    kinds |= {"merger": "合并"} | {ledger.name: ledger.title for ledger in work_ledgers()}
    rows = [(one["on"] or "起初", kinds[one["kind"]], one["detail"]) for one in dossier.timeline()]
    print_table([("日期", "left"), ("事项", "left"), ("内容", "left")], rows)


def _print_sources(dossier: Dossier) -> None:
    if not (dossier.sources or dossier.contact_sources):
        say("不是从表格导入的；talentreg log 编号 可看是谁登记的")
        return
    heads = [
        ("记录", "left"),
        ("来源文件", "left"),
        ("工作表", "left"),
        ("行", "right"),
        ("导入时间", "left"),
    ]
    lines = [*dossier.sources, *dossier.contact_sources]
    print_table(heads, [(one["record"], one["file"], one["sheet"], one["line"], one["at"]) for one in lines])


def _print(dossier: Dossier) -> None:
    declared = columns(Person)
    rows = [
        (declared[name].heading, declared[name].shown(value))
        for name, value in dossier.fields.items()
        if value
    ]
    print_table(
        [("字段", "left"), ("内容", "left")], rows + [(k, as_text(v)) for k, v in dossier.extra.items()]
    )
    _print_history(
        "在库状态",
        [(r["on"], columns(Status)["status"].shown(r["status"]), r["reason"]) for r in dossier.statuses],
    )
    _print_history(
        "返乡意愿",
        [(r["on"], columns(Intention)["kind"].shown(r["kind"]), r["reason"]) for r in dossier.intentions],
    )
    if len(dossier.units) > 1:
        _print_history("所属单位", [(r["on"], r["unit"], "") for r in dossier.units])
    _print_contacts(dossier.contacts)
    _print_work(dossier.work, dossier.number)
    if dossier.sources:
        say()
        places = [(one["file"], one["sheet"], one["line"], one["at"]) for one in dossier.sources]
        print_table([("来源文件", "left"), ("工作表", "left"), ("行", "right"), ("导入时间", "left")], places)


def _print_history(title: str, rows: list[tuple[Any, ...]]) -> None:
    if rows:
        say()
        print_table(
            [("日期", "left"), (title, "left"), ("说明", "left")], [[as_text(c) for c in row] for row in rows]
        )


def _print_contacts(contacts: list[dict[str, Any]]) -> None:
    say()
    if not contacts:
        say("还没有联络记录")
        return
    shown = columns(Contact)
    names = ("on", "channel", "presence", "reached", "occasion", "by", "note")
    heads = [(shown[name].heading if name in shown else "联络人", "left") for name in names]
    rows = [[shown[n].shown(c[n]) if n in shown else as_text(c[n]) for n in names] for c in contacts]
    print_table(heads, rows, f"联络（{len(contacts)}次）")


def _print_work(work: dict[str, list[dict[str, Any]]], own: str) -> None:
    """Print a table for every ledger that names the person, without the columns that say nothing new."""
    for ledger in work_ledgers():
        if rows := work[ledger.name]:
            fields = [
                one
                for one in work_fields(ledger)
                if any(row[one.name] and not names_self(one, row, own) for row in rows)
            ]
            names = [one.name for one in fields]
            spare = [names.index(name) for name in ledger_listing(ledger).spare if name in names]
            cells = [[one.shown(row[one.name]) for one in fields] for row in rows]
            say()
            heads = [(one.heading, "left") for one in fields]
            print_table(heads, cells, f"{ledger.title}（{len(rows)}{ledger.counter}）", spare)
