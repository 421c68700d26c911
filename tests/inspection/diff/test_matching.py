"""Which elements of two arrays are the same thing."""

from __future__ import annotations

import json
from typing import Any

import pytest

from requestbin.inspection.diff.alignment import Work
from requestbin.inspection.diff.matching import matched
from requestbin.inspection.diff.tree import Meanings, tree_of


def pairs(left: Any, right: Any, work: Work | None = None) -> list[tuple[int | None, int | None]]:
    meanings = Meanings()
    ours, theirs = (tree_of(json.dumps(each), meanings).root for each in (left, right))
    found = matched(ours, theirs, work or Work())
    assert sorted(each.left for each in found if each.left is not None) == list(range(len(left)))
    assert [each.right for each in found if each.right is not None] == list(range(len(right)))
    return [(each.left, each.right) for each in found]


def items(**fields: list[Any]) -> list[dict[str, Any]]:
    return [dict(zip(fields, values, strict=True)) for values in zip(*fields.values(), strict=True)]


@pytest.mark.parametrize(
    ("left", "right", "expected"),
    [
        (items(id=[1, 2]), items(id=[2, 1]), [(1, 0), (0, 1)]),
        (items(id=[1, 1], n=[1, 2]), items(id=[1, 1], n=[2, 3]), [(0, None), (1, 0), (None, 1)]),
        (items(id=[1, 2], sku=["a", "b"]), items(id=[8, 9], sku=["b", "a"]), [(1, 0), (0, 1)]),
        (items(id=[1, 2, 3]), items(id=[3, 5]), [(0, None), (1, None), (2, 0), (None, 1)]),
        (items(n=[1, 2]), items(n=[1, 3]), [(0, 0), (1, 1)]),
        ([[1, 2, 3]], [[], [1, 2, 4]], [(None, 0), (0, 1)]),
        ([0, 1], [1, 0], [(1, 0), (0, 1)]),
        (["a"], [], [(0, None)]),
    ],
)
def test_elements(left: Any, right: Any, expected: list[tuple[int | None, int | None]]) -> None:
    assert pairs(left, right) == expected


def test_without_work_left_neighbours_are_matched_in_turn() -> None:
    left, right = items(a=[1], b=[2]), items(a=[0, 1], b=[0, 3])
    assert pairs(left, right) == [(None, 0), (0, 1)]
    assert pairs(left, right, Work(0)) == [(0, 0), (None, 1)]
