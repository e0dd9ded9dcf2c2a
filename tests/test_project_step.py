"""`talentreg project step` and `project show`: from the first word of a project to production, or its end."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from books import dump, stored
from conftest import Answer
from returners import LI, WANG, ZHANG, do, lay_office

Run = Callable[..., Answer]

STAGES = 'select "on", talks_on, signed_on, landed_on, running_on, ended_on from project'


@pytest.fixture(autouse=True)
def office(run: Run, own_register: Path) -> Path:
    return lay_office(run, own_register)


@pytest.fixture
def garden(run: Run) -> None:
    """Let a project be known of since January."""
    do(run, "project add 生态茶园 --on 2026-01-05 --unit 望江社区 行业=现代农业")


@pytest.mark.usefixtures("garden")
def test_a_project_goes_its_way_stage_by_stage(run: Run, own_register: Path) -> None:
    do(run, "project step 生态茶园 洽谈 --on 2026-01-20")
    do(run, "project step XM000001 签约 --on 2026-02-10 计划投资=0.5亿元")
    do(run, "project step 生态茶园 开工 --on 2026-03-01 带动就业=30")
    do(run, "project step 生态茶园 running --on 2026-03-20 --unit 柳堤社区")
    assert stored(own_register, STAGES) == [
        ("2026-01-05", "2026-01-20", "2026-02-10", "2026-03-01", "2026-03-20", None)
    ]
    assert stored(own_register, "select investment, jobs from project") == [(5000.0, 30)]
    assert "阶段" not in do(run, "project list 阶段=投产 --unit 柳堤社区").err


@pytest.mark.usefixtures("garden")
def test_stages_may_be_passed_over_and_put_in_later(run: Run, own_register: Path) -> None:
    do(run, "project step 生态茶园 落地 --on 2026-03-01")
    do(run, "project step 生态茶园 洽谈 --on 2026-02-01")
    assert stored(own_register, STAGES) == [("2026-01-05", "2026-02-01", None, "2026-03-01", None, None)]
    assert do(run, "project show 生态茶园").out.splitlines()[:2] == [
        "XM000001  生态茶园  落地（2026年3月1日）",
        "  信息2026-01-05 → 洽谈2026-02-01 → 落地2026-03-01",
    ]


@pytest.mark.usefixtures("garden")
def test_a_project_ends_with_a_reason(run: Run, own_register: Path) -> None:
    assert "没有写终止原因" in do(run, "project step 生态茶园 终止 --on 2026-03-01").err
    do(run, "undo")
    assert do(run, "project step 生态茶园 终止 --on 2026-03-01 --reason 用地没有批下来").err == ""
    assert stored(own_register, "select ended_on, reason from project") == [("2026-03-01", "用地没有批下来")]
    refused = do(run, "project step 生态茶园 投产", 1)
    assert "已于2026年3月1日终止" in refused.err
    do(run, "project edit XM000001 终止日期= 终止原因=")
    do(run, "project step 生态茶园 投产")


@pytest.mark.usefixtures("garden")
@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        ("生态茶园 验收", 2, "可写：洽谈(talks)"),
        ("生态茶原 签约", 1, "是不是：生态茶园"),
        ("XM000009 签约", 1, "没有 XM000009 这个项目"),
        ("生态茶园 签约 --on 2026-01-04", 1, "信息日期记晚了的先改：talentreg project edit XM000001"),
        ("生态茶园 签约 --on 2026-04-01", 1, "还没有到"),
        ("生态茶园 签约 落地日期=2026-03-01", 2, "日期用 --on"),
        ("生态茶园 签约 计划投资=很多", 2, "计划投资"),
        ("生态茶园 签约 --reason 没谈拢", 2, "项目没有终止"),
        ("生态茶园 签约 --unit 望海社区", 1, "是不是：望江社区"),
        ("生态茶园 签约 项目名称=", 2, "没有写项目名称"),
    ],
)
def test_what_cannot_be_is_refused_and_nothing_is_written(
    run: Run, own_register: Path, words: str, code: int, said: str
) -> None:
    before = dump(own_register)
    answer = do(run, f"project step {words}", code)
    assert said in answer.err
    assert (answer.out, dump(own_register)) == ("", before)


@pytest.mark.usefixtures("garden")
def test_no_stage_is_reached_twice(run: Run, own_register: Path) -> None:
    do(run, "project step 生态茶园 签约 --on 2026-02-10")
    before = dump(own_register)
    refused = do(run, "project step 生态茶园 签约 --on 2026-02-11", 1)
    assert "签约日期已记为2026年2月10日" in refused.err
    assert "talentreg project edit XM000001 签约日期=" in refused.err
    assert dump(own_register) == before


@pytest.mark.parametrize("place", ["", " --unit 柳堤社区"])
def test_two_projects_of_one_name_are_told_apart_by_number(run: Run, place: str) -> None:
    do(run, "project add 茶园 --on 2026-01-05 --unit 望江社区")
    do(run, "project add 茶园 --on 2026-01-05 --unit 柳堤社区")
    answer = do(run, "project step 茶园 签约", 1)
    assert "有2个项目叫「茶园」" in answer.err
    assert "XM000002" in answer.err
    do(run, f"project step XM000002 签约{place}")


@pytest.mark.usefixtures("garden")
@pytest.mark.parametrize(
    ("step", "known", "people"),
    [
        ("签约", "", ""),
        ("落地", "", f"{ZHANG} {LI}"),
        ("投产", "", f"{ZHANG} {LI}"),
        ("落地", f"milestone add {ZHANG} --kind 返乡创业 --on 2025-12-01", LI),
    ],
)
def test_whoever_landed_a_project_may_have_come_back(run: Run, step: str, known: str, people: str) -> None:
    do(run, f"project join 生态茶园 {ZHANG} {LI}")
    if known:
        do(run, known)
    answer = do(run, f"project step 生态茶园 {step} --on 2026-03-01 计划投资=500 带动就业=30")
    said = f"参与的人还没有记返乡创业的：talentreg milestone log 返乡创业 {people} --on 2026-03-01\n"
    assert answer.err == (said if people else "")


@pytest.mark.usefixtures("garden")
def test_what_figures_want_to_know_of_a_landed_project_is_asked(run: Run) -> None:
    answer = do(run, "project step 生态茶园 落地 计划投资=500")
    assert answer.err == "还没有写带动就业：talentreg project edit XM000001 带动就业=…\n"
    do(run, "project edit 生态茶园 归属=村集体 带动就业=30")
    assert "还没有写年增收" in do(run, "project step 生态茶园 投产").err
    assert do(run, "project step 生态茶园 签约 年增收=12万元").err == ""


@pytest.mark.usefixtures("garden")
@pytest.mark.parametrize(
    ("planned", "came", "said"),
    [
        ("计划投资=500万元", ("200万元", "50"), "计划投资500万元，到位250万元（50.0%）"),
        ("计划投资=500万元", (), "计划投资500万元，到位0万元（0.0%）"),
        ("带动就业=3", ("200万元",), "计划投资没有写，到位200万元"),
        ("计划投资=3", ("1",), "计划投资3万元，到位1万元（33.3%）"),
    ],
)
def test_a_project_shows_what_was_planned_and_what_came(
    run: Run, planned: str, came: tuple[str, ...], said: str
) -> None:
    do(run, f"project edit 生态茶园 {planned}")
    for amount in came:
        do(run, f"project fund add 生态茶园 {amount} --on 2026-03-01")
    assert do(run, "project show 生态茶园").out.splitlines()[2] == f"  {said}"


@pytest.mark.usefixtures("garden")
def test_a_project_shows_its_people_and_its_money(run: Run) -> None:
    assert "还没有登记参与的人：talentreg project join XM000001" in do(run, "project show 生态茶园").out
    do(run, f"project join 生态茶园 {ZHANG} {WANG} --role 负责人")
    do(run, "project fund add 生态茶园 30 --on 2026-03-02 资金来源=自筹")
    do(run, "project fund add 生态茶园 20 --on 2026-02-02 资金来源==1+1[red]")
    answer = do(run, "project show 生态茶园")
    assert [word in answer.out for word in ("张三", "王五", "负责人", "=1+1[red]", "还没有登记参与的人")] == [
        *(True, True, True, True, False)
    ]
    told = json.loads(do(run, "project show 生态茶园 --json").out)
    assert (told["stage"], told["arrived"], told["unit"]) == ("信息", 50.0, "云河区/临江街道/望江社区")
    assert [one["person_name"] for one in told["people"]] == ["张三", "王五"]
    assert [(one["on"], one["amount"]) for one in told["arrivals"]] == [
        ("2026-02-02", 20.0),
        ("2026-03-02", 30.0),
    ]


def test_a_phone_in_a_note_is_masked(run: Run) -> None:
    do(run, "project add 茶园15400009999 --on 2026-01-05 内容=电话15400008888")
    answer = do(run, "project show XM000001")
    assert ("茶园154****9999" in answer.out, "电话154****8888" in answer.out) == (True, True)
    assert "15400009999" not in do(run, "project show XM000001 --json").out


def test_a_project_nobody_knows_is_not_shown(run: Run) -> None:
    assert "talentreg project list 列出全部项目" in do(run, "project show 茶园", 1).err


@pytest.mark.usefixtures("garden")
def test_the_figures_say_what_the_project_says(run: Run) -> None:
    do(run, f"project join 生态茶园 {ZHANG} {LI} {WANG}")
    do(run, "project step 生态茶园 落地 --on 2026-03-01 计划投资=500 带动就业=30")
    do(run, "project fund add 生态茶园 200 --on 2026-03-02")
    for figure, value in (
        ("落地项目", "1个"),
        ("返乡创业项目", "1个"),
        ("到位资金", "200万元"),
        ("带动就业", "30人"),
    ):
        assert f"：{value}" in do(run, f"why {figure} --quarter 2026Q1").out, figure
