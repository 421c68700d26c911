"""What a query looks at: a captured request with all that is known of it, and where it was sent."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

Pairs = Sequence[Sequence[str]]


class _Nothing:
    """Tells a body without JSON from one that is `null`."""


NOTHING: Final = _Nothing()


@dataclass(frozen=True, slots=True)
class Facts:
    """`headers` are pairs in latin-1 text, `query` the decoded fields of the target.

    `text`, `fields` and `query` are what `inspection.searchable` made of the request; `text` is
    None while nobody has, and then a query that needs them does not match. `sent` has the words of
    `sent:` that are true of its newest delivery.
    """

    method: str
    path: str
    headers: Pairs
    size: int
    received_at: datetime
    remote_addr: str = ""
    provider: str = ""
    event_type: str = ""
    event_id: str = ""
    attempt: int = 1
    verdict: str = ""
    note: str = ""
    starred: bool = False
    complete: bool = True
    text: str | None = None
    fields: Any = NOTHING
    query: Pairs = ()
    sent: frozenset[str] = frozenset()
