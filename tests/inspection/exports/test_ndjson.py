"""The lossless export, one JSON object a line."""

from __future__ import annotations

import base64
import json

from hypothesis import given, settings

from requestbin.http import Captured
from requestbin.inspection.exports.ndjson import Ndjson
from tests.builders import captured
from tests.entries import entry, written
from tests.strategies import captures


def test_a_line_holds_all_of_a_request() -> None:
    request = captured(headers=[(b"X-A", b"\xe9"), (b"x-a", b"")], body=b"\x00\xff", complete=False)
    (line,) = written(Ndjson(), entry(request, starred=True, note="é")).splitlines()
    item = json.loads(line)
    assert item["headers"] == [["X-A", "é"], ["x-a", ""]]
    assert (item["target"], item["path"], item["query"]) == ("/in/key/hook?x=1", "/hook", "x=1")
    assert item["received_at"] == "2026-03-04T05:06:07.089012Z"
    assert item["body"]["complete"] is False
    assert base64.b64decode(item["body_base64"]) == b"\x00\xff"
    assert (item["starred"], item["note"], item["verdict"]) == (True, "é", None)


@settings(max_examples=80, deadline=None)
@given(captures())
def test_anything_is_one_line_of_ascii(request: Captured) -> None:
    line = Ndjson().entry(entry(request, note="\ud800\n"))
    assert line.isascii()
    assert line.count(b"\n") == 1
    assert line.endswith(b"\n")
    json.loads(line)
