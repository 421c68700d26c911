"""One field gets another value, and every other byte stays."""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import quote_plus

import pytest
from hypothesis import given
from hypothesis import strategies as st

from requestbin.http import Headers, Request
from requestbin.providers.places import place
from requestbin.providers.rewriting import with_field, with_json_field, with_part
from requestbin.providers.seen import Seen

TEXTS = st.text(st.characters(codec="utf-8"), max_size=12)
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | TEXTS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXTS, inner, max_size=3),
    max_leaves=8,
)


@pytest.mark.parametrize(
    ("body", "path", "after"),
    [
        (b'{"a": 1, "b":{"a": "x" }}', "b.a", b'{"a": 1, "b":{"a": "new" }}'),
        (b'[ {"a":1} ,{"a":2}]', "*.a", b'[ {"a":new} ,{"a":2}]'),
        (b'{"a":"1","a":"2"}', "a", b'{"a":"1","a":"new"}'),
        (b'{"a\\u0062":"1"}', "ab", b'{"a\\u0062":"new"}'),
        (b'{"a":{"b":1}}', "a.c", b'{"a":{"c":"new","b":1}}'),
        (b" {}", "a.b", b' {"a":{"b":"new"}}'),
        (b'{"a":{"b":1}}', "a", b'{"a":{"b":1}}'),
        (b'{"a":[]}', "a.*.b", b'{"a":[]}'),
        (b'{"a":[{"b":1}, [2] ,{"b":"x"}]}', "a.2.b", b'{"a":[{"b":1}, [2] ,{"b":"new"}]}'),
        (b'{"a":[{"b":1},{"c":2}]}', "a.1.b", b'{"a":[{"b":1},{"b":"new","c":2}]}'),
        (b'{"a":[{"b":1}]}', "a.1.b", b'{"a":[{"b":1}]}'),
        (b'{"a":[{"b":1}]}', f"a.{'9' * 5000}.b", b'{"a":[{"b":1}]}'),
        (b'{"a":{"1":{"b":"x"}}}', "a.1.b", b'{"a":{"1":{"b":"new"}}}'),
        (b"{", "a", b"{"),
        (b"a=1", "a", b"a=1"),
        (b"", "a", b""),
    ],
)
def test_a_json_field(body: bytes, path: str, after: bytes) -> None:
    assert with_json_field(body, path, "new") == after


def test_milliseconds_are_made_as_a_number() -> None:
    assert with_json_field(b"{}", "at", "1760000000000") == b'{"at":1760000000000}'
    assert with_json_field(b'{"at":"1"}', "at", "1760000000000") == b'{"at":"1760000000000"}'


@given(st.dictionaries(TEXTS, VALUES, max_size=4), st.sampled_from([0, 1, None]), TEXTS)
def test_all_but_the_field_stays(value: dict[str, Any], indent: int | None, text: str) -> None:
    body = json.dumps({**value, "sig": "old", "more": value}, indent=indent).encode()
    changed = json.loads(with_json_field(body, "sig", text))
    assert changed == {**json.loads(body), "sig": text}


@given(st.lists(st.tuples(TEXTS, TEXTS), max_size=4), TEXTS)
def test_a_field_of_a_form(pairs: list[tuple[str, str]], value: str) -> None:
    pairs = [(name, text) for name, text in pairs if name not in ("sig", "")]
    form = "&".join(f"{quote_plus(name)}={quote_plus(text)}" for name, text in pairs)
    headers = Headers([("Content-Type", "application/x-www-form-urlencoded")])
    body = with_field(form, "sig", quote_plus, value).encode()
    assert Seen(Request("POST", "", headers, body)).form == [*pairs, ("sig", value)]


TYPE = 'multipart/form-data; boundary="a b"'
PARTS = (
    b'--a b\r\nContent-Disposition: form-data; name="f"; filename="sig"\r\n\r\n\x00\r\n\xff\r\n'
    b'--a b\r\nContent-Disposition: form-data; name="sig"\r\n\r\nold\r\n--a b--\r\nend'
)


def test_a_part_of_a_form() -> None:
    changed = with_part(TYPE, PARTS, "sig", "new")
    assert changed == PARTS.replace(b"\r\n\r\nold\r\n", b"\r\n\r\nnew\r\n")
    more = with_part(TYPE, PARTS, "more", "é")
    headers = Headers([("Content-Type", TYPE)])
    assert Seen(Request("POST", "", headers, more)).form == [("more", "é"), ("sig", "old")]
    assert with_part("multipart/form-data", PARTS, "sig", "new") == PARTS
    empty = with_part(TYPE, b"", "sig", "new")
    assert Seen(Request("POST", "", headers, empty)).form == [("sig", "new")]


def test_one_value_is_left_of_a_header_that_came_twice() -> None:
    headers = Headers([("X-Sig", "1"), ("X-A", "1"), ("x-sig", "2")])
    signed = place("header:X-Sig").put(Request("POST", "", headers), "new")
    assert signed.headers == Headers([("X-Sig", "new"), ("X-A", "1")])
