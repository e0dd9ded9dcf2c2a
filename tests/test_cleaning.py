"""What people write into cells beside what is stored of it, and what of that a screen shows."""

from datetime import date, datetime
from typing import Any

import pytest

from talentreg.records.cleaning import (
    Cleaner,
    Unclear,
    birth_of,
    clean_day,
    clean_id_number,
    clean_month,
    clean_name,
    clean_phone,
    clean_several,
    sex_of,
    split_phones,
    word_cleaner,
)
from talentreg.records.contact import Contact
from talentreg.records.fields import Mask, Record, columns
from talentreg.records.masking import mask_free_text, mask_id_number, mask_name_like, mask_phone
from talentreg.records.person import Person
from talentreg.records.staff import Staff
from talentreg.records.text import Cell, as_text, fold
from talentreg.records.vocabulary import CHANNEL, PRESENCE, REACHED, SEX, VOCABULARIES, Vocabulary
from talentreg.records.word import STARTER_WORDS

DAY = date(2026, 3, 15)


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
        ("阿卜杜拉·买买提", "阿卜杜拉·买买提|阿卜杜拉•买买提|阿卜杜拉 · 买买提"),
        ("Mary Smith", "Mary Smith|Mary  Smith|Ｍａｒｙ Ｓｍｉｔｈ"),
        ("José María", "José María"),
    ],
)
def test_a_name_is_stored_without_the_blanks_of_its_layout(name: str, cells: str) -> None:
    assert misread(clean_name, cells, name) == {}


def test_several_words_in_one_cell_are_kept_once_each() -> None:
    assert clean_several("甲、乙，丙,丁;戊；己/庚\n辛|壬") == "甲、乙、丙、丁、戊、己、庚、辛、壬"
    assert clean_several("甲、乙、甲") == clean_several("、甲，， 乙 、") == "甲、乙"
    assert clean_several("农村 实用人才") == "农村 实用人才"


@pytest.mark.parametrize(
    "cell", [DAY, datetime(2026, 3, 15, 8, 30), 46096, 46096.35, 20260315, 20260315.0], ids=repr
)
def test_a_day_is_read_from_a_date_a_serial_or_eight_digits(cell: Cell) -> None:
    assert clean_day(cell) == DAY


@pytest.mark.parametrize(
    "cells",
    [
        "20260315|2026-3-15|2026.03.15|2026/3/15|2026年3月15日|2026 年 3 月 15 日|２０２６－３－１５",
        "2026-03-15 08:30:00|2026-03-15T08:30:00|2026年3月15日 9:05|2026年3月15日9:05",
        "2026/3/15 8:30|2026-3-15 8:30:00",
    ],
)
def test_a_day_is_read_however_it_is_written(cells: str) -> None:
    assert misread(clean_day, cells, DAY) == {}


@pytest.mark.parametrize(
    ("stored", "cells"),
    [
        ("1990", "1990|1990年|１９９０"),
        ("1990-05", "1990-05|1990-5|1990.5|1990.05|1990/5|1990年5月|１９９０年５月|199005"),
        ("1990-01", "1990.1|1990-1|1990年1月"),
        ("1990-10", "1990.10|1990-10|199010"),
        ("1990-05-06", "1990-05-06|1990.5.6|1990年5月6日|19900506|1990-05-06 00:00:00"),
        ("1990-05-06", "1990/5/6 8:30"),
    ],
)
def test_a_birth_date_keeps_as_much_as_is_known(stored: str, cells: str) -> None:
    assert misread(clean_month, cells, stored) == {}


@pytest.mark.parametrize(
    ("stored", "cells"),
    [
        ("1990", [1990, 1990.0]),
        ("1990-05", [1990.05, 1990.5, 199005.0]),
        ("1990-12", [1990.12]),
        ("1990-05-06", [19900506.0, 32999, date(1990, 5, 6), datetime(1990, 5, 6)]),
        ("1941-01-24", [15000]),
    ],
)
def test_a_birth_date_may_be_a_number_or_a_date(stored: str, cells: list[Cell]) -> None:
    assert [clean_month(cell) for cell in cells] == [stored] * len(cells)


def test_the_number_1990_1_may_be_january_or_october() -> None:
    with pytest.raises(Unclear, match="分不清是1月还是10月，请写成 1990-01 或 1990-10"):
        clean_month(1990.1)


@pytest.mark.parametrize(
    ("stored", "cells"),
    [
        ("15412345678", "15412345678|154 1234 5678|154-1234-5678|154.1234.5678|+86 154-1234-5678"),
        ("15412345678", "＋８６ １５４１２３４５６７８|0086 15412345678|8615412345678|86-15412345678"),
        ("0371-65900000", "0371-65900000|037165900000|0371 6590 0000|（０３７１）６５９０００００"),
        ("65900000", "65900000|6590 0000|6590-0000"),
        ("86123456", "86123456|8612 3456"),
    ],
)
def test_a_phone_number_loses_its_dressing(stored: str, cells: str) -> None:
    assert misread(clean_phone, cells, stored) == {}


