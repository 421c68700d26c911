"""Retries: each knows which try it is, and how long after the first."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from requestbin.bins import actions, tries
from requestbin.bins.models import Bin, CapturedRequest
from requestbin.transactions import writing
from tests.builders import MOMENT, captured, make_bin, store

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def bin() -> Bin:
    return make_bin()


def named(bin: Bin, *event_ids: str | None, target: str = "/in/key", **more: Any) -> list[int]:
    """Store as many requests and name them; return which try each is, of all in the bin."""
    rows = store(bin, *(captured(target=target, **more) for _ in event_ids))
    first = rows[0].seq
    with writing():
        tries.name(bin.pk, [(first + at, "paid", each) for at, each in enumerate(event_ids)])
    stored = CapturedRequest.objects.filter(bin_id=bin.pk).order_by("seq")
    return list(stored.values_list("attempt", flat=True))


def test_tries_are_counted_by_event_in_the_order_of_arrival(bin: Bin) -> None:
    assert named(bin, "evt_a", "evt_b", "evt_a", None, None) == [1, 1, 2, 1, 1]
    assert named(bin, "evt_a", "evt_b") == [1, 1, 2, 1, 1, 3, 2]


def test_the_events_of_another_bin_are_others(bin: Bin) -> None:
    named(make_bin(), "evt_a")
    assert named(bin, "evt_a") == [1]


def test_another_path_or_an_earlier_arrival_is_no_retry(bin: Bin) -> None:
    named(bin, "evt_a", target="/in/key/one")
    assert named(bin, "evt_a", target="/in/key/two") == [1, 1]
    early = MOMENT - timedelta(days=4)
    assert named(bin, "evt_a", target="/in/key/one", received_at=early) == [1, 1, 1]
    old = CapturedRequest.objects.get(bin_id=bin.pk, seq=3)
    assert tries.tries_of(old) is None
    assert named(bin, "evt_a", target="/in/key/one") == [1, 1, 1, 2]


def test_another_type_of_event_is_no_retry(bin: Bin) -> None:
    named(bin, "evt_a")
    (row,) = store(bin, captured())
    with writing():
        tries.name(bin.pk, [(row.seq, "refunded", "evt_a")])
    assert CapturedRequest.objects.get(bin_id=bin.pk, seq=row.seq).attempt == 1


def test_a_retry_tells_of_the_first_that_is_kept(bin: Bin) -> None:
    named(bin, "evt_a", "evt_b", "evt_a", "evt_a")
    rows = CapturedRequest.objects.filter(bin_id=bin.pk)
    early = rows.get(seq=4).received_at - timedelta(minutes=64)
    rows.filter(seq=1).update(received_at=early)
    told = tries.tries_of(rows.get(seq=4))
    assert told == tries.Tries(3, 1, timedelta(minutes=64), is_first_kept=True)
    again = tries.tries_of(rows.get(seq=1))
    assert again == tries.Tries(1, 1, timedelta(), is_first_kept=True)
    assert tries.tries_of(rows.get(seq=2)) is None
    actions.delete_requests(bin, [1])
    gone = tries.tries_of(rows.get(seq=4))
    assert gone
    assert (gone.attempt, gone.first, gone.is_first_kept) == (3, 3, False)


def test_a_try_is_found_by_its_index(bin: Bin) -> None:
    named(bin, "evt_a", "evt_a")
    row = CapturedRequest.objects.get(bin_id=bin.pk, seq=2)
    with CaptureQueriesContext(connection) as asked:
        tries.tries_of(row)
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SET LOCAL enable_seqscan = off")
        explain = "EXPLAIN QUERY PLAN " if connection.vendor == "sqlite" else "EXPLAIN "
        cursor.execute(explain + asked[0]["sql"])
        assert "request_by_event" in str(cursor.fetchall())
