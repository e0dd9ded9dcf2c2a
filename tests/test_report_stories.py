"""典型案例: only of people who agreed, without names and numbers, and nothing the log does not say."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from carers import done
from conftest import Answer
from docx_marks import marked
from office_people import lay_people
from office_tables import make
from test_report_tables import different

from talentreg.reports.package import unpack
from talentreg.reports.reading import texts
from talentreg.reports.variables.anonymity import anonymous, hide_names, names_of_kin
from talentreg.reports.variables.stories import chain, numeral

Run = Callable[..., Answer]
REAL_NAMES = ("马建华", "欧阳明", "李明", "王五", "孙六", "张晓丽", "周书记")


@pytest.fixture
def office(run: Run, own_register: Path) -> Path:
    """Lay the register of the office where the commands look for it."""
    return lay_people(run, own_register)


def titles(run: Run, *words: str) -> list[str]:
    lines = marked(make(run, "cases", *words))
    return [line.partition("、")[2] for line in lines if line[:2] in ("一、", "二、", "三、", "四、")]


@pytest.mark.parametrize(
    ("name", "printed"),
    [
        ("马建华", "马某某"),
        ("李明", "李某"),
        ("欧阳明", "欧阳某"),
        ("欧阳知行", "欧阳某某"),
        ("欧阳", "欧某"),
        ("马", "马某"),
        ("诸葛", "诸某"),
        ("爱新觉罗启明", "爱某某"),
        ("阿依古丽·买买提", "阿某某"),
        ("John", "J某某"),
        ("𠮷㛃", "𠮷某"),
        (" 王 ", "王某"),
        ("", "某某"),
    ],
)
def test_a_name_keeps_its_surname(name: str, printed: str) -> None:
    assert anonymous(name) == printed


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("配偶张晓丽", {"张晓丽"}),
        ("父亲：马国强、母亲李秀英", {"马国强", "李秀英"}),
        ("兄弟马志强（在家）", {"马志强", "在家"}),
        ("张晓丽", {"张晓丽"}),
        ("妻", set()),
        ("", set()),
        ("无 [red] 154****0001", set()),
    ],
)
def test_what_a_file_says_of_relatives_has_names_in_it(text: str, names: set[str]) -> None:
    assert names_of_kin(text) == names


def test_the_longer_of_two_names_is_hidden_first() -> None:
    assert hide_names("李明华和李明", {"李明", "李明华"}) == "李某某和李某"


@pytest.mark.parametrize(
    ("steps", "told"),
    [
        ([("2025-11-10", "排查"), ("2025-12-01", "沟通")], "2025年11月10日排查，12月1日沟通"),
        ([("2025-12-01", "沟通"), ("2026-01-05", "落地")], "2025年12月1日沟通，2026年1月5日落地"),
        ([], ""),
    ],
)
def test_a_year_is_said_when_it_changes(steps: list[tuple[str, str]], told: str) -> None:
    assert chain((date.fromisoformat(on), word) for on, word in steps) == told


@pytest.mark.parametrize(
    ("number", "said"), [(1, "一"), (10, "十"), (11, "十一"), (20, "二十"), (99, "九十九"), (100, "100")]
)
def test_headings_count_in_words(number: int, said: str) -> None:
    assert numeral(number) == said


def test_no_name_and_no_number_of_anybody_is_published(run: Run, office: Path) -> None:
    paper = make(run, "cases")
    page = "".join(texts(paper))
    assert "马某某" in page
    assert not [name for name in REAL_NAMES if name in page]
    assert "154" not in page
    parts = b"".join(unpack(paper.read_bytes()).values())
    assert "马某某".encode() in parts
    assert not [name for name in REAL_NAMES if name.encode() in parts]


@pytest.mark.parametrize(
    ("consent", "told"),
    [
        ("典型案例 --on 2026-03-01", True),
        ("全部 --on 2026-03-31", True),
        ("典型案例 --on 2025-01-01 同意至=2026-03-31", True),
        ("典型案例 --on 2025-01-01 同意至=2026-03-30", False),
        ("宣传报道 --on 2026-03-01", False),
    ],
)
def test_only_who_agreed_and_still_does_is_told_of(run: Run, office: Path, consent: str, told: bool) -> None:
    assert "王某：返乡就业" not in titles(run)
    done(run, "consent", "add", "R000004", *consent.split())
    assert ("王某：返乡就业" in titles(run)) == told


def test_a_consent_given_later_is_no_consent_yet(run: Run, office: Path) -> None:
    done(run, *"milestone add R000001 --kind 返乡创业 --on 2025-12-20".split())
    page = "".join(texts(make(run, "cases", "--quarter", "2025Q4")))
    assert "都没有本人同意用于典型案例的记录" in page
    assert "马某某" not in page


def test_who_left_the_register_or_belongs_elsewhere_is_not_told_of(run: Run, office: Path) -> None:
    assert titles(run, "--unit", "望江社区") == ["马某某：返乡创业", "欧阳某：引荐人才"]
    assert titles(run, "--unit", "青石街道") == []
    done(run, "withdraw", "R000001", "--on", "2026-03-20")
    assert titles(run) == ["欧阳某：引荐人才"]


def test_more_than_the_limit_is_counted(run: Run, office: Path) -> None:
    page = "".join(texts(make(run, "cases", "--limit", "1")))
    assert "其中本人同意用于典型案例的1例" in page
    assert "本人同意的还有1人没有列出" in page
    assert "另有2人取得成果" in page


@pytest.mark.parametrize(
    ("changed", "stale"),
    [
        ("contact log R000001 --on 2026-03-30 --channel 走访", {"联系次数"}),
        ("consent add R000004 典型案例 --on 2026-03-01", {"典型案例数", "案例待同意"}),
        ("milestone add R000005 --kind 引进 --on 2026-03-30", {"取得成果人数", "案例待同意"}),
        ("edit XM000001 带动就业=12", {"就业人数"}),
    ],
)
def test_its_numbers_are_counted_again(run: Run, office: Path, changed: str, stale: set[str]) -> None:
    paper = make(run, "cases")
    assert not different(office, paper)
    words = changed.split()
    done(run, *(("project", *words) if words[0] == "edit" else words))
    assert different(office, paper) == stale


def test_merged_records_leave_no_name_behind(run: Run, office: Path) -> None:
    done(run, "add", "马建国", "--unit", "望江社区")
    done(run, *"contact log R000006 --on 2026-02-01 --channel 电话 --note 马建国说想回来".split())
    done(run, "merge", "R000001", "R000006")
    page = "".join(texts(make(run, "cases")))
    assert "马建国" not in page
    assert "马某某说想回来" in page
