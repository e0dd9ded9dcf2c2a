"""`talentreg edit`: what is typed is what changes, said before and after, and nothing of the past is lost."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from books import csv_book, id_number, lay_once, phone
from conftest import Answer
from test_store import contents

from talentreg.records.fields import columns
from talentreg.records.person import Person

Run = Callable[..., Answer]

ZHANG = id_number(1)
PEOPLE = f"""姓名,身份证号,所属街道,所属社区,联系电话,微信,学历,返乡意愿,入库日期,宠物,备注
张三,{ZHANG},临江街道,望江社区,{phone(1)},zhangsan_88,本科,创业,2025-03-01,猫,家里电话{phone(7)}
李四,,临江街道,望江社区,{phone(2)},,,,2025-03-01,,
李四,,青石街道,石门社区,{phone(3)},,,,2025-03-01,,
"""
LI = "R000003"


@pytest.fixture(autouse=True)
def office(run: Run, own_register: Path) -> Path:
    """Lay a register with three people; the first is 张三, the others are namesakes."""

    def lay() -> None:
        assert run("import", csv_book(PEOPLE), "--unit", "/云河区").code == 0

    return lay_once(__name__, own_register, lay)


def edit(run: Run, *words: str, doubted: str = "") -> list[list[str]]:
    """Edit; return the lines of the table field by field: heading, before, after."""
    answer = run("edit", *words)
    said = f"{doubted}与身份证号不一致，按填写的登记\n" if doubted else ""
    assert (answer.code, answer.err) == (0, said), answer
    assert answer.out.startswith("已更正：")
    return [line.split() for line in answer.out.partition("─\n")[2].splitlines()]


def dossier(run: Run, person: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(run("show", person, "--json").out)
    return found


def log(run: Run) -> list[dict[str, Any]]:
    entries: list[dict[str, Any]] = json.loads(run("log", "--json").out)
    return entries


def figure(run: Run, key: str, quarter: str, unit: str = "云河区") -> object:
    answer = json.loads(run("stats", "--quarter", quarter, "--unit", unit, "--json").out)
    return {one["key"]: one["value"] for one in answer["figures"]}[key]


# Fields of the person's own

SET = [
    ("姓名=章三", "name", "章三", ["姓名", "张三", "章三"]),
    ("性别=女", "sex", "female", ["性别", "男", "女"]),
    (f"身份证号={id_number(9)}", "id_number", "99**************" + id_number(9)[-2:], None),
    ("出生年月=1991.3", "birth", "1991-03", ["出生年月", "1990-05-06", "1991-03"]),
    ("民族=壮族", "ethnicity", "壮族", ["民族", "（空）", "壮族"]),
    ("政治面貌=党员", "political", "中共党员", ["政治面貌", "（空）", "中共党员"]),
    ("籍贯=江州", "native_place", "江州", ["籍贯", "（空）", "江州"]),
    (f"联系电话={phone(8)}", "phone", "154****0008", ["联系电话", "154****0001", "154****0008"]),
    (f"手机=+86 {phone(8)}", "phone", "154****0008", ["联系电话", "154****0001", "154****0008"]),
    ("备用电话=0771-7654321", "second_phone", "**********21", ["备用电话", "（空）", "**********21"]),
    ("微信=lisi_99", "wechat", "l*****9", ["微信", "z*********8", "l*****9"]),
    ("电子邮箱=a@b.cn", "email", "a@b.cn", ["邮箱", "（空）", "a@b.cn"]),
    (f"住址=找{phone(4)}", "home_address", "找154****0004", ["家庭住址", "（空）", "找154****0004"]),
    ("现居地=江州", "residence", "江州", ["现居住地", "（空）", "江州"]),
    ("employer=江州大学", "employer", "江州大学", ["工作单位", "（空）", "江州大学"]),
    ("职务=教授", "post", "教授", ["职务", "（空）", "教授"]),
    ("类别=企业家,专家、企业家", "category", "企业家、专家", ["人员类别", "（空）", "企业家、专家"]),
    ("层次=骨干人才", "tier", "骨干人才", ["人才层次", "（空）", "骨干人才"]),
    ("行业=制造业", "industry", "制造业", ["行业", "（空）", "制造业"]),
    ("特长=木工", "specialty", "木工", ["专业特长", "（空）", "木工"]),
    ("学历=硕士", "degree", "硕士研究生", ["学历", "本科", "硕士研究生"]),
    ("学位=工学硕士", "academic_degree", None, None),
    ("学校=江州大学", "school", "江州大学", ["毕业院校", "（空）", "江州大学"]),
    ("专业=机械", "major", "机械", ["所学专业", "（空）", "机械"]),
    ("职称=乡村名匠", "professional_title", "乡村名匠", None),
    ("职称级别=副高", "title_level", "副高", ["职称级别", "（空）", "副高"]),
    ("商会=江州商会", "chamber", "江州商会", ["所属商会", "（空）", "江州商会"]),
    ("家属姓名=张父", "relative", "张父", ["在家亲属", "（空）", "张父"]),
    (f"家属电话={phone(5)}", "relative_phone", "154****0005", ["亲属联系电话", "（空）", "154****0005"]),
    ("家属需求=就医", "family_needs", "就医", ["家属需求", "（空）", "就医"]),
    (f"备注=换号{phone(6)}", "note", "换号154****0006", ["备注", "家里电话154****0007", "换号154****0006"]),
]


@pytest.mark.parametrize(("word", "name", "kept", "said"), SET, ids=lambda value: str(value)[:12])
def test_a_field_is_set_said_and_taken_back_exactly(
    run: Run, office: Path, word: str, name: str, kept: str | None, said: list[str] | None
) -> None:
    before, whole = dossier(run, "R000001"), contents(office)
    lines = edit(run, "R000001", word, doubted={"sex": "性别", "birth": "出生年月"}.get(name, ""))
    assert len(lines) == 1
    if said:
        assert lines == [said]
    after = dossier(run, "R000001")
    assert after | {name: before[name]} == before
    assert after[name] == (kept or after[name]) != before[name]
    assert run("undo").code == 0
    assert contents(office) == whole


def test_every_field_of_a_person_has_its_specimen() -> None:
    assert {name for _, name, *_ in SET} == set(columns(Person))


@pytest.mark.parametrize("word", ["学历=", "学历＝", "degree= ", "微信=", "备注=", "身份证号=", "联系电话="])
def test_a_field_is_emptied_by_writing_nothing_behind_the_sign(run: Run, word: str) -> None:
    ((_, before, after),) = edit(run, "张三", word)
    assert (before == "（空）", after) == (False, "（空）")
    named = {"degree", "wechat", "note", "id_number", "phone"}
    assert len([name for name in named if dossier(run, "张三")[name] is None]) == 1


@pytest.mark.parametrize(
    "words",
    [
        "学历=本科",
        "学历=大学本科",
        "籍贯=",
        "宠物=猫",
        "返乡意愿=创业",
        "单位=望江社区",
        "在库状态=正常",
        "入库日期=2025年3月1日",
        "--unit 望江社区",
        f"--phone {phone(1)}",
        f"--id-number {ZHANG}",
        "返乡意愿=创业 --correct",
        "学历=本科 宠物=猫 返乡意愿=创业",
    ],
)
def test_what_is_already_so_is_said_and_leaves_no_change_set(run: Run, office: Path, words: str) -> None:
    before, entries = contents(office), log(run)
    answer = run("edit", "张三", *words.split())
    assert (answer.code, answer.err) == (0, "")
    assert answer.out == "没有变化：R000001  张三  云河区/临江街道/望江社区  154****0001\n"
    assert (contents(office), log(run)) == (before, entries)


def test_several_fields_are_one_change_set(run: Run, office: Path) -> None:
    whole = contents(office)
    lines = edit(run, "张三", "学历=博士", "返乡意愿=任职", "宠物=狗", "微信=", "--unit", "石门社区")
    assert {line[0]: line[1:] for line in lines} == {
        "学历": ["本科", "博士研究生"],
        "微信": ["z*********8", "（空）"],
        "返乡意愿": ["创业", "任职"],
        "宠物": ["猫", "狗"],
        "所属单位": ["云河区/临江街道/望江社区", "云河区/青石街道/石门社区"],
    }
    assert [one["command"] for one in log(run)][:2] == ["edit", "import 登记表.csv"]
    assert run("undo").code == 0
    assert contents(office) == whole


def test_a_new_name_is_found_by_its_pinyin(run: Run) -> None:
    edit(run, "张三", "姓名=欧阳伟")
    found = [json.loads(run("list", word, "--json").out) for word in ("ouyangwei", "oyw", "zhangsan")]
    assert [[one["name"] for one in people] for people in found] == [["欧阳伟"], ["欧阳伟"], []]


def test_a_new_name_is_taken_back_whole(run: Run, office: Path) -> None:
    whole = contents(office)
    edit(run, "张三", "姓名=欧阳伟")
    answer = run("undo")
    assert (answer.code, "保留未动" in answer.out) == (0, False)
    assert contents(office) == whole


def test_an_id_number_brings_birth_and_sex_where_they_are_blank(run: Run) -> None:
    lines = edit(run, LI, f"身份证号={id_number(4, '19851112')}")
    assert {line[0]: line[2] for line in lines} | {"身份证号": ""} == {
        "身份证号": "",
        "出生年月": "1985-11-12",
        "性别": "女",
    }


def test_what_denies_the_id_number_beside_it_is_told(run: Run) -> None:
    answer = run("edit", LI, "出生年月=1980-01", "性别=女", "--id-number", id_number(5))
    assert (answer.code, answer.err) == (
        0,
        "出生年月与身份证号不一致，按填写的登记\n性别与身份证号不一致，按填写的登记\n",
    )
    assert (dossier(run, LI)["birth"], dossier(run, LI)["sex"]) == ("1980-01", "female")


# Columns of the sender's own


@pytest.mark.parametrize(
    ("word", "said", "kept"),
    [
        ("宠物=狗", ["宠物", "猫", "狗"], {"宠物": "狗"}),
        (" 宠 物 ＝ 狗", ["宠物", "猫", "狗"], {"宠物": "狗"}),
        ("宠物=", ["宠物", "猫", "（空）"], {}),
    ],
)
def test_a_column_of_the_senders_own_is_edited(run: Run, word: str, said: list[str], kept: object) -> None:
    assert edit(run, "张三", word) == [said]
    assert dossier(run, "张三")["extra"] == kept


def test_a_column_the_person_does_not_have_is_no_field(run: Run, office: Path) -> None:
    before = office.read_bytes()
    answer = run("edit", LI, "宠物=狗")
    assert (answer.code, answer.out) == (2, "")
    assert "没有「宠物」这个字段" in answer.err
    assert office.read_bytes() == before


def test_a_number_in_a_column_of_the_senders_own_is_masked(run: Run) -> None:
    said = [["宠物", "猫", "问154****0004"], ["宠物", "问154****0004", "猫"]]
    assert [edit(run, "张三", word)[0] for word in (f"宠物=问{phone(4)}", "宠物=猫")] == said


def test_a_number_kept_as_it_was_written_is_masked_as_show_does(run: Run) -> None:
    broken = f"姓名,所属社区,联系电话,身份证号\n王五,望江社区,{phone(9)},990101 19900506 00199\n"
    assert run("import", csv_book(broken, "坏.csv")).code == 0
    answer = run("edit", "王五", "身份证号（原文）=990101 19900506 0019")
    shown = dossier(run, "王五")["extra"]["身份证号（原文）"]
    assert answer.code == 0
    assert shown in answer.out
    assert "19900506" not in answer.out


@pytest.mark.parametrize("words", ["宠物", "宠物 学历=硕士", "宠物=狗 宠物=鸡"])
def test_a_column_of_the_senders_own_is_read_as_strictly_as_a_field(
    run: Run, office: Path, words: str
) -> None:
    before = office.read_bytes()
    answer = run("edit", "张三", *words.split())
    assert (answer.code, answer.out) == (2, "")
    assert office.read_bytes() == before


# Histories


@pytest.mark.parametrize(
    ("word", "name", "key", "people"),
    [
        ("返乡意愿=就业", "intentions", "willing_business", (1, 0)),
        ("在库状态=退库", "statuses", "persons_enrolled", (3, 2)),
        ("在库状态=待核", "statuses", "persons_enrolled", (3, 2)),
    ],
)
def test_a_change_leaves_the_past_and_a_correction_restates_it(
    run: Run, office: Path, word: str, name: str, key: str, people: tuple[int, int]
) -> None:
    start, whole = dossier(run, "张三")[name], contents(office)
    edit(run, "张三", word, "--on", "2026-02-10")
    assert (figure(run, key, "2025Q4"), figure(run, key, "2026Q1")) == people
    assert [one["on"] for one in dossier(run, "R000001")[name]] == ["2025-03-01", "2026-02-10"]
    assert dossier(run, "R000001")[name][:1] == start  # not restated
    run("undo")
    assert contents(office) == whole
    edit(run, "张三", word, "--correct")
    assert (figure(run, key, "2025Q4"), figure(run, key, "2026Q1")) == people[1:] * 2
    assert [one["on"] for one in dossier(run, "R000001")[name]] == ["2025-03-01"]
    run("undo")
    assert contents(office) == whole


@pytest.mark.parametrize("words", [["--unit", "石门社区"], ["单位=U6"], ["社区=青石街道/石门社区"]])
def test_a_move_counts_from_its_day_and_a_corrected_unit_from_always(run: Run, words: list[str]) -> None:
    def people(quarter: str) -> list[object]:
        return [figure(run, "persons_enrolled", quarter, unit) for unit in ("望江社区", "石门社区")]

    code = next(
        one["code"] for one in json.loads(run("unit", "list", "--json").out) if one["name"] == "石门社区"
    )
    words = [word.replace("U6", code) for word in words]
    edit(run, "张三", *words, "--on", "2026-02-10")
    assert (people("2025Q4"), people("2026Q1")) == ([2, 1], [1, 2])
    assert [one["on"] for one in dossier(run, "张三")["units"]] == [None, "2026-02-10"]
    run("undo")
    edit(run, "张三", *words, "--correct")
    assert (people("2025Q4"), people("2026Q1")) == ([1, 2], [1, 2])
    assert [one["on"] for one in dossier(run, "张三")["units"]] == [None]


def test_a_correction_puts_right_what_counted_on_the_day_it_names(run: Run) -> None:
    edit(run, "张三", "返乡意愿=任职", "--on", "2026-01-10")
    assert edit(run, "张三", "返乡意愿=无", "--correct", "--on", "2025-12-31") == [["返乡意愿", "创业", "无"]]
    told = [(one["on"], one["kind"]) for one in dossier(run, "张三")["intentions"]]
    assert told == [("2025-03-01", "none"), ("2026-01-10", "office")]


def test_a_first_unit_counts_from_always(run: Run) -> None:
    run("unit", "add", "/白石区")  # a second top unit: now nobody is anywhere unasked
    assert run("add", "王五").code == 0
    assert dossier(run, "王五")["units"] == []
    assert edit(run, "王五", "单位=望江社区") == [["所属单位", "（空）", "云河区/临江街道/望江社区"]]
    assert dossier(run, "王五")["units"] == [{"on": None, "unit": "云河区/临江街道/望江社区"}]


def test_the_day_of_enrolment_moves_the_figure_of_new_people(run: Run, office: Path) -> None:
    whole = contents(office)
    assert edit(run, "张三", "入库日期=2025-10-08") == [["入库日期", "2025-03-01", "2025-10-08"]]
    newly = {one: figure(run, "persons_newly_enrolled", one) for one in ("2025Q1", "2025Q4")}
    assert newly == {"2025Q1": 2, "2025Q4": 1}
    run("undo")
    assert contents(office) == whole


def test_the_day_of_enrolment_stays_between_what_was_before_and_after(run: Run) -> None:
    edit(run, "张三", "在库状态=退库", "--on", "2025-08-01")
    edit(run, "张三", "在库状态=入库", "--on", "2025-12-01")
    assert edit(run, "张三", "入库日期=2025-08-01") == [["入库日期", "2025-12-01", "2025-08-01"]]
    refused = run("edit", "张三", "入库日期=2025-07-31")
    assert (refused.code, refused.out) == (1, "")
    assert "颠倒" in refused.err
    told = [(one["on"], one["status"]) for one in dossier(run, "张三")["statuses"]]
    assert told == [("2025-03-01", "enrolled"), ("2025-08-01", "withdrawn"), ("2025-08-01", "enrolled")]


# Refusals

NEAR = "是不是：毕业院校、学历、学位"


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (f"{LI} 身份证号={ZHANG}", 1, ["身份证号已经登记", "R000001  张三  云河区/临江街道/望江社区"]),
        (f"{LI} 学历=硕士 --id-number {ZHANG[:-1]}", 2, ["应为18位，这里是17位"]),
        ("张三 学力=硕士", 2, ["没有「学力」这个字段", NEAR]),
        ("张三 民族=壮族 学力=硕士", 2, ["没有「学力」这个字段"]),
        ("张三 学历=本科 最高学历=硕士", 2, ["学历写了两遍"]),
        (f"张三 电话={phone(5)} --phone {phone(6)}", 2, ["联系电话写了两遍"]),
        ("张三 单位=石门社区 --unit 石门社区", 2, ["所属单位写了两遍"]),
        ("张三 硕士", 2, ["「硕士」不是 字段=内容 的写法"]),
        ("张三", 2, ["没有写要改什么"]),
        ("张三 姓名=", 2, ["姓名不能清空"]),
        ("张三 电话=123", 2, ["不是有效的电话号码"]),
        ("张三 性别=猫", 2, ["性别「猫」看不懂", "男(male)"]),
        ("张三 返乡意愿=也许", 2, ["business"]),
        ("张三 民族=壮族 返乡意愿=", 1, ["有历史记录，不能清空"]),
        ("张三 在库状态=", 1, ["不能清空"]),
        ("张三 单位=", 1, ["不能清空"]),
        ("张三 入库日期=", 1, ["入库日期不能清空", "withdraw"]),
        ("张三 民族=壮族 入库日期=2026-04-01", 1, ["还没有到", "今天是2026年3月31日"]),
        ("张三 入库日期=2026-02-30", 2, ["不是真实存在的日期"]),
        ("张三 返乡意愿=就业 --on 2026-04-01", 1, ["还没有到"]),
        ("张三 民族=壮族 --unit 望山社区", 1, ["没有名为「望山社区」的单位", "望江社区"]),
        ("李四 学历=硕士", 1, ["有2人符合「李四」", "R000002", "R000003", "石门社区"]),
        ("章三 学历=硕士", 1, ["登记册里没有「章三」", "是不是：张三"]),
    ],
)
def test_a_refusal_says_why_and_leaves_nothing(
    run: Run, office: Path, words: str, code: int, said: list[str]
) -> None:
    before, entries = contents(office), log(run)
    answer = run("edit", *words.split())
    assert (answer.code, answer.out) == (code, "")
    assert [text for text in said if text not in answer.err] == []
    assert ZHANG not in answer.err
    assert phone(1) not in answer.err
    assert (contents(office), log(run)) == (before, entries)


def test_a_missing_register_is_not_made_by_a_refused_edit(run: Run, office: Path) -> None:
    office.unlink()
    assert run("edit", "张三", "学历=硕士").code == 1
    assert not office.exists()


def test_a_title_says_its_level_unless_another_is_typed(run: Run) -> None:
    titled = [["职称", "（空）", "高级工程师"], ["职称级别", "（空）", "副高"]]
    assert edit(run, "R000001", "职称=高级工程师") == titled
    assert edit(run, "R000001", "职称=教授", "职称级别=副高") == [["职称", "高级工程师", "教授"]]
