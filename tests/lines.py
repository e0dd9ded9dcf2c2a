"""One line of good, of malformed and of ambiguous words for every command there is."""

from dataclasses import dataclass

BOOK = "姓名,联系电话,所属社区,联络日期,联络方式\n马鹏,,望江社区,2026-02-03,电话\n"
DIVISIONS = "乡镇街道,村社区\n临江街道,新月社区\n"


@dataclass(frozen=True)
class Lines:
    """What is typed after a command, and the exit code the good words end with in an empty register."""

    good: str
    empty: int
    malformed: str
    ambiguous: str = ""


TABLE = {
    "demo": Lines("试用", 0, "试用 多余"),
    "import": Lines("表.csv", 3, "表.csv --on-match 覆盖"),
    "imports list": Lines("--limit 5", 0, "--limit 0"),
    "imports show": Lines("1", 1, "第一次"),
    "imports mappings": Lines("", 0, "--forget 一"),
    "conflicts list": Lines("--field 学历 --limit 5", 0, "--field 学厉", "--unit 同名组"),
    "conflicts resolve": Lines("--all --use 登记册", 0, "X000001", "--all --use 来表 --unit 同名组"),
    "export": Lines("册.xlsx", 0, "册.xlsx --only 天气", "册.xlsx --unit 同名组"),
    "add": Lines("张三 学历=本科", 0, "张三 学历", "张三 --unit 同名组"),
    "list": Lines("学历≥本科 --limit 5", 0, "学厉=本科", "--unit 同名组"),
    "show": Lines("R000002 --timeline", 1, "R000002 --reveal", "刘云"),
    "edit": Lines("R000002 学历=硕士", 1, "R000002 学厉=硕士", "刘云 学历=硕士"),
    "withdraw": Lines("R000002 --reason 户籍迁出", 1, "R000002 --on 2026-02-30", "刘云"),
    "dupes": Lines("--limit 5", 0, "--limit 0", "--unit 同名组"),
    "merge": Lines("R000002 R000003 --keep 身份证号=A", 1, "R000002 R000003 --keep 学厉=A", "刘云 R000003"),
    "erase": Lines(
        "R000002 --reason 本人申请 --yes", 1, "R000002 --reason 本人申请", "刘云 --reason 申请 --yes"
    ),
    "contact log": Lines("R000002 --channel 电话", 1, "R000002 --channel 飞鸽", "刘云 --channel 电话"),
    "contact list": Lines("--quarter Q1 --limit 5", 0, "--channel 飞鸽", "--person 刘云"),
    "contact due": Lines("--unit 望江社区", 1, "--days 0", "--by 王同名"),
    "contact edit": Lines("C000001 事由=慰问", 1, "C000001 事游=慰问", "C000001 联络人=王同名"),
    "contact remove": Lines("C000001", 1, "第一次"),
    "unit list": Lines("", 0, "层机=村社区", "--unit 同名组"),
    "unit add": Lines("新月社区 --parent 临江街道", 1, "新月社区 层级=星球", "新月组 --parent 同名组"),
    "unit edit": Lines("望江社区 名称=望江东社区", 1, "望江社区 名子=望江东社区", "同名组 名称=一组"),
    "unit move": Lines("望江社区 --to 青石街道", 1, "望江社区", "同名组 --to 青石街道"),
    "unit merge": Lines("柳堤社区 --into 新桥社区", 1, "柳堤社区", "同名组 --into 新桥社区"),
    "unit close": Lines("望江社区/同名组", 1, "望江社区 --on 明年", "同名组"),
    "unit import": Lines("区划.csv", 0, "", "区划.csv --unit 同名组"),
    "staff list": Lines("--limit 5", 0, "姓氏=王", "--unit 同名组"),
    "staff add": Lines(
        "王新人 --unit 望江社区", 1, "王新人 --unit 望江社区 职位级别=高", "王新人 --unit 同名组"
    ),
    "staff edit": Lines("王同名@望江社区 职务=主任", 1, "王同名@望江社区", "王同名 职务=主任"),
    "staff merge": Lines("王同名@望江社区 --into 王同名@渡口社区", 1, "王同名", "王同名 --into 赵建芳"),
    "stats": Lines("--quarter 2026Q1", 0, "--quarter 五", "--unit 同名组"),
    "why": Lines("联系人次 --quarter 2026Q1", 0, "联系人次 --year 去年", "联系人次 --unit 同名组"),
    "figures": Lines("", 0, "多余"),
    "report": Lines("--quarter 2026Q1", 0, "--date 昨年", "--unit 同名组"),
    "log": Lines("R000002", 1, "--limit 0", "刘云"),
    "undo": Lines("--dry-run", 1, "最近"),
    "where": Lines("", 0, "多余"),
    "completion": Lines("bash", 0, "fish"),
}
