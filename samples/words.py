"""The invented places, names, trades and walks of life the sample register is made of."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Community:
    """A community or village: the area code of its people's ID numbers, its people and its staff."""

    name: str
    street: str
    area_code: str
    people: int
    staff: int

    @property
    def is_village(self) -> bool:
        """Tell a village from a town community."""
        return self.name.endswith("村")


@dataclass(frozen=True, slots=True)
class City:
    """A place somebody lives in: its short name, and how a residence there is written."""

    name: str
    residences: tuple[str, ...]
    weight: int


@dataclass(frozen=True, slots=True)
class Industry:
    """A trade: who employs, as what, and what its people have studied and can do."""

    firms: tuple[str, ...]
    posts: tuple[str, ...]
    institutes: tuple[str, ...]
    expert_posts: tuple[str, ...]
    schools: tuple[str, ...]
    majors: tuple[str, ...]
    skills: tuple[str, ...]
    titles: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Profile:
    """A walk of life: its category, share, ages and away share in percent, and its weighted words."""

    category: str
    share: int
    ages: tuple[int, int]
    away: int
    industries: dict[str, int]
    degrees: dict[str, int]
    tiers: dict[str, int]
    intentions: dict[str, int]


def listed(text: str) -> tuple[str, ...]:
    """Read words parted by blanks."""
    return tuple(text.split())


def weights(text: str) -> dict[str, int]:
    """Read `word:weight word:weight …`; `-` stands for the empty word."""
    pairs = (item.rsplit(":", 1) for item in text.split())
    return {"" if word == "-" else word: int(weight) for word, weight in pairs}


DISTRICT = "云河区"
RIVERSIDE, BLUESTONE, PLUMBROOK = "临江街道", "青石街道", "梅溪镇"

COMMUNITIES = (
    Community("望江社区", RIVERSIDE, "990101", 58, 3),
    Community("渡口社区", RIVERSIDE, "990102", 47, 4),
    Community("柳堤社区", RIVERSIDE, "990103", 62, 3),
    Community("新桥社区", RIVERSIDE, "990104", 41, 4),
    Community("石门社区", BLUESTONE, "990201", 52, 3),
    Community("文昌社区", BLUESTONE, "990202", 55, 4),
    Community("古槐社区", BLUESTONE, "990203", 38, 3),
    Community("东岭社区", BLUESTONE, "990204", 49, 3),
    Community("梅溪村", PLUMBROOK, "990301", 60, 4),
    Community("白鹭村", PLUMBROOK, "990302", 44, 3),
    Community("竹坪村", PLUMBROOK, "990303", 51, 3),
    Community("桃源村", PLUMBROOK, "990304", 43, 4),
)

HOME = City("云河", (DISTRICT,), 0)
CITIES = (
    City("深圳", listed("广东省深圳市南山区 广东省深圳市宝安区 广东省深圳市龙岗区"), 16),
    City("广州", ("广东省广州市天河区", "广东省广州市番禺区"), 10),
    City("东莞", ("广东省东莞市", "广东省东莞市长安镇"), 9),
    City("佛山", ("广东省佛山市顺德区",), 5),
    City("上海", listed("上海市浦东新区 上海市闵行区 上海市嘉定区"), 13),
    City("北京", ("北京市海淀区", "北京市朝阳区"), 9),
    City("杭州", ("浙江省杭州市余杭区", "浙江省杭州市滨江区"), 10),
    City("宁波", ("浙江省宁波市北仑区",), 4),
    City("苏州", ("江苏省苏州市工业园区", "江苏省苏州市吴中区"), 8),
    City("南京", ("江苏省南京市江宁区",), 5),
    City("武汉", ("湖北省武汉市洪山区", "湖北省武汉市江夏区"), 7),
    City("长沙", ("湖南省长沙市岳麓区",), 4),
    City("成都", ("四川省成都市武侯区",), 4),
    City("厦门", ("福建省厦门市湖里区",), 3),
)
OVERSEAS = (
    City("波士顿", ("美国波士顿",), 3),
    City("慕尼黑", ("德国慕尼黑",), 2),
    City("东京", ("日本东京",), 2),
    City("新加坡", ("新加坡",), 2),
    City("墨尔本", ("澳大利亚墨尔本",), 1),
)

