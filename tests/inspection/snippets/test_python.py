"""Bodies as Python literals, whatever is in them."""

from __future__ import annotations

from base64 import b64decode

import pytest
from hypothesis import given

from requestbin.inspection.snippets.python import body_literal, python
from tests.builders import captured
from tests.strategies import bodies


@given(bodies)
def test_a_literal_is_the_body(body: bytes) -> None:
    assert eval(body_literal(body), {"b64decode": b64decode}) == body


@pytest.mark.parametrize(("body", "literal"), [
    (b'{"a":1}', """b'{"a":1}'"""),
    (b"{\n}", "(\n    b'{\\n'\n    b'}'\n)"),
    (b"a\r\n", "(\n    b'a\\r\\n'\n)"),
    (b"\x00", 'b64decode(\n    "AA=="\n)'),
    (b"\n" * 1000, "b'" + "\\n" * 1000 + "'"),
])  # fmt: skip
def test_it_is_as_readable_as_it_can_be(body: bytes, literal: str) -> None:
    assert body_literal(body) == literal


def test_what_httpx_would_change_is_set_again() -> None:
    made = python(captured("post", headers=[], body=""), "http://x/in/key/a#b")
    assert "extensions={\"target\": b'/in/key/a#b'}" in made.text
    assert 'request.method = "post"' in made.text
    assert made.notes == ()
    plain = python(captured(body=""), "http://x/in/key/a?b=1")
    assert "extensions" not in plain.text
