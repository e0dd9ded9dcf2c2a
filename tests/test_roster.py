"""Printed rosters: one file a unit, everybody on exactly one of them, all files or none."""

import shutil
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
from books import stored
from conftest import Answer
from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet
from openxml_audit import OpenXmlValidator
from pdf import convert, needs_office, pdf_text

from talentreg.errors import Refused
from talentreg.files import new_file, new_folder
from talentreg.records.contact import Contact
from talentreg.records.history import ALWAYS, Affiliation, Intention, Status
from talentreg.records.person import Person
from talentreg.records.unit import Unit
from talentreg.store.register import open_for_writing

TOLD = "张三 男 1990-05 15412345678 本科 江州大学 教师 上海市 专业技术人员".split()
Run = Callable[..., Answer]

HEADS = "序号 姓名 性别 出生年月 联系电话 学历 工作单位 职务 现居住地 人员类别 返乡意愿 最近联系 备注".split()


def rosters(run: Run, *words: str, folder: str = "花名册") -> dict[str, list[list[Any]]]:
    """Ask for the rosters and read every file."""
    answer = run("export", "--roster", folder, *words)
    assert (answer.code, answer.out) == (0, f"{folder}\n"), answer.err
    return {path.name: lines(path) for path in sorted(Path(folder).iterdir())}


def sheet(path: Path) -> Worksheet:
    (only,) = load_workbook(path).worksheets
    assert isinstance(only, Worksheet)
    return only


def lines(path: Path) -> list[list[Any]]:
    return [list(row) for row in sheet(path).iter_rows(values_only=True)]


@pytest.fixture
def small(own_register: Path) -> Path:
    """Lay a register with one person of every kind where the commands look for it."""
    with open_for_writing(own_register).changing("test") as writer:
        for name, level, parent in (
            ("临江街道", "township", None),
            ("望江社区", "community", 1),
            ("梅溪镇", "township", None),
            ("望江社区", "community", 3),
            ("空村", "community", 3),
        ):
            code = f"U{writer.reserve(Unit, 0)}"
            writer.insert(Unit, {"code": code, "name": name, "level": level, "parent_id": parent})
        for name, unit, status in (
            ("张三", 2, "enrolled"),
            ("=1+1", 2, "pending"),
            ("李四", 4, "enrolled"),
            ("退库人", 4, "withdrawn"),
            ("街道人", 1, "enrolled"),
            ("无单位人", None, "enrolled"),
        ):
            person = writer.insert(Person, {"name": name, "phone": "15412345678", "sex": "male"})
            writer.insert(Status, {"person_id": person, "on": date(2026, 1, 5), "status": status})
            if unit:
                writer.insert(Affiliation, {"person_id": person, "on": ALWAYS, "unit_id": unit})
        fields = {"birth": "1990-05", "degree": "本科", "employer": "江州大学", "note": "常联系"}
        writer.update(
            Person, 1, {**fields, "post": "教师", "residence": "上海市", "category": "专业技术人员"}
        )
        writer.insert(Intention, {"person_id": 1, "on": date(2026, 1, 6), "kind": "business"})
        for on, reached in ((date(2026, 3, 2), "self"), (date(2026, 3, 9), "none")):
            told = {"person_id": 1, "on": on, "channel": "phone", "presence": "away", "reached": reached}
            writer.insert(Contact, told)
    return own_register


def test_a_roster_is_a_page_ready_to_print(run: Run, small: Path) -> None:
    blank = [None] * 12
    assert rosters(run)["临江街道-望江社区.xlsx"] == [
        ["望江社区乡土人才花名册", *blank],
        HEADS,
        [1, *TOLD, "创业", datetime(2026, 3, 2), "常联系"],
        [2, "=1+1", "男", None, "15412345678", *[None] * 8],
        ["共2人", *[None] * 6, "2026年3月31日", *[None] * 5],
    ]
    page = sheet(Path("花名册/临江街道-望江社区.xlsx"))
    setup = page.page_setup
    assert (setup.orientation, str(setup.paperSize), setup.fitToWidth, setup.fitToHeight) == (
        "landscape",
        "9",
        None,
        0,
    )
    assert (page.title, page.freeze_panes, page.print_title_rows) == ("望江社区", "C3", "$1:$2")
    assert page["B4"].data_type == "s"
    assert [page["E3"].number_format, page["L3"].number_format] == ["@", "yyyy-mm-dd"]
    assert {str(merged) for merged in page.merged_cells.ranges} == {"A1:M1", "A5:G5", "H5:M5"}
    assert OpenXmlValidator().validate(Path("花名册/临江街道-望江社区.xlsx")).is_valid


def test_everybody_stands_on_the_roster_of_their_unit_and_on_no_other(run: Run, small: Path) -> None:
    found = {name: [row[1] for row in rows[2:-1]] for name, rows in rosters(run).items()}
    assert found == {
        "临江街道-望江社区.xlsx": ["张三", "=1+1"],
        "临江街道.xlsx": ["街道人"],
        "未填单位.xlsx": ["无单位人"],
        "梅溪镇-望江社区.xlsx": ["李四"],
    }


def test_the_samples_stand_on_their_rosters_once(run: Run, samples: Path) -> None:
    found = rosters(run)
    listed = [tuple(row[1:5]) for rows in found.values() for row in rows[2:-1]]
    assert (len(found), len(listed)) == (12, 600)
    shown = stored(samples, "select name, birth, phone from person order by 1, 2, 3")
    assert sorted((name, birth or "", phone or "") for name, _, birth, phone in listed) == sorted(
        tuple(value or "" for value in row) for row in shown
    )
    for rows in found.values():
        assert [row[0] for row in rows[2:-1]] == list(range(1, len(rows) - 2))
        assert rows[-1][0] == f"共{len(rows) - 3}人"


