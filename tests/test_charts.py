"""Charts: native drawings with a workbook behind them, whose points are read back and written anew."""

import io
import re
from pathlib import Path

import pytest
from lxml import etree
from openpyxl import load_workbook
from openxml_audit import OpenXmlValidator

from talentreg.errors import Refused
from talentreg.reports.chart_points import Point, Points, read_charts, rewrite
from talentreg.reports.charts import CHART, Chart, Kind, Series, drawn, told_apart
from talentreg.reports.gbt9704 import build_template
from talentreg.reports.living import render
from talentreg.reports.manifest import read_manifest
from talentreg.reports.number import Number
from talentreg.reports.package import pack, unpack, w
from talentreg.reports.reading import texts

TEMPLATE = build_template("# 报告\n{%p if 图 %}\n@图 {{ 图 }}\n@图题 图1　说明\n{%p endif %}\n{{ 数 }}人。")
TOWNS = ("新城街道", "柳林镇", "新城街道")


def number(text: str, scope: str = "S01") -> Number:
    value = None if text == "—" else drawn(text)[0]
    return Number("reached", "联系人才", value, "" if value is None else text, scope, "2026Q1")


def chart(*rows: tuple[str, ...], kind: Kind = "column", categories: tuple[str, ...] = TOWNS) -> Chart:
    names = ("联系人才", "上年同期", "目标")
    series = tuple(
        Series(name, tuple(number(text, f"S0{place}") for place, text in enumerate(row)))
        for name, row in zip(names, rows, strict=False)
    )
    return Chart(kind, "各单位联系人才（人）", categories, series)


def report(drawing: Chart) -> dict[str, bytes]:
    return unpack(render(TEMPLATE, {"图": drawing, "数": number("9")}, {}))


def points(parts: dict[str, bytes]) -> Points:
    return read_charts(parts, read_manifest(parts))


def shown(parts: dict[str, bytes]) -> list[str]:
    return [point.found.text for point in points(parts).here]


def book(parts: dict[str, bytes]) -> list[list[object]]:
    sheet = load_workbook(io.BytesIO(parts["word/embeddings/chart1.xlsx"])).worksheets[0]
    return [[cell.value for cell in row] for row in sheet.iter_rows()]


def description(parts: dict[str, bytes]) -> str:
    found = re.search(' descr="([^"]*)"', parts["word/document.xml"].decode())
    assert found
    return found[1]


def drawing(parts: dict[str, bytes]) -> str:
    return parts["word/charts/chart1.xml"].decode()


@pytest.mark.parametrize("kind", ["column", "bar", "line", "pie"])
def test_a_report_with_a_chart_is_valid(kind: Kind, tmp_path: Path) -> None:
    rows = (("212", "—", "0"), ("7", "8", "9"))[: 1 if kind == "pie" else 2]
    parts = report(chart(*rows, kind=kind))
    for name, data in {"报告.docx": pack(parts), "数据.xlsx": parts["word/embeddings/chart1.xlsx"]}.items():
        path = tmp_path / name
        path.write_bytes(data)
        assert [str(error) for error in OpenXmlValidator().validate(path).errors] == []


def test_the_same_chart_is_the_same_bytes() -> None:
    assert pack(report(chart(("1", "2", "3")))) == pack(report(chart(("1", "2", "3"))))


def test_the_workbook_holds_what_is_drawn() -> None:
    parts = report(chart(("212", "—", "0"), ("75.3%", "8", "9")))
    assert book(parts) == [
        [None, "联系人才", "上年同期"],
        ["新城街道", 212, 75.3],
        ["柳林镇", None, 8],
        ["新城街道", 0, 9],
    ]


@pytest.mark.parametrize("name", ["=1+1", "@SUM(A1)", "A & <B>", '"引"', "[red]", "𠮷田镇", "一\t二\n三"])
def test_any_name_is_a_word(name: str) -> None:
    parts = report(chart(("1", "2"), categories=(name, "镇")))
    one_line = " ".join(name.split())
    assert book(parts)[1] == [one_line, 1]
    assert points(parts).here[0].found.cell == f"{one_line}，联系人才"
    assert not points(parts).gone


