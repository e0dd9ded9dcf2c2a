"""An office whose people have come a long way: contacts, cases, projects, requests, benefits, consents."""

from pathlib import Path

from books import csv_book, id_number, lay_once, phone
from carers import Run, done

PEOPLE = f"""姓名,性别,出生年月,所属街道,所属社区,联系电话,身份证号,入库日期,学历,行业,工作单位,\
职务,在家亲属,亲属联系电话,返乡意愿
马建华,男,1986-09,临江街道,望江社区,{phone(1)},{id_number(1)},2024-11-20,博士研究生,信息技术,海城软件公司,\
工程师,配偶张晓丽,{phone(11)},创业
欧阳明,女,1990-05,临江街道,望江社区,{phone(2)},,2024-11-20,本科,,,,,,
李明,男,,临江街道,柳堤社区,{phone(3)},,2024-11-20,,,,,,,
王五,男,,青石街道,石门社区,{phone(4)},,2025-01-06,,,,,,,
孙六,女,,临江街道,,{phone(5)},,2025-01-06,,,,,,,
"""
LAID = f"""
staff add 周书记 --unit 临江街道 领导层级=乡科级 职务=党工委书记
assign add 周书记 R000001 --on 2025-01-01 任期止=2026-12-31
contact log R000001 --on 2025-02-06 --by 周书记 --channel 走访 --presence 返乡 \
--note 马建华想回来办厂，电话{phone(1)}
contact log R000001 --on 2025-09-12 --by 周书记 --channel 电话 --presence 未返乡 \
--note 李明介绍了场地，张晓丽愿一同回来
contact log R000001 --on 2026-01-16 --by 周书记 --channel 电话 --no-answer
case add R000001 --on 2025-11-10 上报日期=2025-11-12 沟通日期=2025-12-01 对接日期=2026-01-15 \
回归方向=创业 落地日期=2026-03-05 落地情况=马建华的服务站开业
project add 马建华电商站 --on 2025-11-10 洽谈日期=2026-01-15 落地日期=2026-03-05 \
计划投资=60 带动就业=9 --unit 望江社区
project join 马建华电商站 R000001 --role 负责人
referral add R000001 R000002 --on 2025-06-01
milestone add R000001 --kind 返乡创业 --on 2026-03-05 成效内容=开办电商站
milestone add R000001 --kind 表彰 --on 2026-03-20 成效内容=返乡先进个人
milestone add R000003 --kind 引进 --on 2026-02-20
milestone add R000004 --kind 返乡就业 --on 2026-02-25
consent add R000001 典型案例 --on 2026-01-05
consent add R000002 全部 --on 2026-01-05
consent add R000003 宣传报道 --on 2026-01-05
request add R000001 希望介绍场地 类别=创业 --on 2026-01-15
request close Q000001 办理结果=周书记协调到场地 --on 2026-02-26
benefit add R000001 3000 待遇名称=创业补贴 --on 2026-03-10
benefit pay DY000001 --amount 1000 --on 2026-03-20
event add 春节座谈会 --kind 座谈会 --on 2026-02-10 --unit 临江街道
event attend 春节座谈会 R000001
library add 后备干部库 --on 2026-01-08
library join 后备干部库 R000002 R000004 --on 2026-02-01
"""


def lay_people(run: Run, register: Path) -> Path:
    """Lay the office."""

    def lay() -> None:
        assert run("import", csv_book(PEOPLE, "人才.csv"), "--unit", "/云河区").code == 0
        for line in LAID.strip().split("\n"):
            done(run, *line.split())

    return lay_once(__name__, register, lay)
