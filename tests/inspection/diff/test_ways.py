"""Two bodies: which way they are compared, and how alike they are."""

from __future__ import annotations

import gzip
import json
from urllib.parse import urlencode

import pytest

from requestbin.http import Headers
from requestbin.inspection.content import Content, content_of
from requestbin.inspection.diff import bodies
from requestbin.inspection.diff.alignment import Work
from requestbin.inspection.diff.bodies import Bodies
from requestbin.inspection.diff.ways import compared
from tests.inspection.diff.corpus import PAIRS, Sent

JSON, FORM = "application/json", "application/x-www-form-urlencoded"


def of(left: bytes, right: bytes, kind: str = "", coding: str = "") -> Bodies:
    """Compare two bodies of one type; `coding` is the content encoding of the right."""
    ours = Headers([("Content-Type", kind)])
    theirs = ours.plus(("Content-Encoding", coding)) if coding else ours
    return compared(left, right, content_of(ours, left), content_of(theirs, right), Work())


@pytest.mark.parametrize(
    ("left", "right", "kind", "way", "alike"),
    [
        (b"", b"", "", bodies.NOTHING, bodies.BYTES),
        (b"{}", b"{}", JSON, bodies.NOTHING, bodies.BYTES),
        (b"", b"{}", JSON, bodies.NOTHING, bodies.DIFFERENT),
        (b'{"a":1}', b'{"a":2}', JSON, bodies.JSON, bodies.DIFFERENT),
        (b'{"a":1}', b'{"a": 1}', "", bodies.JSON, bodies.MEANING),
        (b'{"a":1}', b'{"a": 1}', FORM, bodies.JSON, bodies.MEANING),
        (b"{broken", b"{broken too", JSON, bodies.TEXT, bodies.DIFFERENT),
        (b"a=1&b=2", b"a=1&b=3", FORM, bodies.FORM, bodies.DIFFERENT),
        (b"a=b+c", b"a=b%20c", FORM, bodies.FORM, bodies.MEANING),
        (b"<a><b/></a>", b"<a>\n  <b/>\n</a>", "text/xml", bodies.XML, bodies.MEANING),
        (b"one\n", b"two\n", "", bodies.TEXT, bodies.DIFFERENT),
        ("é".encode(), "é".encode("utf-16"), "", bodies.TEXT, bodies.MEANING),
        (b"\x00\x01", b"\x00\x02", "", bodies.OCTETS, bodies.DIFFERENT),
        (b'{"a":1}', b"plain", "", bodies.UNLIKE, bodies.DIFFERENT),
        (b'{"a":1}', b"\x89PNG\r\n\x1a\n\0", "", bodies.UNLIKE, bodies.DIFFERENT),
        (b"x" * 5000 + b"\xff", b"x" * 5000 + b"\xfe", "", bodies.OCTETS, bodies.DIFFERENT),
        (b'["%s\xff"]' % (b"x" * 5000), b'["%s\xfe"]' % (b"x" * 5000), JSON, bodies.OCTETS,
         bodies.DIFFERENT),
    ],
)  # fmt: skip
def test_the_way_that_tells_most(
    left: bytes, right: bytes, kind: str, way: str, alike: str
) -> None:
    for found in (of(left, right, kind), of(right, left, kind)):
        assert (found.way, found.alike) == (way, alike)
        if alike == bodies.DIFFERENT:
            assert any(change.told for change in found.changes)


@pytest.mark.parametrize(
    ("left", "right", "written"),
    [
        (b'{"a":1}', b'{ "a" : 1 }', ["spaces"]),
        (b'{"a":1,"b":2}', b'{"b":2,"a":1}', ["order of names"]),
        (b"[1.10]", b"[1.1]", ["numbers"]),
        (b'["\\u0041"]', b'["A"]', ["escapes"]),
        (b'{"\\u0041":1}', b'{"A":1}', ["escapes of names"]),
        (b'{"a":1.0,"b":"\\/"}', b'{ "b":"/","a":1}',
         ["spaces", "order of names", "numbers", "escapes"]),
    ],
)  # fmt: skip
def test_how_the_same_json_is_written_differently(
    left: bytes, right: bytes, written: list[str]
) -> None:
    assert of(left, right, JSON).written == written


