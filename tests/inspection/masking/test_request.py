"""Nothing that is secret by its name is left anywhere, no bytes make it fail, twice is once."""

from __future__ import annotations

import gzip
import time
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from requestbin.http import Captured, Headers
from requestbin.inspection.masking import MASK, mask
from requestbin.inspection.masking.request import LEFT_OVER, TOO_MANY
from tests.builders import captured
from tests.inspection.masking.planting import EXTRA, KEY, KINDS, octets_of, readings, requests
from tests.inspection.masking.soup import soup, types

SLOW = [HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much]
JSON = ("Content-Type", "application/json")


@pytest.mark.parametrize("kind", KINDS)
@settings(max_examples=40, deadline=None, suppress_health_check=SLOW)
@given(data=st.data())
def test_nothing_planted_is_left_in_any_spelling(kind: str, data: st.DataObject) -> None:
    request, planted = data.draw(requests(kind, EXTRA))
    as_sent = replace(request)
    shown = mask(request, key=KEY, secrets=frozenset(EXTRA)).captured
    for reading in readings(octets_of(shown)):
        assert not [secret for secret in planted if secret in reading]
    assert mask(shown, key=KEY, secrets=frozenset(EXTRA)).captured == shown
    assert request == as_sent


NAMES = st.sampled_from([b"Authorization", b"Cookie", b"Set-Cookie", b"X-Api-Key", b"Referer"])
ANY_HEADERS = st.lists(st.tuples(NAMES | st.binary(max_size=6), soup()), max_size=4)


@settings(max_examples=100, deadline=None, suppress_health_check=SLOW)
@given(soup(), ANY_HEADERS, types(), soup(), soup())
def test_no_bytes_make_it_fail_and_twice_is_once(
    target: bytes, headers: list[tuple[bytes, bytes]], kind: bytes, coding: bytes, body: bytes
) -> None:
    given_headers = [(b"Content-Type", kind), (b"Content-Encoding", coding), *headers]
    request = captured(target=b"/in/key/" + target, headers=given_headers, body=body)
    shown = mask(request, key=KEY).captured
    assert mask(shown, key=KEY).captured == shown


def test_a_request_with_everything() -> None:
    request = captured(
        target=f"/in/{KEY}/hook?token=abcd1234&sig=5f2a",
        headers=[
            ("Authorization", "Bearer sk_test_abcdef123456"),
            ("Cookie", "theme=dark; sid=abcdefghijkl"),
            JSON,
            ("X-Hub-Signature-256", "sha256=0f1e"),
            ("Referer", f"https://example.com/in/{KEY}/"),
            ("X-Echo", "abcdefghijkl, that is"),
        ],
        body=b'{"amount": 1.10,\n "p\\u0061ssword": "hunter2",  "note": "hunter2!", "a":1,"a":2}',
    )
    masked = mask(request, key=KEY)
    assert masked.captured.target == b"/in/(masked)/hook?token=(masked)&sig=5f2a"
    assert masked.captured.headers.as_text() == [
        ["Authorization", "Bearer (masked)"],
        ["Cookie", "theme=(masked); sid=(masked)"],
        ["Content-Type", "application/json"],
        ["X-Hub-Signature-256", "sha256=0f1e"],
        ["Referer", "https://example.com/in/(masked)/"],
        ["X-Echo", "(masked), that is"],
    ]
    assert masked.captured.body == (
        b'{"amount": 1.10,\n "p\\u0061ssword": "(masked)",  "note": "(masked)!", "a":1,"a":2}'
    )
    assert masked.told == (
        "1 header value, 2 cookies, 1 query value, 1 JSON value, 2 repeated values"
        " and the capture key"
    )


def test_a_request_without_secrets_stays_byte_for_byte() -> None:
    body = b'\xef\xbb\xbf {"a":[1.10,"\\/", "caf\xe9"] ,"type":"invoice.paid"}\r\n'
    request = captured(target="/in/x/%2fa?b=%20&c", headers=[JSON, ("Date", "today")], body=body)
    assert mask(request) == type(mask(request))(request, "")


