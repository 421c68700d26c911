"""Edits of a replay: what they start with, what they make of a form, what is wrong with it."""

from __future__ import annotations

import pytest
from django.http import QueryDict

from requestbin.bins.models import Bin, CapturedRequest
from requestbin.forwarding.replay import DELIVERY_HEADER, replay
from requestbin.http import Headers
from requestbin.web.editing import BadLine, Draft, begun, headers_of, original_of, posted
from tests.builders import captured, store

pytestmark = pytest.mark.django_db

URL = "http://localhost:3000/hooks?x=1"
PAIRS = [
    ("Host", "bin.example"),
    ("X-Dup", "1"),
    ("x_under", "ã\x85"),
    ("x-dup", "2"),
    ("Content-Length", "9"),
    ("Connection", "keep-alive"),
]


@pytest.fixture
def row(bin: Bin) -> CapturedRequest:
    return store(bin, captured("PUT", headers=PAIRS, body=b"a\r\nb\r\nc"))[0]


def form(**fields: str) -> QueryDict:
    made = QueryDict(mutable=True)
    made.update({"method": "PUT", "headers": "", **fields})
    return made


def test_an_edit_that_changes_nothing_sends_what_was_captured(
    bin: Bin, row: CapturedRequest
) -> None:
    editing = begun(bin, row, None, URL)
    assert editing.wish is not None
    assert (editing.wish.method, editing.wish.body) == ("PUT", None)
    assert editing.wish.headers == Headers(PAIRS).without("Host", "Content-Length", "Connection")


def test_headers_survive_a_form(bin: Bin, row: CapturedRequest) -> None:
    lines = original_of(bin, row).header_lines
    assert headers_of(lines.replace("\n", "\r\n")) == Headers(PAIRS[1:4])


def test_the_body_of_the_form_counts_only_when_it_replaces(bin: Bin, row: CapturedRequest) -> None:
    unedited = posted(bin, row, None, Draft.posted(form(body="a\r\nb\r\nc, edited"), URL))
    assert unedited.wish is not None
    assert unedited.wish.body is None
    edited = form(body="a\r\nB\r\nc", replace_body="1")
    replaced = posted(bin, row, None, Draft.posted(edited, URL))
    assert replaced.wish is not None
    assert replaced.wish.body == b"a\r\nB\r\nc"


def test_an_edit_of_what_was_sent_starts_from_that(bin: Bin, row: CapturedRequest) -> None:
    sent = replay(bin, 1, URL, method="POST", headers=Headers([("X-New", "1")]), body=b"other")
    editing = begun(bin, row, sent, URL)
    assert editing.wish is not None
    assert (editing.wish.method, editing.wish.body) == ("POST", b"other")
    assert editing.draft.header_lines == "X-New: 1"
    assert editing.draft.text == "other"
    assert DELIVERY_HEADER not in editing.wish.headers


@pytest.mark.parametrize(
    ("url", "fields", "field", "sentence"),
    [
        ("", {}, "url", "must start with"),
        ("http://a b/", {}, "url", "holds a space"),
        ("http://me:pw@host/", {}, "url", "holds a name or password"),
        (URL, {"method": "PO ST"}, "method", "not a method"),
        (URL, {"headers": "no colon"}, "headers", "`no colon` has no colon"),
        (URL, {"headers": "Bad Name: 1"}, "headers", "is not a header name"),
        (URL, {"headers": "X: €"}, "headers", "“€” is not"),
        (URL, {"headers": "Host: a\nHost: b"}, "headers", "2 Host headers"),
        (
            URL,
            {"headers": "Content-Type: a/b; charset=ascii", "replace_body": "1", "body": "é"},
            "body",
            "no “é”",
        ),
    ],
)
def test_what_cannot_be_sent_is_said_by_its_field(
    bin: Bin, row: CapturedRequest, url: str, fields: dict[str, str], field: str, sentence: str
) -> None:
    editing = posted(bin, row, None, Draft.posted(form(**fields), url))
    assert editing.wish is None
    assert list(editing.errors) == [field]
    assert sentence in editing.errors[field]


def test_header_lines_end_at_line_feeds_alone() -> None:
    assert headers_of("A: x\x85y\r\n\r\nB:z") == Headers([("A", "x\x85y"), ("B", "z")])
    with pytest.raises(BadLine):
        headers_of("A")


def test_a_header_that_no_connection_can_carry_can_be_edited_away(bin: Bin) -> None:
    row = store(bin, captured(headers=[("Bad Name", "1"), ("Good", "2")]))[0]
    assert begun(bin, row, None, URL).errors
    fixed = posted(bin, row, None, Draft.posted(form(headers="Good: 2"), URL))
    assert fixed.wish is not None


def test_a_large_body_is_not_read_into_a_form(bin: Bin) -> None:
    row = store(bin, captured(body=b"x" * 300_000))[0]
    original = original_of(bin, row)
    assert (original.text, original.size) == (None, 300_000)