SURNAMES = weights(
    "王:60 李:58 张:55 刘:45 陈:45 杨:30 赵:26 黄:26 周:24 吴:24 徐:20 孙:18 胡:18 朱:16 高:14 "
    "林:14 何:14 郭:13 马:12 罗:12 梁:10 宋:10 郑:10 谢:10 韩:8 唐:8 冯:8 于:6 董:7 萧:4 程:7 "
    "曹:7 袁:6 邓:7 许:7 傅:4 沈:6 曾:6 彭:6 吕:5 苏:6 卢:5 蒋:6 蔡:5 贾:4 丁:5 魏:5 薛:4 叶:5 "
    "阎:2 余:5 潘:4 杜:4 戴:4 夏:4 钟:4 汪:4 田:4 任:4 姜:4 范:4 方:4 石:3 姚:3 谭:4 廖:3 邹:3 "
    "熊:3 金:3 陆:3 郝:2 孔:2 白:2 崔:2 康:2 毛:2 邱:2 秦:3 江:2 史:2 顾:2 欧阳:2 上官:1"
)

# Given names by sex and generation; a generation begins with the year before its names.
GIVEN_NAMES: dict[str, dict[int, tuple[str, ...]]] = {
    "男": {
        1940: listed(
            "建国 德明 国强 志远 光荣 建军 卫东 正华 永福 水生 大伟 世忠 家全 德华 明义 长林 保国 文斌 "
            "立新 学文 振兴 宗仁 景山 茂林 传贵 启发 守田 延年"
        ),
        1972: listed(
            "伟 强 勇 军 磊 涛 波 斌 辉 鹏 飞 建华 志强 志刚 海涛 小军 文杰 俊峰 永刚 春生 立波 晓东 国平 "
            "卫平 红军 明辉 建平 世杰 家明 学军 少华 国栋 向阳 云峰 宏伟 新民"
        ),
        1990: listed(
            "浩 杰 凯 宇 超 俊杰 子轩 浩然 宇航 志豪 家豪 文博 天宇 嘉伟 明轩 泽宇 俊豪 一帆 思远 瑞 旭 "
            "晨 子豪 梓涵 博文 家乐 振宇 奕辰 鸿飞 承志"
        ),
    },
    "女": {
        1940: listed(
            "桂英 秀兰 玉珍 凤英 桂兰 秀英 玉兰 菊香 腊梅 春花 素珍 淑芬 爱华 翠莲 月娥 金凤 美华 银花 "
            "惠芳 竹青"
        ),
        1972: listed(
            "丽 敏 静 艳 芳 娟 霞 燕 玲 萍 红梅 丽华 晓燕 春梅 小红 海燕 秀芳 冬梅 丽萍 玉梅 雪梅 建芳 慧 "
            "琴 莉 云 凤霞 文静 晓丽 春燕"
        ),
        1990: listed(
            "婷 雪 颖 倩 悦 欣怡 雨涵 思雨 梦瑶 佳怡 诗涵 雅婷 晓雯 嘉欣 若溪 子涵 梦洁 紫萱 心怡 佩玲 "
            "可欣 语桐 静怡 雯静 芷若 楚楚 慧敏 冰洁"
        ),
    },
}

FIRM_WORDS = listed(
    "岑朔 砚川 泊澜 栩原 澄砾 隽禾 沐岚 弈舟 棠序 峤远 屹朔 渚宁 淳岳 榕畔 汐和 漱石 桦信 昱衡 "
    "霁云 筠达 沅诚 柏弘 砺舟 翎羽 潮岸 朗坤 禾屿 穆清 嵘拓 陌桑 钧序 璟川"
)

GENERAL_SCHOOLS = listed("江州大学 东湾理工大学 西原大学")
LOW_SCHOOLS: dict[str, tuple[str, ...]] = {
    "初中": listed("临江初级中学 青石初级中学 梅溪镇初级中学"),
    "高中": listed("云河区第一中学 云河区第二中学 青石高级中学"),
    "中专": ("云河职业中等专业学校", "江州工业学校"),
    "大专": listed("江州职业技术学院 楚江交通职业学院 东湾商务职业学院"),
}
GRADUATION_AGES = {
    "初中": 15,
    "高中": 18,
    "中专": 18,
    "大专": 21,
    "本科": 22,
    "硕士研究生": 25,
    "博士研究生": 29,
}
BACHELOR, MASTER, DOCTOR = "本科", "硕士研究生", "博士研究生"
ACADEMIC_DEGREES = {BACHELOR: "学士", MASTER: "硕士", DOCTOR: "博士"}
DEGREE_SYNONYMS = {BACHELOR: "大学本科", MASTER: "硕士", DOCTOR: "博士"}
TITLE_LEVELS = listed("初级 中级 副高 正高")

