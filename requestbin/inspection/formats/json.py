"""JSON with line breaks, and all else as sent: numbers, order, duplicates and escapes."""

from __future__ import annotations

import re

from requestbin.inspection.content import Content, Unreadable
from requestbin.inspection.formats.format import MAX_LINES, cut_note, first_part
from requestbin.inspection.formats.layout import Layout
from requestbin.inspection.notation.json import CutOff, events
from requestbin.inspection.shapes import Code

_OPENING = re.compile(r"""[\ufeff\s]*(?:\{\s*(?:["}]|$)|\[\s*(?:["{[\]]|-?[\d.]+\s*[,\]]|$))""")


class Json:
    """Objects and arrays over many lines, with names, strings, numbers and words told apart."""

    slug, name = "json", "JSON"

    def fit(self, content: Content) -> float:
        """Go by the media type; else by the first character, since many senders name no type."""
        if is_json(content.media_type):
            return 1.0
        return 0.8 if opens_json(content) else 0.0

    def shape(self, content: Content, start: int) -> Code:
        """Lay out the tokens; a body that was cut off, or is cut here for its size, is laid out as
        far as it goes."""
        text, cut = content.text(content.limit)
        try:
            layout = _laid_out(text, content, cut)
        except CutOff as error:
            layout = _laid_out(text, content, True)
            layout.flag(str(error))
        if layout.full:
            return layout.code(cut_note(f"the first {MAX_LINES:,} lines"))
        if layout.rest and text[:1] == "[" and not is_json(content.media_type):
            raise Unreadable("")  # nobody called it JSON: a log, say, whose lines begin `[4711]`
        return layout.code(first_part(content), content.limit) if cut else layout.code()


def is_json(media_type: str) -> bool:
    """Tell whether a media type is JSON's, or one made of it (RFC 6839 section 3.1)."""
    words = ("json", "x-ndjson", "ndjson", "jsonl", "x-jsonlines")
    return media_type.rpartition("/")[2].rpartition("+")[2] in words


def opens_json(content: Content) -> bool:
    """Tell whether bytes begin as an object or an array does."""
    head = content.text(64)[0] if content.is_text else ""
    return _OPENING.match(head) is not None


def _laid_out(text: str, content: Content, cut: bool) -> Layout:
    layout = Layout(content)
    for event, token in events(text, cut=cut):
        layout.add(event, token)
        if layout.full:
            break
    return layout
