"""Where a value stands in a request, written as one word: `header:X-Signature`, `json:data.id`.

The vocabulary of the whole table: a row says with it how a provider is recognised, where it puts
its signature, what it calls the event. People who add a provider of their own write the same.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any
from urllib.parse import quote, quote_plus

from requestbin.http import Headers, Request
from requestbin.providers.rewriting import with_field, with_json_field, with_part
from requestbin.providers.seen import Pairs, Seen, as_text, octets

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
        not there is made where an object can hold it."""
        return KINDS[self.kind].put(request, self.name, value)

    def at(self, index: int) -> Place:
        """Return the place in one item of the list that `*` stands for, to put something there."""
        return Place(self.kind, self.name.replace("*", str(index), 1))

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
    wanted, octets_ = _in_header(name).lower(), _in_header(value)
    pairs = list(request.headers)
    there = [index for index, (key, _) in enumerate(pairs) if key.lower() == wanted]
    if not there:
        return replace(request, headers=request.headers.plus((_in_header(name), octets_)))
    pairs[there[0]] = (pairs[there[0]][0], octets_)
    kept = (pair for index, pair in enumerate(pairs) if index not in there[1:])
    return replace(request, headers=Headers.of(kept))


def _in_header(text: str) -> bytes:
    """Return text as headers carry it: latin-1, and UTF-8 where that has no such letter."""
    try:
        return text.encode("latin-1")
    except UnicodeEncodeError:
        return text.encode("utf-8", "surrogatepass")


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
    return replace(
        request, url=f"{path}?{with_field(query, name, _quoted, value)}{hash_}{fragment}"
    )


def _put_form(request: Request, name: str, value: str) -> Request:
    seen = Seen(request)
    if seen.media_type == "multipart/form-data":
        content_type = seen.header("content-type") or ""
        return replace(request, body=with_part(content_type, request.body, name, value))
    body = request.body.decode("utf-8", "surrogateescape")
    return replace(request, body=octets(with_field(body, name, _plus_quoted, value)))


def _quoted(text: str) -> str:
    return quote(octets(text), safe="")


def _plus_quoted(text: str) -> str:
    return quote_plus(octets(text), safe="")


def _form_json(seen: Seen, name: str) -> list[str]:
    field, _, path = name.partition(".")
    return _texts(_found(seen.inner(field), path))


def _put_form_json(request: Request, name: str, value: str) -> Request:
    field, _, path = name.partition(".")
    old = next((text for key, text in Seen(request).form if key == field), "")
    new = with_json_field(octets(old), path, value).decode("utf-8", "surrogateescape")
    return _put_form(request, field, new) if old else request


def _json(seen: Seen, path: str) -> list[str]:
    return _texts(_found(seen.json, path))


def _texts(found: list[Any]) -> list[str]:
    return [text for each in found if (text := as_text(each)) is not None]


def _found(value: Any, path: str) -> list[Any]:
    found = [value]
    for name in path.split("."):
        if name == "*":
            found = [each for one in found if isinstance(one, list) for each in one]
        else:
            found = [one[name] for one in found if isinstance(one, dict) and name in one]
    return found


def _json_key(seen: Seen, but: str) -> list[str]:
    return [name for name in seen.json if name != but] if isinstance(seen.json, dict) else []


def _put_json(request: Request, path: str, value: str) -> Request:
    return replace(request, body=with_json_field(request.body, path, value))


def _parameter(seen: Seen, name: str) -> list[str]:
    return _of(seen.parameters, name)


def _put_parameter(request: Request, name: str, value: str) -> Request:
    seen = Seen(request)
    if seen.form:
        return _put_form(request, name, value)
    if not isinstance(seen.json, dict):
        return _put_query(request, name, value)
    return _put_json(request, name, value)


KINDS: dict[str, _Kind] = {
    "header": _Kind(_header, _put_header),
    BEARER: _Kind(_bearer, _put_bearer),
    "query": _Kind(lambda seen, name: _of(seen.query, name), _put_query),
    "form": _Kind(lambda seen, name: _of(seen.form, name), _put_form),
    "json": _Kind(_json, _put_json),
    "json-key": _Kind(_json_key, lambda request, _, __: request),
    "form-json": _Kind(_form_json, _put_form_json),
    "parameter": _Kind(_parameter, _put_parameter),
}
"""`json-key` is the name of a field of the JSON, any but one, as in json-key:update_id; `form-json`
is a field of the JSON that a field of the form holds, as in form-json:payload.type;
`parameter` is a field of the form, else of the JSON, else of the query."""
