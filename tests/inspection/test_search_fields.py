"""The JSON that is stored for searching."""

from __future__ import annotations

import gzip
import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from requestbin.http import Headers
from requestbin.inspection.content import content_of
from requestbin.inspection.search_fields import MAX_BYTES, number_of, search_fields
from tests.hostile.strings import BREAKERS

FORM = "application/x-www-form-urlencoded"


def fields(body: bytes, kind: str = "application/json", encoding: str = "") -> str | None:
    return search_fields(
        content_of(Headers([("Content-Type", kind), ("Content-Encoding", encoding)]), body)
    )


@pytest.mark.parametrize(
    ("body", "stored"),
    [
        (b'{"a": 1, "a": [2]}', '{"a":[2]}'),
        (b'{"a": NaN, "b": -Infinity, "c": 1e999}', '{"a":"NaN","b":"-Infinity","c":"1e999"}'),
        (b'{"a\\u0000": "b\\u0000\\ud800"}', '{"a\ufffd":"b\ufffd\ufffd"}'),
        (b'{"a\\"\\\\\\n": "\\"\\\\\\n"}', '{"a\ufffd\ufffd\ufffd":"\\"\\\\\\n"}'),
        (b'["\\ud83d\\ude00\\u00e9"]', '["\U0001f600é"]'),
        (b"[18446744073709551616]", "[1.84467440737096e+19]"),
        (b"[-9223372036854775808]", "[-9223372036854775808]"),
        (b"[1.0, 1E3, 0.1, 1e-400, 9007199254740993]", "[1,1000,0.1,0,9007199254740993]"),
        (b'\xef\xbb\xbf{"a":1}', '{"a":1}'),
        ("\ufeff[1]".encode("utf-16-le"), "[1]"),
        (b' \n{"a":1}', '{"a":1}'),
    ],
)  # fmt: skip
def test_one_meaning(body: bytes, stored: str) -> None:
    assert fields(body) == stored


@pytest.mark.parametrize(
    "body",
    [b"", b"1", b'"text"', b"{}x", b"{'a':1}", b"[" * 900 + b"x", b"[" * 5000 + b"]" * 5000,
     b"[" + b"1," * (MAX_BYTES // 2) + b"1]"],
)  # fmt: skip
def test_what_has_none(body: bytes) -> None:
    assert fields(body) is None


def test_what_was_compressed_and_what_comes_as_a_form() -> None:
    assert fields(gzip.compress(b'{"a":1}'), encoding="gzip") == '{"a":1}'
    assert fields(b"a=1&b=x+y&a=2&c", FORM) == '{"a":"2","b":"x y","c":""}'
    slack = b"payload=%7B%22type%22%3A%22block_actions%22%7D&n=5"
    assert fields(slack, FORM) == '{"payload":{"type":"block_actions"},"n":"5"}'
    assert fields(b'{"curl":"-d"}', FORM) == '{"curl":"-d"}'


@pytest.mark.parametrize("name", BREAKERS)
def test_hostile_bodies_are_refused_or_made_harmless(name: str) -> None:
    kind, body = BREAKERS[name]
    stored = fields(body, kind.decode("latin-1"))
    if stored is not None:
        stored.encode()
        json.loads(stored)


@settings(max_examples=200)
@given(st.binary(max_size=200) | st.text('{}[]:,"\\u0dD8 1e-.nltrf', max_size=60).map(str.encode))
def test_whatever_comes_is_json_or_nothing(body: bytes) -> None:
    stored = fields(body)
    if stored is not None:
        assert json.dumps(json.loads(stored), ensure_ascii=False, separators=(",", ":")) == stored


@given(st.floats(allow_nan=False) | st.integers())
def test_numbers_stay_what_they_are(number: float) -> None:
    found = number_of(json.dumps(number))
    if found is None:
        assert abs(number) >= 1e300 or number in (float("inf"), float("-inf"))
    elif isinstance(number, int) and -(2**63) <= number < 2**63:
        assert found == number
    else:
        assert found == pytest.approx(number, rel=1e-14, abs=1e-299)
    assert found is None or number_of(json.dumps(found)) == found
