"""What token buckets promise: the rate, the burst, a true waiting time, bounded memory."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from requestbin.buckets import Buckets, bucket_key

RATES = st.floats(0.1, 1000)
BURSTS = st.integers(1, 50)
PAUSES = st.lists(st.floats(0, 10), max_size=60)


def test_the_burst_is_let_through_at_once_and_no_more() -> None:
    buckets = Buckets(rate=2, burst=5)
    assert [buckets.take("a", 100.0) for _ in range(5)] == [0.0] * 5
    assert buckets.take("a", 100.0) == pytest.approx(0.5)


def test_keys_do_not_share() -> None:
    buckets = Buckets(rate=1, burst=1)
    assert buckets.take("a", 0.0) == 0.0
    assert buckets.take("b", 0.0) == 0.0
    assert buckets.take("a", 0.0) > 0


def test_a_rate_of_zero_limits_nothing() -> None:
    buckets = Buckets(rate=0, burst=1)
    assert {buckets.take("a", 0.0) for _ in range(100)} == {0.0}
    assert len(buckets) == 0


@given(RATES, BURSTS, PAUSES)
def test_never_more_than_burst_and_rate_allow(rate: float, burst: int, pauses: list[float]) -> None:
    buckets, now, allowed = Buckets(rate, burst), 0.0, 0
    for pause in pauses:
        now += pause
        allowed += buckets.take("a", now) == 0.0
        assert allowed <= burst + rate * now + 1e-3


@given(RATES, BURSTS, PAUSES)
def test_whoever_waits_as_told_is_let_through(rate: float, burst: int, pauses: list[float]) -> None:
    buckets, now = Buckets(rate, burst), 0.0
    for pause in pauses:
        now += pause
        wait = buckets.take("a", now)
        if wait > 1e-5:
            assert buckets.take("a", now + wait / 2) > 0
            now += wait
            assert buckets.take("a", now) == 0.0


@given(st.lists(st.text(max_size=3)), st.integers(1, 5))
def test_memory_is_bounded(keys: list[str], most: int) -> None:
    buckets = Buckets(rate=1, burst=1, max_keys=most)
    for now, key in enumerate(keys):
        buckets.take(key, float(now))
        assert len(buckets) <= most


def test_the_longest_unused_key_is_forgotten_first() -> None:
    buckets = Buckets(rate=0.001, burst=2, max_keys=2)
    for key in ("old", "busy", "busy", "new"):
        buckets.take(key, 0.0)
    assert buckets.take("busy", 0.0) > 0


@pytest.mark.parametrize(
    ("address", "key"),
    [
        ("192.0.2.1", "192.0.2.1"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("2001:db8:1:2::", "2001:db8:1:2::/64"),
        ("::ffff:192.0.2.1", "192.0.2.1"),
        ("fe80::1%eth0", "fe80::/64"),
        ("", ""),
        ("no:address", "no:address"),
    ],
)
def test_an_address_is_counted_as(address: str, key: str) -> None:
    assert bucket_key(address) == key


@given(st.text())
def test_any_text_is_counted_as_something(text: str) -> None:
    assert isinstance(bucket_key(text), str)
