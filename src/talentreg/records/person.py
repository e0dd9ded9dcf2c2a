"""人才: one person, one record, whatever number of lists they stand on."""

from collections.abc import Mapping
from typing import Any, ClassVar

from sqlalchemy import JSON, Column
from sqlmodel import Field

from talentreg.records.cleaning import (
    clean_id_number,
    clean_month,
    clean_name,
    clean_note,
    clean_phone,
    clean_several,
)
from talentreg.records.fields import Record, column
from talentreg.records.masking import mask_free_text, mask_id_number, mask_name_like, mask_phone
from talentreg.records.pinyin import search_keys
from talentreg.records.vocabulary import SEX


class Person(Record, table=True):
    """A person the office keeps in touch with.

    Status, intention and unit have histories of their own; `extra` keeps the sender's other
    columns, `pinyin` what the name may be typed as.
    """

    title: ClassVar[str] = "人才"
    letter: ClassVar[str] = "R"
    __tablename__ = "person"

    id: int | None = Field(default=None, primary_key=True)
    name: str = column("姓名", "名字", "人才姓名", "人员姓名", clean=clean_name, dossier=True, index=True)
    sex: str | None = column("性别", vocabulary=SEX, dossier=True)
    id_number: str | None = column(
        "身份证号",
        "身份证号码",
        "公民身份号码",
        "身份证",
        "证件号码",
        "居民身份证号码",
        meaning="18位公民身份号码；15位自动升为18位",
        clean=clean_id_number,
        mask=mask_id_number,
        unique=True,
    )
    birth: str | None = column(
        "出生年月",
        "出生日期",
        "出生年月日",
        "出生时间",
        "生日",
        meaning="出生年月，可只到年或月",
        clean=clean_month,
        dossier=True,
    )
    ethnicity: str | None = column("民族", open_list="ethnicity")
    political: str | None = column("政治面貌", "政治面目", open_list="political")
    native_place: str | None = column("籍贯", "祖籍", "户籍地", "户籍所在地")
    phone: str | None = column(
        "联系电话",
        "手机号码",
        "手机号",
        "手机",
        "电话",
        "电话号码",
        "联系方式",
        "本人电话",
        "移动电话",
        clean=clean_phone,
        dossier=True,
        mask=mask_phone,
        index=True,
    )
    second_phone: str | None = column(
        "备用电话", "其他电话", "备用联系电话", "第二联系电话", clean=clean_phone, mask=mask_phone
    )
    wechat: str | None = column("微信", "微信号", mask=mask_name_like)
    email: str | None = column("邮箱", "电子邮箱", "电子邮件", "email")
    home_address: str | None = column("家庭住址", "家庭地址", "住址", "家乡住址", mask=mask_free_text)
    residence: str | None = column(
        "现居住地", "现住地", "居住地", "现居地", "现居住地址", "常住地", dossier=True, mask=mask_free_text
    )
    employer: str | None = column(
        "工作单位", "现工作单位", "就业单位", "工作单位名称", "单位及部门", "现单位", dossier=True
    )
    post: str | None = column("职务", "现任职务", "岗位", "职位")
    category: str | None = column(
        "人员类别",
        "人才类别",
        "类别",
        "人员类型",
        "人才类型",
        meaning="人员类别，可有几个，用顿号隔开",
        clean=clean_several,
        open_list="category",
        several=True,
        dossier=True,
    )
    tier: str | None = column(
        "人才层次",
        "层次",
        "人才等级",
        open_list="tier",
        ranks=("领军人才", "高层次人才", "骨干人才", "基础人才"),
    )
    industry: str | None = column("行业", "所属行业", "从事行业", open_list="industry")
    specialty: str | None = column("专业特长", "特长", "专长", "专业技能", mask=mask_free_text)
    degree: str | None = column(
        "学历",
        "最高学历",
        "文化程度",
        "全日制学历",
        "学历层次",
        open_list="degree",
        ranks=("博士研究生", "硕士研究生", "本科", "大专", "中专", "高中", "初中", "小学"),
        dossier=True,
    )
    academic_degree: str | None = column("学位", "最高学位", open_list="academic_degree")
    school: str | None = column("毕业院校", "毕业学校", "学校", "毕业院校名称")
    major: str | None = column("所学专业", "专业", "毕业专业")
    professional_title: str | None = column("职称", "专业技术职称", "专业技术职务", open_list="title")
    title_level: str | None = column(
        "职称级别", "职称等级", open_list="title_level", ranks=("正高", "副高", "中级", "初级")
    )
    chamber: str | None = column("所属商会", "商会", "所在商会")
    relative: str | None = column("在家亲属", "家属姓名", "亲属", "在家直系亲属", "亲属姓名")
    relative_phone: str | None = column(
        "亲属联系电话", "家属电话", "亲属电话", "家属联系电话", clean=clean_phone, mask=mask_phone
    )
    family_needs: str | None = column(
        "家属需求", "亲属需求", "家庭需求", "家属生活需求", clean=clean_note, mask=mask_free_text
    )
    note: str | None = column("备注", "说明", "其他情况", clean=clean_note, mask=mask_free_text)
    extra: dict[str, Any] | None = Field(default=None, sa_column=Column(JSON(none_as_null=True)))
    pinyin: str | None = Field(default=None, index=True)

    @classmethod
    def derived(cls, values: Mapping[str, Any]) -> dict[str, Any]:
        """Return what the name may be typed as."""
        return {"pinyin": search_keys(values["name"])} if "name" in values else {}
