"""The unit a whole list comes from, as the line above its headings, its title, its sheet or its file says."""

import re
from collections.abc import Iterator

from talentreg.intake.sheet import Sheet
from talentreg.records.text import as_text, drop_invisible
from talentreg.records.unit import LEVELS, level_of

Names = tuple[str, ...]
"""Units from the top down."""

_LABEL = (
    r"(?:填报|填表|报送|上报|制表|登记|所属|所在|归口|主管|推荐|申报)?"
    r"(?:单位|社区|村|街道|乡镇|乡|镇|县区|县|区|部门)(?:/[社区村街道乡镇]+)?(?:名称|名)?"
)
_LABELLED = re.compile(
    rf"(?:^|(?<=[\s)）]))({_LABEL})\s*(?:[(（][^()（）]*[)）])?\s*[:：]\s*(.*?)(?=\s{{2,}}|\n|$|\s\S{{1,6}}[:：])"
)
_BARE_LABEL = re.compile(rf"{_LABEL}\s*(?:[(（][^()（）]*[)）])?\s*[:：]?")
_NO_TITLE = re.compile(r"[。；，,;]|^(注|说明|备注|要求|填表)|^(?!附).*[:：]")
"""A sentence or a note may name units of others."""

_ENDING = re.compile(
    r"(?:特别行政区|自治区|省|自治州|地区|盟|市|自治县|新区|县|旗|街道办事处|街道|苏木|镇|乡"
    r"|社区居民委员会|社区居委会|社区|村民委员会|村委会|居民委员会|居委会|嘎查|村|区|网格)"
)
_NOISE = re.compile(
    r"^年度?|^[月日度]|上半年|下半年|季度|关于|报送|上报|填报|填表|附件|附表|所属|所在|中共|共青团|[省市县区镇乡]委组织部"
    r"|人才|人员|信息|登记|统计|台账|名册|名单|情况|汇总|工作|联系|联络|走访|慰问|春节|返乡|回乡|在外|外出|务工|乡土|优秀|调查|摸底"
    r"|采集|表|的|副本|新建|最终|定稿|终稿|最新"
)
_NO_BASE = {
    "村": r"农|行政|自然|驻|城中|美丽|乡|新农|帮扶|贫困|重点|样板|试点|到|进|下|返|居|示范|先进|文明|空心",
    "乡": r"返|回|家|离|老|同|还|故|下|城|异|思|爱|兴|归|乡|水|他|山|侨|都|民族",
    "市": r"城|县|超|股|上|都|门|夜|地级|省|直辖",
    "区": r"社|小|地|园|片|辖|城|市|县|校|景|老|灾|库|牧|郊|山|街|开发|高新|工业|街|示范|林|保护|禁|自治",
    "县": r"市|区|郡|州|省",
    "镇": r"城|乡|集|小|村|重|建制|街|特色|古",
    "街道": r"乡镇|镇|街",
    "社区": r"示范|街道|村|智慧|农村|城市|和谐|所辖|先进|文明|易地",
    "网格": r"社区|村|全科|微|专职",
    "省": r"外|跨|节|反",
}
_NO_NEXT = {
    "村": r"干|民|医|官|级|居|社|镇|里|内|容|庄|企|集体|落|组",
    "乡": r"贤|土|亲|愁|音|情|友|镇|村|里|内",
    "市": r"场|民|级|值|属|面|外(?!出)|内|区|县|直",
    "区": r"域|划|间|块|级|属|外(?!出)|内|县|直|别|分",
    "县": r"级|属|域|外(?!出)|内|市|区|直",
    "镇": r"级|街|办|内|区",
    "省": r"级|属|内|外|市|直|份",
    "街道": r"乡镇|镇|社区[^\u4e00-\u9fff]|级",
}
_WHERE = re.compile(r"在|赴|驻(?!马店)")
_SEVERAL = re.compile(r"^(等|和|及|与|、|至|到)")
_ONE_CHARACTER = ("县", "村")
"""Endings that may follow a single character: 沛县, 李村."""

_ANY = frozenset("各全本我每某该此两几多省市县区镇乡")
_FORMAL = {
    **dict.fromkeys(("社区居民委员会", "社区居委会"), "社区"),
    **dict.fromkeys(("村民委员会", "村委会"), "村"),
    "街道办事处": "街道",
}
"""What a list calls the office of a place, and a register the place."""

MOST_LINES = 12
"""Lines above the headings that are looked at."""


