"""How Host and Origin are read: strictly, since what is misread here lets another site in."""

from __future__ import annotations

import re
from typing import NamedTuple

_AUTHORITY = re.compile(r"(?P<host>\[[0-9a-f:.]+\]|[a-z0-9_.-]+)(?::(?P<port>[0-9]{1,5}))?")
_PORTS = {"http": 80, "https": 443}


class Origin(NamedTuple):
    """Scheme, host in lower case (IPv6 in brackets), port: what a browser compares (RFC 6454)."""

    scheme: str
    host: str
    port: int


def of_host(scheme: str, host: str) -> Origin | None:
    """Return the origin that a Host header value stands for, None for what is none."""
    match = _AUTHORITY.fullmatch(host.lower())
    if match is None or scheme not in _PORTS:
        return None
    port = int(match["port"]) if match["port"] else _PORTS[scheme]
    return Origin(scheme, match["host"], port) if port <= 65535 else None


def of_text(text: str) -> Origin | None:
    """Return the origin that an Origin header value stands for, None for "null" and all else."""
    scheme, separator, host = text.partition("://")
    return of_host(scheme.lower(), host) if separator else None
