"""What the headings of a sheet may be and mean, and the layout they make of it."""

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from enum import Enum
from functools import lru_cache

from talentreg.records.benefit import Benefit
from talentreg.records.contact import Contact
from talentreg.records.days import clean_day
from talentreg.records.event import Attendance
from talentreg.records.fields import WRITTEN, Column, Record, columns
from talentreg.records.history import Intention, Status
from talentreg.records.library import Inclusion
from talentreg.records.milestone import Milestone
from talentreg.records.person import Person
from talentreg.records.text import fold, fold_word
from talentreg.store.sending import VERSION


class Kind(Enum):
    """What the rows of a sheet are."""

    PEOPLE = "人员"
    CONTACTS = "联络"
    ATTENDANCE = "参加名单"
    MILESTONE = "成效名单"
    INCLUSION = "入库名单"
    BENEFIT = "待遇名单"


IMPORTED = (Kind.PEOPLE, Kind.CONTACTS)
"""What an import takes a sheet for unasked; any other list of names is read only for what it is named for."""


@dataclass(frozen=True, slots=True)
class Question:
    """What a column may well hold and nobody has said: to be asked, not assumed."""

    column: int
    heading: str
    target: str
    reason: str

    @property
    def option(self) -> str:
        """Write the option that answers yes."""
        return f"--map '{self.heading}={called(self.target)}'"

    @property
    def text(self) -> str:
        """Say what was seen, and how to have the column taken."""
        return (
            f"列「{self.heading}」{self.reason}，没有采用；如确实是{called(self.target)}，请加 {self.option}"
        )


@dataclass(frozen=True, slots=True)
class Layout:
    """Where a sheet's headings stand and what each column means.

    `targets` maps a column index to `person.phone`, `contact.on`, `unit.community`, `staff`…;
    `unknown` keeps the headings nobody declared, by column index. The headings end on row `line` and the list
    before row `end`. `unit` is the path of the unit the whole list belongs to, `unit_from` what says so.
    `notes` tell what was decided about the columns. In a form with one person the columns are its cells:
    `cells` gives each one's row and column, `texts` what to read instead where one holds more than the value.

    `headings` holds every column's heading, joined from all header rows; `header` each of these rows, folded.
    Of two lists side by side each has its own `columns`; otherwise a list has all of them. `chosen` are the
    choices that were followed, as they were put, and `signature` is what they are remembered by. Columns of
    our `own` were in a workbook sent out for editing, and nobody need be told of them.
    """

    kind: Kind
    line: int
    targets: dict[int, str]
    unknown: dict[int, str]
    end: int | None = None
    unit: tuple[str, ...] = ()
    unit_from: str = ""
    notes: tuple[str, ...] = ()
    cells: tuple[tuple[int, int], ...] = ()
    texts: Mapping[int, str] = field(default_factory=dict)
    headings: Mapping[int, str] = field(default_factory=dict)
    header: tuple[Mapping[int, str], ...] = ()
    columns: frozenset[int] = frozenset()
    questions: tuple[Question, ...] = ()
    signature: str = ""
    chosen: Mapping[str, str] = field(default_factory=dict)
    own: frozenset[int] = frozenset()

    @property
    def top(self) -> int:
        """The row its headings begin on."""
        return self.line - max(len(self.header) - 1, 0)

    def column(self, target: str) -> int | None:
        """Return the index of the column that holds this."""
        return next((index for index, held in self.targets.items() if held == target), None)


