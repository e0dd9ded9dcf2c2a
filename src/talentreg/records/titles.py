"""职称: the level a professional title stands for, in the usual series of titles."""

import re
from functools import lru_cache

from talentreg.records.text import fold_word

_LEVELS = {
    "正高": (
        "教授 研究员 研究馆员 编审 译审 播音指导 高级记者 高级编辑 国家级教练 推广研究员 "
        "农业技术推广研究员 教授级高级工程师 教授级高工 教授级工程师 研究员级高级工程师 研究员级高工 "
        "一级演员 一级演奏员 一级编剧 一级导演 一级美术师 一级作曲 一级律师 一级公证员"
    ),
    "副高": (
        "副教授 副研究员 副研究馆员 副编审 副译审 主任记者 主任编辑 主任播音员 高工 高级讲师 高级教练 "
        "高级教练员 高级翻译 高级兽医 高级实习指导教师 二级演员 二级演奏员 二级编剧 二级导演 二级美术师 "
        "二级作曲 二级律师 二级公证员"
    ),
    "中级": (
        "讲师 工程师 助理研究员 馆员 编辑 翻译 记者 一级播音员 一级教练 主治医师 主治医生 经济师 会计师 "
        "审计师 统计师 农艺师 畜牧师 兽医师 实验师 工艺美术师 政工师 水产师 园艺师 农经师 社会工作师 "
        "人力资源管理师 一级教师 中学一级教师 中小学一级教师 小学高级教师 幼儿园高级教师 一级实习指导教师 "
        "三级演员 三级演奏员 三级美术师 三级律师 三级公证员"
    ),
    "初级": (
        "助教 助工 研究实习员 助理馆员 助理编辑 助理翻译 助理记者 助理讲师 二级播音员 医师 住院医师 药师 "
        "护师 医士 药士 护士 技士 技术员 会计员 经济员 统计员 实验员 农业技术员 二级教师 三级教师 "
        "中学二级教师 中学三级教师 中小学二级教师 中小学三级教师 小学一级教师 小学二级教师 四级演员 "
        "四级律师"
    ),
}
_TITLES = {fold_word(title): level for level, titles in _LEVELS.items() for title in titles.split()}
_FORMS = (
    ("正高", re.compile("正高.*|主任(医|药|护|技|中医|中药)师")),
    ("副高", re.compile("副高.*|副主任(医|药|护|技|中医|中药)师|高级(?!技师|中?学)[^、]{1,6}师")),
    ("中级", re.compile("中级.*|主管(药|护|技|中药)师")),
    ("初级", re.compile("初级.*|助理[^、]{1,6}师")),
)
"""What the titles of the many series have in common; 技师 alone is a worker's skill and no title."""


@lru_cache(maxsize=4096)
def level_of_title(title: str) -> str | None:
    """Return the level a title stands for, of several the highest; None when it says none.

    A level written in brackets or in place of the title counts: 教师（中级）, 副高级.
    """
    words = [word for word in re.split(r"[、,;/()\s]+", fold_word(title.replace(" ", "、"))) if word]
    found = {level for word in words if (level := _level(word))}
    return next((level for level in _LEVELS if level in found), None)


def _level(word: str) -> str | None:
    word = word.removesuffix("职称") or word
    if level := _TITLES.get(word):
        return level
    return next((level for level, form in _FORMS if form.fullmatch(word)), None)
