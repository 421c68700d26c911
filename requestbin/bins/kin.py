"""Requests of one kind: what came before one, and after it; without it nobody could ask what has
changed since the last time."""

from __future__ import annotations

from django.db.models import QuerySet

from requestbin.bins.models import Bin, CapturedRequest

LOOK_AT = 5_000
"""How many requests are looked at, at most (4 ms): an index of kinds would cost every capture."""


def previous_of_kind(bin: Bin, row: CapturedRequest) -> CapturedRequest | None:
    """Return the last request before `row` that is of its kind, among LOOK_AT before it."""
    start = max(bin.counter.floor, row.seq - LOOK_AT - 1)
    found = _kin(bin, row).filter(seq__gt=start, seq__lt=row.seq)
    return found.order_by("-seq").first()


def next_of_kind(bin: Bin, row: CapturedRequest) -> CapturedRequest | None:
    """Return the first request after `row` that is of its kind, among LOOK_AT after it."""
    found = _kin(bin, row).filter(seq__gt=row.seq, seq__lte=row.seq + LOOK_AT)
    return found.order_by("seq").first()


def newest_of_kind(bin: Bin, row: CapturedRequest, limit: int) -> list[CapturedRequest]:
    """Return the newest requests of the kind of `row` but itself, among the newest LOOK_AT."""
    start = max(bin.counter.floor, bin.counter.last_seq - LOOK_AT)
    found = _kin(bin, row).filter(seq__gt=start).exclude(seq=row.seq)
    return list(found.order_by("-seq")[:limit])


def kind_of(row: CapturedRequest) -> str:
    """Return the kind in words: its event type, else its method and path."""
    return row.event_type or f"{row.method} {row.path}"


def _kin(bin: Bin, row: CapturedRequest) -> QuerySet[CapturedRequest]:
    """Of one kind is what has provider and event type in common; where there is no event type,
    method and path below the bin."""
    found = CapturedRequest.objects.filter(bin_id=bin.pk, event_type=row.event_type)
    if row.event_type:
        return found.filter(provider=row.provider)
    return found.filter(method=row.method, path=row.path)
