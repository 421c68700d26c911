"""JSON by meaning: each kind of change, where it is, and every line of both sides once."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from requestbin.inspection.diff.alignment import Work
from requestbin.inspection.diff.change import ADDED, ELSEWHERE, REMOVED
from requestbin.inspection.diff.difference import Difference
from requestbin.inspection.diff.tree import Meanings, tree_of
from requestbin.inspection.diff.values import compared, inside

NAMES = st.sampled_from(["a", "b", "id", "name", "list"])
PLAIN = st.none() | st.booleans() | st.integers(-3, 3) | st.sampled_from(["", "x", "a long text"])
VALUES = st.recursive(
    PLAIN,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(NAMES, inner, max_size=4),
    max_leaves=14,
)
OBJECTS = st.recursive(
    PLAIN, lambda inner: st.dictionaries(NAMES, inner, max_size=4), max_leaves=14
)


def difference(left: Any, right: Any) -> Difference:
    """Compare two values, or two texts of JSON."""
    meanings = Meanings()
    texts = [each if isinstance(each, str) else json.dumps(each) for each in (left, right)]
    ours, theirs = (tree_of(text, meanings) for text in texts)
    found = compared(ours, theirs, meanings, Work())
    for side, tree in enumerate((ours, theirs)):
        shown = sorted(row[side] for row in found.rows if row[side] is not None)
        assert shown == list(range(len(tree.lines)))
    return found


def told(left: Any, right: Any) -> list[str]:
    """Return the changes in a line each."""
    changes = [each for each in difference(left, right).changes if each.sign != ELSEWHERE]
    return [
        " ".join(filter(None, (each.sign, each.path, each.facts, each.noise))) for each in changes
    ]


@pytest.mark.parametrize(
    ("left", "right", "changes"),
    [
        ({"a": 1}, {"a": 1}, []),
        ({"a": 1, "b": 2}, {"b": 2, "a": 1}, []),
        ({"a": 1}, {"a": 2}, ["changed a"]),
        ({"a": {"b c": [1]}}, {"a": {"b c": [2]}}, ['changed a."b c".0']),
        ({}, {"a": []}, ["added a"]),
        ({"a": {"b": 1}}, {"a": {}}, ["removed a.b"]),
        ({"a": 1}, {"a": "1"}, ["retyped a number → string"]),
        ({"a": None}, {"a": {}}, ["retyped a null → object"]),
        ({"a": True}, {"a": False}, ["changed a"]),
        ('{"a": 1.10}', '{"a": 1.1}', ["rewritten a"]),
        ('{"a": 1e2}', '{"a": 100}', ["rewritten a"]),
        (r'{"a": "\u0041"}', '{"a": "A"}', ["rewritten a"]),
        ('{"a": 1, "a": 2}', '{"a": 1, "a": 3}', ["changed a"]),
        ("1", "2", ["changed"]),
        ('{"a":1}\n{"a":2}', '{"a":1}\n{"a":3}', ["changed 1.a"]),
        ('{"a":1}', '{"a":1}\n{"a":3}', ["added 1"]),
        ('{"a":1}', '{"a":1} rest', ["added 1"]),
        ("NaN", "1", ["changed"]),
        ({"id": "evt_1PqR8a2b3c"}, {"id": "evt_1PqR8a2b3d"}, ["changed id ids"]),
        ({"created": 1772600767}, {"created": 1772600768}, ["changed created times"]),
    ],
)
def test_what_became_of_values(left: Any, right: Any, changes: list[str]) -> None:
    assert told(left, right) == changes


@pytest.mark.parametrize(
    ("left", "right", "changes"),
    [
        ([1, 2, 3], [0, 1, 2, 3], ["added 0"]),
        ([1, 2, 3], [1, 9, 3], ["changed 1"]),
        (["a", "b", "c"], ["c", "a", "b"], ["moved 0"]),
        ([{"id": 1}, {"id": 2}], [{"id": 2}, {"id": 1}], ["moved 0"]),
        ([{"id": 1, "n": 1}, {"id": 2}], [{"id": 0}, {"id": 1, "n": 2}, {"id": 2}],
         ["added 0", "changed 1.n"]),
        ([{"sku": "a", "n": 1}], [{"sku": "b", "n": 1}, {"sku": "a", "n": 2}],
         ["added 0", "changed 1.n"]),
        ([{"id": "x1", "n": 1}], [{"id": "y2", "n": 1}], ["changed 0.id ids"]),
        ([{"a": 1, "b": 2}], [{"c": 1}, {"a": 1, "b": 3}], ["added 0", "changed 1.b"]),
        ([1], [{"a": 1}], ["removed 0", "added 0"]),
    ],
)  # fmt: skip
def test_elements_are_matched_by_what_they_are(left: Any, right: Any, changes: list[str]) -> None:
    assert told(left, right) == changes


ADDRESS = {"street": "Main", "city": "Köln"}


@pytest.mark.parametrize(
    ("left", "right", "changes"),
    [
        ({"a": {"x": ADDRESS}}, {"a": {}, "b": ADDRESS}, ["moved b"]),
        ({"a": {"n": 5}}, {"a": {}, "n": 5}, ["moved n"]),
        ({"userName": "Ada Lovelace"}, {"user_name": "Ada Lovelace"}, ["moved user_name"]),
        ({"a": 5}, {"b": 5}, ["removed a", "added b"]),
        ({"a": {"n": None}}, {"a": {}, "n": None}, ["removed a.n", "added n"]),
        ({"a": {"n": "same text"}, "b": {}}, {"a": {}, "b": {"n": "same text"}, "n": "same text"},
         ["removed a.n", "added b.n", "added n"]),
    ],
)  # fmt: skip
def test_what_moved_is_found_where_it_says_enough(
    left: Any, right: Any, changes: list[str]
) -> None:
    assert sorted(told(left, right)) == sorted(changes)


def test_both_places_of_what_moved_are_known() -> None:
    found = difference({"a": {"x": ADDRESS}}, {"a": {}, "b": ADDRESS})
    moved = next(each for each in found.changes if each.sign == "moved")
    assert (moved.origin, moved.steps, moved.left) == (("a", "x"), ("b",), "{ 2 fields }")
    old = {found.changes[row.change].sign for row in found.rows if row.change and row.left}
    assert ELSEWHERE in old or found.changes[0].sign == ELSEWHERE


def test_json_in_strings_is_compared_too() -> None:
    def sns(amount: int) -> Any:
        return {"Message": json.dumps({"detail": {"amount": amount, "text": "x"}}), "Type": "N"}

    assert told(sns(1), sns(2)) == ["changed Message \u203a detail.amount"]
    assert told({"m": '{"a": 1}'}, {"m": '{"a":1}'}) == ["rewritten m"]
    assert told({"m": '{"a": 1}'}, {"m": "{broken"}) == ["changed m"]
    deep = '{"a":1}'
    for _ in range(4):
        deep = json.dumps({"m": deep})
    assert len(told(deep, deep.replace("1", "2"))) == 1
    assert inside("[1]", "x", (), Meanings(), Work()) is None


def test_the_order_of_names_is_told() -> None:
    assert difference({"a": 1, "b": 2}, {"b": 2, "a": 1}).reordered
    assert not difference({"a": 1, "b": 2}, {"a": 1, "c": 0, "b": 2}).reordered


@given(VALUES)
def test_a_value_is_the_same_as_itself(value: Any) -> None:
    found = difference([value], [value])
    assert not found.changes
    assert all(row.change is None and row.left == row.right for row in found.rows)


@settings(max_examples=200)
@given(VALUES, VALUES)
def test_values_differ_when_python_says_so(left: Any, right: Any) -> None:
    same = json.dumps(left, sort_keys=True) == json.dumps(right, sort_keys=True)
    assert (not told([left], [right])) == same


@given(OBJECTS, OBJECTS)
def test_from_the_other_side_what_was_added_is_removed(left: Any, right: Any) -> None:
    opposite = {ADDED: REMOVED, REMOVED: ADDED}
    there = difference({"": left}, {"": right}).changes
    back = difference({"": right}, {"": left}).changes
    assert sorted(each.sign for each in there) == sorted(
        opposite.get(each.sign, each.sign) for each in back
    )
