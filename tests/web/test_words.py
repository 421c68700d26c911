"""Figures and types in few words."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from requestbin.web import words


@pytest.mark.parametrize(
    ("octets", "short", "exact"),
    [
        (0, "0 B", "0 bytes"),
        (1, "1 B", "1 byte"),
        (404, "404 B", "404 bytes"),
        (2150, "2.1 KB", "2,150 bytes"),
        (10_485_760, "10.0 MB", "10,485,760 bytes (10.0 MB)"),
        (5 * 1024**3, "5.0 GB", "5,368,709,120 bytes (5.0 GB)"),
    ],
)
def test_sizes(octets: int, short: str, exact: str) -> None:
    assert (words.size(octets), words.exact_size(octets)) == (short, exact)


@pytest.mark.parametrize(
    ("seconds", "exact", "rough"),
    [
        (30 * 86400, "30 days", "30 days"),
        (86400, "1 day", "1 day"),
        (5400, "90 minutes", "2 hours"),
        (61, "61 seconds", "1 minute"),
        (0, "0 seconds", "moments"),
    ],
)
def test_lengths_of_time(seconds: int, exact: str, rough: str) -> None:
    assert (words.span(seconds), words.rough_span(seconds)) == (exact, rough)


@pytest.mark.parametrize(
    ("content_type", "kind"),
    [
        ("application/json; charset=utf-8", "json"),
        ("application/vnd.github+json", "json"),
        ("application/x-www-form-urlencoded", "form"),
        ("multipart/form-data; boundary=x", "multipart"),
        ("image/png", "png"),
        ("", ""),
        ("x" * 500, "x" * 20),
        ("text/\x1b[31mred", ""),
    ],
)
def test_media_types(content_type: str, kind: str) -> None:
    assert words.kind(content_type) == kind


def test_lists_of_words() -> None:
    lists = [["a"], ["a", "b"], ["a", "b", "c"]]
    assert [words.joined(each) for each in lists] == ["a", "a and b", "a, b and c"]
    assert (words.counted(1, "request"), words.counted(12304, "request")) == (
        "1 request",
        "12,304 requests",
    )


@given(st.text(max_size=400))
def test_halves_are_the_whole_unless_it_is_too_long(text: str) -> None:
    first, second = words.halves(text)
    if len(text) <= 160:
        assert first + second == text
    assert len(first + second) <= 161
    assert (first + second)[-12:] == text[-12:]
