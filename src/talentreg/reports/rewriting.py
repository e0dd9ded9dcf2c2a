"""One control written anew: its text and its tag, as cuts in the bytes of the part it stands in."""

import re
from xml.sax.saxutils import escape

from talentreg.reports.package import Element, w
from talentreg.reports.reading import SPOKEN
from talentreg.reports.splicing import Cut, Span, Spans, splice

_SPEAKS = {w("t"), *SPOKEN}
_HOLDS_NOTHING_ELSE = {*_SPEAKS, w("rPr"), w("lastRenderedPageBreak")}
_VALUE = re.compile(rb"(:val\s*=\s*)(?:\"[^\"]*\"|'[^']*')")
_QUOTE = {'"': "&quot;"}


class Rewriter:
    """Writes controls of one part anew; nothing else of the part changes."""

    def __init__(self, data: bytes, tree: Element, controls: list[Element]) -> None:
        """Find the places of everything in the controls."""
        self.data = data
        wanted = {one for control in controls for one in control.iter("*")}
        self.spans = Spans.of(data).find(tree, wanted)
        self.cuts: list[Cut] = []

    def written(self) -> bytes:
        """Return the part with everything that was put in."""
        return splice(self.data, self.cuts)

    def write_text(self, control: Element, text: str) -> None:
        """Put a text into a control; it keeps the format of the first run, or that the control remembers."""
        content = control.find(w("sdtContent"))
        if content is None:
            return
        invitation = control.find(f"{w('sdtPr')}/{w('showingPlcHdr')}")
        spoken = list(content.iter(*_SPEAKS))
        first = next((one for one in spoken if one.tag == w("t")), None)
        if invitation is not None:
            self._replace(invitation, b"")
            self._fill_anew(control, content, text)
        elif first is None:
            self._drop(spoken, None)
            self._append(content, self._run(control, text))
        else:
            self._write_first(first, text)
            self._drop([one for one in spoken if one is not first], first.getparent())

    def write_tag(self, control: Element, value: str) -> None:
        """Give a control a tag; one that lost it in LibreOffice gets it back behind its label."""
        about = control.find(w("sdtPr"))
        if about is None:
            return
        written = escape(value, _QUOTE).encode()
        tag, alias = about.find(w("tag")), about.find(w("alias"))
        if tag is not None:
            span = self.spans[tag]
            start = self.data[span.start : span.inner]
            new = _VALUE.sub(lambda found: found[1] + b'"' + written + b'"', start, count=1)
            self.cuts.append((span.start, span.inner, new))
            return
        name = self._prefix(control)
        new = b"<" + name + b"tag " + name + b'val="' + written + b'"/>'
        before = alias if alias is not None else about.find(w("rPr"))
        if before is not None:
            self.cuts.append((self.spans[before].end, self.spans[before].end, new))
        else:
            self._prepend(about, new)

    def _prepend(self, element: Element, put: bytes) -> None:
        span = self.spans[element]
        if not span.is_closed:
            self.cuts.append((span.inner, span.inner, put))
            return
        opened, closing = self._opened(span)
        self.cuts.append((span.start, span.end, opened + put + closing))

    def _opened(self, span: Span) -> tuple[bytes, bytes]:
        """Open a tag that was closed at once: <w:p/> becomes <w:p> and </w:p>."""
        start = self.data[span.start : span.end - 2].rstrip() + b">"
        name = re.match(rb"<([^\s/>]+)", start)
        assert name is not None
        return start, b"</" + name[1] + b">"

    def _write_first(self, element: Element, text: str) -> None:
        span = self.spans[element]
        if span.is_closed or text != text.strip():
            self._replace(element, self._text(element, text))
        else:
            self.cuts.append((span.inner, span.inner_end, escape(text).encode()))

    def _drop(self, spoken: list[Element], kept_run: Element | None) -> None:
        """Take out what else a control says; a run that holds nothing else goes with it."""
        for one in spoken:
            run = one.getparent()
            if run is None or run is kept_run or any(child.tag not in _HOLDS_NOTHING_ELSE for child in run):
                self._replace(one, b"")
            else:
                self._replace(run, b"")

    def _fill_anew(self, control: Element, content: Element, text: str) -> None:
        """Put a new run where Word invites to type."""
        runs = list(content.iter(w("r")))
        if not runs:
            self._append(content, self._run(control, text))
            return
        self._replace(runs[0], self._run(control, text))
        for run in runs[1:]:
            self._replace(run, b"")

    def _append(self, content: Element, run: bytes) -> None:
        """Put a run at the end of a control, or of the paragraph it holds."""
        paragraph = next(content.iter(w("p")), None)
        host = content if paragraph is None else paragraph
        span = self.spans[host]
        if span.is_closed:
            opened, closing = self._opened(span)
            self.cuts.append((span.start, span.end, opened + run + closing))
        else:
            self.cuts.append((span.inner_end, span.inner_end, run))

    def _run(self, control: Element, text: str) -> bytes:
        kept = control.find(f"{w('sdtPr')}/{w('rPr')}")
        form = self._bytes(self.spans[kept]) if kept is not None else b""
        name = self._prefix(control)
        return b"<" + name + b"r>" + form + self._text(control, text) + b"</" + name + b"r>"

    def _text(self, element: Element, text: str) -> bytes:
        name = self._prefix(element)
        space = b' xml:space="preserve"' if text != text.strip() else b""
        return b"<" + name + b"t" + space + b">" + escape(text).encode() + b"</" + name + b"t>"

    def _replace(self, element: Element, put: bytes) -> None:
        span = self.spans[element]
        self.cuts.append((span.start, span.end, put))

    def _bytes(self, span: Span) -> bytes:
        return self.data[span.start : span.end]

    def _prefix(self, element: Element) -> bytes:
        return f"{element.prefix}:".encode() if element.prefix else b""
