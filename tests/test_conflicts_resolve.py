"""Deciding between two values: the right one stands, is not asked again, and undo opens it again."""

import json
import sqlite3
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
from books import dump, empty_register, id_number, lay_once, phone, stored
from conftest import Answer
from test_conflicts import KNOWN, LATER, bring, listed, other

Run = Callable[..., Answer]

DECIDED = "select field, choice, chosen, decided_on from conflict where choice is not null order by id"
X = {name: f"X{place:06}" for place, name in enumerate("phone wechat employer degree extra unit".split(), 1)}


@pytest.fixture(autouse=True)
def waiting(run: Run, own_register: Path) -> Path:
    """Lay a register in which six things about one person wait; 渡口社区 is there, 柳堤社区 too."""
    own_register.write_bytes(empty_register())
    return lay_once("conflicts resolve", own_register, lambda: lay(run))


def lay(run: Run) -> None:
    bring(run, KNOWN, "先.csv")
    for unit in ("渡口社区", "柳堤社区"):
        assert run("unit", "add", unit).code == 0
    bring(run, LATER)


def resolve(run: Run, *words: str) -> Answer:
    answer = run("conflicts", "resolve", *words)
    assert answer.code == 0, answer
    return answer


def now(register: Path, field: str) -> object:
    """Return what the register says of one thing now, as a conflict keeps it."""
    if field == "unit":
        return str(stored(register, "select max(unit_id) from affiliation")[0][0])
    ((value,),) = stored(register, f"select {field} from person where id = 1")
    return json.loads(str(value)).get("宠物") if field == "extra" and value else value


def states(run: Run) -> list[object]:
    return [one["state"] for one in listed(run, "--all")]


@pytest.mark.parametrize(
    ("field", "words", "choice", "value"),
    [
        ("phone", ("--use", "来表"), "offered", phone(2)),
        ("phone", ("--use", "stored"), "stored", phone(1)),
        ("phone", ("--value", "154 0000 0003"), "other", phone(3)),
        ("phone", ("--value", phone(2)), "offered", phone(2)),
        ("phone", ("--value", ""), "other", None),
        ("degree", ("--value", "硕士"), "other", "硕士研究生"),
        ("degree", ("--value", "专科"), "stored", "大专"),
        ("employer", ("--use", "表中"), "offered", "江州医院"),
        ("extra", ("--use", "来表"), "offered", "狗"),
        ("extra", ("--value", "=1+1"), "other", "=1+1"),
        ("extra", ("--value", ""), "other", None),
        ("unit", ("--use", "来表"), "offered", "2"),
        ("unit", ("--use", "登记册"), "stored", "1"),
        ("unit", ("--value", "柳堤社区"), "other", "3"),
    ],
    ids=str,
)
def test_the_value_found_right_stands_is_kept_and_taken_back(
    run: Run, waiting: Path, field: str, words: tuple[str, ...], choice: str, value: str | None
) -> None:
    before = dump(waiting)
    answer = resolve(run, X[field], *words)
    name = "extra:宠物" if field == "extra" else field
    assert stored(waiting, DECIDED) == [(name, choice, value, "2026-03-31")]
    assert now(waiting, field) == value
    assert "已核对1处" in answer.out
    assert "登记册里还有5处待核对" in answer.out
    assert run("undo").code == 0
    assert dump(waiting) == before


def test_numbers_that_look_alike_masked_are_told_apart(run: Run, waiting: Path) -> None:
    like = f"{phone(1)[:4]}9{phone(1)[5:]}"
    bring(run, other(联系电话=like), "像.csv")
    alike = next(one for one in listed(run) if one["offered"] == one["stored"])
    assert "（遮挡的几位不同，用 --xlsx 写成核对表可看）" in run("conflicts").out
    answer = resolve(run, str(alike["conflict"]), "--use", "来表")
    assert "登记册原为「154****0001」（遮挡的几位不同）" in answer.out
    assert "登记册不变" not in answer.out
    assert now(waiting, "phone") == like


def test_one_change_set_holds_several_decisions(run: Run, waiting: Path) -> None:
    before = dump(waiting)
    answer = resolve(run, X["phone"], X["degree"], X["phone"], "--use", "来表")
    assert "已核对2处：采用来表2" in answer.out
    assert "联系电话：采用来表「154****0002」，登记册原为「154****0001」" in answer.out
    run("undo")
    assert dump(waiting) == before


