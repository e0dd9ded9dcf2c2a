"""Commands that look after the register and the program."""

from talentreg.cli.commands import Command, CommandGroup

CARE = (
    CommandGroup(
        "vocab",
        "查看、增减词表：活动类型、宣传形式、诉求类别……",
        (
            Command(
                "list",
                "vocab_list:list_words",
                "列出有哪些词表，或一个词表里的词",
                ("talentreg vocab list", "talentreg vocab list 活动类型"),
                also=("列表", "查看", "show"),
            ),
            Command(
                "add",
                "vocab_add:add",
                "给词表加词，或给一个词加另一种写法",
                (
                    "talentreg vocab add 活动类型 读书会",
                    "talentreg vocab add 宣传形式 朋友圈 --as 媒体推送 --apply",
                ),
                also=("新增", "添加", "加词", "new"),
            ),
            Command(
                "remove",
                "vocab_remove:remove",
                "从词表里删词；已登记的照旧",
                ("talentreg vocab remove 活动类型 读书会",),
                also=("删除", "delete", "rm"),
            ),
        ),
        also=("词表", "字典", "类型", "词", "dictionary", "words"),
    ),
    Command(
        "log",
        "log:show_log",
        "看登记册的变更和留痕",
        ("talentreg log --limit 20",),
        also=("日志", "记录", "变更", "历史", "history"),
    ),
    Command(
        "undo",
        "undo:undo_change",
        "撤销最近一次（或第 N 号）变更",
        ("talentreg undo", "talentreg undo 12"),
        also=("撤销", "撤回", "恢复", "回退", "revert"),
    ),
    Command(
        "where",
        "where:where",
        "说出登记册文件在哪里",
        ("talentreg where",),
        also=("位置", "在哪", "在哪里", "path"),
    ),
    Command(
        "completion",
        "completion:print_script",
        "输出命令补全脚本，装好后按 Tab 补全命令、选项、人名和单位",
        ("talentreg completion bash >> ~/.bashrc", "talentreg completion powershell >> $PROFILE"),
        also=("补全", "自动补全", "complete"),
    ),
)
