"""What is sent is what a check says it sends."""

from __future__ import annotations

import gzip
from unittest.mock import patch

import pytest

from requestbin.bins.probe import errands
from requestbin.egress import as_sent
from requestbin.http import Request


@pytest.mark.parametrize(
    "errand",
    [errands.HELLO, errands.HEADS, errands.EXPECT, errands.LONG_HEAD, errands.LONG_TARGET,
     errands.ZIPPED, errands.CHUNKED, errands.CLAIMED_ADDRESS, errands.odd(100),
     *errands.ODD_HEADS.values(), *errands.TARGETS.values(), *errands.METHODS.values()],
)  # fmt: skip
def test_every_errand_can_be_sent_and_says_who_it_is(errand: errands.Errand) -> None:
    url = f"https://hooks.example.com/in/key{errand.rest}"
    sent = as_sent(Request(errand.method, url, errand.headers, errand.body), errand.hop)
    assert b"requestbin-probe" in (sent.headers.get("User-Agent") or b"")


def test_no_body_is_larger_than_this_instance_takes() -> None:
    assert len(errands.odd(100).body) == len(errands.random_body(100).body) == 100
    assert len(errands.odd(10**9).body) == errands.BODY_BYTES


def test_the_compressed_body_is_one() -> None:
    assert gzip.decompress(errands.ZIPPED.body) == errands.PLAIN


def test_the_accept_of_a_handshake_is_that_of_the_standard() -> None:
    nonce = b"the sample nonce"  # RFC 6455 section 1.3
    with patch("secrets.token_bytes", return_value=nonce):
        wish, accept = errands.upgrade("https://hooks.example.com")
    assert wish.headers.get("Sec-WebSocket-Key") == b"dGhlIHNhbXBsZSBub25jZQ=="
    assert accept == b"s3pPLMBiTxaQ9kYGzzhZRbK+xOo="
