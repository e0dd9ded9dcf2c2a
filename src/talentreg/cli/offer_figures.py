"""Commands that count, prove, report and export."""

from talentreg.cli.commands import Command, CommandGroup

FIGURES = (
    Command(
        "stats",
        "stats:stats",
        "统计一个时期、一个单位的全部指标",
        (
            "talentreg stats --quarter Q1 --unit 临江街道",
            "talentreg stats --quarter Q1 --compare",
            "talentreg stats --half H1 --figure 诉求服务,活动场次",
            "talentreg stats --year 2026 --by 学历 --figure 入库人才",
            "talentreg stats --by unit --level 村社区 --rank 联系人次",
            "talentreg stats --by unit,channel --figure 联系人才 --csv",
            "talentreg stats --by 产业人才地图",
            "talentreg stats --year-to-date --baseline 2021-01-01",
        ),
        also=("统计", "汇总", "数字", "count", "summary"),
    ),
    Command(
        "why",
        "why:why",
        "列出一个数字背后的每一条记录",
        (
            "talentreg why 走访返乡人员 --quarter Q1",
            "talentreg why contacts_made.channel.phone --unit 临江街道",
            "talentreg why 提供岗位 --year 2026 --xlsx 佐证.xlsx",
        ),
        also=("依据", "佐证", "明细", "为什么", "evidence"),
    ),
    CommandGroup(
        "figures",
        "统计指标和口径",
        (
            Command(
                "list",
                "figures:list_figures",
                "列出全部统计指标和口径",
                ("talentreg figures list",),
                also=("列出", "清单", "ls"),
            ),
            Command(
                "show",
                "figures_show:show_figures",
                "看一个指标的口径：数什么、什么时候、算谁的、怎样去重、不计什么",
                ("talentreg figures show 走访返乡人员",),
                also=("查看", "看", "口径卡", "定义"),
            ),
            Command(
                "compare",
                "figures_compare:compare_figures",
                "同一件事按几种口径数，并排列出",
                (
                    "talentreg figures compare 走访返乡人员 --quarter Q1",
                    "talentreg figures compare 联系人才 联系人次 --unit 临江街道",
                ),
                also=("比较", "对比", "并排"),
            ),
            Command(
                "example",
                "figures_example:print_example",
                "打印一份自定义指标的样子，每一项都有说明",
                ("talentreg figures example > 我的指标.toml",),
                also=("样子", "模板", "范例", "例子"),
            ),
            Command(
                "check",
                "figures_check:check_figures",
                "检查文件里的自定义指标，算出是多少，不改登记册",
                ("talentreg figures check 我的指标.toml --quarter Q1",),
                also=("检查", "试算"),
            ),
            Command(
                "add",
                "figures_add:add_figures",
                "把文件里的自定义指标加进登记册，和现成的一样用",
                (
                    "talentreg figures add 我的指标.toml",
                    "talentreg figures add 我的指标.toml --replace",
                ),
                also=("增加", "添加", "自定义", "新增"),
            ),
            Command(
                "remove",
                "figures_remove:remove_figures",
                "删除自定义指标",
                ("talentreg figures remove 在外博士",),
                also=("删除", "移除"),
            ),
        ),
        also=("指标", "口径", "统计口径"),
        alone="list",
    ),
    CommandGroup(
        "report",
        "出公文格式的 Word 报告（不写命令就是 make），核对、更新、报送",
        (
            Command(
                "make",
                "report:write_report",
                "出一份公文格式的 Word 报告",
                (
                    "talentreg report --quarter Q1",
                    "talentreg report --half H1 --unit 临江街道 --out 半年报告.docx",
                    "talentreg report --template dossier --all --unit 望江社区 --out 一人一档",
                    "talentreg report --template roster --unit 临江街道 --reveal --purpose 春节走访",
                ),
                also=("出报告", "write", "一人一档", "名册", "典型案例"),
            ),
            Command(
                "verify",
                "report_verify:verify_report",
                "核对报告：哪些数字过时、哪些手改过、哪些没有出处",
                (
                    "talentreg report verify 报告.docx",
                    "talentreg report verify 报告.docx --all",
                    "talentreg report verify 报告.docx --json",
                ),
                also=("核对", "检查", "校验", "check"),
            ),
            Command(
                "refresh",
                "report_refresh:refresh_report",
                "更新报告里过时的数字，人改过的不动；写上统计期就挪到那一期",
                (
                    "talentreg report refresh 报告.docx",
                    "talentreg report refresh 报告.docx --dry-run",
                    "talentreg report refresh 报告.docx --in-place",
                    "talentreg report refresh 报告.docx --quarter Q2 --out 二季度.docx",
                ),
                also=("更新", "刷新", "update"),
            ),
            Command(
                "submit",
                "report_submit:submit",
                "报送一份报告：数字、口径和每一条依据都存下来，以后能对账",
                (
                    "talentreg report submit 报告.docx",
                    "talentreg report submit 报告.docx --number 云组〔2026〕5号 --to 市委组织部",
                ),
                also=("报送", "上报", "存档", "send"),
            ),
            Command(
                "submissions",
                "report_submissions:list_submissions",
                "列出报送过的报告；看现在数出来和报送时有什么不同、为什么",
                (
                    "talentreg report submissions",
                    "talentreg report submissions 1",
                    "talentreg report submissions 1 --explain 入库人才",
                ),
                also=("报送台账", "报送记录", "对账", "sent"),
            ),
            Command(
                "templates",
                "report_templates:list_templates",
                "列出能出的报告，和自己的模板",
                ("talentreg report templates", "talentreg report templates --json"),
                also=("模板列表", "有哪些", "list", "ls"),
            ),
            CommandGroup(
                "template",
                "自己的模板：照一份改，改完检查",
                (
                    Command(
                        "new",
                        "report_template_new:new_template",
                        "照随附的模板做一份自己的，在 Word 或 WPS 里改",
                        (
                            "talentreg report template new 本区季报",
                            "talentreg report template new 本街道名册 --from roster",
                            "talentreg report template new 本区季报 --from quarter --out 本区季报.docx",
                        ),
                        also=("新建", "增加", "做模板", "copy"),
                    ),
                    Command(
                        "check",
                        "report_template_check:check_own",
                        "检查自己的模板：哪一段写错了，应该怎么写",
                        (
                            "talentreg report template check 本区季报.docx",
                            "talentreg report template check 本区季报.docx --json",
                        ),
                        also=("检查", "核对", "校验"),
                    ),
                    Command(
                        "variables",
                        "report_template_variables:list_variables",
                        "列出模板里能写的变量，每个带一个例子",
                        (
                            "talentreg report template variables",
                            "talentreg report template variables 走访",
                        ),
                        also=("变量", "字段", "列表", "list"),
                    ),
                ),
                also=("模板", "自己的模板"),
            ),
        ),
        also=("报告", "出报告", "总结", "word"),
        alone="make",
    ),
    Command(
        "export",
        "export:export",
        "导出登记册（Excel）、发出去改了能收回的工作簿，或每个单位一份花名册",
        (
            "talentreg export 登记册.xlsx",
            "talentreg export 临江街道.xlsx --unit 临江街道 --only 人才,联络 --masked",
            "talentreg export --workbook 请核对.xlsx --unit 临江街道 --columns 姓名,联系电话,工作单位",
            "talentreg export --roster 花名册",
        ),
        also=("导出", "花名册", "名册"),
    ),
)
