"""What a signature is made over, written as a template: `{timestamp}.{body}`, `{url}{params}`.

Compiled once; a row of the table and a provider of one's own use the same names.
"""

from __future__ import annotations

import hashlib
import json
import re
import zlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from urllib.parse import urlencode

from requestbin.providers.places import place
from requestbin.providers.seen import MAX_JSON_BYTES, Seen, octets
from requestbin.providers.signatures import odd, urls
from requestbin.providers.signatures.secrets import Secret, named, utf8

DIRECT = frozenset(("header", "bearer", "query", "form", "json", "form-json", "parameter"))


class UnknownPart(ValueError):
    """A template that names a part nobody knows; the message is a sentence for people."""


@dataclass(frozen=True, slots=True)
class Signing:
    """What parts are taken from: the request, the secret, and the time as it is written."""

    seen: Seen
    secret: Secret
    timestamp: str = ""
    event_id: str = ""
    index: int = 0
    """Which of several things that are signed each for itself."""


@dataclass(frozen=True, slots=True)
class _Part:
    read: Callable[[Signing], bytes | None]
    covers: tuple[str, ...] = ()


def _params(signing: Signing) -> bytes:
    """Names and values of the form, by name; a name that comes twice has its values once each, in
    order (twilio/request_validator.py)."""
    values: dict[str, set[str]] = {}
    for name, value in signing.seen.form:
        values.setdefault(name, set()).add(value)
    return b"".join(
        octets(name) + octets(value) for name in sorted(values) for value in sorted(values[name])
    )


def _sorted_query(signing: Signing) -> bytes:
    return urlencode(sorted(signing.seen.query), errors="surrogateescape").encode()


_LATIN = {each: f"\\u{each:04x}" for each in range(0x80, 0x100)}
_PAIRED = re.compile("[\U00010000-\U0010ffff]+")


def _ascii_body(signing: Signing) -> bytes | None:
    r"""The body with what is not ASCII as `\uXXXX` and `/` as `\/`, as PHP and Box write JSON."""
    if len(signing.seen.body) > MAX_JSON_BYTES:
        return None
    text = signing.seen.body.decode("utf-8", "surrogateescape").replace("/", "\\/")
    if not text.isascii():
        text = _PAIRED.sub(lambda found: json.dumps(found[0])[1:-1], text).translate(_LATIN)
    return text.encode("ascii", "backslashreplace")


def _low_bytes(signing: Signing) -> bytes:
    """The low byte of each UTF-16 unit, which Node calls `binary` (Trello's sample)."""
    text = signing.seen.body.decode("utf-8", "surrogateescape")
    return text.encode("utf-16-le", "surrogatepass")[::2]


URL = ("path", "query", "host")
FORM = "form"
"""The body where it is a form."""
PARAMETERS = "parameters"
"""The body where it is a form or JSON, else the query."""

PARTS: Mapping[str, _Part] = {
    "body": _Part(lambda it: it.seen.body, ("body",)),
    "timestamp": _Part(lambda it: it.timestamp.encode("latin-1", "replace")),
    "id": _Part(lambda it: it.event_id.encode("latin-1", "replace")),
    "method": _Part(lambda it: utf8(it.seen.request.method), ("method",)),
    "url": _Part(lambda it: utf8(it.seen.request.url), URL),
    "url with port": _Part(lambda it: utf8(urls.with_port(it.seen.request.url)), URL),
    "url without port": _Part(lambda it: utf8(urls.without_port(it.seen.request.url)), URL),
    "unquoted url": _Part(lambda it: utf8(odd.unquoted(it.seen.request.url)), URL),
    "target": _Part(lambda it: utf8(it.seen.target), ("path", "query")),
    "path": _Part(lambda it: utf8(it.seen.path), ("path",)),
    "params": _Part(_params, (FORM,)),
    "sorted query": _Part(_sorted_query, ("query",)),
    "crc32": _Part(lambda it: str(zlib.crc32(it.seen.body)).encode(), ("body",)),
    "sha256": _Part(lambda it: hashlib.sha256(it.seen.body).digest(), ("body",)),
    "ascii body": _Part(_ascii_body, ("body",)),
    "low bytes": _Part(_low_bytes, ("body",)),
    "underscored parameters": _Part(lambda it: odd.underscored_parameters(it.seen), (PARAMETERS,)),
    "notification fields": _Part(lambda it: odd.notification_fields(it.seen, it.index)),
    "topic fields": _Part(lambda it: odd.topic_fields(it.seen)),
    "manifest": _Part(lambda it: odd.manifest(it.seen, it.timestamp)),
    "lower manifest": _Part(lambda it: odd.lower_manifest(it.seen, it.timestamp)),
    "joined query": _Part(lambda it: odd.joined_query(it.seen), ("query",)),
    "signed headers": _Part(lambda it: odd.signed_headers(it.seen), ("headers",)),
    "escaped target": _Part(lambda it: utf8(odd.escaped_target(it.seen)), ("path", "query")),
    "listed headers": _Part(lambda it: odd.listed_headers(it.seen), ("headers",)),
    "url and parameters": _Part(lambda it: odd.url_and_parameters(it.seen), (FORM, *URL)),
    "php fields": _Part(lambda it: odd.php_fields(it.seen), (FORM,)),
}
"""Every part by the name that templates use, and what it covers of a request. What only one
provider signs in its own way stands in `odd`."""

_NAMED = re.compile(r"\{([^{}]*)\}")


@dataclass(frozen=True, slots=True)
class Template:
    """A compiled template: the bytes that stand between, and the parts."""

    text: str
    pieces: tuple[bytes | _Part, ...]
    names: tuple[str, ...]

    def message(self, signing: Signing) -> bytes | None:
        """Return what is signed, None where a part of it is not in the request."""
        message = []
        for piece in self.pieces:
            octets_ = piece if isinstance(piece, bytes) else piece.read(signing)
            if octets_ is None:
                return None
            message.append(octets_)
        return b"".join(message)

    def missing(self, signing: Signing) -> str:
        """Return the name of the first part that is not in the request, "" for none."""
        parts = [piece for piece in self.pieces if isinstance(piece, _Part)]
        pairs = zip(self.names, parts, strict=True)
        return next((name for name, part in pairs if part.read(signing) is None), "")

    @property
    def covers(self) -> frozenset[str]:
        """Return which parts of a request change what is signed."""
        parts = [piece for piece in self.pieces if isinstance(piece, _Part)]
        return frozenset(each for part in parts for each in part.covers)


@lru_cache(maxsize=512)
def template(text: str) -> Template:
    """Compile a template; raises UnknownPart, or UnknownPlace for a place nobody knows."""
    pieces: list[bytes | _Part] = []
    names: list[str] = []
    for index, piece in enumerate(_NAMED.split(text)):
        if index % 2:
            names.append(piece)
            pieces.append(_part(piece))
        elif piece:
            pieces.append(utf8(piece))
    return Template(text, tuple(pieces), tuple(names))


def _part(name: str) -> _Part:
    if name in PARTS:
        return PARTS[name]
    kind, _, rest = name.partition(":")
    if kind == "secret" or name == "secret":
        return _Part(lambda it: _secret(it, rest))
    if kind in DIRECT:
        where = place(name)
        return _Part(lambda it: _found(where.value(it.seen)))
    known = ", ".join(f"{{{each}}}" for each in PARTS)
    raise UnknownPart(f"{{{name[:40]}}} is no part of a request. There are: {known}.")


def _secret(signing: Signing, name: str) -> bytes | None:
    return _found(named(signing.secret, name))


def _found(value: str | None) -> bytes | None:
    return None if value is None else octets(value)
