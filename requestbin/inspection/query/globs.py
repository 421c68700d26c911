"""Values with `*` in them, matched in linear time; users' regular expressions could freeze us."""

from __future__ import annotations

from dataclasses import dataclass, field

from requestbin.inspection.query import quoting

_LOWER = {upper: upper + 32 for upper in range(ord("A"), ord("Z") + 1)}


def folded(text: str) -> str:
    """Return `text` with the letters A to Z in lower case, which all databases do alike."""
    return text.translate(_LOWER)


@dataclass(frozen=True, slots=True)
class Glob:
    """A text whose letter case (of A to Z) does not count. `pieces` are what stands before, between
    and after the places where anything may stand; `shown` is how it was written."""

    pieces: tuple[str, ...]
    shown: str = field(default="", compare=False)

    @classmethod
    def of(cls, raw: str) -> Glob:
        """Read a value as it was written, quotes and stars."""
        return cls(tuple(map(folded, quoting.pieces(raw))), quoting.plain(raw))

    @classmethod
    def exactly(cls, text: str, *, and_below: bool = False) -> Glob:
        """Return what matches `text` alone, or whatever begins with it; stars are only stars."""
        return cls((folded(text), "") if and_below else (folded(text),), text)

    @property
    def anything(self) -> bool:
        """Tell whether it is only stars: to be there at all is enough."""
        return len(self.pieces) > 1 and not any(self.pieces)

    @property
    def literal(self) -> str | None:
        """Return the one text that it matches, None where there are others."""
        return self.pieces[0] if len(self.pieces) == 1 else None

    def matches(self, text: str) -> bool:
        """Tell whether `text` as a whole is such a text."""
        text = folded(text)
        first, *middle = self.pieces
        if not middle:
            return text == first
        last = middle.pop()
        if not text.startswith(first) or not text.endswith(last):
            return False
        at, end = len(first), len(text) - len(last)
        for piece in middle:
            found = text.find(piece, at, end)
            if found < 0:
                return False
            at = found + len(piece)
        return at <= end

    def found_in(self, text: str) -> bool:
        """Tell whether `text` is there, not empty, and such a text."""
        return bool(text) and self.matches(text)
