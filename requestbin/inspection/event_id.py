"""What stays the same on every retry of one event: the id by which its sender says so.

Ids of one attempt or of one call (request and correlation ids, traces) are none, nor is the `id`
of the thing that a body is about: only of an envelope, which has an event and what it is about.
"""

from __future__ import annotations

import re
from typing import Any

from requestbin.http import Headers
from requestbin.inspection.content import Content
from requestbin.inspection.event import value_of
from requestbin.inspection.masking import MASK

HEADERS = (
    *(b"webhook-id", b"svix-id", b"ce-id", b"x-shopify-webhook-id", b"idempotency-key"),
    *(b"-idempotency-key", b"-event-id", b"-event-uuid", b"-message-id", b"-notification-id"),
    *(b"-delivery-id", b"-transmission-id"),
)
"""How headers end that hold it, the surest first; or, without a hyphen in front, all of it."""
NAMES = ("event_id", "eventId", "MessageId", "messageId", "notification_id", "notificationId")
"""Fields at the top of a body that hold it."""
EVENTS = ("type", "event", "event_type", "eventType", "event_name", "topic", "detail-type")
DELIVERY = b"-delivery"
"""How a header ends that holds it if that is a UUID; a day of delivery is none."""
CONTENTS = ("data", "payload", "object", "resource", "detail", "content", "body", "event_data")
MAX_LENGTH = 200

_UUID = re.compile(rb"[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")
_WORD = re.compile("[a-z]+")
_ID = re.compile(rf"[!-~]{{6,{MAX_LENGTH}}}")
_GIVEN = re.compile(rf"[!-~]{{1,{MAX_LENGTH}}}")


def event_id_of(headers: Headers, content: Content) -> str:
    """Return the id, "" where the sender gives none; never raises."""
    return _of_headers(headers) or _of_body(value_of(content))


def given_id(text: str) -> str:
    """Return an id from a place that is known to hold it, "" for what cannot be one."""
    return text if _GIVEN.fullmatch(text) and text != MASK else ""


def _of_headers(headers: Headers) -> str:
    told = [(name.lower(), value) for name, value in headers]
    for end in HEADERS:
        for name, value in told:
            if (name.endswith(end) if end.startswith(b"-") else name == end) and (id := _id(value)):
                return id
    uuids = (value for name, value in told if name.endswith(DELIVERY) and _UUID.fullmatch(value))
    return next(uuids, b"").decode("latin-1")


def _of_body(value: Any) -> str:
    if not isinstance(value, dict):
        return ""
    named = (_id(value.get(name)) for name in NAMES)
    return next(filter(None, named), "") or _of_envelope(value)


def _of_envelope(value: dict[str, Any]) -> str:
    """Return its `id`, unless that is a number or begins as the event does: `user_1` is a user."""
    id = value.get("id")
    event = next((each for name in EVENTS if isinstance(each := value.get(name), str)), "")
    holds = any(isinstance(value.get(name), dict | list) for name in CONTENTS)
    subject = _WORD.match(event)
    if not isinstance(id, str) or not holds or not subject or id.lower().startswith(subject[0]):
        return ""
    return _id(id)


def _id(value: Any) -> str:
    if isinstance(value, int) and not isinstance(value, bool):
        value = str(value) if value.bit_length() < 300 else ""
    text = value.decode("latin-1") if isinstance(value, bytes) else value
    return text if isinstance(text, str) and _ID.fullmatch(text) and text != MASK else ""
