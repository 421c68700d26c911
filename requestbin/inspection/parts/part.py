"""What a part is: bytes within bytes that have a type, and often a name, of their own."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Protocol

from requestbin.http import NO_HEADERS, Headers
from requestbin.inspection.content import Content

PREVIEW_BYTES = 16 * 1024
"""What a list of parts shows of each; one that is opened is shown like a body."""


@dataclass(frozen=True, slots=True)
class Part:
    """One part. `place` is where it stands (`payload`, `message.data`), `how` what it is there
    (`JSON in a form field`); `facts` and `headers` are what came with it. One that is shown above
    reads there as well as by itself."""

    place: str
    how: str
    content: Content
    facts: tuple[str, ...] = ()
    headers: Headers = field(default=NO_HEADERS)
    flags: tuple[str, ...] = ()
    is_shown_above: bool = False


class Opener(Protocol):
    """One way in which bytes hold others."""

    def parts(self, content: Content) -> list[Part]:
        """Return the parts in order, [] where it does not apply. Raises Unreadable."""
        ...
