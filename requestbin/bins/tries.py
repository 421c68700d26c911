"""Retries: the same event, come again."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta

from django.db import connection

from requestbin.bins.models import CapturedRequest

_LAST = (
    "SELECT attempt FROM bins_capturedrequest WHERE bin_id = %s AND event_id = %s AND seq < %s"
    " ORDER BY seq DESC LIMIT 1"
)
_NAME = (
    "UPDATE bins_capturedrequest SET event_type = %s, event_id = %s, attempt = %s"
    " WHERE bin_id = %s AND seq = %s"
)


@dataclass(frozen=True, slots=True)
class Tries:
    """Where a request stands among those of one event; `first` is the oldest that is still kept,
    `since` the time from there."""

    attempt: int
    first: int
    since: timedelta
    is_first_kept: bool


def name(bin_id: str, named: Iterable[tuple[int, str, str | None]]) -> None:
    """Keep event type and event id by `seq`, in the order of arrival, and which try each is.

    Inside a `writing()` block and after `changes.touch`. Plain SQL, since every capture is named.
    """
    latest: dict[str, int] = {}
    rows = []
    with connection.cursor() as cursor:
        for seq, event_type, event_id in named:
            attempt = 1
            if event_id is not None:
                if event_id not in latest:
                    cursor.execute(_LAST, (bin_id, event_id, seq))
                    latest[event_id] = next(iter(cursor.fetchone() or ()), 0)
                attempt = latest[event_id] = latest[event_id] + 1
            rows.append((event_type, event_id, attempt, bin_id, seq))
        cursor.executemany(_NAME, rows)


def tries_of(row: CapturedRequest) -> Tries | None:
    """Return which try a request is, None for a first."""
    if row.attempt < 2:
        return None
    of_event = CapturedRequest.objects.filter(bin_id=row.bin_id, event_id=row.event_id)
    first = of_event.order_by("seq").first() or row
    since = row.received_at - first.received_at
    return Tries(row.attempt, first.seq, since, first.attempt == 1)
