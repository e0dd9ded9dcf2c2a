"""Commands that take books in and what they left to be decided."""

from talentreg.cli.commands import Command, CommandGroup

BOOKS = (
    Command(
        "import",
        "importing:import_files",
        "导入表格（.xlsx、.xls、.et、.ods、.csv，或整个文件夹），每一行都有交代",
        (
            "talentreg import 登记表.xlsx --dry-run",
            "talentreg import 登记表.xlsx 台账.csv --unit 临江街道",
            "talentreg import 来表 --marked 核对",
            "talentreg import 登记表.xlsx --map '联络手段=联系电话'",
        ),
        also=("导入", "录入表格", "读入", "上传", "load", "read"),
    ),
    CommandGroup(
        "imports",
        "看导入过哪些表、各做了什么；不写命令即 list",
        (
            Command(
                "list",
                "imports:list_imports",
                "列出导入过的表格：何时、何人、哪些文件、多少行",
                ("talentreg imports list --limit 10", "talentreg imports list --csv"),
                also=("列表", "名单", "记录"),
            ),
            Command(
                "show",
                "imports_show:show_import",
                "看一次导入做了什么、有什么要核对、怎样撤销",
                ("talentreg imports show 12", "talentreg imports show 12 --json"),
                also=("查看", "详情", "看"),
            ),
            Command(
                "mappings",
                "imports_mappings:list_mappings",
                "看记住了哪些表头对应；可让它忘掉",
                ("talentreg imports mappings", "talentreg imports mappings --forget 3"),
                also=("表头", "对应", "映射", "mapping"),
            ),
        ),
        also=("导入记录", "导入历史", "来表"),
        alone="list",
    ),
    CommandGroup(
        "conflicts",
        "看来表与登记册哪里不一样，定哪个对；不写命令即 list",
        (
            Command(
                "list",
                "conflicts:list_conflicts",
                "列出待核对的出入：两边各是什么、从哪来；可写成核对表",
                (
                    "talentreg conflicts list --unit 临江街道 --field 联系电话",
                    "talentreg conflicts list 张三@望江社区 --all",
                    "talentreg conflicts list --unit 望江社区 --xlsx 核对.xlsx",
                ),
                also=("列表", "名单", "看"),
            ),
            Command(
                "resolve",
                "conflicts_resolve:resolve",
                "定哪个对：逐处、成批，或读回填好的核对表",
                (
                    "talentreg conflicts resolve X000012 X000013 --use 来表",
                    "talentreg conflicts resolve X000012 --value 15412345678",
                    "talentreg conflicts resolve --all --unit 望江社区 --field 学历 --use 登记册",
                    "talentreg conflicts resolve --from 核对.xlsx",
                ),
                also=("核对", "采用", "解决", "裁定", "decide"),
            ),
        ),
        also=("出入", "冲突", "不一致", "差异", "conflict"),
        alone="list",
    ),
)
