"""Requests on both sides of a moment, in whatever order they were stored."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from requestbin.bins import actions
from requestbin.bins.around import around
from requestbin.bins.models import Bin
from tests.builders import MOMENT, captured, make_bin, store

pytestmark = pytest.mark.django_db


def at(second: float) -> datetime:
    return MOMENT + timedelta(seconds=second)


def sides(bin: Bin, second: float) -> list[int | None]:
    return [each and each.seq for each in around(bin, at(second))]


@settings(max_examples=20, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    st.lists(st.tuples(st.integers(0, 40), st.booleans()), min_size=1, max_size=40),
    st.integers(-4, 170).map(lambda quarters: quarters / 4),
)
def test_whatever_order_they_came_in_and_was_deleted(
    db: None, came: list[tuple[int, bool]], second: float
) -> None:
    bin = make_bin()
    store(bin, *[captured(received_at=at(when), body=b"") for when, _ in came])
    actions.delete_requests(bin, [seq for seq, (_, keep) in enumerate(came, 1) if not keep])
    held = sorted((when, seq) for seq, (when, keep) in enumerate(came, 1) if keep)
    before = [seq for when, seq in held if when <= second]
    after = [seq for when, seq in held if when > second]
    assert sides(bin, second) == [before[-1] if before else None, after[0] if after else None]


def test_older_ones_that_were_imported_later() -> None:
    bin = make_bin()
    store(bin, *[captured(received_at=at(number)) for number in range(100, 110)])
    store(bin, *[captured(received_at=at(number)) for number in range(10)])
    assert sides(bin, 4.5) == [15, 16]
    assert sides(bin, 50) == [20, 1]
    assert sides(bin, 104.5) == [5, 6]
    assert sides(bin, 200) == [10, None]
    assert sides(bin, -1) == [None, 11]


def test_what_was_deleted_all_at_once_is_not_there() -> None:
    bin = make_bin()
    store(bin, *[captured(received_at=at(number)) for number in range(5)])
    actions.delete_all(bin)
    assert sides(bin, 3) == [None, None]
    store(bin, captured(received_at=at(9)))
    assert sides(bin, 3) == [None, 6]
