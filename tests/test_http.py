"""Headers and messages hold exactly what they were given."""

from __future__ import annotations

import pickle

import pytest
from hypothesis import given
from hypothesis import strategies as st

from requestbin.http import NO_HEADERS, Headers, Request, Response

octets = st.binary(max_size=40)
pairs = st.lists(st.tuples(octets, octets), max_size=12)
names = st.binary(min_size=1, max_size=12)


@given(pairs)
def test_pairs_come_out_as_they_went_in(given_pairs: list[tuple[bytes, bytes]]) -> None:
    headers = Headers(given_pairs)
    assert list(headers) == given_pairs
    assert len(headers) == len(given_pairs)
    assert headers == Headers.of(given_pairs)
    assert hash(headers) == hash(Headers.of(given_pairs))


@given(pairs)
def test_text_goes_back_to_the_same_bytes(given_pairs: list[tuple[bytes, bytes]]) -> None:
    headers = Headers(given_pairs)
    assert Headers(map(tuple, headers.as_text())) == headers  # type: ignore[arg-type]
    assert pickle.loads(pickle.dumps(headers)) == headers


@given(pairs, names)
def test_getting_agrees_with_getting_all(
    given_pairs: list[tuple[bytes, bytes]], name: bytes
) -> None:
    headers = Headers([*given_pairs, (name.swapcase(), b"last")])
    values = headers.get_all(name)
    assert headers.get(name) == values[0]
    assert headers.text(name) == values[0].decode("latin-1")
    assert name in headers
    assert values[-1] == b"last"


@given(pairs, names)
def test_without_takes_every_letter_case_and_keeps_the_rest_in_order(
    given_pairs: list[tuple[bytes, bytes]], name: bytes
) -> None:
    headers = Headers([*given_pairs, (name.upper(), b"x"), (name.lower(), b"y")])
    left = headers.without(name)
    assert name not in left
    assert list(left) == [pair for pair in headers if pair[0].lower() != name.lower()]


@given(pairs, pairs)
def test_plus_appends(first: list[tuple[bytes, bytes]], second: list[tuple[bytes, bytes]]) -> None:
    assert list(Headers(first).plus(*second)) == first + second


def test_duplicates_keep_case_and_order() -> None:
    headers = Headers([("X-Dup", "a"), ("Host", "h"), ("x-dup", "b"), ("x_under", "caf\xe9")])
    assert headers.get_all("X-DUP") == [b"a", b"b"]
    assert headers.as_text()[2:] == [["x-dup", "b"], ["x_under", "caf\xe9"]]
    assert headers.get("X-Under") is None
    assert headers.text("missing", "default") == "default"


def test_text_beyond_latin_1_is_refused() -> None:
    with pytest.raises(UnicodeEncodeError):
        Headers([("X-Name", "caf\u0119")])


def test_messages_are_frozen_and_take_plain_pairs() -> None:
    request = Request("POST", "http://localhost/", [("A", "b")], b"body")  # type: ignore[arg-type]
    assert request.headers == Headers([("A", "b")])
    with pytest.raises(AttributeError):
        request.method = "GET"  # type: ignore[misc]
    assert Response(204).headers is NO_HEADERS
