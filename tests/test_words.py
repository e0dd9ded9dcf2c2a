"""Words people write beside the word of a list they mean: closed lists, open lists, titles, intentions."""

import pytest
from test_cleaning import misread

from talentreg.records import contact, history, person, unit
from talentreg.records.cleaning import Unclear, word_cleaner
from talentreg.records.duty_words import DUTY_VOCABULARIES
from talentreg.records.fields import columns
from talentreg.records.intentions import intention_under, kind_named_by
from talentreg.records.ledgers import LEDGERS
from talentreg.records.text import fold_word
from talentreg.records.titles import level_of_title
from talentreg.records.vocabulary import (
    CHANNEL,
    DIRECTION,
    INTENTION,
    PRESENCE,
    REACHED,
    SEX,
    STATUS,
    VOCABULARIES,
    WILLING,
    Vocabulary,
)
from talentreg.records.word import STARTER_WORDS
from talentreg.records.work_words import WORK_VOCABULARIES
from talentreg.store.words import WordLists

CLOSED = (*VOCABULARIES, *WORK_VOCABULARIES, *DUTY_VOCABULARIES)
RECORDS = (person.Person, contact.Contact, history.Status, history.Intention, unit.Unit)
STARTED = WordLists(
    {
        name: {fold_word(one): standard for standard, others in listed.items() for one in (standard, *others)}
        for name, listed in STARTER_WORDS.items()
    }
)
"""The lists as a new register has them."""


@pytest.mark.parametrize("vocabulary", CLOSED, ids=lambda one: one.title)
def test_every_closed_word_is_known_by_code_text_and_synonyms(vocabulary: Vocabulary) -> None:
    clean = word_cleaner(vocabulary)
    for word in vocabulary.words:
        assert misread(clean, "|".join((word.code, word.text, *word.synonyms)), word.code) == {}
        assert vocabulary.text(word.code) == word.text
        assert f"{word.text}({word.code})" in vocabulary.listed()
    with pytest.raises(Unclear, match=r"^「也许」看不懂，可写："):
        clean("也许")


@pytest.mark.parametrize("vocabulary", CLOSED, ids=lambda one: one.title)
def test_a_closed_word_means_one_thing(vocabulary: Vocabulary) -> None:
    written = [fold_word(one) for word in vocabulary.words for one in (word.code, word.text, *word.synonyms)]
    assert len(written) == len(set(written))


@pytest.mark.parametrize(
    ("vocabulary", "code", "cells"),
    [
        (SEX, "male", "男|男性|男 性|M|♂|1|男士"),
        (SEX, "female", "女|女性|F|♀|2|Female"),
        (CHANNEL, "visit", "上门走访|入户|走 访|VISIT|ｖｉｓｉｔ|上门|家访|走訪|入戶|实地走访"),
        (CHANNEL, "talk", "座谈会|面談|当面|恳谈会"),
        (CHANNEL, "phone", "电联|打电话|電話|致电|電話聯繫"),
        (CHANNEL, "video", "微信视频|視頻|視頻通話"),
        (CHANNEL, "wechat", "微信|QQ|qq|微信聯繫|微信语音"),
        (PRESENCE, "home", "是|返乡|已返乡|√|✓|返鄉|在家|已返|回來"),
        (PRESENCE, "away", "否|未返乡|在外|×|✗|未返鄉|外地|常年在外|外出务工"),
        (PRESENCE, "local", "本地|常住"),
        (REACHED, "self", "是|√|本人|打通|接通|聯繫上"),
        (REACHED, "family", "家属|家屬|父亲|配偶"),
        (REACHED, "none", "否|×|未联系上|无人接听|关机|停机|没打通|打不通|拒接|空号|無人接聽"),
        (DIRECTION, "inbound", "来电|來訪|对方来电"),
        (STATUS, "enrolled", "在库|入庫|正常|已入库"),
        (STATUS, "withdrawn", "退库|退庫|已退库"),
        (INTENTION, "business", "创业|創業|返乡创业|返鄉創業"),
        (INTENTION, "willing", "有|愿意|願意|√|是|想回|有意愿"),
        (INTENTION, "none", "无|無|否|×|不愿意|暂无|暫無|没有"),
        (INTENTION, "undecided", "待定|考虑|考慮中|看情况而定|不确定"),
    ],
)
def test_what_people_write_for_a_closed_word_is_understood(
    vocabulary: Vocabulary, code: str, cells: str
) -> None:
    assert misread(word_cleaner(vocabulary), cells, code) == {}