def test_a_chart_says_in_words_what_it_shows() -> None:
    parts = report(chart(("212", "—", "0"), ("1", "2", "3"), categories=("2024", "2025", "今年")))
    assert description(parts) == (
        "柱形图：各单位联系人才（人）。联系人才：2024 212，2025 —，今年0；上年同期：2024 1，2025 2，今年3。"
    )


@pytest.mark.parametrize(
    ("texts", "code"),
    [
        (("1", "2", "3"), "0"),
        (("75.3%", "8%", "—"), '0.0"%"'),
        (("0.13万", "1.2万", "0.05万"), '0.00"万"'),
        (("0.13万", "900", "0.05万"), "0.00"),
        (("—", "—", "1"), "0"),
    ],
)
def test_labels_print_numbers_as_the_report_does(texts: tuple[str, ...], code: str) -> None:
    root = etree.fromstring(drawing(report(chart(texts))).encode())
    label = root.find(f".//{{{CHART}}}dLbls/{{{CHART}}}numFmt")
    assert label is not None
    assert label.get("formatCode") == code


@pytest.mark.parametrize(
    ("many", "name", "lying"), [(3, "柳林镇", False), (11, "柳林镇", True), (6, "滨河街道办事处", True)]
)
def test_columns_without_room_for_their_names_lie_down(many: int, name: str, lying: bool) -> None:
    names = tuple(f"{name}{place}" for place in range(many))
    parts = report(chart(tuple(map(str, range(many))), categories=names))
    assert ('<c:barDir val="bar"/>' in drawing(parts)) is lying


def test_a_chart_without_numbers_is_left_out() -> None:
    parts = report(chart(("—", "—", "—")))
    assert not any("chart" in name for name in parts)
    assert texts(pack(parts)) == ["报告", "9人。"]


def test_nothing_is_left_of_the_mark() -> None:
    parts = report(chart(("1", "2", "3")))
    assert not re.search(
        "[\ue9a0-\ue9af]", "".join(data.decode("utf-8", "ignore") for data in parts.values())
    )
    assert texts(pack(parts)) == ["报告", "", "图1　说明", "9人。"]


def test_words_beside_a_chart_stay() -> None:
    template = build_template("图前{{ 图 }}图后{{ 图 }}")
    parts = unpack(render(template, {"图": chart(("1", "2", "3"))}, {}))
    assert texts(pack(parts)) == ["图前图后"]
    numbers = re.findall('<wp:docPr id="([0-9]+)"', parts["word/document.xml"].decode())
    assert len(set(numbers)) == 2
    assert len(points(parts).here) == 6
    assert not points(parts).gone


def test_a_chart_in_a_footer_is_said_in_words() -> None:
    parts = unpack(build_template("正文"))
    parts["word/footer1.xml"] = parts["word/footer1.xml"].replace(
        "— </w:t>".encode(), "{{ 图 }}</w:t>".encode()
    )
    made = render(pack(parts), {"图": chart(("1", "2", "3"))}, {})
    assert texts(made, "ftr")[0].startswith("柱形图：各单位联系人才（人）。新城街道1，")


def test_points_are_known_by_what_they_are() -> None:
    found = [point.found for point in points(report(chart(("212", "—", "0")))).here]
    assert [(one.text, one.where, one.cell) for one in found] == [
        ("212", "各单位联系人才（人）：新城街道", "新城街道，联系人才"),
        ("—", "各单位联系人才（人）：柳林镇", "柳林镇，联系人才"),
        ("0", "各单位联系人才（人）：新城街道#2", "新城街道#2，联系人才"),
    ]
    assert [one.origin.scope for one in found if one.origin] == ["S00", "S01", "S02"]


