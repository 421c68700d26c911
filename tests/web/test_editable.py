"""Bodies as text to edit: nothing that a form would spoil is offered, and line ends come back."""

from __future__ import annotations

import codecs
import gzip

import pytest
from hypothesis import given
from hypothesis import strategies as st

from requestbin.http import Headers
from requestbin.web.editable import (
    MAX_EDITED_BYTES,
    NOTHING,
    EditableBody,
    NotEncodable,
    editable,
    encoded,
)

PLAIN = Headers([("Content-Type", "text/plain")])


def typed(kind: str, **more: str) -> Headers:
    return Headers([("Content-Type", kind), *more.items()])


def through_a_form(text: str) -> str:
    """What a browser makes of a textarea's text: every line end becomes CRLF."""
    return text.replace("\r\n", "\n").replace("\r", "\n").replace("\n", "\r\n")


@pytest.mark.parametrize(
    "body",
    [b"", b"a\nb\n", b"a\r\nb\r\n", b"a\rb", b"one line", b"\n\nlead", "é€😀\n".encode(), b"\t"],
)
def test_line_ends_survive_a_textarea(body: bytes) -> None:
    text = editable(PLAIN, body)
    assert text is not None
    assert encoded(through_a_form(text.text), PLAIN, text) == body


@pytest.mark.parametrize(
    ("headers", "body"),
    [
        (PLAIN, b"\x00"),
        (PLAIN, b"\x1b[31m"),
        (PLAIN, b"\xff\xfe\xfa"),
        (PLAIN, b"a\x0cb"),
        (typed("application/octet-stream"), bytes(range(256))),
        (typed("text/plain", **{"Content-Encoding": "gzip"}), gzip.compress(b"text", mtime=0)),
        (typed("text/plain", **{"Content-Encoding": "br"}), b"text"),
        (PLAIN, b"x" * (MAX_EDITED_BYTES + 1)),
    ],
)
def test_what_a_form_would_spoil_is_not_text(headers: Headers, body: bytes) -> None:
    assert editable(headers, body) is None


def test_a_charset_of_the_headers_is_kept() -> None:
    headers = typed("text/plain; charset=iso-8859-1")
    text = editable(headers, b"caf\xe9")
    assert text is not None
    assert text.text == "café"
    assert encoded("cafés", headers, text) == b"caf\xe9s"
    changed = typed("text/plain; charset=utf-8")
    assert encoded("café", changed, text) == "café".encode()


@pytest.mark.parametrize("mark", [codecs.BOM_UTF8, b""])
def test_a_byte_order_mark_is_kept(mark: bytes) -> None:
    headers = typed("text/plain; charset=utf-8")
    text = editable(headers, mark + b"hello")
    assert text is not None
    assert encoded("hello you", headers, text) == mark + b"hello you"


def test_a_letter_that_the_charset_lacks_is_named() -> None:
    headers = typed("text/plain; charset=ascii")
    with pytest.raises(NotEncodable, match=r"ascii has no “€”"):
        encoded("1 €", headers, NOTHING)


@pytest.mark.parametrize(
    ("body", "name", "mixed"),
    [
        (b"a\nb", "LF", False),
        (b"a\r\nb", "CRLF", False),
        (b"a\rb", "CR", False),
        (b"a\r\nb\n", "LF", True),
        (b"a", "", False),
    ],
)
def test_the_line_end_has_a_name(body: bytes, name: str, mixed: bool) -> None:
    text = editable(PLAIN, body)
    assert text is not None
    assert (text.line_end_name, text.mixed) == (name, mixed)


@given(st.binary(max_size=200))
def test_unmixed_text_comes_back_to_the_byte_whatever_it_is(body: bytes) -> None:
    text = editable(PLAIN, body)
    if isinstance(text, EditableBody) and not text.mixed:
        assert encoded(through_a_form(text.text), PLAIN, text) == body
