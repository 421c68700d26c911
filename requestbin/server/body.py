"""Cuts a body out of the stream by its framing; without it requests on one connection would mix."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

# Private to Twisted, and hardened by its security releases; tests/server/test_canary.py watches it.
from twisted.web.http import _ChunkedTransferDecoder, _MalformedChunkedDataError

from requestbin.server.refusal import Refusal, plain

Sink = Callable[[bytes], None]


class Framing(Protocol):
    """Where a body ends."""

    def feed(self, data: bytes) -> bytes | None:
        """Give the content in `data` to the sink; return what follows the body, None before that.

        Raises Refusal where the framing is broken, with all content before that given.
        """


class Sized:
    """A body of a known number of bytes (Content-Length)."""

    def __init__(self, length: int, sink: Sink) -> None:
        self._left = length
        self._sink = sink

    def feed(self, data: bytes) -> bytes | None:
        left = self._left
        if len(data) < left:
            self._left = left - len(data)
            self._sink(data)
            return None
        self._sink(data[:left])
        return data[left:]


class Chunked:
    """A body in chunks (RFC 9112 section 7.1); trailers are read and dropped."""

    def __init__(self, sink: Sink) -> None:
        self._rest: bytes | None = None
        self._decoder = _ChunkedTransferDecoder(sink, self._end)

    def feed(self, data: bytes) -> bytes | None:
        try:
            self._decoder.dataReceived(data)
        except _MalformedChunkedDataError:
            raise Refusal(plain(400, "The chunks of the body are malformed.")) from None
        return self._rest

    def _end(self, rest: bytes) -> None:
        self._rest = rest


def framing(length: int | None, sink: Sink) -> Framing:
    """Return the framing of a body of `length` bytes, or in chunks where that is None."""
    return Chunked(sink) if length is None else Sized(length, sink)
