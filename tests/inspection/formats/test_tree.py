"""Trees: the values of JSON and of bracketed forms, with their names, bounded."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from requestbin.inspection.content import Content, Unreadable
from requestbin.inspection.formats.tree import MAX_BYTES, MAX_DEPTH, MAX_NODES, TreeView
from requestbin.inspection.shapes import Node, Tree

NOW = datetime(2026, 11, 24, 15, 0, tzinfo=UTC)


def tree_of(sent: bytes, kind: str = "application/json") -> Tree:
    return TreeView().shape(Content(sent, kind, arrived_at=NOW), 0)


def test_values_keep_their_text_and_their_place() -> None:
    [root] = tree_of(b'{"a":1.10,"b":[true,{"\\u00e9":"x"}],"a":"1.1"}').roots
    assert [(each.name, each.text) for each in root.children] == [
        ("a", "1.10"),
        ("b", ""),
        ("a", '"1.1"'),
    ]
    first, second = root.children[1].children
    assert (first.name, first.kind, first.text) == ("0", "word", "true")
    assert second.children == [Node("é", "string", '"x"')]


def test_times_are_told() -> None:
    [root] = tree_of(b'{"created":%d,"id":"abc"}' % (NOW.timestamp() - 2)).roots
    assert [each.aside for each in root.children] == ["2 s before arrival", ""]


def test_several_values_are_several_trees() -> None:
    assert [root.kind for root in tree_of(b"{}\n[]\n1").roots] == ["object", "array", "number"]


def test_a_form_with_brackets() -> None:
    [root] = tree_of(b"a[b]=1&c=2", "application/x-www-form-urlencoded").roots
    assert root.children[0].children == [Node("b", "text", "1")]


def test_a_tree_is_bounded() -> None:
    shape = tree_of(b"[" + b"1," * 20_000 + b"1]")
    assert len(shape.roots[0].children) == MAX_NODES - 1
    assert "first 5,000 values" in shape.note
    with pytest.raises(Unreadable, match="deep"):
        tree_of(b"[" * (MAX_DEPTH + 1))
    large = Content(b"[" + b" " * MAX_BYTES + b"]", "application/json")
    assert TreeView().fit(large) == 0
    with pytest.raises(Unreadable, match="1 MB"):
        TreeView().shape(large, 0)


def test_a_tree_is_offered_where_there_are_branches() -> None:
    def fit(sent: bytes, kind: str) -> float:
        return TreeView().fit(Content(sent, kind))

    form = "application/x-www-form-urlencoded"
    assert fit(b"a[b]=1", form)
    assert fit(b"x=1&a%5Bb%5D=1", form)
    assert not fit(b"payload=%5B1%5D&b=[1]", form)
    assert not fit(b"null", "application/json")
    assert not fit(b"<html>", "application/json")


def test_what_was_cut_off_grows_as_far_as_it_goes() -> None:
    shape = tree_of(b'{"a": 1, "b": [2, "th')
    assert [each.name for each in shape.roots[0].children] == ["a", "b"]
    assert "stops in the middle" in shape.flags[0]
