"""Tokens taken apart, and nothing that only looks like one."""

from __future__ import annotations

import base64
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from requestbin.inspection.content import Content
from requestbin.inspection.formats.token import Token
from requestbin.inspection.jwt import jwt_of
from tests.builders import jwt


def test_a_token_comes_apart() -> None:
    found = jwt_of(f"  {jwt(sub='7')}\n")
    assert found
    assert json.loads(found.head) == {"alg": "HS256"}
    assert json.loads(found.claims) == {"sub": "7"}
    assert (found.signature, found.encrypted) == (9, False)


def test_an_encrypted_one_shows_its_header() -> None:
    found = jwt_of(f"{jwt()}.YQ.YQ")
    assert found
    assert found.encrypted
    assert not found.claims


@pytest.mark.parametrize(
    "text",
    ["", "eyJ", "eyJhIjox.eyJ", "a.b.c", "eyJhIjox.eyJhIjox.YQ.YQ", "eyJ!!.x.y", "eyJ" * 40_000],
)
def test_what_is_none(text: str) -> None:
    assert jwt_of(text) is None


def test_its_view_says_that_nothing_is_verified() -> None:
    shape = Token().shape(Content(jwt(sub="7").encode()), 0)
    assert "not verified" in shape.about
    assert [title for title, _ in shape.layers] == ["Header", "Claims"]
    assert shape.note == "Signature: 9 bytes."
    unsigned = Token().shape(Content(jwt().rpartition(".")[0].encode() + b"."), 0)
    assert unsigned.note == "It has no signature."


@given(st.lists(st.binary(max_size=60), min_size=1, max_size=6))
def test_no_segments_make_it_fail(segments: list[bytes]) -> None:
    text = ".".join(base64.urlsafe_b64encode(each).decode().rstrip("=") for each in segments)
    for token in (text, f"eyJ{text}", f"eyJhbGciOiJub25lIn0.{text}"):
        found = jwt_of(token)
        content = Content(token.encode())
        if found:
            assert Token().shape(content, 0).layers
        assert (Token().fit(content) > 0) == (found is not None)
