"""A captured request as one row of the list: what stands where, and in which words."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone

from requestbin.bins.models import CapturedRequest
from requestbin.web import words
from requestbin.web.marks import Mark, marks_of
from requestbin.web.signing.signs import Sign, names_of, sign_of


@dataclass(frozen=True, slots=True)
class Row:
    """What a row shows; `title` and `wire` come in two halves, of which the first may be cut."""

    seq: int
    change: int
    received_at: datetime
    title: tuple[str, str]
    wire: tuple[str, str]
    starred: bool
    verdict: Sign | None
    sent: Mark | None
    note: str = ""
    attempt: int = 1
    """Which try of its event it is."""
    answered: str = ""
    """Why a handshake was answered as it was."""
    by: str = ""
    """What its sender is called."""

    @property
    def day(self) -> str:
        """Return the date of arrival on the reader's calendar, ISO 8601."""
        return timezone.localtime(self.received_at).date().isoformat()


def row_of(request: CapturedRequest, sent: Mark | None = None, by: str = "") -> Row:
    """Return the row of one request: by its event type where it has one, else by its path.

    `sent` is the mark of its newest delivery, `by` what its sender is called.
    """
    where = target_of(request)
    path, mark, query = where.partition("?")
    if request.event_type:
        title, facts = request.event_type, [f"{request.method} {where}"]
    else:
        title, facts = f"{request.method} {path}", [mark + query, words.kind(request.content_type)]
    if request.size or not query:
        facts.append(words.size(request.size) if request.size else "no body")
    return Row(
        request.seq,
        request.change,
        request.received_at,
        words.halves(title),
        words.halves(" · ".join(filter(None, facts)), tail=18),
        request.starred,
        sign_of(request.verdict),
        sent,
        words.first_words(request.note),
        request.attempt,
        request.answered,
        by,
    )


def rows_of(requests: Iterable[CapturedRequest]) -> list[Row]:
    """Return the rows of many requests of one bin, in their order."""
    found = list(requests)
    marks = marks_of(found[0].bin_id, [request.seq for request in found]) if found else {}
    names = names_of(found[0].bin_id, {request.provider for request in found}) if found else {}
    return [
        row_of(request, marks.get(request.seq), names.get(request.provider, ""))
        for request in found
    ]


def target_of(request: CapturedRequest) -> str:
    """Return path and query below the bin as latin-1 text, "/" where there is nothing."""
    below = request.below.decode("latin-1")
    return below if below.startswith("/") else f"/{below}"
