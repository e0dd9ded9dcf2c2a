"""`talentreg why`: the rows behind a number."""

import re
from collections.abc import Callable
from pathlib import Path
from typing import Annotated, Any

import typer

from talentreg.cli.counting import about_typed, counting_in, scope_document, shown, since_text, value_document
from talentreg.cli.options import AsJson, Db, UnitName, takes_period
from talentreg.cli.output import Column, print_json, print_table, say, tell
from talentreg.errors import Malformed, Refused
from talentreg.figures.catalogue import proving
from talentreg.figures.compute import LATE, WITHIN, Counting, Value
from talentreg.figures.definition import Figure, Mode
from talentreg.figures.evidence import Reference, prove, read_reference, settle_word
from talentreg.files import check_kind, check_place, new_file
from talentreg.periods import Period, said_again
from talentreg.places import register_path
from talentreg.records.unit import Unit
from talentreg.store.audit import record_audit
from talentreg.store.register import open_for_writing
from talentreg.workbooks.evidence import Evidence, facts, write_evidence


@takes_period
def why(
    figure: Annotated[
        str, typer.Argument(metavar="指标", help="名称或代码，可带分类：persons_enrolled.degree.本科")
    ],
    period: Period,
    unit: UnitName = None,
    as_json: AsJson = False,
    xlsx: Annotated[
        Path | None, typer.Option("--xlsx", metavar="文件", help="写成 Excel 佐证表：说明一页，依据一页")
    ] = None,
    force: Annotated[bool, typer.Option("--force", help="覆盖已有的文件")] = False,
    db: Db = None,
) -> None:
    """List the rows behind one figure, as many as it says."""
    _check_output(xlsx, as_json=as_json, force=force)
    with counting_in(db, period, unit) as counting:
        counting.office.refuse_broken(figure.partition(".")[0])
        reference = settle_word(counting, read_reference(figure, counting.own_figures))
        value, rows = _value(counting, reference), prove(counting, reference)
        scope = counting.tree.path(counting.unit_id) or "全部单位"
        evidence = Evidence(value, rows, period, scope, asked_again(counting, value))
        if as_json:
            about = scope_document(counting)
            print_json({"figure": value_document(value), **about, "rows": rows})
        elif not xlsx:
            _say_figure(counting, value)
            _print_rows(value, rows)
    if xlsx:
        _write(xlsx, evidence, db, force=force)


def _value(counting: Counting, reference: Reference) -> Value:
    if reference.dimension is None:
        whole = counting.figure(reference.figure)
        return {LATE: whole.late_part, WITHIN: whole.within_part}.get(reference.word, whole)
    parts = counting.by_dimension(reference.figure, reference.dimension)
    absent = Value(reference.figure, 0, dimension=reference.dimension, word=reference.word)
    return next((part for part in parts if part.word == reference.word), absent)


def _check_output(xlsx: Path | None, *, as_json: bool, force: bool) -> None:
    if xlsx and as_json:
        raise Malformed("--json 和 --xlsx 只能选一个")
    if xlsx:
        check_kind(xlsx, ".xlsx")
        check_place(xlsx, force=force)


def _write(place: Path, evidence: Evidence, db: Path | None, *, force: bool) -> None:
    """Write the evidence workbook and leave an audit entry, if the register can be written."""
    with new_file(place, force=force) as file:
        write_evidence(file, evidence)
    said = f"{evidence.value.label}，{evidence.period.label}，{evidence.scope}，{len(evidence.rows)}条"
    try:
        record_audit(open_for_writing(register_path(db)), "why --xlsx", said)
    except Refused:
        tell("登记册只读，本次出佐证表未留痕")
    say(str(place))
    tell(
        f"{evidence.value.label}：{shown(evidence.value)}{_unit(evidence.value)}，依据共{len(evidence.rows)}条"
    )


def asked_again(counting: Counting, value: Value) -> str:
    """Write the command that lists the same rows."""
    scope = f" --unit {_quoted(counting.tree.path(counting.unit_id))}" if counting.unit else ""
    return f"talentreg why {_quoted(value.reference)} {said_again(counting.period)}{scope}"


def _quoted(word: str) -> str:
    """Quote a word a shell would break; Chinese needs no quotes."""
    return f'"{word}"' if re.search(r"[\s'$&|;<>()*?!]", word) else word


def _say_figure(counting: Counting, value: Value) -> None:
    unit = counting.tree.path(counting.unit_id) or "全部单位"
    share = f"（{value.part}÷{value.whole}）" if value.whole is not None else ""
    within = f"（{since_text(value)}，其中本期{value.within}）" if value.within is not None else ""
    say(f"{value.label}：{shown(value)}{_unit(value)}{share}{within}")
    say(f"{counting.period.label}  {unit}  {value.reference}")
    say(f"口径：{value.figure.definition}")
    say(f"不计：{value.figure.leaves_out}")
    if value.figure.mode is Mode.HAND:
        say(f"来源：{about_typed(value)}")
    say()


def _print_rows(value: Value, rows: list[dict[str, Any]]) -> None:
    figure = proving(value.figure)
    if figure.mode is Mode.HAND:
        _print_typed(rows)
    elif figure.record is Unit:
        print_table([("代码", "left"), ("单位", "left")], [(row["record"], row["unit"]) for row in rows])
    else:
        _print_records(figure, rows)
    if figure.mode is Mode.SUM and rows and value.word != LATE:
        say(f"数量合计{shown(value)}{_unit(value)}")
    say(f"共{len(rows)}条")


def _print_records(figure: Figure, rows: list[dict[str, Any]]) -> None:
    """Print rows with the columns they fill: a record's number, a person's, an amount."""
    by_record = any("record" in row for row in rows)
    people = any(row["person"] for row in rows) if rows else figure.has_persons
    columns: list[tuple[Column, Callable[[dict[str, Any]], object]]] = [
        (("姓名" if people else "名称", "left"), lambda row: row["name"]),
        (("单位", "left"), lambda row: row["unit"]),
    ]
    if people:
        columns.insert(0, (("编号", "left"), lambda row: row["person"]))
    if by_record:
        columns.insert(0, (("记录", "left"), lambda row: row["record"]))
    if any("amount" in row for row in rows):
        columns.append((("数量", "right"), lambda row: row["amount"]))
    columns.append((("依据", "left"), lambda row: _basis(figure, row)))
    print_table([head for head, _ in columns], [[cell(row) for _, cell in columns] for row in rows])


def _print_typed(rows: list[dict[str, Any]]) -> None:
    heads = ("记录", "单位", "数值", "计量单位", "截至日期", "数据来源", "填报人")
    columns: list[Column] = [(head, "right" if head == "数值" else "left") for head in heads]
    names = ("record", "unit", "amount", "measure", "on", "source", "by")
    print_table(columns, [[row[name] for name in names] for row in rows])
    say("手工录入的数没有逐条依据，请核对数据来源")


def _basis(figure: Figure, row: dict[str, Any]) -> str:
    """Write what counts a row in: what its records say, or whether it is part of a share."""
    told = "；".join(facts(figure, record) for record in row.get("records", [row]))
    if "counted" not in row:
        return told
    counted = "计入" if row["counted"] else "未计入"
    return counted if "records" in row else f"{counted}：{told}"


def _unit(value: Value) -> str:
    return value.unit if value.value is not None else ""
