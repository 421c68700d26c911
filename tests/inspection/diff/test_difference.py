"""Lines that are the same are folded, but for those about a change."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from requestbin.inspection.diff.difference import Row, stretches


def folded(marks: list[bool]) -> list[tuple[bool, int]]:
    rows = [Row(at, at, 0 if mark else None) for at, mark in enumerate(marks)]
    found = stretches(rows, lambda row: row.change is not None)
    assert [row for stretch in found for row in stretch.rows] == rows
    return [(stretch.folded, len(stretch.rows)) for stretch in found]


def test_context_stays_about_a_change() -> None:
    assert folded([False] * 10 + [True] + [False] * 10) == [(True, 7), (False, 7), (True, 7)]
    assert folded([True] + [False] * 7 + [True]) == [(False, 9)]
    assert folded([True] + [False] * 10 + [True]) == [(False, 4), (True, 4), (False, 4)]
    assert folded([False] * 3 + [True]) == [(False, 4)]


def test_without_a_change_all_is_folded() -> None:
    assert folded([False] * 5) == [(True, 5)]
    assert folded([]) == []


@given(st.lists(st.booleans(), max_size=60))
def test_every_row_is_in_one_stretch(marks: list[bool]) -> None:
    assert sum(count for _, count in folded(marks)) == len(marks)
