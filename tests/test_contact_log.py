"""`talentreg contact log`: what is typed is what is kept, for everybody named or for nobody."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from conftest import TODAY, Answer

Run = Callable[..., Answer]

WANG, LIU = "R000002", "R000003"
"""冯大伟 and 刘海燕 of 望江社区; another 刘海燕 (R000524) lives in 古槐社区."""

pytestmark = pytest.mark.usefixtures("samples")


def log(run: Run, *words: str) -> Answer:
    answer = run("contact", "log", *words)
    assert (answer.code, answer.err) == (0, "")
    return answer


def dossier(run: Run, person: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(run("show", person, "--json").out)
    return found


def newest(run: Run, person: str) -> dict[str, Any]:
    """Return the contact entered last, without its number."""
    contact = max(dossier(run, person)["contacts"], key=lambda one: str(one["record"]))
    return {name: value for name, value in contact.items() if name != "record"}


def counts(run: Run, unit: str = "云河区") -> dict[str, int]:
    """Count what was reached, in one unit and below."""
    answer = json.loads(run("stats", "--quarter", "2026Q1", "--unit", unit, "--json").out)
    keys = ("contacts_made", "contacts_family", "contacts_unreached")
    return {one["key"]: one["value"] for one in answer["figures"] if one["key"] in keys}


def test_every_option_is_kept(run: Run) -> None:
    words = "--channel 走访 --on 2026-03-05 --presence 返乡 --by 赵建芳 --occasion 节日慰问 --note 想回来办厂"
    words += " --intention 创业 --next-on 2026-04-10 --next-step 送政策材料 --family --inbound"
    log(run, WANG, *words.split())
    assert newest(run, WANG) == {
        "by": "赵建芳",
        "on": "2026-03-05",
        "channel": "visit",
        "presence": "home",
        "direction": "inbound",
        "reached": "family",
        "occasion": "慰问",
        "companions": None,
        "note": "想回来办厂",
        "next_step": "送政策材料",
        "next_on": "2026-04-10",
    }
    assert dossier(run, WANG)["intentions"] == [{"on": "2026-03-05", "kind": "business", "reason": None}]


def test_what_is_not_said_takes_its_default(run: Run) -> None:
    log(run, WANG, "--channel", "phone")
    assert newest(run, WANG) == {
        "by": None,
        "on": TODAY,
        "channel": "phone",
        "presence": "unknown",
        "direction": "outbound",
        "reached": "self",
        "occasion": None,
        "companions": None,
        "note": None,
        "next_step": None,
        "next_on": None,
    }


@pytest.mark.parametrize(
    ("option", "word", "field", "stored"),
    [
        ("--channel", "登门拜访", "channel", "visit"),
        ("--channel", "Letter", "channel", "letter"),
        ("--channel", "打 电话", "channel", "phone"),
        ("--presence", "在外", "presence", "away"),
        ("--presence", "local", "presence", "local"),
        ("--on", "2026.3.5", "on", "2026-03-05"),
        ("--on", "2026年3月5日", "on", "2026-03-05"),
        ("--on", "２０２６０３０５", "on", "2026-03-05"),
        ("--occasion", "听取意见", "occasion", "征求意见"),
        ("--occasion", "送科技下乡", "occasion", "送科技下乡"),
        ("--note", "第一行\n第二行", "note", "第一行\n第二行"),
        ("--note", "本人换号15412345678", "note", "本人换号154****5678"),
    ],
)
def test_a_word_is_kept_as_the_register_writes_it(
    run: Run, option: str, word: str, field: str, stored: str
) -> None:
    log(run, WANG, "--channel", "微信", option, word)
    assert newest(run, WANG)[field] == stored


@pytest.mark.parametrize(
    ("options", "figure"),
    [
        (["--presence", "away"], "contacts_made"),
        (["--inbound"], "contacts_made"),
        (["--family"], "contacts_family"),
        (["--no-answer"], "contacts_unreached"),
    ],
)
def test_a_contact_counts_where_it_was_reached_and_nowhere_else(
    run: Run, options: list[str], figure: str
) -> None:
    before = counts(run)
    log(run, WANG, "--channel", "电话", *options)
    assert counts(run) == before | {figure: before[figure] + 1}


def test_work_counts_for_the_unit_named_not_for_the_persons_own(run: Run) -> None:
    units = ("望江社区", "石门社区", "云河区")
    before = {unit: counts(run, unit)["contacts_made"] for unit in units}
    log(run, WANG, "--channel", "电话", "--unit", "青石街道/石门社区")
    after = {unit: counts(run, unit)["contacts_made"] - before[unit] for unit in units}
    assert after == {"望江社区": 0, "石门社区": 1, "云河区": 1}


@pytest.mark.parametrize(
    "text",
    [
        "R000003",
        "r3",
        "15449331688",
        "+86 154 4933 1688",
        "990101197306250284",
        "刘海燕@望江社区",
        "刘 海燕@临江街道/望江社区",
        "刘海燕@U3",
        "刘海燕＠望江社区",
        "Ｒ００００03",
    ],
)
def test_a_person_is_named_in_any_way_that_tells_them_apart(run: Run, text: str) -> None:
    answer = log(run, text, "--channel", "电话")
    assert answer.out == "已记：2026年3月31日 电话  R000003  刘海燕  云河区/临江街道/望江社区  154****1688\n"


def test_somebody_named_twice_is_contacted_once(run: Run) -> None:
    before = len(dossier(run, WANG)["contacts"])
    answer = log(run, WANG, "冯大伟", "--channel", "电话")
    assert answer.out.count("冯大伟") == 1
    assert len(dossier(run, WANG)["contacts"]) == before + 1


@pytest.mark.parametrize(
    ("people", "said"),
    [
        ([WANG, "没有人", LIU], ["登记册里没有「没有人」", "姓名@社区"]),
        ([WANG, LIU, "R999999"], ["登记册里没有「R999999」"]),
        ([WANG, "刘海燕"], ["有2人符合「刘海燕」", "R000003  刘海燕  云河区/临江街道/望江社区  154****1688"]),
        (["刘海燕", WANG], ["R000524  刘海燕  云河区/青石街道/古槐社区  154****6817", "请用编号"]),
        ([WANG, "刘海燕@望江镇"], ["没有名为「望江镇」的单位", "望江社区"]),
    ],
)
def test_all_are_logged_or_none(run: Run, samples: Path, people: list[str], said: list[str]) -> None:
    before = samples.read_bytes()
    answer = run("contact", "log", *people, "--channel", "电话", "--by", "新来的人")
    assert (answer.code, answer.out) == (1, "")
    assert all(text in answer.err for text in said)
    assert samples.read_bytes() == before


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        ("--channel 电话 --no-answer --family", 2, "只能选一个"),
        ("--channel 电话 --on 2026-04-01", 1, "联络日期2026年4月1日还没有到"),
        ("--channel 电话 --unit 望江", 1, "没有名为「望江」的单位"),
        ("--channel 电话 --by @望江社区", 2, "联络人"),
        ("--note 内容", 2, "--channel"),
    ],
)
def test_what_cannot_be_is_refused_and_leaves_no_trace(
    run: Run, samples: Path, words: str, code: int, said: str
) -> None:
    before = samples.read_bytes()
    answer = run("contact", "log", WANG, *words.split())
    assert (answer.code, answer.out) == (code, "")
    assert said in answer.err
    assert samples.read_bytes() == before


def test_the_same_contact_again_is_said_and_not_entered(run: Run) -> None:
    words = [WANG, LIU, "--channel", "电话", "--by", "赵建芳", "--note", "问近况"]
    log(run, *words)
    before = len(json.loads(run("log", "--json").out)), counts(run)
    again = log(run, *words)
    assert again.out.splitlines() == [
        "已有相同的联络，没有重复登记：R000002  冯大伟  云河区/临江街道/望江社区  154****0597（C001501）",
        "已有相同的联络，没有重复登记：R000003  刘海燕  云河区/临江街道/望江社区  154****1688（C001502）",
        "如确是另一次联络，请用 --note 写明不同之处",
        "要补充已有的那次：talentreg contact edit C001501 事由=…",
    ]
    assert (len(json.loads(run("log", "--json").out)), counts(run)) == before


@pytest.mark.parametrize(
    "difference",
    ["--note 另一通", "--by 赵建芳", "--presence 在外", "--on 2026-03-30", "--inbound", "--no-answer"],
)
def test_a_contact_that_differs_is_another_contact(run: Run, difference: str) -> None:
    log(run, WANG, "--channel", "电话")
    before = len(dossier(run, WANG)["contacts"])
    log(run, WANG, "--channel", "电话", *difference.split())
    assert len(dossier(run, WANG)["contacts"]) == before + 1


def test_an_intention_stated_with_a_known_contact_is_not_lost(run: Run) -> None:
    log(run, WANG, "--channel", "电话")
    log(run, WANG, "--channel", "电话", "--intention", "创业")
    assert [one["kind"] for one in dossier(run, WANG)["intentions"]] == ["business"]


def test_an_intention_that_stands_already_is_not_restated(run: Run) -> None:
    for note in ("第一通", "第二通"):
        log(run, WANG, "--channel", "电话", "--intention", "创业", "--note", note)
    assert len(dossier(run, WANG)["intentions"]) == 1


def test_new_staff_is_entered_once_and_said(run: Run) -> None:
    first = log(run, WANG, LIU, "--channel", "电话", "--by", "新来的人")
    second = log(run, WANG, "--channel", "微信", "--by", "新来的人")
    assert "新登记工作人员：新来的人" in first.out
    assert "新登记工作人员" not in second.out
    assert {newest(run, one)["by"] for one in (WANG, LIU)} == {"新来的人"}
    entries = json.loads(run("log", "--json").out)
    assert [one["summary"] for one in entries[:2]] == ["新增联络1", "新增工作人员1，新增联络2"]


def test_new_staff_belongs_to_the_unit_written_behind_the_name(run: Run) -> None:
    words = [WANG, LIU, "--channel", "电话", "--by", "新来的人@青石街道"]
    log(run, *words)
    again = log(run, *words)
    assert again.out.count("已有相同的联络") == 2
    assert "新登记" not in again.out


def test_of_two_staff_of_one_name_the_unit_decides(run: Run, book: Callable[..., Path]) -> None:
    row = "望江社区|冯大伟|2026-03-01|电话|李主任"
    assert run("import", book(f"联络\n社区|姓名|联络日期|联络方式|联络人\n{row}")).code == 0
    log(run, "陈慧@白鹭村", "--channel", "微信", "--by", "李主任@白鹭村")
    unclear = run("contact", "log", WANG, "--channel", "微信", "--by", "李主任")
    assert (unclear.code, unclear.out) == (1, "")
    assert unclear.err.splitlines() == [
        "错误：有2位工作人员叫「李主任」",
        "  李主任@云河区/临江街道/望江社区",
        "  李主任@云河区/梅溪镇/白鹭村",
        "提示：请写成 姓名@单位",
    ]
    log(run, WANG, "--channel", "微信", "--by", "李主任@望江社区")
    assert newest(run, WANG)["by"] == "李主任"


def test_one_undo_takes_back_everything_a_log_entered(run: Run) -> None:
    before = dossier(run, WANG), dossier(run, LIU)
    log(run, WANG, LIU, "--channel", "电话", "--by", "新来的人", "--intention", "任职")
    assert run("undo").code == 0
    assert (dossier(run, WANG), dossier(run, LIU)) == before