def test_a_unit_gives_the_rosters_below_it_and_masked_ones_hide_numbers(run: Run, small: Path) -> None:
    found = rosters(run, "--unit", "临江街道", "--masked")
    assert set(found) == {"临江街道-望江社区.xlsx", "临江街道.xlsx"}
    assert {row[4] for rows in found.values() for row in rows[2:-1]} == {"154****5678"}
    assert stored(small, "select command, detail from audit_entry") == [
        ("export --roster", "花名册：2个文件，3人，临江街道，号码已遮挡")
    ]


def test_units_of_one_path_and_names_no_system_takes_get_files_of_their_own(
    run: Run, own_register: Path
) -> None:
    names = ["a/b:c", "a_b_c", "甲村", "甲村", "长" * 100, "CON"]
    with open_for_writing(own_register).changing("test") as writer:
        for place, name in enumerate(names, start=1):
            writer.insert(Unit, {"code": f"U{place}", "name": name, "level": "community", "parent_id": None})
            person = writer.insert(Person, {"name": f"某{place}"})
            writer.insert(Affiliation, {"person_id": person, "on": ALWAYS, "unit_id": place})
    found = rosters(run)
    assert len(found) == len(names)
    assert {"甲村.xlsx", "甲村（2）.xlsx", "_CON.xlsx"} <= set(found)
    assert sorted(row[1] for rows in found.values() for row in rows[2:-1]) == [f"某{n}" for n in range(1, 7)]
    assert max(len(name) for name in found) <= 90


def test_a_folder_with_something_in_it_is_left_alone_unless_forced(run: Run, small: Path) -> None:
    Path("花名册").mkdir()
    rosters(run)  # an empty one is taken
    Path("花名册/旧.txt").write_text("旧")
    Path("花名册/临江街道.xlsx").write_text("旧")
    answer = run("export", "--roster", "花名册")
    assert (answer.code, answer.out) == (1, "")
    assert "文件夹 花名册 里已经有东西，没有动它" in answer.err
    assert Path("花名册/临江街道.xlsx").read_text() == "旧"
    assert run("export", "--roster", "花名册", "--force").code == 0
    assert len(lines(Path("花名册/临江街道.xlsx"))) == 4
    assert Path("花名册/旧.txt").read_text() == "旧"
    assert not [path for path in Path().iterdir() if path.name.startswith(".")]


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (("--roster", "无/花名册"), 1, "文件夹 无 不存在"),
        (("--roster", "register.db"), 1, "register.db 是文件，不是文件夹"),
        (("--roster", "花名册", "--unit", "空村"), 1, "没有可以列入花名册的人"),
        (("--roster", "花名册", "--unit", "望江社区"), 1, "有2个单位叫「望江社区」"),
        (("--roster", "花名册", "--all"), 2, "不能和文件名、--only、--all 一起用"),
    ],
)
def test_a_slip_is_refused_and_nothing_is_left(
    run: Run, small: Path, words: tuple[str, ...], code: int, said: str
) -> None:
    before = sorted(Path().iterdir())
    answer = run("export", *words)
    assert (answer.code, answer.out) == (code, "")
    assert said in answer.err
    assert sorted(Path().iterdir()) == before
    assert stored(small, "select count(*) from audit_entry") == [(0,)]


def test_files_are_private_to_their_user(run: Run, small: Path) -> None:
    rosters(run)
    assert oct(Path("花名册").stat().st_mode & 0o777) == "0o700"
    assert {oct(path.stat().st_mode & 0o777) for path in Path("花名册").iterdir()} == {"0o600"}


def test_the_same_register_gives_the_same_bytes(run: Run, small: Path) -> None:
    rosters(run, folder="甲")
    rosters(run, folder="乙")
    for path in Path("甲").iterdir():
        assert path.read_bytes() == (Path("乙") / path.name).read_bytes()


def break_off(error: BaseException) -> None:
    """Fill a file and a folder, and fail half-way."""
    with new_folder(Path("新"), force=False) as folder, new_file(Path("旧.xlsx"), force=True) as file:
        (folder / "半.xlsx").write_text("half")
        file.write(b"half")
        raise error


@pytest.mark.parametrize("error", [KeyboardInterrupt(), OSError(28, "full"), Refused("不")], ids=repr)
def test_work_that_breaks_off_leaves_what_was_there(error: BaseException) -> None:
    Path("旧.xlsx").write_text("旧")
    with pytest.raises((KeyboardInterrupt, Refused)):
        break_off(error)
    assert [(path.name, path.read_text()) for path in Path().iterdir()] == [("旧.xlsx", "旧")]


def test_a_full_disk_is_said_in_chinese() -> None:
    with pytest.raises(Refused, match=r"a\.xlsx 写不进去：磁盘已满"), new_file(Path("a.xlsx"), force=False):
        raise OSError(28, "No space left on device")


@needs_office
def test_every_name_is_on_the_printed_page(run: Run, small: Path, tmp_path: Path) -> None:
    rosters(run)
    printed = pdf_text(convert(Path("花名册/临江街道-望江社区.xlsx"), "pdf", tmp_path / "pdf"))
    for text in (
        "望江社区乡土人才花名册",
        *HEADS,
        "张三",
        "=1+1",
        "15412345678",
        "共2人",
        "第 1 页，共 1 页",
    ):
        assert text in printed
    shutil.rmtree(tmp_path / "pdf")
