"""Sheets as offices write them: which unit their money is in, months and spans for days, words for stages."""

from datetime import date
from pathlib import Path

import pytest
from books import dump, phone, stored, tally
from office_sheets import lay_office, text_book
from trees import Run, done

from talentreg.intake.money import unit_above, unit_in
from talentreg.records.cleaning import Unclear, clean_wan, clean_yuan
from talentreg.records.days import clean_day_or_month, clean_end_day, clean_span

POLICY = ("policy", "add", "硕士生活补贴", "补贴标准=1500", "施行日期=2024-01-01")


@pytest.fixture
def office(own_register: Path) -> Path:
    return lay_office(own_register)


@pytest.mark.parametrize(
    ("heading", "unit"),
    [
        ("总投资（亿元）", "亿元"),
        ("投资额(万元)", "万元"),
        ("投资额（元）", "元"),
        ("投资/千元", "千元"),
        ("投资（单位：亿）", "亿元"),
        ("月租金（元／月）", "元"),
        ("投资额", ""),
        ("投资额（万美元）", ""),
        ("单元", ""),
    ],
)
def test_a_heading_says_the_unit(heading: str, unit: str) -> None:
    assert unit_in(heading) == unit


@pytest.mark.parametrize(
    ("line", "unit"),
    [("单位：万元", "万元"), ("填报日期：3月  单位： 人、万元", "万元"), ("填报单位：区人社局", "")],
)
def test_a_line_above_the_headings_says_the_unit(line: str, unit: str) -> None:
    assert unit_above([line]) == unit


@pytest.mark.parametrize(
    ("text", "wan"),
    [
        ("30000元整", 3),
        ("30000元人民币", 3),
        ("5千元", 0.5),
        ("2百万元", 200),
        ("1.2亿", 12000),
        ("500万", 500),
        ("500", 500),
    ],
)
def test_an_amount_is_in_the_unit_it_says(text: str, wan: float) -> None:
    assert (clean_wan(text), clean_yuan(text)) == (wan, 500 if text == "500" else wan * 10_000)


HEADS = [
    ("计划总投资（亿元）", "0.12", 1200, ""),
    ("投资额（元）", "12,000,000.00", 1200, ""),
    ("投资额万元", "1200", 1200, ""),
    ("投资额（亿元）", "1200万元", 1200, ""),
    ("投资额", "1200", 1200, "「投资额」没有写明是元还是万元，按万元读"),
    ("投资额", "1200万元", 1200, ""),
    ("投资额（万元）", "12000000", 12000000, "计划投资12,000,000万元，请核对单位是元还是万元"),
    ("投资额（万美元）", "1200", None, "不认识的列「投资额（万美元）」"),
]


@pytest.mark.parametrize(("heading", "cell", "held", "said"), HEADS)
def test_an_investment_is_held_in_wan(
    run: Run, office: Path, heading: str, cell: str, held: float | None, said: str
) -> None:
    answer = run("project", "import", text_book(f"项目名称|信息日期|{heading}\n甲厂|2026-01-02|{cell}"))
    assert tally(answer) == {"新增": 1}, answer
    assert stored(office, "select investment from project") == [(held,)]
    assert said in answer.out if said else "万元" not in answer.out, answer


def test_the_line_above_the_headings_holds_for_columns_that_say_none(run: Run, office: Path) -> None:
    text = (
        "返乡项目台账||||\n单位：亿元||||\n项目名称|信息日期|投资额|年增收（万元）\n甲厂|2026-01-02|0.12|30"
    )
    run("project", "import", text_book(text))
    assert stored(office, "select investment, income from project") == [(1200, 30)]


