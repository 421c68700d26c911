"""When a delivery is tried again: hours of waiting, tested without any."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from requestbin.forwarding import backoff
from requestbin.forwarding.backoff import next_try, seconds_asked

NOW = datetime(2026, 3, 4, 5, 6, 7, tzinfo=UTC)


class Most(Random):
    """The longest wait that jitter allows."""

    def uniform(self, a: float, b: float) -> float:
        return b


@pytest.mark.parametrize(
    ("tries", "seconds"), [(1, 5), (2, 10), (3, 20), (8, 640), (10, 2560), (11, 3600), (5000, 3600)]
)
def test_the_longest_wait_doubles_up_to_the_cap(tries: int, seconds: float) -> None:
    assert backoff.jitter(tries, Most()) == seconds


def test_jitter_is_full() -> None:
    rng = Random(1)
    waits = [backoff.jitter(4, rng) for _ in range(2000)]
    assert min(waits) < 1
    assert max(waits) > 39
    assert 19 < sum(waits) / len(waits) < 21


def test_it_gives_up_after_the_last_try() -> None:
    assert next_try(7, 8, status=500, now=NOW, rng=Random(1)) is not None
    assert next_try(8, 8, status=500, now=NOW, rng=Random(1)) is None
    assert next_try(1, 1, status=500, now=NOW, rng=Random(1)) is None


@pytest.mark.parametrize("code", sorted(backoff.HOPELESS))
def test_what_no_try_can_mend_is_not_tried_again(code: str) -> None:
    assert next_try(1, 8, code=code, now=NOW, rng=Random(1)) is None


@pytest.mark.parametrize("code", ["refused", "no_answer", "closed", "name_server", "untrusted"])
def test_what_may_pass_is_tried_again(code: str) -> None:
    assert next_try(1, 8, code=code, now=NOW, rng=Random(1)) is not None


@pytest.mark.parametrize("status", [301, 400, 404, 408, 425, 429, 500, 502, 503])
def test_every_answer_but_success_and_gone_is_tried_again(status: int) -> None:
    assert next_try(1, 8, status=status, now=NOW, rng=Random(1)) is not None
    assert next_try(1, 8, status=410, now=NOW, rng=Random(1)) is None


@pytest.mark.parametrize(
    ("value", "seconds"),
    [
        ("120", 120),
        ("0", 0),
        (" 7 ", 7),
        ("Wed, 04 Mar 2026 05:07:07 GMT", 60),
        ("Wednesday, 04-Mar-26 05:07:07 GMT", 60),
        ("Wed Mar  4 05:07:07 2026", 60),
        ("Wed, 04 Mar 2026 05:00:00 GMT", 0),
        ("Wed, 04 Mar 2026 06:06:07 +0100", 0),
    ],
)
def test_retry_after_is_read_in_every_form(value: str, seconds: float) -> None:
    assert seconds_asked(value, NOW) == seconds


@pytest.mark.parametrize("value", ["", "soon", "-5", "1.5", "٣", "99 Foo 9999", "Wed, 99 Mar 2026"])
def test_what_says_nothing_asks_for_nothing(value: str) -> None:
    assert seconds_asked(value, NOW) is None


@given(st.text(max_size=60))
def test_any_retry_after_is_survived(value: str) -> None:
    due = next_try(1, 2, status=503, retry_after=value, now=NOW, rng=Random(1))
    assert due is not None
    assert NOW <= due <= NOW + timedelta(days=1)


def test_a_target_that_asks_for_patience_gets_it() -> None:
    due = next_try(1, 8, status=429, retry_after="600", now=NOW, rng=Random(1))
    assert due == NOW + timedelta(seconds=600)


def test_patience_is_bounded_and_jitter_stays_where_less_was_asked() -> None:
    far = next_try(1, 8, status=503, retry_after="99999999999", now=NOW, rng=Random(1))
    assert far == NOW + timedelta(days=1)
    soon = next_try(9, 10, status=503, retry_after="1", now=NOW, rng=Most())
    assert soon == NOW + timedelta(seconds=1280)
