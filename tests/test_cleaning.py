"""What people write into cells beside what is stored of it, and what of that a screen shows."""

from datetime import datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from talentreg.records.cleaning import (
    Cleaner,
    Unclear,
    clean_name,
    clean_person_name,
    clean_several,
    name_and_remark,
)
from talentreg.records.contact import Contact
from talentreg.records.fields import Mask, Record, columns
from talentreg.records.history import Intention, Status
from talentreg.records.masking import mask_free_text, mask_id_number, mask_name_like, mask_phone
from talentreg.records.person import Person
from talentreg.records.staff import Staff
from talentreg.records.text import Cell, as_text, is_blank_word, is_error_word
from talentreg.records.unit import Unit

CLEANERS = {
    column.clean
    for record in (Person, Contact, Status, Intention, Unit, Staff)
    for column in columns(record).values()
}


def misread(clean: Cleaner, cells: str, meant: object) -> dict[str, Any]:
    """Clean cells parted by | and return those that do not become what is meant."""
    return {cell: found for cell in cells.split("|") if (found := clean(cell)) != meant}


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        (None, ""),
        ("  江州大学 \u3000", "江州大学"),
        ("甲\t乙  丙", "甲 乙 丙"),
        ("第一行 \r\n 第二行", "第一行\n第二行"),
        ("甲\x1b[31m乙\x07", "甲[31m乙"),
        ("\ufeff甲\u202e\u200b乙\u2066", "甲乙"),
        ("甲\u061c乙", "甲乙"),
        ("甲\ue000乙", "甲乙"),
        ("甲\U000f0000乙", "甲乙"),
        ("𠮷野，（A）Ｂ", "𠮷野，（A）Ｂ"),
        (13800138000.0, "13800138000"),
        (True, "是"),
        (datetime(2026, 3, 5), "2026-03-05"),
        (datetime(2026, 3, 5, 8, 30), "2026-03-05 08:30:00"),
    ],
)
def test_a_cell_is_read_as_a_person_would(cell: Cell, text: str) -> None:
    assert as_text(cell) == text


@pytest.mark.parametrize(
    ("name", "cells"),
    [
        ("张三", "张三|张 三|张\u3000三|张\n三| 张三 "),
        (
            "阿卜杜拉·买买提",
            "阿卜杜拉·买买提|阿卜杜拉•买买提|阿卜杜拉 · 买买提|阿卜杜拉・买买提|阿卜杜拉･买买提",
        ),
        (
            "阿卜杜拉·买买提",
            "阿卜杜拉‧买买提|阿卜杜拉.买买提|阿卜杜拉．买买提|阿卜杜拉∙买买提|阿卜杜拉⋅买买提",
        ),
        ("J.R. Smith", "J.R. Smith"),
        ("Mary Smith", "Mary Smith|Mary  Smith|Ｍａｒｙ Ｓｍｉｔｈ"),
        ("José María", "José María"),
    ],
)
def test_a_name_is_stored_without_the_blanks_of_its_layout(name: str, cells: str) -> None:
    assert misread(clean_name, cells, name) == {}


@pytest.mark.parametrize(
    "cell", ["1", "154", "#N/A", "＃REF!", "无", "/", "张三、李四", "张三/李四", "张三\n李四", 3]
)
def test_what_names_nobody_or_several_is_no_name(cell: Cell) -> None:
    with pytest.raises(Unclear, match=r"不是姓名|像是几个人"):
        clean_person_name(cell)


@pytest.mark.parametrize(
    "name", ["张三", "欧阳娜娜", "𠮷野", "[red]甲", "[/]", "=1+1", "=1+1乙", "O'Brien丙", "Mary Smith", "甲1"]
)
def test_any_other_text_may_be_a_name(name: str) -> None:
    assert clean_person_name(name) == name


@pytest.mark.parametrize(
    ("cell", "parted"),
    [
        ("张三（小名强子）", ("张三", "小名强子")),
        ("张三(女)", ("张三", "女")),
        ("张三", ("张三", "")),
        ("（张三）", ("（张三）", "")),
        ("张三15400000001", ("张三", "15400000001")),
        ("张三：0990-1234567", ("张三：0990-1234567", "")),
        ("1.张三", ("张三", "")),
        ("12、欧阳娜娜", ("欧阳娜娜", "")),
        ("3号", ("3号", "")),
        (None, ("", "")),
    ],
)
def test_a_remark_in_brackets_is_parted_from_the_name(cell: Cell, parted: tuple[str, str]) -> None:
    assert name_and_remark(cell) == parted


