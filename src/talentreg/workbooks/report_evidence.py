"""The evidence of a whole report: a list of its numbers, how they are defined, and the rows behind each."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import IO

from talentreg.figures.compute import Value
from talentreg.figures.definition import Figure
from talentreg.periods import chinese_day, today
from talentreg.workbooks.evidence import Evidence, lay_out
from talentreg.workbooks.sheet import Form, Layout, SheetColumn, Workbook, sheet_name, writing

INDEX, DEFINITIONS = "数字目录", "统计口径"

_INDEX = [
    SheetColumn("序号", Form.COUNT),
    SheetColumn("指标"),
    SheetColumn("范围"),
    SheetColumn("印出的数", Form.DIGITS),
    SheetColumn("统计期"),
    SheetColumn("依据条数", Form.COUNT),
    SheetColumn("工作表", width=24),
    SheetColumn("说明", width=40),
]
_DEFINITIONS = [
    SheetColumn("指标"),
    SheetColumn("代码", Form.DIGITS),
    SheetColumn("时间"),
    SheetColumn("口径", width=60),
    SheetColumn("不计", width=40),
]


@dataclass(frozen=True, slots=True)
class Printed:
    """One number as the report prints it: whose it is, and of when.

    `about` names the evidence it is in, `part` which of its parts; `remark` says what else to know.
    """

    label: str
    scope: str
    text: str
    period: str
    about: str = ""
    part: str = ""
    remark: str = ""


@dataclass(frozen=True, slots=True)
class Basis:
    """The rows behind one figure, or behind each of its parts; `about` is its name, `title` its sheet's."""

    about: str
    title: str
    parts: Sequence[Evidence]

    @property
    def figure(self) -> Figure:
        """The figure it proves."""
        return self.parts[0].value.figure


def write_report_evidence(
    file: IO[bytes], title: str, printed: Sequence[Printed], bases: Sequence[Basis]
) -> None:
    """Write the workbook: the list of numbers, the definitions, then a sheet for every figure with rows."""
    names = _sheet_names(bases)
    counts = {(one.about, part.value.reference): len(part.rows) for one in bases for part in one.parts}
    with writing(file, title) as workbook:
        ending = (f"共{len(printed)}个数；号码已遮挡", f"制表日期：{chinese_day(today())}")
        layout = Layout(title=title, ending=ending, pinned=2)
        workbook.add_list(INDEX, _INDEX, _index(printed, names, counts), layout)
        figures = {basis.figure.key: basis.figure for basis in bases}
        workbook.add_list(DEFINITIONS, _DEFINITIONS, map(_definition, figures.values()))
        for basis in bases:
            _add_basis(workbook, names[basis.about], basis)


def _sheet_names(bases: Sequence[Basis]) -> dict[str, str]:
    """Number the sheets, so that one is found in the list by its number."""
    taken, names = [INDEX, DEFINITIONS], dict[str, str]()
    for place, basis in enumerate(bases, start=1):
        names[basis.about] = sheet_name(f"{place:02}{basis.title}", taken)
        taken.append(names[basis.about])
    return names


def _index(
    printed: Sequence[Printed], names: dict[str, str], counts: dict[tuple[str, str], int]
) -> Iterable[list[object]]:
    for place, one in enumerate(printed, start=1):
        sheet = names.get(one.about, "")
        rows = None if one.remark else counts.get((one.about, one.part))
        yield [place, one.label, one.scope, one.text, one.period, rows, sheet, one.remark]


def _definition(figure: Figure) -> list[object]:
    return [figure.label, figure.key, figure.time.text, figure.definition, figure.leaves_out]


def _add_basis(workbook: Workbook, name: str, basis: Basis) -> None:
    """Write the rows of a figure; those of its parts one after the other, each led by the part's word."""
    whole = replace(basis.parts[0], rows=[row for part in basis.parts for row in part.rows])
    heads, cells = lay_out(whole)
    words = [_word(part.value) for part in basis.parts for _ in part.rows]
    parted = any(words)
    rows = (
        [place, *([word] if parted else []), *row]
        for place, (word, row) in enumerate(zip(words, cells, strict=True), 1)
    )
    columns = [SheetColumn("序号", Form.COUNT), *([SheetColumn("分类")] if parted else []), *heads]
    ending = (f"共{len(words)}条", f"{basis.title}，{whole.period.label}，{whole.scope}")
    workbook.add_list(name, columns, rows, Layout(ending=ending, pinned=3 + parted))


def _word(value: Value) -> str:
    """Return the word a part stands under."""
    return value.dimension.shown(value.word) if value.dimension else ""
