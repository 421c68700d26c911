"""Whose address is believed behind proxies."""

from __future__ import annotations

import ipaddress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from requestbin import proxies

PEER = "10.0.0.9"
FOR, PROTO = b"X-Forwarded-For", b"X-Forwarded-Proto"


@pytest.mark.parametrize(
    ("trusted", "lines", "address"),
    [
        (0, [b"203.0.113.7"], PEER),
        (1, [], PEER),
        (1, [b""], PEER),
        (1, [b" , "], PEER),
        (1, [b"203.0.113.7"], "203.0.113.7"),
        (1, [b"127.0.0.1, 203.0.113.7"], "203.0.113.7"),
        (1, [b"127.0.0.1", b"203.0.113.7"], "203.0.113.7"),
        (2, [b"127.0.0.1, 203.0.113.7, 10.0.0.1"], "203.0.113.7"),
        (2, [b"127.0.0.1, 203.0.113.7", b"10.0.0.1"], "203.0.113.7"),
        (2, [b"203.0.113.7"], "203.0.113.7"),
        (1, [b"unknown"], PEER),
        (1, [b"<script>"], PEER),
        (1, [b"203.0.113.7:4711"], "203.0.113.7"),
        (1, [b"[2001:db8::1]:4711"], "2001:db8::1"),
        (1, [b"[2001:db8::1"], "2001:db8::1"),
        (1, [b"2001:DB8:0::1"], "2001:db8::1"),
        (1, [b"::ffff:203.0.113.7"], "203.0.113.7"),
        (1, [b"0203.0.113.7"], PEER),
    ],
)
def test_the_address_is_the_one_that_the_outermost_trusted_proxy_wrote(
    trusted: int, lines: list[bytes], address: str
) -> None:
    pairs = [(FOR, line) for line in lines]
    assert proxies.resolve(PEER, "http", pairs, trusted) == (address, "http")


@pytest.mark.parametrize(
    ("trusted", "lines", "scheme"),
    [
        (0, [b"https"], "http"),
        (1, [b"https"], "https"),
        (1, [b"HTTPS"], "https"),
        (1, [b"wss"], "https"),
        (1, [b"https, http"], "http"),
        (1, [b"https", b"http"], "http"),
        (2, [b"https, http"], "https"),
        (2, [b"https"], "https"),
        (1, [b"javascript"], "http"),
    ],
)
def test_the_scheme_is_counted_like_the_address(
    trusted: int, lines: list[bytes], scheme: str
) -> None:
    pairs = [(PROTO, line) for line in lines]
    assert proxies.resolve(PEER, "http", pairs, trusted) == (PEER, scheme)


def test_names_count_in_any_letter_case() -> None:
    pairs = [(b"x-fOrWaRdEd-FoR", b"203.0.113.7"), (b"X-FORWARDED-PROTO", b"https")]
    assert proxies.resolve(PEER, "http", pairs, 1) == ("203.0.113.7", "https")


def test_a_peer_that_speaks_ipv4_inside_ipv6_is_shown_as_ipv4() -> None:
    assert proxies.resolve("::ffff:192.0.2.1", "http", [], 0)[0] == "192.0.2.1"


def test_a_socket_file_has_no_address() -> None:
    assert proxies.resolve("", "http", [(FOR, b"junk")], 1) == ("", "http")


LINES = st.lists(
    st.tuples(st.sampled_from([FOR, PROTO, b"x-forwarded-for", b"Other"]), st.binary()), max_size=6
)


@given(LINES, st.integers(-1, 4))
def test_any_bytes_give_an_address_and_a_scheme(
    pairs: list[tuple[bytes, bytes]], trusted: int
) -> None:
    address, scheme = proxies.resolve(PEER, "http", pairs, trusted)
    assert ipaddress.ip_address(address)
    assert scheme in ("http", "https")


@given(st.lists(st.ip_addresses().map(str), max_size=5), st.ip_addresses(v=4), st.integers(0, 3))
def test_nothing_that_the_sender_writes_changes_what_the_proxies_saw(
    forged: list[str], sender: ipaddress.IPv4Address, inner: int
) -> None:
    seen = [str(sender)] + ["10.0.0.1"] * inner
    pairs = [(FOR, line.encode()) for line in [*forged, *seen]]
    assert proxies.resolve(PEER, "http", pairs, inner + 1)[0] == str(sender)
