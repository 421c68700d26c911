"""What a payload calls itself; without it every row of the list would show only a path."""

from __future__ import annotations

import json
import re

NAMES = ("type", "event", "event_type", "eventType", "action", "topic")
MAX_BYTES = 256 * 1024
"""Larger bodies are not parsed for a label (10 MB of JSON take 99 ms)."""
MAX_LENGTH = 200

_TURNS = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
"""Controls, and what makes the rest of a row read other than it is (Trojan Source): a label has
none, and the payload shows what was sent."""


def event_of(body: bytes, content_type: str) -> str:
    """Return the first top-level string under one of NAMES in a JSON object, else ""."""
    if len(body) > MAX_BYTES or not _looks_like_json(body, content_type):
        return ""
    try:
        payload = json.loads(body)
    except (ValueError, RecursionError):
        return ""
    if not isinstance(payload, dict):
        return ""
    for name in NAMES:
        value = payload.get(name)
        if isinstance(value, str) and value.strip():
            return _line(value)
    return ""


def _looks_like_json(body: bytes, content_type: str) -> bool:
    return "json" in content_type.lower() or body[:64].lstrip()[:1] == b"{"


def _line(text: str) -> str:
    # Surrogates alone (from JSON escapes) cannot be stored as UTF-8, NUL not in PostgreSQL.
    clean = text.encode("utf-8", "replace").decode()
    return _TURNS.sub("\ufffd", " ".join(clean.split()))[:MAX_LENGTH]
