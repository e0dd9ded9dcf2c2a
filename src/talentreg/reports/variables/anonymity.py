"""Names of people as a published case prints them: the surname, and 某 for the rest."""

import re
from collections.abc import Collection

COMPOUND = frozenset(
    "欧阳 太史 端木 上官 司马 东方 独孤 南宫 万俟 闻人 夏侯 诸葛 尉迟 公羊 赫连 澹台 皇甫 宗政 濮阳 公冶 "
    "太叔 申屠 公孙 慕容 仲孙 钟离 长孙 宇文 司徒 鲜于 司空 闾丘 子车 亓官 司寇 巫马 公西 颛孙 壤驷 公良 "
    "漆雕 乐正 宰父 谷梁 拓跋 夹谷 轩辕 令狐 段干 百里 呼延 东郭 南门 羊舌 微生 公户 梁丘 左丘 东门 西门 "
    "第五 完颜 纳兰 淳于 单于".split()
)
"""Surnames of two characters."""
_SOMEBODY = "某"
_KINSHIP = re.compile(
    "^(?:配偶|妻子|丈夫|爱人|父亲|母亲|父母|爷爷|奶奶|外公|外婆|祖父|祖母|兄弟|姐妹|哥哥|弟弟|姐姐|妹妹|儿子|女儿|"
    "长子|次子|长女|次女|岳父|岳母|公公|婆婆|伯父|伯母|叔叔|叔父|婶婶|舅舅|舅妈|姑姑|姑父|姨妈|姨父|堂兄|堂弟|表兄|表弟|"
    "亲属|家属|[父母兄弟姐妹夫妻子女叔伯舅姑姨])[:：]?"
)
_NAME = re.compile("[\u3400-\u9fff\U00020000-\U0003ffff]{2,4}")


def anonymous(name: str) -> str:
    """Write a name as 马某某: the surname, also one of two characters, and 某 for one or more characters.

    A name with a dot in it, or in another script, keeps its first character.
    """
    plain = name.strip()
    surname = plain[:2] if plain[:2] in COMPOUND and len(plain) > 2 else plain[:1]
    hidden = 2 if len(plain) - len(surname) >= 2 else 1
    return f"{surname}{_SOMEBODY * hidden}" if plain else _SOMEBODY * 2


def hide_names(text: str, names: Collection[str]) -> str:
    """Write every name in a text so, the longest first."""
    for name in sorted(names, key=lambda one: (-len(one), one)):
        text = text.replace(name, anonymous(name))
    return text


def names_of_kin(text: str) -> set[str]:
    """Find the names in what a file says of relatives: 配偶张晓丽、兄弟马志强."""
    words = (_KINSHIP.sub("", word) for word in re.split(r"[、，,;；/\s（）()]+", text))
    return {word for word in words if _NAME.fullmatch(word)}
