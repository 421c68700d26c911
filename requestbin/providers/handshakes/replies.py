"""What may be sent back of what came: text that stays text, JSON, values without controls."""

from __future__ import annotations

import json
import re
from typing import Any

from requestbin.http import Headers, Response
from requestbin.providers.seen import octets

TEXT = "text/plain; charset=utf-8"
JSON = "application/json"
_ECHOED = re.compile(r"[\x21-\x7e](?:[\x20-\x7e]{0,1022}[\x21-\x7e])?")
"""No control character, and nothing that a proxy would read as two."""


def text(value: str) -> Response:
    """Return `value` as plain text, with exactly the bytes that it was decoded from."""
    return Response(200, Headers([("Content-Type", TEXT)]), octets(value))


def as_json(value: Any) -> Response:
    """Return `value` as JSON in ASCII."""
    return Response(200, Headers([("Content-Type", JSON)]), json.dumps(value).encode())


def empty(status: int = 200, *headers: tuple[str, str]) -> Response:
    """Return no body, with `headers`."""
    return Response(status, Headers([("Content-Type", TEXT), *headers]))


def fit_for_header(value: str) -> bool:
    """Tell whether a value may be sent back as that of a header."""
    return _ECHOED.fullmatch(value) is not None
