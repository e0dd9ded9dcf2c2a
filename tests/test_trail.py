"""`log` of one record field by field, `undo` tried first, and what `show` tells of times and sources."""

import csv
import hashlib
import io
import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from books import csv_book, empty_register, id_number, lay_once, phone
from conftest import TODAY, Answer
from test_store import contents

Run = Callable[..., Answer]
Step = tuple[int, str, str, str, str]

PEOPLE = f"""姓名,身份证号,所属街道,所属社区,联系电话,微信,学历,返乡意愿,入库日期,宠物
张三,{id_number(1)},临江街道,望江社区,{phone(1)},zhangsan_88,本科,创业,2025-03-01,猫
李四,,青石街道,石门社区,{phone(2)},,,,2025-03-01,
"""
ENTERED = [
    (1, "R000001", "（insert）", "", "张三"),
    (1, "S000001", "（insert）", "", "2025-03-01  入库"),
    (1, "B000001", "（insert）", "", "起初  云河区/临江街道/望江社区"),
    (1, "Y000001", "（insert）", "", "2025-03-01  创业"),
]
"""What the import of 张三 reads like."""


@pytest.fixture(autouse=True)
def office(run: Run, own_register: Path) -> Path:
    """Lay a register with two people, imported in change set 1."""

    def lay() -> None:
        assert run("import", csv_book(PEOPLE), "--unit", "/云河区").code == 0

    return lay_once(__name__, own_register, lay)


def do(run: Run, words: str, code: int = 0) -> Answer:
    answer = run(*words.split())
    assert answer.code == code, answer
    return answer


def steps(run: Run, whose: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(do(run, f"log {whose} --json").out)
    return found


def trail(run: Run, whose: str, after: int = 0) -> list[Step]:
    """Return a record's steps: change set, record, heading or action, before, after."""
    return [
        (one["set"], one["record"], one["heading"] or f"（{one['action']}）", one["before"], one["after"])
        for one in steps(run, whose)
        if one["set"] > after
    ]


def log(run: Run) -> list[dict[str, Any]]:
    entries: list[dict[str, Any]] = json.loads(run("log", "--json").out)
    return entries


def digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


# The trail of a record


def test_an_import_is_told_row_by_row(run: Run) -> None:
    assert trail(run, "张三") == ENTERED
    assert steps(run, "R000001")[0] == {
        "set": 1,
        "at": steps(run, "张三")[0]["at"],
        "who": log(run)[0]["who"],
        "command": "import 登记表.csv",
        "record": "R000001",
        "title": "人才",
        "action": "insert",
        "field": "",
        "heading": "",
        "before": "",
        "after": "张三",
        "undone_by": None,
    }
    assert steps(run, "张三")[0]["at"].startswith(f"{TODAY}T")


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ("学历=硕士", ("R000001", "学历", "本科", "硕士研究生")),
        ("微信=", ("R000001", "微信", "z*********8", "")),
        ("性别=女", ("R000001", "性别", "男", "女")),
        (f"联系电话={phone(8)}", ("R000001", "联系电话", "154****0001", "154****0008")),
        ("身份证号=", ("R000001", "身份证号", f"99**************{id_number(1)[-2:]}", "")),
        (f"备注=找{phone(9)}", ("R000001", "备注", "", "找154****0009")),
        ("宠物=狗", ("R000001", "其他列", "宠物：猫", "宠物：狗")),
        ("入库日期=2025-05-01", ("S000001", "入库日期", "2025-03-01", "2025-05-01")),
        ("返乡意愿=无 --correct", ("Y000001", "返乡意愿", "创业", "无")),
        ("返乡意愿=无 --on 2026-03-01", ("Y000002", "（insert）", "", "2026-03-01  无")),
        ("在库状态=退库", ("S000003", "（insert）", "", f"{TODAY}  退库")),
        (
            "单位=石门社区 --on 2026-03-01",
            ("B000003", "（insert）", "", "2026-03-01  云河区/青石街道/石门社区"),
        ),
        (
            "单位=石门社区 --correct",
            ("B000001", "单位", "云河区/临江街道/望江社区", "云河区/青石街道/石门社区"),
        ),
    ],
)
def test_an_edit_is_told_as_before_and_after_with_numbers_masked(
    run: Run, words: str, told: tuple[str, ...]
) -> None:
    do(run, f"edit 张三 {words}")
    assert trail(run, "张三", 1) == [(2, *told)]
    shown = do(run, "log 张三").out
    assert re.findall(r"\d{11,}", shown) == []


