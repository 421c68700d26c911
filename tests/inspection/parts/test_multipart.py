"""Uploads in parts, also those that were cut off or written by hand."""

from __future__ import annotations

import contextlib
import time

import pytest

from requestbin.inspection.content import Content, Unreadable
from requestbin.inspection.formats.multipart import Multipart
from requestbin.inspection.parts import Part, parts_of
from requestbin.inspection.parts.multipart import cut_at

WHOLE = (
    b"--xx\r\n"
    b'Content-Disposition: form-data; name="f\xc3\xa9"; filename="r\xc3\xa9sum\xc3\xa9.txt"\r\n'
    b"Content-Type: text/plain\r\n\r\nhello\r\nthere\r\n"
    b'--xx\r\nContent-Disposition: form-data; name="raw"\r\n\r\n\x00\xff\x00\r\n'
    b"--xx--\r\n"
)


def upload(body: bytes, boundary: str = "xx") -> Content:
    return Content(body, "multipart/form-data", {"boundary": boundary} if boundary else {})


def parts(body: bytes, boundary: str = "xx") -> list[Part]:
    return parts_of(upload(body, boundary))


def flags(body: bytes) -> tuple[str, ...]:
    return Multipart().shape(upload(body), 0).flags


def test_names_files_types_sizes_and_texts() -> None:
    text, raw = parts(WHOLE)
    assert (text.place, text.how) == ("fé", "a file")
    assert text.facts == ("“résumé.txt”", "text/plain", "12 bytes")
    assert text.content.data == b"hello\r\nthere"
    assert text.headers.get("content-type") == b"text/plain"
    assert (raw.place, raw.how, raw.facts) == ("raw", "a part", ("3 bytes",))
    assert raw.content.data == b"\x00\xff\x00"
    assert not flags(WHOLE)


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
    assert [part.place for part in parts(body)] == ["fé", "raw"]


@pytest.mark.parametrize(
    ("body", "flag"),
    [
        (WHOLE.replace(b"--xx--\r\n", b""), "stops before its last boundary"),
        (WHOLE.replace(b"\r\n", b"\n"), "lines end in LF alone"),
        (b"--xx--", "has no parts"),
    ],
)
def test_defects_are_named(body: bytes, flag: str) -> None:
    assert any(flag in said for said in flags(body))


def test_a_part_without_an_end_of_its_head_is_said() -> None:
    [part] = parts(b"--xx\r\nContent-Type: text/plain\r\n--xx--")
    assert "no empty line" in part.flags[0]


@pytest.mark.parametrize(("body", "boundary"), [(WHOLE, ""), (WHOLE, "other"), (b"", "xx")])
def test_what_has_no_parts_is_said(body: bytes, boundary: str) -> None:
    with pytest.raises(Unreadable, match="boundary"):
        Multipart().shape(upload(body, boundary), 0)
    assert not parts(body, boundary)


def test_only_its_own_boundary_cuts_a_body() -> None:
    inner = b"--xxy\r\n --xx\r\nx--xx\r\n--xx!\r\n"
    [part] = parts(b"--xx \t\r\n\r\n" + inner + b"--xx--\r\n\r\n--xx\r\n\r\nepilogue")
    assert part.content.data == inner.removesuffix(b"\r\n")


def test_what_was_encoded_for_transfer_is_decoded() -> None:
    [part] = parts(b"--xx\r\nContent-Transfer-Encoding: base64\r\n\r\naGVs\r\nbG8=\r\n--xx--")
    assert part.content.data == b"hello"


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
    assert part.content.data == b"hello"
    part.place.encode()


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
        Multipart().shape(upload(body), 0)
    parts(body)
    assert time.process_time() - start < 2  # 34 s for the first, with a parser of mails


def test_a_large_upload_is_cut_whole() -> None:
    large = b"--xx\r\n\r\n" + b"a\n" * 4_000_000 + b"\r\n--xx\r\n\r\nlast\r\n--xx--"
    assert [len(part.content.data) for part in parts(large)] == [8_000_000, 4]
    assert cut_at(upload(b"--xx\r\n\r\n\r\n" * 300)).more
