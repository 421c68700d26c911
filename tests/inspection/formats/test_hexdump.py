"""Bytes in pages."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from requestbin.inspection.content import Content
from requestbin.inspection.formats.hexdump import PAGE_BYTES, Hexdump


def test_a_row_has_offset_bytes_and_what_prints() -> None:
    [row] = Hexdump().shape(Content(b"Hi \x00\xff<b>"), 0).rows
    assert row == ("00000000", "48 69 20 00 ff 3c 62 3e".ljust(49), "Hi ..<b>")


@pytest.mark.parametrize(
    ("start", "first", "previous", "following"),
    [
        (0, 0, None, PAGE_BYTES),
        (PAGE_BYTES + 5, PAGE_BYTES, 0, 2 * PAGE_BYTES),
        (2 * PAGE_BYTES, 2 * PAGE_BYTES, PAGE_BYTES, None),
        (10**15, 2 * PAGE_BYTES, PAGE_BYTES, None),
        (-1, 0, None, PAGE_BYTES),
    ],
)
def test_pages(start: int, first: int, previous: int | None, following: int | None) -> None:
    shape = Hexdump().shape(Content(bytes(2 * PAGE_BYTES + 1)), start)
    assert int(shape.rows[0][0], 16) == first
    assert (shape.previous, shape.following) == (previous, following)


@given(st.binary(max_size=2000))
def test_every_byte_is_there(body: bytes) -> None:
    rows = Hexdump().shape(Content(body), 0).rows
    assert bytes.fromhex("".join(row[1] for row in rows)) == body
