"""Moments as people write them."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from requestbin.inspection.query import Clock, QueryError

NEW_YORK = Clock(datetime(2026, 11, 24, 2, 30, 15, tzinfo=UTC), ZoneInfo("America/New_York"))


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("2026-11-20", "2026-11-20T05:00:00+00:00"),
        ("2026-07-20", "2026-07-20T04:00:00+00:00"),
        ("2026-11-20T10:30", "2026-11-20T15:30:00+00:00"),
        ("2026-11-20 10:30:05.25", "2026-11-20T15:30:05.250000+00:00"),
        ("2026-11-20t10:30z", "2026-11-20T10:30:00+00:00"),
        ("2026-11-20T10:30+0530", "2026-11-20T05:00:00+00:00"),
        ("90s", "2026-11-24T02:28:45+00:00"),
        ("15m", "2026-11-24T02:15:15+00:00"),
        ("3d", "2026-11-21T02:30:15+00:00"),
        ("1w", "2026-11-17T02:30:15+00:00"),
        ("today", "2026-11-23T05:00:00+00:00"),
        ("Yesterday", "2026-11-22T05:00:00+00:00"),
        ("21:30", "2026-11-24T02:30:00+00:00"),
        ("21:30:16", "2026-11-23T02:30:16+00:00"),
        ("9:05", "2026-11-23T14:05:00+00:00"),
    ],
)
def test_names_a_moment(text: str, moment: str) -> None:
    assert NEW_YORK.moment(text).isoformat() == moment


@pytest.mark.parametrize(
    "text",
    ["", "24:00", "2026-02-30", "2026-W47-1", "20261120", "1y", "٢h", "0001-01-01", "999999999w",
     "9999-12-31T23:59-23:00", "2026-11-20T10:30+99:00", "tomorrow"],
)  # fmt: skip
def test_or_is_refused(text: str) -> None:
    clock = Clock(NEW_YORK.now, ZoneInfo("Asia/Tokyo"))
    with pytest.raises(QueryError):
        clock.moment(text)
