"""Bodies: the spellings of JSON, forms, and parts."""

from __future__ import annotations

import json
from typing import Any

import pytest

from requestbin.providers.samples.bodies import query_of, written
from requestbin.providers.samples.template import read

VALUE = {"ü": ["a/b", 1]}


def body(content_type: str = "", **told: Any) -> bytes:
    template = read(json.dumps(told))
    return written(template, template.payload, content_type)


@pytest.mark.parametrize(
    ("hints", "expected"),
    [
        ({}, '{"ü":["a/b",1]}'),
        ({"ascii": True}, '{"\\u00fc":["a/b",1]}'),
        ({"escape_slashes": True}, '{"ü":["a\\/b",1]}'),
        ({"separators": [", ", ": "]}, '{"ü": ["a/b", 1]}'),
        ({"indent": 2}, '{\n  "ü": [\n    "a/b",\n    1\n  ]\n}'),
        ({"end": "\r\n"}, '{"ü":["a/b",1]}\r\n'),
    ],
)
def test_json_follows_its_hints(hints: dict[str, Any], expected: str) -> None:
    assert body(json=VALUE, **hints).decode() == expected


def test_a_form_is_quoted_and_holds_json() -> None:
    assert body(form=[["a b", "c&d=é"], ["n", 1], ["j", {"x": "/"}]], escape_slashes=True) == (
        b"a+b=c%26d%3D%C3%A9&n=1&j=%7B%22x%22%3A%22%5C%2F%22%7D"
    )
    assert query_of([("a", ""), ("a", 2)]) == "a=&a=2"


def test_parts_are_parted_by_the_boundary_of_the_header() -> None:
    assert body("multipart/form-data; boundary=XX", multipart=[["json", {"a": 1}]]) == (
        b'--XX\r\nContent-Disposition: form-data; name="json"\r\n\r\n{"a":1}\r\n--XX--\r\n'
    )


def test_text_is_sent_as_it_is() -> None:
    assert body(text="<a/>", end="\n") == b"<a/>\n"