@pytest.mark.parametrize(("vocabulary", "cell"), [(CHANNEL, "线上"), (REACHED, "邻居代答"), (SEX, "0")])
def test_a_word_that_may_mean_two_things_is_unclear(vocabulary: Vocabulary, cell: str) -> None:
    with pytest.raises(Unclear):
        word_cleaner(vocabulary)(cell)


def test_everybody_who_wants_to_come_back_is_willing() -> None:
    assert {word.code for word in INTENTION.words} - set(WILLING) == {"none", "undecided"}


@pytest.mark.parametrize(
    ("heading", "cell", "code", "rest"),
    [
        ("返乡意愿", "有", "willing", ""),
        ("返乡意愿", "√", "willing", ""),
        ("返乡意愿", True, "willing", ""),
        ("返乡创业意愿", "有", "business", ""),
        ("返鄉創業意願", "願意", "business", ""),
        ("返乡就业意愿", "√", "job", ""),
        ("任职意愿", "愿意", "office", ""),
        ("是否有投资意向", "是", "project", ""),
        ("返乡创业意愿", "无", "none", ""),
        ("返乡创业意愿", "待定", "undecided", ""),
        ("返乡创业意愿", "就业", "job", ""),
        ("返乡意愿（创业/就业/无）", "有", "willing", ""),
        ("返乡创业就业意愿", "有", "willing", ""),
        ("返乡意愿", "有（创业）", "business", ""),
        ("返乡意愿", "是、创业", "business", ""),
        ("返乡意愿", "创业、就业", "business", "就业"),
        ("返乡意愿", "无，工作稳定", "none", "工作稳定"),
        ("返乡意愿", "愿意，退休以后", "willing", "退休以后"),
    ],
)
def test_an_intention_is_understood_under_its_heading(
    heading: str, cell: str | bool, code: str, rest: str
) -> None:
    assert intention_under(heading, cell) == (code, rest)


@pytest.mark.parametrize("cell", ["有，无", "创业、待定", "属马", "退休以后，有", "、"])
def test_an_intention_that_says_yes_and_no_or_begins_with_neither_is_unclear(cell: str) -> None:
    with pytest.raises(Unclear, match="看不懂"):
        intention_under("返乡意愿", cell)


def test_a_heading_names_one_kind_or_none() -> None:
    named = [
        kind_named_by(one)
        for one in ("返乡创业意愿", "返乡意愿（创业/就业）", "创业就业意愿", "柔性引才意愿", "")
    ]
    assert named == ["business", None, None, "flexible", None]


@pytest.mark.parametrize("list_name", STARTER_WORDS)
def test_a_starter_word_or_synonym_stands_for_one_word_only(list_name: str) -> None:
    words = STARTER_WORDS[list_name]
    written = [fold_word(one) for standard, synonyms in words.items() for one in (standard, *synonyms)]
    assert len(written) == len(set(written))


