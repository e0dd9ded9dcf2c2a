"""Commands about one person or two, and about all of them."""

from talentreg.cli.commands import Command

PEOPLE = (
    Command(
        "add",
        "add:add",
        "登记一个人；字段写成 学历=本科 的样子",
        (
            "talentreg add 张三 --phone 15412345678 --unit 望江社区 学历=本科 返乡意愿=创业",
            "talentreg add                      逐项询问",
        ),
        also=("新增", "添加", "登记", "增加", "录入", "new", "create"),
    ),
    Command(
        "show",
        "show:show",
        "看一个人的全部记录；号码默认遮挡",
        (
            "talentreg show 张三@望江社区",
            "talentreg show R000123 --timeline",
            "talentreg show R000123 --reveal --purpose 核对补贴发放",
        ),
        also=("查看", "显示", "看", "档案", "详情", "view", "get"),
    ),
    Command(
        "list",
        "list_people:list_people",
        "列出符合条件的人；也可只写姓名、拼音、首字母、电话末几位、工作单位来找人",
        (
            "talentreg list 学历=博士 行业~制造 年龄≥35 --unit 临江街道",
            "talentreg list zsm                 拼音或首字母",
            "talentreg list 5678                电话末几位",
            'talentreg list "最近联系<2026-01-01" --sort 最近联系',
            "talentreg list 现居住地= --columns 姓名,所属单位,联系电话",
            "talentreg list 学历≥硕士研究生 --xlsx 高学历名单.xlsx",
        ),
        also=("名单", "查找", "查询", "搜索", "find", "search", "ls"),
    ),
    Command(
        "edit",
        "edit:edit",
        "更正一个人的登记，或记下单位、状态、意愿的变动",
        (
            "talentreg edit 张三@望江社区 学历=硕士 工作单位=江州大学",
            "talentreg edit R000123 --unit 临江街道/渡口社区 --on 2026-03-01",
            "talentreg edit R000123 返乡意愿=创业 备注=",
        ),
        also=("修改", "更正", "编辑", "改", "update", "set"),
    ),
    Command(
        "withdraw",
        "withdraw:withdraw",
        "让一个人退库；记录都保留",
        (
            "talentreg withdraw 张三 --reason 户籍迁出",
            "talentreg withdraw R000123 --deceased --on 2026-02-03",
        ),
        also=("退库", "出库", "删除", "移出", "delete", "remove", "rm"),
    ),
    Command(
        "dupes",
        "dupes:dupes",
        "找出可能是同一人的登记，说明依据；可发核对表请人判断，再读回",
        (
            "talentreg dupes --unit 临江街道 --limit 20",
            "talentreg dupes --no R000012 R000045",
            "talentreg dupes --unit 临江街道 --xlsx 核对.xlsx",
            "talentreg dupes --from 核对.xlsx",
        ),
        also=("查重", "重复", "疑似", "找重复", "duplicates", "dedupe"),
    ),
    Command(
        "merge",
        "merge:merge",
        "把同一人的两条登记合成一条；联络都保留，undo 可再分开",
        (
            "talentreg merge R000012 R000045",
            "talentreg merge R000012 R000045 --dry-run",
            "talentreg merge 张三@望江社区 R000045 --keep 学历=R000045 --keep 身份证号=A",
        ),
        also=("合并", "并入", "去重", "同一人", "join", "combine"),
    ),
    Command(
        "erase",
        "erase:erase",
        "应本人要求抹除一个人的全部资料和历史，不能撤销",
        (
            "talentreg erase 张三@望江社区 --reason 本人书面申请 --dry-run",
            "talentreg erase R000123 --reason 本人书面申请",
        ),
        also=("抹除", "彻底删除", "清除", "注销", "purge", "forget"),
    ),
)
