"""The list of a bin: its rows and head, the same for the first page, a search and a pull."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.utils import timezone

from requestbin.bins import queries
from requestbin.bins.models import Bin, CapturedRequest
from requestbin.bins.search import MAX_COUNTED
from requestbin.web import words
from requestbin.web.rows import Row, rows_of
from requestbin.web.search import Search

PAGE_ROWS = 100
FAR_BEHIND = 200
"""Changes: a page that missed more takes the newest page anew instead of every single row."""

REFUSED_WITHIN = timedelta(hours=1)
REASONS = {
    "too_large": "too large",
    "too_many": "too fast",
    "unavailable": "could not be stored",
}
NEARLY_FULL = 0.9
"""Retention works in batches: a bin that has lost requests to it is seldom exactly at its limit."""


@dataclass(frozen=True, slots=True)
class Feed:
    """Rows to show, newest first. `older` is where the next page starts, None at the end;
    `cursor` where live pulls start; `detached` tells that newer requests than these exist.

    A search that looks inside finds requests shortly after their arrival: `searched` is the seq up
    to which it does; `too_large` says of how many it saw only the beginning, "" for none. `newest`
    is the first request shown.
    """

    rows: list[Row]
    newest: CapturedRequest | None
    older: int | None
    cursor: int
    search: Search
    detached: bool
    dropped: bool
    searched: int
    too_large: str


def feed_of(
    bin: Bin, search: Search, *, before: int | None = None, around: int | None = None
) -> Feed:
    """Return a page of the bin's list: the newest, those before a seq, or those around one."""
    searched = searched_to(bin, search)
    page = _page(bin, search, before)
    if around is not None and page.next is not None and around < page.items[-1].seq:
        before = around + PAGE_ROWS // 4
        page = _page(bin, search, before)
    return Feed(
        rows=rows_of(page.items),
        newest=page.items[0] if page.items else None,
        older=page.next,
        cursor=bin.counter.change,  # read before the rows: what came between is pulled once more
        search=search,
        detached=before is not None,
        dropped=page.next is None and not search and _has_dropped(bin, page),
        searched=searched,
        too_large=_too_large(bin, search),
    )


def pulled(bin: Bin, search: Search, cursor: int, searched: int) -> dict[str, Any]:
    """Return what the list learns from a pull: what changed since `cursor`, and what arrived
    before it but can be found by what is in it only now, after seq `searched`."""
    where = search.query
    reached = searched_to(bin, search)
    changes = queries.changes_since(bin, cursor, where=where)
    found = {} if search.problem else {row.seq: row for row in changes.items}
    if reached > searched and where.inside:
        late = queries.following(bin, after=searched, limit=FAR_BEHIND, where=where)
        found |= {row.seq: row for row in late.items}
        reached = min(reached, late.next or reached)
    bin.counter.refresh_from_db()  # else the totals could be older than the rows
    return {"changes": changes, "rows": rows_of(found.values()), "searched": reached}


def searched_to(bin: Bin, search: Search) -> int:
    """Return the seq up to which a search finds what it asks for."""
    return bin.counter.last_seq - (queries.unsearched(bin) if search.query.inside else 0)


def refused(bin: Bin) -> dict[str, Any] | None:
    """Return how many were refused at the door in the last hour, and why; None for none."""
    found = queries.refused(bin, timezone.now() - REFUSED_WITHIN)
    if not found:
        return None
    reasons = [
        f"{row.count:,} {REASONS.get(row.reason, row.reason)}"
        + (f" ({words.size(row.largest)})" if row.reason == "too_large" and row.largest else "")
        for row in found
    ]
    return {"count": sum(row.count for row in found), "reasons": words.joined(reasons)}


def _page(bin: Bin, search: Search, before: int | None) -> queries.Page:
    if search.problem:
        return queries.Page([], None)
    return queries.newest(bin, before=before, limit=PAGE_ROWS, where=search.query)


def _too_large(bin: Bin, search: Search) -> str:
    count = queries.too_large(bin, search.query)
    if not count:
        return ""
    shown = words.counted(min(count, MAX_COUNTED), "request")
    more = "More than " if count > MAX_COUNTED else ""
    was = "was" if count == 1 else "were"
    return f"{more}{shown} {was} too large to be searched whole (first 64 KB)."


def _has_dropped(bin: Bin, page: queries.Page) -> bool:
    oldest = page.items[-1] if page.items else None
    if oldest is None or oldest.seq <= bin.counter.floor + 1:
        return False
    age = (timezone.now() - oldest.received_at).total_seconds()
    return (
        bin.counter.count >= bin.keep_requests * NEARLY_FULL
        or bin.counter.bytes >= bin.keep_bytes * NEARLY_FULL
        or age >= bin.keep_seconds * NEARLY_FULL
    )
