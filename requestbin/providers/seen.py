"""A request as schemes look at it: query, form and JSON read once, and only when one asks."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from email import message_from_bytes
from email.policy import HTTP
from functools import cached_property
from typing import Any
from urllib.parse import parse_qsl

from requestbin.http import Request

MAX_JSON_BYTES = 1024 * 1024
"""A larger body is not parsed: what signs a field of the body sends little ones."""
MAX_FIELDS = 1000

Pairs = list[tuple[str, str]]


@dataclass(frozen=True)
class Seen:
    """A request with its parts decoded: text in UTF-8, whose odd bytes survive as surrogates."""

    request: Request

    @cached_property
    def _values(self) -> Mapping[str, list[str]]:
        found: dict[str, list[str]] = {}
        for name, value in self.request.headers:
            found.setdefault(name.decode("latin-1").lower(), []).append(value.decode("latin-1"))
        return found

    @property
    def names(self) -> Iterable[str]:
        """Return the names of the headers in lower case."""
        return self._values.keys()

    def headers(self, name: str) -> list[str]:
        """Return the values under `name`, which is in lower case, as latin-1 text."""
        return self._values.get(name, [])

    def header(self, name: str) -> str | None:
        """Return the first value under `name`, which is in lower case."""
        values = self._values.get(name)
        return values[0] if values else None

    @property
    def body(self) -> bytes:
        """Return the exact bytes of the body."""
        return self.request.body

    @cached_property
    def target(self) -> str:
        """Return path and query of the URL."""
        _, _, rest = self.request.url.partition("://")
        slash = rest.find("/")
        question = rest.find("?")
        if question != -1 and (slash == -1 or question < slash):
            return "/" + rest[question:].partition("#")[0]
        return rest[slash:].partition("#")[0] if slash != -1 else "/"

    @cached_property
    def path(self) -> str:
        """Return the path of the URL, still percent-encoded."""
        return self.target.partition("?")[0]

    @cached_property
    def raw_query(self) -> str:
        """Return the query of the URL, still percent-encoded."""
        return self.target.partition("?")[2]

    @cached_property
    def query(self) -> Pairs:
        """Return the decoded fields of the query."""
        return fields_of(self.raw_query)

    @cached_property
    def media_type(self) -> str:
        """Return the type of the body in lower case, "" where none is named."""
        return (self.header("content-type") or "").partition(";")[0].strip().lower()

    @cached_property
    def form(self) -> Pairs:
        """Return the decoded fields of a form, urlencoded or multipart; none for another body."""
        if self.media_type == "multipart/form-data":
            return _multipart(self.header("content-type") or "", self.body)
        if self.media_type != "application/x-www-form-urlencoded":
            return []
        return fields_of(self.body.decode("utf-8", "surrogateescape"))

    @cached_property
    def json(self) -> Any:
        """Return the body as JSON, None where it is none or too large to be read for a field."""
        body = self.body
        if len(body) > MAX_JSON_BYTES or body.lstrip()[:1] not in (b"{", b"["):
            return None
        try:
            return json.loads(body)
        except (ValueError, RecursionError):
            return None

    @property
    def parameters(self) -> Pairs:
        """Return the fields by which an API is called: of the query, the form or the JSON."""
        if self.form:
            return self.form
        if isinstance(self.json, dict):
            return [(name, value) for name, value in self.json.items() if isinstance(value, str)]
        return self.query


def fields_of(text: str) -> Pairs:
    """Return the decoded pairs of a query or an urlencoded form; none where they are too many."""
    try:
        return parse_qsl(
            text, keep_blank_values=True, errors="surrogateescape", max_num_fields=MAX_FIELDS
        )
    except ValueError:
        return []


def octets(text: str) -> bytes:
    """Return the bytes that `text` was decoded from."""
    return text.encode("utf-8", "surrogateescape" if _escaped(text) else "surrogatepass")


def _escaped(text: str) -> bool:
    return not any("\ud800" <= each < "\udc80" or "\udcff" < each <= "\udfff" for each in text)


def _multipart(content_type: str, body: bytes) -> Pairs:
    if len(body) > MAX_JSON_BYTES:
        return []
    head = b"Content-Type: " + content_type.encode("latin-1", "replace") + b"\r\n\r\n"
    return _parts(lambda: message_from_bytes(head + body, policy=HTTP))


def _parts(parse: Callable[[], Any]) -> Pairs:
    try:
        parts = [part for part in parse().walk() if not part.is_multipart()]
        named = [(part.get_param("name", header="content-disposition"), part) for part in parts]
        return [
            (name, part.get_payload(decode=True).decode("utf-8", "surrogateescape"))
            for name, part in named[:MAX_FIELDS]
            if isinstance(name, str)
        ]
    except (ValueError, LookupError, TypeError, AttributeError):  # what `email` raises at nonsense
        return []