ENGINEERS = listed("助理工程师 工程师 高级工程师 正高级工程师")
ECONOMISTS = listed("助理经济师 经济师 高级经济师 正高级经济师")

INDUSTRIES: dict[str, Industry] = {
    "教育": Industry(
        firms=("{city}{word}教育咨询有限公司",),
        posts=listed("培训教师 教务主管 校区负责人"),
        institutes=listed("{city}{word}实验学校 {city}{word}中学 {city}{word}小学"),
        expert_posts=listed("教师 年级组长 教研组长 副校长"),
        schools=("江州师范大学", "楚江师范学院"),
        majors=listed("汉语言文学 数学与应用数学 英语 物理学 学前教育"),
        skills=listed("高中数学教学 语文教学 学前教育 英语教学 心理辅导"),
        titles=listed("二级教师 一级教师 高级教师 正高级教师"),
    ),
    "医疗卫生": Industry(
        firms=("{city}{word}口腔门诊部", "{city}{word}医疗器械有限公司"),
        posts=listed("护士 药房主管 售后工程师"),
        institutes=("{city}{word}医院", "{city}{word}妇幼保健院"),
        expert_posts=listed("医师 住院总医师 科室副主任 科室主任"),
        schools=("江州医科大学", "楚江医学院"),
        majors=listed("临床医学 护理学 药学 口腔医学 中医学"),
        skills=listed("骨科 儿科 心血管内科 中医针灸 重症护理 口腔修复"),
        titles=listed("住院医师 主治医师 副主任医师 主任医师"),
    ),
    "信息技术": Industry(
        firms=("{city}{word}科技有限公司", "{city}{word}网络技术有限公司"),
        posts=listed("技术支持 测试员 运维主管"),
        institutes=("{city}{word}软件有限公司", "{city}{word}智能科技有限公司"),
        expert_posts=listed("开发工程师 算法工程师 架构师 技术总监"),
        schools=("岭东信息工程大学", "东湾理工大学"),
        majors=listed("计算机科学与技术 软件工程 通信工程 电子信息工程 人工智能"),
        skills=listed("软件开发 数据分析 网络安全 嵌入式开发 图像识别"),
        titles=ENGINEERS,
    ),
    "制造业": Industry(
        firms=listed("{city}{word}电子有限公司 {city}{word}精密机械有限公司 {city}{word}服装有限公司"),
        posts=listed("操作工 数控技工 质检员 班组长 车间主任"),
        institutes=("{city}{word}装备制造有限公司", "{city}{word}新材料有限公司"),
        expert_posts=listed("工艺工程师 设备工程师 研发主管 总工程师"),
        schools=("楚江工业大学", "东湾理工大学"),
        majors=listed("机械设计制造及其自动化 材料科学与工程 电气工程 模具设计与制造"),
        skills=listed("数控加工 模具维修 服装打版 设备维护 质量管理"),
        titles=ENGINEERS,
    ),
    "建筑业": Industry(
        firms=("{city}{word}建筑工程有限公司", "{city}{word}装饰工程有限公司"),
        posts=listed("施工员 木工 电焊工 测量员 项目经理"),
        institutes=("{city}{word}建筑设计有限公司", "{city}{word}市政工程有限公司"),
        expert_posts=listed("结构设计师 造价工程师 项目总工 设计总监"),
        schools=("楚江工业大学", "西原交通大学"),
        majors=listed("土木工程 工程造价 建筑学 道路与桥梁工程"),
        skills=listed("工程造价 室内装修 钢结构施工 桥梁施工 水电安装"),
        titles=ENGINEERS,
    ),
    "商贸物流": Industry(
        firms=listed("{city}{word}商贸有限公司 {city}{word}物流有限公司 {city}{word}餐饮管理有限公司"),
        posts=listed("销售员 货车司机 店长 仓库主管 厨师长"),
        institutes=("{city}{word}供应链管理有限公司", "{city}{word}进出口有限公司"),
        expert_posts=listed("外贸专员 采购经理 运营经理 运营总监"),
        schools=("海陵财经大学", "西原交通大学"),
        majors=listed("国际贸易 市场营销 物流管理 电子商务"),
        skills=listed("电商运营 货运 餐饮经营 市场开拓 仓储管理"),
        titles=ECONOMISTS,
    ),
    "现代农业": Industry(
        firms=("{city}{word}农业发展有限公司", "{city}{word}食品有限公司"),
        posts=listed("技术员 基地管理员 加工车间主管"),
        institutes=("{city}{word}种业有限公司", "{city}{word}农业科技有限公司"),
        expert_posts=listed("育种员 植保工程师 技术负责人 首席专家"),
        schools=("南岭农业大学",),
        majors=listed("农学 园艺 动物科学 农产品加工 茶学"),
        skills=listed("蔬菜种植 茶叶加工 生态养殖 果树栽培 食用菌种植 农机维修"),
        titles=listed("助理农艺师 农艺师 高级农艺师 推广研究员"),
    ),
    "文化旅游": Industry(
        firms=("{city}{word}文化传播有限公司", "{city}{word}旅行社有限公司"),
        posts=listed("导游 摄影师 活动策划 门店负责人"),
        institutes=("{city}{word}艺术馆", "{city}{word}文化创意有限公司"),
        expert_posts=listed("策展人 编导 设计主管 艺术总监"),
        schools=("江州师范大学", "江州大学"),
        majors=listed("旅游管理 视觉传达设计 音乐学 广播电视编导"),
        skills=listed("乡村旅游 竹编技艺 短视频制作 民间舞狮 活动策划"),
        titles=listed("助理馆员 馆员 副研究馆员 研究馆员"),
    ),
    "金融": Industry(
        firms=("{city}{word}财务咨询有限公司", "{city}{word}保险代理有限公司"),
        posts=listed("客户经理 会计 业务主管"),
        institutes=("{word}银行{city}分行", "{word}证券{city}分公司"),
        expert_posts=listed("客户经理 风控经理 投资经理 支行行长"),
        schools=("海陵财经大学", "江州大学"),
        majors=listed("金融学 会计学 投资学 保险学"),
        skills=listed("财务管理 风险控制 投资分析 信贷业务"),
        titles=ECONOMISTS,
    ),
    "公共管理": Industry(
        firms=("{city}{word}人力资源有限公司", "{city}{word}社会工作服务中心"),
        posts=listed("社工 行政专员 人事主管"),
        institutes=("云河区政务服务中心", "云河区青少年活动中心"),
        expert_posts=listed("科员 社会工作师 副主任 主任"),
        schools=("江州大学", "西原大学"),
        majors=listed("行政管理 社会工作 法学 公共事业管理"),
        skills=listed("公文写作 社区治理 法律咨询 项目申报"),
        titles=ECONOMISTS,
    ),
    "科学研究": Industry(
        firms=("{city}{word}检测技术有限公司", "{city}{word}生物技术有限公司"),
        posts=listed("实验员 检测员 实验室主管"),
        institutes=listed("{city}{word}研究院 {city}{word}生物研究所 {city}{word}材料实验室"),
        expert_posts=listed("科研人员 课题组成员 课题负责人 实验室主任"),
        schools=listed("江州大学 东湾理工大学 南岭农业大学"),
        majors=listed("生物学 化学 环境科学 材料物理 应用数学"),
        skills=listed("高分子材料 基因检测 水污染治理 土壤修复 光学仪器"),
        titles=listed("研究实习员 助理研究员 副研究员 研究员"),
    ),
}

