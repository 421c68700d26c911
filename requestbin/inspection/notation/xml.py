"""XML as tokens with their text as it was sent: no entity is ever expanded, no file ever opened."""

from __future__ import annotations

import re
from collections.abc import Iterator

Token = tuple[str, str]
"""A kind ("open", "close", "empty", "text", "comment", "cdata", "doctype", "instruction") and the
text; markup that has no end comes as "text"."""

Piece = tuple[str, str]
"""A kind ("space", "name", "equals", "value", "mark") and the text, of the inside of a tag."""

_ENDED = (
    ("<!--", "-->", "comment"),
    ("<![CDATA[", "]]>", "cdata"),
    ("<?", "?>", "instruction"),
)
"""Where one of these has no end there is none for any that follows: a search for each would take
two minutes for 256 KB of `<?`."""

_TAG = re.compile(
    r"""</[^<>]*>
      | <[A-Za-z_:\u0080-\U0010ffff](?:[^<>"']|"[^"<]*"|'[^'<]*')*>
    """,
    re.VERBOSE,
)
_PIECE = re.compile(
    r"""(?P<space>\s+)|(?P<equals>=)|(?P<value>"[^"]*"|'[^']*')|(?P<name>[^\s=<>"'/]+)|(?P<mark>.)""",
    re.DOTALL,
)
_NAME = re.compile(r"</?([^\s/>]+)")


def tokens(text: str) -> Iterator[Token]:
    """Give the tokens of a document, of a piece of one, or of anything: it never raises, and all of
    them together are the text."""
    position = 0
    while position < len(text):
        start = text.find("<", position)
        if start < 0:
            start = len(text)
        if start > position:
            yield "text", text[position:start]
        if start == len(text):
            return
        kind, position = _markup(text, start)
        yield kind, text[start:position]


def _markup(text: str, start: int) -> tuple[str, int]:
    """Return the kind of what begins at `start`, and where it ends."""
    for opening, closing, kind in _ENDED:
        if text.startswith(opening, start):
            end = text.find(closing, start + len(opening))
            return (kind, end + len(closing)) if end >= 0 else ("text", len(text))
    if text[start : start + 9].upper() == "<!DOCTYPE":
        end = _end_of_doctype(text, start)
        return ("doctype", end) if end else ("text", len(text))
    found = _TAG.match(text, start)
    if found is None:
        return "text", start + 1
    tag = found[0]
    kind = "close" if tag[1] == "/" else "empty" if tag.endswith("/>") else "open"
    return kind, found.end()


def _end_of_doctype(text: str, start: int) -> int:
    """Return where a document type ends, its internal subset in brackets included; 0 for nowhere"""
    end = text.find(">", start)
    bracket = text.find("[", start, max(end, start))
    if 0 <= bracket < end:
        subset = text.find("]", bracket)
        end = text.find(">", subset) if subset >= 0 else -1
    return end + 1


def name_of(tag: str) -> str:
    """Return the name in a tag, with its prefix."""
    found = _NAME.match(tag)
    return found[1] if found else ""


def pieces(tag: str) -> Iterator[Piece]:
    """Give the pieces of a tag between its name and its end."""
    start = len(name_of(tag)) + 1
    end = len(tag) - (2 if tag.endswith("/>") else 1)
    for found in _PIECE.finditer(tag, start, end):
        yield found.lastgroup or "mark", found[0]
