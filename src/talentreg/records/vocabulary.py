"""Closed words: the lists no office extends, because counting depends on them."""

from dataclasses import dataclass
from functools import cached_property

from talentreg.records.text import fold_word, words


@dataclass(frozen=True, slots=True)
class Word:
    """One word of a closed list: its code, how it is printed, and what people write for it."""

    code: str
    text: str
    synonyms: tuple[str, ...] = ()


@dataclass(frozen=True)
class Vocabulary:
    """A closed list of words."""

    title: str
    words: tuple[Word, ...]

    def find(self, text: str) -> Word | None:
        """Return the word meant by a code, its text or a synonym; None when it is no word of the list."""
        return self._by_name.get(fold_word(text))

    def text(self, code: str) -> str:
        """Return how a stored code is printed."""
        return next((word.text for word in self.words if word.code == code), code)

    def listed(self) -> str:
        """Write the list for a message: 电话(phone)、微信(wechat)…."""
        return "、".join(f"{word.text}({word.code})" for word in self.words)

    @cached_property
    def _by_name(self) -> dict[str, Word]:
        return {
            fold_word(name): word for word in self.words for name in (word.code, word.text, *word.synonyms)
        }


YES, NO = words("是 √ ✓ ✔ ☑ yes y"), words("否 × ✗ ✘ x no n")
"""What is put into a column that asks whether."""

SEX = Vocabulary(
    "性别",
    (
        Word("male", "男", words("男性 男士 先生 男同志 ♂ m man 1")),  # 1 and 2 are GB/T 2261.1
        Word("female", "女", words("女性 女士 女同志 ♀ f woman 2")),
    ),
)

CHANNEL = Vocabulary(
    "联系渠道",
    (
        Word(
            "visit",
            "走访",
            words(
                "入户 入户走访 上门 上门走访 登门 登门拜访 登门走访 家访 实地走访 走访慰问 入户慰问 "
                "上门慰问 上门看望 看望 看望慰问 现场走访 实地 实地拜访 拜访 线下走访 下户 走访入户 "
                "上门服务 慰问走访 到家"
            ),
        ),
        Word(
            "talk",
            "面谈",
            words(
                "约谈 座谈 当面 面对面 见面 谈心谈话 谈心 座谈会 恳谈 恳谈会 面谈交流 座谈交流 "
                "当面交流 当面沟通 面访 约见 见面会 面对面交流 面对面座谈 当面联系 谈话"
            ),
        ),
        Word(
            "phone",
            "电话",
            words(
                "手机 打电话 致电 电话联系 通话 电联 电话沟通 电话联络 电话回访 电话慰问 电话访问 "
                "电访 座机 手机联系 手机通话 电话交流 语音电话 通电话"
            ),
        ),
        Word(
            "video",
            "视频",
            words(
                "视频通话 视频连线 微信视频 视频电话 视频聊天 视频会议 视频联系 视频座谈 线上视频 "
                "云视频 腾讯会议 连线"
            ),
        ),
        Word(
            "wechat",
            "微信",
            words("微信联系 微信聊天 微信沟通 微信交流 微信语音 微信电话 微信消息 微信群 wx QQ QQ联系"),
        ),
        Word("sms", "短信", words("手机短信 短消息 信息 发短信 短信联系 短信问候")),
        Word("email", "邮件", words("电子邮件 邮箱 电邮 e-mail 发邮件 电子邮箱")),
        Word("letter", "信函", words("书信 家书 信件 写信 慰问信 公开信 寄信 函件 信")),
    ),
)

PRESENCE = Vocabulary(
    "是否返乡",
    (
        Word(
            "home",
            "返乡",
            YES
            + words(
                "已返乡 回乡 在家 已回乡 返乡人员 返 已返 已返回 返回 回来 已回来 回家 已回家 返家 "
                "在乡 已返家 春节返乡"
            ),
        ),
        Word(
            "away",
            "未返乡",
            NO
            + words(
                "在外 外出 未回乡 外出未返乡 未返 未返回 没返乡 没回乡 没回来 没有返乡 未回 未回家 "
                "不返乡 不在家 外地 在外地 常年在外 长期在外 外出务工 在外务工 在外工作 在外人员 "
                "不在乡 省外 国外 出国"
            ),
        ),
        Word(
            "local",
            "本地",
            words("常住 本地常住 在本地 本地人员 常住本地 本地人 本地工作 本地就业 在本地工作 留乡"),
        ),
        Word("unknown", "不详", words("未知 不清楚 不明 不知道 不了解 待核实 待确认")),
    ),
)