def test_what_is_paid_is_held_in_yuan(run: Run, office: Path) -> None:
    text = (
        "姓名|所属社区|补贴名称|补贴标准（万元）|实发（万元）|发放时间\n甲|望江社区|购房补贴|20|10万元|2026.3"
    )
    answer = run("benefit", "import", text_book(text))
    assert tally(answer) == {"新增": 1}, answer
    assert stored(office, "select amount from benefit") == [(200000,)]
    assert stored(office, 'select amount, "on" from payment') == [(100000, "2026-03-01")]


def test_what_is_due_is_not_what_a_month_brings(run: Run, office: Path) -> None:
    heads = "姓名|所属社区|补贴名称|补贴标准（元/月）|应发金额（元）|应发日期"
    text = f"{heads}\n甲|望江社区|补贴|500|1500|2026-03-31"
    answer = run("benefit", "import", text_book(text))
    assert stored(office, "select amount from benefit") == [(1500,)], answer
    assert "不认识的列「补贴标准（元/月）」" in answer.out


def test_so_few_yuan_are_doubted(run: Run, office: Path) -> None:
    text = "姓名|所属社区|补贴名称|应发金额|应发日期\n甲|望江社区|补贴|0.3|2026-03-31"
    assert "应发金额0.3元，请核对单位是元还是万元" in run("benefit", "import", text_book(text)).out


def test_a_list_of_names_says_its_unit_too(run: Run, office: Path) -> None:
    done(run, *POLICY)
    text = "姓名|所属社区|补贴金额（万元）\n甲|望江社区|0.3"
    answer = run("benefit", "grant", "硕士生活补贴", "--from", text_book(text))
    assert stored(office, "select amount from benefit") == [(3000,)], answer


def test_a_book_that_goes_out_comes_back_unasked(run: Run, office: Path) -> None:
    done(run, "project", "add", "甲厂", "计划投资=1200", "--on", "2026-01-02")
    done(run, "project", "export", "出.xlsx")
    before = dump(office)
    answer = run("project", "import", "出.xlsx")
    assert (tally(answer), "没有写明" in answer.out, dump(office)) == ({"无变化": 1}, False, before)


SPANS = [
    ("2026.3—2027.2", date(2026, 3, 1), date(2027, 2, 28)),
    ("2026年3月至2027年2月", date(2026, 3, 1), date(2027, 2, 28)),
    ("2026.1-2026.12", date(2026, 1, 1), date(2026, 12, 31)),
    ("2026-03-01～2026-03-15止", date(2026, 3, 1), date(2026, 3, 15)),
    ("2026.3至今", date(2026, 3, 1), None),
]


@pytest.mark.parametrize(("text", "first", "last"), SPANS)
def test_two_days_in_one_cell_are_a_span(text: str, first: date, last: date | None) -> None:
    assert clean_span(text, clean_day_or_month) == (first, last)


@pytest.mark.parametrize("text", ["2026-2-30", "2026-13-05", "2026—2027", "春节前—节后", "2026年3月5日—6日"])
def test_what_is_no_span_is_none(text: str) -> None:
    assert clean_span(text, clean_day_or_month) is None


def test_an_end_in_a_month_is_its_last_day() -> None:
    assert clean_end_day("2028.2") == date(2028, 2, 29)
    with pytest.raises(Unclear, match="只有年份"):
        clean_end_day("2028")


SECONDED = "姓名|所属社区|挂职单位及职务|挂职时间\n甲|望江社区|区住建局科长|2026.3—2027.2"


@pytest.mark.parametrize(
    "words",
    [
        ("milestone", "log", "挂职锻炼", "--from", "{}"),
        ("milestone", "import", "{}", "--set", "成效种类=挂职锻炼"),
    ],
)
def test_from_when_until_when_may_stand_in_one_cell(run: Run, office: Path, words: tuple[str, ...]) -> None:
    done(run, *(str(text_book(SECONDED)) if one == "{}" else one for one in words))
    query = 'select "on", until, place from milestone'
    assert stored(office, query) == [("2026-03-01", "2027-02-28", "区住建局科长")]


