"""`talentreg demo`: the whole job on the shipped samples, in a folder of its own."""

import json
import re
import shlex
from collections.abc import Callable
from pathlib import Path

import pytest
from conftest import Answer
from consoles import start

from talentreg.reports.reading import numbers, texts

Run = Callable[..., Answer]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Lay out one empty folder for the demo every test of this page looks at."""
    return tmp_path_factory.mktemp("office") / "试用"


@pytest.fixture(scope="module")
def demo(folder: Path) -> Answer:
    return start("demo", folder, TALENTREG_TODAY=None, TALENTREG_DB=None)


def test_the_demo_leaves_a_register_and_a_report(demo: Answer, folder: Path) -> None:
    assert demo.code == 0
    left = {path.name for path in folder.iterdir() if path.stat().st_size}
    assert left == {"register.db", "2026年第一季度工作情况报告.docx"}
    assert str(folder / "register.db") in demo.out
    assert not re.search("错误|Traceback|程序内部", demo.out + demo.err)


def test_the_demo_shows_every_step_as_the_command_a_user_types(demo: Answer) -> None:
    typed = [line.split()[2] for line in demo.out.splitlines() if line.startswith("$ talentreg ")]
    assert typed == ["import", "contact", "stats", "why", "report"]
    assert demo.out.count("—— 第") == len(typed)


def test_the_demo_prints_the_numbers_its_register_gives(demo: Answer, folder: Path, run: Run) -> None:
    answer = run("--db", folder / "register.db", "stats", "--quarter", "2026Q1", "--json")
    figures = {one["label"]: one["value"] for one in json.loads(answer.out)["figures"]}
    printed = {
        label: f"{value:.1f}" if isinstance(value, float) else str(value) for label, value in figures.items()
    }
    rows = re.findall(r"^ (\S+) +([\d.]+) +(?:人|个|人次|%)(?: |$)", demo.out, re.MULTILINE)
    assert dict(rows) == printed
    assert (figures["入库人才"], figures["村社区数"], figures["乡镇街道数"]) == (600, 12, 3)
    assert "2026年第一季度  全部单位" in demo.out


def test_the_demos_report_says_what_its_screen_says(demo: Answer, folder: Path, run: Run) -> None:
    report = (folder / "2026年第一季度工作情况报告.docx").read_bytes()
    answer = run("--db", folder / "register.db", "stats", "--quarter", "2026Q1", "--json")
    figures = {one["key"]: one["value"] for one in json.loads(answer.out)["figures"]}
    text = "".join("".join(part) for part in texts(report))
    for key in ("persons_enrolled", "returnees_visited", "contacts_made"):
        assert str(figures[key]) in text
    assert len(numbers(report)) > 20


def test_the_command_the_demo_ends_with_works_as_printed(demo: Answer) -> None:
    tried = re.search(r"接着试：talentreg (.*)", demo.err)
    assert tried
    answer = start(*shlex.split(tried[1]), TALENTREG_TODAY=None, TALENTREG_DB=None)
    assert answer.code == 0, answer.err
    assert answer.out.startswith("入库人才：600人\n")


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
