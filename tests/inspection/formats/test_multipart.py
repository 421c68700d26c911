"""Uploads in parts, also those that were cut off or written by hand."""

from __future__ import annotations

import pytest

from requestbin.inspection.content import Content, Unreadable
from requestbin.inspection.formats.multipart import Multipart
from requestbin.inspection.shapes import Field

WHOLE = (
    b"--xx\r\n"
    b'Content-Disposition: form-data; name="f\xc3\xa9"; filename="r\xc3\xa9sum\xc3\xa9.txt"\r\n'
    b"Content-Type: text/plain\r\n\r\nhello\r\nthere\r\n"
    b'--xx\r\nContent-Disposition: form-data; name="raw"\r\n\r\n\x00\xff\x00\r\n'
    b"--xx--\r\n"
)


def parts(body: bytes, boundary: str = "xx") -> list[Field]:
    content = Content(body, "multipart/form-data", {"boundary": boundary} if boundary else {})
    return Multipart().shape(content, 0).fields


def test_names_files_types_sizes_and_texts() -> None:
    text, raw = parts(WHOLE)
    assert text == Field("fé", "hello\r\nthere", "file “résumé.txt” · text/plain · 12 bytes")
    assert raw == Field("raw", "", "3 bytes")


@pytest.mark.parametrize(
    "body",
    [
        WHOLE.replace(b"--xx--\r\n", b""),
        WHOLE.replace(b"\r\n", b"\n"),
        WHOLE[:-12],
        b"preamble\r\n" + WHOLE,
    ],
)
def test_damaged_uploads_are_still_read(body: bytes) -> None:
    assert [part.name for part in parts(body)] == ["fé", "raw"]


@pytest.mark.parametrize(("body", "boundary"), [(WHOLE, ""), (WHOLE, "other"), (b"", "xx")])
def test_what_has_no_parts_is_said(body: bytes, boundary: str) -> None:
    with pytest.raises(Unreadable, match="boundary"):
        parts(body, boundary)


def test_a_long_value_is_cut() -> None:
    [part] = parts(b"--xx\r\n\r\n" + b"a" * 50_000 + b"\r\n--xx--")
    assert len(part.value) == 2000
    assert part.facts == "50,000 bytes"
