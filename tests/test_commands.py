"""`add`, `withdraw`, `show`, `log`, `where`, `figures`: what each one does and what it refuses."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from conftest import TODAY, Answer

from talentreg.figures.catalogue import FIGURES
from talentreg.places import default_register

Run = Callable[..., Answer]

MAN = "990101197909240018"
"""The ID number of 马鹏 (R000001); its area code belongs to nobody."""
FREE = "990101199001010019"
"""A valid ID number of nobody in the samples: a man born on 1990-01-01."""


def dossier(run: Run, person: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(run("show", person, "--json").out)
    return found


def entries(run: Run) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(run("log", "--json").out)
    return found


def refused(answer: Answer, code: int, *said: str) -> None:
    assert (answer.code, answer.out) == (code, "")
    assert all(text in answer.err for text in said), answer.err


# add


@pytest.mark.parametrize(
    ("word", "field", "stored"),
    [
        ("学历=本科", "degree", "本科"),
        ("最高学历=大学本科", "degree", "本科"),
        ("degree=本科", "degree", "本科"),
        ("学 历＝本科", "degree", "本科"),
        ("性别=女性", "sex", "female"),
        ("出生日期=1990.5", "birth", "1990-05"),
        ("手机号=154 1234 5678", "phone", "154****5678"),
        ("人员类别=企业家，专家", "category", "企业家、专家"),
        ("备注=a=b", "note", "a=b"),
        ("工作单位=", "employer", None),
    ],
)
def test_a_field_goes_by_heading_alias_or_name(run: Run, word: str, field: str, stored: str | None) -> None:
    assert run("add", "张三", word).code == 0
    assert dossier(run, "张三")[field] == stored


@pytest.mark.parametrize(
    ("word", "said"),
    [
        ("血型=A", ["没有「血型」这个字段", "学历", "返乡意愿"]),
        ("学历", ["「学历」不是 字段=内容 的写法", "学历=本科"]),
        ("性别=公", ["性别「公」看不懂", "男(male)", "女(female)"]),
        ("在库状态=在", ["在库状态「在」看不懂", "待核(pending)"]),
        ("返乡意愿=回", ["返乡意愿「回」看不懂", "创业(business)"]),
        ("身份证号=1234", ["身份证号应为18位，这里是4位"]),
        ("身份证号=990101199001010018", ["身份证号校验位不对"]),
        ("电话=12", ["不是有效的电话号码"]),
        ("入库日期=去年", ["日期「去年」看不懂", "2026-03-05"]),
        ("姓名=李四", ["姓名"]),
    ],
)
def test_a_word_that_is_no_field_enters_nobody(
    run: Run, own_register: Path, word: str, said: list[str]
) -> None:
    refused(run("add", "张三", word), 2, *said)
    assert not own_register.exists()


def test_birth_and_sex_follow_from_the_id_number(run: Run) -> None:
    run("add", "张三", "--id-number", FREE)
    found = dossier(run, "张三")
    assert (found["birth"], found["sex"]) == ("1990-01-01", "male")


@pytest.mark.parametrize("word", ["性别=女", "出生年月=1985-06"])
def test_what_the_id_number_denies_is_said(run: Run, word: str) -> None:
    answer = run("add", "张三", "--id-number", FREE, word)
    assert answer.code == 0
    assert "与身份证号" in answer.err


def test_somebody_entered_is_enrolled_today_in_the_unit_named(run: Run, samples: Path) -> None:
    answer = run("add", "张三", "--phone", "15400000001", "--unit", "临江街道/望江社区")
    assert (answer.out, answer.err) == ("已登记：R000601  张三  云河区/临江街道/望江社区  154****0001\n", "")
    found = dossier(run, "张三")
    assert found["statuses"] == [{"on": TODAY, "status": "enrolled", "reason": None}]
    assert (found["unit"], found["phone"]) == ("云河区/临江街道/望江社区", "154****0001")


def test_day_status_and_intention_are_what_is_written(run: Run) -> None:
    run("add", "张三", "入库日期=2026-01-09", "在库状态=待核实", "返乡意愿=回乡创业")
    found = dossier(run, "张三")
    assert found["statuses"] == [{"on": "2026-01-09", "status": "pending", "reason": None}]
    assert found["intentions"] == [{"on": "2026-01-09", "kind": "business", "reason": None}]


def test_without_a_unit_the_only_top_unit_is_taken_and_else_it_is_said(run: Run, samples: Path) -> None:
    assert "张三  云河区" in run("add", "张三").out
    samples.unlink()
    answer = run("add", "张三")
    assert (answer.code, answer.out) == (0, "已登记：R000001  张三\n")
    assert "没有写所属单位" in answer.err


@pytest.mark.usefixtures("samples")
@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["张三", "--id-number", MAN], ["身份证号已经登记", "R000001  马鹏"]),
        (["张三", f"身份证号={MAN}", "--namesake"], ["身份证号已经登记", "R000001  马鹏"]),
        (["马鹏", "--phone", "15413739198"], ["已有同名同电话的人", "R000001  马鹏", "--namesake"]),
        (["马鹏", "--phone", "15437373577"], ["已有同名同电话的人"]),
        (["马鹏", "出生年月=1979-09-24", "--unit", "望江社区"], ["本单位已有同名同出生年月的人"]),
        (["马鹏", "入库日期=2026-04-01"], ["入库日期2026年4月1日还没有到"]),
        (["马鹏", "--unit", "望江"], ["没有名为「望江」的单位", "望江社区"]),
    ],
)
def test_somebody_who_may_be_there_already_is_refused(
    run: Run, samples: Path, words: list[str], said: list[str]
) -> None:
    before = samples.read_bytes()
    refused(run("add", *words), 1, *said)
    assert samples.read_bytes() == before


def test_no_way_out_is_offered_that_does_not_lead_out(run: Run, samples: Path) -> None:
    assert "--namesake" not in run("add", "张三", "--id-number", MAN).err


def test_a_namesake_is_entered_when_said_to_be_one(run: Run, samples: Path) -> None:
    answer = run("add", "马鹏", "--phone", "15413739198", "--unit", "望江社区", "--namesake")
    assert (answer.code, answer.err) == (0, "")
    refused(run("show", "马鹏"), 1, "有2人符合「马鹏」", "R000001", "R000601")


# withdraw


def test_somebody_withdrawn_leaves_the_count_and_keeps_the_record(run: Run, samples: Path) -> None:
    answer = run("withdraw", "R000001", "--on", "2026-03-01", "--reason", "户籍迁出")
    assert answer.out == "已退库：R000001  马鹏  云河区/临江街道/望江社区  154****9198\n"
    last = dossier(run, "R000001")["statuses"][-1]
    assert last == {"on": "2026-03-01", "status": "withdrawn", "reason": "户籍迁出"}
    assert run("why", "入库人才").out.startswith("入库人才：599人\n")
    assert run("why", "退库人才").out.startswith("退库人才：1人\n")


def test_somebody_who_died_is_recorded_so(run: Run, samples: Path) -> None:
    run("withdraw", "R000001", "--deceased")
    assert dossier(run, "R000001")["statuses"][-1]["status"] == "deceased"


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["R000002"], "R000002 已经退库，没有改动"),
        (["R000002", "--on", "2026-02-01"], "R000002 已经退库，没有改动"),
        (["R000001", "--on", "2000-01-01"], "的入库记录，没有改动"),
        (["R000001", "--on", "2026-04-01"], "退库日期2026年4月1日还没有到"),
        (["刘海燕"], "有2人符合「刘海燕」"),
    ],
)
def test_a_withdrawal_that_cannot_be_is_refused(run: Run, samples: Path, words: list[str], said: str) -> None:
    assert run("withdraw", "R000002", "--on", "2026-03-01").code == 0
    before = samples.read_bytes()
    refused(run("withdraw", *words), 1, said)
    assert samples.read_bytes() == before


# show


@pytest.mark.parametrize("form", [(), ("--json",)])
@pytest.mark.parametrize(
    "words",
    [
        [],
        ["contact", "log", "R000001", "--channel", "电话", "--note", f"换号15413739198，证号{FREE}"],
        ["contact", "log", "R000001", "--channel", "电话", "--next-step", f"打15413739198，核对{FREE}"],
        ["withdraw", "R000001", "--reason", f"15413739198来电，证号{FREE}"],
        ["show", "R000002", "--reveal", "--purpose", f"核对15413739198和{FREE}"],
    ],
)
def test_no_number_is_shown_in_full(run: Run, samples: Path, words: list[str], form: tuple[str, ...]) -> None:
    assert not words or run(*words).code == 0
    for reading in (["show", "R000001"], ["why", "联系人次"], ["why", "退库人才"], ["log"]):
        answer = run(*reading, *form)
        assert answer.code == 0
        assert [n for n in ("15413739198", "15437373577", MAN, FREE) if n in answer.out] == [], reading


def test_a_reveal_needs_a_purpose(run: Run, samples: Path) -> None:
    for words in (["--reveal"], ["--reveal", "--purpose", "  "]):
        refused(run("show", "R000001", *words), 2, "要写明用途", "--purpose")
    assert len(entries(run)) == 1


@pytest.mark.parametrize("form", [(), ("--json",)])
def test_a_reveal_shows_everything_and_leaves_an_entry_without_values(
    run: Run, samples: Path, form: tuple[str, ...]
) -> None:
    answer = run("show", "15413739198", "--reveal", "--purpose", "核对补贴", *form)
    assert "15413739198" in answer.out
    assert MAN in answer.out
    entry = entries(run)[0]
    assert (entry["number"], entry["command"]) == (None, "show --reveal")
    assert entry["summary"] == "R000001，用途：核对补贴"


def test_a_person_shows_with_histories_contacts_and_source(run: Run, samples: Path) -> None:
    run("contact", "log", "R000002", "--channel", "电话", "--by", "赵建芳", "--intention", "任职")
    found = dossier(run, "R000002")
    assert (found["person"], found["name"], found["unit"]) == (
        "R000002",
        "冯大伟",
        "云河区/临江街道/望江社区",
    )
    assert found["contacts"][0]["by"] == "赵建芳"
    assert [one["kind"] for one in found["intentions"]] == ["office"]
    assert [(one["sheet"], one["line"]) for one in found["sources"]] == [("望江社区", 5)]
    plain = run("show", "R000002").out
    assert all(word in plain for word in ("任职", "联络（5次）", "临江街道乡土人才登记表.xlsx", "2026-03-31"))


# log, where, figures


def test_the_log_lists_newest_first_and_says_what_was_undone(run: Run) -> None:
    run("add", "张三")
    run("contact", "log", "张三", "--channel", "电话")
    run("undo")
    assert [(one["number"], one["command"], one["undone_by"]) for one in entries(run)] == [
        (3, "undo 2", None),
        (2, "contact log", 3),
        (1, "add", None),
    ]
    assert "新增联络1（已由第3号撤销）" in run("log").out
    assert "contact log" not in run("log", "--limit", "1").out
    assert len(json.loads(run("log", "--limit", "1", "--json").out)) == 3, "JSON holds all rows"
    assert run("log", "--limit", "9" * 20).code == 2


@pytest.mark.parametrize("place", ["before", "after", "variable", "default"])
def test_the_register_lies_where_it_was_named_last(
    run: Run, tmp_path: Path, own_register: Path, monkeypatch: pytest.MonkeyPatch, place: str
) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    named, other = tmp_path / "named.db", tmp_path / "other.db"
    cases: dict[str, tuple[list[str | Path], Path]] = {
        "before": (["--db", named, "where"], named),
        "after": (["--db", other, "where", "--db", named], named),
        "variable": (["where"], own_register),
        "default": (["where"], default_register()),
    }
    words, path = cases[place]
    if place == "default":
        monkeypatch.setenv("TALENTREG_DB", "")
    before = sorted(tmp_path.rglob("*"))
    answer = run(*words)
    assert (answer.code, answer.out) == (0, f"{path}\n")
    assert place == "default" or answer.err == "还没有登记册，第一次写入时会新建\n"
    assert sorted(tmp_path.rglob("*")) == before, "where makes nothing"


def test_an_option_before_a_group_reaches_its_commands(run: Run, tmp_path: Path) -> None:
    run("--db", tmp_path / "a.db", "add", "张三")
    assert run("contact", "--db", tmp_path / "a.db", "log", "张三", "--channel", "电话").code == 0


def test_every_figure_is_listed_with_its_definition(run: Run) -> None:
    listed = json.loads(run("figures", "--json").out)
    assert [one["key"] for one in listed] == list(FIGURES)
    assert all(one["definition"] and one["leaves_out"] for one in listed)
    plain = run("figures").out
    assert all(f.label in plain and f.key in plain and f.definition in plain for f in FIGURES.values())
