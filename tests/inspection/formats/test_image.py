"""Images by their first bytes, and none that a browser would choke on."""

from __future__ import annotations

import base64
import struct

import pytest

from requestbin.inspection.content import Content, Unreadable
from requestbin.inspection.formats.image import MAX_BYTES, Image


def png(width: int, height: int) -> bytes:
    return b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" + struct.pack(">II", width, height) + bytes(9)


JPEG = (
    b"\xff\xd8\xff\xe0\x00\x10JFIF" + bytes(10) + b"\xff\xc0\x00\x11\x08\x00\x20\x00\x40" + bytes(9)
)
WEBP = b"RIFF\x00\x00\x00\x00WEBPVP8X\x0a\x00\x00\x00" + bytes(4) + b"\x0f\x00\x00\x07\x00\x00"


@pytest.mark.parametrize(
    ("body", "facts"),
    [
        (png(640, 480), "PNG, 640 × 480 pixels"),
        (b"GIF89a" + struct.pack("<HH", 3, 4) + bytes(3), "GIF, 3 × 4 pixels"),
        (JPEG, "JPEG, 64 × 32 pixels"),
        (WEBP, "WEBP, 16 × 8 pixels"),
    ],
)
def test_raster_images_are_shown(body: bytes, facts: str) -> None:
    shape = Image().shape(Content(body), 0)
    assert shape.facts == facts
    head, _, data = shape.source.partition(",")
    assert head == f"data:image/{facts.partition(',')[0].lower()};base64"
    assert base64.b64decode(data) == body


@pytest.mark.parametrize(
    "body",
    [
        b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>",
        png(60_000, 60_000),
        png(0, 10),
        b"\x89PNG\r\n\x1a\n",
        b"\xff\xd8\xff\xe0",
        b"GIF89a",
        b"RIFF....WEBP",
        png(1, 1) + bytes(MAX_BYTES),
    ],
)
def test_all_others_are_not(body: bytes) -> None:
    with pytest.raises(Unreadable):
        Image().shape(Content(body, "image/png"), 0)


def test_the_type_that_the_sender_claims_does_not_count() -> None:
    assert not Image().fit(Content(b"<svg/>", "image/png"))
    assert Image().fit(Content(png(1, 1), "text/html"))
