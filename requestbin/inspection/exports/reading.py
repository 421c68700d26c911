"""Makes a captured request of a line that `ndjson` wrote, or says what is wrong with the line."""

from __future__ import annotations

import base64
import binascii
import hashlib
import json
import re
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from requestbin.http import Captured, Headers

MAX_TARGET_BYTES = 64 * 1024
MAX_HEAD_BYTES = 128 * 1024
MAX_HEADERS = 1000
"""What the front server takes, too."""
MAX_ADDRESS_CHARACTERS = 64
MAX_NOTE_CHARACTERS = 10_000

YEARS = range(1970, 9999)
"""Others cannot be shown in every zone."""
NO_TIME = "`received_at` is not a time that can be used (RFC 3339)"

_TOKEN = re.compile(r"[!#$%&'*+\-.^_`|~0-9A-Za-z]{1,1000}")
_TARGET = re.compile(r"[^\x00-\x20\x7f]+")
_VALUE = re.compile(r"[^\x00\r\n]*")
_VERSION = re.compile(r"[0-9](\.[0-9])?")
_TEXT = re.compile("[^\x00\ud800-\udfff]*")
"""What every store can hold."""


class Unusable(ValueError):
    """A line of which no request can be made; the message says why, to be put after `line 17: `."""


@dataclass(frozen=True, slots=True)
class Restored:
    """A captured request as it was, and what people had made of it."""

    captured: Captured
    starred: bool
    note: str


def restored(line: bytes, max_body: int) -> Restored:
    """Return the request of one line; what is not known of it is as if it had just been sent.

    Fields that have no place here (numbers, verdicts) are passed over: they are found out anew.
    Raises Unusable.
    """
    item = _object(line)
    body = _body(item, max_body)
    captured = Captured(
        method=_text(item, "method", _TOKEN),
        target=_text(item, "target", _TARGET, MAX_TARGET_BYTES).encode("latin-1"),
        headers=_headers(item),
        body=body,
        remote_addr=_text(item, "remote_addr", _TEXT, MAX_ADDRESS_CHARACTERS, ""),
        received_at=_moment(item),
        http_version=_text(item, "http_version", _VERSION, default="1.1"),
        scheme=_text(item, "scheme", re.compile("https?"), default="http"),
        complete=_switch(_told(item), "complete", True),
        names_exact=_switch(item, "names_exact", True),
        cookies_removed=_switch(item, "cookies_removed", False),
    )
    note = _text(item, "note", _TEXT, MAX_NOTE_CHARACTERS, "")
    return Restored(captured, _switch(item, "starred", False), note)


def _object(line: bytes) -> dict[str, Any]:
    try:
        item = json.loads(line)
    except (ValueError, RecursionError):
        raise Unusable("not JSON") from None
    if not isinstance(item, dict):
        raise Unusable("not a JSON object")
    return item


def _text(
    item: dict[str, Any],
    name: str,
    shape: re.Pattern[str],
    limit: int = MAX_HEAD_BYTES,
    default: str | None = None,
) -> str:
    value = item.get(name, default)
    if value is None:
        raise Unusable(f"no `{name}`")
    if not isinstance(value, str) or not shape.fullmatch(value) or len(value) > limit:
        raise Unusable(f"`{name}` cannot be used")
    if name == "target" and not _is_latin_1(value):
        raise Unusable("`target` is not latin-1 text")
    return value


def _switch(item: dict[str, Any], name: str, default: bool) -> bool:
    value = item.get(name, default)
    if not isinstance(value, bool):
        raise Unusable(f"`{name}` is neither true nor false")
    return value


def _told(item: dict[str, Any]) -> dict[str, Any]:
    told = item.get("body", {})
    if not isinstance(told, dict):
        raise Unusable("`body` is not a JSON object")
    return told


def _headers(item: dict[str, Any]) -> Headers:
    pairs = item.get("headers")
    if pairs is None:
        raise Unusable("no `headers`")
    if not isinstance(pairs, list) or len(pairs) > MAX_HEADERS or not all(map(_is_pair, pairs)):
        raise Unusable("`headers` are not pairs of a name and a value that can be sent")
    if sum(len(name) + len(value) for name, value in pairs) > MAX_HEAD_BYTES:
        raise Unusable("`headers` are too large")
    return Headers([(name, value) for name, value in pairs])


def _is_pair(pair: Any) -> bool:
    if not isinstance(pair, list) or len(pair) != 2:
        return False
    name, value = pair
    if not isinstance(name, str) or not isinstance(value, str) or not _is_latin_1(value):
        return False
    return bool(_TOKEN.fullmatch(name) and _VALUE.fullmatch(value))


def _is_latin_1(text: str) -> bool:
    return text.isascii() or max(text) <= "\xff"


def _body(item: dict[str, Any], max_body: int) -> bytes:
    """Decode the body, and hold it against what is told of it: a line may have been cut."""
    encoded = item.get("body_base64")
    told = _told(item)
    if encoded is None and told.get("size"):
        raise Unusable("no `body_base64`")
    try:
        body = base64.b64decode(encoded or "", validate=True)
    except (TypeError, ValueError, binascii.Error):
        raise Unusable("`body_base64` is not base64") from None
    if len(body) > max_body:
        raise Unusable(f"the body has more than {max_body:,} bytes")
    if told.get("sha256", digest := hashlib.sha256(body).hexdigest()) != digest:
        raise Unusable("the body is not the one that `sha256` names")
    return body


def _moment(item: dict[str, Any]) -> datetime:
    text = _text(item, "received_at", _TEXT, limit=64)
    try:
        moment = datetime.fromisoformat(text)
        if moment.tzinfo is None:
            raise Unusable("`received_at` has no zone")
        moment = moment.astimezone(UTC)
    except (ValueError, OverflowError) as error:
        raise error if isinstance(error, Unusable) else Unusable(NO_TIME) from None
    if moment.year not in YEARS:
        raise Unusable(NO_TIME)
    return moment
