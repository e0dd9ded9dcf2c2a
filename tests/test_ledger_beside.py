"""What offices write on one line: a project with who runs it, a benefit with its payment, a flat let."""

import json
from pathlib import Path

import pytest
from books import dump, phone, stored, tally
from conftest import Answer
from office_sheets import lay_office, text_book
from trees import Run, done

PROJECTS = "项目名称|所属产业|负责人|联系电话|所属社区|项目主体|洽谈日期|落地日期|投资额|到位资金|到位日期"
FACTORY = "甲食品厂|现代农业|甲||望江社区|民营|2025-01-09|2025-06-11|1200万元|500|2025-05-12"
PAID = "姓名|所属社区|补贴名称|金额|发放日期"


@pytest.fixture
def office(own_register: Path) -> Path:
    """Lay the register of four people: 甲 and 丙 of 望江社区, 乙 of 渡口社区, 丁 of 梅溪村."""
    return lay_office(own_register)


def take(run: Run, command: str, text: str, *words: str) -> Answer:
    return run(command, "import", text_book(text), *words)


def rows(register: Path, query: str) -> list[tuple[object, ...]]:
    return stored(register, query)


def test_a_project_comes_with_who_runs_it_and_what_arrived(run: Run, office: Path) -> None:
    before = dump(office)
    answer = take(run, "project", f"{PROJECTS}\n{FACTORY}")
    assert (answer.code, tally(answer)) == (0, {"新增": 1}), answer
    assert "已写入：新增项目1，新增项目人员1，新增到位资金1" in answer.out
    assert "没有写信息日期的，按洽谈日期记" in answer.out
    query = 'select name, industry, "on", investment, unit_id from project'
    assert rows(office, query) == [("甲食品厂", "现代农业", "2025-01-09", 1200, 3)]
    assert rows(office, "select person_id, role from partner") == [(1, "负责人")]
    assert rows(office, 'select amount, "on" from arrival') == [(500, "2025-05-12")]
    after = dump(office)
    assert tally(take(run, "project", f"{PROJECTS}\n{FACTORY}")) == {"无变化": 1}
    assert tally(run("project", "import", text_book(f"{PROJECTS}\n{FACTORY}", "另.csv"))) == {"无变化": 1}
    assert dump(office) == after
    done(run, "undo")
    for name in ("project", "partner", "arrival", "person"):
        assert dump(office)[name] == before[name], name


def test_who_runs_it_may_be_entered_on_the_way_also_later(run: Run, office: Path) -> None:
    text = f"{PROJECTS}\n{FACTORY.replace('|甲||', f'|赵新|{phone(7)}|')}"
    answer = take(run, "project", text)
    assert (answer.code, tally(answer)) == (0, {"新增": 1})
    assert "没有登记项目人员" in answer.out
    assert rows(office, "select * from partner") == []
    again = take(run, "project", text, "--enrol")
    assert (tally(again), "新登记人才（1）：赵新" in again.out) == ({"更新": 1}, True), again
    query = "select p.name, p.phone, r.role from partner r join person p on p.id = r.person_id"
    assert rows(office, query) == [("赵新", phone(7), "负责人")]
    assert len(rows(office, "select id from project")) == 1


def test_several_people_in_one_cell_each_take_part(run: Run, office: Path) -> None:
    text = f"{PROJECTS}\n{FACTORY.replace('|甲||', f'|甲、赵新|{phone(7)}|')}"
    done(run, "edit", "甲", f"联系电话={phone(7)}")
    assert rows(office, "select id from partner") == []
    assert "没有登记项目人员" in take(run, "project", text).out
    answer = take(run, "project", text, "--enrol")
    assert (tally(answer), "新登记人才（1）：赵新" in answer.out) == ({"更新": 1}, True), answer
    assert rows(office, "select person_id, role from partner") == [(1, "负责人"), (5, "负责人")]
    before = dump(office)
    assert tally(take(run, "project", text, "--enrol")) == {"无变化": 1}
    assert dump(office) == before


def test_a_role_somebody_has_is_kept(run: Run, office: Path) -> None:
    take(run, "project", f"{PROJECTS}\n{FACTORY}")
    done(run, "project", "join", "甲食品厂", "甲", "--role", "投资人")
    answer = run("project", "import", text_book(f"{PROJECTS}\n{FACTORY}", "另.csv"))
    assert (tally(answer), "保留" in answer.out) == ({"无变化": 1}, False)
    assert rows(office, "select role from partner") == [("投资人",)]


