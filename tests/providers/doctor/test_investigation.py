"""What an unknown sender signs is worked out, as a row that verifies it."""

from __future__ import annotations

import base64
import hashlib
import hmac

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from requestbin.http import Headers, Request
from requestbin.providers import verify
from requestbin.providers.doctor import investigate, looks_signed
from tests.providers.doctor.cases import cases
from tests.strategies import bodies, pairs

BODY = b'{"order":7,"name":"Zo\xc3\xab"}'
URL = "https://hooks.example.com/in/abc/x?y=1"
SECRET = "c2VjcmV0IG9mIHRoZSB0ZXN0cw=="
ID, TIME = "8f1c6a", "1760000000"


def _hmac(message: bytes, method: str = "sha256", key: bytes = SECRET.encode()) -> bytes:
    return hmac.new(key, message, method).digest()


def _64(raw: bytes) -> str:
    return base64.b64encode(raw).decode()


KEY = base64.b64decode(SECRET)
T, U, B = TIME.encode(), URL.encode(), BODY
SENT: tuple[tuple[str, str], ...] = (
    (_hmac(B).hex(), "{body}"),
    (_hmac(B).hex().upper(), "{body}"),
    ("sha1=" + _hmac(B, "sha1").hex(), "{body}"),
    ("sha512=" + _hmac(B, "sha512").hex(), "{body}"),
    (_64(_hmac(B)), "{body}"),
    (_64(_hmac(B, key=KEY)), "{body}"),
    (_hmac(T + b"." + B).hex(), "{timestamp}.{body}"),
    (_hmac(T + B).hex(), "{timestamp}{body}"),
    ("v0=" + _hmac(b"v0:" + T + b":" + B).hex(), "v0:{timestamp}:{body}"),
    (f"t={TIME},v1=" + _hmac(T + b"." + B).hex(), "{timestamp}.{body}"),
    (f"t={TIME}, s=" + _64(_hmac(T + b"." + B)), "{timestamp}.{body}"),
    (f"ts={TIME};h1=" + _hmac(T + b":" + B).hex(), "{timestamp}:{body}"),
    (_64(_hmac(U + B, "sha1")), "{url}{body}"),
    (_hmac(b"POST" + U + B).hex(), "{method}{url}{body}"),
    ("v1," + _64(_hmac(ID.encode() + b"." + T + b"." + B, key=KEY)), "{id}.{timestamp}.{body}"),
    (hashlib.sha256(SECRET.encode() + B).hexdigest(), "{secret}{body}"),
    (hashlib.md5(B + SECRET.encode()).hexdigest(), "{body}{secret}"),
)


def _request(value: str) -> Request:
    headers = [
        ("Content-Type", "application/json"),
        ("X-Acme-Signature", value),
        ("X-Acme-Timestamp", TIME),
        ("X-Acme-Delivery-Id", ID),
    ]
    return Request("POST", URL, Headers(headers), BODY)


@pytest.mark.parametrize(("value", "signed"), SENT, ids=lambda each: each[:24])
def test_a_scheme_is_worked_out(value: str, signed: str) -> None:
    request = _request(value)
    found = investigate(request, None, SECRET)
    assert found is not None
    assert found.provider.schemes[0].signed == signed  # type: ignore[attr-defined]
    assert verify(request, found.provider, SECRET, now=float(TIME)).valid
    assert not verify(request, found.provider, "another", now=float(TIME)).authentic
    assert investigate(request, "X-Acme-Signature", SECRET) is not None


def test_a_wrong_secret_finds_nothing() -> None:
    request = _request(SENT[0][0])
    assert investigate(request, None, "another") is None
    assert investigate(request, "X-Other", SECRET) is None


def test_it_says_how_a_header_looks() -> None:
    found = looks_signed(_request(SENT[0][0]))
    assert found[0].guess == "`X-Acme-Signature` has 64 hex digits, like HMAC-SHA256."
    assert [each.header for each in found] == ["X-Acme-Signature"]


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("X-Request-Id", "0123456789abcdef0123456789abcdef"),
        ("ETag", "d41d8cd98f00b204e9800998ecf8427e"),
        ("traceparent", "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01"),
        ("X-Commit", "d41d8cd98f00b204e9800998ecf8427ed41d8cd9"),
        ("User-Agent", "curl/8.0"),
    ],
)
def test_ids_and_hashes_of_other_kinds_are_no_signatures(name: str, value: str) -> None:
    assert looks_signed(Request("POST", URL, Headers([(name, value)]), BODY)) == []


def test_most_known_schemes_would_be_worked_out() -> None:
    """What the table knows stands for what it does not."""
    plain = [case for case in cases() if case.scheme.title.startswith("HMAC") and case.json]
    found = [
        case
        for case in plain
        if isinstance(case.secret, str) and investigate(case.request, None, case.secret)
    ]
    assert len(found) >= 0.9 * len(plain)


@settings(max_examples=50, deadline=None)
@given(pairs, bodies, st.text(max_size=30), st.text(max_size=40), st.sampled_from(SENT))
def test_nothing_makes_it_raise(headers, body, secret, url, sent) -> None:  # type: ignore[no-untyped-def]
    more = [*headers, (b"X-Signature", sent[0].encode())]
    request = Request("POST", url, Headers(more), body)
    investigate(request, None, secret)
    investigate(request, "x-signature", {"a": secret})
