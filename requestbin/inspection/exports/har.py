"""HAR 1.2, which browsers, proxies and API clients read: w3c.github.io/web-performance/specs/HAR.

The format is about a request and its answer; what a bin answers is not kept, so each answer here
has the status 0, as browsers write it for a request that got none.
"""

from __future__ import annotations

import base64
import json
import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import parse_qsl, quote

from requestbin import __version__
from requestbin.http import Captured
from requestbin.inspection.exports.entry import Entry, rfc3339

HEAD = {"version": "1.2", "creator": {"name": "requestbin", "version": __version__}}
NO_ANSWER: dict[str, Any] = {
    "status": 0,
    "statusText": "",
    "httpVersion": "",
    "cookies": [],
    "headers": [],
    "content": {"size": 0, "mimeType": "x-unknown"},
    "redirectURL": "",
    "headersSize": -1,
    "bodySize": -1,
}
MAX_FIELDS = 1000
_AUTHORITY = re.compile(r"[A-Za-z0-9.-]{1,255}(:[0-9]{1,5})?|\[[0-9A-Fa-f:.]{2,45}\](:[0-9]{1,5})?")
_URL_SAFE = "".join(map(chr, range(0x21, 0x7F))).translate(dict.fromkeys(map(ord, '"#<>\\^`{|}[]')))
_ESCAPE = re.compile("%(?![0-9A-Fa-f]{2})")


class Har:
    """Writes one HAR log."""

    def __init__(self) -> None:
        self._separator = ""

    def head(self) -> bytes:
        return b'{"log":' + json.dumps(HEAD)[:-1].encode("ascii") + b',"entries":['

    def entry(self, entry: Entry) -> bytes:
        text = self._separator + json.dumps(_entry(entry), separators=(",", ":"))
        self._separator = ","
        return f"{text}\n".encode("ascii")

    def tail(self) -> Iterator[bytes]:
        yield b"]}}\n"


def _entry(entry: Entry) -> dict[str, Any]:
    made: dict[str, Any] = {
        "startedDateTime": rfc3339(entry.captured.received_at),
        "time": 0,
        "request": _request(entry),
        "response": NO_ANSWER,
        "cache": {},
        "timings": {"send": 0, "wait": 0, "receive": 0},
        "_seq": entry.seq,
        "_remoteAddress": entry.captured.remote_addr,
    }
    return made | ({"comment": entry.note} if entry.note else {})


def _request(entry: Entry) -> dict[str, Any]:
    captured = entry.captured
    url = url_of(captured)
    made: dict[str, Any] = {
        "method": captured.method,
        "url": url,
        "httpVersion": f"HTTP/{captured.http_version}",
        "cookies": _cookies(captured),
        "headers": [{"name": name, "value": value} for name, value in captured.headers.as_text()],
        "queryString": [{"name": name, "value": value} for name, value in _fields(entry.query)],
        "headersSize": -1,
        "bodySize": len(captured.body),
        "_target": captured.target.decode("latin-1"),
    }
    if captured.body:
        made["postData"] = _posted(captured)
    return made


def _posted(captured: Captured) -> dict[str, Any]:
    """Return the body: text where it is UTF-8, else base64, which HAR 1.2 knows in answers only."""
    kind = captured.headers.text("Content-Type")
    try:
        return {"mimeType": kind, "text": captured.body.decode("utf-8")}
    except UnicodeDecodeError:
        text = base64.b64encode(captured.body).decode("ascii")
        return {"mimeType": kind, "text": text, "_encoding": "base64", "comment": "base64"}


def url_of(captured: Captured) -> str:
    """Return the absolute URL of a request, encoded where it was not (RFC 3986 section 2.1)."""
    target = captured.target.decode("latin-1")
    if "://" in target and not target.startswith("/"):
        scheme, _, rest = target.partition("://")
        authority, slash, below = rest.partition("/")
        target = slash + below
    else:
        scheme, authority = captured.scheme, captured.headers.text("Host")
    scheme = scheme if scheme in ("http", "https") else "http"
    authority = authority if _AUTHORITY.fullmatch(authority) else "localhost"
    path = quote(target.encode("latin-1"), safe=_URL_SAFE)
    return f"{scheme}://{authority}{'' if path.startswith('/') else '/'}{_ESCAPE.sub('%25', path)}"


def _cookies(captured: Captured) -> list[dict[str, str]]:
    texts = [value.decode("latin-1") for value in captured.headers.get_all("Cookie")]
    parts = [part.strip() for text in texts for part in text.split(";")]
    pairs = [part.partition("=") for part in parts[:MAX_FIELDS] if part]
    return [{"name": name, "value": value} for name, _, value in pairs]


def _fields(query: str) -> list[tuple[str, str]]:
    parts = query.split("&")[:MAX_FIELDS]
    return parse_qsl("&".join(parts), keep_blank_values=True)
