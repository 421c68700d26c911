"""What a request holds that is not for everybody: said of a copy before it is passed on."""

from __future__ import annotations

import re
from collections.abc import Iterator

from requestbin.http import Captured
from requestbin.inspection.masking.names import Names

SCANNED_BYTES = 64 * 1024
"""Of a body: the names that matter stand near its beginning, and a copy holds no more."""

KINDS = (
    ("a signature", re.compile(r"signature|hmac|(^|[-_])sig($|[-_])")),
    ("a token", re.compile(r"token|jwt|^code$")),
    ("an API key", re.compile(r"api[-_]?key|access[-_]?key")),
    ("a secret", re.compile(r"secret|passw")),
    ("credentials", re.compile(r"^(proxy-)?authorization$|credential")),
    ("a cookie", re.compile(r"^(set-)?cookie2?$")),
)
"""What a name in a head, a query or a body tells of its value; names are in lower case. What only
the table of masked names knows is a secret, too."""
OTHER = "a secret"

_JSON_NAME = re.compile(rb'"([A-Za-z0-9_.-]{1,80})"\s*:')
_FORM_NAME = re.compile(rb"(?:^|[?&])([A-Za-z0-9_.\[\]%-]{1,80})=")


def kinds_in(captured: Captured) -> list[str]:
    """Return the kinds of secrets that a request holds, by the names of its values."""
    names = set(_names(captured))
    found = {kind for kind, pattern in KINDS if any(map(pattern.search, names))}
    if any(Names().is_secret(name) and not _has_kind(name) for name in names):
        found.add(OTHER)
    return [kind for kind, _ in KINDS if kind in found]


def sentence(captured: Captured) -> str:
    """Return `Contains a signature and a token.`, or "" where nothing is known of such."""
    kinds = kinds_in(captured)
    if len(kinds) < 2:
        return f"Contains {kinds[0]}." if kinds else ""
    return f"Contains {', '.join(kinds[:-1])} and {kinds[-1]}."


def _has_kind(name: str) -> bool:
    return any(pattern.search(name) for _, pattern in KINDS)


def _names(captured: Captured) -> Iterator[str]:
    body = captured.body[:SCANNED_BYTES]
    found = [name for name, _ in captured.headers]
    found += _FORM_NAME.findall(captured.target) + _FORM_NAME.findall(body)
    found += _JSON_NAME.findall(body)
    return (name.decode("latin-1").lower() for name in found)
