"""Sends what an `.http` file says, as JetBrains' editors and VS Code read such files.

After github.com/JetBrains/http-request-in-editor-spec: request line, fields, an empty line, then
the body, or `< FILE`; white space round a body is not part of it.
"""

from __future__ import annotations

import re
from pathlib import Path
from urllib.parse import urlsplit

from tests.server.wire import Reply, Wire


def sent_by(path: Path, port: int) -> Reply:
    """Send the one request of a file, with the fields that every client adds."""
    text = path.read_text("utf-8")
    assert not re.search(r"^###", text, re.MULTILINE), "one request"
    head, _, rest = text.partition("\n\n")
    line, *fields = head.split("\n")
    method, url, version = line.split(" ")
    target = re.sub(r"^https?://[^/]+", "", url)
    body = rest.strip().encode()
    if rest.startswith("< "):
        body = (path.parent / rest[2:].strip()).read_bytes()
    made = [f"Host: {urlsplit(url).netloc}", f"Content-Length: {len(body)}"]
    wire = Wire(port)
    try:
        lines = "\r\n".join([f"{method} {target} {version}", *made, *fields])
        return wire.ask(lines.encode("ascii"), b"\r\n\r\n", body, method=method)
    finally:
        wire.close()
