"""What the READMEs promise: every command line in them runs, in the order a reader would type them."""

import re
import shlex
from collections.abc import Callable
from pathlib import Path

import pytest
from conftest import Answer

ROOT = Path(__file__).parent.parent
PAGES = ["README.md", "README.zh-CN.md"]


def shell_lines(page: str) -> list[str]:
    blocks = re.findall(r"```sh\n(.*?)```", (ROOT / page).read_text("utf-8"), re.DOTALL)
    return [line.split("  #")[0].strip() for block in blocks for line in block.splitlines()]


@pytest.mark.parametrize("page", PAGES)
def test_every_talentreg_line_of_a_readme_runs(
    page: str, run: Callable[..., Answer], book: Callable[..., Path]
) -> None:
    people = "人员\n姓名|联系电话|所属街道|所属社区\n王芳|15487654321|临江街道|望江社区"
    book(people).rename("登记表.xlsx")
    Path("联络台账.csv").write_text(
        "姓名,联系电话,联络日期,联络方式\n王芳,15487654321,2026-02-03,电话\n", "utf-8"
    )
    assert run("demo").code == 0
    lines = [line for line in shell_lines(page) if line.startswith("talentreg ")]
    assert len(lines) >= 10
    for line in lines:
        answer = run(*shlex.split(line)[1:])
        assert answer.code == 0, (line, answer)


def test_both_readmes_give_the_same_set_up_lines() -> None:
    def lines(page: str) -> set[str]:
        return set(
            re.findall(r"^py(?:thon3)? -m venv.*demo$", (ROOT / page).read_text("utf-8"), re.MULTILINE)
        )

    assert lines(PAGES[0]) == lines(PAGES[1])
    assert len(lines(PAGES[0])) == 2


def test_the_gate_finds_the_readmes_test_line() -> None:
    page = (ROOT / "README.md").read_text("utf-8")
    assert re.search(r"<!-- test line -->\n```sh\npython3 .*pytest\n```", page)
