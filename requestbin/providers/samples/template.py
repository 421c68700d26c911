"""What a payload file says: the request as it is sent but for what varies.

A file holds a JSON object:
- `method` ("POST" where it is left out), `path` (added to the URL), `query` ([[name, value], ...]);
- `headers`: [[name, value], ...] as the provider spells and orders them, without those of signing;
- one body: `json` (any value), `form` or `multipart` ([[name, value], ...], an object being sent as
  JSON), or `text`;
- how JSON is spelled where it is not compact: `indent`, `separators`, `ascii` (`\\u00fc` for ü),
  `escape_slashes` (`\\/`), `end` (what comes after it);
- `title` where the provider's own name of the event is no file name, and `usual` on the event that
  is offered first.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Any

BODIES = ("json", "form", "multipart", "text")


class Malformed(ValueError):
    """A payload file that is not what it should be."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Template:
    """One payload file, with its placeholders; `kind` is the one of BODIES, `payload` its value."""

    kind: str
    payload: Any
    headers: list[list[str]]
    method: str = "POST"
    path: str = ""
    query: list[list[str]]
    indent: int | None = None
    separators: list[str] | None = None
    ascii: bool = False
    escape_slashes: bool = False
    end: str = ""
    title: str = ""
    usual: bool = False


_FIELDS = {each.name for each in fields(Template)} - {"kind", "payload"}


def read(text: str) -> Template:
    """Return what a payload file says; raises Malformed."""
    try:
        told = json.loads(text)
    except ValueError as error:
        raise Malformed(f"It is no JSON: {error}") from error
    if not isinstance(told, Mapping):
        raise Malformed("It is no object.")
    kinds = [kind for kind in BODIES if kind in told]
    if len(kinds) != 1:
        raise Malformed(f"It has one of {', '.join(BODIES)}, not {len(kinds)}.")
    if odd := set(told) - _FIELDS - set(BODIES):
        raise Malformed(f"It has fields that mean nothing: {', '.join(sorted(odd))}.")
    known = {key: told[key] for key in _FIELDS if key in told}
    return Template(kind=kinds[0], payload=told[kinds[0]], **{"headers": [], "query": []} | known)