def pick(parts: dict[str, bytes], place: int) -> Point:
    return points(parts).here[place]


@pytest.mark.parametrize(
    ("before", "place", "text", "row"),
    [
        (("212", "5", "0"), 0, "300", ["新城街道", 300]),
        (("212", "5", "0"), 1, "—", ["柳林镇", None]),
        (("212", "—", "0"), 1, "6", ["柳林镇", 6]),
        (("—", "5", "0"), 0, "6", ["新城街道", 6]),
        (("75.3%", "5%", "0%"), 2, "12.5%", ["新城街道", 12.5]),
    ],
)
def test_a_point_is_written_anew_everywhere(
    before: tuple[str, ...], place: int, text: str, row: list[object]
) -> None:
    parts = report(chart(before))
    rewrite(parts, [(pick(parts, place), text)])
    expected = [*before[:place], text, *before[place + 1 :]]
    assert shown(parts) == expected
    assert book(parts)[place + 1] == row


def test_what_a_chart_says_in_words_is_written_anew() -> None:
    parts = report(chart(("21", "2", "0"), ("21", "2", "9"), categories=("甲镇", "乙镇", "丙镇")))
    rewrite(parts, [(pick(parts, 1), "20"), (pick(parts, 3), "5")])
    assert description(parts) == (
        "柱形图：各单位联系人才（人）。联系人才：甲镇21，乙镇20，丙镇0；上年同期：甲镇5，乙镇2，丙镇9。"
    )


def test_only_the_chart_changes() -> None:
    parts = report(chart(("1", "2", "3")))
    before = dict(parts)
    rewrite(parts, [(pick(parts, 0), "8")])
    changed = {name for name in parts if parts[name] != before[name]}
    assert changed == {"word/document.xml", "word/charts/chart1.xml", "word/embeddings/chart1.xlsx"}
    said = parts["word/document.xml"].decode().replace("新城街道8，", "新城街道1，", 1)
    assert said.encode() == before["word/document.xml"]


def test_a_refreshed_chart_is_valid(tmp_path: Path) -> None:
    parts = report(chart(("—", "2", "3")))
    rewrite(parts, [(pick(parts, 0), "8"), (pick(parts, 1), "—")])
    for name, data in {"报告.docx": pack(parts), "数据.xlsx": parts["word/embeddings/chart1.xlsx"]}.items():
        path = tmp_path / name
        path.write_bytes(data)
        assert [str(error) for error in OpenXmlValidator().validate(path).errors] == []


def edited(parts: dict[str, bytes], old: str, new: str) -> dict[str, bytes]:
    assert old in drawing(parts)
    return parts | {"word/charts/chart1.xml": drawing(parts).replace(old, new, 1).encode()}


@pytest.mark.parametrize(
    ("old", "new", "seen"),
    [
        ("<c:v>212</c:v>", "<c:v>213</c:v>", ["213", "5", "0"]),
        ("<c:v>212</c:v>", "<c:v>212.50</c:v>", ["212.5", "5", "0"]),
        ("<c:v>212</c:v>", "<c:v>2.12E2</c:v>", ["212", "5", "0"]),
        ("<c:v>212</c:v>", "<c:v>#N/A</c:v>", ["#N/A", "5", "0"]),
        ('<c:pt idx="0"><c:v>212</c:v></c:pt>', "", ["—", "5", "0"]),
        ("各单位联系人才（人）", "联系情况", ["212", "5", "0"]),
    ],
)
def test_what_somebody_typed_into_a_chart_is_seen(old: str, new: str, seen: list[str]) -> None:
    assert shown(edited(report(chart(("212", "5", "0"))), old, new)) == seen


def test_a_unit_behind_a_number_somebody_typed_stays() -> None:
    parts = edited(report(chart(("75.3%", "5%", "0%"))), "<c:v>75.3</c:v>", "<c:v>80</c:v>")
    assert shown(parts)[0] == "80%"


