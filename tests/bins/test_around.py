"""Requests on both sides of a moment."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
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
    st.lists(st.booleans(), min_size=1, max_size=40),
    st.integers(-4, 170).map(lambda quarters: quarters / 4),
)
def test_whatever_was_deleted(db: None, kept: list[bool], second: float) -> None:
    bin = make_bin()
    store(bin, *[captured(received_at=at(number), body=b"") for number in range(len(kept))])
    actions.delete_requests(bin, [seq for seq, keep in enumerate(kept, 1) if not keep])
    held = [seq for seq, keep in enumerate(kept, 1) if keep]
    before = [seq for seq in held if seq - 1 <= second]
    after = [seq for seq in held if seq - 1 > second]
    assert sides(bin, second) == [before[-1] if before else None, after[0] if after else None]


def test_what_was_deleted_all_at_once_is_not_there() -> None:
    bin = make_bin()
    store(bin, *[captured(received_at=at(number)) for number in range(5)])
    actions.delete_all(bin)
    assert sides(bin, 3) == [None, None]
    store(bin, captured(received_at=at(9)))
    assert sides(bin, 3) == [None, 6]


def test_it_takes_few_looks() -> None:
    bin = make_bin()
    store(bin, *[captured(received_at=at(number), body=b"") for number in range(1000)])
    with CaptureQueriesContext(connection) as asked:
        assert sides(bin, 700.5) == [701, 702]
    assert len(asked) < 30