def test_one_change_of_many_is_told_from_its_own_before_to_its_own_after(run: Run) -> None:
    for degree in ("硕士", "博士", "", "大专"):
        do(run, f"edit 张三 学历={degree}")
    told = [(number, before, after) for number, _, _, before, after in trail(run, "张三", 1)]
    words = ["本科", "硕士研究生", "博士研究生", "", "大专"]
    assert told == [(place + 2, words[place], words[place + 1]) for place in range(4)]


def test_a_number_kept_as_it_was_written_is_masked_as_show_does(run: Run) -> None:
    sheet = f"姓名,所属社区,联系电话,身份证号\n王五,望江社区,{phone(9)},990101 19900506 00199\n"
    assert run("import", csv_book(sheet, "坏.csv")).code == 0
    do(run, "edit 王五 身份证号（原文）=核过了")
    ((_, _, _, before, after),) = trail(run, "王五", 2)
    assert after == "身份证号（原文）：核过了"
    assert "19900506" not in before


def test_undo_and_redo_are_told_and_say_what_they_took_back(run: Run) -> None:
    do(run, "edit 张三 学历=硕士")
    do(run, "undo")
    do(run, "undo 3")
    assert trail(run, "张三", 1) == [
        (2, "R000001", "学历", "本科", "硕士研究生"),
        (3, "R000001", "学历", "硕士研究生", "本科"),
        (4, "R000001", "学历", "本科", "硕士研究生"),
    ]
    told = [(one["command"], one["undone_by"]) for one in steps(run, "张三")][4:]
    assert told == [("edit", None), ("undo 2", 4), ("undo 3", None)]
    assert "undo 2（已由第4号撤销）" in do(run, "log 张三").out


def test_contacts_and_what_was_said_in_them_belong_to_the_person_even_when_gone(run: Run) -> None:
    do(run, f"contact log 张三 --channel 电话 --by 赵主任 --intention 就业 --note 换号{phone(5)}")
    do(run, "contact edit C000001 方式=走访 联络人=何文静 单位=石门社区")
    do(run, "contact remove C000001")
    call = f"{TODAY}  电话  不详  本人  赵主任  换号154****0005"
    visit = f"{TODAY}  走访  不详  本人  何文静  换号154****0005"
    of_contact = [
        (2, "C000001", "（insert）", "", call),
        (3, "C000001", "联络方式", "电话", "走访"),
        (3, "C000001", "单位", "", "云河区/青石街道/石门社区"),
        (3, "C000001", "联络人", "赵主任", "何文静"),
        (4, "C000001", "（delete）", visit, ""),
    ]
    assert trail(run, "C000001") == of_contact
    said = [
        (2, "Y000002", "（insert）", "", f"{TODAY}  就业"),
        (4, "Y000002", "（delete）", f"{TODAY}  就业", ""),
    ]
    assert sorted(trail(run, "张三", 1)) == sorted(of_contact + said)
    do(run, "undo")
    assert trail(run, "c1", 4) == [(5, "C000001", "（insert）", "", visit)]


def test_somebody_elses_changes_are_not_told(run: Run) -> None:
    do(run, "edit 李四 学历=硕士")
    do(run, "contact log 李四 --channel 电话")
    do(run, "contact remove C000001")
    assert trail(run, "张三") == ENTERED