UNIT_HEADINGS = {
    "unit.province": ("省", "所属省", "省份"),
    "unit.city": ("市", "所属市", "地市", "市州"),
    "unit.county": "县区 区县 县市区 区 县 所属区县 所属县区 所属区 所属县 所在区县".split(),
    "unit.township": (
        "所属街道/乡镇 所属乡镇/街道 所属街道 所属乡镇 所属镇街 所属镇 街道 乡镇 镇街 街镇 乡镇街道 "
        "街道乡镇 乡镇名 乡镇名称 街道名称 镇办 街道/乡镇 乡镇/街道 所属乡镇街道 所属街镇 所在街道 所在乡镇 "
        "所在镇街 所在街镇 所在镇"
    ).split(),
    "unit.community": (
        "所属社区/村 所属村/社区 所属社区 所属村 所属村社区 社区 村 村社区 社区村 村/社区 社区/村 村居 "
        "所在社区 所在村 行政村 所属行政村 村名 村居名 村居名称 村名称 社区名 社区名称 村(社区)名称"
    ).split(),
    "unit.grid": ("网格", "所属网格", "小组", "村民小组"),
    "unit": ("所属单位", "归属单位", "登记单位", "联络单位", "所在单位（归口）"),
    "unit.code": ("所属单位代码",),
}
NUMBER_HEADINGS = ("人才编号", "登记编号", "编号", "人员编号")
NAME_HEADINGS = (
    *(
        "返乡人员姓名",
        "外出人员姓名",
        "务工人员姓名",
        "在外人员姓名",
        "联络对象姓名",
        "联系对象姓名",
        "走访对象姓名",
    ),
    *("联络对象", "联系对象", "走访对象", "慰问对象", "对象姓名", "本人姓名"),
)
STAFF_HEADINGS = (
    "联络人",
    "联系人",
    "走访人",
    "联络人员",
    "走访人员",
    "联络干部",
    "责任人",
    "联系领导",
    "包联干部",
)
STAFF_NUMBER_HEADINGS = ("联络人编号",)
VERSION_HEADINGS = (VERSION,)
_CALLED = {
    "unit.province": "所属省",
    "unit.city": "所属市",
    "unit.county": "所属县区",
    "unit.township": "所属街道/乡镇",
    "unit.community": "所属社区/村",
    "unit.grid": "所属网格",
    "unit": "所属单位",
    "number": "人才编号",
    "version": VERSION,
    "staff": "联络人",
    "staff.number": "联络人编号",
    "record": "联络编号",
    "ignored": "忽略",
    "kept": "保留",
}
RECORD_HEADINGS = ("联络编号",)
SIGNED_HEADINGS = (
    "签到情况 签到时间 签名 签字 本人签名 本人签字 到场 是否签到 是否参会 参会情况 出席情况 到会情况 参加情况"
).split()
SIGNATURE_HEADINGS = frozenset("签名 签字 本人签名 本人签字 签到时间".split())
"""Of these a column that says outright who came knows better: not everybody there has signed."""
ROLE_HEADINGS = ("参会身份", "与会身份", "出席身份", "人员身份", "参会角色")
ATTENDING = ("invited", "accepted", "attended", "role", "presence", "note")
"""What a sheet may say of somebody at an event."""
LISTING: Mapping[Kind, tuple[type[Record], tuple[str, ...]]] = {
    Kind.ATTENDANCE: (Attendance, ATTENDING),
    Kind.MILESTONE: (
        Milestone,
        (
            *("on", "until", "name", "level", "channel", "post_kind", "place"),
            *("result", "native", "away", "note"),
        ),
    ),
    Kind.INCLUSION: (Inclusion, ("on", "until", "way", "role", "examined_on", "reason", "note")),
    Kind.BENEFIT: (Benefit, ("on", "amount", "period", "batch", "note")),
}
"""The lists of names that enter one record a name: of which type, and what a sheet may say of it."""
IGNORED_HEADINGS = ("序号", "序", "号", "年龄", "核对结果")


def prefix_of(kind: Kind) -> str:
    """Return what the targets of a list of names begin with: milestone.on, milestone.name."""
    return str(LISTING[kind][0].__tablename__)


def kind_told_of(given: Collection[str]) -> Kind | None:
    """Return which list of names what every row is told beforehand speaks of; None when of no record."""
    prefixes = {target.partition(".")[0] for target in given}
    return next((kind for kind in LISTING if prefix_of(kind) in prefixes), None)


def _declared(prefix: str, record: type[Record], *only: str) -> dict[str, str]:
    names: dict[str, str] = {}
    for name, column in columns(record).items():
        if not only or name in only:
            for heading in (column.heading, *column.aliases):
                names.setdefault(fold(heading), f"{prefix}.{name}")
    return names


def _listed(target: str, headings: Sequence[str]) -> dict[str, str]:
    return {fold(heading): target for heading in headings}


ENGLISH_HEADINGS = {
    "person.name": "name fullname full_name realname real_name username user_name",
    "person.sex": "sex gender",
    "person.birth": "birth birthday birthdate birth_date dateofbirth dob",
    "person.id_number": "idcard id_card idcardno id_card_no idno id_no idnumber id_number idnum certno",
    "person.phone": "phone mobile mobilephone mobile_phone tel telephone phoneno phone_no phonenumber "
    "phone_number mobileno mobile_no cellphone cell",
    "person.ethnicity": "nation ethnicity ethnic",
    "person.email": "email e-mail mail",
    "person.wechat": "wechat wechatid wechat_id",
    "person.home_address": "homeaddress home_address",
    "person.employer": "company employer",
    "person.note": "note notes remark remarks",
    "unit.community": "village community",
    "unit.township": "town township",
    "unit.county": "county",
    "unit.province": "province",
}
"""What other systems call the columns of the files they give out."""
_ENGLISH = {word: target for target, listed in ENGLISH_HEADINGS.items() for word in listed.split()}


