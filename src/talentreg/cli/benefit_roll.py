"""`talentreg benefit roll`: a batch as a list to sign and pay by, or all batches with what they come to."""

from datetime import date
from typing import Annotated, Any

import typer

from talentreg.cli.benefit_asking import OnlyPolicy, narrowed, plain, sums
from talentreg.cli.duty_list import AsOf
from talentreg.cli.lists import AsCsv, Force, Limit, Xlsx
from talentreg.cli.options import AsJson, Db, UnitName
from talentreg.cli.output import say, tell
from talentreg.cli.overview import Output, Overview, Told, print_overview, say_total
from talentreg.files import new_file
from talentreg.periods import today
from talentreg.places import register_path
from talentreg.records.benefit import Benefit
from talentreg.records.fields import columns, number
from talentreg.records.masking import mask_free_text
from talentreg.records.person import Person
from talentreg.store.benefits import (
    Batch,
    Owed,
    benefit,
    find_batch,
    find_owed,
    list_batches,
    refuse_none,
)
from talentreg.store.register import open_for_reading
from talentreg.store.units import UnitNode, UnitTree, load_units

BatchName = Annotated[
    str | None, typer.Argument(metavar="批次", help="造册批次；不写列出全部批次", show_default=False)
]
ROLL = Overview(
    title="发放花名册",
    columns=(
        Told("record", "待遇编号"),
        Told("name", "姓名"),
        Told("id_number", "身份证号"),
        Told("unit", "计入单位", place=True),
        Told("title", "待遇名称"),
        Told("period", "所属期"),
        Told("on", "应发日期"),
        Told("amount", "应发金额", right=True),
        Told("paid", "已发金额", right=True),
        Told("missing", "未发金额", right=True),
        Told("note", "备注"),
    ),
    spare=("note", "id_number", "on", "period", "title", "unit"),
    names=(
        *("record", "person", "name", "id_number", "unit", "title", "period", "on"),
        *("amount", "paid", "missing", "note"),
    ),
)
BATCHES = Overview(
    title="造册批次",
    columns=(
        Told("batch", "造册批次"),
        Told("people", "人数", right=True),
        Told("rows", "笔数", right=True),
        Told("amount", "应发金额", right=True),
        Told("paid", "已发金额", right=True),
        Told("missing", "未发金额", right=True),
        Told("on", "最早应发"),
        Told("until", "最晚应发"),
    ),
    spare=("rows", "until", "paid"),
    names=("batch", "people", "rows", "amount", "paid", "missing", "on", "until"),
)


def show_roll(
    batch: BatchName = None,
    unit: UnitName = None,
    policy: OnlyPolicy = None,
    as_of: AsOf = None,
    limit: Limit = None,
    as_json: AsJson = False,
    as_csv: AsCsv = False,
    xlsx: Xlsx = None,
    force: Force = False,
    db: Db = None,
) -> None:
    """Print a batch, or write it as a sheet to sign; without a batch all of them."""
    output = Output(limit, as_json, as_csv, xlsx, force)
    output.check()
    day = as_of or today()
    with open_for_reading(register_path(db)).reading() as connection:
        tree = load_units(connection)
        if batch is None:
            scope = tree.find(unit).id if unit else None
            _print_batches(list_batches(connection, day, scope), output, tree.top())
            return
        name = find_batch(connection, batch)
        conditions = [benefit.c.batch == name, *narrowed(connection, tree, unit, policy)]
        found = sorted(find_owed(connection, day, conditions), key=lambda one: _order(one, tree))
        refuse_none(found, f"「{mask_free_text(name)}」里符合条件的待遇")
    if xlsx:
        _write(name, found, tree, output, day)
    else:
        _print_roll(found, tree, output)


def _order(one: Owed, tree: UnitTree) -> tuple[str, str, int]:
    return tree.path(one.unit_id) or "\U0010ffff", one.name, one.record_id


def _print_roll(found: list[Owed], tree: UnitTree, output: Output) -> None:
    listed = [_document(one, tree) for one in found[: output.most]]
    print_overview(ROLL, listed, output, tree.top())
    if not output.as_document:
        say_total(_sums(found), len(found), len(listed))


def _sums(found: list[Owed]) -> str:
    people = len({one.person_id for one in found})
    return sums(len(found), people, sum(one.amount for one in found), sum(one.paid for one in found))


def _document(one: Owed, tree: UnitTree) -> dict[str, Any]:
    mask = columns(Person)["id_number"].mask
    assert mask is not None
    return {
        "record": number(Benefit, one.record_id),
        "person": number(Person, one.person_id),
        "name": one.name,
        "id_number": mask(one.id_number) if one.id_number else None,
        "unit": tree.path(one.unit_id) or None,
        "title": mask_free_text(one.title),
        "period": mask_free_text(one.period or "") or None,
        "on": one.on,
        "amount": plain(one.amount),
        "paid": plain(one.paid),
        "missing": plain(one.missing),
        "note": mask_free_text(one.note or "") or None,
    }


def _write(name: str, found: list[Owed], tree: UnitTree, output: Output, day: date) -> None:
    from talentreg.workbooks.benefits import write_roll

    assert output.xlsx is not None
    with new_file(output.xlsx, force=output.force) as file:
        write_roll(file, mask_free_text(name), found, tree, day)
    say(str(output.xlsx))
    tell(f"{_sums(found)}；身份证号已遮挡")


def _print_batches(found: list[Batch], output: Output, top: UnitNode | None) -> None:
    listed = [_batch_document(one) for one in found[: output.most]]
    print_overview(BATCHES, listed, output, top)
    if not output.as_document:
        say_total(f"共{len(found)}个批次" if found else "还没有造册", len(found), len(listed))
        if not found:
            tell("造册：talentreg benefit grant 政策 人… --batch 批次")


def _batch_document(one: Batch) -> dict[str, Any]:
    return {
        "batch": mask_free_text(one.name),
        "people": one.people,
        "rows": one.rows,
        "amount": plain(one.amount),
        "paid": plain(one.paid),
        "missing": plain(one.missing),
        "on": one.on,
        "until": one.until,
    }
