"""What a comparison of two bodies tells: how alike they are, in which way that was found, what
differs, and the lines that show it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from requestbin.inspection.content import Content
from requestbin.inspection.diff.change import Change
from requestbin.inspection.diff.difference import Difference
from requestbin.inspection.diff.octets import Octets
from requestbin.inspection.shapes import Token

BYTES, DECODED, MEANING, DIFFERENT = "bytes", "decoded", "meaning", ""
"""How alike two bodies are: the same bytes; once a content encoding is undone; by meaning; not."""
NOTHING, JSON, FORM, PARTS, XML, TEXT, OCTETS = "", "json", "form", "parts", "xml", "text", "octets"
UNLIKE = "unlike"
"""The ways to compare them; UNLIKE formats are only shown."""


NO_CONTENT = Content(b"")

Lines = Sequence[Sequence[Token]] | Sequence[str]


@dataclass(frozen=True, slots=True)
class Bodies:
    """How two bodies differ, compared in one `way`. `lines` are what the rows of `difference` name;
    `written` are the ways in which they are written differently where their meaning is the same;
    `remarks` tell why there was no better way."""

    way: str
    alike: str
    changes: list[Change] = field(default_factory=list)
    difference: Difference | None = None
    lines: tuple[Lines, Lines] = ((), ())
    octets: Octets | None = None
    written: list[str] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)
    contents: tuple[Content, Content] = (NO_CONTENT, NO_CONTENT)

    def line(self, side: int, at: int) -> Sequence[Token]:
        """Return one line of the left (0) or the right (1)."""
        found = self.lines[side][at]
        return [("", found)] if isinstance(found, str) else found
