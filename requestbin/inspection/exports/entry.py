"""One captured request as an export holds it: without it each format would ask the store anew."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Protocol

from requestbin.http import Captured


@dataclass(frozen=True, slots=True)
class Entry:
    """A captured request, where it stood and what is known of it.

    `id` names bin and number; `path` and `query` are what follows the bin's key in the target, as
    latin-1 text. `withheld` says why the body is not there though one was sent, "" where it is.
    """

    captured: Captured
    seq: int
    id: str
    path: str
    query: str
    provider: str = ""
    event_type: str = ""
    event_id: str | None = None
    attempt: int = 1
    verdict: str = ""
    answered: str = ""
    starred: bool = False
    note: str = ""
    withheld: str = ""


class Writer(Protocol):
    """Writes one export piece by piece; no piece is larger than what one entry needs."""

    def head(self) -> bytes:
        """Return what comes before the first entry."""

    def entry(self, entry: Entry) -> bytes:
        """Return the piece of one more entry."""

    def tail(self) -> Iterator[bytes]:
        """Give what comes after the last entry."""


def rfc3339(moment: datetime) -> str:
    """Return a time as RFC 3339 in UTC with microseconds and `Z`."""
    text = moment.astimezone(UTC).isoformat(timespec="microseconds")
    return text.replace("+00:00", "Z")
