"""Where a term begins and ends, and what stands in quotes; without it a space would end a value."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

OPENERS = ":=<>."
"""A quote opens after one of these, or at the beginning; elsewhere (`5"`) it is only a quote."""

_UNSTORABLE = re.compile("[\ud800-\udfff]")
_ESCAPED = re.compile(r'\\(["\\*])')
_WILD = re.compile(r'\\["\\*]|\*')
_SPECIAL = re.compile(r'(["\\*])')
_BARE = re.compile(r'[^\s"*\\]+')


@dataclass(frozen=True, slots=True)
class Token:
    """One word of a query as it was written, quotes and all, and where it begins."""

    raw: str
    start: int

    @property
    def end(self) -> int:
        """Return where it ends."""
        return self.start + len(self.raw)


def storable(text: str) -> str:
    """Return what a database can have stored of `text`: no NUL, no half of a surrogate pair."""
    return _UNSTORABLE.sub("\ufffd", text.replace("\x00", ""))


def tokens(text: str) -> Iterator[Token]:
    """Split at spaces that are not in quotes; a quote that nobody closes goes to the end."""
    start, quoted, escaped = -1, False, False
    for at, char in enumerate(text):
        if quoted:
            quoted = escaped or char != '"'
            escaped = char == "\\" and not escaped
        elif char.isspace():
            if start >= 0:
                yield Token(text[start:at], start)
            start = -1
        else:
            start = at if start < 0 else start
            begins = at == start or (at == start + 1 and text[start] == "-")
            quoted = char == '"' and (begins or text[at - 1] in OPENERS)
    if start >= 0:
        yield Token(text[start:], start)


def plain(raw: str) -> str:
    """Return a value without its quotes."""
    inside = _inside(raw)
    return raw if inside is None else _ESCAPED.sub(r"\1", inside)


def pieces(raw: str) -> list[str]:
    """Split a value at each `*` that stands for anything; `\\*` in quotes is a star."""
    inside = _inside(raw)
    if inside is None:
        return raw.split("*")
    found, last = [""], 0
    for match in _WILD.finditer(inside):
        found[-1] += inside[last : match.start()]
        if match[0] == "*":
            found.append("")
        else:
            found[-1] += match[0][1]
        last = match.end()
    found[-1] += inside[last:]
    return found


def is_quoted(raw: str) -> bool:
    """Tell whether a value stands in quotes as a whole."""
    return _inside(raw) is not None


def quoted(text: str, then: str = "") -> str:
    """Return a value as it is to be written so that it is read as exactly `text`, and then `then`:
    a star, say."""
    if _BARE.fullmatch(text):
        return text + then
    return '"' + _SPECIAL.sub(r"\\\1", text) + then + '"'


def _inside(raw: str) -> str | None:
    """Return what the quotes around `raw` hold; None where they are not around all of it."""
    if not raw.startswith('"'):
        return None
    escaped = False
    for at in range(1, len(raw)):
        if raw[at] == '"' and not escaped:
            return raw[1:at] if at == len(raw) - 1 else None
        escaped = raw[at] == "\\" and not escaped
    return raw[1:]
