"""Plain text as people type it, made comparable and safe to keep."""

import re
import unicodedata
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from unicodedata import is_normalized

Cell = str | int | float | bool | date | datetime | time | timedelta | None
"""What one cell of a sender's sheet may hold."""

_INVISIBLE = {"Cc", "Cf", "Co", "Cs"}
"""Control, format, private-use and surrogate characters; unassigned ones may be rare names' own."""

CUT = "……（过长，已截断）"
"""Ends a text that was longer than a cell of a workbook may be."""

_SPACES = re.compile(r"[^\S\n]+")
_ERROR = re.compile(r"#(n/?a|ref!?|value!?|name[?]?|div/0!?|null!?|num!?|spill!?|calc!?|getting_data)")


_SIMPLIFIED = str.maketrans(
    "與專業東丟兩個箇為烏樂習鄉書雲產親從倉們眾會傳倫體餘儲兒剋黨關興養獸內冊寫軍農決況幾劃創別製劇辦務動"
    "區醫昇陞協單佔衛廠曆歷縣雙發秖隻臺號衕後聽員諮迴團園睏國場壞壯處備娛學實審對導爾層屬崗佈師帳帶幫乾幹"
    "廣庫應開強歸當彔錄徵徑誌態懇願戶護報擔擬掛損傚數斷無時暫術機來欄覈檔畢漢溝沒註濟漁溫遊灣滿點愛爺狀猶"
    "獨現瑤電療碼礎碩確離種稱築類係繫約級納線練組細織經結絡統續維編網羅攷職聯騰藝節囌甦蘇藥獲穫薩慮錶見觀"
    "視計認訓議訊記講設訪証證訴詞譯話詢該詳語誤說請諾讀調談責賬貫貿費資轉軟輯輸轄達過運這進連郵採裡銀銷錯"
    "錫鎮長門問間陽險隨難麵項顧頓預領頗頻題館驗鮮齡龍"
    "舉兌勵參變頭獎賓慶廢張總顯條標檢橫煉熱牽獻環籌簽緊終紹榮規譽討評課誼負購貼貸較選鍛聞階順額饋駐臨將紅綠黃"
    "剛勞棄晉權積穩簡營補質賃輪遷鑰隊鳥訂敗棟樓際",
    "与专业东丢两个个为乌乐习乡书云产亲从仓们众会传伦体余储儿克党关兴养兽内册写军农决况几划创别制剧办务动"
    "区医升升协单占卫厂历历县双发只只台号同后听员咨回团园困国场坏壮处备娱学实审对导尔层属岗布师帐带帮干干"
    "广库应开强归当录录征径志态恳愿户护报担拟挂损效数断无时暂术机来栏核档毕汉沟没注济渔温游湾满点爱爷状犹"
    "独现瑶电疗码础硕确离种称筑类系系约级纳线练组细织经结络统续维编网罗考职联腾艺节苏苏苏药获获萨虑表见观"
    "视计认训议讯记讲设访证证诉词译话询该详语误说请诺读调谈责账贯贸费资转软辑输辖达过运这进连邮采里银销错"
    "锡镇长门问间阳险随难面项顾顿预领颇频题馆验鲜龄龙"
    "举兑励参变头奖宾庆废张总显条标检横炼热牵献环筹签紧终绍荣规誉讨评课谊负购贴贷较选锻闻阶顺额馈驻临将红绿黄"
    "刚劳弃晋权积稳简营补质赁轮迁钥队鸟订败栋楼际",
)
"""Traditional characters of the words and headings this register knows."""


def as_text(cell: Cell) -> str:
    """Write a cell's value as a person would read it; a blank is the empty string.

    Control, invisible and private-use characters go, inner blanks shrink to one.
    """
    if type(cell) is str:
        if cell.isprintable() and "  " not in cell and is_normalized("NFC", cell):
            return cell.strip()  # nearly every cell; the rest costs several times as much
        return clean_line(cell)
    if isinstance(cell, bool):
        return "是" if cell else "否"
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    if isinstance(cell, datetime) and cell.time() == time():
        return cell.date().isoformat()
    return clean_line(str(cell)) if cell is not None else ""


_BLANK_WORDS = frozenset(
    "无 暂无 未填 不详 不明 未知 不清楚 待补 待补充 待查 空 略 "
    "/ // \\ - -- --- — —— — – _ __ . 、 * n/a na null none nil".split()
)

_BLANK_BEGINNINGS = "无無暂暫未不待空略nNｎＮ"


def is_blank_word(text: str) -> bool:
    """Whether a text only says that there is nothing to say: 无, 暂无, 不详, /, -.

    Ask it of cells in which no such word has a meaning: names, numbers, dates, units.
    """
    if len(text) > 5 or (text.isalpha() and text[0] not in _BLANK_BEGINNINGS):
        return False  # nearly every cell
    return fold_word(text) in _BLANK_WORDS


def is_error_word(text: str) -> bool:
    """Whether a text is what a broken formula leaves in its cell: #N/A, #REF!, #NAME?."""
    return text[:1] in "#＃" and bool(_ERROR.fullmatch(fold(text)))


def clean_line(text: str) -> str:
    """Drop what no reader sees from a text and trim it; line breaks stay."""
    text = drop_invisible(text)
    if text.isprintable() and "  " not in text:
        return text.strip()  # nearly every cell; the rest costs ten times as much
    return "\n".join(_SPACES.sub(" ", line).strip() for line in text.split("\n")).strip()


def drop_invisible(text: str) -> str:
    """Drop control, zero-width, bidi and private-use characters from a text; blanks and line breaks stay."""
    text = unicodedata.normalize("NFC", text)
    if text.isprintable():
        return text
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    return "".join(c for c in text if c in "\n\t" or unicodedata.category(c) not in _INVISIBLE)


@lru_cache(maxsize=65_536)
def fold(text: str) -> str:
    """Make a text comparable: half-width, lower case, no blanks."""
    return re.sub(r"\s+", "", unicodedata.normalize("NFKC", clean_line(text))).lower()


@lru_cache(maxsize=65_536)
def fold_word(text: str) -> str:
    """Make a word comparable with those of a list: folded, in simplified characters."""
    return fold(text).translate(_SIMPLIFIED)


def words(text: str) -> tuple[str, ...]:
    """Part a list of words written with blanks."""
    return tuple(text.split())


def written_forms(text: str) -> list[str]:
    """List the ways a typed text may stand in a record: half-width, full-width, with Chinese brackets."""
    half = unicodedata.normalize("NFKC", text)
    brackets = half.translate({ord("("): "（", ord(")"): "）"})
    wide = (
        "".join(chr(ord(c) + 0xFEE0) if "!" <= c <= "~" else c for c in some) for some in (half, half.upper())
    )
    return list(dict.fromkeys((text, half, brackets, *wide)))


def shown_width(text: str) -> int:
    """Count the terminal columns a text takes; a Chinese character takes two."""
    return sum(2 if unicodedata.east_asian_width(character) in "WF" else 1 for character in text)