RETIRED_FROM: dict[str, tuple[str, tuple[str, ...]]] = {
    "教育": ("退休教师", listed("云河区第一中学 云河区实验小学 青石初级中学 梅溪镇初级中学")),
    "医疗卫生": ("退休医师", listed("云河区人民医院 云河区中医院 梅溪镇卫生院")),
    "公共管理": ("退休干部", listed("云河区农业农村局 云河区水利局 云河区教育局 梅溪镇人民政府")),
    "制造业": ("退休技师", ("云河区机械厂", "云河区丝绸厂")),
}

FARMS: dict[str, tuple[str, ...]] = {
    "现代农业": listed("{place}{word}种植专业合作社 {place}{word}养殖专业合作社 {place}{word}家庭农场"),
    "文化旅游": listed("{place}{word}民宿 {place}{word}农家乐 {place}{word}竹编工坊"),
}

WORKER = Profile(
    category="外出务工经商人员",
    share=34,
    ages=(24, 56),
    away=80,
    industries=weights("制造业:38 建筑业:26 商贸物流:24 信息技术:4 文化旅游:4 现代农业:4"),
    degrees=weights("初中:26 高中:27 中专:20 大专:22 本科:5"),
    tiers=weights("基础人才:82 骨干人才:18"),
    intentions=weights("创业:15 任职:3 就业:20 项目合作:1 无:37 待定:15 -:9"),
)
OWNER = Profile(
    category="外出务工经商人员",
    share=12,
    ages=(32, 60),
    away=80,
    industries=weights("商贸物流:32 制造业:22 建筑业:20 信息技术:10 现代农业:8 文化旅游:8"),
    degrees=weights("初中:8 高中:26 中专:12 大专:28 本科:22 硕士研究生:4"),
    tiers=weights("骨干人才:58 高层次人才:26 领军人才:6 基础人才:10"),
    intentions=weights("创业:30 任职:3 项目合作:25 柔性:2 无:22 待定:12 -:6"),
)
EXPERT = Profile(
    category="专业技术人员",
    share=25,
    ages=(25, 57),
    away=75,
    industries=weights("教育:20 医疗卫生:20 信息技术:20 科学研究:12 制造业:9 金融:9 建筑业:7 现代农业:3"),
    degrees=weights("大专:9 本科:53 硕士研究生:26 博士研究生:12"),
    tiers=weights("骨干人才:60 基础人才:22 高层次人才:18"),
    intentions=weights("创业:8 任职:14 就业:5 项目合作:9 柔性:18 无:26 待定:15 -:5"),
)
RETIREE = Profile(
    category="机关企事业单位离退休人员",
    share=8,
    ages=(61, 73),
    away=25,
    industries=weights("教育:42 医疗卫生:18 公共管理:28 制造业:12"),
    degrees=weights("高中:16 中专:40 大专:32 本科:12"),
    tiers=weights("骨干人才:52 基础人才:48"),
    intentions=weights("创业:3 任职:2 项目合作:2 柔性:14 无:61 待定:8 -:10"),
)
GRADUATE = Profile(
    category="大中专毕业生",
    share=12,
    ages=(19, 29),
    away=72,
    industries=weights("信息技术:24 制造业:16 教育:14 商贸物流:12 公共管理:10 金融:9 医疗卫生:9 文化旅游:6"),
    degrees=weights("中专:8 大专:32 本科:48 硕士研究生:12"),
    tiers=weights("基础人才:86 骨干人才:14"),
    intentions=weights("创业:8 任职:25 就业:27 柔性:1 无:15 待定:19 -:5"),
)
FARMER = Profile(
    category="农村实用人才",
    share=9,
    ages=(28, 60),
    away=8,
    industries=weights("现代农业:78 文化旅游:22"),
    degrees=weights("初中:30 高中:32 中专:16 大专:18 本科:4"),
    tiers=weights("骨干人才:34 基础人才:66"),
    intentions=weights("创业:32 任职:2 就业:5 项目合作:4 无:35 待定:12 -:10"),
)
PROFILES = (WORKER, OWNER, EXPERT, RETIREE, GRADUATE, FARMER)

FAMILY_NEEDS = listed("老人就医陪护 子女入学咨询 配偶就业 医保异地备案 老房修缮 老人助餐 无 无 无")
REMARKS = listed(
    "每年春节返乡 热心家乡公益 家中老人独居，需多关注 曾参加乡贤座谈会 联系方式年内有变动，已更新"
)
# What a family's children do, below each age of the parent.
CHILDREN = (
    (27, ("未育",)),
    (33, listed("未育 一女学龄前 一子学龄前")),
    (41, listed("一子读小学 一女读小学 一子一女均未成年")),
    (50, listed("一子读中学 一女读大学 一子一女均在读")),
    (100, listed("一子已工作 一女已成家 子女均已成家")),
)
CHAT_GROUPS = listed("青石在外乡贤群 青石人才服务群 青石春节返乡群 未入群")
