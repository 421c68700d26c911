"""Items that belong together: the longest common subsequence, in bounded work."""

from __future__ import annotations

import random
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from requestbin.inspection.diff.alignment import (
    MAX_STEPS,
    Work,
    align,
    rising,
    same_end,
    same_start,
)

FEW = st.lists(st.sampled_from("abcd"), max_size=14)


def longest(left: list[str], right: list[str]) -> int:
    """Return the length of a longest common subsequence, by the table of the textbooks."""
    table = [[0] * (len(right) + 1) for _ in range(len(left) + 1)]
    for i, one in enumerate(left):
        for j, other in enumerate(right):
            best = max(table[i][j + 1], table[i + 1][j])
            table[i + 1][j + 1] = table[i][j] + 1 if one == other else best
    return table[-1][-1]


@given(FEW, FEW)
def test_pairs_are_equal_items_in_order(left: list[str], right: list[str]) -> None:
    pairs = align(left, right, Work())
    assert all(left[i] == right[j] for i, j in pairs)
    assert all(a < c and b < d for (a, b), (c, d) in pairwise(pairs))


@given(st.permutations(range(9)), st.permutations(range(9)))
def test_items_that_are_there_once_are_matched_as_often_as_can_be(
    left: list[int], right: list[int]
) -> None:
    names = [str(each) for each in left], [str(each) for each in right]
    assert len(align(left, right, Work())) == longest(*names)


@given(FEW, FEW)
def test_repeated_items_are_matched_as_often_as_can_be(left: list[str], right: list[str]) -> None:
    twice = ["a", "a", "b", "b", "c", "c", "d", "d"]  # no item is there once, no end is shared
    ours = ["x", "x", *left, *twice, "y", "y"]
    theirs = ["y", "y", *right, *twice, "x", "x"]
    assert len(align(ours, theirs, Work())) == longest(ours, theirs)


def test_a_line_put_in_between_is_all_that_is_new() -> None:
    left = ["{", "a", "}", "{", "b", "}"]
    right = ["{", "a", "}", "{", "new", "}", "{", "b", "}"]
    assert len(align(left, right, Work())) == len(left)


def test_hostile_sequences_stay_within_their_work() -> None:
    chance = random.Random(3)
    some = [chance.randrange(3) for _ in range(20_000)]
    hostile = [
        (some, [chance.randrange(3) for _ in range(20_000)]),
        ([0, 1] * 10_000, [1, 0, 0] * 7_000),
        ([0] * 20_000, [0, 1] * 10_000),
        (list(range(20_000)), list(range(20_000, 0, -1))),
        (list(range(20_000)), list(range(20_000, 40_000))),
    ]
    for left, right in hostile:
        work = Work()
        align(left, right, work)
        assert work.left > -3 * len(left)  # at most one step more than there were
    spent = Work(0)
    assert align([1, 2, 2, 3], [1, 2, 4, 2, 3], spent)[0] == (0, 0)
    assert MAX_STEPS <= 1_000_000


@given(st.binary(max_size=40), st.binary(max_size=40), st.binary(max_size=40))
def test_shared_ends(one: bytes, other: bytes, end: bytes) -> None:
    left, right = one + end, other + end
    start = same_start(left, right)
    assert left[:start] == right[:start]
    assert left[start : start + 1] != right[start : start + 1] or left == right
    most = min(len(left), len(right)) - start
    last = same_end(left, right, most)
    assert left[len(left) - last :] == right[len(right) - last :]
    assert last == most or left[-last - 1] != right[-last - 1]


@given(st.lists(st.integers(0, 9), max_size=12))
def test_the_longest_rising_sequence(numbers: list[int]) -> None:
    found = [numbers[index] for index in rising(numbers)]
    assert found == sorted(set(found))
