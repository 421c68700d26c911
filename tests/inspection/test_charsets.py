"""Which charset: by mark, by declaration, by look."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from requestbin.inspection import charsets
from requestbin.inspection.content import Content


@pytest.mark.parametrize(
    ("body", "charset", "text"),
    [
        (b'<?xml version="1.0" encoding="ISO-8859-1"?><a>\xe9</a>', "iso8859-1", "\xe9"),
        (b"<meta charset=windows-1251>\xcf", "cp1251", "\u041f"),
        (b'<?xml version="1.0" encoding="UTF-16"?><a/>', "utf-8", "<a/>"),
        ('{"a":1}'.encode("utf-16-le"), "utf-16-le", '{"a":1}'),
        ('{"a":1}'.encode("utf-16-be"), "utf-16-be", '{"a":1}'),
        ('{"a":1}'.encode("utf-32-le"), "utf-32-le", '{"a":1}'),
        (b"caf\xe9 au lait et du pain", "cp1252", "caf\xe9 au"),
        ("grün".encode(), "utf-8", "grün"),
    ],
)
def test_a_charset_is_found(body: bytes, charset: str, text: str) -> None:
    content = Content(body)
    assert content.charset == charset
    assert content.is_text
    assert text in content.text(1000)[0]


@pytest.mark.parametrize(
    "body", [b"\x00\x01\x02\x03" * 9, b"\xff\xfd\xfe" * 30, b"\x89PNG\r\n\x1a\n\0"]
)
def test_bytes_look_like_none(body: bytes) -> None:
    assert charsets.looks_like(body) == ""


def test_a_guess_is_said() -> None:
    assert "read as Windows-1252" in Content(b"caf\xe9 au lait et du pain").remark
    assert "“klingon”" in Content(b"abc", "text/plain", {"charset": "klingon"}).remark
    assert not Content(b"abc", "text/plain", {"charset": "utf-8"}).remark
    assert not Content(b"caf\xe9", "text/plain", {"charset": "latin-1"}).remark


@pytest.mark.parametrize("piece", [b"<meta ", b"<?xml ", b"a\x00", b"\x00a", b"<meta charset"])
def test_no_beginning_takes_long(piece: bytes) -> None:
    start = time.process_time()
    assert isinstance(Content(piece * 100_000).charset, str)
    assert time.process_time() - start < 0.5


@given(st.binary(max_size=80))
def test_no_bytes_make_it_fail(body: bytes) -> None:
    content = Content(body)
    assert isinstance(content.text(50)[0], str)
    assert isinstance(content.is_text, bool)
