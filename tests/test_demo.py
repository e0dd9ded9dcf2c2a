"""`talentreg demo`: the whole job on the shipped samples, in a folder of its own."""

import importlib
import io
import json
import re
import shlex
from collections.abc import Callable
from pathlib import Path

import pytest
from conftest import Answer
from consoles import start
from openpyxl import load_workbook
from sqlalchemy import func, select

from talentreg.cli.demo import LEADERS, QUARTERLY, REPORTS
from talentreg.figures.catalogue import FIGURES
from talentreg.places import sample_ledgers
from talentreg.records.fields import table
from talentreg.records.ledger import Ledger
from talentreg.records.ledgers import LEDGERS
from talentreg.reports.reading import numbers, texts
from talentreg.store.register import open_for_reading

Run = Callable[..., Answer]

ROOT = Path(__file__).parent.parent


def test_the_demo_leaves_a_register_and_a_report(demo: Answer, folder: Path) -> None:
    assert demo.code == 0
    left = {path.name for path in folder.iterdir() if path.stat().st_size}
    assert left == {"register.db", *REPORTS}
    assert str(folder / "register.db") in demo.out
    assert not re.search("错误|Traceback|程序内部", demo.out + demo.err)


def test_the_demo_shows_every_step_as_the_command_a_user_types(demo: Answer) -> None:
    typed = [line.split()[2] for line in demo.out.splitlines() if line.startswith("$ talentreg ")]
    assert list(dict.fromkeys(typed)) == [
        *("import", "staff", "duty", "assign", "contact", "event", "request", "campaign", "document"),
        *("publicity", "inspection", "hotline", "station", "referral", "milestone", "case", "project"),
        *("library", "benefit", "apartment", "card", "service", "consent", "number", "withdraw"),
        *("growth", "stats", "figures", "why", "report"),
    ]
    steps = re.findall(r"^—— 第(\d+)步　(\S+) ——$", demo.out, re.MULTILINE)
    assert [int(number) for number, _ in steps] == list(range(1, len(steps) + 1))


def test_every_sample_ledger_is_taken_in_whole(demo: Answer) -> None:
    taken = re.findall(
        r"^\$ talentreg (?:.*? )?(?:import|--from|figures add) (\S+)(?: --.*)?$", demo.out, re.MULTILINE
    )
    assert {*taken, LEADERS} == set(sample_ledgers())
    assert re.findall(r"未导入([1-9]\d*)", demo.out) == []


def test_the_sample_ledgers_are_what_their_source_makes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(str(ROOT / "samples"))
    made = importlib.import_module("make_samples").make_ledgers()
    assert made.keys() == sample_ledgers().keys()
    for name, shipped in sample_ledgers().items():
        assert cells(made[name], name) == cells(shipped.read_bytes(), name), name


def cells(content: bytes, name: str) -> list[tuple[str, list[tuple[object, ...]]]]:
    """Read a book's sheets; how it is packed is openpyxl's affair."""
    if name.endswith((".csv", ".toml")):
        return [("", [tuple(line.split(",")) for line in content.decode("utf-8-sig").splitlines()])]
    book = load_workbook(io.BytesIO(content))
    return [(sheet.title, list(sheet.values)) for sheet in book.worksheets]


@pytest.mark.parametrize("ledger", LEDGERS.values(), ids=list(LEDGERS))
def test_the_demos_register_holds_every_kind_of_record(demo: Answer, folder: Path, ledger: Ledger) -> None:
    rows = table(ledger.record)
    of_kind = (rows.c.kind == ledger.kind,) if ledger.kind else ()
    with open_for_reading(folder / "register.db").reading() as connection:
        assert connection.scalar(select(func.count()).select_from(rows).where(*of_kind))


def test_every_figure_of_the_demos_quarter_is_a_number_that_is_not_zero(
    demo: Answer, folder: Path, run: Run
) -> None:
    answer = run("--db", folder / "register.db", "stats", "--quarter", "2026Q1", "--json")
    figures = {one["label"]: one["value"] for one in json.loads(answer.out)["figures"]}
    assert {one.label for one in FIGURES.values()} <= figures.keys()
    assert {label: value for label, value in figures.items() if not value} == {}


def test_the_demo_compares_the_festival_with_the_one_before(demo: Answer) -> None:
    assert "2026年春节期间（2月10日至3月3日）  全部单位" in demo.out
    assert "去年同期：2025年春节期间（1月22日至2月12日）" in demo.out


