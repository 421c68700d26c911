"""The drawing of arrivals, and filters made from what is there."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from requestbin.bins.queries import Glance
from requestbin.bins.search import Filter
from requestbin.web.pulse import BARS, HEIGHT, WORTH_DRAWING, chips_of, pulse_of

NOW = datetime(2026, 3, 4, 12, tzinfo=UTC)


def arrivals(count: int, every: timedelta) -> list[datetime]:
    return [NOW - every * (index + 0.5) for index in range(count)]


def glance(path: str = "/", method: str = "POST", **facts: object) -> Glance:
    return Glance(NOW, method, path, str(facts.get("provider", "")), bool(facts.get("starred")))


def test_few_arrivals_are_not_drawn() -> None:
    few = arrivals(WORTH_DRAWING - 1, timedelta(seconds=1))
    assert pulse_of(few, NOW, all_of_them=True) is None


@pytest.mark.parametrize(
    ("every", "span"),
    [
        (timedelta(seconds=1), "10 minutes"),
        (timedelta(minutes=1), "hour"),
        (timedelta(minutes=20), "day"),
        (timedelta(hours=12), "30 days"),
    ],
)
def test_the_span_is_the_least_that_says_something(every: timedelta, span: str) -> None:
    pulse = pulse_of(arrivals(60, every), NOW, all_of_them=True)
    assert pulse
    assert pulse.span == span


def test_a_sample_is_not_drawn_further_than_it_goes() -> None:
    pulse = pulse_of(arrivals(1000, timedelta(milliseconds=30)), NOW, all_of_them=False)
    assert pulse
    assert pulse.span == "30 seconds"
    assert len(pulse.bars) == BARS
    assert all(bar.height > HEIGHT / 2 for bar in pulse.bars)


def test_arrivals_of_long_ago_are_not_drawn() -> None:
    old = [moment - timedelta(days=90) for moment in arrivals(60, timedelta(seconds=1))]
    assert pulse_of(old, NOW, all_of_them=True) is None


def test_filters_are_what_tells_requests_apart() -> None:
    sample = [glance("/stripe"), glance("/stripe/x"), glance("/github"), glance("/")]
    chips = {chip.label: chip.query for chip in chips_of(sample, Filter())}
    assert chips == {"/stripe": "path=%2Fstripe%2A", "/github": "path=%2Fgithub%2A"}
    mixed = [*sample, glance("/", "GET"), glance("/", starred=True)]
    labels = [chip.label for chip in chips_of(mixed, Filter())]
    assert labels == ["/stripe", "/github", "POST", "GET", "Starred"]


def test_a_filter_that_is_on_goes_first_and_can_be_taken_away() -> None:
    where = Filter(text="hi", method="GET", path="/gone*")
    text, path, method = chips_of([glance("/", "GET")], where)
    assert (text.label, text.query, text.on) == ("“hi”", "method=GET&path=%2Fgone%2A", True)
    assert (path.label, path.query, path.on) == ("/gone", "q=hi&method=GET", True)
    assert (method.label, method.query, method.on) == ("GET", "q=hi&path=%2Fgone%2A", True)
