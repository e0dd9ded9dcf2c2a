"""`talentreg why`: the rows behind a number."""

from typing import Annotated, Any

import typer

from talentreg.cli.counting import counting_in, scope_document, shown, value_document
from talentreg.cli.options import AsJson, Db, UnitName, takes_period
from talentreg.cli.output import print_json, print_table, say
from talentreg.figures.compute import Counting, Value
from talentreg.figures.definition import Figure, Mode
from talentreg.figures.evidence import Reference, prove, read_reference, settle_word
from talentreg.periods import Period
from talentreg.records.fields import columns
from talentreg.records.text import as_text

DETAILS = ("channel", "presence", "reached", "occasion", "status", "kind", "by", "reason", "note")


@takes_period
def why(
    figure: Annotated[
        str, typer.Argument(metavar="指标", help="名称或代码，可带分类：persons_enrolled.degree.本科")
    ],
    period: Period,
    unit: UnitName = None,
    as_json: AsJson = False,
    db: Db = None,
) -> None:
    """List the rows behind one figure, as many as it says."""
    reference = read_reference(figure)
    with counting_in(db, period, unit) as counting:
        reference = settle_word(counting, reference)
        value, rows = _value(counting, reference), prove(counting, reference)
        if as_json:
            scope = scope_document(counting)
            print_json({"figure": value_document(value), **scope, "rows": rows})
            return
        _say_figure(counting, value)
        _print_rows(reference.figure, rows)


def _value(counting: Counting, reference: Reference) -> Value:
    if reference.dimension is None:
        whole = counting.figure(reference.figure)
        return whole.late_part if reference.word else whole
    parts = counting.by_dimension(reference.figure, reference.dimension)
    absent = Value(reference.figure, 0, dimension=reference.dimension, word=reference.word)
    return next((part for part in parts if part.word == reference.word), absent)


def _say_figure(counting: Counting, value: Value) -> None:
    unit = counting.tree.path(counting.unit_id) or "全部单位"
    share = f"（{value.part}÷{value.whole}）" if value.whole is not None else ""
    say(f"{value.label}：{shown(value)}{value.unit if value.value is not None else ''}{share}")
    say(f"{counting.period.label}  {unit}  {value.reference}")
    say(f"口径：{value.figure.definition}")
    say(f"不计：{value.figure.leaves_out}")
    say()


def _print_rows(figure: Figure, rows: list[dict[str, Any]]) -> None:
    if figure.mode is Mode.ITEMS:
        print_table([("代码", "left"), ("单位", "left")], [(row["record"], row["unit"]) for row in rows])
    elif rows and "record" in rows[0]:
        heads = [("记录", "left"), ("编号", "left"), ("姓名", "left"), ("单位", "left"), ("依据", "left")]
        print_table(
            heads, [(r["record"], r["person"], r["name"], r["unit"], _facts(figure, r)) for r in rows]
        )
    else:
        heads = [("编号", "left"), ("姓名", "left"), ("单位", "left"), ("依据", "left")]
        print_table(heads, [(row["person"], row["name"], row["unit"], _basis(figure, row)) for row in rows])
    say(f"共{len(rows)}条")


def _basis(figure: Figure, row: dict[str, Any]) -> str:
    """Write what counts a person in: one fact for each record, or whether they are part of a share."""
    if "counted" in row:
        return "计入" if row["counted"] else "未计入"
    return "；".join(_facts(figure, record) for record in row["records"])


def _facts(figure: Figure, row: dict[str, Any]) -> str:
    declared = columns(figure.record)
    words = [
        declared[name].shown(row[name]) if name in declared else as_text(row[name])
        for name in DETAILS
        if row.get(name)
    ]
    return " ".join([as_text(row["on"]), *words, *(["补录"] if row["late"] else [])])
