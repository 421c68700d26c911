"""Form fields and queries: order, duplicates, and bytes that are no text."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from requestbin.inspection.content import Content
from requestbin.inspection.formats.form import MAX_FIELDS, Form, fields_of, nested
from requestbin.inspection.shapes import Node

FORM = {"media_type": "application/x-www-form-urlencoded"}


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        (b"a=1&b=2&a=3", [("a", "1"), ("b", "2"), ("a", "3")]),
        (b"text=Hello+W%C3%B6rld%21", [("text", "Hello Wörld!")]),
        (b"raw=%ff%00", [("raw", "\\xff\x00")]),
        (b"a=b=c", [("a", "b=c")]),
        (b"&&a=1&", [("a", "1")]),
        (b"=x", [("", "x")]),
        (b"%zz=%", [("%zz", "%")]),
        (b"", []),
    ],
)
def test_fields_keep_order_and_duplicates(query: bytes, expected: list[tuple[str, str]]) -> None:
    assert [(field.name, field.value) for field in fields_of(query)] == expected


def test_a_name_without_a_value_is_not_an_empty_value() -> None:
    bare, empty = fields_of(b"a&b=")
    assert (bare.facts, empty.facts) == ("no value", "")


def test_doubles_and_mistakes_are_told() -> None:
    first, other, second = fields_of(b"a=1&b=%zz&a=2")
    assert (first.facts, second.facts) == ("1st of 2", "2nd of 2")
    assert other.facts == "a % in it encodes nothing"


def test_a_named_charset_reads_what_utf8_does_not() -> None:
    assert fields_of(b"a=%E9", "iso8859-1")[0].value == "é"
    assert fields_of(b"a=%C3%A9", "iso8859-1")[0].value == "é"


def shown(node: Node) -> object:
    if node.kind == "object":
        return {child.name: shown(child) for child in node.children}
    return [shown(child) for child in node.children] if node.kind == "array" else node.text


@pytest.mark.parametrize(
    ("query", "meant"),
    [
        (b"a[b]=1&a[c][d]=2", {"a": {"b": "1", "c": {"d": "2"}}}),
        (b"a[]=1&a%5B%5D=2", {"a": ["1", "2"]}),
        (b"l[0][id]=x&l[0][n]=1&l[1][id]=y", {"l": [{"id": "x", "n": "1"}, {"id": "y"}]}),
        (b"a[b=1&[x]=2&a]=3", {"a[b": "1", "[x]": "2", "a]": "3"}),
        (b"a=1&a[b]=2", {"a": {"b": "2"}}),
    ],
)
def test_brackets_nest(query: bytes, meant: object) -> None:
    assert shown(nested(Content(query, **FORM))) == meant


def test_no_brackets_take_long() -> None:
    assert nested(Content(b"a" + b"[b]" * 50_000 + b"=1&" + b"x[]=1&" * 5_000, **FORM)).children


def test_many_fields_are_cut() -> None:
    shape = Form().shape(Content(b"a=1&" * 5000, **FORM), 0)
    assert len(shape.fields) == MAX_FIELDS
    assert shape.note
    assert not Form().shape(Content(b"a=1", **FORM), 0).note


NOW = datetime(2026, 11, 24, 15, 0, tzinfo=UTC)


def test_times_are_told() -> None:
    seconds = int(NOW.timestamp())
    query = f"order[placed_at]={seconds - 60}&id=1234567890&at=2026-11-24+14:00:00".encode()
    assert [field.facts for field in fields_of(query, arrived_at=NOW)] == [
        "60 s before arrival",
        "",
        "60 min before arrival",
    ]
    leaf = nested(Content(query, arrived_at=NOW, **FORM)).children[0].children[0]
    assert leaf.aside == "60 s before arrival"


def test_a_form_may_name_its_own_charset() -> None:
    [_, name] = fields_of(b"charset=windows-1252&name=Jos%E9")
    assert (name.value, name.facts) == ("Jos\xe9", "")
    [name] = fields_of(b"name=Jos%E9")
    assert (name.value, name.facts) == ("Jos\\xe9", "not UTF-8")


def test_what_is_a_list_is_no_double() -> None:
    assert [field.facts for field in fields_of(b"a[]=1&a[]=2")] == ["", ""]
