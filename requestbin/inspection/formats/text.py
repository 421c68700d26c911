"""Text as it was sent, line by line: the view of all that has no structure we know."""

from __future__ import annotations

from requestbin.inspection.content import Content, Unreadable
from requestbin.inspection.formats.format import KIB, MAX_LINES, MAX_TEXT_BYTES, cut_note
from requestbin.inspection.shapes import Code


class Text:
    """Lines, decoded by the charset that the headers name, else as UTF-8."""

    slug, name = "text", "Text"

    def fit(self, content: Content) -> float:
        """Fit whatever reads as text, behind the formats that know more."""
        return 0.4 if content.is_text else 0.0

    def shape(self, content: Content, start: int) -> Code:
        """Split into lines at LF and CRLF."""
        if not content.is_text:
            raise Unreadable("These bytes are not text.")
        text, cut = content.text(MAX_TEXT_BYTES)
        lines = text.split("\n", MAX_LINES)
        shown = [[("", line.removesuffix("\r"))] for line in lines[:MAX_LINES]]
        if len(lines) > MAX_LINES:
            return Code(shown, cut_note(f"the first {MAX_LINES:,} lines"))
        return Code(shown, cut_note(f"the first {MAX_TEXT_BYTES // KIB} KB") if cut else "")