_SHARED = {
    **{name: target for target, listed in UNIT_HEADINGS.items() for name in _listed(target, listed)},
    **_listed("person.name", NAME_HEADINGS),
    **_listed("number", NUMBER_HEADINGS),
    **_listed("version", VERSION_HEADINGS),
    **_listed("ignored", IGNORED_HEADINGS),
    **_declared("intention", Intention, "kind"),
}
SINCE: dict[str, Column] = {
    "withdrawn": Column(
        "退库日期", tuple("退库时间 出库日期 出库时间 退出日期 退出时间 移出日期".split()), clean=clean_day
    ),
    "deceased": Column(
        "去世日期", tuple("去世时间 死亡日期 死亡时间 逝世日期 病故日期".split()), clean=clean_day
    ),
    "status": Column(
        "状态日期", tuple("状态时间 状态变更日期 状态变动日期 变更日期 变动日期".split()), clean=clean_day
    ),
    "intention": Column(
        "意愿日期",
        tuple("意愿时间 意愿登记日期 意愿填报日期 征求意愿日期 意愿调查日期".split()),
        clean=clean_day,
    ),
}
"""The days since when a row's status or intention holds; a people sheet may state them beside it."""

_PEOPLE = (
    _ENGLISH
    | {
        fold(heading): f"since.{name}"
        for name, column in SINCE.items()
        for heading in (column.heading, *column.aliases)
    }
    | _declared("status", Status, "on", "status", "reason")
    | _declared("intention", Intention, "reason")
    | _SHARED
    | _declared("person", Person)
)
VOCABULARY = {
    Kind.PEOPLE: _PEOPLE,
    Kind.CONTACTS: _declared("person", Person, "name", "id_number", "phone")
    | _SHARED
    | _listed("staff", STAFF_HEADINGS)
    | _listed("staff.number", STAFF_NUMBER_HEADINGS)
    | _listed("record", RECORD_HEADINGS)
    | _declared("intention", Intention, "reason")
    | _declared("contact", Contact),
    **{
        kind: _PEOPLE
        | _declared(prefix_of(kind), record, *names)
        | _listed("ignored", (f"{record.title}编号",))
        for kind, (record, names) in LISTING.items()
    },
}
VOCABULARY[Kind.MILESTONE] |= _listed("milestone.kind", ("成效种类", "成效类型"))
for _word in ("状态", "当前状态"):
    VOCABULARY[Kind.INCLUSION].pop(_word, None)  # of the library, 后备 or 考察, not of the register
VOCABULARY[Kind.ATTENDANCE] |= (
    _declared("attendance", Attendance, "event_id")
    | _listed("attendance.attended", SIGNED_HEADINGS)
    | _listed("attendance.role", ROLE_HEADINGS)
)
"""What a folded heading means on each kind of sheet."""

PROPER_NAMES = {
    fold(column.heading)
    for record in (Person, Status, Intention, Contact)
    for column in columns(record).values()
} - {"备注"}
"""The headings that are a field's own; of two columns with one meaning the one so named holds."""

_FIELDS = {
    "person": Person,
    "contact": Contact,
    "status": Status,
    "intention": Intention,
    **{prefix_of(kind): record for kind, (record, _) in LISTING.items()},
}


@lru_cache(maxsize=8192)
def meaning(kind: Kind, heading: str) -> str | None:
    """Return what a heading means on a kind of sheet; brackets and what is in them may be left out."""
    plain = plainly(heading)
    if fold(WRITTEN) in plain:
        return None  # kept beside the record as it was written, and to be kept so
    names = VOCABULARY[kind]
    if plain not in names:
        plain = re.sub(r"^(本人|个人|人员|人才)(?=..)", "", plain)
    return next((names[form] for form in (plain, *_without_brackets(plain)) if form in names), None)


def plainly(heading: str) -> str:
    """Fold a heading, in simplified characters, and take off its stars, its colon, the number before it."""
    return re.sub(r"^\d{1,2}[.、](?=\D)", "", fold_word(heading).strip("*★☆▲△●◆※:#"))


def called(target: str) -> str:
    """Return the heading people know a target by; the target itself when it has none."""
    prefix, _, name = target.partition(".")
    if prefix == "since":
        return SINCE[name].heading
    if prefix in _FIELDS:
        return columns(_FIELDS[prefix])[name].heading
    return _CALLED.get(target, target)


def _without_brackets(plain: str) -> tuple[str, str, str]:
    """Write 所属社区(村) as 所属社区 and as 所属社区村; square and corner brackets are brackets too."""
    round_ = plain.translate(str.maketrans("[]【】〔〕{}「」", "()()()()()"))
    return re.sub(r"\(.*?\)", "", round_), re.sub(r"[()]", "", round_), re.sub(r"[()、/]", "", round_)
