"""Closed words: the lists no office extends, because counting depends on them."""

from dataclasses import dataclass
from functools import cache

from talentreg.records.text import fold


@dataclass(frozen=True, slots=True)
class Word:
    """One word of a closed list: its code, how it is printed, and what people write for it."""

    code: str
    text: str
    synonyms: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """A closed list of words."""

    title: str
    words: tuple[Word, ...]

    def find(self, text: str) -> Word | None:
        """Return the word meant by a code, its text or a synonym; None when it is no word of the list."""
        return _by_name(self).get(fold(text))

    def text(self, code: str) -> str:
        """Return how a stored code is printed."""
        return next((word.text for word in self.words if word.code == code), code)

    def listed(self) -> str:
        """Write the list for a message: 电话(phone)、微信(wechat)…."""
        return "、".join(f"{word.text}({word.code})" for word in self.words)


@cache
def _by_name(vocabulary: Vocabulary) -> dict[str, Word]:
    return {fold(name): word for word in vocabulary.words for name in (word.code, word.text, *word.synonyms)}


SEX = Vocabulary("性别", (Word("male", "男", ("男性",)), Word("female", "女", ("女性",))))

CHANNEL = Vocabulary(
    "联系渠道",
    (
        Word(
            "visit", "走访", ("入户", "入户走访", "上门", "上门走访", "登门", "登门拜访", "家访", "实地走访")
        ),
        Word("talk", "面谈", ("约谈", "座谈", "当面", "面对面", "见面", "谈心谈话")),
        Word("phone", "电话", ("手机", "打电话", "致电", "电话联系", "通话")),
        Word("video", "视频", ("视频通话", "视频连线")),
        Word("wechat", "微信", ("微信联系",)),
        Word("sms", "短信", ("手机短信",)),
        Word("email", "邮件", ("电子邮件", "邮箱")),
        Word("letter", "信函", ("书信", "家书", "信件", "写信")),
    ),
)

PRESENCE = Vocabulary(
    "是否返乡",
    (
        Word("home", "返乡", ("是", "已返乡", "回乡", "在家", "已回乡", "返乡人员", "√", "yes", "y")),
        Word("away", "未返乡", ("否", "在外", "外出", "未回乡", "外出未返乡", "×", "no", "n")),
        Word("local", "本地", ("常住", "本地常住", "在本地", "本地人员")),
        Word("unknown", "不详", ("未知", "不清楚", "不明")),
    ),
)

REACHED = Vocabulary(
    "是否联系上",
    (
        Word("self", "本人", ("是", "联系上", "已联系", "已联系上", "接通", "已接通", "√", "yes", "y")),
        Word("family", "家属", ("亲属", "家人", "父母", "配偶", "联系上家属")),
        Word(
            "none",
            "未联系上",
            ("否", "未联系", "未接", "未接通", "无人接听", "关机", "空号", "不在家", "×", "no", "n"),
        ),
    ),
)

DIRECTION = Vocabulary(
    "联系方向",
    (
        Word("outbound", "主动联系", ("主动", "去电", "我方")),
        Word("inbound", "对方来访", ("来电", "来访", "来信", "被动")),
    ),
)

STATUS = Vocabulary(
    "在库状态",
    (
        Word("pending", "待核", ("待核实", "未核", "待审核")),
        Word("enrolled", "入库", ("在库", "已入库", "正常")),
        Word("withdrawn", "退库", ("已退库", "出库", "移出")),
        Word("deceased", "去世", ("已故", "死亡", "病故")),
    ),
)

INTENTION = Vocabulary(
    "返乡意愿",
    (
        Word("business", "创业", ("返乡创业", "回乡创业", "创业意愿", "有创业意愿")),
        Word("office", "任职", ("返乡任职", "回乡任职", "任职意愿", "村任职")),
        Word("job", "就业", ("返乡就业", "回乡就业", "就业意愿", "工作")),
        Word("project", "项目合作", ("项目", "合作", "投资", "项目投资")),
        Word("flexible", "柔性", ("柔性引才", "柔性服务", "柔性合作", "兼职")),
        Word("none", "无", ("无意愿", "没有", "无返乡意愿", "暂无", "不愿意", "不返乡")),
        Word("undecided", "待定", ("考虑中", "未定", "观望", "再考虑", "不确定")),
    ),
)

LEVEL = Vocabulary(
    "单位层级",
    (
        Word("province", "省", ("省级", "自治区", "直辖市")),
        Word("city", "市", ("市级", "地级市", "州")),
        Word("county", "县区", ("县", "区", "县级", "区县", "县级市", "旗")),
        Word("township", "乡镇街道", ("乡镇", "街道", "镇", "乡", "办事处")),
        Word("community", "村社区", ("社区", "村", "居委会", "村委会", "行政村")),
        Word("grid", "网格", ("小组", "片区")),
    ),
)

DUE = Vocabulary(
    "该联系的原因",
    (
        Word("next_step", "到期", ("下次联络到期", "到期", "约定")),
        Word("overdue", "久未联系", ("超期", "逾期")),
        Word("never", "从未联系", ("从未", "未联系")),
    ),
)

VOCABULARIES = (SEX, CHANNEL, PRESENCE, REACHED, DIRECTION, STATUS, INTENTION, LEVEL)
WILLING = ("business", "office", "job", "project", "flexible")
"""The intentions that count as wanting to come back."""
