"""JSON laid out anew and otherwise as it was sent."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from requestbin.inspection.content import Content, Unreadable
from requestbin.inspection.formats.format import MAX_LINES, MAX_TEXT_BYTES
from requestbin.inspection.formats.json import MAX_DEPTH, Json

VALUES = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=20,
)


def laid_out(body: bytes | str) -> str:
    data = body.encode() if isinstance(body, str) else body
    lines = Json().shape(Content(data), 0).lines
    return "\n".join("".join(text for _, text in line) for line in lines)


@pytest.mark.parametrize(
    ("sent", "shown"),
    [
        ('{"b":1.10,"a":1E5,"b":-0}', '{\n  "b": 1.10,\n  "a": 1E5,\n  "b": -0\n}'),
        (r'["\ud800","\/","é"]', '[\n  "\\ud800",\n  "\\/",\n  "é"\n]'),
        ("{}", "{}"),
        ('{"a":[],"b":{}}', '{\n  "a": [],\n  "b": {}\n}'),
        ("[[1],\n\n[2]]", "[\n  [\n    1\n  ],\n  [\n    2\n  ]\n]"),
        ("123456789012345678901234567890.00", "123456789012345678901234567890.00"),
        ('{"a":1}\n{"a":2}\n', '{\n  "a": 1\n}\n{\n  "a": 2\n}'),
        ("\ufeff[null]", "[\n  null\n]"),
    ],
)
def test_only_space_is_changed(sent: str, shown: str) -> None:
    assert laid_out(sent) == shown


def test_tokens_are_told_apart() -> None:
    lines = Json().shape(Content(b'{"a":["s",1,true]}'), 0).lines
    kinds = {text: kind for line in lines for kind, text in line if kind}
    assert kinds == {'"a"': "key", '"s"': "string", "1": "number", "true": "word"}


@pytest.mark.parametrize(
    "sent",
    [
        "{",
        "[1,]",
        '{"a":1,}',
        '{"a"}',
        '{"a":}',
        "{1:2}",
        '{"a":1 "b":2}',
        "[1}",
        "]",
        "NaN",
        "01",
        "1.",
        "'a'",
        '"\x00"',
        '"a',
        '["\\"]',
        "[1 2]",
        ",",
        ":",
        "[,1]",
        "[" * 5000,
        "[" * (MAX_DEPTH + 1) + "]" * (MAX_DEPTH + 1),
    ],
)
def test_what_is_not_json_is_refused_with_a_sentence(sent: str) -> None:
    if sent == "01":  # two values, one after the other, as NDJSON without its line end
        assert laid_out(sent) == "0\n1"
        return
    with pytest.raises(Unreadable, match=r"^(Not valid JSON: .*|Nested more than \d+ deep)\.$"):
        laid_out(sent)


def test_a_place_is_named() -> None:
    with pytest.raises(Unreadable, match="line 2, column 8 has"):
        laid_out('{\n  "a": nope}')


def test_a_large_body_is_shown_as_far_as_it_goes() -> None:
    body = json.dumps([{"n": index, "text": "x" * 100} for index in range(10_000)]).encode()
    shape = Json().shape(Content(body), 0)
    assert "first 256 KB" in shape.note
    shown = "".join(text for line in shape.lines for _, text in line)
    sent = body[:MAX_TEXT_BYTES].decode()
    assert "".join(shown.split()) == "".join(sent.split())


def test_a_body_of_many_lines_is_cut() -> None:
    shape = Json().shape(Content(b"[" + b"1," * 100_000 + b"1]"), 0)
    assert len(shape.lines) == MAX_LINES + 1
    assert "first 10,000 lines" in shape.note


@given(VALUES, st.booleans())
def test_all_json_is_read_and_stays_what_it_was(value: object, escaped: bool) -> None:
    sent = json.dumps(value, ensure_ascii=escaped)
    assert json.loads(laid_out(sent)) == json.loads(sent)
