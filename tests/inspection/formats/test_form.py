"""Form fields and queries: order, duplicates, and bytes that are no text."""

from __future__ import annotations

import pytest

from requestbin.inspection.content import Content
from requestbin.inspection.formats.form import MAX_FIELDS, Form, fields_of

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
    bare, empty = fields_of(b"a&a=")
    assert (bare.facts, empty.facts) == ("no value", "")


def test_many_fields_are_cut() -> None:
    shape = Form().shape(Content(b"a=1&" * 5000, **FORM), 0)
    assert len(shape.fields) == MAX_FIELDS
    assert shape.note
    assert not Form().shape(Content(b"a=1", **FORM), 0).note
