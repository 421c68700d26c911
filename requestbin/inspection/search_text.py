"""The text that a search looks at, made once per capture instead of at every search."""

from __future__ import annotations

from urllib.parse import unquote_to_bytes

from requestbin.http import Captured

MAX_BODY_BYTES = 64 * 1024
MAX_HEAD_CHARACTERS = 32 * 1024


def search_text(captured: Captured) -> tuple[str, bool]:
    """Return the text to search in, folded case and without NUL, and whether the body was cut.

    It has method, target (as sent and percent-decoded), header lines and the first MAX_BODY_BYTES.
    """
    target = captured.target.decode("latin-1")
    plain = unquote_to_bytes(captured.target).decode("utf-8", "replace")
    lines = [f"{captured.method} {target}"]
    if plain != target:
        lines.append(plain)
    lines += [f"{name}: {value}" for name, value in captured.headers.as_text()]
    head = "\n".join(lines)[:MAX_HEAD_CHARACTERS]
    body = captured.body[:MAX_BODY_BYTES].decode("utf-8", "replace")
    text = f"{head}\n\n{body}".casefold().replace("\x00", "")
    return text, len(captured.body) > MAX_BODY_BYTES