@pytest.mark.parametrize(
    ("old", "new", "gone"),
    [("<c:v>柳林镇</c:v>", "<c:v>东山镇</c:v>", 1), ("<c:v>联系人才</c:v>", "<c:v>人数</c:v>", 3)],
)
def test_a_point_that_means_something_else_is_gone(old: str, new: str, gone: int) -> None:
    parts = edited(report(chart(("212", "5", "0"))), old, new)
    assert len(points(parts).gone) == gone
    assert len(points(parts).here) == 3 - gone


def test_a_chart_that_was_deleted_is_gone() -> None:
    parts = report(chart(("212", "5", "0")))
    del parts["word/charts/chart1.xml"]
    assert [entry.origin.text for entry in points(parts).gone] == ["212", "5", "0"]


@pytest.mark.parametrize(
    ("old", "new", "seen"),
    [
        ('<c:ptCount val="3"/>', '<c:ptCount val="1000000000"/>', ["212", "5", "0"]),
        ('<c:ptCount val="3"/>', '<c:ptCount val="三"/>', ["212", "5", "0"]),
        ('<c:pt idx="0"><c:v>212', '<c:pt idx="999999999"><c:v>212', ["212", "5", "0"]),
        ("<c:v>212</c:v>", "<c:v>sNaN</c:v>", ["sNaN", "5", "0"]),
        ("<c:v>212</c:v>", "<c:v>1E+999999</c:v>", ["1E+999999", "5", "0"]),
    ],
)
def test_a_chart_somebody_forged_is_read_within_bounds(old: str, new: str, seen: list[str]) -> None:
    parts = edited(report(chart(("212", "5", "0"))), old, new)
    assert shown(parts) == seen
    rewrite(parts, [(pick(parts, 1), "8")])
    assert shown(parts)[1] == "8"


def test_a_chart_that_lost_its_numbers_has_none() -> None:
    parts = report(chart(("212", "5", "0")))
    bare = re.sub("</?c:val>", "", drawing(parts))
    parts["word/charts/chart1.xml"] = bare.encode()
    assert shown(parts) == ["—", "—", "—"]
    rewrite(parts, [(pick(parts, 0), "8")])
    assert drawing(parts).count("<c:v>8</c:v>") == 0


def test_a_workbook_behind_a_chart_unfolds_within_bounds() -> None:
    parts = report(chart(("212", "5", "0")))
    parts["word/embeddings/chart1.xlsx"] = pack({"xl/worksheets/sheet1.xml": b" " * 30_000_000})
    with pytest.raises(Refused, match="展开后过大"):
        rewrite(parts, [(pick(parts, 0), "8")])


def test_a_chart_without_its_workbook_is_still_written() -> None:
    parts = report(chart(("212", "5", "0")))
    del parts["word/embeddings/chart1.xlsx"]
    rewrite(parts, [(pick(parts, 0), "8")])
    assert shown(parts) == ["8", "5", "0"]


@pytest.mark.parametrize(
    ("text", "number_and_unit"),
    [("1286", ("1286", "")), ("75.3%", ("75.3", "%")), ("0.13万", ("0.13", "万")), ("近1300", ("1300", ""))],
)
def test_a_printed_number_is_read(text: str, number_and_unit: tuple[str, str]) -> None:
    found, unit = drawn(text)
    assert (str(found), unit) == number_and_unit


def test_names_that_come_again_are_told_apart() -> None:
    assert told_apart(["甲", "乙", "甲", "甲"]) == ["甲", "乙", "甲#2", "甲#3"]


def test_the_paragraph_of_a_chart_grows_with_it() -> None:
    styles = etree.fromstring(unpack(TEMPLATE)["word/styles.xml"])
    style = next(one for one in styles.iter(w("style")) if one.get(w("styleId")) == "GWChart")
    spacing = style.find(f"{w('pPr')}/{w('spacing')}")
    assert spacing is not None
    assert spacing.get(w("lineRule")) == "auto"
