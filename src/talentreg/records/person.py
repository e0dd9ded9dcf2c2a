"""人才: one person, one record, whatever number of lists they stand on."""

from collections.abc import Mapping
from typing import Any, ClassVar

from sqlalchemy import JSON, Column, Index, text
from sqlmodel import Field

from talentreg.records.cleaning import clean_note, clean_person_name, clean_several
from talentreg.records.days import clean_birth
from talentreg.records.fields import Record, column
from talentreg.records.masking import mask_free_text, mask_id_number, mask_name_like, mask_phone
from talentreg.records.numbers import clean_id_number, clean_phone
from talentreg.records.pinyin import search_keys
from talentreg.records.text import words
from talentreg.records.vocabulary import SEX


class Person(Record, table=True):
    """A person the office keeps in touch with.

    Status, intention and unit have histories of their own; `extra` keeps the sender's other
    columns, `pinyin` what the name may be typed as.
    """

    title: ClassVar[str] = "人才"
    letter: ClassVar[str] = "R"
    __tablename__ = "person"
    # By name and birth month an import asks whom a row may mean; few people have a second phone.
    __table_args__ = (
        Index("ix_person_name", "name", "birth"),
        Index("ix_person_second_phone", "second_phone", sqlite_where=text("second_phone IS NOT NULL")),
    )

    id: int | None = Field(default=None, primary_key=True)
    name: str = column(
        "姓名",
        *words(
            "名字 人才姓名 人员姓名 本人姓名 姓名全称 联系对象 联系对象姓名 人才名称 中文姓名 "
            "真实姓名 成员姓名 学生姓名 被联系人"
        ),
        clean=clean_person_name,
        dossier=True,
    )
    sex: str | None = column("性别", "男女", vocabulary=SEX, dossier=True)
    id_number: str | None = column(
        "身份证号",
        *words(
            "身份证号码 公民身份号码 身份证 证件号码 证件号 居民身份证号码 居民身份证号 "
            "居民身份证 身份证件号 身份证件号码 公民身份证号码 公民身份证号 本人身份证号 "
            "本人身份证号码 身份号码 有效证件号码 有效身份证号码 身份证编号"
        ),
        meaning="18位公民身份号码；15位自动升为18位",
        clean=clean_id_number,
        mask=mask_id_number,
        unique=True,
    )
    birth: str | None = column(
        "出生年月",
        *words("出生日期 出生年月日 出生时间 生日 出生 生年月日 出生年份 出生年 出生日 出生年月及年龄 生年"),
        meaning="出生年月，可只到年或月",
        clean=clean_birth,
        dossier=True,
    )
    ethnicity: str | None = column("民族", "族别", "族属", open_list="ethnicity")
    political: str | None = column("政治面貌", "政治面目", "党派", "政治身份", "面貌", open_list="political")
    native_place: str | None = column(
        "籍贯", *words("祖籍 户籍地 户籍所在地 户口所在地 原籍 户籍地址 户口所在地址 户籍住址")
    )
    phone: str | None = column(
        "联系电话",
        *words(
            "手机号码 手机号 手机 电话 电话号码 联系方式 本人电话 移动电话 本人联系方式 "
            "本人联系电话 本人手机 本人手机号 本人手机号码 联系手机 联系号码 联系电话号码 "
            "手机电话 联系电话1 手机号码1 手机号1 手机1 电话1 移动电话号码 通讯方式 常用电话 "
            "常用联系电话 个人电话 个人联系方式 联络电话 联络方式电话 手机或电话 人才联系电话 "
            "人才电话 人才联系方式"
        ),
        clean=clean_phone,
        dossier=True,
        mask=mask_phone,
        index=True,
    )
    second_phone: str | None = column(
        "备用电话",
        *words(
            "其他电话 备用联系电话 第二联系电话 联系电话2 手机号码2 手机号2 手机2 电话2 备用手机 "
            "备用号码 备用手机号 备用手机号码 固定电话 座机 办公电话 住宅电话 家庭电话 "
            "其他联系方式 其他联系电话 备用联系方式 固话 单位电话"
        ),
        clean=clean_phone,
        mask=mask_phone,
    )
    wechat: str | None = column("微信", *words("微信号 微信号码 微信账号 微信帐号"), mask=mask_name_like)
    email: str | None = column(
        "邮箱", *words("电子邮箱 电子邮件 email e-mail 邮箱地址 邮件地址 电邮 Email地址")
    )
    home_address: str | None = column(
        "家庭住址",
        *words(
            "家庭地址 住址 家乡住址 家庭详细地址 家庭详细住址 家庭所在地 老家地址 家乡地址 "
            "详细住址 详细地址 老家住址 家乡详细地址"
        ),
        mask=mask_free_text,
    )
    residence: str | None = column(
        "现居住地",
        *words(
            "现住地 居住地 现居地 现居住地址 常住地 现住址 居住地址 现居址 目前居住地 现在居住地 "
            "工作地 工作地点 现工作地 现工作地点 现所在地 现所在城市 所在城市 居住城市 常住地址 "
            "现居城市 务工地点 务工地 从业地点 就业地点 就业地 在外地点 在外地址 在外从业地点 "
            "在外务工地点 在外工作地点 工作所在地 工作城市 现居住地点 外出地点 流入地 现居住城市 "
            "常居地 工作居住地 创业地点"
        ),
        dossier=True,
        mask=mask_free_text,
    )
    employer: str | None = column(
        "工作单位",
        *words(
            "现工作单位 就业单位 工作单位名称 单位及部门 现单位 现任职单位 任职单位 现就业单位 "
            "目前工作单位 现在工作单位 务工单位 从业单位 就职单位 所在企业 企业名称 "
            "工作单位及部门 工作单位全称 服务单位 创办企业 现工作单位名称 就业企业 务工企业 "
            "所在公司 公司名称 工作单位及职务 现工作单位及职务 单位及职务 单位职务 "
            "现任职单位及职务 任职单位及职务 工作单位职务 单位和职务 工作单位和职务 现单位及职务 "
            "单位及岗位 工作单位及岗位"
        ),
        dossier=True,
    )
    post: str | None = column(
        "职务",
        *words(
            "现任职务 岗位 职位 现职务 担任职务 工作岗位 职务岗位 行政职务 现任岗位 工种 职业 "
            "从事工作 从事职业 现从事职业 现从事工作 职务职位 职务名称"
        ),
    )
    category: str | None = column(
        "人员类别",
        *words("人才类别 类别 人员类型 人才类型 人才分类 人员分类 人才种类 所属类别 人才类别名称"),
        meaning="人员类别，可有几个，用顿号隔开",
        clean=clean_several,
        open_list="category",
        several=True,
        dossier=True,
    )
    tier: str | None = column(
        "人才层次",
        *words("层次 人才等级 人才级别 人才层级 人才层次类别"),
        open_list="tier",
        ranks=("领军人才", "高层次人才", "骨干人才", "基础人才"),
    )
    industry: str | None = column(
        "行业",
        *words(
            "所属行业 从事行业 行业类别 行业领域 从业行业 所在行业 现从事行业 就业行业 "
            "所属行业领域 从事领域 从业领域 产业 所属产业 行业类型 工作领域 领域"
        ),
        open_list="industry",
    )
    specialty: str | None = column(
        "专业特长",
        *words(
            "特长 专长 专业技能 技能 技术特长 技能特长 专业专长 擅长领域 个人特长 技术专长 "
            "研究方向 研究领域 主要特长"
        ),
        mask=mask_free_text,
    )
    degree: str | None = column(
        "学历",
        *words(
            "最高学历 文化程度 全日制学历 学历层次 全日制教育学历 受教育程度 教育程度 学历情况 "
            "文化水平 全日制教育 第一学历 现有学历 学历学位 学历及学位"
        ),
        open_list="degree",
        ranks=("博士研究生", "硕士研究生", "本科", "大专", "中专", "高中", "初中", "小学"),
        dossier=True,
    )
    academic_degree: str | None = column(
        "学位", *words("最高学位 全日制学位 学位情况 所获学位"), open_list="academic_degree"
    )
    school: str | None = column(
        "毕业院校",
        *words(
            "毕业学校 学校 毕业院校名称 毕业院校及专业 毕业院校系及专业 毕业学校及专业 "
            "毕业院校专业 毕业院校和专业 院校 高校 毕业高校 就读院校 就读学校 毕业大学 "
            "全日制毕业院校 毕业院校系 最高学历毕业院校 院校及专业 学校及专业 毕业院校与专业 "
            "毕业院校所学专业"
        ),
    )
    major: str | None = column(
        "所学专业", *words("专业 毕业专业 就读专业 专业名称 学科专业 学习专业 专业方向")
    )
    professional_title: str | None = column(
        "职称",
        *words(
            "专业技术职称 专业技术职务 职称名称 专业技术资格 技术职称 专业职称 职称情况 现有职称 "
            "职称或职业资格 职称/职业资格 技术职务 专业技术任职资格"
        ),
        open_list="title",
    )
    title_level: str | None = column(
        "职称级别",
        *words("职称等级 职称层级 专业技术职称级别 专业技术职务级别 专业技术级别 专业技术等级"),
        open_list="title_level",
        ranks=("正高", "副高", "中级", "初级"),
    )
    chamber: str | None = column(
        "所属商会", *words("商会 所在商会 加入商会 商会名称 商协会 所属商协会 所在商协会")
    )
    relative: str | None = column(
        "在家亲属",
        *words(
            "家属姓名 亲属 在家直系亲属 亲属姓名 家属 家庭联系人 家人姓名 在家联系人 家中联系人 "
            "在乡亲属 家乡亲属 在家亲属姓名 家庭联系人姓名 直系亲属 老家联系人 "
            "家乡联系人"
        ),
    )
    relative_phone: str | None = column(
        "亲属联系电话",
        *words(
            "家属电话 亲属电话 家属联系电话 家属联系方式 亲属联系方式 家庭联系人电话 家人电话 "
            "家人联系电话 家人联系方式 在家亲属电话 在家亲属联系电话 在家亲属联系方式 "
            "家庭联系电话 老家联系电话 家乡亲属电话 家乡亲属联系电话 直系亲属电话 "
            "家属手机 家属手机号 亲属手机号码"
        ),
        clean=clean_phone,
        mask=mask_phone,
    )
    family_needs: str | None = column(
        "家属需求",
        *words(
            "亲属需求 家庭需求 家属生活需求 家庭困难 家庭生活需求 家属诉求 家属困难需求 "
            "亲属生活需求 家庭困难及需求"
        ),
        clean=clean_note,
        mask=mask_free_text,
    )
    note: str | None = column(
        "备注",
        *words("说明 其他情况 备注说明 备注信息 其他 其他说明 备注栏 情况说明 备注情况 备考"),
        clean=clean_note,
        mask=mask_free_text,
    )
    extra: dict[str, Any] | None = Field(default=None, sa_column=Column(JSON(none_as_null=True)))
    pinyin: str | None = Field(default=None, index=True)

    @classmethod
    def derived(cls, values: Mapping[str, Any]) -> dict[str, Any]:
        """Return what the name may be typed as."""
        return {"pinyin": search_keys(values["name"])} if "name" in values else {}
