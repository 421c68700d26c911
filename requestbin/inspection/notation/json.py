"""JSON as a stream of events, each with its text as it was sent.

A round trip through `json` would turn 1.10 into 1.1 and drop duplicate keys; here nothing is lost,
and what lenient readers take (NaN, bytes after the end) is told apart instead of refused.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from enum import Enum, auto

from requestbin.inspection.content import Unreadable


class Event(Enum):
    """What a token does. KEY, STRING, NUMBER and WORD carry text; NEXT begins a further value at
    the top, as in NDJSON; REST is the text after the last token that could be read."""

    OPEN = auto()
    CLOSE = auto()
    KEY = auto()
    STRING = auto()
    NUMBER = auto()
    WORD = auto()
    COLON = auto()
    COMMA = auto()
    NEXT = auto()
    REST = auto()


class CutOff(Unreadable):
    """The text ends before its value does."""


SCALARS = frozenset((Event.STRING, Event.NUMBER, Event.WORD))
NO_NUMBERS = frozenset(("NaN", "Infinity", "-Infinity"))
"""Words that Python and JavaScript write and JSON does not have (RFC 8259 section 6)."""

_TOKEN = re.compile(
    r"""[ \t\r\n]*(?:
        (?P<STRING>"[^"\\\x00-\x1f]*(?:\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4})[^"\\\x00-\x1f]*)*")
      | (?P<NUMBER>-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][-+]?[0-9]+)?)
      | (?P<WORD>true|false|null|NaN|Infinity)
      | (?P<MARK>[][{},:])
    )""",
    re.VERBOSE,
)
_MINUS_INFINITY = re.compile(r"[ \t\r\n]*(-Infinity)")
_HALF = re.compile("[\ud800-\udfff]")
_SPACE = re.compile(r"[ \t\r\n]*")
_BROKEN_OFF = re.compile(r'"(?:[^"\\\x00-\x1f]|\\.)*\\?')
_WORDS = ("true", "false", "null", "NaN", "Infinity", "-Infinity")
_CLOSING = {"{": "}", "[": "]"}
_SHORTEST_CUT = len("-Infinity")
_HINTS = {
    "'": " Strings need double quotes.",
    "/": " JSON has no comments.",
    "#": " JSON has no comments.",
    "<": " It looks like HTML or XML.",
    **dict.fromkeys("TFN", " True, False and None are Python's."),
}
"""What is told of the character at which reading ends."""

# What may come next. The grammar is RFC 8259's, but that several values may follow one another.
_VALUE, _VALUE_OR_END, _KEY, _KEY_OR_END, _COLON, _COMMA_OR_END = range(6)
_EXPECTED = ("a value", "a value or ]", "a name", "a name or }", "a colon", "a comma or an end")


def events(text: str, *, cut: bool = False) -> Iterator[tuple[Event, str]]:
    """Give the events of a JSON text; where it was `cut`, up to its end.

    Raises Unreadable with the place of what is no JSON, CutOff where it only ends too soon. Bytes
    after a whole value are no error: they come as REST.
    """
    grammar, position = _Grammar(), 1 if text.startswith("\ufeff") else 0
    while True:
        found = _TOKEN.match(text, position) or _MINUS_INFINITY.match(text, position)
        if found is None:
            break
        kind = found.lastgroup or "WORD"
        token = found[found.lastindex or 0]
        try:
            yield from grammar.take(kind, token)
        except Unreadable:
            if grammar.open or not grammar.ended:
                raise _refused(text, found.start(found.lastindex or 0), grammar) from None
            break  # after a whole value
        position = found.end()
    yield from _rest(text, position, grammar, cut)


def _rest(text: str, position: int, grammar: _Grammar, cut: bool) -> Iterator[tuple[Event, str]]:
    space = _SPACE.match(text, position)
    start = space.end() if space else position
    left = text[start:]
    if not left:
        if not cut:
            grammar.demand_end()
        return
    whole = not grammar.open and grammar.ended
    if whole or (cut and (left[0] == '"' or len(left) < _SHORTEST_CUT)):
        yield Event.REST, left
    elif _BROKEN_OFF.fullmatch(left) or any(word.startswith(left) for word in _WORDS):
        what = "a string" if left[0] == '"' else "a word"
        raise CutOff(f"Not valid JSON: it stops in the middle of {what}.")
    else:
        raise _refused(text, start, grammar)


def _refused(text: str, start: int, grammar: _Grammar) -> Unreadable:
    line = text.count("\n", 0, start) + 1
    column = start - (text.rfind("\n", 0, start) + 1) + 1
    return Unreadable(
        f"Not valid JSON: at line {line}, column {column} stands {text[start : start + 12]!r},"
        f" not {grammar.expected}.{_HINTS.get(text[start], '')}"
    )


def unescaped(token: str) -> str:
    """Return what a string token says; halves of surrogates, which nothing could show or store, are
    U+FFFD (RFC 8259 section 8.2)."""
    return _HALF.sub("\ufffd", json.loads(token)) if "\\" in token else token[1:-1]


class _Grammar:
    """Which text may follow which, and what it does there."""

    def __init__(self) -> None:
        self.open: list[str] = []
        self.ended = False
        """A whole value stands at the top."""
        self._next = _VALUE

    def take(self, kind: str, text: str) -> Iterator[tuple[Event, str]]:
        if kind == "MARK":
            yield from self._mark(text)
        elif kind == "STRING" and self._next in (_KEY, _KEY_OR_END):
            self._next = _COLON
            yield Event.KEY, text
        else:
            yield from self._value(text)
            yield Event[kind], text
            self._value_ended()

    @property
    def expected(self) -> str:
        """Tell what may come next."""
        return _EXPECTED[self._next]

    def demand_end(self) -> None:
        """Refuse a text that stops in the middle."""
        if self.open:
            raise CutOff(f"Not valid JSON: it stops where {self.expected} must follow.")

    def _mark(self, text: str) -> Iterator[tuple[Event, str]]:
        if text in "{[":
            yield from self._value(text)
            self.open.append(text)
            self._next = _KEY_OR_END if text == "{" else _VALUE_OR_END
            yield Event.OPEN, text
        elif text in "}]":
            self._close(text)
            yield Event.CLOSE, text
            self._value_ended()
        elif text == ":" and self._next == _COLON:
            self._next = _VALUE
            yield Event.COLON, text
        elif text == "," and self._next == _COMMA_OR_END and self.open:
            self._next = _KEY if self.open[-1] == "{" else _VALUE
            yield Event.COMMA, text
        else:
            self._refuse()

    def _value(self, text: str) -> Iterator[tuple[Event, str]]:
        if self._next == _COMMA_OR_END and not self.open:
            yield Event.NEXT, ""
        elif self._next not in (_VALUE, _VALUE_OR_END):
            self._refuse()
        self.ended = False

    def _value_ended(self) -> None:
        self._next = _COMMA_OR_END
        self.ended = not self.open

    def _close(self, text: str) -> None:
        may_end = self._next in (_VALUE_OR_END, _KEY_OR_END, _COMMA_OR_END)
        if not may_end or not self.open or _CLOSING[self.open[-1]] != text:
            self._refuse()
        self.open.pop()

    def _refuse(self) -> None:
        raise Unreadable(self.expected)