def test_somebody_elses_phone_within_a_wide_unit_tells_a_namesake(run: Run, office: Path) -> None:
    done(run, "edit", "甲", f"联系电话={phone(7)}")
    before = dump(office)
    text = f"姓名|所属镇|联系电话|挂职时间\n甲|临江街道|{phone(8)}|2026-03-01"
    answer = run("milestone", "log", "挂职锻炼", "--from", text_book(text), "--enrol")
    assert (tally(answer), dump(office)) == ({"未导入": 1}, before), answer
    assert "「临江街道」的「甲」登记的是另一个电话" in answer.out


PROGRESS = [
    ("已投产", "进展「已投产」没有写投产日期，没有记；补记：talentreg project step 甲厂 投产 --on 日期"),
    ("在建", "没有写落地日期"),
    ("拟签约", ""),
    ("其他", ""),
]


@pytest.mark.parametrize(("text", "said"), PROGRESS)
def test_a_stage_in_words_asks_for_its_day(run: Run, office: Path, text: str, said: str) -> None:
    answer = run("project", "import", text_book(f"项目名称|信息日期|项目进展\n甲厂|2026-01-02|{text}"))
    assert tally(answer) == {"新增": 1}
    assert said in answer.out if said else "进展" not in answer.out


def test_a_day_for_all_rows_is_no_later_than_what_a_row_says(run: Run, office: Path) -> None:
    text = text_book("项目名称|所在镇（街）|开工时间\n甲厂|临江街道望江社区|2025.6\n乙厂||")
    assert "没有写信息日期；全表一样的写 --set 信息日期=" in run("project", "import", text, "--dry-run").out
    answer = run("project", "import", text, "--set", "信息日期=2026-01-02")
    assert tally(answer) == {"新增": 2}, answer
    query = (
        'select p."on", p.landed_on, u.name from project p left join unit u on u.id = p.unit_id order by 1'
    )
    assert stored(office, query)[0] == ("2025-06-01", "2025-06-01", "望江社区")


@pytest.mark.parametrize(
    ("command", "text", "said"),
    [
        ("milestone", "姓名|引进时间|引进单位\n甲|2026.3|甲厂", "里没有“成效种类”，不能作成效表导入"),
        (
            "benefit",
            "姓名|应发金额|发放日期|所属期\n甲|1|2026-03-01|一季度",
            "里没有“待遇名称”，不能作待遇表导入",
        ),
        ("library", "姓名|电话|入库时间\n甲|1|2026-03-01", "talentreg library join 库名 --from 文件"),
    ],
)
def test_a_sheet_that_lacks_one_thing_is_told_so(
    run: Run, office: Path, command: str, text: str, said: str
) -> None:
    assert said in run(command, "import", text_book(text)).err


def test_the_state_in_a_library_is_not_the_standing_in_the_register(run: Run, office: Path) -> None:
    done(run, "library", "add", "后备干部库")
    text = "姓名|所属社区|入库时间|状态\n甲|望江社区|2026.2|考察"
    answer = run("library", "join", "后备干部库", "--from", text_book(text))
    assert tally(answer) == {"新增": 1}, answer
    assert "不认识的列「状态」" in answer.out
    assert stored(office, 'select "on" from inclusion') == [("2026-02-01",)]


def test_flats_nobody_entered_come_in_with_who_lives_there(run: Run, office: Path) -> None:
    text = text_book("楼栋|房号|姓名|所属社区|入住时间|月租金（元/月）\n1号楼|101|甲|望江社区|2026.3|450")
    assert "加 --set 投用日期=… 与入住一并登记" in run("apartment", "import", text, "--dry-run").out
    assert tally(run("apartment", "import", text, "--set", "投用日期=2025-01-01")) == {"新增": 1}
    query = 'select a.place, a.name, t."on", t.rent from tenancy t join apartment a on a.id = t.apartment_id'
    assert stored(office, query) == [("1号楼", "101", "2026-03-01", 450)]
