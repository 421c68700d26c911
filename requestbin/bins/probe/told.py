"""What arrived of a probe: the capture edge tells it, and whoever sent the probe reads it."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from typing import Any

from requestbin.bins.address import key_and_rest
from requestbin.bins.probe.key import is_valid
from requestbin.conf import Conf
from requestbin.egress import Answer
from requestbin.http import Captured, Headers, Response

METHOD_HEADER = "X-Probe-Method"
"""Tells the method as it arrived where the answer to it has no body."""


@dataclass(frozen=True, slots=True)
class Told:
    """A probe as it arrived. `rest` is what followed the key in the target; `sender` and `scheme`
    are what a capture would have been given, `trusted` and `max_body` the settings there."""

    method: str
    rest: str
    http_version: str
    headers: Headers
    size: int
    sha256: str
    sender: str
    scheme: str
    trusted: int
    max_body: int

    def text(self, name: str) -> str:
        """Return the values under a name, as a list is written in one line (RFC 9110, 5.3)."""
        return ", ".join(value.decode("latin-1") for value in self.headers.get_all(name))

    def entries(self, name: str) -> list[str]:
        """Return the entries of a header that is a list, over all its lines."""
        return [entry for entry in map(str.strip, self.text(name).split(",")) if entry]


def seen(captured: Captured, key: str, conf: Conf) -> Response | None:
    """Answer a valid probe with what arrived of it; None for a forged or old one.

    Nothing is stored, and only whoever sent the probe learns what is told.
    """
    if not is_valid(key):
        return None
    told = {
        "method": captured.method,
        "rest": key_and_rest(captured.target)[1].decode("latin-1"),
        "http_version": captured.http_version,
        "headers": captured.headers.as_text(),
        "size": len(captured.body),
        "sha256": digest(captured.body),
        "sender": captured.remote_addr,
        "scheme": captured.scheme,
        "trusted": conf.trusted_proxies,
        "max_body": conf.max_body,
    }
    kind = Headers([("Content-Type", "application/json"), (METHOD_HEADER, captured.method)])
    return Response(200, kind, json.dumps(told).encode())


def read(answer: Answer) -> Told | None:
    """Read what `seen` wrote; None for anything else, whatever it is."""
    if answer.status != 200:
        return None
    try:
        told = json.loads(answer.body)
        return Told(**told | {"headers": Headers(told["headers"])}) if _fits(told) else None
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
        return None


def digest(body: bytes) -> str:
    """Return the SHA-256 by which bodies are compared."""
    return hashlib.sha256(body).hexdigest()


_NUMBERS = frozenset(("size", "trusted", "max_body"))


def _fits(told: Any) -> bool:
    if not isinstance(told, dict) or told.keys() != Told.__dataclass_fields__.keys():
        return False
    return all(
        isinstance(value, int if name in _NUMBERS else str)
        for name, value in told.items()
        if name != "headers"
    )
