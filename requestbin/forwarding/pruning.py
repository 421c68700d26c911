"""Dropping deliveries that nobody looks at any more, so that their log cannot fill the disk; and
what was fetched for requests that are gone."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from django.db.models import Exists, OuterRef, Q, QuerySet

from requestbin.bins.models import Bin, CapturedRequest
from requestbin.forwarding.models import Attempt, Delivery, Fetch
from requestbin.transactions import MAX_ROWS, writing

ORPHANS_KEPT = timedelta(hours=1)
"""A delivery tells how it ended after its request was deleted, and then goes: what it was sent with
came from there."""


def prune(by_age: bool) -> int:
    """Drop the deliveries of deleted bins; by age also those that are older than their bin keeps
    requests, and those whose request is gone. Return how many went.

    What is still to be sent stays, but in a deleted bin.
    """
    dropped = 0
    for bin_id in Bin.objects.filter(deleted=True).values_list("pk", flat=True):
        dropped += _drop(Delivery.objects.filter(bin_id=bin_id))
    _drop_fetches()
    if by_age:
        dropped += sum(map(_drop, _old(datetime.now(UTC))))
    return dropped


def _drop_fetches() -> None:
    """What was fetched for a request goes with it."""
    request = CapturedRequest.objects.filter(bin_id=OuterRef("bin_id"), seq=OuterRef("request_seq"))
    orphans = Fetch.objects.filter(Q(bin__deleted=True) | ~Exists(request))
    while ids := list(orphans.values_list("pk", flat=True)[:MAX_ROWS]):
        with writing():
            Fetch.objects.filter(pk__in=ids).delete()


def _old(now: datetime) -> list[QuerySet[Delivery]]:
    finished = Delivery.objects.filter(due_at__isnull=True)
    request = CapturedRequest.objects.filter(bin_id=OuterRef("bin_id"), seq=OuterRef("request_seq"))
    orphans = finished.filter(~Exists(request), created_at__lt=now - ORPHANS_KEPT)
    kept = Bin.objects.order_by().values_list("keep_seconds", flat=True).distinct()
    return [
        orphans,
        *(
            finished.filter(
                bin__keep_seconds=seconds, created_at__lt=now - timedelta(seconds=seconds)
            )
            for seconds in kept
        ),
    ]


def _drop(deliveries: QuerySet[Delivery]) -> int:
    dropped = 0
    while deliveries.exists():  # a look without the write lock
        with writing():
            rows = deliveries.select_for_update(skip_locked=True, of=("self",)).only("pk")
            ids = [row.pk for row in rows[:MAX_ROWS]]
            Attempt.objects.filter(delivery_id__in=ids).delete()
            gone = Delivery.objects.filter(pk__in=ids)
            gone._raw_delete(gone.db)  # no cascade to look for: their attempts have just gone
        dropped += len(ids)
        if not ids:  # a worker holds them at this moment
            break
    return dropped