@pytest.mark.parametrize("use", ["登记册", "来表"])
def test_what_was_decided_is_not_asked_again_by_either_book(run: Run, waiting: Path, use: str) -> None:
    resolve(run, "--all", "--use", use)
    before = dump(waiting)
    for text, name in ((LATER, "后.csv"), (LATER, "又后.csv"), (KNOWN, "先.csv"), (KNOWN, "又先.csv")):
        answer = bring(run, text, name)
        assert ("有出入" in answer.out, "没有变化" in answer.out) == (False, True), answer
    assert dump(waiting) == before


def test_a_value_of_ones_own_settles_both_books(run: Run, waiting: Path) -> None:
    for field, value in (("phone", phone(3)), ("degree", "硕士"), ("extra", "鱼"), ("unit", "柳堤社区")):
        resolve(run, X[field], "--value", value)
    resolve(run, X["wechat"], X["employer"], "--use", "登记册")
    before = dump(waiting)
    for text, name in ((LATER, "又后.csv"), (KNOWN, "又先.csv")):
        assert "有出入" not in bring(run, text, name).out
    assert dump(waiting) == before
    assert (
        "学历与登记册不同，保留「硕士研究生」，表中为「中专」" in bring(run, other(学历="中专"), "三.csv").out
    )
    assert states(run).count("open") == 1


def test_what_was_found_blank_is_not_filled_again(run: Run, waiting: Path) -> None:
    for field in ("degree", "extra"):
        resolve(run, X[field], "--value", "")
    for text in (LATER, KNOWN):
        bring(run, text, f"{len(text)}.csv")
    assert (now(waiting, "degree"), now(waiting, "extra")) == (None, None)
    bring(run, other(学历="中专"), "三.csv")
    assert stored(waiting, "select degree from person") == [("中专",)]


def test_a_birth_date_decided_by_the_month_holds_for_the_day(run: Run, waiting: Path) -> None:
    who = f"李四,{phone(9)}"
    bring(run, f"姓名,联系电话,出生年月\n{who},1990-05\n", "a.csv")
    bring(run, f"姓名,联系电话,出生年月\n{who},1990-06\n", "b.csv")
    resolve(run, "--all", "--field", "出生年月", "--use", "登记册")
    bring(run, f"姓名,联系电话,出生年月\n{who},1990-05-06\n", "c.csv")
    assert "有出入" not in bring(run, f"姓名,联系电话,出生年月,备注\n{who},1990-06,\n", "d.csv").out


@pytest.mark.parametrize(
    ("values", "words", "query", "expected"),
    [
        (
            {"在库状态": "退库"},
            ("--use", "来表", "--on", "2026-03-31"),
            'select "on", status from status order by id desc limit 1',
            ("2026-03-31", "withdrawn"),
        ),
        (
            {"入库日期": "2026-01-05"},
            ("--use", "来表"),
            'select "on", status from status order by id',
            ("2026-01-05", "enrolled"),
        ),
        (
            {"入库日期": "2026-01-05"},
            ("--value", "2026年2月3日"),
            'select "on", status from status order by id',
            ("2026-02-03", "enrolled"),
        ),
    ],
    ids=str,
)
def test_histories_are_set_right(
    run: Run, waiting: Path, values: dict[str, str], words: tuple[str, ...], query: str, expected: object
) -> None:
    bring(run, other(**values), "三.csv")
    resolve(run, "X000007", *words)
    assert stored(waiting, query) == [expected]
    assert "有出入" not in bring(run, other(**values, 备注="又来"), "四.csv").out


def test_an_intention_decided_on_is_not_turned_round_by_the_next_book(run: Run, waiting: Path) -> None:
    row = f"张三,{id_number(1)},"
    text = f"姓名,身份证号,返乡意愿\n{row}创业\n{row}就业\n"
    bring(run, text, "三.csv")
    resolve(run, "X000007", "--use", "来表")
    for name in ("三.csv", "四.csv"):
        assert "前后不一" not in bring(run, text, name).out
    assert stored(waiting, "select kind from intention order by id") == [("business",), ("job",)]


