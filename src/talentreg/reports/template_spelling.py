"""How tags are spelt: what a Chinese input method makes of them, and what Jinja cannot read."""

import re
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from jinja2 import TemplateSyntaxError

from talentreg.reports.sandbox import TemplateEnvironment
from talentreg.reports.template_lines import Line, Tag

EXCERPT = 60


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing to look at in a template: where, in which text, what is wrong, what to write instead.

    `grave` tells that no report comes out, or a wrong one; the others are advice.
    """

    place: str
    text: str
    problem: str
    advice: str = ""
    grave: bool = True


def finding(line: Line, problem: str, advice: str = "", *, at: int = 0, grave: bool = True) -> Finding:
    """Find something in a paragraph, shown round the place it is at."""
    start = max(at - EXCERPT // 3, 0) if len(line.text) > EXCERPT else 0
    shown = line.text[start : start + EXCERPT].strip()
    more = "…" if start + EXCERPT < len(line.text) else ""
    return Finding(line.place, f"{'…' if start else ''}{shown}{more}", problem, advice, grave)


_OPEN, _CLOSED = "{｛﹛", "}｝﹜"
_WIDE = re.compile(
    f"[{_OPEN}]\\s?(?P<kind>[{_OPEN}%％﹪#＃])(?P<body>[^{_OPEN}{_CLOSED}]*?)(?:[%％﹪#＃]|[{_CLOSED}])\\s?[{_CLOSED}]"
)
_SINGLE = re.compile(f"[{_OPEN}«《【]\\s*(\\w+)\\s*[{_CLOSED}»》】]")
_BROKEN = re.compile(r"\{\s?[{%#]|[}%#]\s?\}")
_IN_BRACKETS = re.compile(r"\s*[(\[].*$")
_QUOTED = re.compile(r"\"[^\"]*\"|'[^']*'")
_SMART = str.maketrans("“”‘’", "\"\"''")
_WIDE_SIGNS = re.compile(r"[（）［］【】，：；｜！％＋－＊／＝＜＞．。、？]")
_SIGNS = str.maketrans("【】。、《》", "[].,<>")
_DIGIT_FIRST = re.compile(r"(?<![\w.])\d+[^\W\d]\w*")
_AS_PREFIX = re.compile(r"\{\{(p|r|tr|tc)\s")
_NO_BLANK = re.compile(r"(p|tr|tc)(if|for|else|elif|endif|endfor|set)$")
_EXTRA_BLANK = {"p", "tr", "tc"}

BLOCKS = {"if": "endif", "for": "endfor", "set": "endset", "with": "endwith", "raw": "endraw"}
"""The words that begin a block, each with the word that ends it."""
WITHIN = {"elif": "if", "else": "if"}
"""The words that stand within a block."""
_ENDS = {end: begin for begin, end in BLOCKS.items()}
_WORDS = (*BLOCKS, *WITHIN, *_ENDS)
_SAID = (
    (re.compile(r"unexpected char '[\"\\']+' at|unexpected char \"'\""), lambda _: "引号没有成对"),
    (re.compile(r"got '='"), lambda _: "比较要写两个等号 =="),
    (
        re.compile(r"unexpected 'end of|unexpected end of template|Expected an expression"),
        lambda _: "没有写完",
    ),
    (
        re.compile(r"unexpected '(.+)', expected '(.+)'"),
        lambda found: f"「{found[1]}」前面少了「{found[2]}」",
    ),
    (re.compile(r"unexpected char '(.+)' at"), lambda found: f"有不认识的字符「{found[1]}」"),
    (
        re.compile(r"expected token 'end of (?:print statement|statement block)', got '(.+)'"),
        lambda found: f"「{found[1]}」前面少了符号，或者多写了",
    ),
    (
        re.compile(r"expected token '(.+)', got '(.+)'"),
        lambda found: f"「{found[2]}」的地方应该是「{found[1]}」",
    ),
    (re.compile(r"unexpected '(.+)'"), lambda found: f"「{found[1]}」放错了地方"),
    (re.compile(r"No filter named '(.+)'"), lambda found: f"没有「|{found[1]}」这种写法"),
    (re.compile(r"No test named '(.+)'"), lambda found: f"没有「is {found[1]}」这种写法"),
)  # type: tuple[tuple[re.Pattern[str], Callable[[re.Match[str]], str]], ...]


def check_spelling(line: Line, is_known: Callable[[str], bool]) -> Iterator[Finding]:
    """Check how the tags of a paragraph are written."""
    wide = [found for found in _WIDE.finditer(line.text) if not _stands_in_tag(line, found)]
    for found in wide:
        advice = f"应写成：{_mended(found['kind'], found['body'])}"
        yield finding(line, f"花括号或百分号不是半角，或中间有空格：{found[0]}", advice, at=found.start())
    rest = _WIDE.sub("", line.without_tags)
    if broken := _BROKEN.search(rest):
        at = max(line.text.find(broken[0]), 0)
        advice = "一个标签的两头要在同一段里：{{ 变量 }}、{% if … %}"
        yield finding(line, f"标签没有写完，或两头不成对：{broken[0]}", advice, at=at)
    for found in () if broken else _SINGLE.finditer(rest):
        if is_known(found[1]):
            advice = f"要填数的话，写成：{{{{ {found[1]} }}}}"
            yield finding(line, f"「{found[0]}」不会填上数", advice, at=line.text.find(found[0]), grave=False)
    for tag in line.tags:
        yield from _check_tag(line, tag, is_known)


def _stands_in_tag(line: Line, found: re.Match[str]) -> bool:
    """Tell whether what looks like a tag is one already, or a part of one."""
    return any(tag.start < found.end() and found.start() < tag.end for tag in line.tags)


def _mended(kind: str, body: str) -> str:
    said = _narrow(body).strip()
    if unicodedata.normalize("NFKC", kind) == "%":
        return f"{{%{'' if re.match(r'(p|tr|tc) ', said) else ' '}{said} %}}"
    return f"{{{{ {said} }}}}"


def _narrow(text: str) -> str:
    """Write a tag as a keyboard without an input method would."""
    return unicodedata.normalize("NFKC", text.translate(_SMART).translate(_SIGNS))


def _check_tag(line: Line, tag: Tag, is_known: Callable[[str], bool]) -> Iterator[Finding]:
    yield from _check_marks(line, tag)
    if tag.text.startswith("{#"):
        return
    if prefixed := _AS_PREFIX.match(tag.text):
        yield _wrong(line, tag, f"{{{{{prefixed[1]} 会被当成别的标签", f"{{{{ {tag.text[3:].strip()}")
        return
    if tag.is_block and tag.word not in _WORDS:
        yield _check_word(line, tag)
        return
    if tag.steers == "r":
        yield _wrong(line, tag, "不能用 {%r", tag.text.replace("{%r", "{%", 1))
        return
    bare = _QUOTED.sub("", tag.text)
    if digits := _DIGIT_FIRST.search(bare):
        advice = "请换成变量的名称，见 talentreg report template variables"
        yield finding(line, f"变量名不能以数字开头：{digits[0]}", advice, at=tag.start)
        return
    problem = read_problem(tag)
    if problem:
        yield _unreadable(line, tag, problem, is_known)
    elif re.search(r"[“”‘’]", bare):
        said = f"引号不是半角（能用，但容易出错）：{tag.text}"
        yield finding(line, said, f"可写成：{tag.text.translate(_SMART)}", at=tag.start, grave=False)


def _check_marks(line: Line, tag: Tag) -> Iterator[Finding]:
    inside = line.inside(tag)
    if "revision" in inside:
        yield finding(line, f"标签里有修订：{tag.text}", "请先接受或拒绝这处修订", at=tag.start)
    elif "inserted" in inside:
        advice = "请先接受修订，不然报告里也是修订"
        yield finding(line, f"标签是修订中加上的：{tag.text}", advice, at=tag.start, grave=False)
    if "comment" in inside:
        yield finding(line, f"标签里有批注：{tag.text}", "请把批注移到标签外面，或删掉", at=tag.start)
    if line.in_plain_control(tag) and not tag.is_block:
        advice = "数字能填上，但以后核对不到它；请去掉外面的内容控件"
        yield finding(line, f"标签在内容控件里：{tag.text}", advice, at=tag.start, grave=False)


def _check_word(line: Line, tag: Tag) -> Finding:
    if glued := _NO_BLANK.match(tag.word):
        mended = f"{{%{glued[1]} {glued[2]} {tag.rest}".rstrip() + " %}"
        return _wrong(line, tag, f"{glued[1]} 后面少一个空格", mended)
    if tag.word in _EXTRA_BLANK:
        return _wrong(line, tag, f"% 和 {tag.word} 之间不能有空格", f"{{%{tag.word} {tag.rest} %}}")
    narrow = _narrow(tag.word)
    if narrow != tag.word and narrow.split("(")[0] in _WORDS:
        return _wrong(line, tag, "有全角字符", _narrow(tag.text))
    if not tag.word:
        return finding(line, f"空的标签：{tag.text}", "请删掉，或把内容补上", at=tag.start)
    advice = f"可以用的有：{'、'.join((*BLOCKS, *WITHIN, 'endif', 'endfor'))}"
    return finding(line, f"不认识的标签「{tag.word}」：{tag.text}", advice, at=tag.start)


def _unreadable(line: Line, tag: Tag, problem: str, is_known: Callable[[str], bool]) -> Finding:
    narrow = _narrow(tag.text)
    plain = _IN_BRACKETS.sub("", narrow.strip("{} "))
    if not tag.is_block and is_known(plain):
        return _wrong(line, tag, "变量名后面不能有括号里的话", f"{{{{ {plain} }}}}")
    if _WIDE_SIGNS.search(_QUOTED.sub("", tag.text)) and narrow != tag.text:
        return _wrong(line, tag, "标签里有全角标点", narrow)
    name = re.sub(r"\s+", "", tag.text.strip("{} "))
    if not tag.is_block and is_known(name):
        return _wrong(line, tag, "变量名中间有空格", f"{{{{ {name} }}}}")
    if not tag.text.strip("{}% "):
        return finding(line, f"空的标签：{tag.text}", "请删掉，或写上变量名", at=tag.start)
    return finding(line, f"标签写得不对，{problem}：{tag.text}", at=tag.start)


def _wrong(line: Line, tag: Tag, problem: str, mended: str) -> Finding:
    return finding(line, f"{problem}：{tag.text}", f"应写成：{mended}", at=tag.start)


def read_problem(tag: Tag) -> str:
    """Say what Jinja cannot read in a tag by itself; blank if it can."""
    try:
        TemplateEnvironment().parse(_alone(tag))
    except TemplateSyntaxError as error:
        return said_in_chinese(error)
    except RecursionError:
        return "括号套得太深"
    return ""


def said_in_chinese(error: TemplateSyntaxError) -> str:
    """Word what Jinja says of a tag."""
    message = error.message or ""
    for pattern, say in _SAID:
        if found := pattern.search(message):
            return say(found)
    return message if re.search("[一-鿿]", message) else "读不懂"


def _alone(tag: Tag) -> str:
    """Complete a tag of a block to a template that can be read by itself."""
    text = tag.text.translate(_SMART) if not re.search("[\"']", tag.text) else tag.text
    if not tag.is_block:
        return text
    said = f"{{% {tag.word} {tag.rest} %}}" if tag.steers else text
    if tag.word in {"raw", "endraw"}:
        return ""
    if tag.word in WITHIN:
        return f"{{% if 1 %}}{said}{{% endif %}}"
    if tag.word in _ENDS:
        begin = {"for": "for x in y", "if": "if 1", "set": "set x", "with": "with"}[_ENDS[tag.word]]
        return f"{{% {begin} %}}{said}"
    needs_end = tag.word != "set" or "=" not in tag.rest
    return f"{said}{{% {BLOCKS[tag.word]} %}}" if needs_end else said
