"""Folders and batches: every table below is found, in order, and one that is broken stops no other."""

import os
from pathlib import Path

import pytest
from books import csv_book

from talentreg.errors import Refused
from talentreg.intake import batch
from talentreg.intake.batch import find_files, read_books

pytestmark = pytest.mark.usefixtures("own_register")


def lay(*names: str) -> None:
    for name in names:
        path = Path("收到", name)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f"姓名,备注\n张三,{name}\n")


def found(*paths: str) -> list[str]:
    return [str(path) for path in find_files([Path(one) for one in paths])]


def test_a_folder_is_all_tables_below_it_in_natural_order() -> None:
    lay("10社区.csv", "2社区.xls", "东街/一.xlsx", "东街/深/二.et", "1社区-核对结果.xlsx")
    assert found("收到") == [
        f"收到/{name}"
        for name in ("1社区-核对结果.xlsx", "2社区.xls", "10社区.csv", "东街/一.xlsx", "东街/深/二.et")
    ]


def test_what_the_system_leaves_in_a_folder_is_nobodys_table() -> None:
    lay("~$一.xlsx", ".DS_Store", "Thumbs.db", "desktop.ini", ".隐藏/三.csv", "__MACOSX/._一.xlsx", "一.xlsx")
    lay("register.db", "register.db-journal", "~WRL0001.tmp")
    assert found("收到") == ["收到/一.xlsx"]


def test_a_file_reached_twice_counts_once() -> None:
    lay("一.csv", "二.csv")
    assert found("收到/二.csv", "收到", "./收到/../收到/一.csv") == ["收到/二.csv", "收到/一.csv"]


def test_files_named_stay_in_the_order_they_were_named() -> None:
    lay("一.csv", "二.csv", ".三.csv")
    assert found("收到/二.csv", "收到/.三.csv", "收到/一.csv") == [
        "收到/二.csv",
        "收到/.三.csv",
        "收到/一.csv",
    ]


@pytest.mark.parametrize("name", ["没有.xlsx", "收到/没有.xlsx", "收到/一.csv/二.csv", "某某街道" * 40])
def test_a_file_that_is_not_there_stops_everything_at_once(name: str) -> None:
    lay("一.csv")
    with pytest.raises(Refused) as caught:
        find_files([Path("收到"), Path(name)])
    assert str(Path(name)) in caught.value.message
    assert caught.value.hint


def test_a_slip_in_a_name_is_answered_with_what_is_there() -> None:
    lay("登记表.et")
    with pytest.raises(Refused) as caught:
        find_files([Path("收到/登记表.xlsx")])
    assert caught.value.hint == "是不是：登记表.et"


@pytest.mark.parametrize("left", [(), (".DS_Store", "~$一.xlsx")])
def test_an_empty_folder_is_refused(left: tuple[str, ...]) -> None:
    Path("收到").mkdir()
    lay(*left)
    with pytest.raises(Refused, match="没有文件") as caught:
        find_files([Path("收到")])
    assert caught.value.hint


def test_somebodys_whole_disk_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(batch, "MOST_FILES", 3)
    lay(*(f"{number}.csv" for number in range(4)))
    with pytest.raises(Refused, match="太多"):
        find_files([Path("收到")])


@pytest.mark.skipif(os.name == "nt", reason="links need rights there")
def test_a_folder_linked_into_itself_ends() -> None:
    lay("一.csv")
    Path("收到/又").symlink_to(Path("收到").absolute())
    assert found("收到") == ["收到/一.csv"]


def test_one_bad_file_does_not_stop_the_good_ones() -> None:
    lay("一.csv", "三.csv")
    Path("收到/二.xlsx").write_bytes(b"PK\x03\x04")
    Path("收到/通知.docx").write_bytes(b"%PDF-1.7")
    steps: list[int] = []
    read = read_books(find_files([Path("收到")]), lambda: steps.append(1))
    assert [book.name for book in read.books] == ["一.csv", "三.csv"]
    assert [name for name, _ in read.unread] == ["二.xlsx", "通知.docx"]
    assert all(refused.message and refused.hint for _, refused in read.unread)
    assert len(steps) == 4


def test_a_batch_of_which_nothing_can_be_read_is_refused_with_the_first_reason() -> None:
    Path("坏.xlsx").write_bytes(b"PK\x03\x04")
    Path("图.jpg").write_bytes(b"\xff\xd8\xff")
    with pytest.raises(Refused, match="坏"):
        read_books([Path("坏.xlsx"), Path("图.jpg")])


def test_files_of_one_name_are_told_apart_by_their_folders() -> None:
    lay("东街/登记表.csv", "西街/登记表.csv", "别的.csv")
    assert {book.name for book in read_books(find_files([Path("收到")])).books} == {
        "东街/登记表.csv",
        "西街/登记表.csv",
        "别的.csv",
    }
    assert [book.name for book in read_books([csv_book("姓名\n张三\n", "收到/东街/登记表.csv")]).books] == [
        "登记表.csv"
    ]
