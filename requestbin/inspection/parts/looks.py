"""What a text within a body may be that is worth a look of its own: JSON, a token, a file, HTML."""

from __future__ import annotations

import base64
import binascii
import re
import zlib
from collections.abc import Callable

from requestbin.inspection import jwt
from requestbin.inspection.charsets import has_controls, is_utf8
from requestbin.inspection.content import Unreadable
from requestbin.inspection.formats.facts import file_kind
from requestbin.inspection.formats.image import image_type
from requestbin.inspection.formats.source import OPENING_HTML
from requestbin.inspection.notation import xml
from requestbin.inspection.notation.json import Event, events

LEAST_CHARACTERS = 8
LEAST_BASE64 = 12
LEAST_HTML = 300
"""A shorter piece of HTML reads as well where it stands."""
LEAST_LINES = 5
MAX_UNZIPPED = 256 * 1024

NAMES_OF_DATA = frozenset(("data", "payload", "body", "content", "message", "detail"))
"""Under these, base64 may hold any text (Pub/Sub, CloudEvents); elsewhere short ids would."""

_BASE64 = re.compile(r"[A-Za-z0-9+/_\-\r\n]+={0,2}\s*")
_DATA_URL = re.compile(r"data:([\w.+-]+/[\w.+-]+)((?:;[\w=.+-]+)*),")
_CLOSING = {"{": "}", "[": "]"}

Found = tuple[str, bytes, str]
"""What it is, its bytes, and their media type."""
Look = Callable[[str, str], Found | None]
"""The path of a text and the text itself to what it is, None for nothing of this kind."""


def as_lines(_place: str, value: str) -> Found | None:
    """Take a text of several lines, which JSON writes as one (GraphQL, logs, descriptions)."""
    if value.count("\n") < LEAST_LINES:
        return None
    return "text", value.encode("utf-8", "replace"), "text/plain"


def _as_json(_place: str, value: str) -> Found | None:
    text = value.strip()
    if len(text) < LEAST_CHARACTERS or _CLOSING.get(text[0]) != text[-1]:
        return None
    try:
        for event, _ in events(text):
            if event in (Event.NEXT, Event.REST):
                return None
    except Unreadable:
        return None
    return "JSON", value.encode("utf-8", "replace"), "application/json"


def _as_token(_place: str, value: str) -> Found | None:
    found = value.startswith("eyJ") and jwt.jwt_of(value)
    return ("a token", value.encode(), "application/jwt") if found else None


def _as_data_url(_place: str, value: str) -> Found | None:
    found = _DATA_URL.match(value[:200])
    if not found or not found[2].endswith(";base64"):
        return None
    data = _decoded(value[found.end() :])
    return None if data is None else ("a data URL", data, found[1].lower())


def _as_markup(_place: str, value: str) -> Found | None:
    text = value.strip()
    if text[:1] != "<" or text[-1] != ">":
        return None
    if OPENING_HTML.match(text):
        name, kind = ("HTML", "text/html") if len(text) >= LEAST_HTML else ("", "")
    else:
        name, kind = ("XML", "application/xml") if _is_well_formed(text) else ("", "")
    return (name, value.encode("utf-8", "replace"), kind) if name else None


def _is_well_formed(text: str) -> bool:
    names: list[str] = []
    for kind, token in xml.tokens(text):
        if kind == "open":
            names.append(xml.name_of(token))
        elif kind == "close" and (not names or names.pop() != xml.name_of(token)):
            return False
    return not names


def _as_base64(place: str, value: str) -> Found | None:
    if len(value) < LEAST_BASE64 or not _BASE64.fullmatch(value):
        return None
    data = _decoded(value)
    if data is None:
        return None
    if data[:3] == b"\x1f\x8b\x08" and (unzipped := _unzipped(data)):
        what, held, kind = _inner(place, unzipped) or ("data", unzipped, "")
        return f"{what}, gzip in base64", held, kind
    found = _inner(place, data)
    return (f"{found[0]} in base64", *found[1:]) if found else None


def _inner(place: str, data: bytes) -> Found | None:
    if data[:1] in (b"{", b"[", b"<"):
        text = data.decode("utf-8", "replace")
        if found := _as_json(place, text) or _as_markup(place, text):
            return found[0], data, found[2]
    if image := image_type(data):
        return "an image", data, image
    if kind := file_kind(data):
        return f"a file ({kind})", data, ""
    named = place.rpartition(".")[2].lower() in NAMES_OF_DATA
    if named and is_utf8(data) and not has_controls(data):
        return "text", data, "text/plain"
    return None


def _decoded(value: str) -> bytes | None:
    """Decode base64, plain or for URLs, with or without line ends and padding (RFC 4648)."""
    text = "".join(value.split()).rstrip("=").replace("-", "+").replace("_", "/")
    try:
        return base64.b64decode(text + "=" * (-len(text) % 4), validate=True)
    except (binascii.Error, ValueError):
        return None


def _unzipped(data: bytes) -> bytes:
    """CloudWatch sends logs so; b"" for what is no gzip, or is more than is shown."""
    stream = zlib.decompressobj(16 + zlib.MAX_WBITS)
    try:
        unzipped = stream.decompress(data, MAX_UNZIPPED)
    except zlib.error:
        return b""
    return unzipped if stream.eof else b""


LOOKS: tuple[Look, ...] = (_as_json, _as_token, _as_data_url, _as_base64, _as_markup)
"""In the order in which they are tried."""
