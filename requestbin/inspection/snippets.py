"""A captured request as a command or program that sends it again; a function for each language."""

from __future__ import annotations

import shlex
from collections.abc import Callable

from requestbin.http import Captured, Headers

MAX_INLINE_BYTES = 64 * 1024
"""A longer argument is refused by some systems (Linux takes 128 KiB)."""

MADE_BY_CURL = ("Content-Length", "Transfer-Encoding", "Connection", "Host", "Expect")
SENT_BY_CURL = ("User-Agent", "Accept")


def curl(captured: Captured, url: str) -> str:
    """Return a curl command that sends the request as it was, to `url`.

    A body that no command line can hold stands as `@body.bin`, for the file of the body download.
    """
    head = ["curl", *_method(captured), "--path-as-is", "--globoff", shlex.quote(url)]
    lines = [f"-H {shlex.quote(line)}" for line in _header_lines(captured)]
    if captured.body:
        lines.append(f"--data-binary {_body(captured.body)}")
    return " \\\n  ".join([" ".join(head), *lines])


def _method(captured: Captured) -> list[str]:
    if captured.method == "HEAD" and not captured.body:
        return ["--head"]
    return ["-X", shlex.quote(captured.method)]


def _header_lines(captured: Captured) -> list[str]:
    kept: Headers = captured.headers.without(*MADE_BY_CURL)
    lines = [f"{name}: {value}" if value else f"{name};" for name, value in kept.as_text()]
    added = [*SENT_BY_CURL, *(["Content-Type"] if captured.body else [])]
    return lines + [f"{name}:" for name in added if name not in kept]


def _body(body: bytes) -> str:
    try:
        text = body.decode("utf-8")
    except UnicodeDecodeError:
        return "@body.bin"
    if "\x00" in text or len(body) > MAX_INLINE_BYTES or text.startswith("@"):
        return "@body.bin"
    return shlex.quote(text)


SNIPPETS: dict[str, Callable[[Captured, str], str]] = {"curl": curl}
