"""Books that name units which have moved, merged or closed since."""

from pathlib import Path

import pytest
from books import csv_book, empty_register, phone, stored, tally, units_of
from trees import Run, done, place_on, refused

BOOK = f"""姓名,联系电话,出生年月,所属街道,所属社区
甲,{phone(1)},1990-05,临江街道,望江社区
乙,,1991-05,临江街道,望江社区
丙,{phone(3)},1992-05,临江街道,渡口社区
丁,{phone(4)},1992-05,梅溪镇,和平村
"""
LATER = f"""姓名,联系电话,出生年月,所属街道,所属社区
乙,{phone(2)},1991-05,临江街道,望江社区
戊,{phone(5)},1993-05,临江街道,望江社区
"""


@pytest.fixture(autouse=True)
def office(run: Run, own_register: Path) -> Path:
    """Import a book of three communities."""
    own_register.write_bytes(empty_register())
    done(run, "import", str(csv_book(BOOK, "先.csv")))
    return own_register


@pytest.mark.parametrize(
    ("words", "old", "new", "now"),
    [
        ("move 望江社区 --to 梅溪镇", "临江街道/望江社区", "梅溪镇/望江社区", "梅溪镇/望江社区"),
        ("merge 望江社区 --into 渡口社区", "临江街道/望江社区", "临江街道/渡口社区", "临江街道/渡口社区"),
        ("merge 望江社区 渡口社区 --into 和平村", "临江街道/望江社区", "梅溪镇/和平村", "梅溪镇/和平村"),
        ("merge 临江街道 --into 梅溪镇", "临江街道", "梅溪镇", "梅溪镇/望江社区"),
    ],
)
def test_a_book_that_names_the_old_unit_is_placed_under_the_one_that_followed(
    run: Run, own_register: Path, words: str, old: str, new: str, now: str
) -> None:
    done(run, "unit", *words.split(), "--on", "2026-03-01")
    again = done(run, "import", "先.csv")
    assert tally(again) == {"无变化": 4}
    answer = done(run, "import", str(csv_book(LATER, "后.csv")), "--on-match", "update")
    assert tally(answer) == {"新增": 1, "更新": 1}
    assert f"「{old}」已于2026年3月1日撤销，按「{new}」登记" in answer.out
    assert str(place_on(own_register, "戊", "2026-03-31")).startswith(f"{now} ")
    assert str(place_on(own_register, "乙", "2026-03-31")).startswith(f"{now} ")
    assert "新建单位" not in answer.out


def test_a_unit_followed_twice_leads_to_the_last(run: Run, own_register: Path) -> None:
    done(run, "unit", "move", "望江社区", "--to", "梅溪镇", "--on", "2026-02-01")
    done(run, "unit", "merge", "望江社区", "--into", "和平村", "--on", "2026-03-01")
    done(run, "import", str(csv_book(LATER, "后.csv")))
    assert units_of(own_register)["戊"] == "和平村"


def test_an_empty_unit_that_moved_is_known_by_its_name_and_its_day(run: Run, own_register: Path) -> None:
    done(run, "unit", "add", "临江街道/新桥社区")
    done(run, "unit", "move", "新桥社区", "--to", "梅溪镇")
    done(run, "import", str(csv_book(LATER.replace("望江社区", "新桥社区"), "后.csv")))
    assert str(place_on(own_register, "戊", "2026-03-31")).startswith("梅溪镇/新桥社区 ")


def test_a_village_of_the_same_name_elsewhere_is_no_follower(run: Run, own_register: Path) -> None:
    done(run, "unit", "add", "临江街道/和平村")
    done(run, "unit", "close", "临江街道/和平村")
    answer = done(run, "import", str(csv_book(LATER.replace("望江社区", "和平村"), "后.csv")))
    assert "「临江街道/和平村」已于2026年3月31日撤销，仍记在它名下" in answer.out
    assert str(place_on(own_register, "戊", "2026-03-31")).startswith("临江街道/和平村 ")


def test_work_before_the_day_stays_with_the_unit_it_was_done_in(run: Run, own_register: Path) -> None:
    done(run, "unit", "move", "望江社区", "--to", "梅溪镇", "--on", "2026-03-01")
    contacts = "姓名,所属社区,联络日期,联络方式\n甲,望江社区,2026-02-01,电话\n甲,望江社区,2026-03-02,电话\n"
    done(run, "import", str(csv_book(contacts, "联络.csv")))
    assert stored(own_register, "select unit_id from contact") == [(None,), (None,)]
    assert str(place_on(own_register, "甲", "2026-02-01")).startswith("临江街道/望江社区 ")


def test_work_logged_later_for_an_earlier_day_is_named_for_the_unit_of_that_day(
    run: Run, own_register: Path
) -> None:
    done(run, "unit", "move", "望江社区", "--to", "梅溪镇", "--on", "2026-03-01")
    for day in ("2026-02-28", "2026-03-01"):
        done(run, "contact", "log", "丁", "--channel", "电话", "--unit", "望江社区", "--on", day)
    query = "select code, parent_id from contact join unit on unit.id = unit_id order by contact.id"
    codes = [code for code, _ in stored(own_register, query)]
    assert codes == ["U2", "U6"]


def test_a_command_that_names_a_unit_another_followed_is_sent_there(run: Run, own_register: Path) -> None:
    done(run, "unit", "merge", "望江社区", "--into", "渡口社区")
    book = csv_book(f"姓名,联系电话\n戊,{phone(5)}\n", "后.csv")
    refused(run, own_register, ["import", str(book), "--unit", "望江社区"], "后来是「临江街道/渡口社区」")
    done(run, "import", str(book), "--unit", "渡口社区")
    assert units_of(own_register)["戊"] == "渡口社区"
