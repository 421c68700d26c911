"""Every way to read deliveries; pages and API ask here and nowhere else."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime

from django.db.models import Case, Count, F, Min, Prefetch, Q, QuerySet, When, Window
from django.db.models.functions import RowNumber

from requestbin.bins.models import Bin
from requestbin.bins.queries import is_id
from requestbin.forwarding import heartbeat
from requestbin.forwarding.models import Attempt, Delivery

LATEST = 200
"""How far back targets are remembered, in deliveries."""

WITHOUT_BODIES = Prefetch("attempts", Attempt.objects.defer("body").order_by("number"))


def deliveries_of(
    bin: Bin, *, seq: int | None = None, before: Delivery | None = None, limit: int = 100
) -> list[Delivery]:
    """Return deliveries of the bin (of one request when `seq` is given), newest first.

    Attempts come with them, oldest first; no body is read until it is asked for.
    """
    found = _deliveries(bin.pk)
    if seq is not None:
        found = found.filter(request_seq=seq)
    if before is not None:
        at_once = Q(created_at=before.created_at, pk__lt=before.pk)
        found = found.filter(Q(created_at__lt=before.created_at) | at_once)
    return _whole(found.order_by("-created_at", "-pk")[:limit])


def find_delivery(bin: Bin, id: str) -> Delivery:
    """Return one delivery of the bin with its attempts. Raises Delivery.DoesNotExist."""
    found = _whole(_deliveries(bin.pk).filter(pk=id)) if is_id(id) else []
    if not found:
        raise Delivery.DoesNotExist
    return found[0]


def newest_by_request(bin_id: str, seqs: Iterable[int]) -> dict[int, Delivery]:
    """Return the newest delivery of each request of `seqs` that has any, with its attempts."""
    newest_first = Window(
        RowNumber(),
        partition_by=F("request_seq"),
        order_by=[F("created_at").desc(), F("pk").desc()],
    )
    ranked = _deliveries(bin_id).filter(request_seq__in=list(seqs)).annotate(rank=newest_first)
    return {each.request_seq: each for each in _whole(ranked.filter(rank=1))}


def count(bin_id: str, seq: int) -> int:
    """Return how many deliveries there are of one request."""
    return Delivery.objects.filter(bin_id=bin_id, request_seq=seq).count()


def states_at(bin_id: str, moment: datetime) -> dict[str, int]:
    """Return how many of the deliveries made at one moment (`replay.replay_all`) are in which
    state."""
    made = Delivery.objects.filter(bin_id=bin_id, created_at=moment)
    return dict(made.values_list("state").annotate(Count("pk")).order_by("state"))


def some_at(bin_id: str, moment: datetime, limit: int) -> list[Delivery]:
    """Return some of the deliveries made at one moment, those that failed first, by request."""
    made = _deliveries(bin_id).filter(created_at=moment)
    failed_first = Case(When(state=Delivery.State.FAILED, then=0), default=1)
    return _whole(made.order_by(failed_first, "request_seq")[:limit])


def recent_urls(bin_id: str, limit: int) -> list[str]:
    """Return the URLs that the bin's latest deliveries went to, the latest first, each once."""
    newest = Delivery.objects.filter(bin_id=bin_id).order_by("-created_at", "-pk")
    urls = newest.values_list("url", flat=True)[:LATEST]
    return list(dict.fromkeys(urls))[:limit]


def unfinished_seqs(bin_id: str) -> set[int]:
    """Return the seqs of a bin's requests that are still to be sent: retention leaves them."""
    waiting = Delivery.objects.filter(bin_id=bin_id, due_at__isnull=False)
    return set(waiting.values_list("request_seq", flat=True).distinct())


def overdue_seconds() -> float:
    """Return for how long the delivery that waits the longest has been due; 0 when none is."""
    first: datetime | None = Delivery.objects.aggregate(first=Min("due_at"))["first"]
    return max(0.0, (datetime.now(UTC) - first).total_seconds()) if first else 0.0


def worker_alive() -> bool:
    """Tell whether any worker makes deliveries at present, in whatever process."""
    return heartbeat.alive()


def _deliveries(bin_id: str) -> QuerySet[Delivery]:
    return Delivery.objects.filter(bin_id=bin_id).defer("body").prefetch_related(WITHOUT_BODIES)


def _whole(found: QuerySet[Delivery]) -> list[Delivery]:
    """Read deliveries and their attempts as they stood at one moment.

    Those are two statements, and a worker may settle between them (2 of 100 callers that waited
    for a first attempt saw it): such a delivery is read again.
    """
    rows = list(found)
    torn = [each for each in rows if _is_torn(each)]
    if not torn:
        return rows
    again = {
        each.pk: each
        for each in _deliveries(torn[0].bin_id).filter(pk__in=[each.pk for each in torn])
    }
    return [again.get(each.pk, each) for each in rows]


def _is_torn(delivery: Delivery) -> bool:
    made = [attempt.number for attempt in delivery.attempts.all()]
    return delivery.state == Delivery.State.RUNNING and delivery.attempt_count in made
