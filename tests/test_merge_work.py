"""Two records of one person with events, care and requests: one of each stays, undo parts them again."""

from pathlib import Path

import pytest
from books import dump, stored
from conftest import Answer
from office_sheets import lay_office, text_book
from trees import Run, done, existing


@pytest.fixture
def office(own_register: Path, run: Run) -> Path:
    """Lay two events, with 甲 and 丙 of one unit, who turn out to be one person."""
    lay_office(own_register)
    for name, kind, day in (("恳谈会", "恳谈会", "2026-02-10"), ("座谈会", "座谈会", "2026-03-10")):
        done(run, "event", "add", name, f"类型={kind}", f"日期={day}", "--unit", "临江街道")
    return own_register


def take(run: Run, command: str, text: str) -> Answer:
    return done(run, *command.split(), "import", text_book(text), "--unit", "临江街道")


def merged_and_parted(run: Run, register: Path, two: tuple[str, str] = ("甲", "丙")) -> str:
    """Merge two people, undo it, merge them again by undoing the undo; return what the merger said."""
    before = dump(register)
    said = done(run, "merge", *two).out
    after = dump(register)
    done(run, "undo")
    assert {**dump(register), "merged_person": []} == {**before, "merged_person": []}
    again = stored(register, "select max(id) from change_set")[0][0]
    done(run, "undo", str(again))
    assert dump(register) == after
    return said


def test_who_came_under_both_names_came_once_and_blanks_are_filled(run: Run, office: Path) -> None:
    head = "活动|姓名|是否邀请|是否应邀|是否到会|身份|是否返乡|备注"
    rows = ("恳谈会|甲|是||否|||", "恳谈会|丙||是|是|发言人|返乡|带了家人", "座谈会|丙|是|||||")
    take(run, "event", "\n".join([head, *rows, "恳谈会|乙@渡口社区|||是|||"]))
    said = merged_and_parted(run, office)
    assert "参加名单：1条两边都登记过，合成一条" in said
    query = "select event_id, person_id, invited, accepted, attended, role, presence, note from attendance"
    assert stored(office, f"{query} order by id") == [
        (1, 1, "yes", "yes", "yes", "speaker", "home", "带了家人"),
        (2, 1, "yes", None, None, "attendee", "unknown", None),
        (1, 2, None, None, "yes", "attendee", "unknown", None),
    ]


@pytest.mark.parametrize(
    ("rows", "left"),
    [
        (["李主任|甲|2025-03-01||", "李主任|丙|2024-05-01||老乡"], [(1, "2024-05-01", None, "老乡")]),
        (
            ["李主任|甲|2025-03-01|2025-09-30|", "李主任|丙|2025-06-01||老乡"],
            [(1, "2025-03-01", None, "老乡")],
        ),
        (
            ["李主任|甲|2024-03-01|2024-09-30|旧", "李主任|丙|2025-06-01||新"],
            [(1, "2024-03-01", "2024-09-30", "旧"), (1, "2025-06-01", None, "新")],
        ),
        (["李主任|甲|2025-03-01||", "王主任|丙|2025-03-01||"], [(1, "2025-03-01", None, None)] * 2),
    ],
    ids=["both run", "they overlap", "one after the other", "two leaders"],
)
def test_one_leader_cares_for_one_person_once(
    run: Run, office: Path, rows: list[str], left: list[object]
) -> None:
    take(run, "assign", "\n".join(["联系领导|联系对象|任期起|结束日期|确定原因", *rows]))
    merged_and_parted(run, office)
    query = 'select person_id, "on", ended_on, reason from assignment order by id'
    assert stored(office, query) == left


def test_equal_requests_are_one_and_others_stay_two(run: Run, office: Path) -> None:
    head = "姓名|诉求内容|受理日期|办结日期|紧急|办理结果"
    rows = ("甲|住房|2026-02-01|||", "丙|住房|2026-02-01|2026-03-01|是|已办", "丙|就医|2026-02-01|||")
    take(run, "request", "\n".join([head, *rows]))
    said = merged_and_parted(run, office)
    assert "诉求：1条两边都登记过" in said
    query = "select person_id, text, closed_on, urgent, result from request order by id"
    assert stored(office, query) == [
        (1, "住房", "2026-03-01", "yes", "已办"),
        (1, "就医", None, "no", None),
    ]


def test_nobody_has_referred_themselves(run: Run, office: Path) -> None:
    rows = (
        "丙|甲|2026-02-01",
        "乙@渡口社区|甲|2026-02-02",
        "乙@渡口社区|丙|2026-02-02",
        "丙|乙@渡口社区|2026-02-03",
    )
    take(run, "referral", "\n".join(["被引荐人|引荐人|引荐日期", *rows]))
    merged_and_parted(run, office)
    assert stored(office, "select person_id, from_id from entry order by id") == [(2, 1), (1, 2)]


def test_milestones_calls_and_places_at_a_station_are_kept_once(run: Run, office: Path) -> None:
    take(
        run,
        "milestone",
        "姓名|成效种类|日期|学历|成效内容\n甲|签约|2026-02-01||医院\n丙|签约|2026-02-01|博士|医院",
    )
    take(
        run,
        "hotline",
        "类别|来电日期|登记的人|内容|是否帮助\n政策|2026-02-01|甲|问\n政策|2026-02-01|丙|问|是",
    )
    take(run, "station", "名称|成立日期\n驻沪站|2024-01-01")
    take(
        run,
        "station",
        "工作站|姓名|加入日期|离开日期|职务\n驻沪站|甲|2025-01-01||\n驻沪站|丙|2024-06-01|2025-06-01|站长",
    )
    merged_and_parted(run, office)
    assert stored(office, "select person_id, degree from milestone") == [(1, "博士研究生")]
    assert stored(office, "select person_id, outcome from entry where kind = 'hotline'") == [(1, "yes")]
    assert stored(office, 'select person_id, "on", until, role from membership') == [
        (1, "2024-06-01", None, "站长")
    ]


