"""A line of an export back to a request: exact where it is one, named where it is wrong."""

from __future__ import annotations

import base64
import contextlib
import json
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from requestbin.http import Captured, Headers
from requestbin.inspection.exports.ndjson import Ndjson
from requestbin.inspection.exports.reading import NO_TIME, Unusable, restored
from tests.builders import captured
from tests.entries import entry
from tests.strategies import captures

MAX_BODY = 1000
NO_PAIRS = "`headers` are not pairs of a name and a value that can be sent"
LINE = Ndjson().entry(entry(captured(), starred=True, note="why?"))


def changed(**fields: Any) -> bytes:
    item = json.loads(LINE) | fields
    return json.dumps({name: value for name, value in item.items() if value is not ...}).encode()


@settings(max_examples=150, deadline=None)
@given(captures(), st.booleans(), st.text(max_size=20))
def test_a_request_comes_back_or_is_refused(request: Captured, starred: bool, note: str) -> None:
    line = Ndjson().entry(entry(request, starred=starred, note=note))
    try:
        found = restored(line, MAX_BODY)
    except Unusable:
        return
    assert (found.captured, found.starred, found.note) == (request, starred, note)


@settings(max_examples=60, deadline=None)
@given(
    body=st.binary(max_size=200),
    target=st.binary(min_size=1, max_size=30).map(lambda octets: octets.translate(VISIBLE)),
    value=st.binary(max_size=30).map(lambda octets: octets.replace(b"\x00", b"").translate(FIELD)),
)
def test_what_a_server_lets_through_comes_back(body: bytes, target: bytes, value: bytes) -> None:
    headers = Headers([(b"X-A", value), (b"x-a", b""), (b"X_B", b"\xff")])
    request = replace(captured(target=b"/in/k/" + target, body=body), headers=headers)
    assert restored(Ndjson().entry(entry(request)), MAX_BODY).captured == request


VISIBLE = bytes(max(octet, 0x21) if octet != 0x7F else 0x21 for octet in range(256))
FIELD = bytes(octet if octet not in (0x0A, 0x0D) else 0x20 for octet in range(256))


@settings(max_examples=100, deadline=None)
@given(st.binary(max_size=100) | st.text(max_size=50).map(str.encode, ) | st.recursive(
    st.none() | st.booleans() | st.floats() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(
        st.sampled_from(["method", "target", "headers", "body", "body_base64", "received_at"]),
        inner, max_size=6,
    ),
).map(lambda value: json.dumps(value).encode()))  # fmt: skip
def test_no_line_makes_it_fail(line: bytes) -> None:
    with contextlib.suppress(Unusable):
        restored(line, MAX_BODY)


@pytest.mark.parametrize(
    ("line", "why"),
    [
        (b"", "not JSON"),
        (b"{", "not JSON"),
        (b"[" * 100_000, "not JSON"),
        (b"1" * 10_000, "not JSON"),
        (b"\xff", "not JSON"),
        (b"[]", "not a JSON object"),
        (b"{}", "no `method`"),
        (changed(target=...), "no `target`"),
        (changed(method=...), "no `method`"),
        (changed(headers=...), "no `headers`"),
        (changed(received_at=...), "no `received_at`"),
        (changed(body_base64=...), "no `body_base64`"),
        (changed(target="/a b"), "`target` cannot be used"),
        (changed(target="/\u20ac"), "`target` is not latin-1 text"),
        (changed(target="/" + "a" * 70_000), "`target` cannot be used"),
        (changed(method="A B"), "`method` cannot be used"),
        (changed(method=7), "`method` cannot be used"),
        (changed(scheme="ftp"), "`scheme` cannot be used"),
        (changed(headers=[["a"]]), NO_PAIRS),
        (changed(headers=[["a", "b\r\nc: d"]]),
         NO_PAIRS),
        (changed(headers=[["a", "x" * 200_000]]), "`headers` are too large"),
        (changed(body="x"), "`body` is not a JSON object"),
        (changed(body_base64="a"), "`body_base64` is not base64"),
        (changed(body_base64=[]), "the body is not the one that `sha256` names"),
        (changed(body_base64="AAAA"), "the body is not the one that `sha256` names"),
        (changed(body={}, body_base64=base64.b64encode(b"x" * 1001).decode()),
         "the body has more than 1,000 bytes"),
        (changed(received_at="yesterday"), NO_TIME),
        (changed(received_at="0001-01-01T00:00:00+10:00"),
         NO_TIME),
        (changed(received_at="2026-01-01T00:00:00"), "`received_at` has no zone"),
        (changed(starred="yes"), "`starred` is neither true nor false"),
        (changed(note="a\x00"), "`note` cannot be used"),
        (changed(note="\ud800"), "`note` cannot be used"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_said(line: bytes, why: str) -> None:
    with pytest.raises(Unusable) as told:
        restored(line, MAX_BODY)
    assert str(told.value) == why


def test_little_is_enough() -> None:
    least = {"method": "POST", "target": "/x", "headers": [], "received_at": "2026-01-01T00:00:00Z"}
    found = restored(json.dumps(least | {"body_base64": ""}).encode(), MAX_BODY)
    assert found.captured.body == b""
    assert (found.captured.http_version, found.captured.scheme) == ("1.1", "http")
    assert found.captured.complete
    assert restored(json.dumps(least).encode(), MAX_BODY) == found
