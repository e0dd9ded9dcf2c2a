"""Templates and reports that would harm whoever opens them, and templates that would never end."""

import io
import os
import re
import time
import zipfile
from pathlib import Path

import pytest
from test_living import FIGURES, with_document

from talentreg.errors import Refused
from talentreg.reports.gbt9704 import build_template
from talentreg.reports.living import prepare, render
from talentreg.reports.package import CONTENT_TYPES, pack, unpack
from talentreg.reports.reading import texts
from talentreg.reports.safety import read_document, read_package

PLAIN = build_template("乡土人才{{ 入库人才 }}人。")
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
MICROSOFT = "http://schemas.microsoft.com/office/2006/relationships"
OURS = "word/_rels/document.xml.rels"


def with_part(name: str, data: bytes = b"x") -> bytes:
    return pack({**unpack(PLAIN), name: data})


def with_relation(kind: str, target: str, outside: str = "", part: str = OURS) -> bytes:
    head = b'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    parts = unpack(PLAIN)
    mode = ' TargetMode="External"' if outside else ""
    base = MICROSOFT if kind == "vbaProject" else RELATIONS
    relation = f'<Relationship Id="rIdX" Type="{base}/{kind}" Target="{target}"{mode}/>'
    before = parts.get(part, head + b"</Relationships>")
    return pack({**parts, part: before.replace(b"</Relationships>", relation.encode() + b"</Relationships>")})


def with_runs(*runs: str) -> bytes:
    """Put runs before the first run of the document."""
    return with_document(PLAIN, b"<w:r>", "".join(f"<w:r>{run}</w:r>" for run in runs).encode() + b"<w:r>")


def char(kind: str) -> str:
    return f'<w:fldChar w:fldCharType="{kind}"/>'


def code(text: str) -> str:
    return f'<w:instrText xml:space="preserve">{text}</w:instrText>'


def field(*pieces: str) -> tuple[str, ...]:
    return (char("begin"), *map(code, pieces), char("separate"), "<w:t>1</w:t>", char("end"))


def with_types(old: str, new: str) -> bytes:
    parts = unpack(PLAIN)
    return pack(parts | {CONTENT_TYPES: parts[CONTENT_TYPES].replace(old.encode(), new.encode())})


MACROS = "application/vnd.ms-word.document.macroEnabled.main+xml"
MAIN = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
MADE_OF_ANOTHER = (char("begin"), *field(" QUOTE 68 68 69 "), code(" cmd /c calc"), char("end"))

HOSTILE = {
    "宏": with_part("word/vbaProject.bin"),
    "宏（换了部件名）": with_relation("vbaProject", "media/image1.png"),
    "宏（按内容类型）": with_types(MAIN, MACROS),
    "OLE 对象": with_part("word/embeddings/oleObject1.bin"),
    "OLE 对象（换了部件名）": with_relation("oleObject", "media/a.png"),
    "ActiveX": with_part("word/activeX/activeX1.xml", b"<x/>"),
    "嵌入的文件": with_part("word/embeddings/a.docx"),
    "插入的外来文件": with_relation("aFChunk", "chunk.html"),
    "程序文件": with_part("word/media/setup.exe"),
    "外部引用": with_relation("image", "http://example.com/a.png", "outside"),
    "链接的图片": with_relation("image", r"\\server\a.png", "outside"),
    "链接的外部模板": with_relation(
        "attachedTemplate", "http://example.com/a.dotm", "outside", "word/_rels/settings.xml.rels"
    ),
    "模板在别人的机器上": with_relation("attachedTemplate", r"\\server\Normal.dotm", "outside"),
    "DDE": with_runs(*field(" DDE excel ")),
    "DDEAUTO（切成几段）": with_runs(*field(" DDE", "AUTO c:\\\\cmd ")),
    "INCLUDETEXT": with_runs(*field(' INCLUDETEXT "http://example.com" ')),
    "INCLUDEPICTURE（没有正文）": with_runs(char("begin"), code("includepicture x"), char("end")),
    "域名由别的域拼成": with_runs(*MADE_OF_ANOTHER),
    "简单域": with_document(PLAIN, b"<w:r>", b'<w:fldSimple w:instr=" LINK Excel.Sheet "/><w:r>'),
}