def test_the_head_fits_the_masked_body() -> None:
    body = gzip.compress(b'{"password": "hunter2-hunter2"}')
    headers = [
        JSON,
        ("content-length", str(len(body))),
        ("Content-Encoding", "gzip"),
        ("Content-MD5", "Q2hlY2sgSW50ZWdyaXR5IQ=="),
        ("Content-Digest", "sha-256=:abc:"),
        ("X-Amz-Content-Sha256", "e3b0c442"),
    ]
    masked = mask(captured(headers=headers, body=body))
    assert masked.encoding == "gzip"
    assert masked.captured.body == b'{"password": "(masked)"}'
    assert masked.captured.headers.as_text() == [
        ["Content-Type", "application/json"],
        ["content-length", "24"],
        ["Content-MD5", MASK],
        ["Content-Digest", MASK],
        ["X-Amz-Content-Sha256", MASK],
    ]


def test_a_body_where_a_secret_cannot_be_taken_out_is_withheld() -> None:
    """The password is what stands between two members of the object."""
    masked = mask(captured(headers=[JSON, ("X-Password", '"b","c"')], body='{"a":"b","c":1}'))
    assert (masked.captured.body, masked.withheld) == (b"", LEFT_OVER)


def test_what_cannot_be_taken_out_of_the_head_goes_whole() -> None:
    request = captured(
        method="hunter2-x",
        target="/in/k",
        headers=[("X-Password", "hunter2-x"), ("hunter2-x", "1")],
    )
    shown = mask(replace(request, body=b"")).captured
    assert (shown.method, shown.headers.as_text()) == (
        MASK,
        [["X-Password", MASK], ["Masked", "1"]],
    )


def test_more_secrets_than_can_be_looked_for() -> None:
    members = ",".join(
        f'{{"token":"{number:09d}abc","text":"{"x" * 90}"}}' for number in range(3000)
    )
    masked = mask(captured(headers=[JSON, ("X-Echo", "000000007abc")], body=f"[{members}]"))
    assert (masked.captured.body, masked.withheld) == (b"", TOO_MANY)
    assert masked.captured.headers.text("X-Echo") == MASK
    assert masked.told == "1 repeated value"


HOSTILE = (
    "%25", "eyJ", "eyJaaaaaaaa.", "a://b?c=", "[", '{"a":', "<a>", "&", "=", "a=&", "token=", "4-",
    "token: ", 'token="', "4", "://@", "QUFB", "bearer ", " ", "PRIVATE KEY-----", "--b\r\n", "%41",
    "<![CDATA[", "<!--", "&#x41;", ' a="b"', "4242424242424242 ", "--b\r\n\r\na\r\n", "\\u0070",
)  # fmt: skip
SHAPES = (
    ("application/json", '{{"a":"{}"}}'),
    ("application/x-www-form-urlencoded", "a={}"),
    ("text/xml", "<a>{}</a>"),
    ("multipart/form-data; boundary=b", "--b\r\n{}"),
    ("application/json", "{}"),
)


@pytest.mark.parametrize(("kind", "shape"), SHAPES)
def test_no_body_takes_long(kind: str, shape: str) -> None:
    for piece in HOSTILE:
        body = shape.format(
            (piece * 120_000)[:120_000].replace('"', '\\"' if "json" in kind else '"')
        )
        start = time.process_time()
        mask(captured(headers=[("Content-Type", kind)], body=body), key=KEY)
        assert time.process_time() - start < 2.5, piece  # 0.3 s; quadratic ones took minutes


def test_no_head_takes_long() -> None:
    cookies = "; ".join(f"a{number}={number:09d}x" for number in range(3000))
    headers = [("Cookie", cookies), *((f"X-{number}", "1") for number in range(100))]
    start = time.process_time()
    shown = mask(captured(headers=headers)).captured
    assert time.process_time() - start < 2.5
    assert isinstance(shown, Captured)
    assert isinstance(shown.headers, Headers)
