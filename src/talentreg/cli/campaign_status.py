"""`talentreg campaign status`: how far every unit has come with the tasks of a campaign."""

from datetime import date
from typing import Annotated, Any

import typer
from sqlalchemy import Connection, RowMapping, select

from talentreg.cli.campaign_board import Manner, show_board
from talentreg.cli.lists import AsCsv, Force, Xlsx
from talentreg.cli.options import AsJson, Db, UnitName, parse_with
from talentreg.errors import Refused
from talentreg.periods import chinese_day, parse_day, today
from talentreg.places import register_path
from talentreg.records.campaign import Campaign
from talentreg.records.fields import number, table
from talentreg.records.ledgers import CAMPAIGN
from talentreg.records.masking import mask_free_text
from talentreg.store.ledger_finding import read_row
from talentreg.store.register import open_for_reading
from talentreg.store.tasks import OF_CAMPAIGN, load_board, load_tasks
from talentreg.store.units import load_units

CampaignName = Annotated[
    str | None,
    typer.Argument(metavar="专项行动", help="编号或名称；不写就看正在进行的、最近的一个", show_default=False),
]
StatusDay = Annotated[
    date | None,
    typer.Option("--as-of", metavar="日期", parser=parse_with(parse_day), help="截至哪一天，默认今天"),
]
Missing = Annotated[bool, typer.Option("--missing", help="只列还没完成的单位")]


def show_status(
    campaign: CampaignName = None,
    unit: UnitName = None,
    as_of: StatusDay = None,
    missing: Missing = False,
    as_json: AsJson = False,
    as_csv: AsCsv = False,
    xlsx: Xlsx = None,
    force: Force = False,
    db: Db = None,
) -> None:
    """Show how far every unit has come with the tasks of a campaign."""
    manner, day = Manner(as_json, as_csv, xlsx, force, missing), as_of or today()
    manner.check()
    with open_for_reading(register_path(db)).reading() as connection:
        tree = load_units(connection)
        scope = tree.find(unit).id if unit else None
        row = _choose(connection, campaign, day)
        tasks = load_tasks(connection, OF_CAMPAIGN, row["id"])
        if not tasks:
            how = f"登记：talentreg campaign task add 任务名称 行动={row['name']}"
            raise Refused(f"「{row['name']}」还没有任务", f"{how}，或 campaign task import 十个一.csv")
        board = load_board(connection, tree, tasks, day, scope)
    show_board(board, tree, _title(row, day), _head(row), manner)


def _choose(connection: Connection, text: str | None, day: date) -> RowMapping:
    """Return the campaign that is named; else the one that has begun last."""
    if text:
        return read_row(connection, CAMPAIGN, text)
    rows = table(Campaign)
    begun = select(rows).where(rows.c.on <= day).order_by((rows.c.until >= day).desc(), rows.c.on.desc())
    found = connection.execute(begun.limit(1)).mappings().one_or_none()
    if found is None:
        raise Refused(
            "还没有开始的专项行动", "登记：talentreg campaign add 行动名称 --on 开始日期 结束日期=…"
        )
    return found


def _title(row: RowMapping, day: date) -> str:
    span = f"{chinese_day(row['on'])}至{chinese_day(row['until'])}"
    left = (row["until"] - day).days
    told = (
        "还没有开始"
        if row["on"] > day
        else f"还有{left}天"
        if left > 0
        else "今天结束"
        if left == 0
        else "已结束"
    )
    return f"{number(Campaign, row['id'])}  {mask_free_text(row['name'])}  {span}  {told}"


def _head(row: RowMapping) -> dict[str, Any]:
    campaign = {"campaign": number(Campaign, row["id"]), "name": mask_free_text(row["name"])}
    return campaign | {"on": row["on"], "until": row["until"]}