@pytest.mark.parametrize("document", HOSTILE.values(), ids=HOSTILE)
def test_a_hostile_document_is_refused_whoever_reads_it(document: bytes) -> None:
    for read in (read_package, prepare):
        with pytest.raises(Refused, match="不允许的内容，没有打开"):
            read(document)


@pytest.mark.parametrize(
    "document",
    [
        with_runs(*field(" PAGE ")),
        with_runs(char("begin"), code(' TOC "1-3" '), char("separate"), *field(" PAGEREF _a "), char("end")),
        with_runs(*field(' HYPERLINK "http://example.com" ')),
        with_relation("hyperlink", "http://example.com", "outside"),
        with_relation("attachedTemplate", r"file:///C:\Users\张\Templates\Normal.dotm", "outside"),
        with_part("word/embeddings/Microsoft_Excel_Sheet1.xlsx"),
        with_part("word/printerSettings/printerSettings1.bin"),
        with_part("customXml/item9.xml", '<?xml version="1.0" encoding="utf-16"?><x/>'.encode("utf-16")),
    ],
)
def test_what_word_itself_leaves_in_a_document_is_let_through(document: bytes) -> None:
    assert read_package(document)


def zipped(*entries: tuple[str, bytes], kind: int = zipfile.ZIP_DEFLATED) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", kind) as archive:
        for name, data in entries:
            archive.writestr(name, data)
    return buffer.getvalue()


ENTITIES = b'<!DOCTYPE x [<!ENTITY a "lol"><!ENTITY b "&a;&a;">]><x>&b;</x>'
LOCKED = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le")


def twice() -> bytes:
    with pytest.warns(UserWarning, match="Duplicate name"):
        return zipped(*unpack(PLAIN).items(), ("word/document.xml", b"<x/>"))


