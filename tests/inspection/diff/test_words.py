"""Parts of lines and values: what differs is marked, and all of the text is there."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from requestbin.inspection.diff.alignment import Work
from requestbin.inspection.diff.words import (
    CHANGED,
    CUT,
    KEPT_CHARACTERS,
    SAME,
    Part,
    parts_of,
    pieces_of,
    plain,
    shortened,
)


def joined(parts: list[Part]) -> str:
    return "".join(text for _, text in parts)


def marked(left: str, right: str) -> list[list[str]]:
    """Return what is marked on each side."""
    both = parts_of(left, right, Work())
    return [[text for state, text in parts if state == CHANGED] for parts in both]


def test_words_that_differ_are_marked() -> None:
    assert marked("see you at 8?", "see you at 9?") == [["8"], ["9"]]
    assert marked("one two three", "one three") == [["two "], []]
    assert marked("a b c d kept text", "x y z w kept text") == [["a b c d"], ["x y z w"]]
    assert marked("nothing in common", "42") == [["nothing in common"], ["42"]]
    assert marked("same", "same") == [[], []]


def test_of_long_texts_beginning_and_end_are_compared() -> None:
    long = "x" * 10_000
    assert marked(f"{long}a{long}", f"{long}bb{long}") == [["a"], ["bb"]]


@given(st.text(max_size=60), st.text(max_size=60))
def test_all_of_a_text_is_in_its_parts(left: str, right: str) -> None:
    ours, theirs = parts_of(left, right, Work())
    assert (joined(ours), joined(theirs)) == (left, right)
    if left != right:
        assert any(state == CHANGED for state, _ in [*ours, *theirs])


def test_long_stretches_are_cut_out_and_that_is_said() -> None:
    parts = [(SAME, "a" * 1000), (CHANGED, "b" * 1000), (SAME, "c" * 1000)]
    found = shortened(parts)
    assert [state for state, _ in found] == [CUT, SAME, CHANGED, CUT, CHANGED, SAME, CUT]
    assert found[0] == (CUT, f"{1000 - KEPT_CHARACTERS} characters")
    assert shortened([(SAME, "short")]) == [(SAME, "short")]
    assert len(shortened([(SAME, "d" * 1000)])) == 3


def test_lines_of_json_are_compared_token_by_token() -> None:
    left = [("", "  "), ("key", '"a"'), ("", ": "), ("number", "1"), ("", ",")]
    right = [("", "  "), ("key", '"a"'), ("", ": "), ("string", '"1"')]
    ours, theirs = pieces_of(left, right, Work())
    assert [text for _, state, text in ours if state == CHANGED] == ["1"]
    assert [text for _, state, text in theirs if state == CHANGED] == ['"1"']
    assert "".join(text for *_, text in ours) == '  "a": 1,'
    ours, _ = pieces_of(left, [("", "}")], Work())
    assert [text for _, state, text in ours if state == SAME] == ["  "]
    assert plain(right)[1] == ("key", SAME, '"a"')
