"""`talentreg why`: the rows behind a number."""

import re
from pathlib import Path
from typing import Annotated, Any

import typer

from talentreg.cli.counting import counting_in, scope_document, shown, value_document
from talentreg.cli.options import AsJson, Db, UnitName, takes_period
from talentreg.cli.output import print_json, print_table, say, tell
from talentreg.errors import Malformed, Refused
from talentreg.figures.compute import Counting, Value
from talentreg.figures.definition import Figure, Mode
from talentreg.figures.evidence import Reference, prove, read_reference, settle_word
from talentreg.files import check_kind, check_place, new_file
from talentreg.periods import Period
from talentreg.places import register_path
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
    reference = read_reference(figure)
    with counting_in(db, period, unit) as counting:
        reference = settle_word(counting, reference)
        value, rows = _value(counting, reference), prove(counting, reference)
        scope = counting.tree.path(counting.unit_id) or "全部单位"
        evidence = Evidence(value, rows, period, scope, _asked_again(counting, value))
        if as_json:
            about = scope_document(counting)
            print_json({"figure": value_document(value), **about, "rows": rows})
        elif not xlsx:
            _say_figure(counting, value)
            _print_rows(reference.figure, rows)
    if xlsx:
        _write(xlsx, evidence, db, force=force)


def _value(counting: Counting, reference: Reference) -> Value:
    if reference.dimension is None:
        whole = counting.figure(reference.figure)
        return whole.late_part if reference.word else whole
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


def _asked_again(counting: Counting, value: Value) -> str:
    """Write the command that lists the same rows."""
    code, period = counting.period.code, counting.period
    shapes = {r"\d{4}Q\d": "quarter", r"\d{4}H\d": "half", r"\d{4}": "year", r"\d{4}-\d\d": "month"}
    name = next((name for shape, name in shapes.items() if re.fullmatch(shape, code)), "")
    asked = f"--{name} {code}" if name else f"--from {period.start} --to {period.last_day}"
    scope = f" --unit {_quoted(counting.tree.path(counting.unit_id))}" if counting.unit else ""
    return f"talentreg why {_quoted(value.reference)} {asked}{scope}"


def _quoted(word: str) -> str:
    """Quote a word a shell would break; Chinese needs no quotes."""
    return f'"{word}"' if re.search(r"[\s'$&|;<>()*?!]", word) else word


def _say_figure(counting: Counting, value: Value) -> None:
    unit = counting.tree.path(counting.unit_id) or "全部单位"
    share = f"（{value.part}÷{value.whole}）" if value.whole is not None else ""
    say(f"{value.label}：{shown(value)}{_unit(value)}{share}")
    say(f"{counting.period.label}  {unit}  {value.reference}")
    say(f"口径：{value.figure.definition}")
    say(f"不计：{value.figure.leaves_out}")
    say()


def _print_rows(figure: Figure, rows: list[dict[str, Any]]) -> None:
    if figure.mode is Mode.ITEMS:
        print_table([("代码", "left"), ("单位", "left")], [(row["record"], row["unit"]) for row in rows])
    elif rows and "record" in rows[0]:
        heads = [("记录", "left"), ("编号", "left"), ("姓名", "left"), ("单位", "left"), ("依据", "left")]
        print_table(heads, [(r["record"], r["person"], r["name"], r["unit"], facts(figure, r)) for r in rows])
    else:
        heads = [("编号", "left"), ("姓名", "left"), ("单位", "left"), ("依据", "left")]
        print_table(heads, [(row["person"], row["name"], row["unit"], _basis(figure, row)) for row in rows])
    say(f"共{len(rows)}条")


def _basis(figure: Figure, row: dict[str, Any]) -> str:
    """Write what counts a person in: one fact for each record, or whether they are part of a share."""
    if "counted" in row:
        return "计入" if row["counted"] else "未计入"
    return "；".join(facts(figure, record) for record in row["records"])


def _unit(value: Value) -> str:
    return value.unit if value.value is not None else ""
