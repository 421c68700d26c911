"""Cuts a body out of the stream by its framing; without it requests on one connection would mix."""

from __future__ import annotations

from typing import Protocol

# Private to Twisted, and hardened by its security releases; tests/server/test_canary.py watches it.
from twisted.web.http import _ChunkedTransferDecoder, _MalformedChunkedDataError

from requestbin.server.refusal import Refusal


class Framing(Protocol):
    """Where a body ends."""

    def feed(self, data: bytes) -> tuple[bytes, bytes | None]:
        """Return the content in `data`, and what follows the body, or None while it goes on.

        Raises Refusal where the framing is broken.
        """


class Sized:
    """A body of a known number of bytes (Content-Length)."""

    def __init__(self, length: int) -> None:
        self._left = length

    def feed(self, data: bytes) -> tuple[bytes, bytes | None]:
        left = self._left
        if len(data) < left:
            self._left = left - len(data)
            return data, None
        return data[:left], data[left:]


class Chunked:
    """A body in chunks (RFC 9112 section 7.1); trailers are read and dropped."""

    def __init__(self) -> None:
        self._content: list[bytes] = []
        self._rest: bytes | None = None
        self._decoder = _ChunkedTransferDecoder(self._content.append, self._end)

    def feed(self, data: bytes) -> tuple[bytes, bytes | None]:
        try:
            self._decoder.dataReceived(data)
        except _MalformedChunkedDataError:
            raise Refusal(400, "The chunks of the body are malformed.") from None
        content = b"".join(self._content)
        self._content.clear()
        return content, self._rest

    def _end(self, rest: bytes) -> None:
        self._rest = rest


def framing(length: int | None) -> Framing:
    """Return the framing of a body of `length` bytes, or in chunks where that is None."""
    return Chunked() if length is None else Sized(length)
