"""What the box offers while something is typed."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from requestbin.inspection.query import KINDS
from requestbin.inspection.query.hints import Hints, hints

SEEN = {
    "event": ["invoice.paid", "invoice.created", "push", "order placed"],
    "method": ["POST", "GET"],
    "header": ["Content-Type", "X-GitHub-Event"],
    "header=x-github-event": ["push", "pull_request"],
    "json": ["data.object.amount", "type"],
    "json=type": ["invoice.paid", 'it\'s "new" *'],
}


def seen(key: str) -> Sequence[str]:
    return SEEN.get(key, ())


def offered(text: str, caret: int | None = None) -> Hints:
    return hints(text, len(text) if caret is None else caret, seen)


def texts(text: str) -> list[str]:
    return [hint.text for hint in offered(text).hints]


def test_an_empty_box_offers_every_key_with_what_it_does() -> None:
    for text in ("", "word "):
        found = offered(text)
        assert [hint.text for hint in found.hints] == [f"{kind.key}:" for kind in KINDS if kind.key]
        assert all(hint.help and hint.example for hint in found.hints)
        assert (found.start, found.end) == (len(text), len(text))


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("me", ["method:"]),
        ("-me", ["-method:"]),
        ("method:", ["method:POST ", "method:GET "]),
        ("method:p", ["method:POST "]),
        ("-method:p", ["-method:POST "]),
        ("inv", ["event:invoice.paid ", "event:invoice.created "]),
        ("placed", ['event:"order placed" ']),
        ("event:created", ["event:invoice.created "]),
        ("event:inv*", ["event:invoice.paid ", "event:invoice.created "]),
        ("header:x", ["header:X-GitHub-Event="]),
        ("header:X-GitHub-Event=pul", ["header:X-GitHub-Event=pull_request "]),
        ("json:am", ["json:data.object.amount"]),
        ("json:type=", ["json:type=invoice.paid ", 'json:type="it\'s \\"new\\" \\*" ']),
        ("json:a..=", []),
        ("is:st", ["is:starred "]),
        ("sent:", ["sent:failed ", "sent:ok ", "sent:waiting ", "sent:yes ", "sent:no "]),
        ("https://x", []),
        ("verdict:x", []),
    ],
)  # fmt: skip
def test_offers(text: str, found: list[str]) -> None:
    assert texts(text) == found


def test_the_word_at_the_caret_is_replaced_whole() -> None:
    found = offered("a method:PO b", caret=10)
    assert [hint.text for hint in found.hints] == ["method:POST "]
    assert (found.start, found.end) == (2, 11)


def test_what_stands_already_is_not_offered() -> None:
    assert texts("method:POST") == []


@given(st.text('jsonheader:=-" .*\\a', max_size=20), st.integers(-3, 25))
def test_nothing_that_is_typed_breaks_it(text: str, caret: int) -> None:
    found = hints(text, caret, seen)
    assert found.start <= found.end
