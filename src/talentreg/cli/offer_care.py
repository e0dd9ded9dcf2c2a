"""Commands that look after the register and the program."""

from talentreg.cli.commands import Command

CARE = (
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
