"""What an example is: a request as a provider sends it, and what a reader of it expects to see."""

from __future__ import annotations

import base64
import hashlib
import json
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from typing import Any
from urllib.parse import quote_plus

from requestbin.http import Captured, Headers
from tests.builders import jwt

NOW = datetime.now(UTC).replace(microsecond=0)
"""When the examples were sent; what is in them tells of the minutes before."""
ARRIVED = NOW + timedelta(seconds=1)

JSON = ("Content-Type", "application/json")
FORM = ("Content-Type", "application/x-www-form-urlencoded")

Pair = tuple[str, str]


@dataclass(frozen=True, kw_only=True)
class Example:
    """One request, and what a reader expects of it: the slug of the format it opens in, the event
    that its row is called by, the places of its parts, and a piece of each flag, of the sentence
    about it, of its problem and of its asides. Whatever is not named must not be there."""

    name: str
    headers: tuple[Pair, ...] = ()
    body: bytes = b""
    method: str = "POST"
    path: str = ""
    reads_as: str = "json"
    event: str = ""
    parts: tuple[str, ...] = ()
    flags: tuple[str, ...] = ()
    about: str = ""
    problem: str = ""
    asides: tuple[str, ...] | None = None
    """None: whatever they are."""
    looks: tuple[str, ...] = ()
    """Queries of further views that are worth a look."""

    def captured(self) -> Captured:
        """Return the request as it is captured a second after it was sent."""
        return Captured(
            method=self.method,
            target=f"/in/key{self.path}".encode(),
            headers=Headers(self.headers),
            body=self.body,
            remote_addr="203.0.113.9",
            received_at=ARRIVED,
        )


def compact(value: Any) -> bytes:
    """Return JSON as most providers write it."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()


def pretty(value: Any) -> bytes:
    """Return JSON over many lines, as Stripe writes it."""
    return json.dumps(value, ensure_ascii=False, indent=2).encode()


def form(*pairs: Pair, charset: str = "utf-8") -> bytes:
    """Return the body of a form."""
    named = (
        f"{quote_plus(k, encoding=charset)}={quote_plus(v, encoding=charset)}" for k, v in pairs
    )
    return "&".join(named).encode()


def multipart(boundary: str, *parts: tuple[str, bytes], end: str = "\r\n") -> bytes:
    """Return an upload of parts, each its header lines (parted by LF) and its content."""
    pieces = [
        f"--{boundary}{end}{head}{end}{end}".replace("\n", end).replace("\r\r", "\r").encode()
        + content
        + end.encode()
        for head, content in parts
    ]
    return b"".join(pieces) + f"--{boundary}--{end}".encode()


def field(name: str, content: str) -> tuple[str, bytes]:
    """Return a part that is the field of a form."""
    return f'Content-Disposition: form-data; name="{name}"', content.encode()


def file(name: str, file_name: str, kind: str, content: bytes) -> tuple[str, bytes]:
    """Return a part that is a file."""
    named = f'Content-Disposition: form-data; name="{name}"; filename="{file_name}"'
    return f"{named}\nContent-Type: {kind}", content


def hexes(seed: str, length: int = 64) -> str:
    """Return hexadecimal digits that look like a hash, always the same ones for a seed."""
    return hashlib.shake_128(seed.encode()).hexdigest((length + 1) // 2)[:length]


def letters(seed: str, length: int = 24) -> str:
    """Return letters and digits that look like an id."""
    drawn = base64.b64encode(hashlib.shake_128(seed.encode()).digest(length)).decode()
    return drawn.translate(str.maketrans("+/", "Kd"))[:length]


def b64(seed: str, octets: int = 32) -> str:
    """Return base64 that looks like a signature."""
    return base64.b64encode(hashlib.shake_128(seed.encode()).digest(octets)).decode()


def uuid(seed: str) -> str:
    """Return what looks like a UUID of version 4."""
    digits = hexes(seed, 32)
    return f"{digits[:8]}-{digits[8:12]}-4{digits[13:16]}-a{digits[17:20]}-{digits[20:]}"


def ago(**span: float) -> datetime:
    """Return the moment so long before the request was sent."""
    return NOW - timedelta(**span)


def iso(moment: datetime = NOW, spec: str = "milliseconds") -> str:
    """Return a moment as RFC 3339 writes it."""
    return moment.isoformat(timespec=spec).replace("+00:00", "Z")


def unix(moment: datetime = NOW) -> int:
    """Return the seconds since 1970."""
    return int(moment.timestamp())


def mail(moment: datetime = NOW) -> str:
    """Return a moment as mail and HTTP write it."""
    return format_datetime(moment, usegmt=True)


def token(**claims: Any) -> str:
    """Return a token that was issued a moment ago."""
    return jwt(iat=unix(), **claims)
