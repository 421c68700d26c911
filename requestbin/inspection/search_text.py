"""The text that a search looks at, made once per capture instead of at every search."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from urllib.parse import unquote_to_bytes

MAX_BODY_BYTES = 64 * 1024
MAX_HEAD_CHARACTERS = 32 * 1024


def search_text(
    method: str, target: bytes, headers: Iterable[Sequence[str]], body: bytes
) -> tuple[str, bool]:
    """Return the text to search in, folded case and without NUL, and whether the body was cut.

    It has method, target (as sent and percent-decoded), header lines and the first MAX_BODY_BYTES;
    `headers` are (name, value) as latin-1 text.
    """
    lines = [f"{method} {target.decode('latin-1')}"]
    if b"%" in target:
        lines.append(unquote_to_bytes(target).decode("utf-8", "replace"))
    lines += [f"{name}: {value}" for name, value in headers]
    head = "\n".join(lines)[:MAX_HEAD_CHARACTERS]
    start = body[:MAX_BODY_BYTES].decode("utf-8", "replace")
    text = f"{head}\n\n{start}".casefold().replace("\x00", "")
    return text, len(body) > MAX_BODY_BYTES
