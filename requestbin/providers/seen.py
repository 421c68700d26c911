"""A request as schemes look at it: query, form and JSON read once, and only when one asks."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any
from urllib.parse import parse_qsl

from requestbin.http import Request

MAX_JSON_BYTES = 1024 * 1024
"""A larger body is not parsed: what signs a field of the body sends little ones."""
MAX_FIELDS = 1000
OF_BODY = ("_values", "media_type", "form", "json")
"""What does not change with the URL."""

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

    def at(self, url: str) -> Seen:
        """Return the same request under another URL; what is read of its body is read once."""
        other = Seen(replace(self.request, url=url))
        kept = ((name, getattr(self, name)) for name in OF_BODY)
        other.__dict__.update(kept)
        return other

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
        if len(self.body) > MAX_JSON_BYTES:
            return []
        return fields_of(self.body.decode("utf-8", "surrogateescape"))

    @cached_property
    def json(self) -> Any:
        """Return the body as JSON, None where it is none or too large to be read for a field."""
        return read_json(self.body)

    @cached_property
    def parameters(self) -> Pairs:
        """Return the fields by which an API is called: of the form, the JSON or the query."""
        if self.form:
            return self.form
        if not isinstance(self.json, dict):
            return self.query
        pairs = ((name, as_text(value)) for name, value in self.json.items())
        return [(name, text) for name, text in pairs if text is not None]

    def inner(self, field: str) -> Any:
        """Return the JSON that a field of the form holds, None for none: Slack's `payload`."""
        text = next((value for name, value in self.form if name == field), "")
        return read_json(octets(text))


def as_text(value: Any) -> str | None:
    """Return a JSON scalar as it is written, None for what is none."""
    if isinstance(value, str):
        return value
    if value is None or isinstance(value, dict | list):
        return None
    return json.dumps(value)


def read_json(text: bytes) -> Any:
    """Return an object or a list, None for what is none or too large to be read for a field."""
    if len(text) > MAX_JSON_BYTES or text.lstrip()[:1] not in (b"{", b"["):
        return None
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return None


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


_HALF = re.compile("[\ud800-\udc7f\udd00-\udfff]")
"""Surrogates that stand for no odd byte."""


def _escaped(text: str) -> bool:
    return text.isascii() or not _HALF.search(text)


_BOUNDARY = re.compile(r'\bboundary="?([^";,]{1,200})', re.IGNORECASE)


def boundary_of(content_type: str) -> bytes:
    """Return what stands between the parts of a multipart body, b"" where none is named."""
    found = _BOUNDARY.search(content_type)
    return found[1].strip().encode("latin-1", "replace") if found else b""


_NAME = re.compile(rb'\bname="?([^";\r\n]*)', re.IGNORECASE)


def _multipart(content_type: str, body: bytes) -> Pairs:
    """Return the fields of a form with parts (RFC 7578), which never nest. Files are no fields.

    `email` is not asked: 90 KB of parts within parts keep it busy for 2 s.
    """
    boundary = boundary_of(content_type)
    if not boundary or len(body) > MAX_JSON_BYTES:
        return []
    fields: Pairs = []
    for part in (b"\r\n" + body).split(b"\r\n--" + boundary, MAX_FIELDS)[1:]:
        head, gap, content = part.partition(b"\r\n\r\n")
        named = _NAME.search(head)
        if gap and named and b"filename" not in head:
            fields.append((_utf8(named[1]), _utf8(content)))
    return fields


def _utf8(octets_: bytes) -> str:
    return octets_.decode("utf-8", "surrogateescape")
