"""A comparison in a sentence."""

from __future__ import annotations

from datetime import timedelta

import pytest

from requestbin.http import Headers
from requestbin.inspection.diff.comparison import Side, compare
from requestbin.web.sums import apart, body_of, sentence_of
from tests.builders import MOMENT


def side(body: str | bytes, *headers: tuple[str, str], kind: str = "application/json") -> Side:
    octets = body.encode() if isinstance(body, str) else body
    return Side((("Method", "POST"),), b"", Headers([("Content-Type", kind), *headers]), octets)


def sentences(left: Side, right: Side) -> list[str]:
    found = compare(left, right)
    return [sentence_of(found), body_of(found.body)]


def test_what_differs_and_what_is_noise() -> None:
    left = side('{"a":1,"b":1,"id":"evt_1PqR8a2b3c"}', ("Date", "x"))
    right = side('{"a":2,"b":1.0,"id":"evt_1PqR8a2b3d"}', ("Date", "x"))
    found = sentences(left, right)
    assert found == ["1 change, 1 only written differently; 1 more looks like noise: ids 1.", ""]
    found = sentences(side('{"id":"evt_1PqR8a2b3c"}'), side('{"id":"evt_1PqR8a2b3d"}'))
    assert found[0] == "Nothing but noise differs: ids 1."


def test_what_is_the_same() -> None:
    same = "The same, byte for byte. Only number and time differ."
    assert sentences(side("{}"), side("{}")) == [same, "The same, byte for byte: 2 bytes."]
    assert sentences(side(""), side("")) == [same, "Neither has a body."]
    assert sentences(side('{"a":1,"b":2}'), side('{ "b": 2, "a": 1 }')) == [
        "Nothing differs in meaning.",
        "Same JSON, written differently: spaces and order of names.",
    ]
    assert sentences(side("[1.10]"), side("[1.1]"))[0] == (
        "Nothing differs in meaning; 1 written differently."
    )


@pytest.mark.parametrize(
    ("left", "right", "kind", "sentence"),
    [
        ("", "{}", "application/json", "Only the right has a body: 2 bytes."),
        ("{}", "", "application/json", "Only the left has a body: 2 bytes."),
        ("{}", "ok", "", "JSON on the left, Text on the right: shown, not compared."),
        (b"\0a\0", b"\0bb\0", "", "The same: the first 1 byte and the last 1 byte. What differs:"
         " 1 byte on the left, 2 on the right."),
        (b"\0", b"\1\1", "", "All of it differs: 1 byte on the left, 2 on the right."),
    ],
)  # fmt: skip
def test_what_is_said_of_bodies(left: str, right: str, kind: str, sentence: str) -> None:
    assert sentences(side(left, kind=kind), side(right, kind=kind))[1] == sentence


def test_how_far_apart() -> None:
    assert apart(MOMENT, MOMENT + timedelta(minutes=12)) == "12 min later"
    assert apart(MOMENT, MOMENT - timedelta(milliseconds=40)) == "40 ms earlier"
    assert apart(MOMENT, MOMENT) == "at the same moment"
