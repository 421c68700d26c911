"""Captured requests as entries of an export, and exports as they come out of a view."""

from __future__ import annotations

from collections.abc import AsyncIterable
from typing import Any

from asgiref.sync import async_to_sync

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


def streamed(response: Any) -> bytes:
    """Return all of a streamed answer, read in this thread, as the test's transaction needs it."""
    assert response.streaming, response.content
    return async_to_sync(_joined)(response.streaming_content)


async def _joined(pieces: AsyncIterable[bytes]) -> bytes:
    return b"".join([piece async for piece in pieces])
