"""What a row is called by: the payload's own word for itself, fit for one line."""

from __future__ import annotations

import pytest

from requestbin.inspection.event import MAX_BYTES, MAX_LENGTH, event_of

JSON = "application/json"


@pytest.mark.parametrize(
    ("body", "event"),
    [
        (b'{"type": "invoice.paid", "action": "other"}', "invoice.paid"),
        (b'{"action": "opened"}', "opened"),
        (b'{"type": 1, "event": "", "topic": "orders/create"}', "orders/create"),
        (b'{"type": " two\\n lines "}', "two lines"),
        (b'{"type": "%s"}' % (b"x" * 500), "x" * MAX_LENGTH),
        (b'{"type": "\\u0000a\\u001bb\\u009bc"}', "\ufffda\ufffdb\ufffdc"),
        (b'{"type": "\\u202egnp.\\u2066exe"}', "\ufffdgnp.\ufffdexe"),
        (b'{"type": "\\ud800"}', "?"),
        (b'["type"]', ""),
        (b'{"type": ', ""),
        (b"[" * 100_000, ""),
        (b'{"type": "a", "n": %s}' % (b"1" * 5_000), ""),
        (b'{"type": "a"}' + b" " * MAX_BYTES, ""),
    ],
)
def test_the_first_top_level_string_under_a_known_name(body: bytes, event: str) -> None:
    assert event_of(body, JSON) == event


def test_without_a_media_type_it_goes_by_the_first_character() -> None:
    assert event_of(b' {"type": "a"}', "text/plain") == "a"
    assert event_of(b'"type"', "") == ""
