"""The lossless export: a JSON object a line, which `reading` makes the same request of again."""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Iterator
from typing import Any

from requestbin.inspection.exports.entry import Entry, rfc3339


class Ndjson:
    """Writes the item of the REST API with the bytes of the body, a line each."""

    def head(self) -> bytes:
        return b""

    def entry(self, entry: Entry) -> bytes:
        body = base64.b64encode(entry.captured.body).decode("ascii")
        withheld = {"body_withheld": entry.withheld} if entry.withheld else {}
        return line_of(item_of(entry) | {"body_base64": body} | withheld)

    def tail(self) -> Iterator[bytes]:
        return iter(())


def line_of(item: dict[str, Any]) -> bytes:
    """Return a line of JSON in ASCII: no half of a surrogate pair, and no line end, is in it."""
    return json.dumps(item, separators=(",", ":")).encode("ascii") + b"\n"


def item_of(entry: Entry) -> dict[str, Any]:
    """Return an entry in the shape of the REST API (docs/api.md), with its note."""
    captured = entry.captured
    return {
        "seq": entry.seq,
        "id": entry.id,
        "received_at": rfc3339(captured.received_at),
        "method": captured.method,
        "target": captured.target.decode("latin-1"),
        "path": entry.path,
        "query": entry.query,
        "http_version": captured.http_version,
        "scheme": captured.scheme,
        "headers": captured.headers.as_text(),
        "names_exact": captured.names_exact,
        "cookies_removed": captured.cookies_removed,
        "body": {
            "size": len(captured.body),
            "sha256": hashlib.sha256(captured.body).hexdigest(),
            "complete": captured.complete,
            "content_type": captured.headers.text("Content-Type").replace("\x00", "\ufffd"),
        },
        "remote_addr": captured.remote_addr,
        "provider": entry.provider or None,
        "event_type": entry.event_type or None,
        "event_id": entry.event_id,
        "attempt": entry.attempt,
        "verdict": entry.verdict or None,
        "answered": entry.answered or None,
        "starred": entry.starred,
        "note": entry.note,
    }
