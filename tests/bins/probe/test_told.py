"""What arrived is told to whoever sent it, and read without trust in who answers."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.conf import settings
from hypothesis import given
from hypothesis import strategies as st

from requestbin.bins.probe import key, told
from requestbin.egress import Answer
from requestbin.http import Headers
from tests.bins.probe.conftest import answered
from tests.builders import captured


def seen(**facts: Any) -> Answer:
    """Return the answer to a probe that arrived like this."""
    response = told.seen(captured(**facts), key.new_key(), settings.REQUESTBIN)
    assert response is not None
    return answered(response.status, response.body, *response.headers.as_text())


def test_it_says_all_that_a_capture_would_hold() -> None:
    target = b"/in/KEY/a//b%2Fc?x=1"
    read = told.read(seen(method="PUT", target=target, headers=[("X-\x41", "caf\xe9")], body=b"\0"))
    assert read is not None
    assert (read.method, read.rest, read.size) == ("PUT", "/a//b%2Fc?x=1", 1)
    assert read.headers == Headers([("X-A", "caf\xe9")])
    assert read.sha256 == told.digest(b"\0")
    assert (read.sender, read.scheme) == ("203.0.113.9", "http")
    assert (read.trusted, read.max_body) == (0, settings.REQUESTBIN.max_body)


def test_an_answer_without_a_body_tells_the_method() -> None:
    assert seen(method="HEAD").headers.text(told.METHOD_HEADER) == "HEAD"


def test_a_forged_or_old_probe_learns_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    assert told.seen(captured(), "probe-abc:1vxyz:forged", settings.REQUESTBIN) is None
    made = key.new_key()
    monkeypatch.setattr(key, "VALID_SECONDS", -1)
    assert told.seen(captured(), made, settings.REQUESTBIN) is None


def test_entries_are_those_of_all_lines() -> None:
    read = told.read(seen(headers=[("X-F", "a, b"), ("x-f", " c,, d ")]))
    assert read is not None
    assert read.entries("X-F") == ["a", "b", "c", "d"]
    assert read.entries("Via") == []


@given(st.integers(100, 599), st.binary(max_size=200))
def test_nothing_that_is_answered_makes_it_raise(status: int, body: bytes) -> None:
    assert told.read(answered(status, body)) is None


KEYS = st.sampled_from(sorted(told.Told.__dataclass_fields__))
ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner),
    max_leaves=6,
)


@given(st.dictionaries(KEYS, ANYTHING), ANYTHING)
def test_nor_does_what_resembles_an_answer(changed: dict[str, Any], whole: Any) -> None:
    true = json.loads(seen().body)
    for lie in (true | changed, changed, whole):
        told.read(answered(200, json.dumps(lie).encode()))


@pytest.mark.parametrize("body", [b"[" * 500_000, b"9" * 10_000, b"\xff\xfe", b"{" + b'"a":' * 9])
def test_nor_what_is_made_to_hurt(body: bytes) -> None:
    assert told.read(answered(200, body)) is None