@pytest.mark.parametrize(
    ("before", "words", "code", "said"),
    [
        ((), ("X000009", "--use", "来表"), 1, "没有 X000009 这处出入"),
        ((), ("R000001", "--use", "来表"), 2, "「R000001」不是出入的编号"),
        ((), ("X1", "--use", "别的"), 2, "--use 写登记册或来表"),
        ((), ("X1", "--use", "飞"), 2, "看不懂"),
        ((), ("X1", "--use", "来表", "--value", "1"), 2, "只能选一个"),
        ((), ("X1",), 2, "没有写采用哪个"),
        ((), ("--use", "来表"), 2, "没有写核对哪一处"),
        ((), ("X1", "X2", "--value", "1"), 2, "--value 一次只能定一处"),
        ((), ("--unit", "望江社区", "--use", "来表"), 2, "成批核对请加 --all"),
        ((), ("--all", "X1", "--use", "来表"), 2, "--all 要和 --use 一起用"),
        ((), ("--all", "--value", "1"), 2, "--all 要和 --use 一起用"),
        ((), ("--from", "a.xlsx", "--use", "来表"), 2, "--from 读回核对表"),
        ((), ("X1", "--value", "12345"), 2, "不是有效的电话号码"),
        ((), ("X6", "--value", "天上社区"), 1, "没有名为「天上社区」的单位"),
        ((), ("X6", "--value", ""), 1, "不能清空"),
        ((), ("X6", "--use", "来表", "--on", "2027-01-01"), 1, "还没有到"),
        (("edit", "张三", "学历=硕士"), ("X1", "X4", "--use", "来表"), 1, "登记册已改为「硕士研究生」"),
        (("edit", "张三", "学历=硕士"), ("X4", "--use", "登记册"), 1, "登记册已改为「硕士研究生」"),
        (("edit", "张三", "学历=本科"), ("X4", "--use", "登记册"), 1, "登记册已改为「本科」"),
        (
            ("conflicts", "resolve", "X1", "--use", "登记册"),
            ("X1", "--use", "来表"),
            1,
            "已在2026-03-31核对过",
        ),
        (
            ("edit", "张三", "--unit", "柳堤社区", "--on", "2026-03-31"),
            ("X6", "--use", "来表"),
            1,
            "已改为「柳堤社区」",
        ),
        (
            ("edit", "张三", "--unit", "柳堤社区"),
            ("X6", "--value", "渡口社区", "--on", "2026-03-01"),
            1,
            "另有记录",
        ),
    ],
    ids=str,
)
def test_what_cannot_be_decided_is_said_and_nothing_is_written(
    run: Run, waiting: Path, before: tuple[str, ...], words: tuple[str, ...], code: int, said: str
) -> None:
    if before:
        assert run(*before).code == 0
    held = dump(waiting)
    answer = run("conflicts", "resolve", *words)
    assert (answer.code, answer.out, said in answer.err, dump(waiting)) == (code, "", True, held), answer


@pytest.mark.parametrize(
    ("edit", "words", "choice"),
    [("学历=硕士", ("--value", "本科"), "offered"), ("学历=本科", ("--use", "来表"), "offered")],
)
def test_what_was_edited_meanwhile_can_still_be_settled(
    run: Run, waiting: Path, edit: str, words: tuple[str, ...], choice: str
) -> None:
    run("edit", "张三", edit)
    resolve(run, "X4", *words)
    assert stored(waiting, "select degree, choice from person, conflict where field = 'degree'") == [
        ("本科", choice)
    ]


def test_a_unit_only_a_book_knows_is_to_be_entered_first(run: Run, waiting: Path) -> None:
    bring(run, other(所属社区="新桥社区"), "三.csv")
    answer = run("conflicts", "resolve", "X7", "--use", "来表")
    assert (answer.code, "先新建：talentreg unit add 新桥社区" in answer.err) == (1, True)
    run("unit", "add", "新桥社区")
    resolve(run, "X7", "--use", "来表")
    assert now(waiting, "unit") == "4"
    for community in ("新桥社区", "望江社区"):
        assert "有出入" not in bring(run, other(所属社区=community, 备注=""), f"{community}.csv").out


def test_without_a_register_none_comes_into_being(run: Run, waiting: Path) -> None:
    waiting.unlink()
    answer = run("conflicts", "resolve", "--all", "--use", "来表")
    assert (answer.code, "还没有登记册" in answer.err, waiting.exists()) == (1, True, False)


def test_an_id_number_somebody_else_has_is_refused(run: Run, waiting: Path) -> None:
    run("add", "李四", "--id-number", id_number(3))
    with_id = "update conflict set field = 'id_number', stored = ?, offered = ? where id = 1"
    edit_file(waiting, with_id, (id_number(1), id_number(3)))
    answer = run("conflicts", "resolve", "X1", "X4", "--use", "来表")
    assert (answer.code, "身份证号已经登记" in answer.err) == (1, True)
    assert stored(waiting, DECIDED) == []
    left = run("conflicts", "resolve", "--all", "--use", "来表")
    assert (left.code, "X000001：身份证号已经登记" in left.out) == (3, True)
    assert len(stored(waiting, DECIDED)) == 5


