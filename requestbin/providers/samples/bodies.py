"""The bytes of a sample: its values written as the provider's own software writes them."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from typing import Any
from urllib.parse import urlencode

from requestbin.providers.samples.template import Template


def written(template: Template, payload: Any, content_type: str) -> bytes:
    """Return the body of a sample: `payload` is the template's, its placeholders filled;
    `content_type` names the boundary of the parts of a multipart body."""
    return WRITERS[template.kind](template, payload, content_type)


def query_of(pairs: Iterable[Iterable[Any]]) -> str:
    """Return pairs as a query or the body of a form, spaces as `+`."""
    return urlencode([(str(name), str(value)) for name, value in pairs])


def _json_text(template: Template, value: Any, indent: int | None = None) -> str:
    separators = tuple(template.separators or (",", ": " if indent else ":"))
    text = json.dumps(
        value, ensure_ascii=template.ascii, indent=indent, separators=(separators[0], separators[1])
    )
    # A slash stands in strings only, so what escapes it need not read JSON.
    return text.replace("/", "\\/") if template.escape_slashes else text


def _json(template: Template, payload: Any, _: str) -> bytes:
    return (_json_text(template, payload, template.indent) + template.end).encode()


def _pairs(template: Template, payload: Any) -> list[tuple[str, str]]:
    return [
        (name, _json_text(template, value) if isinstance(value, dict | list) else str(value))
        for name, value in payload
    ]


def _form(template: Template, payload: Any, _: str) -> bytes:
    return query_of(_pairs(template, payload)).encode()


def _multipart(template: Template, payload: Any, content_type: str) -> bytes:
    boundary = content_type.partition("boundary=")[2].strip('"')
    parts = [
        f'--{boundary}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'
        for name, value in _pairs(template, payload)
    ]
    return "".join([*parts, f"--{boundary}--\r\n"]).encode()


def _text(template: Template, payload: Any, _: str) -> bytes:
    return (str(payload) + template.end).encode()


WRITERS: dict[str, Callable[[Template, Any, str], bytes]] = {
    "json": _json,
    "form": _form,
    "multipart": _multipart,
    "text": _text,
}
