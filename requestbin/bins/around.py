"""The requests on both sides of a moment, whatever order they were stored in: imports are older."""

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
    none. Of one moment the lower seq came first.

    It looks through the bin: an index of times would cost every capture, and few ask for a time
    (100,000 requests take some 60 ms)."""
    rows = requests_of(bin)
    before = rows.filter(received_at__lte=moment).order_by("-received_at", "-seq")
    after = rows.filter(received_at__gt=moment).order_by("received_at", "seq")
    return _first(before), _first(after)


def _first(rows: QuerySet[CapturedRequest]) -> Arrival | None:
    found = rows.values_list("seq", "received_at").first()
    return Arrival(*found) if found else None
