"""Changing a few places of an XML part and nothing else: every other byte stays as some program wrote it."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Self
from xml.parsers import expat

from talentreg.errors import Refused
from talentreg.reports.package import Element

_ENCODING = re.compile(rb"\s*<\?xml[^>]*?encoding\s*=\s*[\"']([^\"']+)")
_START_TAG = re.compile(rb"<(?:[^\"'>]|\"[^\"]*\"|'[^']*')*>")
_BOM = b"\xef\xbb\xbf"


@dataclass(frozen=True, slots=True)
class Span:
    """Where an element lies in a part: its start tag to `inner`, its end tag from `inner_end`, in bytes."""

    start: int
    inner: int
    inner_end: int
    end: int

    @property
    def is_closed(self) -> bool:
        """Whether it is one tag that holds nothing: <w:t/>."""
        return self.inner == self.end


Cut = tuple[int, int, bytes]
"""From where to where bytes are replaced, and by what."""


@dataclass(frozen=True, slots=True)
class Spans:
    """The places of all elements of a part, in the order they begin."""

    data: bytes
    starts: list[int]
    ends: list[int]

    @classmethod
    def of(cls, data: bytes) -> Self:
        """Read a part once; only its places are kept."""
        told = _ENCODING.match(data.removeprefix(_BOM)[:200])
        if data.startswith((b"\xff\xfe", b"\xfe\xff")) or (told and told[1].lower() != b"utf-8"):
            raise Refused("Word 文档内部不是 UTF-8 编码，没有改动", "请在 Word 或 WPS 里打开、另存后再试")
        starts: list[int] = []
        ends: list[int] = []
        stack: list[int] = []
        parser = expat.ParserCreate()

        def begin(*_: object) -> None:
            stack.append(len(starts))
            starts.append(parser.CurrentByteIndex)
            ends.append(0)

        def end(_: object) -> None:
            ends[stack.pop()] = parser.CurrentByteIndex

        parser.StartElementHandler, parser.EndElementHandler = begin, end
        parser.Parse(data, True)
        return cls(data, starts, ends)

    def find(self, tree: Element, wanted: set[Element]) -> dict[Element, Span]:
        """Return the spans of some elements of the same part as lxml has it."""
        elements = tree.iter("*")
        return {one: self._span(place) for place, one in enumerate(elements) if one in wanted}

    def _span(self, place: int) -> Span:
        start, end = self.starts[place], self.ends[place]
        tag = _START_TAG.match(self.data, start)
        assert tag is not None
        if tag[0].endswith(b"/>"):
            return Span(start, tag.end(), tag.end(), tag.end())
        return Span(start, tag.end(), end, self.data.index(b">", end) + 1)


def splice(data: bytes, cuts: Iterable[Cut]) -> bytes:
    """Replace places of a part; a place within one that goes altogether goes with it."""
    return b"".join(_pieces(data, sorted(cuts, key=lambda cut: (cut[0], -cut[1]))))


def _pieces(data: bytes, cuts: Iterable[Cut]) -> Iterator[bytes]:
    done = 0
    for start, end, put in cuts:
        if start < done:
            continue
        yield data[done:start]
        yield put
        done = end
    yield data[done:]
