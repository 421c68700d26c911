"""What HTTPie would take for something else is left out, and said."""

from __future__ import annotations

import pytest

from requestbin.inspection.snippets.httpie import httpie
from tests.builders import captured

URL = "http://x/in/key"


@pytest.mark.parametrize("method", ["M-SEARCH", "PURGE!", "a\nb"])
def test_a_method_of_more_than_letters_is_not_sent(method: str) -> None:
    made = httpie(captured(method), URL)
    assert made.text.startswith("# HTTPie takes only letters")
    assert made.text.count("\n") == 1
    assert made.notes


@pytest.mark.parametrize(("value", "kept"), [
    (b"a\\b", True), (b"a\\", True), (b"a\\\\:", True), (b"a\\:", False), (b"a\\=b", False),
    (b"@file", True), (b"=1", True), (b"caf\xe9", False), ("é".encode(), True),
])  # fmt: skip
def test_values_are_kept_where_they_can_be(value: bytes, kept: bool) -> None:
    made = httpie(captured(headers=[(b"X-V", value)]), URL)
    assert ("Left out, since HTTPie cannot send it: X-V." in made.notes) is not kept
    assert ("X-V: " in made.text) is kept


def test_what_it_adds_is_taken_away_again() -> None:
    made = httpie(captured(headers=[("accept", "x")], body=""), URL)
    assert made.text.endswith("\\\n  Accept-Encoding: \\\n  User-Agent: \\\n  Content-Type:")
