"""How often one may try, and that one's tries are not another's."""

from __future__ import annotations

from collections.abc import Callable

from requestbin.access import limits
from requestbin.conf import Conf

Mode = Callable[..., Conf]


def tries(take: Callable[[int], float], most: int = 200) -> int:
    """Return how many tries in a row are let through."""
    return next((n for n in range(most) if take(n) > 0), most)


def test_an_address_tries_a_few_passwords() -> None:
    assert tries(lambda n: limits.wait_to_log_in("192.0.2.1", f"user{n}")) == 20
    assert limits.wait_to_log_in("192.0.2.2", "ana") == 0


def test_a_v6_network_counts_as_one() -> None:
    assert tries(lambda n: limits.wait_to_log_in(f"2001:db8::{n:x}", f"user{n}")) == 20
    assert limits.wait_to_log_in("2001:db8:0:1::1", "ana") == 0


def test_a_name_is_tried_from_many_addresses_only_so_often() -> None:
    assert tries(lambda n: limits.wait_to_log_in(f"192.0.2.{n}", "Ana")) == 50
    assert limits.wait_to_log_in("198.51.100.1", "ana") > 0
    assert limits.wait_to_log_in("198.51.100.1", "ben") == 0


def test_bins_are_limited_in_public_mode_alone(mode: Mode) -> None:
    mode("public")
    assert tries(lambda _: limits.wait_to_create("192.0.2.1")) == 20
    assert limits.wait_to_create("192.0.2.2") == 0
    for name in ("local", "team"):
        mode(name)
        assert limits.wait_to_create("192.0.2.1") == 0


def test_a_long_name_is_not_kept_whole() -> None:
    limits.wait_to_log_in("192.0.2.1", "x" * 1_000_000)
    assert max(map(len, limits.LOGINS_BY_NAME._full_at)) == limits.MAX_NAME
