"""JSON, masked token by token: numbers, order, spaces, escapes and duplicates stay as sent."""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass

from requestbin.inspection.content import Unreadable
from requestbin.inspection.masking.beside import COLUMNS, HELD, NAMED_BY, Frame, Span
from requestbin.inspection.masking.form import Inner
from requestbin.inspection.masking.quoting import quoted, unescaped
from requestbin.inspection.masking.sweep import Sweep

KIND = "JSON value"
NOT_JSON = "It is not valid JSON."
MAX_DEPTH = 64

_TOKEN = re.compile(
    r"""(?P<space>[ \t\r\n]*)(?:
        (?P<string>"[^"\\\x00-\x1f]*(?:\\.[^"\\\x00-\x1f]*)*")
      | (?P<number>-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][-+]?[0-9]+)?)
      | (?P<word>true|false|null|NaN|-?Infinity)
      | (?P<mark>[][{},:])
    )""",
    re.VERBOSE,
)
_ENDS = {"{": "}", "[": "]"}
_VALUE, _VALUE_OR_END, _KEY, _KEY_OR_END, _COLON, _COMMA_OR_END = range(6)


def masked_json(text: str, sweep: Sweep, inner: Inner) -> str:
    """Return JSON (one value, or several one after another) with what is under secret names masked.

    Strings that stay are masked inside. Raises Unreadable for what is no JSON, or not all of it.
    """
    walk = _Walk(sweep, inner)
    position = 0
    while found := _TOKEN.match(text, position):
        walk.pieces.append(found["space"])
        walk.take(found.lastgroup or "", found[found.lastgroup or 0])
        position = found.end()
    rest = text[position:]
    if rest.strip(" \t\r\n") or not walk.is_whole:
        raise Unreadable(NOT_JSON)
    return "".join(walk.pieces) + rest


@dataclass(frozen=True, slots=True)
class _Scalar:
    """A value as it was sent, and which of the visible texts came of it."""

    kind: str
    token: str
    seen: slice


