"""HTML and Markdown as source: every character stays, and nothing takes long."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from requestbin.inspection.content import Content, Unreadable
from requestbin.inspection.formats.source import HTML, MARKDOWN, Source

BOTH = pytest.mark.parametrize("source", [HTML, MARKDOWN], ids=["html", "markdown"])


def text_of(source: Source, sent: str) -> str:
    shape = source.shape(Content(sent.encode("utf-8", "replace")), 0)
    return "\n".join("".join(text for _, text in line) for line in shape.lines)


def kinds_of(source: Source, sent: str) -> set[tuple[str, str]]:
    shape = source.shape(Content(sent.encode()), 0)
    return {(kind, text) for line in shape.lines for kind, text in line if kind}


def test_html_is_coloured() -> None:
    found = kinds_of(HTML, '<a href="/x">hi</a><!-- no -->')
    assert found == {
        ("tag", "<a"),
        ("key", "href"),
        ("string", '"/x"'),
        ("tag", ">"),
        ("tag", "</a>"),
        ("remark", "<!-- no -->"),
    }


def test_markdown_is_coloured() -> None:
    found = kinds_of(MARKDOWN, "# Title\n- one `two`\n> said\n```\n# code\n```\n[a](b)")
    assert ("key", "# Title") in found
    assert ("tag", "-") in found
    assert ("string", "`two`") in found
    assert ("string", "# code") in found
    assert ("string", "[a](b)") in found


@BOTH
@given(st.text("<>/!-`*[]()# \n'\"=ab.1>", max_size=150))
def test_every_character_stays(source: Source, sent: str) -> None:
    assert text_of(source, sent) == sent


PIECES = ("<", "<a ", "`", "```\n", "[", "[a](", "**", "**a", "# ", "- ", "&", "<!--", "> ", "1. ")


@BOTH
@pytest.mark.parametrize("piece", PIECES)
def test_nothing_takes_long(source: Source, piece: str) -> None:
    start = time.process_time()
    text_of(source, piece * (256 * 1024 // len(piece)))
    assert time.process_time() - start < 2


def test_bytes_are_none() -> None:
    with pytest.raises(Unreadable):
        HTML.shape(Content(b"\x00<html>"), 0)
