"""Bodies as their headers describe them: charsets, content encodings, and nothing that blows up."""

from __future__ import annotations

import gzip
import time
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from requestbin.http import Headers
from requestbin.inspection.codings import MAX_DECODED_BYTES
from requestbin.inspection.content import (
    Content,
    content_of,
    media_type_of,
)


def content(body: bytes, **headers: str) -> Content:
    return content_of(Headers((n.replace("_", "-"), v) for n, v in headers.items()), body)


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("application/json", ("application/json", {})),
        ("Text/HTML; Charset=utf-8", ("text/html", {"charset": "utf-8"})),
        ('multipart/form-data; boundary="a b;c"', ("multipart/form-data", {"boundary": "a b;c"})),
        ("", ("", {})),
        (";;;", ("", {})),
        ("nonsense", ("nonsense", {})),
    ],
)
def test_a_media_type_comes_apart(value: str, expected: tuple[str, dict[str, str]]) -> None:
    assert media_type_of(value) == expected


@pytest.mark.parametrize("rest", ["; x*=a; x*1=b", "; x*99999999999999999999999999=a", "; *=''"])
def test_continuations_without_sense_leave_the_type(rest: str) -> None:
    assert media_type_of(f"text/plain{rest}")[0] == "text/plain"


@pytest.mark.parametrize("rest", ['; x="' + "a;" * 60_000, ";" * 120_000])
def test_no_type_takes_long(rest: str) -> None:
    start = time.process_time()
    media_type_of(f"text/plain{rest}")
    assert time.process_time() - start < 1  # 15 s for the first, read whole


@pytest.mark.parametrize(
    ("encoding", "encode"),
    [
        ("gzip", gzip.compress),
        ("X-GZIP", gzip.compress),
        ("deflate", zlib.compress),
        ("deflate", lambda body: zlib.compress(body)[2:-4]),
    ],
)
def test_content_encodings_are_undone(encoding: str, encode: object) -> None:
    made = content(encode(b'{"a": 1}'), Content_Encoding=encoding, Content_Type="text/plain")  # type: ignore[operator]
    assert (made.data, made.encoding, made.problem) == (b'{"a": 1}', encoding.lower(), "")


def test_a_small_body_cannot_become_a_huge_one() -> None:
    bomb = gzip.compress(bytes(MAX_DECODED_BYTES * 3))
    assert len(content(bomb, Content_Encoding="gzip").data) == MAX_DECODED_BYTES


def test_a_lie_about_the_encoding_is_said() -> None:
    made = content(b"plain", Content_Encoding="gzip")
    assert made.data == b"plain"
    assert "claims to be gzip" in made.problem
    assert "br" in content(b"plain", Content_Encoding="br").problem


@pytest.mark.parametrize(
    ("charset", "body", "text"),
    [
        ("", "grün".encode(), "grün"),
        ("iso-8859-1", "grün".encode("latin-1"), "grün"),
        ("utf-16", "grün".encode("utf-16"), "grün"),
        ("utf-16", "grün".encode("utf-16-le"), "grün"),
        ("", "grün".encode("utf-8-sig"), "grün"),
        ("shift_jis", "日本".encode("shift_jis"), "日本"),
        ("punycode", b"abc-", "abc-"),  # a codec, but no charset: read as UTF-8
        ("unicode_escape", rb"\x41", r"\x41"),
        ("no-such-charset", b"abc", "abc"),
    ],
)
def test_charsets_are_those_of_the_web(charset: str, body: bytes, text: str) -> None:
    made = content(body, Content_Type=f"text/plain; charset={charset}")
    assert made.text(1000) == (text, False)
    assert made.is_text


def test_a_cut_text_ends_before_a_broken_character() -> None:
    assert content("aé".encode()).text(2) == ("a", True)


@pytest.mark.parametrize("body", [b"\x00abc", b"\xff\xfd\x00", b"\x89PNG\r\n\x1a\n"])
def test_bytes_that_are_no_text(body: bytes) -> None:
    assert not Content(body + bytes(8)).is_text


@given(st.binary(max_size=300), st.text(max_size=60), st.text(max_size=40))
def test_no_bytes_and_no_headers_make_it_fail(body: bytes, kind: str, encoding: str) -> None:
    def latin(text: str) -> bytes:
        return text.encode("latin-1", "replace")

    headers = Headers([(b"Content-Type", latin(kind)), (b"Content-Encoding", latin(encoding))])
    made = content_of(headers, body)
    text, cut = made.text(100)
    assert isinstance(text, str)
    assert cut == (len(made.data) > 100)