@pytest.mark.parametrize("text", "无 暂无 無 / - —— ／ N/A 略 不详 未知".split())
def test_some_words_say_that_there_is_nothing_to_say(text: str) -> None:
    assert is_blank_word(text)


@pytest.mark.parametrize("text", ["无锡", "0", "无业", "-1", "", "不详细", "没有"])
def test_other_words_say_something(text: str) -> None:
    assert not is_blank_word(text)


def test_the_errors_of_formulas_are_known() -> None:
    assert all(map(is_error_word, "#N/A #REF! #VALUE! #NAME? #DIV/0! #n/a ＃N/A".split()))
    assert not any(map(is_error_word, ("#1", "C#", "# N", "", "#")))


CELLS = st.one_of(
    st.text(max_size=40),
    st.text("0123456789.-/年月日 eExX+()（）一二十无、有*张三#", max_size=24),
    st.integers(-(10**20), 10**20),
    st.floats(),
    st.booleans(),
    st.dates(),
    st.datetimes(),
    st.times(),
    st.timedeltas(),
)


@given(CELLS)
def test_every_cleaner_understands_any_cell_or_says_why_not_without_repeating_numbers(cell: Cell) -> None:
    for clean in CLEANERS:
        said = reason(clean, cell)
        assert said == mask_free_text(said)


def reason(clean: Cleaner, cell: Cell) -> str:
    """Return why a cell is unclear; nothing when it is not."""
    try:
        clean(cell)
    except Unclear as unclear:
        return str(unclear)
    return ""


@given(st.text("张三李四王五买提·・ \u3000\nAb.（女）", max_size=12))
def test_cleaning_a_name_twice_is_cleaning_it_once(name: str) -> None:
    assert clean_name(clean_name(name)) == clean_name(name)


def test_several_words_in_one_cell_are_kept_once_each() -> None:
    assert clean_several("甲、乙，丙,丁;戊；己/庚\n辛|壬") == "甲、乙、丙、丁、戊、己、庚、辛、壬"
    assert clean_several("甲、乙、甲") == clean_several("、甲，， 乙 、") == "甲、乙"
    assert clean_several("农村 实用人才") == "农村 实用人才"


@pytest.mark.parametrize(
    ("mask", "text", "shown"),
    [
        (mask_phone, "15412345678", "154****5678"),
        (mask_phone, "0371-65900000", "***********00"),
        (mask_phone, "65900000", "******00"),
        (mask_phone, "010-1234567", "*********67"),
        (mask_id_number, "99010119900307872X", "99**************2X"),
        (mask_name_like, "zhangsan", "z******n"),
        (mask_name_like, "ab", "**"),
    ],
)
def test_a_number_or_account_shows_its_ends_only(mask: Mask, text: str, shown: str) -> None:
    assert mask(text) == shown


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("新号15412345678，旧号不用了", "新号154****5678，旧号不用了"),
        ("身份证99010119900307872x已核", "身份证99**************2x已核"),
        ("15412345678/15487654321", "154****5678/154****4321"),
        ("2026年3月5日走访3人，慰问金1000元", "2026年3月5日走访3人，慰问金1000元"),
        ("账号1234567890，少一位的99010119900307889", "账号1234567890，少一位的99*************89"),
    ],
)
def test_long_runs_of_digits_in_free_text_are_masked(text: str, shown: str) -> None:
    assert mask_free_text(text) == shown


NUMBER_FIELDS = (
    (Person, "id_number phone second_phone wechat relative_phone home_address family_needs note"),
    (Staff, "phone"),
    (Contact, "note next_step"),
)


@pytest.mark.parametrize(
    ("record", "field"), [(r, name) for r, names in NUMBER_FIELDS for name in names.split()]
)
def test_a_field_that_may_hold_a_number_is_masked(record: type[Record], field: str) -> None:
    mask = columns(record)[field].mask
    assert mask is not None
    assert "12345678" not in mask("15412345678")
