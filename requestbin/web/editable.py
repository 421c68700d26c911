"""A body as text to edit, and back to bytes; without it an edited body would lose its line ends."""

from __future__ import annotations

import re
from dataclasses import dataclass

from requestbin.http import Headers
from requestbin.inspection.content import content_of

MAX_EDITED_BYTES = 256 * 1024
"""A larger body goes as it was captured, or is replaced."""

_LINE_END = re.compile(r"\r\n|\r|\n")
_CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
LINE_ENDS = {"\r\n": "CRLF", "\n": "LF", "\r": "CR"}


class NotEncodable(ValueError):
    """A text that its charset has no bytes for; the message is a sentence for people."""


@dataclass(frozen=True, slots=True)
class EditableBody:
    """A body that a form can carry: `line_end` is put back where a textarea took it away."""

    text: str
    charset: str = "utf-8"
    line_end: str = "\n"
    mixed: bool = False

    @property
    def line_end_name(self) -> str:
        """Return the name of the line end, "" for a text of one line."""
        return LINE_ENDS[self.line_end] if _LINE_END.search(self.text) else ""


NOTHING = EditableBody("")


def editable(headers: Headers, body: bytes) -> EditableBody | None:
    """Return the body as text; None where a form would not bring back the same bytes.

    So it is for what is binary, compressed, in no charset, or larger than MAX_EDITED_BYTES.
    """
    if len(body) > MAX_EDITED_BYTES:
        return None
    content = content_of(headers, body)
    charset = content.charset or "utf-8"
    if content.encoding or content.problem:
        return None
    try:
        text = body.decode(charset)
        if text.encode(charset) != body or _CONTROLS.search(text):
            return None
    except UnicodeError:
        return None
    ends = set(_LINE_END.findall(text))
    return EditableBody(text, charset, ends.pop() if len(ends) == 1 else "\n", bool(ends))


def encoded(text: str, headers: Headers, was: EditableBody) -> bytes:
    """Return the bytes of an edited text: line ends as they were, in the charset that `headers` now
    name, else the one it was in. Raises NotEncodable."""
    named = content_of(headers, b"").named_charset
    charset = was.charset if was.charset.startswith(named) else named  # utf-8-sig keeps its mark
    text = _LINE_END.sub(was.line_end, text)
    try:
        return text.encode(charset)
    except UnicodeEncodeError as error:
        letter = text[error.start]
        sentence = f"{charset} has no “{letter}”. Change the charset in Content-Type, or the text."
        raise NotEncodable(sentence) from None
