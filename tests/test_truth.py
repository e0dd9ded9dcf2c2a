"""Every figure agrees with a second reckoning in every period and scope; its rows are those it counts."""

import json
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from conftest import TODAY, Answer
from tangle import make_tangle
from truth import BY_CONTACT, BY_DAY, BY_PERSON, KEYS, OF_CONTACTS, SHARES, TIMES, UNITS, Truth, figures_by
from truth_return import RECORD_OF as OF_RETURN
from truth_rows import Entry, Row
from truth_sorts import BY_RETURN
from truth_work import BY_WORK, LETTERS, PERSONS, RECORD_OF, SUMS

from talentreg.figures.catalogue import FIGURES
from talentreg.figures.dimensions import DIMENSIONS

Run = Callable[..., Answer]
Reckon = Callable[..., Truth]

PERIODS: dict[tuple[str, ...], tuple[str, str]] = {
    ("--quarter", "2026Q1"): ("2026-01-01", "2026-03-31"),
    ("--quarter", "2025Q1"): ("2025-01-01", "2025-03-31"),
    ("--year", "2025"): ("2025-01-01", "2025-12-31"),
    ("--month", "2026-02"): ("2026-02-01", "2026-02-28"),
    ("--from", "2025-03-01", "--to", "2025-03-10"): ("2025-03-01", "2025-03-10"),
}
SCOPES = (None, "云河区", "临江街道", "望江社区", "梅溪镇")
TANGLED_PERIODS: dict[tuple[str, ...], tuple[str, str]] = {
    ("--quarter", "2025Q4"): ("2025-10-01", "2025-12-31"),
    ("--quarter", "2026Q1"): ("2026-01-01", "2026-03-31"),
    ("--month", "2026-04"): ("2026-04-01", "2026-04-30"),
    ("--year", "2026"): ("2026-01-01", "2026-12-31"),
}
TANGLED_TODAY = "2026-04-10"

every_period = pytest.mark.parametrize("period", PERIODS, ids=" ".join)
every_scope = pytest.mark.parametrize("unit", SCOPES, ids=lambda unit: unit or "whole")
every_seed = pytest.mark.parametrize("seed", [1, 2])


@pytest.fixture(scope="session")
def reckon(sample_bytes: bytes, tmp_path_factory: pytest.TempPathFactory) -> Reckon:
    """Reckon the samples for a period, once."""
    register = tmp_path_factory.mktemp("truth") / "register.db"
    register.write_bytes(sample_bytes)
    return cache(lambda period: Truth(register, *PERIODS[period], TODAY))


def ask(run: Run, *words: str, unit: str | None = None) -> Any:
    answer = run(*words, *(("--unit", unit) if unit else ()), "--json")
    assert answer.code == 0, answer.err
    return json.loads(answer.out)


def number(document: Row) -> Row:
    """Take from a figure's JSON what both reckonings know."""
    known = ("value", "numerator", "denominator", "late", "in_period")
    return {name: document[name] for name in known if name in document}


def numbers(documents: list[Row]) -> dict[str, Row]:
    return {document["key"]: number(document) for document in documents}


def test_the_second_reckoning_knows_every_figure_and_every_dimension() -> None:
    assert set(KEYS) == set(FIGURES)
    known = {*BY_PERSON, *BY_CONTACT, *BY_WORK, *BY_RETURN, *BY_DAY}
    assert known == {dimension.key for dimension in DIMENSIONS}


@every_scope
@every_period
def test_every_figure_of_the_samples_agrees(
    run: Run, samples: Path, reckon: Reckon, period: tuple[str, ...], unit: str | None
) -> None:
    truth = reckon(period)
    reckoned = {key: truth.value(key, truth.unit(unit)) for key in FIGURES}
    assert numbers(ask(run, "stats", *period, unit=unit)["figures"]) == reckoned


