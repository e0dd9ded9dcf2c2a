"""The evidence workbook beside a report: which numbers it prints, and the rows behind each."""

from collections.abc import Iterable, Mapping
from contextlib import ExitStack
from datetime import date
from pathlib import Path

from sqlalchemy import Connection

from talentreg.cli.report_places import scope_path
from talentreg.cli.report_writing import Written
from talentreg.cli.why import asked_again
from talentreg.figures.compute import LATE, WITHIN, Counting
from talentreg.figures.evidence import Reference, prove
from talentreg.files import new_file
from talentreg.reports.as_sent import named, reference_of
from talentreg.reports.formats import is_format
from talentreg.reports.manifest import Entry
from talentreg.reports.period_codes import read_code
from talentreg.reports.reading import about
from talentreg.reports.recount import value_of
from talentreg.reports.variables.declaring import OWN, WHOLE_REGISTER
from talentreg.reports.variables.letter import PERIOD
from talentreg.store.units import load_units
from talentreg.workbooks.evidence import Evidence
from talentreg.workbooks.report_evidence import Basis, Printed, write_report_evidence

_COMPARING = "比较的话，依据见这个指标"
_OWN = "报告直接从登记册取的数"
_PART = "是这张表的一部分，按“单位”筛选"


def write_beside(connection: Connection, written: Written, places: ExitStack, *, force: bool) -> Path:
    """Write the evidence of a report's numbers beside it; it goes into its place when `places` is closed."""
    place = written.place.with_name(f"{written.place.stem}-依据.xlsx")
    manifest = about(written.content)
    gathered = _Gathering(connection, manifest.about)
    printed = [gathered.printed(one) for one in _numbers(manifest.entries)]
    file = places.enter_context(new_file(place, force=force))
    write_report_evidence(file, f"{written.place.stem}：依据", printed, gathered.bases())
    return place


def _numbers(entries: Iterable[Entry]) -> list[Entry]:
    """Leave out the words of the period, and what stands in several places but once."""
    listed = {
        (one.origin.ref, one.origin.scope, one.origin.period, one.origin.text): one
        for one in reversed(list(entries))
        if one.origin.ref != PERIOD
    }
    return list(listed.values())[::-1]


class _Gathering:
    """The figures behind a report's numbers, each proved once in the widest scope it is printed for."""

    def __init__(self, connection: Connection, told: Mapping[str, str]) -> None:
        self.connection, self.told = connection, told
        self.tree = load_units(connection)
        self.scope = told.get("scope", WHOLE_REGISTER)
        self._countings: dict[str, Counting] = {}
        self._references: dict[str, dict[str, tuple[Counting, Reference]]] = {}

    def printed(self, entry: Entry) -> Printed:
        """Tell where the rows behind a number are found."""
        origin = entry.origin
        counting = self._counting(origin.period)
        reference = None if origin.ref.startswith(OWN) else reference_of(counting, origin.ref)
        scope = scope_path(self.tree, origin.scope)
        told = (entry.label, scope, origin.text or "", counting.period.label)
        if reference is None:
            return Printed(*told, remark=_OWN)
        sheet = f"{_sheet(reference)}@{origin.period}"
        self._references.setdefault(sheet, {})[named(reference)] = (counting, reference)
        part = _PART if origin.scope != self.scope else ""
        return Printed(*told, sheet, named(reference), _COMPARING if _compares(origin.format) else part)

    def bases(self) -> list[Basis]:
        """Prove the figures of all numbers asked for."""
        return [
            Basis(
                sheet, _title(next(iter(parts.values()))[1]), [self._prove(*part) for part in parts.values()]
            )
            for sheet, parts in self._references.items()
        ]

    def _prove(self, counting: Counting, reference: Reference) -> Evidence:
        value = value_of(counting, reference)
        scope = self.tree.path(counting.unit_id) or "全部单位"
        rows = prove(counting, reference)
        return Evidence(value, rows, counting.period, scope, asked_again(counting, value))

    def _counting(self, code: str) -> Counting:
        if code not in self._countings:
            day = self.told.get("as-of", "")
            seen = date.fromisoformat(day) if day else None
            period = read_code(code, self.told.get("name", ""), seen)
            self._countings[code] = Counting(self.connection, period, self.tree.coded(self.scope))
        return self._countings[code]


def _sheet(reference: Reference) -> str:
    """Name what shares a sheet: a figure, all its parts under one dimension, or its late records."""
    part = reference.dimension.key if reference.dimension else reference.word
    return f"{reference.figure.key}.{part}" if part else reference.figure.key


def _title(reference: Reference) -> str:
    label = reference.figure.label
    if reference.dimension:
        return f"{label}按{reference.dimension.label}"
    return label + {LATE: "补录", WITHIN: "本期"}.get(reference.word, "")


def _compares(form: str) -> bool:
    return bool(form) and not is_format(form)
