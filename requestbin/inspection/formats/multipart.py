"""A body of several parts; each is then shown by the format that fits it (`inspection.parts`)."""

from __future__ import annotations

from requestbin.inspection.content import Content
from requestbin.inspection.formats.format import cut_note
from requestbin.inspection.parts.multipart import MAX_PARTS, cut_at, defects_of, is_multipart
from requestbin.inspection.shapes import Parts


class Multipart:
    """A body of several parts (RFC 2046 section 5.1, RFC 7578)."""

    slug, name = "parts", "Parts"

    def fit(self, content: Content) -> float:
        """Go by the media type."""
        return 1.0 if is_multipart(content.media_type) else 0.0

    def shape(self, content: Content, start: int) -> Parts:
        """Count the parts, and say what is wrong with them."""
        cut = cut_at(content)
        note = cut_note(f"the first {MAX_PARTS} parts") if cut.more else ""
        return Parts(len(cut.pieces), note=note, flags=defects_of(content, cut))
