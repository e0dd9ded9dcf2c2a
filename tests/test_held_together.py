"""What must hold between commands: an export, an undo, a closed unit, a second entry of the same person."""

from collections.abc import Callable
from pathlib import Path

import pytest
from conftest import Answer

Run = Callable[..., Answer]


def done(run: Run, line: str) -> str:
    answer = run(*line.split())
    assert answer.code == 0, answer
    return answer.out


@pytest.mark.usefixtures("samples")
def test_an_exported_contact_put_right_since_is_not_entered_again(run: Run) -> None:
    done(run, "export 册.xlsx")
    done(run, "contact edit C000010 联络内容=改过")
    done(run, "contact edit C000012 联络日期=2024-05-01")
    done(run, "contact remove C000014")
    answer = run("import", "册.xlsx")
    assert answer.code == 3
    assert "无变化2099" in answer.out
    assert "未导入1" in answer.out
    assert "C000010 与登记册里的不同，没有改动" in answer.out
    assert "C000014 已从登记册中删除，没有重新登记" in answer.out
    assert "没有写入任何内容" in answer.out


@pytest.mark.usefixtures("samples")
def test_a_merge_that_a_move_builds_on_is_undone_after_it(run: Run) -> None:
    before = done(run, "unit list --all --json")
    done(run, "unit merge U3 --into U4 --on 2026-02-01")
    done(run, "unit move U4 --to U12 --on 2026-02-15")
    refused = run("undo", "2")
    assert (refused.code, refused.out) == (1, "")
    assert "请先撤销后来的：talentreg undo 3" in refused.err
    done(run, "undo 3")
    done(run, "undo 2")
    assert done(run, "unit list --all --json") == before


@pytest.mark.usefixtures("samples")
def test_an_undo_that_takes_nothing_back_says_so(run: Run) -> None:
    done(run, "edit R000001 学历=本科")
    done(run, "edit R000001 学历=硕士")
    answer = run("undo", "2")
    assert answer.code == 3
    assert answer.out.startswith("没有撤销第2号变更：edit\n")
    assert "人才 R000001  马鹏" in answer.out


@pytest.mark.usefixtures("samples")
@pytest.mark.parametrize(
    ("line", "code"),
    [
        ("contact log R000001 --channel 信函 --unit U3", 1),
        ("contact log R000001 --channel 信函 --unit U3 --on 2026-01-14", 0),
        ("contact edit C001500 联络单位=U3", 1),
        ("add 新人 --unit U3", 1),
        ("edit R000100 --unit U3", 1),
    ],
)
def test_a_closed_unit_takes_no_more_work(run: Run, line: str, code: int) -> None:
    done(run, "unit merge U3 --into U4 --on 2026-01-15")
    answer = run(*line.split())
    assert answer.code == code, answer
    assert ("已于2026年1月15日撤销" in answer.err) == (code == 1)


@pytest.mark.usefixtures("samples")
@pytest.mark.parametrize(
    ("line", "doubted"),
    [
        ("add 马鹏 --unit 望江社区", "R000001"),
        ("add 马小鹏 --unit 渡口社区 --phone 15472620597", "R000002"),
        ("add 马鹏 --unit 渡口社区", ""),
        ("add 马鹏 --unit 望江社区 --namesake", ""),
    ],
)
def test_who_may_be_entered_already_is_named(run: Run, samples: Path, line: str, doubted: str) -> None:
    answer = run(*line.split())
    assert answer.code == 0, answer
    assert ("可能与已登记的是同一人" in answer.err) == bool(doubted)
    assert doubted in answer.err


@pytest.mark.parametrize("name", ["张三@望江社区", "R000001", "15412345678"])
def test_what_is_no_name_is_not_entered_as_one(run: Run, own_register: Path, name: str) -> None:
    answer = run("add", name)
    assert (answer.code, answer.out) == (2, "")
    assert "不像姓名" in answer.err
    assert not own_register.exists()


@pytest.mark.usefixtures("samples")
def test_the_same_line_of_the_same_book_is_the_same_contact(run: Run) -> None:
    Path("账.csv").write_text(
        "姓名,所属社区,联络日期,联络方式,联络人\n马鹏,望江社区,2026-02-03,信函,李健国\n", "utf-8"
    )
    done(run, "import 账.csv")
    done(run, "staff add 李建国 --unit 望江社区")
    done(run, "staff merge 李健国 --into 李建国")
    assert "没有变化" in done(run, "import 账.csv")
    done(run, "contact edit C001501 联络日期=2026-02-04")
    assert "没有变化" in done(run, "import 账.csv")


@pytest.mark.parametrize("name", ["=1+1", "~甲", "[red]张[/red]"])
def test_somebody_with_an_odd_name_is_found_by_it(run: Run, name: str) -> None:
    done(run, f"add {name}")
    assert "共1人" in done(run, f"list 姓名~{name}")


@pytest.mark.parametrize("word", ["=1+1", "~甲", ">35"])
def test_a_condition_without_a_field_says_how_to_write_it(run: Run, word: str) -> None:
    done(run, "add 张三")
    answer = run("list", word)
    assert (answer.code, answer.out) == (2, "")
    assert f"姓名~{word}" in answer.err
