"""What the claims of a token say of a request: hashes of its body, its URL, its path and query."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import math
from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import quote

from requestbin.providers.seen import Seen, octets
from requestbin.providers.signatures.secrets import utf8

HASHED = {
    "hex": lambda data: hashlib.sha256(data).hexdigest(),
    "base64url": lambda data: (
        base64.urlsafe_b64encode(hashlib.sha256(data).digest()).decode().rstrip("=")
    ),
}
MAX_BASE = 8
"""Parts of a path that may be those of the address at which an app is installed."""


def claims_of(payload: bytes) -> Mapping[str, Any]:
    """Return the claims of a token, none where it holds no object."""
    try:
        value = json.loads(payload)
    except (ValueError, RecursionError):
        return {}
    return value if isinstance(value, dict) else {}


def number(value: Any) -> float | None:
    """Return a claim that is a number, None for another."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    try:
        return float(value) if math.isfinite(value) else None
    except OverflowError:
        return None


def same(claimed: Any, actual: str) -> bool:
    """Compare a claim with what it should be in constant time."""
    return isinstance(claimed, str) and hmac.compare_digest(utf8(claimed), utf8(actual))


def query_hashes(seen: Seen) -> Iterator[str]:
    """Yield what `qsh` may be: the SHA-256 of `METHOD&/path&query` in hex (Atlassian, query string
    hash; atlassian-jwt). The path counts from the app's own address, which a request does not tell:
    the whole path comes first, then its ends."""
    query = _canonical_query(seen)
    path = seen.path.strip("/").replace("&", "%26")
    for _ in range(MAX_BASE + 1):
        canonical = f"{seen.request.method.upper()}&/{path}&{query}"
        yield hashlib.sha256(utf8(canonical)).hexdigest()
        if not path:
            return
        path = path.partition("/")[2]


def _canonical_query(seen: Seen) -> str:
    values: dict[str, list[str]] = {}
    for name, value in seen.query:
        if name != "jwt":
            values.setdefault(_quoted(name), []).append(value)
    return "&".join(
        f"{name}={','.join(map(_quoted, sorted(values[name])))}" for name in sorted(values)
    )


def _quoted(text: str) -> str:
    return quote(octets(text), safe="")
