"""Lists of the ledgers: what can be asked of them, whose their rows are, and what they keep from sight."""

import json
import shlex
from collections.abc import Callable
from pathlib import Path

import pytest
from conftest import Answer, on_the_day

Run = Callable[..., Answer]

ENTERED = (
    "event add 恳谈会甲 --kind 恳谈会 --on 2026-01-31 --unit 望江社区 到场人数=45 --by 赵建芳",
    "event add 茶话会乙 --kind 茶话会 --on 2026-02-01 --unit 渡口社区 到场人数=8 地点=会堂",
    "event add 推介会丙 --kind 推介 --on 2026-03-31 --unit 云河区",
    "event add 恳谈会甲 --kind 恳谈会 --on 2026-05-01 --unit 望江社区",
    "publicity add 横幅 20 --on 2026-01-25 --unit 望江社区 地点=村口",
    "publicity add 公开信 800 --on 2026-01-26 --unit 青石街道",
    "referral add R000002 R000003 --on 2026-02-12 --by 赵建芳 --note 电话15400001111的同学",
    "referral add R000003 R000004 --on 2026-02-13",
    "milestone add R000002 --kind 表彰 --on 2026-02-20 内容=[red]=1+1",
    "assign add 赵建芳 R000002 --on 2025-01-01 结束日期=2025-12-31",
    "assign add 王宇航 R000002 --on 2026-01-01 受托人=赵建芳",
    "number add 总量 3.5 亿元 --on 2025-12-31 来源=报表",
    "number add 总量 12 亿元 --on 2026-03-31 来源=报表",
    "request add R000002 孩子上学 --on 2026-03-02 --category 子女入学",
    "request add R000003 修路 --on 2026-03-03 --unit 青石街道 交办日期=2026-03-04",
    "request add R000003 铺面 --on 2026-03-03 办结日期=2026-03-10",
    "station add 沪上站 --on 2025-01-01 撤销日期=2025-12-31",
    "station add 江州站 --on 2026-01-01",
)