def test_units_and_staff_have_trails_too(run: Run) -> None:
    do(run, "contact log 张三 --channel 电话 --by 赵主任")
    do(run, f"staff edit 赵主任 职务=书记 联系电话={phone(6)}")
    assert trail(run, "G000001", 2) == [
        (3, "G000001", "职务", "", "书记"),
        (3, "G000001", "联系电话", "", "154****0006"),
    ]
    assert [(one[2], one[4]) for one in trail(run, "U000003")] == [("（insert）", "望江社区")]


def test_the_screen_and_csv_tell_what_json_tells(run: Run) -> None:
    do(run, "edit 张三 学历=硕士")
    rows = list(csv.DictReader(io.StringIO(do(run, "log 张三 --csv").out.lstrip("\ufeff"))))
    assert list(rows[0]) == list(steps(run, "张三")[0])
    assert [(row["heading"], row["before"], row["after"]) for row in rows[4:]] == [
        ("学历", "本科", "硕士研究生")
    ]
    last = do(run, "log 张三").out.splitlines()[-1].split()
    assert (last[0], last[4:]) == ("2", ["edit", "人才", "R000001", "学历", "本科", "硕士研究生"])


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        ("log 没有人", 1, "登记册里没有「没有人」"),
        ("log R000099", 1, "登记册里没有「R000099」"),
        ("log C000099", 1, "C000099"),
        ("log 张三 --json --csv", 2, "只能选一个"),
        ("log --limit 0", 2, "--limit"),
        ("undo 99", 1, "没有第99号变更"),
        ("undo 二", 2, "变更号"),
    ],
)
def test_what_is_not_there_is_refused(run: Run, office: Path, words: str, code: int, said: str) -> None:
    before = digest(office)
    answer = do(run, words, code)
    assert answer.out == ""
    assert said in answer.err
    assert digest(office) == before


# The whole log


def test_the_log_is_newest_first_and_may_be_cut(run: Run) -> None:
    for name in ("甲", "乙", "丙"):
        do(run, f"add {name}")
    assert [one["number"] for one in log(run)] == [4, 3, 2, 1]
    shown = do(run, "log --limit 2").out.partition("─\n")[2].splitlines()
    assert [line.split()[0] for line in shown] == ["4", "3"]
    assert log(run)[0]["summary"] == "新增人才1，新增在库状态1，新增所属单位1"


def test_looking_closely_is_an_entry_without_a_number_and_cannot_be_undone(run: Run, office: Path) -> None:
    before = contents(office)
    do(run, "show 张三 --reveal --purpose 核对补贴")
    entry = next(one for one in log(run) if one["number"] is None)
    assert (entry["command"], entry["summary"]) == ("show --reveal", "R000001，用途：核对补贴")
    assert "留痕" in do(run, "log").out
    assert trail(run, "张三") == ENTERED
    assert do(run, "undo").out.startswith("已撤销第1号变更：import")
    do(run, "undo 2")
    assert contents(office) == before


# Trying an undo first


@pytest.mark.parametrize(
    ("words", "number"),
    [
        ("edit 张三 学历=硕士 宠物= 返乡意愿=无", ""),
        ("contact log 张三 李四 --channel 电话 --by 赵主任 --intention 就业", ""),
        ("add 王五", "2"),
        ("withdraw 张三", "1"),
    ],
)
def test_a_tried_undo_says_what_the_real_one_does_and_changes_nothing(
    run: Run, office: Path, words: str, number: str
) -> None:
    do(run, words)
    before, entries = digest(office), log(run)
    tried = run("undo", "--dry-run", *number.split())
    assert (digest(office), log(run)) == (before, entries)
    real = run("undo", *number.split())
    assert tried.code == real.code
    assert digest(office) != before
    *told, last = tried.out.splitlines()
    assert last == "这是试撤销，登记册没有改动；去掉 --dry-run 即撤销"
    assert [line.replace("将撤销", "已撤销") for line in told] == real.out.splitlines()[:-1]


