"""What the READMEs promise: every command line in them runs, in the order a reader would type them."""

import re
import shlex
from collections.abc import Callable
from pathlib import Path

import pytest
from conftest import Answer

from talentreg.figures.catalogue import FIGURES

ROOT = Path(__file__).parent.parent
PAGES = ["README.md", "README.zh-CN.md"]


def shell_lines(page: str) -> list[str]:
    blocks = re.findall(r"```sh\n(.*?)```", (ROOT / page).read_text("utf-8"), re.DOTALL)
    return [line.split("  #")[0].strip() for block in blocks for line in block.splitlines()]


@pytest.mark.parametrize("page", PAGES)
def test_every_talentreg_line_of_a_readme_runs(
    page: str, run: Callable[..., Answer], monkeypatch: pytest.MonkeyPatch
) -> None:
    Path("samples").symlink_to(ROOT / "samples")
    assert run("demo").code == 0
    lines = [line for line in shell_lines(page) if line.startswith(("talentreg ", "export "))]
    assert len(lines) >= 15
    for line in lines:
        if line.startswith("export "):
            for name, _, value in (word.partition("=") for word in line.split()[1:]):
                monkeypatch.setenv(name, value)
            continue
        answer = run(*shlex.split(line)[1:])
        assert answer.code == 0, (line, answer)


@pytest.mark.parametrize("page", PAGES)
def test_a_readmes_tour_shows_most_commands(page: str) -> None:
    """Somebody who follows the week has met the commands of daily use."""
    shown = {" ".join(line.split()[1:3]) for line in shell_lines(page)}
    daily = "import add list edit show stats why export report log undo"
    assert set(daily.split()) - {line.split()[0] for line in shown if line} == set()


def test_the_numbers_of_a_report_are_figures_by_name() -> None:
    page = (ROOT / "README.zh-CN.md").read_text("utf-8")
    rows = re.findall(r"^\| .+? \| (.+?) \|$", page.partition("| 报告里写的 | 指标 |")[2], re.MULTILINE)
    named = [name for cell in rows[1:] for name in re.sub("（.*?）", "", cell).split("、")]
    assert len(named) > 20
    assert set(named) <= {figure.label for figure in FIGURES.values()}


def test_both_readmes_give_the_same_set_up_lines() -> None:
    def lines(page: str) -> set[str]:
        return set(
            re.findall(r"^py(?:thon3)? -m venv.*demo$", (ROOT / page).read_text("utf-8"), re.MULTILINE)
        )

    assert lines(PAGES[0]) == lines(PAGES[1])
    assert len(lines(PAGES[0])) == 2


def test_the_gate_finds_the_readmes_test_line() -> None:
    page = (ROOT / "README.md").read_text("utf-8")
    assert re.search(r"<!-- test line -->\n```sh\npython3 .*pytest -n auto\n```", page)
