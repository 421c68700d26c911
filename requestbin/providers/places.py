"""Where a value stands in a request, written as one word: `header:X-Signature`, `json:data.id`.

The vocabulary of the whole table: a row says with it how a provider is recognised, where it puts
its signature, what it calls the event. People who add a provider of their own write the same.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any
from urllib.parse import quote, quote_plus

from requestbin.http import Headers, Request
from requestbin.providers.seen import Pairs, Seen, octets

BEARER = "bearer"
"""The token of `Authorization: Bearer ...`."""


class UnknownPlace(ValueError):
    """A place that cannot be read; the message is a sentence for people."""


@dataclass(frozen=True, slots=True)
class Place:
    """One place: `kind` is a name of KINDS, `name` that of the header, field or path in it."""

    kind: str
    name: str = ""

    def values(self, seen: Seen) -> list[str]:
        """Return every value that stands there."""
        return KINDS[self.kind].read(seen, self.name)

    def value(self, seen: Seen) -> str | None:
        """Return the first value that stands there, None for none."""
        found = KINDS[self.kind].read(seen, self.name)
        return found[0] if found else None

    def filled(self, seen: Seen) -> bool:
        """Tell whether anything stands there: of JSON also an object or a list."""
        if self.kind == "json":
            return bool(_found(seen.json, self.name))
        return bool(KINDS[self.kind].read(seen, self.name))

    def put(self, request: Request, value: str) -> Request:
        """Return `request` with `value` in this place, all else as it was; a JSON field that is
        not there is not made."""
        return KINDS[self.kind].put(request, self.name, value)

    def __str__(self) -> str:
        return f"{self.kind}:{self.name}" if self.name else self.kind


@lru_cache(maxsize=1024)
def place(text: str) -> Place:
    """Return the place that `text` names; raises UnknownPlace."""
    kind, _, name = text.partition(":")
    if kind not in KINDS:
        raise UnknownPlace(f"{text[:80]!r} is no place: it begins with one of {', '.join(KINDS)}.")
    if kind != BEARER and not name:
        raise UnknownPlace(f"{text[:80]!r} needs a name, as in header:X-Signature.")
    return Place(kind, name)


@dataclass(frozen=True, slots=True)
class _Kind:
    read: Callable[[Seen, str], list[str]]
    put: Callable[[Request, str, str], Request]


def _header(seen: Seen, name: str) -> list[str]:
    return seen.headers(name.lower())


def _put_header(request: Request, name: str, value: str) -> Request:
    wanted, octets_ = name.encode("latin-1", "replace").lower(), value.encode("latin-1", "replace")
    pairs = list(request.headers)
    for index, (key, _) in enumerate(pairs):
        if key.lower() == wanted:
            pairs[index] = (key, octets_)
            return replace(request, headers=Headers.of(pairs))
    return replace(request, headers=request.headers.plus((name, octets_)))


def _bearer(seen: Seen, _: str) -> list[str]:
    value = seen.header("authorization") or ""
    scheme, _, token = value.partition(" ")
    return [token.strip()] if scheme.lower() == BEARER and token.strip() else []


def _put_bearer(request: Request, _: str, value: str) -> Request:
    return _put_header(request, "Authorization", f"Bearer {value}")


def _of(pairs: Pairs, name: str) -> list[str]:
    return [value for key, value in pairs if key == name]


def _put_query(request: Request, name: str, value: str) -> Request:
    bare, hash_, fragment = request.url.partition("#")
    path, _, query = bare.partition("?")
    return replace(request, url=f"{path}?{_with_field(query, name, value, quote)}{hash_}{fragment}")


def _put_form(request: Request, name: str, value: str) -> Request:
    body = request.body.decode("utf-8", "surrogateescape")
    return replace(request, body=octets(_with_field(body, name, value, quote_plus)))


def _with_field(query: str, name: str, value: str, quoted: Callable[..., str]) -> str:
    """Put a field among others, whose spelling stays."""
    written = f"{quoted(octets(name), safe='')}={quoted(octets(value), safe='')}"
    fields = query.split("&") if query else []
    for index, field in enumerate(fields):
        if field.partition("=")[0] in (name, quoted(octets(name), safe="")):
            fields[index] = written
            return "&".join(fields)
    return "&".join([*fields, written])


def _json(seen: Seen, path: str) -> list[str]:
    return [text for each in _found(seen.json, path) if (text := as_text(each)) is not None]


def _found(value: Any, path: str) -> list[Any]:
    found = [value]
    for name in path.split("."):
        if name == "*":
            found = [each for one in found if isinstance(one, list) for each in one]
        else:
            found = [one[name] for one in found if isinstance(one, dict) and name in one]
    return found


def as_text(value: Any) -> str | None:
    """Return a JSON scalar as it is written, None for what is none."""
    if isinstance(value, str):
        return value
    if value is None or isinstance(value, dict | list):
        return None
    return json.dumps(value)


_SCALAR = r'\s*:\s*("(?:[^"\\]|\\.)*"|-?[0-9][0-9.eE+-]*|true|false|null)'


def _put_json(request: Request, path: str, value: str) -> Request:
    """Replace the scalar under the last name of `path`; the other bytes stay as they are."""
    name = json.dumps(path.rpartition(".")[2])
    text = request.body.decode("utf-8", "surrogateescape")
    found = re.search(re.escape(name) + _SCALAR, text)
    if found is None:
        return request
    written = json.dumps(value) if found[1].startswith('"') else value
    body = text[: found.start(1)] + written + text[found.end(1) :]
    return replace(request, body=octets(body))


def _parameter(seen: Seen, name: str) -> list[str]:
    return _of(seen.parameters, name)


def _put_parameter(request: Request, name: str, value: str) -> Request:
    seen = Seen(request)
    if seen.form:
        return _put_form(request, name, value)
    if not isinstance(seen.json, dict):
        return _put_query(request, name, value)
    if name in seen.json:
        return _put_json(request, name, value)
    opened = request.body.lstrip()[1:]
    field = f"{{{json.dumps(name)}:{json.dumps(value)}".encode()
    return replace(request, body=field + (b"," if seen.json else b"") + opened)


KINDS: dict[str, _Kind] = {
    "header": _Kind(_header, _put_header),
    BEARER: _Kind(_bearer, _put_bearer),
    "query": _Kind(lambda seen, name: _of(seen.query, name), _put_query),
    "form": _Kind(lambda seen, name: _of(seen.form, name), _put_form),
    "json": _Kind(_json, _put_json),
    "parameter": _Kind(_parameter, _put_parameter),
}
"""`parameter` is a field of the form, else of the JSON, else of the query."""