@pytest.mark.parametrize("unit", [None, "临江街道", "梅溪镇"])
@every_period
def test_every_figure_by_unit_agrees(
    run: Run, samples: Path, reckon: Reckon, period: tuple[str, ...], unit: str | None
) -> None:
    truth = reckon(period)
    rows = ask(run, "stats", *period, "--by", "unit", unit=unit)["rows"]
    below = truth.children(truth.unit(unit))
    assert [row["unit"] for row in rows] == [one["name"] for one in below]
    for row, one in zip(rows, below, strict=True):
        assert numbers(row["figures"]) == {key: truth.value(key, one["id"]) for key in FIGURES}


@pytest.mark.parametrize("dimension", [*BY_PERSON, *BY_CONTACT, *BY_WORK, *BY_DAY])
@pytest.mark.parametrize(
    ("period", "unit"),
    [(("--quarter", "2026Q1"), None), (("--year", "2025"), None), (("--quarter", "2025Q1"), "临江街道")],
    ids=["this quarter", "last year", "a street"],
)
def test_every_breakdown_agrees(
    run: Run, samples: Path, reckon: Reckon, period: tuple[str, ...], dimension: str, unit: str | None
) -> None:
    truth = reckon(period)
    found = {
        one["key"]: (one["value"], {part["key"]: part["value"] for part in one["by"] if part["value"]})
        for one in ask(run, "stats", *period, "--by", dimension, unit=unit)["figures"]
        if one["value"] is not None
    }
    scope = truth.unit(unit)
    assert found == {
        key: (truth.value(key, scope)["value"], parts(truth, key, dimension, scope))
        for key in figures_by(dimension)
        if truth.value(key, scope)["value"] is not None
    }


def parts(truth: Truth, key: str, dimension: str, scope: int | None) -> dict[str, float]:
    """Break a figure down into what is not zero; one that is unknown has no parts."""
    if truth.value(key, scope)["value"] is None:
        return {}
    return {word: size for word, size in truth.by(key, dimension, scope).items() if size}


def proofs() -> Iterator[Any]:
    """Pair every figure with periods of the whole register, and with scopes of a quarter.

    The samples tell little of coming back: the tangled registers are where its figures are proven.
    """
    for key in FIGURES:
        if key in OF_RETURN:
            yield pytest.param(key, ("--quarter", "2026Q1"), None, id=key)
            continue
        for period in (("--quarter", "2026Q1"), ("--year", "2025"), tuple(PERIODS)[-1]):
            yield pytest.param(key, period, None, id=f"{key} {' '.join(period)}")
        for unit in ("临江街道", "望江社区"):
            yield pytest.param(key, ("--quarter", "2026Q1"), unit, id=f"{key} {unit}")


@pytest.mark.parametrize(("key", "period", "unit"), list(proofs()))
def test_the_rows_behind_a_figure_are_those_it_counts(
    run: Run, samples: Path, reckon: Reckon, key: str, period: tuple[str, ...], unit: str | None
) -> None:
    truth = reckon(period)
    agree(truth, key, truth.unit(unit), ask(run, "why", key, *period, unit=unit))


def agree(truth: Truth, key: str, scope: int | None, why: Row) -> None:
    """Hold what `why` answered against the second reckoning: the number, and who or what stands behind it."""
    rows, figure = why["rows"], why["figure"]
    assert number(figure) == truth.value(key, scope)
    if key in SHARES:
        part, whole = (truth.entries(name, scope) for name in SHARES[key])
        assert len(rows) == figure.get("denominator", 0)
        if key in ("dossier_rate", "coverage_rate", "recruited_native_share"):
            assert {row["person"] for row in rows} == {named(one) for one in whole}
            assert {row["person"] for row in rows if row["counted"]} == {named(one) for one in part}
            return
        assert records(rows) == numbered(SHARES[key][1], whole)
        assert records([row for row in rows if row["counted"]]) == numbered(SHARES[key][1], part)
        return
    entries = truth.entries(key, scope) if figure["value"] is not None else []
    if key in SUMS:
        assert round(sum(row["amount"] for row in rows), 6) == (figure["value"] or 0)
    else:
        assert len(rows) == (figure["value"] or 0)
    if key in UNITS:
        assert {row["record"] for row in rows} == {f"U{one.record}" for one in entries}
    elif key in TIMES:
        assert records(rows) == sorted(f"C{one.record:06}" for one in entries)
    elif key in RECORD_OF and key not in PERSONS:
        assert records(rows) == numbered(key, entries)
    else:
        assert {row["person"] or row["name"] for row in rows} == {named(one) for one in entries}
    if key in PERSONS or (key in OF_CONTACTS and key not in TIMES):
        found = [record["record"] for row in rows for record in row["records"]]
        assert sorted(found) == numbered(key, entries)


