"""Whether a request may be a handshake at all: a look that every capture pays for, so a cheap one.

Made of the table: of each rule a header if it names one, else a field of the query, else words that
the body must begin with. 2 to 3 µs for a usual POST.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from requestbin.http import Captured
from requestbin.providers.detection import IN_BODY
from requestbin.providers.handshakes.kind import Kind
from requestbin.providers.handshakes.kinds import KINDS
from requestbin.providers.provider import Condition

BEGINNING_BYTES = 512
"""Of a body: by then it has shown what it is."""
MAX_BODY_BYTES = 2 * 1024
"""Those that only their body tells have less than 300 bytes, but events that want to be told that
they were received."""

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
    words = _NEEDLES if len(captured.body) <= MAX_BODY_BYTES else _OF_EVENTS
    return any(map(captured.body[:BEGINNING_BYTES].__contains__, words.get(method, ())))


def _place(rule: list[Condition]) -> Condition:
    """Return the condition of a rule that costs least to look at."""
    wanted = [each for each in rule if not each.absent]
    order = {"header": 0, "query": 1}
    return min(wanted, key=lambda each: (order.get(each.place.kind, 2), not each.compare))


def _needle(mark: Condition) -> bytes:
    if mark.compare == "=":
        return mark.value.encode()
    return f'"{mark.place.name.rpartition(".")[2]}"'.encode()


def _marks(kinds: Iterable[Kind]) -> list[tuple[str, Condition]]:
    return [
        (method, _place(rule)) for kind in kinds for rule in kind.rules for method in kind.methods
    ]


_MARKS = _marks(KINDS)
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


def _needles(marks: Iterable[tuple[str, Condition]]) -> dict[str, tuple[bytes, ...]]:
    """Return what the body of a handshake has, by method."""
    found: dict[str, dict[bytes, None]] = {}
    for method, mark in marks:
        if mark.place.kind in IN_BODY:
            found.setdefault(method, {})[_needle(mark)] = None
    return {method: tuple(each) for method, each in found.items()}


_FIELDS, _HEADERS = _fields(), _headers()
_NEEDLES = _needles(_MARKS)
_OF_EVENTS = _needles(_marks(kind for kind in KINDS if kind.events))
