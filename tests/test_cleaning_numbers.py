"""Phones and ID numbers as people write them beside what is stored of them."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from test_cleaning import misread

from talentreg.records.cleaning import Unclear
from talentreg.records.numbers import (
    Phones,
    birth_of,
    clean_id_number,
    clean_phone,
    read_phones,
    sex_of,
    split_phones,
)
from talentreg.records.text import Cell

MOBILE = "15412345678"
OTHER = "15487654321"


def with_check(seventeen: str) -> str:
    """Append the check character by the sum the standard gives."""
    total = sum(int(digit) * 2 ** (17 - place) for place, digit in enumerate(seventeen))
    return seventeen + "10X98765432"[total % 11]


@pytest.mark.parametrize(
    ("stored", "cells"),
    [
        (MOBILE, "15412345678|154 1234 5678|154-1234-5678|154.1234.5678|+86 154-1234-5678|'15412345678"),
        (
            MOBILE,
            "＋８６ １５４１２３４５６７８|0086 15412345678|8615412345678|86-15412345678|(+86)15412345678",
        ),
        (MOBILE, "1.5412345678E10|1.5412345678E+10|1.5412345678e+10|15412345678.0|154—1234—5678"),
        (
            "0371-65900000",
            "0371-65900000|037165900000|0371 6590 0000|（０３７１）６５９０００００|0371－65900000",
        ),
        ("0371-65900000", "+86 371 65900000|+86-0371-65900000|0086-371-65900000|(0371) 6590-0000"),
        ("0715-1234567-801", "0715-1234567-801|0715-1234567转801|0715-1234567 转 801|07151234567x801"),
        ("010-12345678", "010-12345678|01012345678|+86 10 12345678"),
        ("65900000", "65900000|6590 0000|6590-0000"),
        ("86123456", "86123456|8612 3456"),
        ("400-123-4567", "400-123-4567|4001234567|400 1234 567"),
        ("800-123-4567", "800-123-4567|8001234567"),
        ("+85291234567", "+852 9123 4567|00852-91234567|＋852 91234567"),
        ("+12125550100", "+1 (212) 555-0100|0012125550100"),
    ],
)
def test_a_phone_number_loses_its_dressing(stored: str, cells: str) -> None:
    assert misread(clean_phone, cells, stored) == {}


@pytest.mark.parametrize(
    ("cell", "stored"),
    [
        (15412345678.0, MOBILE),
        (15412345678, MOBILE),
        (37165900000.0, "0371-65900000"),
        (7151234567.0, "0715-1234567"),
        (1012345678.0, "010-12345678"),
        (4001234567.0, "400-123-4567"),
        (65900000.0, "65900000"),
    ],
)
def test_a_phone_stored_as_a_number_is_read_with_the_zero_it_lost(cell: Cell, stored: str) -> None:
    assert clean_phone(cell) == stored


NO_PHONE: list[Cell] = [
    *"12345678901 1541234567 154123456789 无 10086 0000-1234567 +86123 15412345678(父亲) 123".split(),
    *(154.0, 1e300, float("nan"), True, -15412345678.0, 154123456.78, "0715-1234567转", "１"),
]


@pytest.mark.parametrize("cell", NO_PHONE)
def test_what_is_no_phone_is_unclear(cell: Cell) -> None:
    with pytest.raises(Unclear, match="不是有效的电话号码"):
        clean_phone(cell)


def test_a_phone_that_lost_digits_is_unclear() -> None:
    with pytest.raises(Unclear, match="被存成了科学计数"):
        clean_phone("1.54123E+10")


@pytest.mark.parametrize(
    ("cell", "numbers", "rest"),
    [
        (15412345678.0, [MOBILE], ""),
        (MOBILE, [MOBILE], ""),
        *((f"{MOBILE}{between}{OTHER}", [MOBILE, OTHER], "") for between in "/ 、 ， ; 或 和 \\ |".split()),
        (f"{MOBILE} {OTHER}", [MOBILE, OTHER], ""),
        (f"{MOBILE}\n{OTHER}", [MOBILE, OTHER], ""),
        (f"{MOBILE}{OTHER}", [MOBILE, OTHER], ""),
        (f"{MOBILE} 65900000", [MOBILE, "65900000"], ""),
        (f"{MOBILE}、{OTHER}；65900000", [MOBILE, OTHER, "65900000"], ""),
        (f"{MOBILE},{MOBILE}", [MOBILE], ""),
        ("0371-65900000-801", ["0371-65900000-801"], ""),
        (f"{MOBILE}（父亲）", [MOBILE], "父亲"),
        (f"父亲{MOBILE}", [MOBILE], "父亲"),
        (f"父亲：{MOBILE}、母亲：{OTHER}", [MOBILE, OTHER], "父亲、母亲"),
        (f"手机：{MOBILE}", [MOBILE], ""),
        ("电话0715-1234567", ["0715-1234567"], ""),
        (f"{MOBILE}（微信同号）/65900000", [MOBILE, "65900000"], "微信同号"),
        (f"{MOBILE}、154123", [MOBILE], "154123"),
        (f"{MOBILE}、无", [MOBILE], "无"),
    ],
)
def test_all_numbers_of_a_cell_are_read_and_nothing_beside_them_is_lost(
    cell: Cell, numbers: list[str], rest: str
) -> None:
    assert read_phones(cell) == Phones(tuple(numbers), rest)


@pytest.mark.parametrize("cell", ["无", "父亲", "15412345678(新)154876", "154123", None])
def test_a_cell_without_a_number_is_unclear(cell: Cell) -> None:
    with pytest.raises(Unclear, match="不是有效的电话号码"):
        read_phones(cell)


@given(st.text("0123456789 -+()（）、/转父母或.eE", max_size=30))
def test_reading_phones_gives_numbers_that_stay_what_they_are(text: str) -> None:
    try:
        phones = read_phones(text)
    except Unclear:
        return
    assert phones.numbers
    assert [clean_phone(number) for number in phones.numbers] == list(phones.numbers)


@pytest.mark.parametrize(
    ("cell", "parts"),
    [
        (15412345678.0, [MOBILE]),
        ("15412345678/15487654321", [MOBILE, OTHER]),
        ("154 1234 5678", ["154 1234 5678"]),
        ("0371-65900000  65900001", ["0371-65900000", "65900001"]),
        ("15412345678\n", [MOBILE]),
        (None, []),
    ],
)
def test_several_phones_in_one_cell_are_told_apart(cell: Cell, parts: list[str]) -> None:
    assert split_phones(cell) == parts


ID = "990101199003078893"


@pytest.mark.parametrize(
    ("stored", "cells"),
    [
        (
            ID,
            "990101199003078893|'990101199003078893|990101 19900307 8893|990101-199003078893|990101900307889",
        ),
        ("99010119900307872X", "99010119900307872X|99010119900307872x|９９０１０１１９９００３０７８７２ｘ"),
        ("99010119900307872X", "99010119900307872×|99010119900307872Х|“99010119900307872X”"),
    ],
)
def test_an_id_number_is_stored_with_eighteen_characters(stored: str, cells: str) -> None:
    assert misread(clean_id_number, cells, stored) == {}


@pytest.mark.parametrize(
    ("cell", "reason"),
    [
        (
            990101199003078893,
            "被存成了数字，18位里只有前15位是真的，末几位已经丢失；请把该列设为文本格式后重填",
        ),
        (9.90101199003078e17, "被存成了数字，18位里只有前15位是真的"),
        (990101900307889.0, "被存成了数字；请把该列设为文本格式"),
        (0.5, "被存成了数字"),
        (float("nan"), "被存成了数字"),
        (
            "9.90101E+17",
            "被存成了数字，只剩前6位，其余已经丢失；请把该列设为文本格式后重填，或请对方提供原表",
        ),
        ("990101199003078000", "末三位是000，像是被存成数字后损坏的"),
        ("99010119900307889X", "校验位不对"),
        ("990101199013078897", "不是真实存在的日期"),
        ("99010119900307889", "应为18位，这里是17位，少一位"),
        ("9901011990030788933", "应为18位，这里是19位，多一位"),
        ("9901011990X3078893", "第11位是「X」，应为数字"),
        ("9901011990O3078893", "第11位是「O」，应为数字0？"),
        ("990l01199003078893", "第4位是「L」，应为数字1？"),
        ("990101****03078893", "有星号"),
        ("G12345678", "像是护照"),
        ("EA1234567", "像是护照"),
        ("H12345678", "像是港澳台居民通行证"),
        ("12345678", "像是港澳台居民通行证"),
        ("无", "应为18位，这里是1位"),
    ],
)
def test_a_damaged_id_number_is_unclear_and_says_why(cell: Cell, reason: str) -> None:
    with pytest.raises(Unclear, match=reason) as caught:
        clean_id_number(cell)
    assert "1990" not in str(caught.value)


@pytest.mark.parametrize("place", range(17))
def test_one_mistyped_digit_of_an_id_number_is_noticed(place: int) -> None:
    with pytest.raises(Unclear):
        clean_id_number(ID[:place] + str((int(ID[place]) + 1) % 10) + ID[place + 1 :])


@given(st.integers(0, 10**6 - 1), st.dates(date(1000, 1, 1)).map("{:%Y%m%d}".format), st.integers(0, 999))
def test_the_check_character_is_that_of_the_standard(area: int, born: str, order: int) -> None:
    seventeen = f"{area:06}{born}{order:03}"
    right = with_check(seventeen)
    if "1880" <= born[:4] < "2026":
        assert clean_id_number(right) == right
    for last in set("0123456789X") - {right[-1]}:
        with pytest.raises(Unclear):
            clean_id_number(seventeen + last)


def test_nobody_is_born_after_today_by_an_id_number() -> None:
    with pytest.raises(Unclear, match="不是真实存在的日期"):
        clean_id_number(with_check("99010120300101001"))


def test_an_id_number_tells_birth_and_sex() -> None:
    assert (birth_of(ID), sex_of(ID)) == ("1990-03-07", "male")
    assert (birth_of("99010119851230872X"), sex_of("99010119851230872X")) == ("1985-12-30", "female")
