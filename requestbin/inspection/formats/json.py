"""JSON with line breaks and nothing else changed: numbers, order, duplicates and escapes as sent.

A round trip through `json` would turn 1.10 into 1.1 and drop duplicate keys, so tokens are laid out
anew instead of values.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from requestbin.inspection.content import Content, Unreadable
from requestbin.inspection.formats.format import MAX_LINES, MAX_TEXT_BYTES, cut_note
from requestbin.inspection.shapes import Code, Token

MAX_DEPTH = 100
INDENT = "  "

_TOKEN = re.compile(
    r"""[ \t\r\n]*(?:
        (?P<string>"[^"\\\x00-\x1f]*(?:\\.[^"\\\x00-\x1f]*)*")
      | (?P<number>-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][-+]?[0-9]+)?)
      | (?P<word>true|false|null)
      | (?P<mark>[][{},:])
    )""",
    re.VERBOSE,
)
_SPACE = re.compile(r"[ \t\r\n]*")
_CLOSING = {"{": "}", "[": "]"}

# What may come next. The grammar is RFC 8259's, but that several values may follow one another.
_VALUE, _VALUE_OR_END, _KEY, _KEY_OR_END, _COLON, _COMMA_OR_END = range(6)
_EXPECTED = ("a value", "a value or ]", "a name", "a name or }", "a colon", "a comma or an end")


class Json:
    """Objects and arrays over many lines, with names, strings, numbers and words told apart."""

    slug, name = "json", "JSON"

    def fit(self, content: Content) -> float:
        """Go by the media type; else by the first character, since many senders name no type."""
        if content.media_type.rpartition("/")[2].rpartition("+")[2] in ("json", "x-ndjson"):
            return 1.0
        return 0.8 if content.data[:64].lstrip()[:1] in (b"{", b"[") and content.is_text else 0.0

    def shape(self, content: Content, start: int) -> Code:
        """Lay out the tokens; a body that is cut for its size is laid out as far as it goes."""
        text, cut = content.text(MAX_TEXT_BYTES)
        layout = _Layout()
        for kind, token in _tokens(text.removeprefix("\ufeff"), cut):
            layout.add(kind, token)
            if len(layout.lines) > MAX_LINES:
                return Code(layout.lines, cut_note(f"the first {MAX_LINES:,} lines"))
        if not cut:
            layout.demand_end()
        note = cut_note(f"the first {MAX_TEXT_BYTES // 1024} KB") if cut else ""
        return Code(layout.lines, note)


def _tokens(text: str, cut: bool) -> Iterator[Token]:
    position = 0
    while found := _TOKEN.match(text, position):
        kind = found.lastgroup or ""
        yield kind, found[kind]
        position = found.end()
    space = _SPACE.match(text, position)
    position = space.end() if space else position
    if position == len(text):
        return
    if cut and (text[position] == '"' or len(text) - position < len("false")):
        yield "rest", text[position:]
        return
    line = text.count("\n", 0, position) + 1
    column = position - (text.rfind("\n", 0, position) + 1) + 1
    raise Unreadable(
        f"Not valid JSON: line {line}, column {column} has {text[position : position + 12]!r}."
    )


class _Layout:
    """Lines that grow token by token, and the grammar that says where they break."""

    def __init__(self) -> None:
        self.lines: list[list[Token]] = [[]]
        self._open: list[str] = []
        self._next = _VALUE
        self._fresh = False  # right after an opening bracket: the closing one stays on its line

    def add(self, kind: str, text: str) -> None:
        if kind == "rest":
            self._break_after_opening()
            self._put("", text)
        elif kind == "mark":
            self._mark(text)
        else:
            self._scalar(kind, text)

    def demand_end(self) -> None:
        """Refuse a text that stops in the middle."""
        if self._open or self._next in (_KEY, _COLON):
            raise Unreadable(f"Not valid JSON: it ends where {_EXPECTED[self._next]} must follow.")

    def _scalar(self, kind: str, text: str) -> None:
        if self._next in (_KEY, _KEY_OR_END) and kind == "string":
            self._break_after_opening()
            self._put("key", text)
            self._next = _COLON
            return
        self._demand_value(text)
        self._put(kind, text)
        self._value_ended()

    def _mark(self, text: str) -> None:
        if text in "{[":
            self._demand_value(text)
            if len(self._open) == MAX_DEPTH:
                raise Unreadable(f"Nested more than {MAX_DEPTH} deep.")
            self._put("", text)
            self._open.append(text)
            self._fresh = True
            self._next = _KEY_OR_END if text == "{" else _VALUE_OR_END
        elif text in "}]":
            self._close(text)
        elif text == ":" and self._next == _COLON:
            self._put("", ": ")
            self._next = _VALUE
        elif text == "," and self._next == _COMMA_OR_END and self._open:
            self._put("", ",")
            self._break()
            self._next = _KEY if self._open[-1] == "{" else _VALUE
        else:
            self._refuse(text)

    def _close(self, text: str) -> None:
        may_end = self._next in (_VALUE_OR_END, _KEY_OR_END, _COMMA_OR_END)
        if not may_end or not self._open or _CLOSING[self._open[-1]] != text:
            self._refuse(text)
        self._open.pop()
        if not self._fresh:
            self._break()
        self._fresh = False
        self._put("", text)
        self._value_ended()

    def _demand_value(self, text: str) -> None:
        if self._next == _COMMA_OR_END and not self._open:
            self._break()  # one value after another, as in NDJSON
        elif self._next not in (_VALUE, _VALUE_OR_END):
            self._refuse(text)
        self._break_after_opening()

    def _value_ended(self) -> None:
        self._next = _COMMA_OR_END

    def _break_after_opening(self) -> None:
        if self._fresh:
            self._break()
            self._fresh = False

    def _break(self) -> None:
        self.lines.append([("", INDENT * len(self._open))] if self._open else [])

    def _put(self, kind: str, text: str) -> None:
        self.lines[-1].append((kind, text))

    def _refuse(self, text: str) -> None:
        raise Unreadable(
            f"Not valid JSON: {text[:12]!r} stands where {_EXPECTED[self._next]} must follow."
        )
