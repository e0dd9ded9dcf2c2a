"""`talentreg figures example`: a file of figures to begin with, every entry explained."""

from talentreg.cli.output import say

EXAMPLE = """\
# 自定义指标：每个指标前面单独写一行 [[figure]]，下面写它的内容。
# 引号、方括号、逗号用英文的；# 后面是说明。改好以后：
#   talentreg figures check 我的指标.toml     看写得对不对、数是多少
#   talentreg figures add 我的指标.toml       加进登记册

# 一、期末有多少人：在库、符合条件的人。条件的写法同 talentreg list。
[[figure]]
key = "doctors_away"               # 代码：小写英文字母、数字、下划线
label = "在外博士"                 # 名称：统计表、报告模板里都用它
record = "人才"                    # 数哪种记录
where = ["学历=博士", "现居住地!~云河"]   # 几条都要符合；= 等于，~ 含有，!= 不是，≥ ≤ 比大小

# 二、期内有多少人：有过这样的记录的人，一人几次只计一人。
[[figure]]
key = "women_visited"
label = "走访女性人才"
record = "联络"
where = ["联络方式=走访,面谈", "是否联系上=本人"]
person = ["性别=女"]               # 对人的条件
count = "人"                       # 人、人次、项、和、比
time = "期内"                      # 期内、期末、累计

# 三、把一栏的数加起来。
[[figure]]
key = "village_jobs"
label = "村集体项目带动就业"
record = "项目"
where = ["项目归属=村集体"]
count = "和"
sum = "带动就业"
time = "期末"                      # 期末还没有终止的项目
unit = "人"

# 四、期内新发生的：按哪个日期，由 date 说明。
[[figure]]
key = "visits_made"
label = "本人走访次数"
record = "联络"
where = ["联络方式=走访", "是否联系上=本人"]
count = "人次"
date = "联络日期"

# 五、两个指标相除，自己的、现成的都可以。
[[figure]]
key = "doctors_away_share"
label = "在外博士占比"
part = "在外博士"                  # 分子
whole = "入库人才"                 # 分母
definition = "在外博士除以入库人才，保留一位小数"
"""


def print_example() -> None:
    """Print a file of figures that explains itself; the register is not looked at."""
    say(EXAMPLE.rstrip("\n"))
