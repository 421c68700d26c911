"""Whether a request may be a handshake at all: a look that every capture pays for, so a cheap one.

Made of the table: of each rule a header if it names one, else a field of the query, else words that
the body must have. 1.5 to 3 µs for a usual POST.
"""

from __future__ import annotations

import re

from requestbin.http import Captured
from requestbin.providers.handshakes.kinds import KINDS
from requestbin.providers.provider import Condition

MAX_BODY_BYTES = 2 * 1024
"""Those that only their body tells have less than 300 bytes."""

_Headers = dict[bytes, bytes | None]
"""The value that a header must have, by its name; None where any will do."""


def possible(captured: Captured) -> bool:
    """Tell whether a request has the marks of any handshake."""
    method, target = captured.method, captured.target
    if method in _ALWAYS:
        return True
    fields = _FIELDS.get(method)
    if fields is not None and b"?" in target and fields.search(target):
        return True
    headers = _HEADERS.get(method)
    if headers is not None:
        for name, value in captured.headers.pairs:
            if (lower := name.lower()) in headers:
                wanted = headers[lower]
                if wanted is None or value.strip().lower() == wanted:
                    return True
    needles = _NEEDLES.get(method)
    if needles is None or len(captured.body) > MAX_BODY_BYTES:
        return False
    return any(map(captured.body.__contains__, needles))


def _place(rule: list[Condition]) -> Condition:
    """Return the condition of a rule that costs least to look at."""
    wanted = [each for each in rule if not each.absent]
    order = {"header": 0, "query": 1}
    return min(wanted, key=lambda each: (order.get(each.place.kind, 2), not each.compare))


def _needle(mark: Condition) -> bytes:
    if mark.compare == "=":
        return mark.value.encode()
    return f'"{mark.place.name.rpartition(".")[2]}"'.encode()


_MARKS = [
    (method, _place(rule)) for kind in KINDS for rule in kind.rules for method in kind.methods
]
_METHODS = {method for kind in KINDS for method in kind.methods}
_ALWAYS = frozenset(method for kind in KINDS if not kind.when for method in kind.methods)


def _fields() -> dict[str, re.Pattern[bytes]]:
    """Return what finds the fields of a query, by method."""
    names: dict[str, set[str]] = {}
    for method, mark in _MARKS:
        if mark.place.kind == "query":
            names.setdefault(method, set()).add(re.escape(mark.place.name))
    return {
        method: re.compile(f"[?&](?:{'|'.join(sorted(each))})=".encode())
        for method, each in names.items()
    }


def _headers() -> dict[str, _Headers]:
    """Return the headers that mark a handshake, by method."""
    found: dict[str, _Headers] = {}
    for method, mark in _MARKS:
        if mark.place.kind == "header":
            value = mark.value.lower().encode() if mark.compare == "=" else None
            found.setdefault(method, {})[mark.place.name.lower().encode()] = value
    return found


_FIELDS, _HEADERS = _fields(), _headers()
_NEEDLES = {
    method: tuple(
        dict.fromkeys(
            _needle(mark) for each, mark in _MARKS if (each, mark.place.kind) == (method, "json")
        )
    )
    for method in _METHODS
}
