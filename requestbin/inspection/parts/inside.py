"""What is wrapped in a value: JSON in a form field, JSON in JSON, base64, tokens, data URLs."""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Callable, Iterator

from requestbin.inspection import jwt
from requestbin.inspection.charsets import has_controls, is_utf8
from requestbin.inspection.content import Content, Unreadable
from requestbin.inspection.formats.form import is_form, pairs_of
from requestbin.inspection.formats.image import image_type
from requestbin.inspection.formats.json import is_json, opens_json
from requestbin.inspection.notation.json import Event, events, unescaped
from requestbin.inspection.parts.part import Part

MAX_BYTES = 256 * 1024
MAX_PARTS = 20
LEAST_CHARACTERS = 8
LEAST_BASE64 = 12

NAMES_OF_DATA = frozenset(("data", "payload", "body", "content", "message", "detail"))
"""Under these, base64 may hold any text (Pub/Sub, CloudEvents); elsewhere short ids would."""

_BASE64 = re.compile(r"[A-Za-z0-9+/_\-\r\n]+={0,2}\s*")
_DATA_URL = re.compile(r"data:([\w.+-]+/[\w.+-]+)((?:;[\w=.+-]+)*),")
_OPENING = {"{": "}", "[": "]"}

Value = tuple[str, str]
"""A path (`message.data`) and the text that stands there."""

Found = tuple[str, bytes, str]
"""What it is, its bytes, and their media type."""


class InForm:
    """Values of form fields: Slack sends `payload={...}`, Mandrill `mandrill_events=[...]`."""

    def parts(self, content: Content) -> list[Part]:
        """Return the fields whose value is a document of its own."""
        if not is_form(content.media_type) or len(content.data) > MAX_BYTES:
            return []
        if opens_json(content):
            return []
        pairs = pairs_of(content.data)
        values = (
            (name.decode("utf-8", "backslashreplace"), value.decode("utf-8", "backslashreplace"))
            for name, _, value in pairs
        )
        return _wrapped(values, content, "in a form field")


class InJson:
    """Strings in JSON: SNS sends JSON in `Message`, Pub/Sub base64 in `message.data`."""

    def parts(self, content: Content) -> list[Part]:
        """Return the strings that are documents of their own."""
        if not (is_json(content.media_type) or opens_json(content)):
            return []
        if len(content.data) > MAX_BYTES or not content.is_text:
            return []
        return _wrapped(_strings(content.text(MAX_BYTES)[0]), content, "in JSON")


def _strings(text: str) -> Iterator[Value]:
    """Give the strings of a JSON text with their paths; where the text breaks, those before."""
    steps: list[str | int] = []
    try:
        for event, sent in events(text):
            if event is Event.OPEN:
                steps.append("" if sent == "{" else 0)
            elif event is Event.CLOSE:
                steps.pop()
            elif event is Event.KEY:
                steps[-1] = unescaped(sent)
            elif event is Event.COMMA and isinstance(steps[-1], int):
                steps[-1] += 1
            elif event is Event.STRING and len(sent) > LEAST_CHARACTERS + 1:
                yield ".".join(str(step) for step in steps[-8:]), unescaped(sent)
    except Unreadable:
        return


def _wrapped(values: Iterator[Value], whole: Content, where: str) -> list[Part]:
    parts = []
    for place, value in values:
        found = next(filter(None, (look(place, value) for look in LOOKS)), None)
        if found is None:
            continue
        what, data, media_type = found
        content = Content(data, media_type, arrived_at=whole.arrived_at)
        parts.append(Part(place, f"{what} {where}", content, (f"{len(data):,} bytes",)))
        if len(parts) == MAX_PARTS:
            break
    return parts


def _as_json(_place: str, value: str) -> Found | None:
    text = value.strip()
    if len(text) < LEAST_CHARACTERS or _OPENING.get(text[0]) != text[-1]:
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


def _as_base64(place: str, value: str) -> Found | None:
    if len(value) < LEAST_BASE64 or not _BASE64.fullmatch(value):
        return None
    data = _decoded(value)
    if data is None:
        return None
    if data[:1] in (b"{", b"[") and (inner := _as_json(place, data.decode("utf-8", "replace"))):
        return "JSON in base64", data, inner[2]
    if image := image_type(data):
        return "an image in base64", data, image
    if data.startswith(b"<?xml"):
        return "XML in base64", data, "application/xml"
    named = place.rpartition(".")[2].lower() in NAMES_OF_DATA
    if named and is_utf8(data) and not has_controls(data):
        return "text in base64", data, "text/plain"
    return None


LOOKS: tuple[Callable[[str, str], Found | None], ...] = (
    _as_json,
    _as_token,
    _as_data_url,
    _as_base64,
)


def _decoded(value: str) -> bytes | None:
    """Decode base64, plain or for URLs, with or without line ends and padding (RFC 4648)."""
    text = "".join(value.split()).rstrip("=").replace("-", "+").replace("_", "/")
    try:
        return base64.b64decode(text + "=" * (-len(text) % 4), validate=True)
    except (binascii.Error, ValueError):
        return None