@pytest.mark.parametrize(
    ("document", "said"),
    [
        (with_part("word/media/a.xml", b"<x>" + b"0" * 30_000_000 + b"</x>"), "展开后过大"),
        (zipped(*unpack(PLAIN).items(), *((f"word/{n}", b"") for n in range(5_001))), "展开后过大"),
        (with_part("WORD/DOCUMENT.XML", b"<x/>"), "内部结构不正常"),
        (with_part("../../evil.xml", b"<x/>"), "内部结构不正常"),
        (zipped(*unpack(PLAIN).items(), kind=zipfile.ZIP_LZMA), "压缩方式不正常"),
        (with_part("word/a.xml", ENTITIES), "外部实体声明"),
        (with_part("word/a.xml", ENTITIES.decode().encode("utf-16")), "已损坏"),
        (with_part("word/a.xml", b'<?xml version="1.0" encoding="utf-7"?>' + ENTITIES), "已损坏"),
        (LOCKED, "加了密码"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "旧格式"),
        (with_types("document.main+xml", "template.main+xml"), "Word 模板（.dotx）"),
        (zipped(("a.txt", b"a")), "不是 Word 文档"),
        (b"PK\x03\x04", "不是 Word 文档"),
        (b"", "不是 Word 文档"),
        (PLAIN[: len(PLAIN) // 2], "不是 Word 文档"),
    ],
)
def test_what_is_no_sound_document_is_refused_by_its_kind(document: bytes, said: str) -> None:
    with pytest.raises(Refused, match=re.escape(said)):
        read_package(document)


def test_a_name_told_twice_is_refused() -> None:
    with pytest.raises(Refused, match="内部结构不正常"):
        read_package(twice())


def test_a_directory_that_lies_about_a_size_unfolds_no_more_than_it_says() -> None:
    honest = with_part("word/media/a.png", b"0" * 1_000_000)
    lying = honest.replace((1_000_000).to_bytes(4, "little"), (100).to_bytes(4, "little"))
    assert lying != honest
    with pytest.raises(Refused, match="不是 Word 文档"):
        read_package(lying)


def test_elements_nested_beyond_sense_are_refused() -> None:
    deep = with_document(PLAIN, b"<w:r>", b"<w:smartTag>" * 3000 + b"</w:smartTag>" * 3000 + b"<w:r>")
    with pytest.raises(Refused):
        prepare(deep)


def test_a_text_a_template_spells_in_code_holds_nothing_word_cannot_hold() -> None:
    tags = r"甲{{ '\x0b\ud800\uffff' }}{{ '\ue9a00\ue9a1' }}{{ 入库人才 }}"
    template = with_document(build_template("占位"), "占位".encode(), tags.encode())
    assert texts(render(template, FIGURES, {})) == ["甲0968"]


def test_what_is_no_file_is_not_read(tmp_path: Path) -> None:
    if not hasattr(os, "mkfifo"):
        pytest.skip("a system without pipes")
    os.mkfifo(tmp_path / "管道.docx")
    with pytest.raises(Refused, match="不是文件"):
        read_document(tmp_path / "管道.docx")


def test_a_file_that_cannot_be_read_is_told_by_its_name(tmp_path: Path) -> None:
    (tmp_path / "夹").mkdir()
    for place, said in ((tmp_path / "夹", "是文件夹"), (tmp_path / "没有.docx", "打不开：不存在")):
        with pytest.raises(Refused, match=said):
            read_document(place)


TURN, END = "{% for a in range(9999) %}", "{% endfor %}"


def growing(start: str, step: str) -> str:
    """Make a template that grows something with each of sixty turns."""
    turns = f"{{% for i in range(60) %}}{{% set n.a = {step} %}}{{% endfor %}}"
    return f"{{% set n = namespace(a={start}) %}}{turns}{{{{ n.a }}}}"


ENDLESS = [
    "{{ '%99999999d' % 1 }}",
    "{{ '%99999999d'|format(1) }}",
    "{{ '%*d'|format(99999999, 1) }}",
    "{{ '%.99999999f'|format(1) }}",
    "{{ '{:99999999}'.format(1) }}",
    "{{ 'a'.center(99999999) }}",
    "{{ 'a'|center(99999999) }}",
    "{{ 'a'.ljust(99999999) }}",
    "{{ 'a'.zfill(99999999) }}",
    "{{ 'a'|indent(99999999) }}",
    "{{ [1]|batch(99999999, 0)|list }}",
    "{{ 1|round(99999999, 'ceil') }}",
    "{{ range(99999999) }}",
    "{{ range(10000)|join('a' ~ range(10000)|join) }}",
    "{{ ['a', 'b'] * 9999999 }}",
    "{{ 9 ** 9 ** 9 }}",
    growing("'ab'", "n.a ~ n.a"),
    growing("'ab'", "n.a + n.a"),
    growing("'aa'", "n.a|replace('a', n.a)"),
    growing("'aa'", "n.a|replace('', n.a)"),
    growing("'ab'", "[n.a, n.a]|join(n.a)"),
    growing("[1]", "n.a + n.a"),
    growing("[1]", "[n.a, n.a]"),
    growing("{'a': [1]}", "{'a': [n.a], 'b': [n.a]}"),
    growing("9", "n.a * n.a"),
    growing("'a<'", "n.a|e|string|upper ~ n.a"),
    "{% set n = namespace(a='ab') %}{% for i in range(60) %}"
    "{% set n.a %}{{ n.a }}{{ n.a }}{% endset %}{% endfor %}",
    growing("1", "namespace(a=n.a, b=n.a)"),
    growing("1", "namespace(a=n.a, b=n.a)").replace("{{ n.a }}", "{{ [{'a': n.a}]|join('', 'a') }}"),
    "{% set n = namespace(a=[1], b=[1]) %}{% for i in range(60) %}"
    "{% set n.a = n.a|batch(999)|list + n.a|batch(999)|list %}"
    "{% set n.b = n.b|batch(999)|list + n.b|batch(999)|list %}"
    "{% endfor %}{% if n.a == n.b %}甲{% endif %}",
    "{% set n = namespace(a='a,') %}{% for i in range(17) %}{% set n.a = n.a ~ n.a %}{% endfor %}"
    f"{TURN}{{% set b = n.a.split(',') %}}{END}",
    f"{TURN}{TURN}{TURN}{END}{END}{END}",
    f"{TURN}{{% for b in range(9999) if a == b %}}{TURN}x{END}{END}{END}",
    "{% for a in range(9999) %}{% if range(9999)|map('string')|list|length == a %}x{% endif %}{% endfor %}",
    "{% macro a() %}{{ a() }}{{ a() }}{% endmacro %}{{ a() }}",
    "{% for a in [1] recursive %}{{ loop([1, 1]) }}{% endfor %}",
    "{{ " + "(" * 5000 + "1" + ")" * 5000 + " }}",
    "{% if 1 %}" * 300 + "{% endif %}" * 300,
    "{% for a in [1] %}" * 30 + "{% endfor %}" * 30,
]


@pytest.mark.parametrize("tags", ENDLESS, ids=lambda tags: tags[:50])
def test_a_template_that_would_grow_or_run_without_end_is_refused_soon(tags: str) -> None:
    template = with_document(build_template("占位"), "占位".encode(), tags.replace("<", "&lt;").encode())
    begun = time.monotonic()
    with pytest.raises(Refused):
        render(template, FIGURES, {})
    assert time.monotonic() - begun < 20


@pytest.mark.parametrize(
    "tags",
    [
        "{{ ''.__class__ }}",
        "{{ ''['__class__'] }}",
        "{{ ''|attr('__class__') }}",
        "{{ [入库人才]|map(attribute='__class__')|list|first }}",
        "{{ 入库人才.written }}",
        "{{ 入库人才.ref }}",
        "{{ namespace.__init__ }}",
        "{{ range.__doc__ }}",
        "{{ loop }}{{ self }}",
        "{{ '{0.__class__}'.format(1) }}",
        "{{ 期末.today() }}",
        "{{ (1).bit_length() }}",
        "{{ 名单.append }}",
        "{{ 表.update }}",
        "{% for a in [1] %}{{ loop._iterator }}{% endfor %}",
        "{% for a in [1] %}{{ loop.__init__.__globals__ }}{% endfor %}",
        "{% set x = namespace() %}{{ x.__dict__ }}",
        "{{ dict(a=1) }}",
        "{{ cycler('a') }}",
        "{{ namespace }}",
        "{{ range }}",
        "{{ range(3) }}",
        "{{ self }}",
        "{{ 表.items }}",
        "{{ 表.values() }}",
        "{% for a in [1] %}{{ loop }}{% endfor %}",
        "{{ namespace(__html__='a'.strip) }}",
        "{% set x = namespace() %}{% set x.__html__ = 'a'.strip %}{{ x }}",
        "{{ '%c'|format(11) }}",
        "{{ '甲'|tojson }}",
        "{% set 名单 = 名单|sort %}{{ 名单.__add__ }}",
    ],
)
def test_a_template_cannot_walk_from_its_data_into_the_program(tags: str) -> None:
    template = with_document(build_template("占位"), "占位".encode(), tags.encode())
    with pytest.raises(Refused):
        render(template, {**FIGURES, "名单": ["甲"], "表": {"甲": "乙"}}, {})


@pytest.mark.parametrize(
    ("tags", "said"),
    [
        ("{{ 名单 }}", "列表不能当文字印"),
        ("{{ 名单 ~ '等' }}", "列表不能当文字印"),
        ("{% for 字 in '甲乙' %}{% endfor %}", "不是列表"),
        ("{% for 字 in 3 %}{% endfor %}", "不是列表"),
        ("{{ 名.format(1) }}", "不能取「.format」"),
    ],
)
def test_a_wall_a_clerk_runs_into_says_what_to_write(tags: str, said: str) -> None:
    template = with_document(build_template("占位"), "占位".encode(), f"名单：{tags}".encode())
    with pytest.raises(Refused) as caught:
        render(template, {"名单": ["甲"], "名": "甲"}, {})
    assert said in caught.value.hint
    assert "名单：" in caught.value.message
