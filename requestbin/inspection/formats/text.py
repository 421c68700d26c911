"""Text as it was sent, line by line: the view of all that has no structure we know."""

from __future__ import annotations

from collections.abc import Callable

from requestbin.inspection.content import Content, Unreadable
from requestbin.inspection.formats.format import MAX_LINES, cut_note
from requestbin.inspection.shapes import Code, Token

Lines = Callable[[str], list[list[Token]]]


class Text:
    """Lines, decoded by the charset that the headers name, else as it looks; a page at a time."""

    slug, name = "text", "Text"

    def fit(self, content: Content) -> float:
        """Fit whatever reads as text, behind the formats that know more."""
        return 0.4 if content.is_text else 0.0

    def shape(self, content: Content, start: int) -> Code:
        """Split the piece that begins at `start` into lines at LF and CRLF."""
        if not content.is_text:
            raise Unreadable("These bytes are not text.")
        return paged(content, start, _plain)


def paged(content: Content, start: int, lines_of: Lines) -> Code:
    """Return the piece of a text that begins at `start` as lines, with the offsets of others."""
    start = _aligned(start, content)
    text, more = content.text(content.limit, start)
    lines = lines_of(text)
    note = ""
    if len(lines) > MAX_LINES:
        note = cut_note(f"the first {MAX_LINES:,} lines")
    elif start or more:
        end = min(start + content.limit, len(content.data))
        note = f"Bytes {start:,} to {end:,} of {len(content.data):,}."
    return Code(
        lines[:MAX_LINES],
        note=note,
        previous=max(0, start - content.limit) if start else None,
        following=start + content.limit if more else None,
    )


def _plain(text: str) -> list[list[Token]]:
    return [[("", line.removesuffix("\r"))] for line in text.split("\n")]


def _aligned(start: int, content: Content) -> int:
    """A page begins where a character does."""
    if not 0 < start < len(content.data):
        return 0
    if content.charset.startswith("utf-8"):
        while start and content.data[start] & 0xC0 == 0x80:
            start -= 1
        return start
    if content.charset.startswith("utf-32"):
        return start // 4 * 4
    if content.charset.startswith("utf-16"):
        start = start // 2 * 2
        return start - 2 if content.text(2, start)[0] == "\ufffd" else start  # half of a pair
    return start
