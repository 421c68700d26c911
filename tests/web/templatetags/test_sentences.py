"""Sentences with code in them, and lengths of time, as templates write them."""

from __future__ import annotations

import pytest

from requestbin.web.templatetags.sentences import ago, prose, span


@pytest.mark.parametrize(
    ("sentence", "markup"),
    [
        ("Try `http://`.", "Try <code>http://</code>."),
        ("No <b>code</b>", "No &lt;b&gt;code&lt;/b&gt;"),
        ("`<b>` and `&`", "<code>&lt;b&gt;</code> and <code>&amp;</code>"),
        ("one ` alone", "one ` alone"),
        ("", ""),
    ],
)
def test_backticks_hold_code_and_all_is_escaped(sentence: str, markup: str) -> None:
    assert prose(sentence) == markup


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        (-3, "0 s"), (0, "0 s"), (41, "41 s"), (89, "89 s"), (90, "2 min"), (600, "10 min"),
        (5400, "2 h"), (86_400, "24 h"), (129_600, "2 days"), (864_000, "10 days"),
    ],
)  # fmt: skip
def test_a_span_has_one_unit(seconds: int, words: str) -> None:
    assert span(seconds) == words


def test_ago() -> None:
    assert (ago(0), ago(12)) == ("just now", "12 s ago")
