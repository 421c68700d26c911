"""The test that a captured request becomes, without a server."""

from __future__ import annotations

from requestbin.inspection.snippets.pytest import pytest
from tests.builders import captured

URL = "http://x/in/key/hook?x=1"


def test_query_and_body_are_in_it_and_the_place_is_not() -> None:
    made = pytest(captured(), URL)
    assert 'URL + "?x=1",' in made.text
    assert """BODY = b'{"hello":"world"}'""" in made.text
    assert "in/key" not in made.text
    assert "assert response.is_success" in made.text
