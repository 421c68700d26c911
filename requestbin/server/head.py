"""Reads the head of a request exactly as sent; Twisted's reader loses case and order of names."""

from __future__ import annotations

import re
from typing import NamedTuple

from requestbin.http import Pair
from requestbin.server.limits import Limits
from requestbin.server.refusal import Refusal, plain

END = b"\r\n\r\n"
TOKEN = rb"[!#$%&'*+\-.^_`|~0-9A-Za-z]+"
"""RFC 9110 section 5.6.2."""

_HEAD = re.compile(
    rb"(" + TOKEN + rb") "
    rb"([^\x00-\x20\x7f]+) "  # more than RFC 9112 section 3.2 allows: raw UTF-8 arrives as sent
    rb"HTTP/(1\.[0-9])\r\n"
    rb"((?:" + TOKEN + rb":[^\x00\r\n]*\r\n)*)"  # no folded lines (RFC 9112 section 5.2)
)
_VERSION = re.compile(rb"[^\r\n]* HTTP/[0-9](?:\.[0-9])?\r\n")
_LENGTH = re.compile(rb"[0-9]{1,18}")
_TOKEN_OCTETS = frozenset(octet for octet in range(128) if re.match(TOKEN, bytes((octet,))))
_LINE_SLACK_BYTES = 1024
"""What a request line may have beside its target: a long invented method, and the version."""
_FRAMING = frozenset((b"content-length", b"transfer-encoding", b"connection", b"expect"))


class Head(NamedTuple):
    """The request line and the fields, as they stood on the wire, and what they say of the body."""

    method: bytes
    target: bytes
    version: bytes
    """`1.1`, the digits alone."""
    pairs: tuple[Pair, ...]
    length: int | None
    """Bytes of the body; None where it is chunked."""
    keep_alive: bool
    expects_continue: bool


def parse(block: bytes) -> Head:
    """Read a head: from the request line to the line end of the last field, without the empty line.

    Raises Refusal where the head is malformed or its framing ambiguous (RFC 9112 section 6.3).
    """
    match = _HEAD.fullmatch(block)
    if match is None:
        raise _fault(block)
    method, target, version, fields = match.groups()
    pairs = []
    framing = []
    for line in fields.split(b"\r\n")[:-1]:
        name, _, value = line.partition(b":")
        value = value.strip(b" \t")
        pairs.append((name, value))
        key = name.lower()
        if key in _FRAMING:
            framing.append((key, value))
    modern = version != b"1.0"
    length, keep_alive, waits = _framing(framing, modern) if framing else (0, modern, False)
    return Head(method, target, version, tuple(pairs), length, keep_alive, waits)


class Reader:
    """Cuts heads off the front of a stream, within limits."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._scanned = 0
        self.waiting = False
        """Whether a part of a head has come, and the rest has not."""

    def take(self, buffer: bytes) -> tuple[Head | None, bytes]:
        """Return the head that `buffer` begins with, or None while it is incomplete; and the rest.

        Raises Refusal as soon as it is seen that no acceptable head will come.
        """
        while buffer.startswith(b"\r\n"):  # RFC 9112 section 2.2: some send it after a body
            buffer = buffer[2:]
        end = buffer.find(END, self._scanned)
        if end < 0:
            self._check_beginning(buffer)
            self._scanned = max(0, len(buffer) - len(END) + 1)
            self.waiting = bool(buffer)
            return None, buffer
        self._scanned = 0
        self.waiting = False
        if end + len(END) > self._limits.head_bytes:
            raise self._too_large()
        return self._within_limits(parse(buffer[: end + 2])), buffer[end + 4 :]

    def _check_beginning(self, buffer: bytes) -> None:
        if not buffer or buffer == b"\r":
            return
        if buffer[0] not in _TOKEN_OCTETS:  # TLS at a plain port is told at once
            raise Refusal(plain(400, "This is not HTTP/1.1; there is no TLS at this port."))
        if len(buffer) > self._limits.target_bytes + _LINE_SLACK_BYTES and b"\r\n" not in buffer:
            raise self._target_too_long()
        if len(buffer) > self._limits.head_bytes:
            raise self._too_large()

    def _within_limits(self, head: Head) -> Head:
        if len(head.target) > self._limits.target_bytes:
            raise self._target_too_long()
        if len(head.pairs) > self._limits.header_count:
            raise Refusal(plain(431, f"More than {self._limits.header_count:,} header fields."))
        return head

    def _target_too_long(self) -> Refusal:
        return Refusal(plain(414, f"The URL is longer than {self._limits.target_bytes:,} bytes."))

    def _too_large(self) -> Refusal:
        return Refusal(plain(431, f"The head is larger than {self._limits.head_bytes:,} bytes."))


def _framing(fields: list[Pair], modern: bool) -> tuple[int | None, bool, bool]:
    lengths = [value for name, value in fields if name == b"content-length"]
    codings = [value.lower() for name, value in fields if name == b"transfer-encoding"]
    options = b",".join(value.lower() for name, value in fields if name == b"connection")
    expects = (b"expect", b"100-continue") in [(name, value.lower()) for name, value in fields]
    return (
        _length(lengths, codings, modern),
        modern and b"close" not in [option.strip(b" \t") for option in options.split(b",")],
        modern and expects,
    )


def _length(lengths: list[bytes], codings: list[bytes], modern: bool) -> int | None:
    if codings:
        if lengths or not modern:
            raise Refusal(plain(400, "Content-Length and Transfer-Encoding say different things."))
        if codings == [b"chunked"]:
            return None
        raise Refusal(plain(501, "Of the transfer codings, only chunked is understood."))
    if not lengths:
        return 0
    if len(lengths) > 1 or not _LENGTH.fullmatch(lengths[0]):
        raise Refusal(plain(400, "Content-Length must be one number."))
    return int(lengths[0])


def _fault(block: bytes) -> Refusal:
    line = _VERSION.match(block)
    if line is not None and b" HTTP/1." not in line[0]:
        return Refusal(plain(505, "This server speaks HTTP/1.1."))
    return Refusal(plain(400, "The head of the request is not HTTP/1.1."))
