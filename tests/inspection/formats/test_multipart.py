"""Uploads in parts, also those that were cut off or written by hand."""

from __future__ import annotations

import contextlib
import time

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


def test_only_its_own_boundary_cuts_a_body() -> None:
    inner = b"--xxy\r\n --xx\r\nx--xx\r\n--xx!\r\n"
    [part] = parts(b"--xx \t\r\n\r\n" + inner + b"--xx--\r\n\r\n--xx\r\n\r\nepilogue")
    assert part.value == inner.decode().removesuffix("\r\n")


def test_what_was_encoded_for_transfer_is_decoded() -> None:
    [part] = parts(b"--xx\r\nContent-Transfer-Encoding: base64\r\n\r\naGVs\r\nbG8=\r\n--xx--")
    assert part.value == "hello"


@pytest.mark.parametrize(
    "disposition",
    [
        b"form-data; name*=unicode_escape''\\ud800",
        b"form-data; name*=a; name*1=b",
        b"form-data; name*99999999999999999999999999=a",
        b"form-data; name*=utf-8''%ED%A0%80; filename*=nonsense''%FF",
        b'form-data; name="\xed\xa0\x80\xff"',
        b"\x00; name=\x00",
    ],
)
def test_labels_without_sense_are_read_as_far_as_they_go(disposition: bytes) -> None:
    [part] = parts(b"--xx\r\nContent-Disposition: " + disposition + b"\r\n\r\nhello\r\n--xx--")
    assert part.value == "hello"
    part.name.encode()


NESTED = b"".join(
    b"--%s\r\nContent-Type: multipart/mixed; boundary=%s\r\n\r\n" % (b"x" * n, b"x" * (n + 1))
    for n in range(2, 200)
)


@pytest.mark.parametrize(
    "body",
    [
        NESTED + b"\n" * 400_000,
        b"--xx\r\n\r\n" * 60_000,
        b"--xx\r\nContent-Disposition: form-data" + b"; name*0=b" * 40_000,
        b'--xx\r\nContent-Disposition: form-data; name="' + b"a;" * 200_000,
        (b'--xx\r\nContent-Disposition: form-data; name="' + b"a;" * 450 + b"\r\n\r\n") * 200,
        b"\n--xx \t" * 80_000,
    ],
    ids=["parts in parts", "empty parts", "continuations", "a quote", "quotes", "spaces"],
)
def test_no_body_takes_long(body: bytes) -> None:
    start = time.process_time()
    with contextlib.suppress(Unreadable):
        parts(body)
    assert time.process_time() - start < 2  # 34 s for the first, with a parser of mails


def test_a_long_value_is_cut() -> None:
    [part] = parts(b"--xx\r\n\r\n" + b"a" * 50_000 + b"\r\n--xx--")
    assert len(part.value) == 2000
    assert part.facts == "50,000 bytes"
