"""The values of laid-out JSON: what they mean, how they are written, on which lines they stand."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from requestbin.inspection.content import Unreadable
from requestbin.inspection.diff.tree import MAX_LINES, Meanings, canonical, tree_of, unquoted


def same(left: str, right: str) -> tuple[bool, bool]:
    """Tell whether two texts mean the same, and whether they are written the same."""
    meanings = Meanings()
    ours, theirs = (tree_of(text, meanings).root for text in (left, right))
    return ours.meaning == theirs.meaning, ours.writing == theirs.writing


@pytest.mark.parametrize(
    ("left", "right", "expected"),
    [
        ('{"a": 1}', '{"a":1}', (True, True)),
        ('{"a": 1, "b": 2}', '{"b": 2, "a": 1}', (True, False)),
        ("[1, 2]", "[2, 1]", (False, False)),
        ("1.10", "1.1", (True, False)),
        ("1", '"1"', (False, False)),
        ("null", '"null"', (False, False)),
        ("[]", "{}", (False, False)),
        ('{"a":1,"a":2}', '{"a":2,"a":1}', (False, False)),
        ('"\\u00e9"', '"é"', (True, False)),
        ("1 2", "[1, 2]", (False, False)),
    ],
)
def test_meaning_and_writing(left: str, right: str, expected: tuple[bool, bool]) -> None:
    assert same(left, right) == expected


@pytest.mark.parametrize(
    ("one", "other"),
    [("1.0", "1"), ("100", "1e2"), ("0.001", "1E-3"), ("-0", "0.0e9"), ("-1.50", "-15e-1")],
)
def test_numbers_of_one_value(one: str, other: str) -> None:
    assert canonical(one) == canonical(other)


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_numbers_keep_their_value(number: float) -> None:
    if number:
        assert float(canonical(json.dumps(number))) == pytest.approx(number, rel=1e-15)


def test_numbers_that_no_machine_holds() -> None:
    assert canonical("1" * 5000) == "1" * 5000
    assert canonical("1e" + "9" * 5000) == "1e" + "9" * 5000
    assert canonical("1e999999999999999") != canonical("1e999999999999998")


def test_where_values_stand() -> None:
    root = tree_of('{"a": {"b": [1, {}]}, "c": null}', Meanings()).root
    a, c = root.children
    assert (root.start, root.end) == (0, 8)
    assert (a.start, a.end, c.start) == (1, 6, 7)
    assert [child.shown for child in root.children] == ["{ 1 field }", "null"]
    assert a.children[0].shown == "[ 2 items ]"
    assert [each.type for each in a.children[0].children] == ["number", "object"]


def test_halves_of_surrogates_are_told_apart() -> None:
    assert unquoted(r'"\ud800"') == "\ud800"


@pytest.mark.parametrize(
    "text", ["[" * 300 + "]" * 300, "[0" + ",0" * MAX_LINES + "]", "{", '"' + "x" * 1_100_000 + '"']
)
def test_what_is_too_much_is_said(text: str) -> None:
    with pytest.raises(Unreadable, match=r"\."):
        tree_of(text, Meanings())


@given(
    st.recursive(
        st.none() | st.integers(), lambda it: st.lists(it) | st.dictionaries(st.text(), it)
    )
)
def test_every_value_is_in_its_tree(value: Any) -> None:
    tree = tree_of(json.dumps(value), Meanings())
    assert tree.root.start == 0
    assert tree.root.end == len(tree.lines) - 1