def records(rows: list[Row]) -> list[str]:
    return sorted(row["record"] for row in rows)


def numbered(key: str, entries: list[Entry]) -> list[str]:
    """Write the numbers of the records behind a figure."""
    letter = LETTERS[RECORD_OF.get(key, "contact")]
    return sorted(f"{letter}{one.record:06}" for one in entries)


def named(one: Entry) -> str | None:
    return f"R{one.person:06}" if one.person else one.who


@every_seed
@pytest.mark.parametrize("period", TANGLED_PERIODS, ids=" ".join)
def test_a_tangled_register_is_counted_the_same(
    run: Run, own_register: Path, monkeypatch: pytest.MonkeyPatch, period: tuple[str, ...], seed: int
) -> None:
    make_tangle(own_register, seed)
    monkeypatch.setenv("TALENTREG_TODAY", TANGLED_TODAY)
    truth = Truth(own_register, *TANGLED_PERIODS[period], TANGLED_TODAY)
    for unit in (None, "临江街道", "望江社区", "渡口社区", "驻外联络处"):
        reckoned = {key: truth.value(key, truth.unit(unit)) for key in FIGURES}
        assert numbers(ask(run, "stats", *period, unit=unit)["figures"]) == reckoned, unit
    rows = ask(run, "stats", *period, "--by", "unit", unit="云河区")["rows"]
    assert {row["unit"]: numbers(row["figures"]) for row in rows} == {
        one["name"]: {key: truth.value(key, one["id"]) for key in FIGURES} for one in truth.children(1)
    }


@pytest.mark.parametrize(("seed", "unit"), [(1, None), (2, "临江街道")])
def test_the_proof_of_a_tangled_register_is_the_same(
    run: Run, own_register: Path, monkeypatch: pytest.MonkeyPatch, seed: int, unit: str | None
) -> None:
    make_tangle(own_register, seed)
    monkeypatch.setenv("TALENTREG_TODAY", TANGLED_TODAY)
    truth = Truth(own_register, "2026-01-01", "2026-03-31", TANGLED_TODAY)
    scope = truth.unit(unit)
    for key in FIGURES:
        agree(truth, key, scope, ask(run, "why", key, "--quarter", "2026Q1", unit=unit))
    for dimension in ("category", "region", "age", "missing", *BY_WORK, *BY_RETURN, "month"):
        found = ask(run, "stats", "--quarter", "2026Q1", "--by", dimension, unit=unit)["figures"]
        for one in found:
            counted = {part["key"]: part["value"] for part in one["by"] if part["value"]}
            assert counted == parts(truth, one["key"], dimension, scope), one["key"]


def test_a_breakdown_puts_what_is_not_filled_in_last(run: Run, samples: Path) -> None:
    (enrolled, *_) = ask(run, "stats", "--quarter", "2026Q1", "--by", "学历")["figures"]
    degrees = "博士研究生 硕士研究生 本科 大专 中专 高中 初中 未填".split()
    assert (enrolled["key"], [part["label"] for part in enrolled["by"]]) == ("persons_enrolled", degrees)