@pytest.mark.parametrize(
    ("row", "said"),
    [
        (FACTORY.replace("|500|", "|约五百|"), "到位金额「约五百」不是金额"),
        (FACTORY.replace("2025-05-12", "2025-05-32"), "到位日期「2025-05-32」不是真实存在的日期"),
        (FACTORY.replace("2025-05-12", "2027-05-12"), "到位日期2027年5月12日还没有到"),
        (FACTORY.replace("2025-01-09|2025-06-11", "|"), "没有写信息日期"),
    ],
)
def test_a_line_half_of_which_cannot_be_so_stays_out_whole(
    run: Run, office: Path, row: str, said: str
) -> None:
    before = dump(office)
    answer = take(run, "project", f"{PROJECTS}\n{row}")
    assert (answer.code, said in answer.out, dump(office)) == (3, True, before), answer


def test_a_list_of_payments_enters_what_was_due_and_paid(run: Run, office: Path) -> None:
    answer = take(run, "benefit", f"{PAID}\n甲|望江社区|生活补贴|3000|2026-03-20\n乙|渡口社区|生活补贴|1500|")
    assert (answer.code, tally(answer)) == (3, {"新增": 1, "未导入": 1}), answer
    assert "没有写应发日期的，按发放日期记" in answer.out
    assert "没有写应发日期" in answer.out
    assert rows(office, 'select person_id, name, amount, "on" from benefit') == [
        (1, "生活补贴", 3000, "2026-03-20")
    ]
    assert rows(office, 'select benefit_id, amount, "on" from payment') == [(1, 3000, "2026-03-20")]


def test_what_is_due_already_is_paid_and_not_due_twice(run: Run, office: Path) -> None:
    done(run, "benefit", "add", "甲", "3000", "待遇名称=生活补贴", "--on", "2026-02-01")
    parts = ("甲|望江社区|生活补贴|1000|2026-03-01", "甲|望江社区|生活补贴|2000|2026-03-20")
    text = "\n".join([PAID.replace("金额", "实发金额"), *parts])
    answer = take(run, "benefit", text)
    assert (answer.code, tally(answer)) == (0, {"更新": 2}), answer
    assert len(rows(office, "select id from benefit")) == 1
    assert rows(office, "select benefit_id, amount from payment order by id") == [(1, 1000), (1, 2000)]
    before = dump(office)
    assert set(tally(run("benefit", "import", text_book(text, "另.csv")))) <= {"无变化", "表内重复"}
    assert dump(office) == before


def test_a_day_alone_pays_what_is_left(run: Run, office: Path) -> None:
    done(run, "benefit", "add", "甲", "3000", "待遇名称=生活补贴", "--on", "2026-02-01")
    done(run, "benefit", "pay", "DY000001", "--amount", "1000", "--on", "2026-02-10")
    take(run, "benefit", "姓名|所属社区|补贴名称|发放日期|实发金额\n甲|望江社区|生活补贴|2026-03-01|")
    assert rows(office, "select sum(amount) from payment") == [(3000,)]


def test_which_of_two_was_paid_is_asked(run: Run, office: Path) -> None:
    for period in ("一季度", "二季度"):
        words = ("待遇名称=生活补贴", f"所属期={period}", "--on", "2026-02-01")
        done(run, "benefit", "add", "甲", "3000", *words)
    head, row = "姓名|所属社区|补贴名称|实发金额|发放日期", "甲|望江社区|生活补贴|3000|2026-03-01"
    answer = take(run, "benefit", f"{head}\n{row}")
    assert (answer.code, "还有2笔没有发完，不知道发的是哪一笔" in answer.out) == (3, True), answer
    answer = take(run, "benefit", f"{head}|所属期\n{row}|二季度")
    assert (answer.code, rows(office, "select benefit_id from payment")) == (0, [(2,)]), answer


def test_a_policy_says_what_is_due_and_one_nobody_knows_is_a_name(run: Run, office: Path) -> None:
    done(run, "policy", "add", "博士生活补贴", "补贴标准=3000", "--on", "2025-01-01")
    head = "姓名|所属社区|补贴项目|实发金额|发放日期"
    lines = ("甲|望江社区|博士生活补贴|1000|2026-03-01", "乙|渡口社区|体检补贴|500|2026-03-01")
    answer = take(run, "benefit", "\n".join([head, *lines]))
    assert (answer.code, tally(answer)) == (0, {"新增": 2}), answer
    assert "没有名为「体检补贴」的优惠政策，只记待遇名称" in answer.out
    assert rows(office, "select policy_id, name, amount from benefit order by id") == [
        (1, "博士生活补贴", 3000),
        (None, "体检补贴", 500),
    ]
    assert rows(office, "select amount from payment order by id") == [(1000,), (500,)]


def test_more_than_is_due_is_refused_whole(run: Run, office: Path) -> None:
    before = dump(office)
    head = "姓名|所属社区|补贴名称|应发金额|应发日期|实发金额|发放日期"
    answer = take(run, "benefit", f"{head}\n甲|望江社区|生活补贴|3000|2026-01-01|4000|2026-03-01")
    assert (answer.code, "就多了" in answer.out, dump(office)) == (3, True, before), answer


