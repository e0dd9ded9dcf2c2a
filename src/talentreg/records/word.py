"""开放词表: words an office may extend, as data in the register, with the starter list it begins with."""

from typing import ClassVar

from sqlalchemy import UniqueConstraint
from sqlmodel import Field

from talentreg.records.fields import Record


class OpenWord(Record, table=True):
    """One known word of an open list; a synonym names the `standard` word it is stored as."""

    title: ClassVar[str] = "词表"
    __tablename__ = "open_word"
    __table_args__ = (UniqueConstraint("list", "word"),)

    id: int | None = Field(default=None, primary_key=True)
    list: str = Field()
    word: str = Field()
    standard: str = Field()


STARTER_WORDS: dict[str, dict[str, tuple[str, ...]]] = {
    "ethnicity": {
        "汉族": ("汉",),
        **{
            name + "族": (name,)
            for name in ("回", "满", "壮", "苗", "彝", "土家", "侗", "瑶", "白", "蒙古", "藏")
        },
        "维吾尔族": ("维族",),
    },
    "political": {
        "中共党员": ("党员", "中国共产党党员"),
        "中共预备党员": ("预备党员",),
        "共青团员": ("团员",),
        "民主党派": (),
        "无党派人士": ("无党派",),
        "群众": ("普通群众",),
    },
    "category": {
        "外出务工经商人员": ("外出务工人员", "务工经商人员", "外出经商人员"),
        "专业技术人员": ("专业技术人才", "专技人员"),
        "机关企事业单位离退休人员": ("离退休人员", "退休人员"),
        "大中专毕业生": ("大学毕业生", "高校毕业生"),
        "农村实用人才": ("实用人才",),
        "引进人才": (),
    },
    "tier": {"领军人才": (), "高层次人才": ("高端人才",), "骨干人才": (), "基础人才": ()},
    "industry": {
        "教育": ("教育行业",),
        "医疗卫生": ("医疗", "卫生", "医药卫生"),
        "信息技术": ("互联网", "IT", "软件"),
        "制造业": ("制造", "工业"),
        "建筑业": ("建筑", "建筑工程"),
        "商贸物流": ("商贸", "物流", "批发零售"),
        "现代农业": ("农业", "种植养殖"),
        "文化旅游": ("文旅", "旅游", "文化"),
        "金融": ("金融业", "银行"),
        "公共管理": ("机关事业", "党政机关"),
        "科学研究": ("科研",),
    },
    "degree": {
        "博士研究生": ("博士", "博士生", "研究生(博士)"),
        "硕士研究生": ("硕士", "研究生", "研究生(硕士)"),
        "本科": ("大学本科", "大学", "全日制本科", "本科学历"),
        "大专": ("专科", "大学专科", "高职", "高职高专"),
        "中专": ("中等专科", "中职", "职高", "技校", "中技"),
        "高中": ("普通高中",),
        "初中": ("初中及以下",),
        "小学": (),
    },
    "academic_degree": {
        "博士": ("博士学位",),
        "硕士": ("硕士学位",),
        "学士": ("学士学位",),
        "无": ("无学位",),
    },
    "title": {},
    "title_level": {
        "正高": ("正高级", "正高级职称"),
        "副高": ("副高级", "副高级职称"),
        "中级": ("中级职称",),
        "初级": ("初级职称", "助理级"),
    },
    "occasion": {
        "慰问": ("走访慰问", "节日慰问", "春节慰问"),
        "调研": ("调查研究", "摸底排查"),
        "征求意见": ("听取意见",),
        "政策宣传": ("宣传", "宣传政策"),
        "服务": ("上门服务", "办理服务"),
        "其他": ("其它",),
    },
}
"""What a new register knows: list → word → synonyms."""