REACHED = Vocabulary(
    "是否联系上",
    (
        Word(
            "self",
            "本人",
            YES
            + words(
                "联系上 已联系 已联系上 接通 已接通 本人接听 接听 已接听 打通 已打通 通 联系到 "
                "已联系到 联系到本人 联系上本人 联系本人 见到 见到本人 已见面 成功 联系成功 正常联系 "
                "能联系上 可联系"
            ),
        ),
        Word(
            "family",
            "家属",
            words(
                "亲属 家人 父母 配偶 联系上家属 家属接听 家人接听 亲属接听 家属代答 父亲 母亲 妻子 "
                "丈夫 爱人 儿子 女儿 子女 兄弟 姐妹 哥哥 姐姐 弟弟 妹妹 亲戚 爷爷 奶奶 联系到家属 "
                "联系家属"
            ),
        ),
        Word(
            "none",
            "未联系上",
            NO
            + words(
                "未联系 未接 未接通 无人接听 关机 空号 不在家 没联系上 没有联系上 未联系到 没联系到 "
                "联系不上 无法联系 未打通 没打通 打不通 不通 未通 停机 欠费停机 拒接 拒听 挂断 "
                "无法接通 无人接 没人接 无应答 占线 失联 错号 号码错误 号码有误 号码错 未见到 没见到 "
                "未遇 暂停服务 无人 未接听 没接"
            ),
        ),
    ),
)

DIRECTION = Vocabulary(
    "联系方向",
    (
        Word("outbound", "主动联系", words("主动 去电 我方 我方联系 外呼 主动走访 我们联系")),
        Word("inbound", "对方来访", words("来电 来访 来信 被动 对方联系 对方来电 对方主动 本人来访 来人")),
    ),
)

STATUS = Vocabulary(
    "在库状态",
    (
        Word("pending", "待核", words("待核实 未核 待审核 未核实 审核中 待入库 拟入库 未入库")),
        Word("enrolled", "入库", YES + words("在库 已入库 正常 已在库 有效 纳入 已纳入 已登记")),
        Word("withdrawn", "退库", words("已退库 出库 移出 已移出 退出 已退出 已出库 注销 调出 不在库")),
        Word("deceased", "去世", words("已故 死亡 病故 已去世 逝世 已逝世 过世 离世 亡故 身故 已死亡")),
    ),
)

INTENTION = Vocabulary(
    "返乡意愿",
    (
        Word(
            "business",
            "创业",
            words(
                "返乡创业 回乡创业 创业意愿 有创业意愿 有返乡创业意愿 想创业 自主创业 返乡创办企业 办厂 开店"
            ),
        ),
        Word(
            "office",
            "任职",
            words("返乡任职 回乡任职 任职意愿 村任职 有任职意愿 返村任职 到村任职 村干部 挂职"),
        ),
        Word(
            "job", "就业", words("返乡就业 回乡就业 就业意愿 工作 有就业意愿 返乡工作 回乡工作 求职 本地就业")
        ),
        Word(
            "project",
            "项目合作",
            words("项目 合作 投资 项目投资 投资兴业 返乡投资 回乡投资 投资意愿 合作意愿 招商"),
        ),
        Word(
            "flexible", "柔性", words("柔性引才 柔性服务 柔性合作 兼职 柔性返乡 技术指导 智力支持 咨询 顾问")
        ),
        Word(
            "willing",
            "有意愿",
            YES
            + words(
                "有 愿意 愿 想 想回 想回来 想返乡 愿意返乡 愿意回乡 愿意回来 有意向 有想法 有返乡意愿 "
                "有返乡意向 有回乡意愿 有返乡想法 意愿强烈 强烈 很强 返乡 回乡 计划返乡 打算返乡 "
                "打算回乡"
            ),
        ),
        Word(
            "none",
            "无",
            NO
            + words(
                "无意愿 没有 无返乡意愿 暂无 不愿意 不返乡 不愿 不想 不想回 不想回来 没有意愿 没意愿 "
                "无意向 没有意向 暂不 暂时没有 暂无意愿 暂无意向 暂无返乡意愿 暂不返乡 无返乡意向 "
                "无返乡打算 暂无打算 无打算 没有想法 无想法 不愿返乡 不愿意返乡 不回 不回来 不回乡"
            ),
        ),
        Word(
            "undecided",
            "待定",
            words(
                "考虑 考虑中 未定 观望 再考虑 不确定 在考虑 正在考虑 可考虑 待考虑 视情况 "
                "看情况而定 未确定 暂未确定 未决定 犹豫 不一定 再看 再说 以后再说 不好说 说不定 "
                "待沟通"
            ),
        ),
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

CHOICE = Vocabulary(
    "采用",
    (
        Word("stored", "登记册", words("登记册的 原值 原来的 保留 register")),
        Word("offered", "来表", words("来表的 表中 表里 表中的 book")),
        Word("other", "另填", words("其他 别的 都不对")),
    ),
)

VOCABULARIES = (SEX, CHANNEL, PRESENCE, REACHED, DIRECTION, STATUS, INTENTION, LEVEL, CHOICE)
WILLING = ("business", "office", "job", "project", "flexible", "willing")
"""The intentions that count as wanting to come back."""
