"""Reading deliveries: newest first, with attempts, and no body that nobody asked for."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from requestbin.bins.models import Bin
from requestbin.forwarding.models import Delivery
from requestbin.forwarding.queries import (
    deliveries_of,
    find_delivery,
    newest_by_request,
    unfinished_seqs,
)
from requestbin.forwarding.replay import replay
from tests.builders import captured, make_bin, store
from tests.forwarding.working import Work, settled
from tests.targets import Target


@pytest.fixture
def made(bin: Bin, work: Work, target: Target) -> list[Delivery]:
    """Give five settled deliveries: of request 1, 2, 1, 2, 3."""
    store(bin, captured(), captured())
    work()
    made = [replay(bin, seq, f"{target.url}{n}") for n, seq in enumerate((1, 2, 1, 2, 3))]
    for each in made:
        settled(each)
    return made


def test_the_newest_come_first(bin: Bin, made: list[Delivery]) -> None:
    assert [each.pk for each in deliveries_of(bin)] == [each.pk for each in reversed(made)]
    assert [each.pk for each in deliveries_of(bin, limit=2)] == [made[4].pk, made[3].pk]
    assert [each.pk for each in deliveries_of(bin, seq=2)] == [made[3].pk, made[1].pk]
    older = deliveries_of(bin, before=find_delivery(bin, made[2].pk))
    assert [each.pk for each in older] == [made[1].pk, made[0].pk]


def test_pages_lose_none_of_those_made_at_one_moment(bin: Bin, made: list[Delivery]) -> None:
    Delivery.objects.update(created_at=made[0].created_at)
    pages = [deliveries_of(bin, limit=2)]
    while pages[-1]:
        pages.append(deliveries_of(bin, before=pages[-1][-1], limit=2))
    seen = [each.pk for page in pages for each in page]
    assert len(seen) == len(set(seen)) == 5


def test_reading_many_takes_two_statements_and_no_body(bin: Bin, made: list[Delivery]) -> None:
    with CaptureQueriesContext(
        connection,
    ) as statements:
        found = deliveries_of(bin)
        assert [each.attempts.all()[0].status for each in found] == [200] * 5
    assert len(statements) == 2
    assert not any('"body"' in each["sql"] for each in statements)
    assert bytes(found[0].attempts.all()[0].body) == b"ok"


def test_the_newest_of_each_request(bin: Bin, made: list[Delivery]) -> None:
    newest = newest_by_request(bin.pk, [1, 2, 3, 4])
    assert {seq: each.pk for seq, each in newest.items()} == {
        1: made[2].pk,
        2: made[3].pk,
        3: made[4].pk,
    }
    assert newest[1].attempts.all()[0].status == 200
    assert newest_by_request(bin.pk, []) == {}
    assert set(newest_by_request(bin.pk, [3])) == {3}


def test_what_is_settled_while_it_is_read_is_read_whole(bin: Bin, made: list[Delivery]) -> None:
    row = Delivery.objects.filter(pk=made[4].pk)
    row.update(state="running")

    def settle(execute: Callable[..., Any], sql: str, *rest: Any) -> Any:
        if "attempt" in sql.partition("FROM")[2] and "UPDATE" not in sql:
            row.update(state="delivered")
        return execute(sql, *rest)

    for read in (
        lambda: find_delivery(bin, made[4].pk),
        lambda: deliveries_of(bin)[0],
        lambda: newest_by_request(bin.pk, [3])[3],
    ):
        row.update(state="running")
        with connection.execute_wrapper(settle):
            found = read()
        assert [attempt.status for attempt in found.attempts.all()] == [200]
        assert found.state == "delivered"


def test_another_bins_deliveries_are_not_found(bin: Bin, made: list[Delivery]) -> None:
    other = make_bin()
    assert deliveries_of(other) == []
    assert newest_by_request(other.pk, [1, 2]) == {}
    with pytest.raises(Delivery.DoesNotExist):
        find_delivery(other, made[0].pk)


def test_what_is_unfinished(bin: Bin, made: list[Delivery]) -> None:
    assert unfinished_seqs(bin.pk) == set()
    Delivery.objects.filter(pk=made[1].pk).update(state="running", due_at=made[1].created_at)
    Delivery.objects.filter(pk=made[4].pk).update(state="pending", due_at=made[1].created_at)
    assert unfinished_seqs(bin.pk) == {2, 3}
