"""One row a request for spreadsheets (RFC 4180), in which nothing captured becomes a formula."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator

from requestbin.http import Captured
from requestbin.inspection.content import content_of
from requestbin.inspection.exports.entry import Entry, rfc3339

COLUMNS = (
    "seq", "id", "received_at", "method", "path", "query", "content_type", "provider",
    "event_type", "verdict", "starred", "note", "remote_addr", "headers", "size", "sha256",
    "complete", "body",
)  # fmt: skip
QUOTE = '"'
MAX_CELL_CHARACTERS = 32_000
"""A little less than what Excel and Google Sheets take."""
FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "'")
"""What a cell may not begin with: spreadsheets calculate it, or, at the last, take it away."""


class Csv:
    """Writes a head line and a row an entry, in UTF-8."""

    def head(self) -> bytes:
        return _row(list(COLUMNS))

    def entry(self, entry: Entry) -> bytes:
        captured = entry.captured
        return _row(
            [
                str(entry.seq),
                entry.id,
                rfc3339(captured.received_at),
                captured.method,
                entry.path,
                entry.query,
                captured.headers.text("Content-Type"),
                entry.provider,
                entry.event_type,
                entry.verdict,
                "yes" if entry.starred else "",
                entry.note,
                captured.remote_addr,
                "\n".join(f"{name}: {value}" for name, value in captured.headers.as_text()),
                str(len(captured.body)),
                hashlib.sha256(captured.body).hexdigest(),
                "" if captured.complete else "no",
                _body(captured),
            ]
        )

    def tail(self) -> Iterator[bytes]:
        return iter(())


def safe(cell: str) -> str:
    """Return a cell that no spreadsheet calculates: an apostrophe before what would begin a formula
    (OWASP, CSV injection), and before an apostrophe, so that it can be taken away again."""
    return f"'{cell}" if cell.startswith(FORMULA) else cell


def _row(cells: list[str]) -> bytes:
    # All in quotes: the library's writer looks at each character, and takes ten times as long.
    cut = (safe(cell[:MAX_CELL_CHARACTERS].replace("\x00", "\ufffd")) for cell in cells)
    quoted = (f'"{cell.replace(QUOTE, QUOTE * 2)}"' for cell in cut)
    return f"{','.join(quoted)}\r\n".encode("utf-8", "replace")


def _body(captured: Captured) -> str:
    """Return a body as text, where it is text and fits into a cell; its encoding is undone."""
    if len(captured.body) > 4 * MAX_CELL_CHARACTERS:
        return ""
    content = content_of(captured.headers, captured.body)
    if content.problem or not content.is_text:
        return ""
    text, cut = content.text(4 * MAX_CELL_CHARACTERS)
    return "" if cut or len(text) > MAX_CELL_CHARACTERS else text