def test_work_stays_counted_where_it_was_done(run: Run, office: Path) -> None:
    done(run, "request", "open", "丁@梅溪村", "修路", "受理日期=2026-02-01")
    done(run, "milestone", "add", "丁@梅溪村", "成效种类=签约", "成效日期=2026-02-01")
    said = merged_and_parted(run, office, ("甲", "丁"))
    assert "所属单位不同，用「云河区/临江街道/望江社区」" in said
    assert stored(office, "select person_id, unit_id from request") == [(1, 7)]
    assert stored(office, "select person_id, unit_id from milestone") == [(1, 7)]


def test_somebody_merged_is_found_by_what_a_sheet_calls_them(run: Run, office: Path) -> None:
    done(run, "merge", "甲", "丙")
    take(run, "event", "活动|姓名|人才编号|是否到会\n恳谈会|丙||是\n座谈会|丙|R000003|是")
    assert stored(office, "select person_id from attendance") == [(1,), (1,)]


def test_a_trial_says_the_same_and_keeps_everything(run: Run, office: Path) -> None:
    take(run, "event", "活动|姓名|是否到会\n恳谈会|甲|是\n恳谈会|丙|是")
    before = dump(office)
    said = done(run, "merge", "甲", "丙", "--dry-run").out
    assert ("参加名单：1条两边都登记过" in said, dump(office)) == (True, before)


def test_what_a_merger_set_aside_can_only_go_with_it(run: Run, office: Path) -> None:
    take(run, "event", "活动|姓名|是否到会\n恳谈会|甲|是")
    take(run, "event", "活动|姓名|是否到会\n恳谈会|丙|是")
    entered = str(stored(office, "select max(id) from change_set")[0][0])
    done(run, "merge", "甲", "丙")
    answer = run("undo", entered)
    assert (answer.code, "已在第" in answer.err) == (1, True), answer
    assert len(stored(office, "select id from attendance")) == 1


def test_two_entries_of_one_leader_become_one_with_what_they_care_for(run: Run, office: Path) -> None:
    rows = ("李健国|甲|2025-01-01||", "李建国|甲|2025-06-01|李健国|老乡", "李健国|乙@渡口社区|2025-01-01||")
    take(run, "assign", "\n".join(["联系领导|联系对象|任期起|受托人|确定原因", *rows]))
    before = dump(office)
    answer = done(run, "staff", "merge", "李健国", "--into", "李建国")
    assert "其中1项联系服务两边都有，合成了一项" in answer.err
    query = 'select leader_id, person_id, "on", delegate_id, reason from assignment order by id'
    into = stored(office, "select id from staff where name = '李建国'")[0][0]
    assert stored(office, query) == [
        (into, 1, "2025-01-01", None, "老乡"),
        (into, 2, "2025-01-01", None, None),
    ]
    done(run, "undo")
    assert dump(office) == before


def test_who_liaises_with_a_unit_that_moves_goes_on_and_what_happened_stays(run: Run, office: Path) -> None:
    done(run, "assign", "add", "王联络", "联系单位=望江社区", "联系关系=联络员", "任期起=2025-01-01")
    done(run, "duty", "rule", "add", "社区规定", "适用单位=望江社区", "施行日期=2025-01-01")
    take(run, "publicity", "形式|数量|日期|单位\n横幅|3|2026-01-20|望江社区\n横幅|4|2026-03-10|望江社区")
    before = dump(office)
    done(run, "unit", "move", "望江社区", "--to", "梅溪镇", "--on", "2026-03-01")
    heir = stored(office, "select successor_id from unit where id = 3")[0][0]
    spans = [(3, "2025-01-01", "2026-02-28"), (heir, "2026-03-01", None)]
    assert stored(office, 'select unit_id, "on", ended_on from assignment order by id') == spans
    assert stored(office, 'select unit_id, "on", until from duty_rule order by id') == spans
    assert stored(office, "select unit_id, quantity from entry order by id") == [(3, 3), (heir, 4)]
    done(run, "undo")
    assert dump(office) == before


def test_units_that_merge_keep_one_liaison_officer_and_their_own_rules(run: Run, office: Path) -> None:
    for unit in ("望江社区", "渡口社区"):
        done(
            run,
            "assign",
            "add",
            "王联络@临江街道" if unit == "渡口社区" else "王联络",
            f"联系单位={unit}",
            "联系关系=联络员",
            "任期起=2025-01-01",
        )
    done(run, "duty", "rule", "add", "渡口规定", "适用单位=渡口社区", "施行日期=2025-01-01")
    done(run, "campaign", "task", "add", "年报", "任务种类=报送", "完成期限=2026-12-31", "完成层级=村社区")
    take(run, "campaign", "任务|完成单位|完成日期\n年报|望江社区|2026-03-20\n年报|渡口社区|2026-03-21")
    before = dump(office)
    done(run, "unit", "merge", "渡口社区", "--into", "望江社区", "--on", "2026-03-01")
    assert "云河区/临江街道/渡口社区" not in existing(office)
    running = "select unit_id from assignment where ended_on is null"
    assert stored(office, running) == [(3,)]
    assert stored(office, "select unit_id, until from duty_rule") == [(4, "2026-02-28")]
    assert stored(office, "select unit_id from fulfilment order by id") == [(3,), (4,)]
    done(run, "undo")
    assert dump(office) == before
