"""XML and SOAP over many lines, by their tokens: nothing is parsed that could act or unfold."""

from __future__ import annotations

import re
from collections.abc import Iterable

from requestbin.inspection.content import Content, Unreadable
from requestbin.inspection.formats.format import MAX_LINES, cut_note, first_part
from requestbin.inspection.formats.source import OPENING_HTML, lines_of, tag_tokens
from requestbin.inspection.moments import moment_of, told
from requestbin.inspection.notation import xml
from requestbin.inspection.shapes import Code, Token

INDENT = "  "
MAX_INDENT = 20
DEEP = 256
SOAP_DEPTH = 3
MAX_FLAGS = 6
BROKEN = "Not well-formed:"
_OPENING = re.compile(r"<[A-Za-z_][\w.:-]*[\s/>]")
_KINDS = {"comment": "remark", "doctype": "remark", "instruction": "remark", "cdata": "string"}


class Xml:
    """Elements as lines, those within others further in; text, comments and entities as sent."""

    slug, name = "xml", "XML"

    def fit(self, content: Content) -> float:
        """Go by the media type, else by the first characters."""
        if is_xml(content.media_type):
            return 1.0
        head = content.text(64)[0].lstrip("\ufeff \t\r\n") if content.is_text else ""
        if head.startswith("<?xml"):
            return 0.9
        return 0.6 if _OPENING.match(head) and not OPENING_HTML.match(head) else 0.0

    def shape(self, content: Content, start: int) -> Code:
        """Lay out the tokens; a body that is cut for its size is laid out as far as it goes."""
        if not content.is_text:
            raise Unreadable("These bytes are not text.")
        text, cut = content.text(content.limit)
        if "<" not in text:
            raise Unreadable("Not XML: there is no tag in it.")
        layout = _Layout(content)
        for kind, token in xml.tokens(text):
            layout.add(kind, token)
            if len(layout.lines) > MAX_LINES:
                return layout.code(cut_note(f"the first {MAX_LINES:,} lines"))
        if cut:
            return layout.code(first_part(content), content.limit)
        code = layout.whole()
        if layout.broken and not is_xml(content.media_type) and not text.lstrip().startswith("<?"):
            raise Unreadable("")  # nobody called it XML: `<clara@nordlicht.example> wrote:`
        return code


def is_xml(media_type: str) -> bool:
    """Tell whether a media type is XML's, or one made of it (RFC 7303 section 8)."""
    return media_type in ("text/xml", "application/xml") or media_type.endswith("+xml")


class _Layout:
    """Lines that grow token by token; an element that holds only text stays on one line."""

    def __init__(self, content: Content) -> None:
        self.lines: list[list[Token]] = []
        self._asides: dict[int, str] = {}
        self._arrived_at = content.arrived_at
        self._open: list[str] = []
        self._deepest = 0
        self._flags: dict[str, None] = {}
        self._joins = False  # the line at hand is an element that was opened, and perhaps its text
        self._soap = ""

    def add(self, kind: str, token: str) -> None:
        if kind == "text":
            self._text(token)
        elif kind == "open":
            self._line(tag_tokens(token))
            self._open.append(xml.name_of(token))
            self._deepest = max(self._deepest, len(self._open))
            self._joins = True
            self._note_soap()
        elif kind == "close":
            self._close(token)
        else:
            if kind == "doctype" and "<!ENTITY" in token:
                self._flags["It declares entities; none of them is expanded here."] = None
            self._line(tag_tokens(token) if kind == "empty" else [(_KINDS[kind], token)])

    @property
    def broken(self) -> bool:
        """Tell whether it is not well-formed."""
        return any(flag.startswith(BROKEN) for flag in self._flags)

    def whole(self) -> Code:
        if self._open:
            self._flags[f"{BROKEN} <{self._open[-1][:60]}> is never closed."] = None
        return self.code()

    def code(self, note: str = "", following: int | None = None) -> Code:
        if self._deepest > DEEP:
            self._flags[f"Nested {self._deepest:,} deep: some readers stop at {DEEP}."] = None
        flags = (*self._flags,)[:MAX_FLAGS]
        shown = self.lines, self._asides, True
        return Code(*shown, about=self._soap, note=note, flags=flags, following=following)

    def _text(self, token: str) -> None:
        text = token.strip(" \t\r\n")
        if not text:
            return
        if self._joins and "\n" not in text:
            self.lines[-1].append(("", text))
        else:
            self._line([("", text)])
        if self._open and self._arrived_at and 9 <= len(text) <= 40:
            moment = moment_of(text, self._open[-1], self._arrived_at)
            if moment:
                self._asides[len(self.lines) - 1] = told(moment, self._arrived_at)

    def _close(self, token: str) -> None:
        name = xml.name_of(token)
        if not self._open:
            self._flags[f"{BROKEN} </{name[:60]}> closes nothing."] = None
        else:
            opened = self._open.pop()
            if opened != name:
                self._flags[f"{BROKEN} </{name[:60]}> closes <{opened[:60]}>."] = None
        if self._joins:
            self.lines[-1].append(("tag", token))
            self._joins = False
        else:
            self._line([("tag", token)])

    def _line(self, shown: Iterable[Token]) -> None:
        """Add tokens, which may have line ends of their own, as a line or several."""
        self._joins = False
        depth = min(len(self._open), MAX_INDENT)
        indent: list[Token] = [("", INDENT * depth)] if depth else []
        self.lines += [[*indent, *line] for line in lines_of(shown)]

    def _note_soap(self) -> None:
        """The first element in a SOAP body names the call (SOAP 1.2 part 1, section 5.3)."""
        if len(self._open) != SOAP_DEPTH or self._soap:
            return
        envelope, body, call = (name.rpartition(":")[2] for name in self._open)
        if (envelope, body) == ("Envelope", "Body"):
            self._soap = f"A SOAP message: {call[:80]}."
