"""Text, line by line."""

from __future__ import annotations

import pytest

from requestbin.inspection.content import Content, Unreadable
from requestbin.inspection.formats.format import MAX_LINES, MAX_TEXT_BYTES
from requestbin.inspection.formats.text import Text


def lines(body: bytes) -> list[str]:
    return ["".join(text for _, text in line) for line in Text().shape(Content(body), 0).lines]


def test_lines_end_at_lf_and_crlf() -> None:
    assert lines(b"a\r\nb\nc\rd\x0be\n") == ["a", "b", "c\rd\x0be", ""]


def test_long_texts_are_cut_and_that_is_said() -> None:
    shape = Text().shape(Content(b"x" * (MAX_TEXT_BYTES + 1)), 0)
    assert "first 256 KB" in shape.note
    shape = Text().shape(Content(b"\n" * (MAX_LINES + 1)), 0)
    assert len(shape.lines) == MAX_LINES
    assert "first 10,000 lines" in shape.note


def test_bytes_are_no_text() -> None:
    with pytest.raises(Unreadable):
        lines(b"\x00\x01")