NO_DAY: list[Cell] = ["2026-02-29", "2026-3", "3月15日", "三月", "26.3.15", 2026.0, True, "9:05", "#N/A", 0]
NO_MONTH: list[Cell] = ["1990-13", "1990-00", "1990-02-30", "90年5月", "1790-01", "不详", True, 0.5, "199"]
NO_PHONE: list[Cell] = ["12345678901", "1541234567", "154123456789", "无", "10086", 154.0, "0000-1234567"]


@pytest.mark.parametrize(
    ("clean", "cell"),
    [
        *((clean_day, cell) for cell in NO_DAY),
        *((clean_month, cell) for cell in NO_MONTH),
        *((clean_phone, cell) for cell in NO_PHONE),
    ],
)
def test_what_is_no_day_birth_date_or_phone_is_unclear(clean: Cleaner, cell: Cell) -> None:
    with pytest.raises(Unclear, match=r"看不懂|不是真实存在的日期|年份不合理|不是有效的电话号码"):
        clean(cell)


@pytest.mark.parametrize(
    ("cell", "parts"),
    [
        (15412345678.0, ["15412345678"]),
        ("15412345678/15487654321", ["15412345678", "15487654321"]),
        ("15412345678、15487654321；65900000", ["15412345678", "15487654321", "65900000"]),
        ("15412345678 15487654321", ["15412345678", "15487654321"]),
        ("154 1234 5678", ["154 1234 5678"]),
        ("0371-65900000  65900001", ["0371-65900000", "65900001"]),
        ("15412345678\n", ["15412345678"]),
        (None, []),
    ],
)
def test_several_phones_in_one_cell_are_told_apart(cell: Cell, parts: list[str]) -> None:
    assert split_phones(cell) == parts


@pytest.mark.parametrize(
    ("stored", "cells"),
    [
        ("990101199003078893", "990101199003078893|'990101199003078893|990101 19900307 8893|990101900307889"),
        ("99010119900307872X", "99010119900307872X|99010119900307872x|９９０１０１１９９００３０７８７２ｘ"),
    ],
)
def test_an_id_number_is_stored_with_eighteen_characters(stored: str, cells: str) -> None:
    assert misread(clean_id_number, cells, stored) == {}


@pytest.mark.parametrize(
    ("cell", "reason"),
    [
        (990101199003078893, "被存成了数字"),
        ("99010119900307889X", "校验位不对"),
        ("990101199013078897", "不是真实存在的日期"),
        ("99010119900307889", "应为18位，这里是17位"),
        ("9901011990030788933", "应为18位，这里是19位"),
        ("9901011990X3078893", "应为18位"),
    ],
)
def test_a_damaged_id_number_is_unclear_and_says_why(cell: Cell, reason: str) -> None:
    with pytest.raises(Unclear, match=reason):
        clean_id_number(cell)


@pytest.mark.parametrize("place", range(17))
def test_one_mistyped_digit_of_an_id_number_is_noticed(place: int) -> None:
    right = "990101199003078893"
    with pytest.raises(Unclear):
        clean_id_number(right[:place] + str((int(right[place]) + 1) % 10) + right[place + 1 :])


def test_an_id_number_tells_birth_and_sex() -> None:
    assert (birth_of("990101199003078893"), sex_of("990101199003078893")) == ("1990-03-07", "male")
    assert (birth_of("99010119851230872X"), sex_of("99010119851230872X")) == ("1985-12-30", "female")


@pytest.mark.parametrize("vocabulary", VOCABULARIES, ids=lambda one: one.title)
def test_every_closed_word_is_known_by_code_text_and_synonyms(vocabulary: Vocabulary) -> None:
    clean = word_cleaner(vocabulary)
    for word in vocabulary.words:
        assert misread(clean, "|".join((word.code, word.text, *word.synonyms)), word.code) == {}
        assert vocabulary.text(word.code) == word.text
        assert f"{word.text}({word.code})" in vocabulary.listed()
    with pytest.raises(Unclear, match=f"{vocabulary.title}「也许」看不懂，可写："):
        clean("也许")


@pytest.mark.parametrize(
    ("vocabulary", "code", "cells"),
    [
        (CHANNEL, "visit", "上门走访|入户|走 访|VISIT|ｖｉｓｉｔ"),
        (PRESENCE, "home", "是|返乡|已返乡|√"),
        (PRESENCE, "away", "否|未返乡|在外|×"),
        (REACHED, "none", "否|未联系上|无人接听|关机"),
        (SEX, "male", "男|男性|男 性"),
    ],
)
def test_what_people_write_for_a_closed_word_is_understood(
    vocabulary: Vocabulary, code: str, cells: str
) -> None:
    assert misread(word_cleaner(vocabulary), cells, code) == {}


@pytest.mark.parametrize("list_name", STARTER_WORDS)
def test_a_starter_word_or_synonym_stands_for_one_word_only(list_name: str) -> None:
    words = STARTER_WORDS[list_name]
    written = [fold(one) for standard, synonyms in words.items() for one in (standard, *synonyms)]
    assert len(written) == len(set(written))


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
