"""Text by lines: what replaced what, and large texts by what lies about their differences."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from requestbin.inspection.diff.alignment import Work
from requestbin.inspection.diff.lines import KEPT_LINES, MAX_LINES, compared

TEXTS = st.lists(st.sampled_from(["a", "b", " a", "", "key: 1", "key: 2"])).map("\n".join)


def told(left: str, right: str) -> list[str]:
    found, ours, theirs = compared(left, right, Work())
    assert [row.left for row in found.rows if row.left is not None] == list(range(len(ours)))
    assert [row.right for row in found.rows if row.right is not None] == list(range(len(theirs)))
    return [f"{change.sign} {change.steps[0]}{change.noise}" for change in found.changes]


def test_lines() -> None:
    assert told("a\nb\nc", "a\nc") == ["removed 2"]
    assert told("a\nc", "a\nb\nc") == ["added 2"]
    assert told("a: 1\nb: 2", "b: 3\na: 4") == ["removed 1", "changed 1", "added 2"]
    assert told("x\nkey: 1\ny", "x\nkey: 2\ny") == ["changed 2"]
    assert told("a\r\nb\r\n", "a\nb\n") == ["rewritten 1", "rewritten 2"]
    assert told("at 2026-03-04T05:06:07Z", "at 2026-03-04T05:06:08Z") == ["changed 1times"]
    assert told("end\n", "end") == ["removed 2"]


def test_of_large_texts_the_same_ends_are_left_out() -> None:
    same = "\n".join(f"line {number}" for number in range(300_000))
    found, ours, theirs = compared(f"{same}\none\n{same}", f"{same}\ntwo\n{same}", Work())
    assert len(ours) == len(theirs) == 2 * KEPT_LINES + 1
    assert (found.before, found.after) == (300_000 - KEPT_LINES, 300_000 - KEPT_LINES)
    assert [change.steps for change in found.changes] == [(300_001,)]
    assert not found.cut


def test_what_is_too_much_is_not_compared() -> None:
    found, ours, theirs = compared("a\n" * 500_000, "b\n" * 500_000, Work())
    assert found.cut
    assert len(ours) == len(theirs) == MAX_LINES


@given(TEXTS, TEXTS)
def test_every_line_is_there_once(left: str, right: str) -> None:
    found, ours, theirs = compared(left, right, Work())
    told(left, right)
    assert "\n".join(ours) == left
    assert "\n".join(theirs) == right
    assert (not found.changes) == (left == right)
    for row in found.rows:
        if row.change is None:
            assert row.left is not None
            assert row.right is not None
            assert ours[row.left] == theirs[row.right]
