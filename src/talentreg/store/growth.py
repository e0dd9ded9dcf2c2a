"""成长档案: everything about one person in the order it happened, step by step."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Connection, select

from talentreg.periods import today
from talentreg.records.fields import number, table
from talentreg.records.history import ALWAYS
from talentreg.records.ledger import Ledger
from talentreg.records.ledgers import LEDGERS
from talentreg.records.masking import mask_free_text
from talentreg.records.project import PROJECT_STAGES, Partner, Project
from talentreg.records.request import STEPS
from talentreg.records.returning import CASE_STAGES
from talentreg.records.text import as_text
from talentreg.store.dossier import TOGETHER, Dossier, read_dossiers
from talentreg.store.dossier_work import names_self
from talentreg.store.ledger_listings import ledger_listing
from talentreg.store.listing import Field, Kind, Request, tell_rows_in
from talentreg.store.units import UnitTree, load_units

STAGES: Mapping[str, Mapping[str, str]] = {
    "case": CASE_STAGES,
    "request": STEPS,
    "inclusion": {"on": "纳入", "examined_on": "考察", "until": "出库"},
    "membership": {"on": "加入", "until": "离开"},
    "tenancy": {"on": "入住", "until": "退租"},
    "assignment": {"on": "开始联系", "ended_on": "结束联系"},
    "milestone": {"on": "", "until": "期满"},
    "card": {"on": "发卡", "until": "到期"},
    "consent": {"on": "同意", "until": "同意到期"},
    "benefit": {"on": "应发"},
    "payment": {"on": "发放"},
    "referral": {"on": "", "converted_on": "转化"},
    "partner": {},
}
"""The days of a row on which something happened, by their fields, and what did; else only its own day."""

_CALLED = {"attendance": "活动", "inclusion": "人才库", "membership": "工作站", "referral": "引荐"}
"""What a ledger is called in the file, where its own title says too little."""

_TOLD = {
    "milestone": (
        *("kind", "person_name", "name", "level", "place", "channel", "post_kind"),
        *("degree", "professional_title", "title_level", "mentor_name", "result", "note"),
    ),
    "payment": ("benefit_name", "amount", "batch"),
    "service": ("category", "name", "note"),
}
"""What a first step tells, where a list shows less or more."""

_CAME = {"yes": "到会", "no": "未到会"}

Row = Mapping[str, Any]

_HEADS = {
    "status": "在库状态",
    "unit": "所属单位",
    "intention": "返乡意愿",
    "contact": "联络",
    "merger": "合并",
}
_NOW = ("stage", "state", "paid", "converted_on", "next_step", "invited", "accepted", "attended")
"""What a row tells of the state it is in today, which its steps tell better."""

_NAMING = (
    *("library_name", "entry_name", "apartment_name", "leader_name", "text"),
    *("person_name", "from_name", "kind", "category"),
)
"""What calls a row by a name in its later steps, the first that it has."""

_OUTCOME = ("outcome", "reason", "satisfaction", "end_reason")
"""What belongs to the end of something, not to its beginning."""


@dataclass(frozen=True, slots=True)
class Step:
    """One thing that happened: `kind` in the code, `what` for people; the first unit has no day."""

    on: date | None
    kind: str
    what: str
    detail: str
    record: str = ""


@dataclass(frozen=True, slots=True)
class Growth:
    """One person, and all that happened, oldest first."""

    dossier: Dossier
    steps: list[Step]


def read_growth(
    connection: Connection, person_id: int, since: date | None = None, *, tree: UnitTree | None = None
) -> Growth:
    """Read everything that happened to somebody up to today, or only `since` a day; numbers are masked."""
    return next(read_growths(connection, [person_id], since, tree=tree))


def read_growths(
    connection: Connection,
    person_ids: Sequence[int],
    since: date | None = None,
    *,
    masked: bool = True,
    tree: UnitTree | None = None,
) -> Iterator[Growth]:
    """Read what happened to people as `read_growth` does, in the order given, some hundreds at a time."""
    tree = tree or load_units(connection)
    for start in range(0, len(person_ids), TOGETHER):
        some = person_ids[start : start + TOGETHER]
        projects = _projects(connection, tree, some)
        dossiers = read_dossiers(connection, some, masked=masked, tree=tree)
        for person_id, dossier in zip(some, dossiers, strict=True):
            yield _growth(dossier, projects[person_id], since)


def _growth(dossier: Dossier, projects: list[Step], since: date | None) -> Growth:
    steps = [*_histories(dossier), *_work(dossier), *projects]
    steps = [one for one in steps if (one.on or ALWAYS) <= today()]
    if since:
        steps = [one for one in steps if one.on and one.on >= since]
    return Growth(dossier, sorted(steps, key=lambda one: one.on or ALWAYS))


def _histories(dossier: Dossier) -> Iterator[Step]:
    """Give the histories, the contacts and the mergers."""
    records = [one["record"] for one in dossier.contacts]
    for one in dossier.timeline():
        if head := _HEADS.get(one["kind"]):
            record = records.pop() if one["kind"] == "contact" else ""
            yield Step(one["on"], one["kind"], head, one["detail"], record)


def _work(dossier: Dossier) -> Iterator[Step]:
    for name, rows in dossier.work.items():
        for row in rows:
            yield from _steps(LEDGERS[name], row, dossier.number)


def _steps(ledger: Ledger, row: Row, own: str) -> Iterator[Step]:
    """Give the steps of one row: what it is with the first, what came of it with the last."""
    stages = STAGES.get(ledger.name, {"on": ""})
    reached = [(field, word) for field, word in stages.items() if row.get(field)]
    what = _CALLED.get(ledger.name, ledger.title)
    for field, word in reached:
        if field == "on":
            told = [word or _role(ledger, row, own), *_first_words(ledger, row, own)]
        else:
            told = [word, *_named_by(ledger, row, own)]
        told += _outcome(ledger, row) if (field, word) == reached[-1] else []
        yield Step(row[field], ledger.name, what, "  ".join(filter(None, told)), row["record"])


def _role(ledger: Ledger, row: Row, own: str) -> str:
    """Say what part somebody had in a row that names two people, or whether they came."""
    if ledger.name == "attendance":
        return _CAME.get(row["attended"]) or ("应邀" if row["accepted"] == "yes" else "邀请")
    if ledger.name == "referral":
        return "经人引荐" if row["person"] == own else "引荐他人"
    return "带培他人" if ledger.name == "milestone" and row["person"] != own else ""


def _first_words(ledger: Ledger, row: Row, own: str) -> list[str]:
    """Tell a row to somebody who knows whose it is; another person it names is told."""
    listing = ledger_listing(ledger)
    names = _TOLD.get(ledger.name) or listing.shown
    if ledger.name == "milestone" and row["person"] != own:
        names = ("person_name", "name")
    told = [listing.fields[one] for one in names if one not in ("unit", *_NOW, *_OUTCOME)]
    plain = [one for one in told if one.kind not in (Kind.RECORD, Kind.DATE)]
    return [one.named(row[one.name]) for one in plain if _says(one, row, own)]


def _says(field: Field, row: Row, own: str) -> bool:
    """Whether a field says something, and not only whose file it is."""
    return row[field.name] not in (None, "unknown") and not names_self(field, row, own)


def _named_by(ledger: Ledger, row: Row, own: str) -> list[str]:
    """Name a row in a word or two, for its later steps."""
    fields = ledger_listing(ledger).fields
    named = (fields[name] for name in _NAMING if name in fields and _says(fields[name], row, own))
    return [one.shown(row[one.name]) for one in named][:1]


def _outcome(ledger: Ledger, row: Row) -> list[str]:
    fields = ledger_listing(ledger).fields
    return [fields[one].shown(row[one]) for one in _OUTCOME if one in fields and row[one] is not None]


def _projects(
    connection: Connection, tree: UnitTree, person_ids: Sequence[int]
) -> defaultdict[int, list[Step]]:
    """Give the stages of the projects people take part in, and the money that came."""
    partners = table(Partner)
    query = select(partners.c.person_id, partners.c.project_id, partners.c.role)
    parts = connection.execute(query.where(partners.c.person_id.in_(person_ids))).all()
    found: defaultdict[int, list[Step]] = defaultdict(list)
    if not parts:
        return found
    project_ids = sorted({one.project_id for one in parts})
    projects = _rows_about(connection, tree, "project", project_ids, ("name", "industry", *PROJECT_STAGES))
    money = _rows_about(connection, tree, "arrival", project_ids, ("on", "project_name", "amount", "source"))
    for one in parts:
        record = number(Project, one.project_id)
        [row] = projects[record]
        found[one.person_id] += [*_project_steps(row, one.role, record), *_arrivals(money[record])]
    return found


def _rows_about(
    connection: Connection, tree: UnitTree, ledger: str, project_ids: list[int], names: tuple[str, ...]
) -> defaultdict[str, list[Row]]:
    """Read rows of a ledger about some projects, by the number of the project."""
    listing = ledger_listing(LEDGERS[ledger])
    key = "record" if ledger == "project" else "project"
    column = listing.key if ledger == "project" else listing.source.c.project_id
    request = Request(conditions=[column.in_(project_ids)], everybody=True)
    fields = [listing.fields[name] for name in dict.fromkeys(("record", key, *names))]
    found: defaultdict[str, list[Row]] = defaultdict(list)
    for row in tell_rows_in(tree, connection, listing, request, fields):
        found[row[key]].append(row)
    return found


def _project_steps(row: Row, role: str | None, record: str) -> Iterator[Step]:
    for field, word in PROJECT_STAGES.items():
        if row[field]:
            more = [row["industry"], mask_free_text(role or "")] if field == "on" else []
            told = "  ".join(part for part in (word, row["name"], *more) if part)
            yield Step(row[field], "project", LEDGERS["project"].title, told, record)


def _arrivals(rows: list[Row]) -> Iterator[Step]:
    ledger = LEDGERS["arrival"]
    for row in rows:
        told = (row["project_name"], f"{as_text(row['amount'])}万元", row["source"])
        yield Step(row["on"], ledger.name, ledger.title, "  ".join(filter(None, told)), row["record"])