class _Walk:
    """The text as it grows, and the grammar that says what each token is (RFC 8259)."""

    def __init__(self, sweep: Sweep, inner: Inner) -> None:
        self.pieces: list[str] = []
        self._sweep, self._inner = sweep, inner
        self._scalars: dict[int, _Scalar] = {}  # those that may yet turn out to be secret,
        self._places: list[int] = []  # and where they stand, in order
        self._frames: list[Frame] = []
        self._next = _VALUE
        self._secret = False
        self._names: dict[str, tuple[str, bool, str]] = {}

    @property
    def is_whole(self) -> bool:
        """Tell whether a value was read, and none is left open."""
        return self._next == _COMMA_OR_END and not self._frames

    def take(self, kind: str, token: str) -> None:
        """Add the next token."""
        if kind == "mark":
            self._mark(token)
        elif kind == "string" and self._next in (_KEY, _KEY_OR_END):
            self._name(token)
        else:
            self._begin_value()
            self._scalar(kind, token)
            self._end_value(len(self.pieces) - 1)

    def _name(self, token: str) -> None:
        frame = self._frames[-1]
        if token not in self._names:
            name = unescaped(token)
            shown = self._sweep.show(self._sweep.repeated(name))
            piece = token if shown == name else quoted(shown)
            self._names[token] = piece, self._sweep.is_secret(name), name.casefold()
        piece, secret, frame.key = self._names[token]
        self._secret = frame.secret or secret or frame.key in frame.named
        self.pieces.append(piece)
        self._next = _COLON

    def _scalar(self, kind: str, token: str) -> None:
        place, seen = len(self.pieces), len(self._sweep.visible)
        self.pieces.append(self._hidden(kind, token) if self._secret else self._shown(kind, token))
        if self._frames and self._frames[-1].may_be_named and not self._secret:
            self._scalars[place] = _Scalar(kind, token, slice(seen, len(self._sweep.visible)))
            self._places.append(place)

    def _hidden(self, kind: str, token: str) -> str:
        if kind == "word":
            return token
        plain = unescaped(token) if kind == "string" else token
        mask = self._sweep.hide(plain, KIND)
        return token if mask == plain else quoted(mask)

    def _shown(self, kind: str, token: str) -> str:
        if kind == "word":
            return token
        plain = unescaped(token) if kind == "string" else token
        masked = self._inner(plain)
        return token if masked == plain else quoted(masked)

    def _mark(self, mark: str) -> None:
        if mark in "{[":
            self._begin_value()
            if len(self._frames) == MAX_DEPTH:
                raise Unreadable(f"It is nested more than {MAX_DEPTH} deep.")
            inside = bool(self._frames) and self._frames[-1].may_be_named
            self._frames.append(Frame(mark, len(self.pieces), self._secret, inside))
            self._next = _KEY_OR_END if mark == "{" else _VALUE_OR_END
        elif mark in "}]":
            self._close(mark)
            return
        elif mark == ":" and self._next == _COLON:
            self._next = _VALUE
        elif mark == "," and self._next == _COMMA_OR_END and self._frames:
            self._next = _KEY if self._frames[-1].bracket == "{" else _VALUE
        else:
            raise Unreadable(NOT_JSON)
        self.pieces.append(mark)

    def _close(self, mark: str) -> None:
        may_end = self._next in (_VALUE_OR_END, _KEY_OR_END, _COMMA_OR_END)
        if not may_end or not self._frames or _ENDS[self._frames[-1].bracket] != mark:
            raise Unreadable(NOT_JSON)
        frame = self._frames.pop()
        self.pieces.append(mark)
        if self._frames:
            self._tell_table(frame)
        if not frame.secret:
            self._hide_what_is_named(frame)
        self._end_value(frame.began)

    def _tell_table(self, frame: Frame) -> None:
        """Let what ended name the columns of a table that is open, or be a row of it."""
        parent, end = self._frames[-1], len(self.pieces)
        if frame.bracket == "{":
            if frame.named and parent.bracket == "[":
                parent.columns.add(len(parent.items))
            return
        if parent.bracket == "{" and parent.key in COLUMNS:
            strings = {at for at, place in enumerate(frame.items) if self._names_secret(place)}
            parent.columns |= frame.columns | strings
        is_flat = not any(self.pieces[place] in _ENDS for place in frame.items)
        frame.add_row([*frame.items, end], self._frames, is_flat=is_flat)

    def _begin_value(self) -> None:
        if self._next == _COMMA_OR_END and not self._frames:
            self._secret = False  # one value after another, as in NDJSON
        elif self._next not in (_VALUE, _VALUE_OR_END):
            raise Unreadable(NOT_JSON)
        elif self._frames and self._frames[-1].bracket == "[":
            self._secret = self._frames[-1].secret

    def _end_value(self, start: int) -> None:
        self._next = _COMMA_OR_END
        if not self._frames:
            return
        frame = self._frames[-1]
        if frame.bracket == "[":
            frame.items.append(start)
            return
        if frame.key in NAMED_BY and self._names_secret(start):
            frame.named |= NAMED_BY[frame.key]
        if frame.key in HELD:
            frame.held.append((frame.key, start, len(self.pieces)))

    def _hide_what_is_named(self, frame: Frame) -> None:
        """Of `{"value": ..., "name": "password"}` the value, of `["password", ...]` the second."""
        if frame.bracket == "{":
            self._hide_again(list(frame.secrets()))
        elif len(frame.items) == 2 and self._names_secret(frame.items[0]):
            self._hide_again([(frame.items[1], len(self.pieces))])

    def _hide_again(self, spans: list[Span]) -> None:
        """Hide what was shown; each but once, or nesting would make it quadratic."""
        if not spans:
            return
        for start, end in spans:
            first, last = bisect_left(self._places, start), bisect_left(self._places, end)
            for place in self._places[first:last]:
                if scalar := self._scalars.pop(place, None):
                    self._sweep.visible[scalar.seen] = [""] * (scalar.seen.stop - scalar.seen.start)
                    self.pieces[place] = self._hidden(scalar.kind, scalar.token)
        first = bisect_left(self._places, min(spans)[0])
        self._places[first:] = [place for place in self._places[first:] if place in self._scalars]

    def _names_secret(self, place: int) -> bool:
        label = self._scalars.get(place)
        if label is None or label.kind != "string":
            return False
        return self._sweep.is_secret(unescaped(label.token))