@pytest.fixture(scope="module")
def entered(sample_bytes: bytes, tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """Lay rows of several ledgers into the samples."""
    path = tmp_path_factory.mktemp("entered") / "register.db"
    path.write_bytes(sample_bytes)
    for line in ENTERED:
        assert on_the_day(["--db", str(path), *shlex.split(line)]) == 0, line
    return path.read_bytes()


@pytest.fixture(autouse=True)
def register(own_register: Path, entered: bytes) -> Path:
    """Lay that register where the commands look for it."""
    own_register.write_bytes(entered)
    return own_register


ASKED = [
    ("event list", "E000004 E000003 E000002 E000001"),
    ("event list --quarter 2026Q1", "E000003 E000002 E000001"),
    ("event list --month 2026-01", "E000001"),
    ("event list --from 2026-02-01 --to 2026-03-31", "E000003 E000002"),
    ("event list --unit 临江街道", "E000004 E000002 E000001"),
    ("event list 主办单位=望江社区 状态=已办", "E000001"),
    ("event list 活动名称=恳谈会甲", "E000004 E000001"),
    ("event list 类型=恳谈,茶话", "E000004 E000002 E000001"),
    ("event list 到场人数≥8 --sort 到场人数", "E000002 E000001"),
    ("event list 到场人数=", "E000004 E000003"),
    ("event list 会堂", "E000002"),
    ("event list --by 赵建芳", "E000001"),
    ("event list 负责人~建芳", "E000001"),
    ("event list 编号=E000003", "E000003"),
    ("publicity list 数量>100", "W000002"),
    ("publicity list --unit 云河区", "W000002 W000001"),
    ("referral list --person R000003", "W000004 W000003"),
    ("referral list 被引荐人=R000003", "W000004"),
    ("referral list 引荐人!=R000003", "W000004"),
    ("referral list --by 赵建芳", "W000003"),
    ("milestone list --unit 望江社区", "H000001"),
    ("milestone list --unit 青石街道", ""),
    ("assign list", "L000002"),
    ("assign list --all", "L000002 L000001"),
    ("assign list 结束日期!=", "L000001"),
    ("assign list --by 赵建芳 --all", "L000002 L000001"),
    ("assign list 联系领导=赵建芳 --all", "L000001"),
    ("assign list --unit 望江社区", "L000002"),
    ("number list 数值≥3.5", "W000006 W000005"),
    ("number list 数值>3.5", "W000006"),
    ("request list 环节=受理", "Q000001"),
    ("request list 环节=受理,交办", "Q000002 Q000001"),
    ("request list 环节=办结", "Q000003"),
    ("request list 承办单位=", "Q000003 Q000001"),
    ("request list --unit 青石街道", "Q000002"),
    ("request list 修路", "Q000002"),
    ("station list", "W000008"),
    ("station list --all", "W000008 W000007"),
]


def numbers(answer: Answer) -> str:
    assert answer.code == 0, answer
    return " ".join(row["record"] for row in json.loads(answer.out))


@pytest.mark.parametrize(("line", "found"), ASKED, ids=[line for line, _ in ASKED])
def test_what_is_asked_of_a_list_is_what_it_lists(run: Run, line: str, found: str) -> None:
    assert numbers(run(*shlex.split(line), "--json")) == found


REFUSED = [
    ("event list 负责人=李没有", 1, "没有名为「李没有」的工作人员"),
    ("event list 负责人>赵建芳", 2, "「负责人」不能比大小"),
    ("event list 到场人数~4", 2, "到场人数是数，请写成 到场人数=35 或 到场人数≥35"),
    ("event list 到场人数≥许多", 2, "「许多」不是数"),
    ("event list 活动编号=三", 2, "「三」不是活动编号"),
    ("referral list 引荐人=没有这人", 1, "登记册里没有「没有这人」"),
    ("event list --json --csv", 2, "--json、--csv、--xlsx 只能选一个"),
]


@pytest.mark.parametrize(("line", "code", "said"), REFUSED, ids=[line for line, _, _ in REFUSED])
def test_what_a_list_cannot_be_asked_is_said(run: Run, line: str, code: int, said: str) -> None:
    answer = run(*shlex.split(line))
    assert (answer.code, answer.out) == (code, "")
    assert said in answer.err


def test_a_reference_is_asked_for_by_name_or_number_and_namesakes_all_count(run: Run) -> None:
    [first, second, *_] = json.loads(run("list", "姓名=刘云", "--json").out)
    for row, other in ((first, second), (second, first)):
        assert run("referral", "add", row["person"], other["person"]).code == 0
    assert len(numbers(run("referral", "list", "引荐人=刘云", "--json")).split()) == 2
    assert len(numbers(run("referral", "list", f"引荐人={first['person']}", "--json")).split()) == 1
    refused = run("referral", "list", "--person", "刘云")
    assert (refused.code, refused.err.split("\n")[0]) == (1, "错误：有2人符合「刘云」")


def test_json_names_what_a_row_refers_to_by_number_and_by_name(run: Run) -> None:
    [row] = json.loads(run("referral", "list", "编号=W000003", "--json").out)
    assert (row["person"], row["person_name"], row["from"], row["from_name"]) == (
        *("R000002", "冯大伟"),
        *("R000003", "刘海燕"),
    )
    assert (row["by_name"], row["unit"]) == ("赵建芳", "云河区/临江街道/望江社区")


def test_numbers_in_a_text_are_masked_wherever_it_is_listed(run: Run) -> None:
    for words in ([], ["--json"], ["--csv"]):
        answer = run("referral", "list", *words)
        assert "154****1111" in answer.out
        assert "15400001111" not in answer.out


def test_markup_and_formulas_are_shown_as_they_were_typed(run: Run) -> None:
    assert "[red]=1+1" in run("milestone", "list").out
    assert "[red]=1+1" in run("show", "R000002").out
    run("milestone", "edit", "H000001", "内容==1+1")
    assert "'=1+1" in run("milestone", "list", "--csv").out


def test_what_happened_stays_where_the_person_belonged_then(run: Run) -> None:
    assert run("edit", "R000002", "--unit", "渡口社区", "--on", "2026-03-15").code == 0
    assert numbers(run("milestone", "list", "--unit", "望江社区", "--json")) == "H000001"
    assert numbers(run("assign", "list", "--unit", "渡口社区", "--json")) == "L000002"


def test_rows_of_a_unit_that_was_merged_stay_in_it(run: Run) -> None:
    assert run("unit", "merge", "望江社区", "--into", "渡口社区", "--on", "2026-03-31").code == 0
    [row] = json.loads(run("event", "list", "编号=E000001", "--json").out)
    assert row["unit"] == "云河区/临江街道/望江社区"


def test_an_event_tells_how_many_it_names(run: Run) -> None:
    for person, words in (("R000002", ("--role", "发言人")), ("R000003", ())):
        assert run("event", "attend", "E000002", person, *words).code == 0
    [row] = json.loads(run("event", "list", "编号=E000002", "--json").out)
    assert (row["attended"], row["headcount"]) == (2, 8)


def test_a_list_is_a_workbook_too(run: Run) -> None:
    answer = run("event", "list", "状态=已办", "--xlsx", "活动.xlsx")
    assert (answer.code, answer.out) == (0, "活动.xlsx\n")
    assert Path("活动.xlsx").stat().st_size > 1000
