"""Name what is no table for what it is, and say what to do about it."""

from talentreg.errors import Refused

READABLE = (".xlsx", ".xlsm", ".xlsb", ".xls", ".et", ".ods", ".csv", ".tsv", ".txt")
"""The names tables come under; what is read is decided by the content."""

SAVE_AGAIN = "请在 Excel 或 WPS 里打开，另存为 .xlsx 后再导入"
_ASK = "请向对方要 Excel 或 WPS 表格的原件"
_UNPACK = "请先解压，再导入里面的表格"

_BEGINNINGS: tuple[tuple[bytes, str, str], ...] = (
    (b"%PDF", " PDF 文件", _ASK),
    (b"\xff\xd8\xff", "图片", _ASK),
    (b"\x89PNG", "图片", _ASK),
    (b"GIF8", "图片", _ASK),
    (b"BM", "图片", _ASK),
    (b"II*\0", "图片", _ASK),
    (b"MM\0*", "图片", _ASK),
    (b"Rar!", "压缩包", _UNPACK),
    (b"7z\xbc\xaf", "压缩包", _UNPACK),
    (b"\x1f\x8b", "压缩包", _UNPACK),
    (b"BZh", "压缩包", _UNPACK),
    (b"\xfd7zXZ", "压缩包", _UNPACK),
    (b"{\\rtf", " RTF 文字文档", "请把里面的表格复制到 Excel 或 WPS 表格里，存为 .xlsx 后再导入"),
    (b"SQLite format 3\0", "数据库文件", "请导出成 .xlsx 或 .csv 后再导入"),
    (b"MZ", "程序文件", _ASK),
    (b"\x7fELF", "程序文件", _ASK),
)
_BINARY_ONLY = {b"BM", b"MZ", b"BZh"}
"""Beginnings that words may have too: they count only where the rest is no text either."""


class Foreign(Refused):
    """A file that is something else than a table, whatever its name says."""


def locked(name: str) -> Refused:
    """Say that a book needs a password."""
    return Refused(f"{name} 加了密码", "请在 Excel 或 WPS 里输入密码打开，去掉密码后保存，再导入")


def check_beginning(name: str, content: bytes) -> None:
    """Refuse a file whose first bytes tell that it is an image, an archive, a PDF…"""
    for beginning, what, hint in _BEGINNINGS:
        if content.startswith(beginning) and (beginning not in _BINARY_ONLY or b"\0" in content[:4096]):
            raise Foreign(f"{name} 是{what}，不是表格", hint)
    if name.startswith("~$") and len(content) < 1024:
        raise Foreign(f"{name} 是打开表格时留下的临时文件，不是表格", "请导入名字前没有 ~$ 的那个文件")
    if content[:12][4:] in (b"ftypheic", b"ftypmp42", b"ftypisom", b"ftypqt  ") or content[8:12] == b"WEBP":
        raise Foreign(f"{name} 是图片或视频，不是表格", _ASK)
