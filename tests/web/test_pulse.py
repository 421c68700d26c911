"""The drawing of arrivals, and filters made from what is there."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from urllib.parse import urlencode

import pytest

from requestbin.bins.queries import Glance
from requestbin.web.pulse import BARS, HEIGHT, WORTH_DRAWING, chips_of, pulse_of
from requestbin.web.search import Search, searched

NOW = datetime(2026, 3, 4, 12, tzinfo=UTC)


def arrivals(count: int, every: timedelta) -> list[datetime]:
    return [NOW - every * (index + 0.5) for index in range(count)]


def glance(path: str = "/", method: str = "POST", **facts: object) -> Glance:
    provider, verdict = (str(facts.get(name, "")) for name in ("provider", "verdict"))
    return Glance(NOW, method, path, provider, verdict, bool(facts.get("starred")))


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


def test_terms_are_what_tells_requests_apart() -> None:
    sample = [glance("/stripe"), glance("/stripe/x"), glance("/a b"), glance("/")]
    chips = {chip.label: chip.query for chip in chips_of(sample, Search())}
    assert chips == {"/stripe": "q=path%3A%2Fstripe%2A", "/a b": "q=path%3A%22%2Fa+b%2A%22"}
    mixed = [*sample, glance("/", "GET"), glance("/", starred=True)]
    labels = [chip.label for chip in chips_of(mixed, Search())]
    assert labels == ["/stripe", "/a b", "POST", "GET", "Starred"]


def test_a_term_goes_into_what_is_typed_and_out_of_it() -> None:
    search = searched("hi method:get path:/gone* -is:starred")
    path, method, starred = chips_of([glance("/", "GET", starred=True)], search)
    assert (path.label, path.on) == ("/gone", True)
    assert path.query == urlencode({"q": "hi method:get -is:starred"})
    assert (method.label, method.on) == ("GET", True)
    assert method.query == urlencode({"q": "hi path:/gone* -is:starred"})
    assert (starred.label, starred.on) == ("Starred", False)
    assert starred.query == urlencode({"q": f"{search.text} is:starred"})
    (on,) = chips_of([], searched("is:starred"))
    assert (on.label, on.query, on.on) == ("Starred", "", True)


def test_what_is_not_as_it_should_be_is_a_chip() -> None:
    words = ("valid", "signature_mismatch", "secret_malformed", "late", "unchecked", "")
    sample = [glance(provider="github", verdict=word) for word in words]
    chips = {chip.label: chip.query for chip in chips_of(sample, Search())}
    assert chips == {"Not genuine": "q=verdict%3Abad", "Genuine, but late": "q=verdict%3Alate"}
    assert chips_of([glance(verdict="valid")], Search()) == []
    labels = [chip.label for chip in chips_of([], searched("verdict:bad verdict:genuine"))]
    assert labels == ["Not genuine", "Genuine"]


def test_providers_are_called_by_their_names() -> None:
    sample = [glance(provider=slug) for slug in ("github", "paypal", "acme")]
    assert [chip.label for chip in chips_of(sample, Search())] == ["GitHub", "PayPal", "Acme"]