def edit_file(register: Path, statement: str, values: Sequence[str]) -> None:
    """Lay what no book can bring about."""
    connection = sqlite3.connect(register)
    with connection:
        connection.execute(statement, values)
    connection.close()


def test_in_bulk_several_values_for_one_thing_are_left_alone(run: Run, waiting: Path) -> None:
    bring(run, other(学历="硕士"), "三.csv")
    answer = run("conflicts", "resolve", "--all", "--field", "学历", "--use", "来表")
    assert (answer.code, stored(waiting, DECIDED)) == (3, [])
    assert answer.out.count("同一项有几个来表值，选了不止一个") == 2
    before = dump(waiting)
    assert run("conflicts", "resolve", "X4", "X7", "--use", "来表").code == 1
    assert dump(waiting) == before
    resolve(run, "--all", "--field", "学历", "--use", "登记册")
    assert [row[:2] for row in stored(waiting, DECIDED)] == [("degree", "stored"), ("degree", "stored")]


def test_what_lost_against_a_value_that_lost_is_not_asked_again(run: Run, waiting: Path) -> None:
    bring(run, other(学历="硕士"), "三.csv")
    resolve(run, "X7", "--use", "登记册")  # 大专 over 硕士
    resolve(run, "X4", "--use", "来表")  # 本科 over 大专
    for degree in ("硕士", "大专", "本科"):
        assert "有出入" not in bring(run, other(学历=degree, 备注=""), f"{degree}.csv").out
    assert "表中为「博士研究生」" in bring(run, other(学历="博士"), "四.csv").out


def test_what_else_was_offered_goes_on_waiting_against_the_value_found_right(run: Run, waiting: Path) -> None:
    bring(run, other(学历="硕士"), "三.csv")
    resolve(run, "X4", "--use", "来表")
    (left,) = listed(run, "--field", "学历")
    assert (left["conflict"], left["now"], left["offered"]) == ("X000007", "本科", "硕士研究生")
    assert "登记册「本科」" in run("conflicts", "list", "--field", "学历").out
    before = dump(waiting)
    assert "登记册里有6处出入" in bring(run, other(学历="硕士", 备注=""), "四.csv").out
    assert dump(waiting) == before
    resolve(run, "X7", "--use", "登记册")
    assert stored(waiting, DECIDED)[-1][:3] == ("degree", "stored", "本科")
    run("undo")
    resolve(run, "X7", "--use", "来表")
    for text, name in ((LATER, "a.csv"), (KNOWN, "b.csv")):
        assert "学历与登记册不同" not in bring(run, text, name).out


def test_in_bulk_unit_and_field_say_what_is_meant(run: Run, waiting: Path) -> None:
    assert "没有变化" in resolve(run, "--all", "--unit", "柳堤社区", "--use", "来表").out
    resolve(run, "--all", "--unit", "望江社区", "--field", "宠物", "--use", "来表")
    assert [row[:3] for row in stored(waiting, DECIDED)] == [("extra:宠物", "offered", "狗")]


def test_birth_that_denies_the_id_number_is_told(run: Run, waiting: Path) -> None:
    bring(run, other(出生年月="1980-01"), "三.csv")
    answer = resolve(run, "X7", "--use", "来表")
    assert "张三：出生年月与身份证号不一致，按采用的登记" in answer.err


def test_the_undo_of_the_import_keeps_what_was_decided_since(run: Run, waiting: Path) -> None:
    resolve(run, "X4", "--use", "来表")
    answer = run("undo", "4")
    assert (answer.code, "保留未动：\n  出入 X000004" in answer.out) == (3, True)
    assert states(run) == ["decided"]
    assert stored(waiting, "select degree from person") == [("本科",)]


def test_a_dry_run_says_what_would_be_decided_and_decides_nothing(run: Run, waiting: Path) -> None:
    before = dump(waiting)
    tried = resolve(run, X["employer"], "--use", "来表", "--dry-run")
    assert "江州医院" in tried.out
    assert tried.out.endswith("这是试办，登记册没有改动；去掉 --dry-run 即办理\n")
    assert dump(waiting) == before
