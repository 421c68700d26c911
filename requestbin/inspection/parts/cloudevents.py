"""CloudEvents taken apart: their attributes, and the events of a batch one by one.

CNCF CloudEvents 1.0.2, with its JSON event format and HTTP protocol binding.
"""

from __future__ import annotations

import base64
import binascii
import json
from typing import Any
from urllib.parse import unquote

from requestbin.http import Headers
from requestbin.inspection.content import Content, media_type_of
from requestbin.inspection.parts.part import Part
from requestbin.inspection.shapes import Field

MAX_BYTES = 256 * 1024
MAX_EVENTS = 50
BATCH = "application/cloudevents-batch+json"
REQUIRED = frozenset(("specversion", "id", "source", "type"))
FIRST = ("specversion", "type", "source", "subject", "id", "time", "datacontenttype", "dataschema")
_PREFIX = b"ce-"


class CloudEvents:
    """The events of a batch, or the data of one event where its type is not JSON."""

    def parts(self, content: Content) -> list[Part]:
        """Return each event of a batch, or the data that one event holds encoded."""
        if content.media_type == BATCH:
            return [_of_batch(each, content) for each in _batch(content)]
        event = _event(content)
        data = _data_of(event) if event else None
        return [] if data is None else [_part(data, event or {}, content)]


def attributes_of(headers: Headers) -> list[Field]:
    """Return the attributes of a CloudEvent that stand in its headers (binary mode); [] where it is
    none."""
    found = {
        name[len(_PREFIX) :].decode("latin-1").lower(): unquote(value.decode("latin-1"))
        for name, value in headers
        if name[: len(_PREFIX)].lower() == _PREFIX
    }
    if not found.keys() >= REQUIRED:
        return []
    names = [*(name for name in FIRST if name in found), *sorted(set(found) - set(FIRST))]
    return [Field(name, found[name]) for name in names]


def mode_of(content: Content) -> str:
    """Return the sentence that tells a CloudEvent whose attributes stand in its body, or a batch of
    such; "" where it is none."""
    if content.media_type == BATCH and (events := _batch(content)):
        return f"A batch of CloudEvents: {len(events)}."
    if _event(content) is None:
        return ""
    return "A CloudEvent in structured mode: its attributes stand beside its data."


def _event(content: Content) -> dict[str, Any] | None:
    """Return a JSON object that is an event, whatever type its sender gave it."""
    if len(content.data) > MAX_BYTES or b'"specversion"' not in content.data:
        return None
    value = _value(content)
    return value if isinstance(value, dict) and value.keys() >= REQUIRED else None


def _batch(content: Content) -> list[Any]:
    value = _value(content) if len(content.data) <= MAX_BYTES else None
    return value[:MAX_EVENTS] if isinstance(value, list) else []


def _value(content: Content) -> Any:
    try:
        return json.loads(content.text(MAX_BYTES)[0].removeprefix("\ufeff"))
    except (ValueError, RecursionError):
        return None


def _of_batch(event: Any, whole: Content) -> Part:
    octets = json.dumps(event, ensure_ascii=False).encode("utf-8", "surrogatepass")
    kind = _text(event.get("type", "")) if isinstance(event, dict) else ""
    content = Content(octets, "application/cloudevents+json", arrived_at=whole.arrived_at)
    return Part(
        kind, "an event of a batch", content, (f"{len(octets):,} bytes",), is_shown_above=True
    )


def _part(data: bytes, event: dict[str, Any], whole: Content) -> Part:
    media_type, parameters = media_type_of(_text(event.get("datacontenttype", "")))
    content = Content(data, media_type, parameters, arrived_at=whole.arrived_at)
    facts = tuple(filter(None, (media_type, f"{len(data):,} bytes")))
    return Part("data", "the data of the event", content, facts)


def _data_of(event: dict[str, Any]) -> bytes | None:
    """Return data that stands in the event as a string; other JSON is there to be read."""
    encoded, data = event.get("data_base64"), event.get("data")
    if isinstance(encoded, str):
        try:
            return base64.b64decode(encoded, validate=True)
        except (binascii.Error, ValueError):
            return None
    if isinstance(data, str) and data:
        return data.encode("utf-8", "replace")
    return None


def _text(value: Any) -> str:
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    return text.encode("utf-8", "replace").decode()
