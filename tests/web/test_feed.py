"""Pages of the list."""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone

from requestbin.bins import actions, queries
from requestbin.bins.models import Bin, CapturedRequest, Refusal
from requestbin.web.feed import PAGE_ROWS, feed_of, refused
from requestbin.web.search import Search, searched
from tests.builders import captured, store

NOTHING = Search()


def filled(bin: Bin, count: int) -> Bin:
    store(bin, *[captured(body=b"", received_at=timezone.now()) for _ in range(count)])
    return queries.Bin.objects.select_related("counter").get(pk=bin.pk)


def test_the_newest_page_and_the_next(bin: Bin) -> None:
    bin = filled(bin, PAGE_ROWS + 20)
    first = feed_of(bin, NOTHING)
    assert [row.seq for row in first.rows] == list(range(120, 20, -1))
    assert (first.older, first.cursor, first.detached) == (21, 120, False)
    second = feed_of(bin, NOTHING, before=first.older)
    assert [row.seq for row in second.rows] == list(range(20, 0, -1))
    assert (second.older, second.detached) == (None, True)


def test_a_page_around_a_request(bin: Bin) -> None:
    bin = filled(bin, 3 * PAGE_ROWS)
    assert not feed_of(bin, NOTHING, around=290).detached
    around = feed_of(bin, NOTHING, around=50)
    assert 50 in [row.seq for row in around.rows]
    assert around.rows[0].seq > 50
    assert around.detached


def test_what_retention_dropped_is_said_and_what_people_deleted_is_not(bin: Bin) -> None:
    bin = filled(bin, 20)
    assert not feed_of(bin, NOTHING).dropped
    actions.delete_requests(bin, [1, 2, 3])
    assert not feed_of(bin, NOTHING).dropped
    actions.update(bin, keep_requests=17)
    assert feed_of(bin, NOTHING).dropped
    assert not feed_of(bin, searched("method:POST")).dropped


def test_age_counts_too(bin: Bin) -> None:
    bin = filled(bin, 3)
    actions.delete_requests(bin, [1])
    CapturedRequest.objects.update(received_at=timezone.now() - timedelta(days=29))
    assert feed_of(bin, NOTHING).dropped


def test_what_was_refused_is_counted_with_its_reasons(bin: Bin) -> None:
    assert refused(bin) is None
    now = timezone.now()
    for reason, count, largest, minute in (
        ("too_large", 2, 14_890_000, now),
        ("too_many", 1, 0, now),
        ("unavailable", 7, 0, now - timedelta(hours=2)),
    ):
        Refusal.objects.create(bin=bin, minute=minute, reason=reason, count=count, largest=largest)
    assert refused(bin) == {"count": 3, "reasons": "2 too large (14.2 MB) and 1 too fast"}