def name_unit(sheet: Sheet, layout_line: int, file_name: str = "", above: int = 0) -> tuple[Names, str]:
    """Return the path of the unit a list belongs to, and where it is named; empty when nothing names one.

    What stands above the headings counts first: 填报单位：…, then the title, the sheet's name, the file's.
    A later place may add what lies above or below, never contradict. Lines before `above` belong to the list
    before: with such, a list without a title of its own names nothing.
    """
    path: Names = ()
    places: list[str] = []
    for place, text_path in _sources(sheet, layout_line, file_name, above):
        joined = _joined(path, text_path)
        if joined != path:
            path = joined
            places.append(place)
    return path, "和".join(dict.fromkeys(places))


def find_path(text: str) -> Names:
    """Find the units a text names, from the top down; none where it names several of one level."""
    path: list[str] = []
    for name, after in _units_in(text):
        level = level_of(name)
        if path and LEVELS.index(level) <= LEVELS.index(level_of(path[-1])):
            return tuple(one for one in path if LEVELS.index(level_of(one)) < LEVELS.index(level))
        if _SEVERAL.match(after):
            break
        path.append(name)
    return tuple(path)


def _sources(sheet: Sheet, line: int, file_name: str, above: int) -> Iterator[tuple[str, Names]]:
    """Give every place that may name the unit, the most telling first."""
    rows = sheet.rows[max(above, line - MOST_LINES) : line]
    lines = [[as_text(cell) for cell in row[:60] if cell is not None] for row in rows]
    lines = [[text for text in texts if text] for texts in lines]
    titled = False
    for label, value in (pair for texts in lines for pair in _labelled(texts)):
        if path := find_path(value):
            titled = True
            yield f"“{label}”", path
    for texts in lines:
        for text in texts:
            if not _NO_TITLE.search(text) and (path := find_path(text)):
                titled = True
                yield "标题", path
    if titled or not above:
        stem = re.sub(r"\.\w{1,5}$", "", file_name)
        if sheet.name != stem:  # the only sheet of a text file is called like it
            yield "工作表名", find_path(sheet.name)
        yield "文件名", find_path(stem)


def _labelled(texts: list[str]) -> Iterator[tuple[str, str]]:
    """Give what follows 填报单位： in its cell, or in the cell right of it."""
    for place, text in enumerate(texts):
        for match in _LABELLED.finditer(text):
            if match[2].strip("_＿— "):
                yield match[1], match[2]
            elif place + 1 < len(texts):
                yield match[1], texts[place + 1]
        if _BARE_LABEL.fullmatch(text) and not text.endswith((":", "：")) and place + 1 < len(texts):
            yield text, texts[place + 1]


def _joined(path: Names, other: Names) -> Names:
    """Join two paths: what the second says above or below the first; the first alone if they disagree."""
    if not path or not other:
        return path or other
    known = {level_of(name): name for name in path}
    if any(known.get(level_of(name), name) != name for name in other):
        return path
    together = {**known, **{level_of(name): name for name in other}}
    return tuple(together[level] for level in LEVELS if level in together)


def _units_in(text: str) -> Iterator[tuple[str, str]]:
    """Give each unit named in a text, and what follows it."""
    plain = drop_invisible(text).strip()
    if re.fullmatch(r"(\S\s+){3,}\S", plain):
        plain = re.sub(r"\s+", "", plain)  # spaced out to fill its line
    for match in re.finditer(r"[\u4e00-\u9fff\u3400-\u4dbf]+", plain):
        yield from _units_in_run(match[0], plain[match.end() : match.end() + 2])


def _units_in_run(run: str, beyond: str) -> Iterator[tuple[str, str]]:
    """Give the units in a run of Chinese characters: each ends at the first ending that makes sense."""
    begin = 0
    position = 0
    while match := _ENDING.search(run, position):
        position = match.end()
        base = _NOISE.split(run[begin : match.start()])[-1] or ""
        after = run[match.end() :]
        if _WHERE.match(base):
            begin = match.end()  # where people are, not whose list it is
        elif _is_unit(base, match[0], after + beyond):
            yield base + _FORMAL.get(match[0], match[0]), after + beyond
            begin = match.end()


def _is_unit(base: str, ending: str, after: str) -> bool:
    """Whether a text before an ending names a unit: 望江 before 社区, not 返 before 乡."""
    shortest = 1 if ending in _ONE_CHARACTER else 2
    if base in _ANY or "各" in base or not shortest <= len(base) <= 8 or not level_of(base + ending):
        return False
    if ending in _NO_BASE and re.search(f"({_NO_BASE[ending]})$", base):
        return False
    return ending not in _NO_NEXT or not re.match(f"({_NO_NEXT[ending]})", after)
