"""Text, line by line."""

from __future__ import annotations

import pytest

from requestbin.inspection.content import MAX_TEXT_BYTES, Content, Unreadable
from requestbin.inspection.formats.format import MAX_LINES
from requestbin.inspection.formats.text import Text


def lines(body: bytes) -> list[str]:
    return ["".join(text for _, text in line) for line in Text().shape(Content(body), 0).lines]


def test_lines_end_at_lf_and_crlf() -> None:
    assert lines(b"a\r\nb\nc\rd\x0be\n") == ["a", "b", "c\rd\x0be", ""]


def test_long_texts_are_cut_and_that_is_said() -> None:
    shape = Text().shape(Content(b"x" * (MAX_TEXT_BYTES + 1)), 0)
    assert shape.note == "Bytes 0 to 262,144 of 262,145."
    shape = Text().shape(Content(b"\n" * (MAX_LINES + 1)), 0)
    assert len(shape.lines) == MAX_LINES
    assert "first 10,000 lines" in shape.note


@pytest.mark.parametrize(
    ("charset", "text"),
    [
        ("utf-8", "aé日𝄞" * 50),
        ("utf-16", "aé日𝄞" * 50),
        ("utf-16-be", "aé日" * 60),
        ("latin-1", "aé" * 90),
    ],
)
@pytest.mark.parametrize("limit", [16, 20, 28])
def test_pages_together_are_the_text(charset: str, text: str, limit: int) -> None:
    body = Content(text.encode(charset), "text/plain", {"charset": charset}, limit=limit)
    start: int | None = 0
    read = ""
    while start is not None:
        page = Text().shape(body, start)
        read += "\n".join("".join(token for _, token in line) for line in page.lines)
        assert (page.previous is None) == (start == 0)
        start = page.following
    assert read.replace("\ufeff", "") == text


@pytest.mark.parametrize("start", [-5, 3, 10**12])
def test_any_offset_gives_a_page(start: int) -> None:
    assert Text().shape(Content(b"abcdefgh", limit=4), start).lines


def test_bytes_are_no_text() -> None:
    with pytest.raises(Unreadable):
        lines(b"\x00\x01")
