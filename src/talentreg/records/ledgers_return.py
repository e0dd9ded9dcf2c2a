"""The plain kinds of record about people who come back, what they build and what they are granted."""

from talentreg.records.benefit import Apartment, Benefit, Payment, Policy, Tenancy
from talentreg.records.ledger import Ledger
from talentreg.records.library import Inclusion, Library
from talentreg.records.milestone import Milestone
from talentreg.records.project import PROJECT_STAGES, Arrival, Partner, Project
from talentreg.records.returning import CASE_STAGES, ReturnCase

MILESTONE = Ledger(
    *("milestone", "成效", Milestone, "项"),
    leads=("person",),
    required=("kind", "on"),
    alike=("person", "kind", "on", "name", "unit"),
    shown=("record", "on", "person", "kind", "name", "level", "degree", "unit"),
    spare=("unit", "degree", "level"),
    today=("on",),
    past=("on",),
    orders=(("on", "until"),),
    place="person",
)
CASE = Ledger(
    *("case", "回归个案", ReturnCase, "件"),
    leads=("person",),
    required=("person", "on"),
    alike=("person", "on"),
    shown=("record", "on", "person", "kind", "stage", "owner", "next_step", "next_on", "reason"),
    spare=("reason", "kind", "next_step"),
    today=("on",),
    past=tuple(CASE_STAGES),
    orders=(
        ("on", "reported_on"),
        ("on", "talked_on"),
        ("on", "matched_on"),
        *((stage, "landed_on") for stage in ("on", "reported_on", "talked_on", "matched_on")),
        *((stage, "failed_on") for stage in ("on", "reported_on", "talked_on", "matched_on")),
    ),
    place="person",
)
PROJECT = Ledger(
    *("project", "项目", Project, "个"),
    leads=("name",),
    required=("name", "on"),
    alike=("name", "unit"),
    shown=(
        *("record", "name", "stage", "people", "industry", "owner"),
        *("investment", "arrived", "jobs", "unit"),
    ),
    spare=("unit", "owner", "industry", "arrived", "jobs"),
    today=("on",),
    defaults={"owner": "private"},
    past=tuple(PROJECT_STAGES),
    orders=(
        ("on", "talks_on"),
        ("on", "signed_on"),
        ("talks_on", "signed_on"),
        ("on", "landed_on"),
        ("signed_on", "landed_on"),
        ("on", "running_on"),
        ("landed_on", "running_on"),
        ("on", "ended_on"),
        ("running_on", "ended_on"),
        ("landed_on", "ended_on"),
    ),
    place="top",
)
PARTNER = Ledger(
    *("partner", "项目人员", Partner, "人"),
    leads=("project", "person"),
    required=("project", "person"),
    alike=("project", "person"),
    shown=("record", "project", "person", "role", "note"),
    spare=("note",),
    newest_first="record",
)
ARRIVAL = Ledger(
    *("arrival", "到位资金", Arrival, "笔"),
    leads=("project", "amount"),
    required=("project", "amount", "on"),
    alike=("project", "on", "amount", "source"),
    shown=("record", "on", "project", "amount", "source"),
    spare=("source",),
    today=("on",),
    past=("on",),
    command="project fund",
)
LIBRARY = Ledger(
    *("library", "人才库", Library, "个"),
    leads=("name",),
    required=("name", "on"),
    alike=("name", "unit"),
    shown=("record", "name", "kind", "members", "rule", "on", "unit"),
    spare=("unit", "on", "rule"),
    today=("on",),
    defaults={"kind": "other"},
    past=("on",),
    orders=(("on", "until"),),
    place="top",
)
INCLUSION = Ledger(
    *("inclusion", "入库成员", Inclusion, "人"),
    leads=("library", "person"),
    required=("library", "person", "on"),
    alike=("library", "person", "on"),
    shown=("record", "library", "person", "state", "on", "until", "way", "role"),
    spare=("role", "way", "until"),
    today=("on",),
    past=("on", "examined_on", "until"),
    orders=(("on", "until"), ("on", "examined_on"), ("examined_on", "until")),
    command="library member",
)
POLICY = Ledger(
    *("policy", "优惠政策", Policy, "项"),
    leads=("name",),
    required=("name", "on"),
    alike=("name", "unit", "on"),
    shown=("record", "name", "category", "amount", "rule", "basis", "on", "until", "unit"),
    spare=("unit", "basis", "rule", "category"),
    today=("on",),
    orders=(("on", "until"),),
    place="top",
)
BENEFIT = Ledger(
    *("benefit", "待遇", Benefit, "笔"),
    leads=("person", "amount"),
    required=("person", "name", "amount", "on"),
    alike=("person", "policy", "name", "period", "on"),
    shown=("record", "person", "name", "period", "amount", "paid", "on", "batch", "unit"),
    spare=("unit", "batch", "period"),
    today=("on",),
    place="person",
)
PAYMENT = Ledger(
    *("payment", "发放", Payment, "笔"),
    leads=("benefit", "amount"),
    required=("benefit", "amount", "on"),
    alike=("benefit", "on", "amount", "batch"),
    shown=("record", "on", "benefit", "person", "amount", "batch"),
    spare=("batch",),
    today=("on",),
    past=("on",),
    command="benefit payment",
)
APARTMENT = Ledger(
    *("apartment", "人才公寓", Apartment, "套"),
    leads=("name",),
    required=("name", "on"),
    alike=("name", "place", "unit"),
    shown=("record", "name", "place", "kind", "tenants", "on", "until", "unit"),
    spare=("unit", "kind", "until"),
    today=("on",),
    orders=(("on", "until"),),
    place="top",
)
TENANCY = Ledger(
    *("tenancy", "公寓入住", Tenancy, "人"),
    leads=("apartment", "person"),
    required=("apartment", "person", "on"),
    alike=("apartment", "person", "on"),
    shown=("record", "apartment", "person", "on", "until", "rent"),
    spare=("rent",),
    today=("on",),
    orders=(("on", "until"),),
    command="apartment stay",
)

RETURNS = (
    *(MILESTONE, CASE, PROJECT, PARTNER, ARRIVAL, LIBRARY, INCLUSION),
    *(POLICY, BENEFIT, PAYMENT, APARTMENT, TENANCY),
)
"""The ledgers of coming back, growing and service."""
