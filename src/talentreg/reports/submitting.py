"""A report on its way out: how each of its numbers stands, and everything a submission keeps of it."""

import hashlib
import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from sqlalchemy import Connection

from talentreg.errors import Refused
from talentreg.figures.behind import Behind, proofs
from talentreg.figures.compute import Counting
from talentreg.figures.evidence import Reference
from talentreg.figures.versions import definition_of
from talentreg.reports.as_sent import counting_as_sent, counting_together, named, reference_of
from talentreg.reports.catalogue import OWN_STEM, REPORTS
from talentreg.reports.checking import Check, Checkup, State, check_report, open_report
from talentreg.reports.manifest import Manifest
from talentreg.reports.package import core_part, parse
from talentreg.reports.period_codes import read_code
from talentreg.reports.recount import NOT_SUBJECT
from talentreg.reports.safety import read_package
from talentreg.reports.variables.declaring import OWN, WHOLE_REGISTER
from talentreg.reports.variables.letter import PERIOD
from talentreg.reports.variables.submitted import SENT_WHY
from talentreg.store.changes import who
from talentreg.store.row_ids import RowIds
from talentreg.store.submissions import Key, Sent, SentNumber
from talentreg.store.units import load_units


@dataclass(frozen=True, slots=True)
class Outgoing:
    """A report that is to be sent: how its numbers stand, and what the register will keep of it."""

    sent: Sent
    checkup: Checkup

    @property
    def off(self) -> list[Check]:
        """The numbers that are not what the register says."""
        return self.checkup.wrong


@dataclass(frozen=True, slots=True)
class Cover:
    """What whoever sends a report says of it."""

    file: str
    on: date
    code: str = ""
    addressee: str = ""


def look_through(connection: Connection, document: bytes, cover: Cover) -> Outgoing:
    """Read a report that is to be sent and check its numbers; raises Refused for what is none of ours."""
    opened = open_report(document)
    if not opened.manifest.about.get("period"):
        hint = "请用当初出的 .docx，或重新出一份；存成 .doc、.odt 再转回来的会丢掉来历"
        raise Refused(f"{cover.file} 没有写明是哪一期的，不能报送", hint)
    sent = _sent(connection, document, opened.manifest, cover)
    return Outgoing(sent, check_report(connection, opened))


def _sent(connection: Connection, document: bytes, manifest: Manifest, cover: Cover) -> Sent:
    told = manifest.about
    title, office = _properties(document)
    code = told["period"]
    period = read_code(code, told.get("name", ""), _day(told, "as-of"))
    scope = told.get("scope", WHOLE_REGISTER)
    tree = load_units(connection)
    unit = tree.coded(scope)
    if unit is None and scope != WHOLE_REGISTER:
        raise Refused(f"报告的单位（代码 {scope}）不在登记册里", "请用出报告的那个登记册：--db 文件")
    template = told.get("template", "")
    stem = REPORTS[template].stem if template in REPORTS else OWN_STEM
    return Sent(
        name=title or f"{unit.name if unit else ''}{period.name}{stem}",
        period=code,
        label=period.label,
        first=period.start,
        last=period.last_day,
        as_of=_day(told, "as-of") or period.as_of,
        since=_day(told, "baseline"),
        scope=scope,
        unit=tree.path(unit.id) if unit else "全部单位",
        subject="；".join(f"{key}={value}" for key, value in sorted(told.items()) if key not in NOT_SUBJECT),
        template=template,
        office=office or None,
        code=cover.code or None,
        addressee=cover.addressee or None,
        on=cover.on,
        by=who(),
        file=cover.file,
        digest=hashlib.sha256(document).hexdigest(),
    )


def _properties(document: bytes) -> tuple[str, str]:
    """Return the title and the author a document bears."""
    parts = read_package(document)
    core = parts.get(core_part(parts))
    if core is None:
        return "", ""
    told = {str(one.tag).rpartition("}")[2]: one.text or "" for one in parse(core).iterchildren()}
    return told.get("title", ""), told.get("creator", "")


def _day(told: Mapping[str, str], name: str) -> date | None:
    return date.fromisoformat(told[name]) if told.get(name) else None


def printed_numbers(outgoing: Outgoing) -> list[SentNumber]:
    """Return the numbers of a report as a submission keeps them, each once; words of the period are none."""
    kept: dict[SentNumber, None] = {}
    for check in outgoing.checkup.checks:
        origin = check.found.origin
        if origin is None or origin.ref == PERIOD or _tells_names(check):
            continue
        place = (origin.ref, origin.scope, origin.period, origin.format)
        kept[SentNumber(*place, check.found.label, check.found.text, _value(check), check.state.value)] = None
    return list(kept)


def _tells_names(check: Check) -> bool:
    """Whether words tell who makes a difference: they would keep the names of people who are erased later."""
    origin, value = check.found.origin, check.number.value if check.number is not None else None
    said = origin is not None and (origin.format == SENT_WHY or origin.ref.startswith(OWN))
    return said and not isinstance(value, int | float | Decimal)


def _value(check: Check) -> float | None:
    """Return the value a report printed: the register's where they agree, else what can be read of it."""
    if check.state is State.OK and check.number is not None:
        value = check.number.value
        return None if value is None or isinstance(value, str) else float(value)
    plain = re.fullmatch(r"(-?\d+(?:\.\d+)?)%?", check.found.text.strip())
    return float(plain[1]) if plain else None


def gather_rows(
    connection: Connection, outgoing: Outgoing
) -> tuple[dict[Key, RowIds], dict[str, dict[str, Any]]]:
    """Gather the rows behind the numbers of a report, and what defines its figures."""
    rows: dict[Key, RowIds] = {}
    definitions: dict[str, dict[str, Any]] = {}
    origins = (check.found.origin for check in outgoing.checkup.checks if check.now is not None)
    periods: dict[str, dict[tuple[str, str], None]] = defaultdict(dict)
    for origin in origins:
        if origin and origin.ref != PERIOD and not origin.ref.startswith(OWN):
            periods[origin.period][origin.ref, origin.scope] = None
    for code, asked in periods.items():
        counting = counting_as_sent(connection, outgoing.sent, code)
        _gather(counting, code, asked, rows, definitions)
    return rows, definitions


def _gather(
    counting: Counting,
    code: str,
    asked: Iterable[tuple[str, str]],
    rows: dict[Key, RowIds],
    definitions: dict[str, dict[str, Any]],
) -> None:
    units = {node.code: node for node in counting.tree.nodes.values()}
    behind = Behind(counting_together(counting))
    for ref, scope in asked:
        reference = reference_of(counting, ref)
        if reference is None:
            continue
        definitions.setdefault(reference.figure.key, definition_of(Reference(reference.figure)))
        for proof in proofs(reference):
            key = (named(proof), scope, code)
            if key not in rows:
                rows[key] = behind.rows(proof, units.get(scope))
