"""Every snippet of anything: it never fails, is a text, and says what it leaves out."""

from __future__ import annotations

import ast

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from requestbin.http import Captured
from requestbin.inspection.snippets import TOOLS, Tool, tool_of
from tests.builders import captured
from tests.strategies import captures

URL = "http://bin.example/in/key/"
every_tool = pytest.mark.parametrize("tool", TOOLS, ids=lambda tool: tool.slug)


@every_tool
@settings(max_examples=80, deadline=None)
@given(request=captures(), below=st.text(st.characters(max_codepoint=255), max_size=30))
def test_nothing_makes_it_fail(tool: Tool, request: Captured, below: str) -> None:
    snippet = tool.snippet(request, URL + below)
    snippet.text.encode()
    assert "\r" not in snippet.text
    for note in snippet.notes:
        assert note.endswith(".")
    if tool.language == "python":
        ast.parse(snippet.text)
        assert snippet.text.isascii()


@every_tool
def test_no_method_begins_another_line(tool: Tool) -> None:
    text = tool.snippet(captured("GET\r\nX:"), URL).text
    assert "\r" not in text
    assert "GET\n" not in text


@every_tool
def test_what_it_holds_is_said_of_every_copy(tool: Tool) -> None:
    request = captured(headers=[("X-Signature", "1")], body='{"token":"x"}', complete=False)
    notes = tool.snippet(request, URL).notes
    assert notes[0] == "Contains a signature and a token."
    assert notes[1].startswith("The connection ended")


@every_tool
def test_a_large_body_is_left_to_its_file(tool: Tool) -> None:
    snippet = tool.snippet(captured(body=b'{"a":"' + b"x" * 70_000 + b'"}'), URL)
    assert "body.bin" in snippet.text
    assert len(snippet.text) < 2_000
    assert "Needs the body beside it: download it as body.bin." in snippet.notes


@every_tool
def test_a_megabyte_of_anything_takes_no_time(tool: Tool) -> None:
    for octet in (b"\x00", b"\xff", b"'", b"\\", b'"', b"\n", b"&", b"{{"):
        tool.snippet(captured(target=b"/in/key/" + octet * 20_000, body=octet * 1_000_000), URL)


def test_an_unknown_tool_is_none() -> None:
    assert tool_of("wget") is None
    assert tool_of("curl") is TOOLS[0]
