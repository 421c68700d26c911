"""Every way to read bins and what they caught; pages and API ask here and nowhere else."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, fields
from datetime import datetime

from django.db.models import F, Max, QuerySet, Sum

from requestbin.access.principals import Principal, allowed, visible_to
from requestbin.bins import search, walk
from requestbin.bins.models import Bin, BinCounter, Body, CapturedRequest, EnrichCursor, Refusal
from requestbin.inspection.query import NO_QUERY, Query

BODIES_AT_ONCE = 20


@dataclass(frozen=True, slots=True)
class Page:
    """Some requests of a bin; `next` is the last seq that was looked at, None at the end."""

    items: list[CapturedRequest]
    next: int | None


@dataclass(frozen=True, slots=True)
class Glance:
    """The little of a request that a summary of many is made of."""

    received_at: datetime
    method: str
    path: str
    provider: str
    verdict: str
    starred: bool


@dataclass(frozen=True, slots=True)
class Refused:
    """How many requests were refused for one reason, and the largest of them in bytes."""

    reason: str
    count: int
    largest: int


@dataclass(frozen=True, slots=True)
class Changes:
    """What a page has to learn: rows that are new or changed, in order of change.

    `left` are the numbers of changed rows that do not match (any more), `cursor` is where the next
    pull starts, `more` tells that there is more to pull at once, and `removals` that some rows may
    be gone (`gone` tells which).
    """

    items: list[CapturedRequest]
    left: list[int]
    cursor: int
    more: bool
    removals: bool


def bins_of(principal: Principal) -> QuerySet[Bin]:
    """Return the bins that `principal` may see, with counters, the latest arrival first."""
    bins = Bin.objects.filter(visible_to(principal), deleted=False)
    latest = F("counter__last_arrival").desc(nulls_last=True)  # PostgreSQL has them first
    return bins.select_related("counter").order_by(latest, "-created_at")


def find_bin(principal: Principal, bin_id: str, verb: str = "see") -> Bin:
    """Return a bin with its counter, for one who may do `verb` ("see", "change") to it.

    Raises Bin.DoesNotExist also where the bin is somebody else's: who may not see it gets 404.
    """
    if not is_id(bin_id):
        raise Bin.DoesNotExist
    found = Bin.objects.select_related("counter").get(pk=bin_id, deleted=False)
    if not allowed(principal, found, verb):
        raise Bin.DoesNotExist
    return found


def is_id(text: str) -> bool:
    """Tell whether `text` could be an id: PostgreSQL answers NUL with an error, not with no row."""
    return text.isascii() and text.isalnum()


def requests_of(bin: Bin) -> QuerySet[CapturedRequest]:
    """Return the requests that the bin holds, in no order."""
    return CapturedRequest.objects.filter(bin_id=bin.pk, seq__gt=_floor(bin))


def find_request(bin: Bin, seq: int) -> CapturedRequest:
    """Return one request of the bin. Raises CapturedRequest.DoesNotExist."""
    return requests_of(bin).get(seq=seq)


def body_of(bin_id: str, seq: int) -> bytes:
    """Return a captured body, byte for byte; b"" for an empty one."""
    data = Body.objects.filter(bin_id=bin_id, seq=seq).values_list("data", flat=True).first()
    return b"" if data is None else bytes(data)


def small_bodies(bin: Bin, seqs: Sequence[int], most: int) -> Iterator[bytes]:
    """Give the bodies of up to `most` bytes among the requests `seqs`, a few at a time."""
    for start in range(0, len(seqs), BODIES_AT_ONCE):
        some = requests_of(bin).filter(seq__in=seqs[start : start + BODIES_AT_ONCE])
        small = list(some.filter(size__lte=most).values_list("seq", flat=True))
        bodies = Body.objects.filter(bin_id=bin.pk, seq__in=small).values_list("data", flat=True)
        yield from map(bytes, bodies)


def newest(
    bin: Bin, *, before: int | None = None, limit: int = 100, where: Query = NO_QUERY
) -> Page:
    """Return matching requests, newest first, older than seq `before`.

    `next` is where to go on, None at the end: a search of very many stops before it.
    """
    counter = _counter(bin)
    below = counter.last_seq + 1 if before is None else min(before, counter.last_seq + 1)
    found = walk.find(
        bin.pk, where, above=counter.floor, below=below, limit=limit + 1, newest_first=True
    )
    items = found.items[:limit]
    return Page(items, items[-1].seq if len(found.items) > limit else found.stopped)


def glances(bin: Bin, limit: int) -> list[Glance]:
    """Return what tells the newest `limit` requests apart, newest first, without their headers."""
    columns = [field.name for field in fields(Glance)]
    found = requests_of(bin).order_by("-seq").values_list(*columns)
    return [Glance(*row) for row in found[:limit]]


def following(
    bin: Bin,
    *,
    after: int,
    before: int | None = None,
    limit: int = 100,
    where: Query = NO_QUERY,
) -> Page:
    """Return matching requests, oldest first, with a seq above `after` and below `before`.

    `next` is the last seq looked at, also where the filter hid it; None when there was nothing.
    What is not prepared for a search is not looked at by one.
    """
    counter = _counter(bin)  # before the query: what commits between is looked at next time
    last = counter.last_seq if before is None else min(counter.last_seq, before - 1)
    if where.inside:
        last = min(last, counter.last_seq - unsearched(bin))
    # One lower bound: of two, SQLite seeks to the first and steps over all that lies between.
    start = max(after, counter.floor)
    found = walk.find(bin.pk, where, above=start, below=last + 1, limit=limit, newest_first=False)
    items = found.items
    looked_at = items[-1].seq if len(items) == limit else found.stopped or last
    return Page(items, looked_at if looked_at > after else None)


def changes_since(bin: Bin, cursor: int, *, limit: int = 200, where: Query = NO_QUERY) -> Changes:
    """Return what happened in a bin after `cursor`, at most `limit` rows of it."""
    counter = _counter(bin)
    changed = requests_of(bin).filter(change__gt=cursor, change__lte=counter.change)
    changed = changed.order_by("change", "seq")
    places = list(changed.values_list("change", "seq")[:limit])
    reached, more = counter.change, len(places) == limit
    if more:  # one change number may cover several rows (a bulk change): they are taken whole
        reached = places[-1][0]
        places = list(changed.filter(change__lte=reached).values_list("change", "seq"))
    seqs = [seq for _, seq in places]
    items = list(search.matching(changed.filter(seq__in=seqs), where))
    left = sorted(set(seqs).difference(item.seq for item in items)) if where else []
    return Changes(items, left, reached, more, counter.last_removal > cursor)


def gone(bin: Bin, seqs: Iterable[int]) -> list[int]:
    """Return those of `seqs` that the bin does not hold any more."""
    wanted = set(seqs)
    held = requests_of(bin).filter(seq__in=wanted).values_list("seq", flat=True)
    return sorted(wanted.difference(held))


def refused(bin: Bin, since: datetime) -> list[Refused]:
    """Return what was refused at the door since then, by reason, the most frequent first."""
    rows = Refusal.objects.filter(bin=bin, minute__gte=since).values_list("reason")
    counted = rows.annotate(total=Sum("count"), most=Max("largest")).order_by("-total")
    return [Refused(reason, total, most) for reason, total, most in counted]


def unsearched(bin: Bin) -> int:
    """Return how many requests have arrived that a text search does not find yet."""
    done = EnrichCursor.objects.filter(pk=bin.pk).values_list("seq", flat=True).first() or 0
    counter = _counter(bin)
    return max(0, counter.last_seq - max(done, counter.floor))


def too_large(bin: Bin, where: Query) -> int:
    """Return how many requests a search could see only the beginning of, 0 where it looks inside
    none; beyond `search.MAX_COUNTED` they are not counted."""
    return search.too_large(bin.pk, where, above=_floor(bin))


def _floor(bin: Bin) -> int:
    return BinCounter.objects.filter(pk=bin.pk).values_list("floor", flat=True).first() or 0


def _counter(bin: Bin) -> BinCounter:
    return BinCounter.objects.get(pk=bin.pk)