def test_a_content_encoding_is_undone_first() -> None:
    text = b'{"a": 1}'
    assert of(text, gzip.compress(text), JSON, "gzip").alike == bodies.DECODED
    found = of(b'{"a": 2}', gzip.compress(text), JSON, "gzip")
    assert [change.path for change in found.changes] == ["a"]
    found = of(text, b"no gzip", JSON, "gzip")
    assert found.remarks[:1] == ["Shown as sent: it claims to be gzip, and is not."]


def test_json_in_a_form_is_compared_by_meaning() -> None:
    def slack(text: str) -> bytes:
        return urlencode({"payload": json.dumps({"user": {"id": "U1"}, "text": text})}).encode()

    found = of(slack("a"), slack("b"), FORM)
    assert [change.path for change in found.changes] == ["payload \u203a text"]


def upload(boundary: str, text: str, file: bytes, name: str = "a.bin") -> bytes:
    """Return a multipart body of a text, of JSON and of a file."""
    parts = (
        (b'name="text"', text.encode()),
        (b'name="json"', json.dumps({"a": text}).encode()),
        (b'name="file"; filename="' + name.encode() + b'"', file),
    )
    return (
        b"".join(
            b"--%s\r\nContent-Disposition: form-data; %s\r\n\r\n%s\r\n"
            % (boundary.encode(), told, data)
            for told, data in parts
        )
        + b"--%s--\r\n" % boundary.encode()
    )


def test_uploads_are_compared_part_by_part() -> None:
    def told(left: bytes, right: bytes) -> list[str]:
        headers = (Headers([("Content-Type", f"multipart/form-data; boundary={b}")]) for b in "bc")
        ours, theirs = (content_of(*it) for it in zip(headers, (left, right), strict=True))
        found = compared(left, right, ours, theirs, Work())
        assert found.way == bodies.PARTS
        return [each.path for each in found.changes if each.told] or found.written

    same = upload("b", "x", b"\0\1")
    assert told(same, upload("c", "x", b"\0\1")) == ["boundary"]
    assert told(same, upload("c", "y", b"\0\2")) == ["text", "json \u203a a", "file"]
    renamed = told(same, upload("c", "x", b"\0\1", "b.bin"))
    assert renamed == ['"file: Content-Disposition"']


def test_what_is_nearly_json_is_compared_as_json() -> None:
    found = of(b'{"a": NaN}', b'{"a": 1}', JSON)
    assert [(each.sign, each.path) for each in found.changes] == [("changed", "a")]
    found = of(b'{"a": 1}', b'{"a": 1} trailing', JSON)
    assert [(each.sign, each.path) for each in found.changes] == [("added", "1")]


def test_why_there_is_no_better_way_is_said() -> None:
    large = json.dumps(["x" * 100] * 20_000).encode()
    found = of(large, large.replace(b"x", b"y", 1), JSON)
    assert found.way == bodies.TEXT
    assert found.remarks == ["JSON of more than 1 MB is not compared by meaning."]
    many = b"&".join([b"a=1"] * 2_000)
    assert "1,000 fields" in of(many, many + b"&b=1", FORM).remarks[0]


EXPECTED = {
    "Stripe": (bodies.JSON, 15, 5),
    "GitHub": (bodies.JSON, 7, 12),
    "Slack": (bodies.FORM, 1, 2),
    "SNS": (bodies.JSON, 1, 5),
    "form": (bodies.FORM, 3, 1),
    "XML": (bodies.XML, 5, 1),
    "PNG": (bodies.OCTETS, 1, 0),
    "text": (bodies.TEXT, 3, 1),
}
"""The way, how many changes tell something, and how many are noise."""


@pytest.mark.parametrize("name", PAIRS)
def test_webhooks_as_providers_send_them(name: str) -> None:
    left, right = PAIRS[name]
    found = compared(left.body, right.body, _content(left), _content(right), Work())
    noise = sum(bool(change.noise) for change in found.changes)
    assert (found.way, sum(change.told for change in found.changes), noise) == EXPECTED[name]


def _content(sent: Sent) -> Content:
    return content_of(Headers(sent.headers), sent.body)
