"""HAR 1.2, held against what the format asks for (w3c.github.io/web-performance/specs/HAR)."""

from __future__ import annotations

import base64
import json
from typing import Any

import jsonschema_rs
import pytest
from hypothesis import given, settings

from requestbin.http import Captured
from requestbin.inspection.exports.har import Har, url_of
from tests.builders import captured
from tests.entries import entry, written
from tests.strategies import captures

TEXT, WHOLE = {"type": "string"}, {"type": "integer", "minimum": -1}


def shape(optional: tuple[str, ...] = (), **fields: Any) -> dict[str, Any]:
    """Describe an object: fields of one's own begin with `_`, and any may have a comment."""
    return {
        "type": "object",
        "properties": fields | {"comment": TEXT},
        "required": [name for name in fields if name not in optional],
        "patternProperties": {"^_": True},
        "additionalProperties": False,
    }


def many(item: dict[str, Any]) -> dict[str, Any]:
    return {"type": "array", "items": item}


PAIRS = many(shape(name=TEXT, value=TEXT))
MESSAGE = {
    "httpVersion": TEXT, "cookies": PAIRS, "headers": PAIRS, "headersSize": WHOLE,
    "bodySize": WHOLE,
}  # fmt: skip
REQUEST = shape(
    ("postData",), method=TEXT, url={"type": "string", "format": "uri"}, queryString=PAIRS,
    postData=shape(mimeType=TEXT, text=TEXT), **MESSAGE,
)  # fmt: skip
RESPONSE = shape(
    status={"type": "integer"}, statusText=TEXT, redirectURL=TEXT,
    content=shape(size=WHOLE, mimeType=TEXT), **MESSAGE,
)  # fmt: skip
SPAN = {"type": "number", "minimum": 0}
ENTRY = shape(
    startedDateTime={"type": "string", "format": "date-time"}, time=SPAN, request=REQUEST,
    response=RESPONSE, cache=shape(), timings=shape(send=SPAN, wait=SPAN, receive=SPAN),
)  # fmt: skip
LOG = shape(version={"const": "1.2"}, creator=shape(name=TEXT, version=TEXT), entries=many(ENTRY))
SCHEMA = jsonschema_rs.validator_for(shape(log=LOG), validate_formats=True)


def read(octets: bytes) -> list[dict[str, Any]]:
    log = json.loads(octets)
    SCHEMA.validate(log)
    entries: list[dict[str, Any]] = log["log"]["entries"]
    return entries


def test_a_log_of_requests() -> None:
    request = captured(
        target=b"/in/key/a b?x=1&x=%C3%A9&y",
        headers=[("Host", "x.test:81"), ("Cookie", "a=1; b=2"), ("X-A", b"\xe9")],
    )
    (one, other) = read(written(Har(), entry(request, note="why?"), entry(captured(body=b""))))
    assert one["comment"] == "why?"
    assert one["startedDateTime"] == "2026-03-04T05:06:07.089012Z"
    asked = one["request"]
    assert asked["url"] == "http://x.test:81/in/key/a%20b?x=1&x=%C3%A9&y"
    assert asked["queryString"] == [
        {"name": "x", "value": "1"}, {"name": "x", "value": "é"}, {"name": "y", "value": ""},
    ]  # fmt: skip
    assert asked["cookies"] == [{"name": "a", "value": "1"}, {"name": "b", "value": "2"}]
    assert {"name": "X-A", "value": "é"} in asked["headers"]
    assert asked["postData"] == {"mimeType": "", "text": '{"hello":"world"}'}
    assert "postData" not in other["request"]
    assert other["response"]["status"] == 0


def test_what_is_no_text_is_base64() -> None:
    (one,) = read(written(Har(), entry(captured(body=b"\xff\x00"))))
    posted = one["request"]["postData"]
    assert posted["_encoding"] == "base64"
    assert base64.b64decode(posted["text"]) == b"\xff\x00"


def test_a_log_of_nothing_is_one_too() -> None:
    assert read(written(Har())) == []


@settings(max_examples=100, deadline=None)
@given(captures())
def test_anything_is_valid(request: Captured) -> None:
    read(written(Har(), entry(request, note="\ud800"), entry(request)))


@pytest.mark.parametrize(
    ("target", "host", "url"),
    [
        (b"/in/key", b"x", "http://x/in/key"),
        (b"/in/key", b"[::1]:80", "http://[::1]:80/in/key"),
        (b"/in/key", b'evil"><script>', "http://localhost/in/key"),
        (b"/in/key/\xff#[%zz%", b"", "http://localhost/in/key/%FF%23%5B%25zz%25"),
        (b"https://y.test/in/key", b"x", "https://y.test/in/key"),
        (b"gopher://y.test", b"x", "http://y.test/"),
        (b"*", b"x", "http://x/*"),
    ],
)
def test_a_request_has_an_absolute_url(target: bytes, host: bytes, url: str) -> None:
    assert url_of(captured(target=target, headers=[(b"Host", host)])) == url
