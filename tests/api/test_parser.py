"""JSON is read as Python reads it, less what neither a store nor an answer can hold."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.test import RequestFactory
from hypothesis import example, given
from hypothesis import strategies as st

from requestbin.api.parser import StrictParser

VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
)  # fmt: skip


def parsed(body: bytes) -> Any:
    request = RequestFactory().post("/", body, content_type="application/json")
    return StrictParser().parse_body(request)


@given(VALUES, st.booleans())
@example("\U0001f600 \\ud800", True)
def test_every_value_is_read(value: Any, escaped: bool) -> None:
    assert parsed(json.dumps(value, ensure_ascii=escaped).encode()) == value


@given(st.binary(min_size=1))
@example(b"[" * 100_000)
@example(b"1" * 5000)
@example(b'{"\\ud800": 1}')
@example(b"[1e400]")
@example(b"-1e400")
def test_whatever_else_comes_is_refused_by_name(body: bytes) -> None:
    try:
        value = parsed(body)
    except (ValueError, RecursionError):
        return
    json.dumps(value, allow_nan=False, ensure_ascii=False).encode()


@pytest.mark.parametrize("constant", ["NaN", "Infinity", "-Infinity"])
def test_constants_of_javascript_are_not_json(constant: str) -> None:
    with pytest.raises(ValueError, match=constant):
        parsed(f'{{"wait": {constant}}}'.encode())
