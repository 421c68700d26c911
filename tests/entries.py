"""Captured requests as entries of an export, and an export of some of them."""

from __future__ import annotations

from typing import Any

from requestbin.http import Captured
from requestbin.inspection.exports import Entry, Writer


def entry(captured: Captured, seq: int = 7, **facts: Any) -> Entry:
    """Return an entry below `/in/key`; `facts` are the other fields of Entry."""
    below = captured.target.removeprefix(b"/in/key")
    path, _, query = below.decode("latin-1").partition("?")
    return Entry(captured, seq, f"abc-{seq}", path or "/", query, **facts)


def written(writer: Writer, *entries: Entry) -> bytes:
    """Return the whole file of an export."""
    pieces = [writer.head(), *map(writer.entry, entries), *writer.tail()]
    return b"".join(pieces)
