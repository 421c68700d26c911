"""What a format is: it says how well it fits some bytes, and gives them a shape."""

from __future__ import annotations

from typing import Protocol

from requestbin.inspection.content import Content
from requestbin.inspection.shapes import Shape

MAX_LINES = 10_000
KIB = 1024


class Format(Protocol):
    """One way to read bytes."""

    slug: str
    name: str

    def fit(self, content: Content) -> float:
        """Return how well this format fits: 0 not at all, 1 as the sender says."""
        ...

    def shape(self, content: Content, start: int) -> Shape:
        """Return the bytes in a shape, from the offset `start` where the format has pages.

        Raises Unreadable with a sentence.
        """
        ...


def cut_note(shown: str) -> str:
    """Say that only a part is shown."""
    return f"This is {shown}; the download has all of it."


def first_part(content: Content) -> str:
    """Return the note of a text of which `Content.limit` leaves only the beginning."""
    return cut_note(f"the first {content.limit // KIB} KB")