def test_rows_changed_since_are_kept_and_named_in_both(run: Run, office: Path) -> None:
    do(run, "edit 张三 学历=硕士")
    do(run, "contact log 李四 --channel 电话")
    whole = contents(office)
    kept = ["R000002  李四  云河区/青石街道/石门社区  154****0002", "R000001  张三"]
    for words in ("undo 1 --dry-run", "undo 1"):
        out = do(run, words, 3).out
        assert [one for one in kept if f"  人才 {one}" not in out] == []
        assert "后来又改过或被其他记录引用，保留未动" in out
        assert contents(office) == whole


def test_an_undo_is_taken_back_by_undoing_it(run: Run, office: Path) -> None:
    states = [contents(office)]
    do(run, "edit 张三 学历=硕士 单位=石门社区")
    states.append(contents(office))
    for number, state in (("2", 0), ("3", 1), ("4", 0), ("5", 1)):
        said = do(run, f"undo {number}").out.splitlines()[-1]
        assert said == f"如需恢复：talentreg undo {int(number) + 1}"
        assert contents(office) == states[state]


@pytest.mark.parametrize("words", ["undo", "undo --dry-run"])
def test_there_is_nothing_to_undo_in_an_empty_or_missing_register(run: Run, office: Path, words: str) -> None:
    office.write_bytes(empty_register())
    assert "没有可以撤销的变更" in do(run, words, 1).err
    office.unlink()
    assert "还没有登记册" in do(run, words, 1).err
    assert not office.exists()


# Times and sources


def test_the_timeline_tells_all_that_is_dated_oldest_first(run: Run) -> None:
    do(
        run,
        f"contact log 张三 --channel 电话 --on 2026-02-01 --by 赵主任 --note 换号{phone(5)} --intention 无",
    )
    do(run, "edit 张三 单位=石门社区 --on 2026-01-15")
    do(run, "withdraw 张三 --on 2026-03-10 --reason 户籍迁出")
    told = json.loads(do(run, "show 张三 --timeline --json").out)["timeline"]
    assert [(one["on"], one["kind"], one["detail"]) for one in told] == [
        (None, "unit", "云河区/临江街道/望江社区"),
        ("2025-03-01", "status", "入库"),
        ("2025-03-01", "intention", "创业"),
        ("2026-01-15", "unit", "云河区/青石街道/石门社区"),
        ("2026-02-01", "intention", "无"),
        ("2026-02-01", "contact", "电话  不详  本人  赵主任  换号154****0005"),
        ("2026-03-10", "status", "退库  户籍迁出"),
    ]
    lines = do(run, "show 张三 --timeline").out.partition("─\n")[2].splitlines()
    assert [line.split()[:2] for line in lines[:2]] == [["起初", "所属单位"], ["2025-03-01", "在库状态"]]
    assert len(lines) == len(told)


def test_sources_name_file_sheet_and_line_of_the_person_and_of_contacts(run: Run) -> None:
    do(run, "contact log 张三 --channel 电话")
    sheet = (
        f"姓名,联系电话,联络日期,联络方式\n李四,{phone(2)},2026-02-02,电话\n张三,{phone(1)},2026-02-02,电话\n"
    )
    assert run("import", csv_book(sheet, "走访.csv")).code == 0
    found = json.loads(do(run, "show 张三 --json").out)
    keys = {"file", "sheet", "line", "at", "record"}
    assert [set(one) for one in found["sources"] + found["contact_sources"]] == [keys, keys]
    told = [
        (one["file"], one["sheet"], one["line"], one["record"])
        for one in found["sources"] + found["contact_sources"]
    ]
    assert told == [("登记表.csv", "登记表", 2, "R000001"), ("走访.csv", "走访", 3, "C000003")]
    lines = do(run, "show 张三 --sources").out.partition("─\n")[2].splitlines()
    assert [line.split()[:4] for line in lines] == [
        ["R000001", "登记表.csv", "登记表", "2"],
        ["C000003", "走访.csv", "走访", "3"],
    ]


def test_somebody_typed_has_no_source(run: Run) -> None:
    do(run, "add 王五")
    assert "不是从表格导入的" in do(run, "show 王五 --sources").out
