"""JSON by its events: every token with its text, and the grammar of RFC 8259."""

from __future__ import annotations

import json
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from requestbin.inspection.content import Unreadable
from requestbin.inspection.notation.json import Event, events, unescaped


def test_events_carry_their_text() -> None:
    found = list(events(' {"a" : [1.10, null]}'))
    assert [(event.name, text) for event, text in found] == [
        ("OPEN", "{"),
        ("KEY", '"a"'),
        ("COLON", ":"),
        ("OPEN", "["),
        ("NUMBER", "1.10"),
        ("COMMA", ","),
        ("WORD", "null"),
        ("CLOSE", "]"),
        ("CLOSE", "}"),
    ]


def test_values_one_after_another() -> None:
    assert [event.name for event, _ in events("1\n{}")] == ["NUMBER", "NEXT", "OPEN", "CLOSE"]


@pytest.mark.parametrize("sent", ["{} rest", "{}}", "1 ,", '"a" :', "[] nope"])
def test_what_follows_a_whole_value_is_the_rest(sent: str) -> None:
    *_, (event, text) = events(sent)
    assert event is Event.REST
    assert sent.endswith(text)


@pytest.mark.parametrize("sent", ['{"a": tr', '[1, "abc', "[-Inf", '{"a": "b\\'])
def test_a_cut_text_ends_in_its_rest(sent: str) -> None:
    assert list(events(sent, cut=True))[-1][0] is Event.REST
    with pytest.raises(Unreadable):
        list(events(sent))


@given(st.recursive(st.none() | st.text() | st.integers() | st.floats(), st.lists, max_leaves=9))
def test_all_that_python_writes_is_read(value: object) -> None:
    sent = json.dumps(value)
    assert "".join(text for _, text in events(sent)) == "".join(
        part for _, part in events(sent) if part
    )
    assert Event.REST not in [event for event, _ in events(sent)]


@given(st.text(max_size=60))
def test_a_string_says_what_it_says(text: str) -> None:
    assert unescaped(json.dumps(text)) == text
    assert unescaped(json.dumps(text, ensure_ascii=False)) == text


@pytest.mark.parametrize(
    "piece", ["[", "{", '"', "\\", '"\\', "1", "-", " ", "1 ", "e", ",", '{"a":', "\ufeff", "-I"]
)
def test_no_text_takes_long(piece: str) -> None:
    start = time.process_time()
    try:
        for _ in events(piece * (256 * 1024 // len(piece))):
            pass
    except Unreadable:
        pass
    assert time.process_time() - start < 2
