"""JSON laid out anew and otherwise as it was sent."""

from __future__ import annotations

import contextlib
import json
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from requestbin.inspection.content import MAX_TEXT_BYTES, Content, Unreadable
from requestbin.inspection.formats.format import MAX_LINES
from requestbin.inspection.formats.json import Json
from requestbin.inspection.formats.layout import INDENT, MAX_FLAGS, MAX_INDENT, SHORT
from requestbin.inspection.shapes import Code

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
        ('{"a":1,"b":[]}\n{"a":2}\n', '{"a": 1, "b": []}\n{"a": 2}'),
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
        "[1,]",
        '{"a":1,}',
        '{"a"}',
        '{"a":}',
        "{1:2}",
        '{"a":1 "b":2}',
        "[1}",
        "]",
        "'a'",
        '"\x00"',
        "[1 2]",
        ",",
        ":",
        "[,1]",
        r'["\q"]',
        r'["\u12"]',
    ],
)
def test_what_is_not_json_is_refused_with_a_sentence(sent: str) -> None:
    with pytest.raises(Unreadable, match=r"^Not valid JSON: .*\.$"):
        laid_out(sent)


def test_a_place_is_named() -> None:
    with pytest.raises(Unreadable, match="at line 2, column 8 stands 'nope}', not a value"):
        laid_out('{\n  "a": nope}')


@pytest.mark.parametrize("sent", ["{", '{"a', '["\\"]', '{"a":', "[" * 5000, "[1,", "-", "nul"])
def test_what_stops_is_laid_out_as_far_as_it_goes(sent: str) -> None:
    shape = Json().shape(Content(sent.encode()), 0)
    [said] = [flag for flag in shape.flags if "Nested" not in flag]
    assert said.startswith("Not valid JSON: it stops ")
    assert "".join(text for line in shape.lines for _, text in line).replace(" ", "") == sent


def test_values_that_are_long_stay_on_many_lines() -> None:
    short, long = '{"a":1}', '{"a":"%s","b":2}' % ("x" * SHORT)
    shape = shape_of(f"{short}\n{long}\n{short}")
    assert len(shape.lines) == 1 + 4 + 1


def test_what_is_remarked_moves_with_its_value() -> None:
    stamp = '{"n":1,"at":"2026-11-24T14:00:00Z"}'
    assert shape_of(f"{stamp}\n{{}}\n{stamp}").asides == {
        0: "60 min before arrival",
        2: "60 min before arrival",
    }


@pytest.mark.parametrize("sent", ["[12345.678] usb 1-1: new device", "[1] one\n[2] two"])
def test_a_log_is_no_json_that_nobody_spoke_of(sent: str) -> None:
    with pytest.raises(Unreadable, match=r"^$"):
        laid_out(sent)


def test_a_large_body_is_shown_as_far_as_it_goes() -> None:
    body = json.dumps([{"n": index, "text": "x" * 100} for index in range(10_000)]).encode()
    shape = Json().shape(Content(body), 0)
    assert "first 256 KB" in shape.note
    shown = "".join(text for line in shape.lines for _, text in line)
    sent = body[:MAX_TEXT_BYTES].decode()
    assert "".join(shown.split()) == "".join(sent.split())


def test_a_body_of_many_lines_is_cut() -> None:
    shape = Json().shape(Content(b"[" + b"1," * 100_000 + b"1]"), 0)
    assert len(shape.lines) == MAX_LINES
    assert "first 10,000 lines" in shape.note


@given(VALUES, st.booleans())
def test_all_json_is_read_and_stays_what_it_was(value: object, escaped: bool) -> None:
    sent = json.dumps(value, ensure_ascii=escaped)
    assert json.loads(laid_out(sent)) == json.loads(sent)


NOW = datetime(2026, 11, 24, 15, 0, tzinfo=UTC)


def shape_of(sent: str) -> Code:
    return Json().shape(Content(sent.encode(), arrived_at=NOW), 0)


@pytest.mark.parametrize(
    ("sent", "flag"),
    [
        ('{"a":1,"b":{"a":2},"a":3}', '"a" stands twice in one object'),
        (r'{"a":1,"\u0061":3}', "stands twice in one object"),
        ("[NaN]", "It has NaN"),
        ("[-Infinity]", "It has -Infinity"),
        ("[9007199254740993]", "JavaScript would round"),
        ('{"a":1}}', "After the JSON come 1 more bytes"),
        ('{"a":1} trailing é', "After the JSON come 11 more bytes"),
        ("[" * 65 + "]" * 65, "Nested 65 deep"),
    ],
)
def test_what_others_stumble_over_is_flagged(sent: str, flag: str) -> None:
    [said] = shape_of(sent).flags
    assert flag in said


@pytest.mark.parametrize(
    "sent", ['{"a":{"a":1}}', '[{"a":1},{"a":1}]', "[9007199254740991]", "[1]\n"]
)
def test_what_is_sound_is_not_flagged(sent: str) -> None:
    assert not shape_of(sent).flags


def test_flags_do_not_grow_without_end() -> None:
    sent = "{" + ",".join(f'"n{number}":1,"n{number}":2' for number in range(500)) + "}"
    assert len(shape_of(sent).flags) == MAX_FLAGS + 1


def test_values_one_after_another_are_told() -> None:
    assert shape_of('{"a":1}\n{"a":2}\n').about == "2 JSON values, one after another."


def test_what_follows_is_shown_as_it_is() -> None:
    assert laid_out('{"a":1} and more') == '{\n  "a": 1\n}\nand more'


def test_times_are_told_beside_their_line() -> None:
    seconds = int(NOW.timestamp())
    sent = f'{{"id":"1234567890","created":{seconds - 2},"at":"2026-11-24T15:14:00Z"}}'
    assert shape_of(sent).asides == {2: "2 s before arrival", 3: "14 min after arrival"}


def test_depth_does_not_indent_without_end() -> None:
    lines = shape_of("[" * 500 + "]" * 500).lines
    assert max(len(line[0][1]) for line in lines) == len(INDENT) * MAX_INDENT


@given(st.text(max_size=200), st.binary(max_size=200))
def test_no_text_and_no_bytes_break_it(text: str, data: bytes) -> None:
    for sent in (text.encode("utf-8", "replace"), b'{"a":' + data + b"}", b"[" + data):
        with contextlib.suppress(Unreadable):
            Json().shape(Content(sent, arrived_at=NOW), 0)
