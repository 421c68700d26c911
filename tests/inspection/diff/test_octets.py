"""Bytes: where they differ first and last, and the rows that do."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from requestbin.inspection.diff.octets import MAX_ROWS, ROW_BYTES, compared, printable


def test_a_byte_in_the_middle() -> None:
    found = compared(bytes(100), bytes(50) + b"\1" + bytes(49))
    assert (found.start, found.end, found.left_length, found.right_length) == (50, 49, 1, 1)
    assert [row.offset for row in found.rows if row] == [40, 48, 56]
    assert [row.differs for row in found.rows if row] == [False, True, False]


def test_differences_far_apart_have_a_gap_between() -> None:
    right = bytearray(100_000)
    right[8] = right[90_000] = 1
    found = compared(bytes(100_000), bytes(right))
    assert [row.offset if row else None for row in found.rows] == [
        0,
        8,
        16,
        None,
        89_992,
        90_000,
        90_008,
    ]


def test_an_insertion_shifts_what_follows() -> None:
    found = compared(b"abcdef" * 100, b"abc!def" + b"abcdef" * 99)
    assert (found.start, found.left_length, found.right_length) == (3, 0, 1)


def test_only_the_first_rows_are_given() -> None:
    found = compared(bytes(10_000_000), b"\1" * 10_000_000)
    assert found.more
    assert len(found.rows) <= 3 * MAX_ROWS


@given(st.binary(max_size=80), st.binary(max_size=80))
def test_all_that_differs_is_in_a_row(left: bytes, right: bytes) -> None:
    found = compared(left, right)
    rows = {row.offset for row in found.rows if row and row.differs}
    for offset in range(0, max(len(left), len(right)), ROW_BYTES):
        differs = left[offset : offset + ROW_BYTES] != right[offset : offset + ROW_BYTES]
        assert differs == (offset in rows)


def test_printable() -> None:
    assert printable(b"a\0\xff<~") == "a..<~"
