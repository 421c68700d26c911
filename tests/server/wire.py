"""A client that sends exactly the bytes it is given, and reads answers as they are."""

from __future__ import annotations

import base64
import json
import socket
from dataclasses import dataclass
from typing import Any

SECONDS = 10.0


@dataclass
class Reply:
    """One answer as it stood on the wire."""

    status: int
    line: bytes
    headers: list[tuple[bytes, bytes]]
    body: bytes

    def header(self, name: bytes) -> bytes | None:
        """Return the first value under `name` in any case, or None."""
        return next((v for k, v in self.headers if k.lower() == name.lower()), None)

    def json(self) -> Any:
        """Return the body's JSON."""
        return json.loads(self.body)

    @property
    def seen(self) -> bytes:
        """Return the body that the echo core saw."""
        return base64.b64decode(self.json()["body"])


class Wire:
    """One connection."""

    def __init__(self, port: int, host: str = "127.0.0.1") -> None:
        self.socket = socket.create_connection((host, port), timeout=SECONDS)
        self._read = self.socket.makefile("rb")

    def send(self, *parts: bytes) -> Wire:
        """Send bytes as they are."""
        self.socket.sendall(b"".join(parts))
        return self

    def done(self) -> Wire:
        """Close the sending half."""
        self.socket.shutdown(socket.SHUT_WR)
        return self

    def reply(self, method: str = "GET") -> Reply:
        """Read one final answer."""
        reply = self._one(method)
        while reply.status == 100:
            reply = self._one(method)
        return reply

    def interim(self) -> Reply:
        """Read one answer, be it 100 Continue."""
        return self._one("GET")

    def ask(self, *parts: bytes, method: str = "GET") -> Reply:
        """Send and read the answer."""
        return self.send(*parts).reply(method)

    def closed(self) -> bool:
        """Tell whether the server closes next, with nothing more said."""
        try:
            return self._read.read(1) == b""
        except ConnectionResetError:
            return True

    def close(self) -> None:
        """Close both halves."""
        self._read.close()
        self.socket.close()

    def _one(self, method: str) -> Reply:
        line = self._read.readline()
        assert line, "the server closed without an answer"
        status = int(line.split()[1])
        headers = list(iter(self._field, None))
        reply = Reply(status, line.rstrip(), headers, b"")
        if method != "HEAD" and status not in (100, 204, 304):
            reply.body = self._body(reply)
        return reply

    def _field(self) -> tuple[bytes, bytes] | None:
        line = self._read.readline().rstrip(b"\r\n")
        if not line:
            return None
        name, _, value = line.partition(b": ")
        return name, value

    def _body(self, reply: Reply) -> bytes:
        length = reply.header(b"content-length")
        if length is not None:
            return self._read.read(int(length))
        if reply.header(b"transfer-encoding") == b"chunked":
            return b"".join(iter(self._chunk, b""))
        return self._read.read()

    def _chunk(self) -> bytes:
        size = int(self._read.readline(), 16)
        content = self._read.read(size)
        self._read.readline()
        return content


def post(target: bytes, body: bytes, *fields: bytes) -> bytes:
    """Return a POST with its length."""
    lines = b"".join(field + b"\r\n" for field in (b"Host: h", *fields))
    return b"POST %s HTTP/1.1\r\n%sContent-Length: %d\r\n\r\n%s" % (target, lines, len(body), body)


def get(target: bytes, *fields: bytes) -> bytes:
    """Return a GET."""
    lines = b"".join(field + b"\r\n" for field in (b"Host: h", *fields))
    return b"GET %s HTTP/1.1\r\n%s\r\n" % (target, lines)
