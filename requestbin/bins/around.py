"""The requests on both sides of a moment, found without an index of times."""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple

from django.db.models import QuerySet

from requestbin.bins.models import Bin, CapturedRequest
from requestbin.bins.queries import requests_of


class Arrival(NamedTuple):
    """When a request came."""

    seq: int
    received_at: datetime


def around(bin: Bin, moment: datetime) -> tuple[Arrival | None, Arrival | None]:
    """Return the last arrival no later than a moment and the first after it, None where there is
    none. Times are nearly in the order of seq, which is halved: some forty looks for a million."""
    oldest, newest = _edge(requests_of(bin), "seq"), _edge(requests_of(bin), "-seq")
    if oldest is None or newest is None or oldest.received_at > moment:
        return None, oldest
    if newest.received_at <= moment:
        return newest, None
    while between := _between(bin.pk, oldest.seq, newest.seq):
        if between.received_at <= moment:
            oldest = between
        else:
            newest = between
    return oldest, newest


def _between(bin_id: str, low: int, high: int) -> Arrival | None:
    """Return an arrival near the middle of two."""
    rows = CapturedRequest.objects.filter(bin_id=bin_id)
    middle = (low + high) // 2
    above = rows.filter(seq__gt=max(low, middle - 1), seq__lt=high)
    return _edge(above, "seq") or _edge(rows.filter(seq__gt=low, seq__lt=middle), "-seq")


def _edge(rows: QuerySet[CapturedRequest], order: str) -> Arrival | None:
    found = rows.order_by(order).values_list("seq", "received_at").first()
    return Arrival(*found) if found else None
