"""What every snippet is made of: the part of a request that is a client's to send, and remarks."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from urllib.parse import quote

from requestbin.http import Captured, Pair

MAX_INLINE_BYTES = 64 * 1024
"""A longer argument is refused by some systems (Linux takes 128 KiB), and nobody reads it."""
BODY_FILE = "body.bin"
FROM_FILE = f"Needs the body beside it: download it as {BODY_FILE}."

OF_THE_CONNECTION = ("Content-Length", "Transfer-Encoding", "Connection", "Host", "Expect")
"""What a client makes anew for each request that it sends."""

MAX_NAMED = 5
_ENDS_A_FIELD = re.compile(rb"[\x00\r\n]")
_AS_IT_IS = "".join(map(chr, range(0x21, 0x7F))).replace("#", "")
_PLAIN = re.compile(r"(?:[A-Za-z0-9_~!$&()*+,;:@/?=.-]|%[0-9A-F]{2})*")
_MOVED = re.compile(
    r"/\.{1,2}(?:[/?]|$)|\?$"
    r"|%(?:2D|2E|3[0-9]|4[1-9A-F]|5[0-9A]|5F|6[1-9A-F]|7[0-9A]|7E)"
)
"""What some take away: segments of dots, a `?` with nothing behind it, encoding without need."""
_NO_TEXT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")


@dataclass(frozen=True, slots=True)
class Snippet:
    """A text to copy; `notes` are sentences about what it cannot send as it was."""

    text: str
    notes: tuple[str, ...] = ()


def fields_of(
    captured: Captured, tool: str, sendable: Callable[[Pair], object] = bool
) -> tuple[list[Pair], list[str]]:
    """Return the header pairs that a client sends, and a note on those that `tool` cannot.

    No tool can send what would end a field (RFC 9112 section 5).
    """
    kept: list[Pair] = []
    lost: list[bytes] = []
    for name, value in captured.headers.without(*OF_THE_CONNECTION):
        if sendable((name, value)) and not _ENDS_A_FIELD.search(name + value):
            kept.append((name, value))
        else:
            lost.append(name)
    return kept, left_out(tool, lost)


def left_out(tool: str, names: Iterable[bytes]) -> list[str]:
    """Return the note that names the headers a tool cannot send; none where there are none."""
    named = list(dict.fromkeys(name.decode("latin-1") for name in names))
    if not named:
        return []
    more = len(named) - MAX_NAMED
    shown = ", ".join(named[:MAX_NAMED]) + (f" and {more} more" if more > 0 else "")
    return [f"Left out, since {tool} cannot send it: {shown}."]


def target_of(url: str) -> str:
    """Return the request target of a URL; both are latin-1 text."""
    return "/" + url.split("/", 3)[3]


def encoded(url: str) -> str:
    """Return a URL in ASCII and without `#`, which every client takes for the end of it."""
    return quote(url.encode("latin-1"), safe=_AS_IT_IS)


def is_plain(target: str) -> bool:
    """Tell whether no client finds anything to encode, decode or fold in a target."""
    return bool(_PLAIN.fullmatch(target)) and not _MOVED.search(target)


def as_text(body: bytes) -> str | None:
    """Return a body as text, where a literal shows it well; None for none."""
    return text_without(_NO_TEXT, body)


def text_without(unwanted: re.Pattern[str], octets: bytes) -> str | None:
    """Return UTF-8 as text, None where it is none or holds what is not wanted."""
    try:
        text = octets.decode("utf-8")
    except UnicodeDecodeError:
        return None
    return None if unwanted.search(text) else text
