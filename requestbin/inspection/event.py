"""What a payload calls itself; without it every row of the list would show only a path."""

from __future__ import annotations

import json

NAMES = ("type", "event", "event_type", "eventType", "action", "topic")
MAX_BYTES = 256 * 1024
"""Larger bodies are not parsed for a label (10 MB of JSON take 99 ms)."""
MAX_LENGTH = 200


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
    clean = text.encode("utf-8", "replace").decode().replace("\x00", "\ufffd")
    return " ".join(clean.split())[:MAX_LENGTH]