def test_an_amount_without_a_day_is_set_aside(run: Run, office: Path) -> None:
    head = "姓名|所属社区|补贴名称|应发金额|应发日期|实发金额|发放日期"
    answer = take(run, "benefit", f"{head}\n甲|望江社区|生活补贴|3000|2026-01-01|3000|")
    assert (answer.code, "没有写发放日期，没有登记发放" in answer.out) == (0, True), answer
    assert rows(office, "select * from payment") == []


def test_an_apartment_comes_with_who_lives_there(run: Run, office: Path) -> None:
    head = "公寓房号|小区|投用日期|入住人|所属社区|入住时间|租金"
    lines = ("1-101|江边里|2025-01-01|甲|望江社区|2025-03-01|600", "1-102|江边里|2025-01-01||||")
    text = "\n".join([head, *lines])
    answer = take(run, "apartment", text)
    assert (answer.code, tally(answer)) == (0, {"新增": 2}), answer
    assert rows(office, 'select apartment_id, person_id, "on", rent from tenancy') == [
        (1, 1, "2025-03-01", 600)
    ]


def test_a_sheet_that_begins_with_the_number_of_what_it_refers_to(run: Run, office: Path) -> None:
    done(run, "benefit", "add", "甲", "3000", "待遇名称=生活补贴", "--on", "2026-02-01")
    answer = take(run, "benefit", "待遇编号|发放日期|实发金额\nDY000001|2026-03-01|3000")
    assert (answer.code, rows(office, "select amount from payment")) == (0, [(3000,)]), answer


def test_a_phone_that_is_nobodys_is_named_and_not_lost(run: Run, office: Path) -> None:
    text = f"项目名称|登记日期|行业|联系人|联系电话\n甲食品厂|2025-01-09|教育|李主任|{phone(3)}"
    answer = take(run, "project", text)
    assert (answer.code, "不认识的列「联系电话」，没有导入" in answer.out) == (0, True), answer
    assert rows(office, "select * from partner") == []


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (f"{PROJECTS}\n{FACTORY}", "这像是项目表，请用 talentreg project import 导入"),
        (f"{PAID}\n甲|望江社区|生活补贴|3000|2026-03-20", "待遇表，请用 talentreg benefit import 导入"),
        (
            "姓名|所属社区|引进时间|引进渠道|编制性质\n甲|望江社区|2026-03-20|编制池|在编",
            "成效用 talentreg milestone import 导入",
        ),
    ],
)
def test_an_import_of_people_names_the_command_for_such_a_sheet(
    run: Run, office: Path, text: str, said: str
) -> None:
    answer = run("import", text_book(text), "--dry-run")
    assert said in answer.out + answer.err, answer


def test_a_sheet_of_library_members_takes_nobody_out_of_the_register(run: Run, office: Path) -> None:
    before = dump(office)
    heads = "库名|人才编号|姓名|纳入日期|出库日期|出库去向|考察日期"
    text = f"{heads}\n后备库|R000001|甲|2025-01-02|2026-01-02|使用|2025-06-01"
    answer = run("import", text_book(text))
    assert "入库成员用 talentreg library import 导入" in answer.out
    assert dump(office)["status"] == before["status"]
    [(extra,)] = stored(office, "select extra from person where name = '甲'")
    assert json.loads(str(extra))["出库日期"] == "2026-01-02"


LISTS = [
    ("库名|姓名|所属社区|纳入日期|出库去向\n后备库|甲|望江社区|2025-01-02|使用", "talentreg library import"),
    ("姓名|所属社区|卡号|发卡日期\n甲|望江社区|A01|2026-01-02", "talentreg card import"),
    (
        "姓名|所属社区|补贴名称|应发金额|应发日期\n甲|望江社区|安家费|3000|2026-01-02",
        "talentreg benefit import",
    ),
]


@pytest.mark.parametrize(("text", "said"), LISTS)
def test_a_list_of_work_that_tells_nobody_from_their_namesakes_enters_no_people(
    run: Run, office: Path, text: str, said: str
) -> None:
    before = dump(office)
    answer = run("import", text_book(text))
    assert (answer.code, said in answer.err, dump(office)) == (1, True, before)


@pytest.mark.parametrize("more", ["登记日期|备注", "学历|登记日期"])
def test_a_plain_list_of_people_without_numbers_still_comes_in(run: Run, office: Path, more: str) -> None:
    cells = {"登记日期": "2026-01-02", "备注": "热心", "学历": "本科"}
    row = "|".join(cells[heading] for heading in more.split("|"))
    answer = run("import", text_book(f"姓名|所属社区|{more}\n戊|望江社区|{row}"))
    assert (answer.code, tally(answer)) == (0, {"新增": 1})
