"""The workbook beside a report: a list of its numbers, their definitions, the rows behind each."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from submitted import Run, lay_people, make

Book = Callable[..., Path]


def sheets(path: Path) -> dict[str, list[tuple[Any, ...]]]:
    """Read a workbook: its sheets by name, without the titles above and the endings below."""
    book = openpyxl.load_workbook(path)
    return {sheet.title: list(sheet.iter_rows(values_only=True)) for sheet in book}


@pytest.fixture
def evidence(run: Run, book: Book) -> dict[str, list[tuple[Any, ...]]]:
    lay_people(run, book)
    make(run, "--evidence")
    return sheets(Path("报告-依据.xlsx"))


def test_every_number_is_listed_with_the_sheet_its_rows_are_on(
    evidence: dict[str, list[tuple[Any, ...]]],
) -> None:
    heads, *rows = evidence["数字目录"][1:-1]
    listed = [dict(zip(heads, row, strict=True)) for row in rows]
    main = {one["指标"]: one for one in listed if one["范围"] == "全部单位"}
    assert {name: (one["印出的数"], one["依据条数"]) for name, one in main.items()} == {
        "入库人才": ("6", 6),
        "联系人次": ("4", 4),
        "联系人才": ("3", 3),
        "走访返乡人员": ("2", 2),
        "建档完整率": ("0.0%", 6),
        "入库人才（本科）": ("3", 3),
        "入库人才（硕士研究生）": ("1", 1),
        "入库人才（博士研究生）": ("1", 1),
        "入库人才（未填）": ("1", 1),
    }
    below = next(one for one in listed if one["范围"] == "临江街道/望江社区")
    assert (below["印出的数"], below["工作表"]) == ("2", main["入库人才"]["工作表"])
    assert all(one["工作表"] in evidence for one in listed)


def test_the_sheets_hold_as_many_rows_as_the_numbers_say(evidence: dict[str, list[tuple[Any, ...]]]) -> None:
    heads, *rows = evidence["数字目录"][1:-1]
    for row in rows:
        told = dict(zip(heads, row, strict=True))
        if told["依据条数"] is not None and "（" not in told["指标"]:
            assert len(evidence[told["工作表"]]) - 2 == told["依据条数"], told


def test_parts_of_a_figure_share_a_sheet_led_by_their_word(
    evidence: dict[str, list[tuple[Any, ...]]],
) -> None:
    (name,) = [one for one in evidence if one.endswith("入库人才按学历")]
    heads, *rows = evidence[name]
    words = [dict(zip(heads, row, strict=True))["分类"] for row in rows[:-1]]
    assert sorted(words) == sorted(["本科"] * 3 + ["硕士研究生", "博士研究生", "未填"])


def test_the_definitions_stand_beside(evidence: dict[str, list[tuple[Any, ...]]]) -> None:
    told = {row[0]: row[3] for row in evidence["统计口径"][1:]}
    assert {"入库人才", "联系人次", "联系人才", "走访返乡人员", "建档完整率"} == set(told)
    assert all(told.values())


def test_numbers_are_masked_and_formulas_are_text(run: Run, book: Book) -> None:
    lay_people(run, book)
    run("add", "=1+1", "--phone", "15400000031", "--unit", "望江社区")
    make(run, "--evidence")
    cells = [cell for rows in sheets(Path("报告-依据.xlsx")).values() for row in rows for cell in row]
    assert "=1+1" in cells
    assert not [cell for cell in cells if isinstance(cell, str) and "154000000" in cell]


def test_an_evidence_workbook_that_is_there_is_kept_unless_forced(run: Run, book: Book) -> None:
    lay_people(run, book)
    make(run)
    Path("新-依据.xlsx").write_text("别动我")
    words = ("report", "--quarter", "2026Q1", "--template", "模板.docx", "--evidence", "--out", "新.docx")
    refused = run(*words)
    assert (refused.code, Path("新-依据.xlsx").read_text(), Path("新.docx").exists()) == (1, "别动我", False)
    assert run(*words, "--force").code == 0


def test_the_same_register_gives_the_same_workbook(run: Run, book: Book) -> None:
    lay_people(run, book)
    make(run, "--evidence")
    first = Path("报告-依据.xlsx").read_bytes()
    make(run, "--evidence")
    assert Path("报告-依据.xlsx").read_bytes() == first
