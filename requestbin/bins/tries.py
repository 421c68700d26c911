"""Retries: the same event, come again to the same path."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import connection

from requestbin.bins.models import CapturedRequest

LOOK_AT = 20
"""Requests with one event id that are looked at, at most: senders could let them all have one."""

_UPDATE = (
    "UPDATE bins_capturedrequest SET event_type = %s, event_id = %s, attempt = %s"
    " WHERE bin_id = %s AND seq = %s"
)
Named = tuple[int, str, str | None]
"""Seq, event type and event id of a request."""
_Known = tuple[str, str, datetime, int]
"""Path, event type, arrival and try of a request that came before, the newest first."""


@dataclass(frozen=True, slots=True)
class Tries:
    """Where a request stands among those of one event; `first` is the oldest that is still kept,
    `since` the time from there. A first try has these only once there are others."""

    attempt: int
    first: int
    since: timedelta
    is_first_kept: bool


def name(bin_id: str, named: Sequence[Named]) -> None:
    """Keep event types and ids in the order of arrival, and which try each is of those that are
    kept: of one event id, type and path, and after what came earlier (imports bring old ones).

    Inside a `writing()` block and after `changes.touch`. Plain SQL, since every capture is named.
    """
    rows = CapturedRequest.objects.filter(bin_id=bin_id)
    found = rows.filter(seq__in=[seq for seq, *_ in named])
    arrived = {seq: (path, at) for seq, path, at in found.values_list("seq", "path", "received_at")}
    known: dict[str, list[_Known]] = {}
    updates = []
    for seq, event_type, event_id in named:
        attempt = 1
        if event_id is not None:
            if event_id not in known:
                known[event_id] = _known(bin_id, event_id, seq)
            path, at = arrived[seq]
            same = (each for each in known[event_id] if each[:2] == (path, event_type))
            attempt += next((before for *_, when, before in same if when <= at), 0)
            known[event_id].insert(0, (path, event_type, at, attempt))
        updates.append((event_type, event_id, attempt, bin_id, seq))
    with connection.cursor() as cursor:
        cursor.executemany(_UPDATE, updates)


def _known(bin_id: str, event_id: str, before: int) -> list[_Known]:
    rows = CapturedRequest.objects.filter(bin_id=bin_id, event_id=event_id, seq__lt=before)
    columns = ("path", "event_type", "received_at", "attempt")
    return list(rows.order_by("-seq").values_list(*columns)[:LOOK_AT])


def tries_of(row: CapturedRequest) -> Tries | None:
    """Return which try a request is, None for one that came only once."""
    if row.event_id is None:
        return None
    rows = CapturedRequest.objects.filter(bin_id=row.bin_id, event_id=row.event_id)
    columns = ("path", "event_type", "seq", "received_at", "attempt")
    some = rows.order_by("seq").values_list(*columns)[:LOOK_AT]
    tries = [rest for path, type, *rest in some if (path, type) == (row.path, row.event_type)]
    first, at, attempt = tries[0] if tries else (row.seq, row.received_at, row.attempt)
    if row.attempt == 1 and (len(tries) < 2 or first != row.seq):
        return None
    return Tries(row.attempt, first, max(row.received_at - at, timedelta()), attempt == 1)
