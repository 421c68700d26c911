"""A new stretch of lines begins where a person would say that it does."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from requestbin.inspection.diff.alignment import Work, align
from requestbin.inspection.diff.settling import settled

LINES = st.lists(st.sampled_from(["<a>", " <b/>", "</a>", ""]), max_size=16)


def added(left: list[str], right: list[str]) -> list[int]:
    """Return which lines of the right are new."""
    pairs = settled(align(left, right, Work()), left, right)
    return sorted(set(range(len(right))) - {there for _, there in pairs})


def test_a_new_element_is_new_from_its_beginning_to_its_end() -> None:
    left = ["<list>", " <a>", "  <b/>", " </a>", "</list>"]
    right = ["<list>", " <a>", "  <b/>", " </a>", " <a>", "  <b/>", " </a>", "</list>"]
    assert added(left, right) == [4, 5, 6]
    gone = settled(align(right, left, Work()), right, left)
    assert [here for here, _ in gone] == [0, 1, 2, 3, 7]


def test_a_new_paragraph_does_not_begin_with_an_empty_line() -> None:
    assert added(["one", "", "two"], ["one", "", "new", "", "two"]) == [2, 3]


@given(LINES, LINES)
def test_pairs_stay_equal_and_in_order(left: list[str], right: list[str]) -> None:
    before = align(left, right, Work())
    after = settled(before, left, right)
    assert len(after) == len(before)
    assert after == sorted(set(after))
    assert [pair[1] for pair in after] == sorted({pair[1] for pair in after})
    assert all(left[here].strip() == right[there].strip() for here, there in after)
