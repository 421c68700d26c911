"""Changes: how a place is written, and how they are counted."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from requestbin.inspection.diff.change import (
    ADDED,
    CHANGED,
    ELSEWHERE,
    INSIDE,
    REWRITTEN,
    Change,
    Steps,
    path_of,
    tally_of,
)


@pytest.mark.parametrize(
    ("steps", "path"),
    [
        ((), ""),
        (("data", "object", "items", 0, "price"), "data.object.items.0.price"),
        ((2, "a"), "2.a"),
        (("a b", "c"), '"a b".c'),
        (("", "x-y"), '"".x-y'),
        (("Message", INSIDE, "a"), "Message \u203a a"),
        (("k" * 500,), "k" * 120 + "…"),
        (("k " * 500,), '"' + "k " * 60 + '…"'),
        (("a[0]", 'b"c'), '"a[0]"."b\\"c"'),
    ],
)
def test_paths(steps: Steps, path: str) -> None:
    assert path_of(steps) == path


@given(st.lists(st.text() | st.just("\ud800") | st.integers(0, 9) | st.none()))
def test_a_path_can_always_be_written(steps: list[str | int | None]) -> None:
    path_of(tuple(steps)).encode()


def test_counting() -> None:
    changes = [
        Change(ADDED, (), None, "1"),
        Change(CHANGED, (), "1", "2"),
        Change(CHANGED, (), "1", "2", "times"),
        Change(CHANGED, (), "1", "2", "ids"),
        Change(CHANGED, (), "1", "2", "ids"),
        Change(REWRITTEN, (), "1.0", "1"),
        Change(ELSEWHERE, (), "1", "1"),
    ]
    tally = tally_of(changes)
    assert (tally.changes, tally.noises, tally.rewritten) == (2, 3, 1)
    assert list(tally.noise.items()) == [("ids", 2), ("times", 1)]
