"""What a row of the list says."""

from __future__ import annotations

from typing import Any

import pytest

from requestbin.bins.models import Bin
from requestbin.web.rows import row_of
from tests.builders import captured, store


@pytest.mark.parametrize(
    ("target", "columns", "title", "wire"),
    [
        ("/in/key/stripe", {"event_type": "invoice.paid"}, "invoice.paid", "POST /stripe · 17 B"),
        ("/in/key/stripe", {}, "POST /stripe", "json · 17 B"),
        ("/in/key", {}, "POST /", "json · 17 B"),
        ("/in/key?a=1", {}, "POST /", "?a=1 · json · 17 B"),
        ("/in/key?a=1", {"event_type": "paid"}, "paid", "POST /?a=1 · 17 B"),
        ("/in/key?a=1", {"method": "GET", "size": 0, "content_type": ""}, "GET /", "?a=1"),
        ("/in/key?", {"method": "GET", "size": 0, "content_type": ""}, "GET /", "? · no body"),
        ("/in/key//a%2Fb/../c", {}, "POST //a%2Fb/../c", "json · 17 B"),
        ("http://x/in/key/abs", {}, "POST /abs", "json · 17 B"),
    ],
)
def test_a_row_goes_by_event_else_by_path(
    bin: Bin, target: str, columns: dict[str, Any], title: str, wire: str
) -> None:
    [request] = store(bin, captured(target=target), **columns)
    row = row_of(request)
    assert "".join(row.title) == title
    assert "".join(row.wire) == wire


def test_a_long_path_loses_its_middle_and_keeps_its_end(bin: Bin) -> None:
    [request] = store(bin, captured(target="/in/key/" + "a" * 60_000 + "/the-very-end"))
    first, second = row_of(request).title
    assert len(first + second) < 200
    assert (first + second).endswith("/the-very-end")
    assert second == "the-very-end"
