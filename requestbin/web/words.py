"""Figures and types in the words that people use; the list, the facts and the forms share them."""

from __future__ import annotations

import re
from collections.abc import Sequence

KINDS = {
    "application/x-www-form-urlencoded": "form",
    "multipart/form-data": "multipart",
    "application/octet-stream": "binary",
    "text/plain": "text",
}
"""Media types with a common short name; others go by the end of their subtype."""
_SUBTYPE = re.compile(r"[a-z0-9!#$&^_.-]+")
"""RFC 6838 section 4.2; the header is the sender's word, and may hold controls."""

SIZES = (("GB", 1024**3), ("MB", 1024**2), ("KB", 1024))
ENDINGS = {1: "st", 2: "nd", 3: "rd"}
SPANS = (("day", 86400), ("hour", 3600), ("minute", 60), ("second", 1))


def size(octets: int) -> str:
    """Return a size in a few characters: `404 B`, `2.1 KB`, `10.0 MB`."""
    for unit, factor in SIZES:
        if octets >= factor:
            return f"{octets / factor:.1f} {unit}"
    return f"{octets} B"


def exact_size(octets: int) -> str:
    """Return a size to the byte, with the short form where that says more."""
    plain = f"{octets:,} byte{'' if octets == 1 else 's'}"
    return plain if octets < 10_000 else f"{plain} ({size(octets)})"


def span(seconds: int) -> str:
    """Return a length of time in its largest whole unit: `30 days`, `90 minutes`."""
    for unit, length in SPANS:
        if seconds >= length and seconds % length == 0:
            return counted(seconds // length, unit)
    return "0 seconds"


def rough_span(seconds: float) -> str:
    """Return a length of time in its largest unit, rounded: `2 days`, `5 minutes`."""
    for unit, length in SPANS:
        if seconds >= length:
            return counted(round(seconds / length), unit)
    return "moments"


def number(count: int) -> str:
    """Return `12,304`."""
    return f"{count:,}"


def counted(number: int, noun: str) -> str:
    """Return `1 request`, `12,304 requests`."""
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


def ordinal(number: int) -> str:
    """Return `1st`, `2nd`, `3rd`, `11th`."""
    teens = number % 100 in (11, 12, 13)
    return f"{number:,}{'th' if teens else ENDINGS.get(number % 10, 'th')}"


def joined(parts: Sequence[str]) -> str:
    """Return `a`, `a and b`, `a, b and c`."""
    if len(parts) < 2:
        return "".join(parts)
    return f"{', '.join(parts[:-1])} and {parts[-1]}"


def kind(content_type: str) -> str:
    """Return a media type in one short word: `json`, `form`, `png`; "" for none."""
    media_type = content_type.partition(";")[0].strip().lower()
    if media_type in KINDS:
        return KINDS[media_type]
    word = media_type.rpartition("/")[2].rpartition("+")[2][:20]
    return word if _SUBTYPE.fullmatch(word) else ""


def first_words(text: str, limit: int = 60) -> str:
    """Return how a text begins, in one line."""
    line = " ".join(text[: 2 * limit].split())
    return line if len(line) <= limit else f"{line[:limit].rpartition(' ')[0] or line[:limit]}…"


def halves(text: str, limit: int = 160, tail: int = 12) -> tuple[str, str]:
    """Split `text` so that a narrow row can drop its middle: the end stays to be seen.

    What is longer than `limit` loses its middle here.
    """
    if len(text) > limit:
        text = f"{text[: limit - 2 * tail]}…{text[-2 * tail :]}"
    if len(text) <= 2 * tail:
        return text, ""
    return text[:-tail], text[-tail:]
