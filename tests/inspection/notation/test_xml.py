"""XML by its tokens: all of them together are the text, whatever it is, and quickly."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from requestbin.inspection.notation.xml import name_of, pieces, tokens

DOCUMENT = (
    '<?xml version="1.0"?><!DOCTYPE a [<!ENTITY x "y>">]><a b="1>2" c=\'d\'>t&x;<!-- <c> -->'
    "<![CDATA[<q>]]><e/></a>"
)


def test_tokens_are_told_apart() -> None:
    assert [kind for kind, _ in tokens(DOCUMENT)] == [
        "instruction",
        "doctype",
        "open",
        "text",
        "comment",
        "cdata",
        "empty",
        "close",
    ]


def test_a_tag_comes_apart() -> None:
    tag = "<s:a b=\"1>2\" c = 'd' e/>"
    assert name_of(tag) == "s:a"
    named = [(kind, text) for kind, text in pieces(tag) if kind not in ("space", "equals")]
    assert named == [
        ("name", "b"),
        ("value", '"1>2"'),
        ("name", "c"),
        ("value", "'d'"),
        ("name", "e"),
    ]


@given(st.text("<>/!?-[]CDAT'\"= ab&;\n", max_size=120) | st.text(max_size=80))
def test_nothing_is_lost(text: str) -> None:
    found = list(tokens(text))
    assert "".join(token for _, token in found) == text
    for kind, token in found:
        if kind in ("open", "empty"):
            ending = "/>" if kind == "empty" else ">"
            assert f"<{name_of(token)}{''.join(t for _, t in pieces(token))}{ending}" == token


PIECES = ("<", "<a", '<a "', "<!--", "<![CDATA[", "<?", "<!DOCTYPE", "<!DOCTYPE [", "</", "<a b='")


@pytest.mark.parametrize("piece", [*PIECES, "<a ", ">", "&", "<a>", "<!DOCTYPE>"])
def test_no_text_takes_long(piece: str) -> None:
    start = time.process_time()
    for kind, token in tokens(piece * (256 * 1024 // len(piece))):
        if kind == "open":
            list(pieces(token))
    assert time.process_time() - start < 2