def test_the_demo_prints_the_numbers_its_register_gives(demo: Answer, folder: Path, run: Run) -> None:
    answer = run("--db", folder / "register.db", "stats", "--quarter", "2026Q1", "--json")
    counted = {figure.label for figure in FIGURES.values()}
    listed = [one for one in json.loads(answer.out)["figures"] if one["label"] in counted]
    figures = {one["label"]: one["value"] for one in listed}
    printed = {
        one["label"]: f"{one['value']:.1f}" if one["unit"] == "%" else f"{one['value']:.9g}" for one in listed
    }
    page = demo.out.partition("$ talentreg stats --quarter 2026Q1")[2].partition("$ talentreg")[0]
    rows = re.findall(
        r"^ (\S+) +([\d.]+) +(?:人次|%|万元|[人个场次家条封份件项套笔])(?: |$)", page, re.MULTILINE
    )
    assert {label: text for label, text in rows if label in counted} == printed
    assert re.search(
        "^ 创业担保贷款 +1.26 +亿元 +手工录入，2026年3月31日，区人社局，赵建芳$", page, re.MULTILINE
    )
    # Two newcomers signed in, one was recruited, one person moved away.
    assert (figures["入库人才"], figures["村社区数"], figures["乡镇街道数"]) == (602, 12, 3)
    assert "2026年第一季度  全部单位" in demo.out


def test_the_demos_report_says_what_its_screen_says(demo: Answer, folder: Path, run: Run) -> None:
    report = (folder / "2026年第一季度工作情况报告.docx").read_bytes()
    answer = run("--db", folder / "register.db", "stats", "--quarter", "2026Q1", "--json")
    figures = {one["key"]: one["value"] for one in json.loads(answer.out)["figures"]}
    text = "".join("".join(part) for part in texts(report))
    for key in ("persons_enrolled", "returnees_visited", "contacts_made"):
        assert str(figures[key]) in text
    assert len(numbers(report)) > 20


def test_the_demos_report_is_proven_number_by_number_and_submitted(demo: Answer, folder: Path) -> None:
    proven = re.search(r"^数字(\d+)处：一致(\d+)处$", demo.out, re.MULTILINE)
    assert proven
    assert int(proven[1]) == int(proven[2]) > len(numbers(folder / QUARTERLY))  # points of charts too
    assert "已报送：第1号" in demo.out
    assert re.search(r"^  1 .*云组〔2026〕5号.*江州市委组织部", demo.out, re.MULTILINE)


def test_the_command_the_demo_ends_with_works_as_printed(demo: Answer) -> None:
    tried = re.search(r"接着试：talentreg (.*)", demo.err)
    assert tried
    answer = start(*shlex.split(tried[1]), TALENTREG_TODAY=None, TALENTREG_DB=None)
    assert answer.code == 0, answer.err
    assert answer.out.startswith("入库人才：602人\n")


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("有东西", ["里已经有东西，没有动它", "talentreg demo"]),
        ("文件", ["是文件，不是文件夹"]),
        ("没有/试用", ["不能使用文件夹", "上级文件夹"]),
        ("文件/试用", ["不能使用文件夹", "上级文件夹"]),
    ],
)
def test_a_place_that_is_not_free_is_left_alone(
    run: Run, own_register: Path, name: str, said: list[str]
) -> None:
    Path("有东西").mkdir()
    Path("有东西", "我的.txt").write_text("别动", encoding="utf-8")
    Path("文件").write_text("别动", encoding="utf-8")
    before = sorted(own_register.parent.rglob("*"))
    answer = run("demo", name)
    assert (answer.code, answer.out) == (1, "")
    assert [text for text in said if text not in answer.err] == []
    assert not re.search(r"[A-Z][a-z]+ [a-z]+", answer.err), "only Chinese is spoken"
    assert sorted(own_register.parent.rglob("*")) == before


def test_an_empty_folder_will_do_and_the_machines_own_register_and_day_stay_out(own_register: Path) -> None:
    Path("talentreg-demo").mkdir()
    answer = start("demo", TALENTREG_TODAY="2024-02-29")
    assert answer.code == 0, answer.err
    assert "2026年第一季度  全部单位" in answer.out
    assert Path("talentreg-demo", "register.db").exists()
    assert [path.name for path in own_register.parent.iterdir()] == ["talentreg-demo"]
    assert start("demo").code == 1
