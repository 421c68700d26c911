"""Strings as JavaScript literals, and what fetch refuses."""

from __future__ import annotations

import pytest

from requestbin.inspection.snippets.javascript import javascript
from tests.builders import captured

URL = "http://x/in/key"


@pytest.mark.parametrize("method", ["TRACE", "connect", "TRACK"])
def test_a_method_that_fetch_refuses_is_not_sent(method: str) -> None:
    made = javascript(captured(method), URL)
    assert made.text == f"// fetch refuses the method {method.upper()}.\n"


@pytest.mark.parametrize(("body", "literal"), [
    ('{"a":"b"}', """'{"a":"b"}'"""),
    ("it's \"so\"", '"it\'s \\"so\\""'),
    ("</script>", '"\\u003c/script>"'),
    ("\u2028é", '"\\u2028\\u00e9"'),
    ('\\"', """'\\\\"'"""),
])  # fmt: skip
def test_a_string_stands_in_a_page_too(body: str, literal: str) -> None:
    assert f"  body: {literal}," in javascript(captured(body=body), URL).text


def test_bytes_bring_no_type_of_their_own() -> None:
    assert "new TextEncoder().encode(" in javascript(captured(headers=[], body="x"), URL).text
    assert 'atob("AA==")' in javascript(captured(body=b"\x00"), URL).text


def test_what_browsers_leave_out_is_said() -> None:
    made = javascript(captured(headers=[("Cookie", "a"), ("Sec-X", "1")], body=""), URL)
    assert "Only Node sends these, browsers leave them out: cookie, sec-x." in made.notes