@pytest.mark.parametrize(
    ("field", "standard", "cells"),
    [
        ("degree", "本科", "大学本科|本科|全日制本科|学士|大本|二本|大學本科|專升本"),
        ("degree", "硕士研究生", "研究生|硕士|硕士研究生|MBA|mba|碩士"),
        ("degree", "博士研究生", "博士|博士后|博士研究生"),
        ("degree", "大专", "专科|高职|大學專科|大专"),
        ("degree", "中专", "技校|职高|中职"),
        ("degree", "初中", "初中以下|初中"),
        ("political", "中共党员", "党员|中共|中共黨員"),
        ("political", "民盟盟员", "民盟"),
        ("political", "九三学社社员", "九三|九三學社"),
        ("political", "农工党党员", "农工党"),
        ("ethnicity", "土家族", "土家|土家族"),
        ("ethnicity", "维吾尔族", "维族|维吾尔|維吾爾族"),
        ("industry", "信息技术", "信息传输、软件和信息技术服务业|互联网"),
        ("industry", "现代农业", "农、林、牧、渔业"),
        ("title_level", "正高", "正高级|正高"),
    ],
)
def test_what_people_write_for_an_open_word_is_stored_as_the_listed_one(
    field: str, standard: str, cells: str
) -> None:
    column = columns(person.Person)[field]
    assert misread(lambda cell: STARTED.standard(column, column.clean(cell)), cells, standard) == {}


def test_all_peoples_and_parties_are_listed() -> None:
    assert len(STARTER_WORDS["ethnicity"]) == 56
    parties = "民革 民盟 民建 民进 农工党 致公党 九三 台盟".split()
    assert len({STARTED.known["political"][party] for party in parties}) == 8


_SAME_IN_BOTH = "仫傈畲"
"""Characters one standard lacks, though they have no other form."""


def test_every_character_of_a_list_or_heading_is_known_in_its_traditional_form() -> None:
    listed = [
        one for lists in STARTER_WORDS.values() for item in lists.items() for one in (item[0], *item[1])
    ]
    listed += [
        one for vocabulary in CLOSED for word in vocabulary.words for one in (word.text, *word.synonyms)
    ]
    listed += [
        one
        for ledger in LEDGERS.values()
        for column in ledger.fields.values()
        for one in (ledger.title, column.heading, *column.aliases)
    ]
    listed += [
        one
        for record in RECORDS
        for column in columns(record).values()
        for one in (column.heading, *column.aliases)
    ]
    # A character of the mainland's standard that Taiwan's lacks has been simplified.
    simplified = {c for word in listed for c in word if _has(c, "gb2312") and not _has(c, "big5")}
    folded = {fold_word(chr(code)) for code in range(0x4E00, 0xA000) if fold_word(chr(code)) != chr(code)}
    assert simplified - folded - set(_SAME_IN_BOTH) == set()
    assert len(simplified) > 150


def _has(character: str, standard: str) -> bool:
    return bool(character.encode(standard, errors="ignore"))


def test_folding_leaves_simplified_words_alone() -> None:
    words = [word.text for vocabulary in CLOSED for word in vocabulary.words]
    assert [fold_word(word) for word in words] == words
    assert fold_word("返鄉創業") == "返乡创业"


@pytest.mark.parametrize(
    ("level", "titles"),
    [
        (
            "正高",
            "教授|研究员|主任医师|正高级工程师|正高|正高级|教授级高级工程师|一级演员|编审|教授、主任医师|主任中医师",
        ),
        (
            "副高",
            "副教授|高级工程师|副主任医师|高级教师|高级会计师|副高|副高级职称|高工|高級工程師|高级经济师/工程师",
        ),
        (
            "中级",
            "讲师|工程师|主治医师|助理研究员|一级教师|小学高级教师|会计师|中级|中级会计师|教师（中级）|主管护师",
        ),
        ("初级", "助教|助理工程师|医师|技术员|护士|初级|助理会计师|二级教师"),
        (None, "无|经理|技师|高级技师|高级技工|中学|高级管理人员||律师"),
    ],
)
def test_a_title_stands_for_a_level(level: str | None, titles: str) -> None:
    assert misread(level_of_title, titles, level) == {}


def test_the_levels_of_titles_are_those_of_the_list() -> None:
    ranks = columns(person.Person)["title_level"].ranks
    assert [level_of_title(title) for title in ("教授", "副教授", "讲师", "助教")] == list(ranks)
