"""One field of a body given another value, and every other byte left as it was."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from json.decoder import JSONDecoder, scanstring  # type: ignore[attr-defined]
from typing import Any

from requestbin.providers.seen import boundary_of, octets, read_json

MILLISECONDS_DIGITS = 13
MAX_INDEX_DIGITS = 6
_SPACE = re.compile(r"[ \t\n\r]*")
_DECODER = JSONDecoder()


def with_json_field(body: bytes, path: str, value: str) -> bytes:
    """Return a JSON body with the scalar under `path` replaced, written as text where it was text.
    One that is not there is made where an object can hold it; milliseconds are made as a number.
    A number in `path` is an item of a list, from 0, and `*` the first."""
    text = body.decode("utf-8", "surrogateescape")
    span = _span(text, path)
    if span is None:
        return _with_new_field(body, path, value)
    written = json.dumps(value) if text[span[0]] == '"' else value
    return octets(text[: span[0]] + written + text[span[1] :])


def _with_new_field(body: bytes, path: str, value: str) -> bytes:
    names = path.split(".")
    outer: Any = read_json(body)
    text = body.decode("utf-8", "surrogateescape")
    at = _after_space(text, 0)
    while len(names) > 1 and (inner := _inside(outer, names[0])) is not None:
        outer, at = inner, _member(text, at, names[0]) or 0
        names = names[1:]
    if not isinstance(outer, dict) or names[0] in outer or "*" in names:
        return body
    number = value.isdecimal() and len(value) >= MILLISECONDS_DIGITS
    written = value if number else json.dumps(value)
    for name in reversed(names[1:]):
        written = f"{{{json.dumps(name)}:{written}}}"
    member = f"{json.dumps(names[0])}:{written}{',' if outer else ''}"
    return octets(text[: at + 1] + member + text[at + 1 :])


def _inside(value: Any, name: str) -> Any:
    if isinstance(value, dict):
        return value.get(name)
    index = _index(name)
    listed = isinstance(value, list) and index is not None and index < len(value)
    return value[index] if listed else None


def _span(text: str, path: str) -> tuple[int, int] | None:
    """Return where the value under `path` begins and ends, None where it is no scalar."""
    try:
        at: int | None = _after_space(text, 0)
        for name in path.split("."):
            if at is None:
                return None
            at = _member(text, at, name)
        if at is None or text[at] in "{[":
            return None
        return at, _DECODER.raw_decode(text, at)[1]
    except (ValueError, IndexError, RecursionError):
        return None


def _member(text: str, at: int, name: str) -> int | None:
    index = 0 if name == "*" else _index(name)
    if index is not None and (name == "*" or text[at] == "["):
        return _item(text, at, index)
    return _named(text, at, name)


def _index(name: str) -> int | None:
    return int(name) if name.isdecimal() and len(name) <= MAX_INDEX_DIGITS else None


def _item(text: str, at: int, index: int) -> int | None:
    """Return where an item of a list begins."""
    if text[at] != "[":
        return None
    at = _after_space(text, at + 1)
    for _ in range(index):
        at = _after_space(text, _DECODER.raw_decode(text, at)[1])
        if text[at] != ",":
            return None
        at = _after_space(text, at + 1)
    return None if text[at] == "]" else at


def _named(text: str, at: int, name: str) -> int | None:
    """Return where the value of a member begins; of several of one name the last, which counts."""
    found = None
    if text[at] != "{":
        return None
    at = _after_space(text, at + 1)
    while text[at] == '"':
        key, at = scanstring(text, at + 1, True)
        at = _after_space(text, _after_space(text, at) + 1)
        if key == name:
            found = at
        at = _after_space(text, _DECODER.raw_decode(text, at)[1])
        if text[at] != ",":
            break
        at = _after_space(text, at + 1)
    return found


def _after_space(text: str, at: int) -> int:
    found = _SPACE.match(text, at)
    return found.end() if found else at


def with_part(content_type: str, body: bytes, name: str, value: str) -> bytes:
    """Return a multipart body (RFC 7578) with the content of one part replaced, or a part more."""
    boundary = boundary_of(content_type)
    if not boundary:
        return body
    line = b"\r\n--" + boundary
    parts = (b"\r\n" + body).split(line)
    named = re.compile(rb'\bname="?' + re.escape(octets(name)) + rb'"?(?=[;\r]|$)', re.IGNORECASE)
    for index, part in enumerate(parts):
        head, gap, _ = part.partition(b"\r\n\r\n")
        if gap and named.search(head) and b"filename" not in head:
            parts[index] = head + gap + octets(value)
            return line.join(parts)[2:]
    quoted = octets(name).replace(b'"', b"%22")
    new = b'\r\nContent-Disposition: form-data; name="' + quoted + b'"\r\n\r\n' + octets(value)
    closed = parts if len(parts) > 1 else [b"", b"--\r\n"]
    return line.join([closed[0], new, *closed[1:]])[2:]


def with_field(text: str, name: str, written: Callable[[str], str], value: str) -> str:
    """Return a query or an urlencoded form with one field set, by how fields are `written`; the
    spelling of the others stays."""
    field = f"{written(name)}={written(value)}"
    fields = text.split("&") if text else []
    for index, each in enumerate(fields):
        if each.partition("=")[0] in (name, written(name)):
            fields[index] = field
            return "&".join(fields)
    return "&".join([*fields, field])
