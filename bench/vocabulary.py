"""Names and sentences for a company of the trade. All invented; the places are real."""

from __future__ import annotations

from random import Random

CITIES = (
    *("温州", "台州", "宁波", "绍兴", "嘉兴", "杭州", "金华", "衢州", "湖州", "苏州", "南通", "盐城", "无锡", "常州"),
    *("天津", "唐山", "石家庄", "沧州", "北京", "太原", "济南", "淄博", "保定", "邯郸", "青岛", "烟台", "大连", "沈阳"),
    *("广州", "佛山", "东莞", "惠州", "茂名", "湛江", "南宁", "柳州", "厦门", "泉州", "福州", "长沙", "株洲", "武汉"),
    *(
        "成都",
        "绵阳",
        "重庆",
        "西安",
        "宝鸡",
        "兰州",
        "银川",
        "西宁",
        "乌鲁木齐",
        "克拉玛依",
        "昆明",
        "贵阳",
        "包头",
        "鄂尔多斯",
    ),
)
_FIRST = "新华恒金东海宏远大正天泰中盛安兴永瑞德信万通鑫嘉力源长江北方南光明和润丰达顺利凯龙腾飞"
_SECOND = "城源达泰盛兴隆昌丰润华宇晟辉腾远航捷联创科峰岭川洲港湾桥林园原野平安康宁和顺通利"
_TRADES = {
    "chemical": ("化工", "染料", "精细化学", "氯碱"),
    "petro": ("石化", "炼化", "油气储运"),
    "power": ("热电", "电力", "能源"),
    "water": ("水务", "供水", "污水处理", "海水淡化"),
    "pharma": ("制药", "药业", "生物医药"),
    "metallurgy": ("钢铁", "冶金", "有色金属"),
    "education": ("理工大学", "职业技术学院"),
    "other": ("造纸", "印染", "食品", "矿业"),
}
SECTORS = tuple(_TRADES)
_FORMS = ("有限公司", "股份有限公司", "集团有限公司", "有限责任公司", "二厂", "")
SOURCES = ("fair", "design_institute", "referral", "tender", "web", "phone")
JOBS = (
    *(
        "循环泵更换",
        "酸碱输送改造",
        "给水泵大修",
        "一期管线阀门",
        "二期扩建配套",
        "污水提升泵",
        "消防泵组",
        "年度备件框架",
    ),
    *(
        "锅炉给水泵",
        "冷却塔循环水",
        "蒸汽管网阀门",
        "罐区切断阀",
        "脱硫浆液泵",
        "取水泵房改造",
        "检修备件",
        "加药计量泵",
    ),
)
NEEDS = (
    "现用泵机封三个月漏一次，停一次损失四万，想换成少维护的。",
    "二期扩建要配套阀门，设计院已出图，月底前要选型。",
    "老阀内漏严重，检修窗口只有十天，交期是关键。",
    "环保要求月底前投运，污水提升能力不够。",
    "年度大修，备件清单已出，要三家比价。",
    "新产线试车，介质含颗粒，要耐磨方案。",
)
SAID = (
    "电话里确认了工况，预算由设备部报，院里下周审。",
    "客户说对手报价低 8%，但交期要 60 天，我们 35 天是优势。",
    "采购在等设备部签字，约好周四再打。",
    "没接，发了微信，约明天上午。",
    "看了现场，原泵底座可以利用，抄了铭牌，拍了管口。",
    "和设备科长谈了选型，他担心机封寿命，要同行案例。",
    "见到总工，方案原则同意，要补一份材质说明。",
    "发了同行业案例和材质对照表，客户说转给总工看。",
    "微信确认收到样本，周五给回复。",
    "邮件发了报价说明，抄送采购。",
)
DECIDERS = ("设备科 王科长", "总工 李工", "采购部 张经理", "厂长 周总", "机动处 陈处", "项目部 刘经理")
MEDIA = ("clear_water", "sewage", "acid", "alkali", "oil", "steam", "slurry", "gas")
CLASSES = ("pn10", "pn16", "pn25", "pn40", "pn63", "pn100")
PRODUCTS = (
    ("CZ50-200 化工泵", "CZ", 28_600),
    ("CZ80-250 化工泵", "CZ", 46_800),
    ("IS100-80 清水泵", "IS", 9_800),
    ("WQ80-40-15 排污泵", "WQ", 12_600),
    ("DG46-50×6 锅炉给水泵", "DG", 168_000),
    ("Z41H-16C DN200 闸阀", "Z41H", 6_900),
    ("Q341F-16P DN150 球阀", "Q341F", 15_800),
    ("D373H-25C DN300 蝶阀", "D373H", 11_200),
)
_FAMILY = "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林高罗"
_TITLES = ("科长", "工", "经理", "主任", "总")


def company(chance: Random, sector: str) -> tuple[str, str]:
    """A customer's name, and its city."""
    city = chance.choice(CITIES)
    own = chance.choice(_FIRST) + chance.choice(_SECOND)
    return f"{city}{own}{chance.choice(_TRADES[sector])}{chance.choice(_FORMS)}", city


def contact(chance: Random) -> str:
    """Somebody at a customer's."""
    return chance.choice(_FAMILY) + chance.choice(_TITLES)


def phone(chance: Random) -> str:
    """A mobile number as the product keeps it."""
    return f"+8613{chance.randrange(10**9):09d}"
