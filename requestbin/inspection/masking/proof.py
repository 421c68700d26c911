"""The last look: nothing that was masked may be left in the bytes, in any usual spelling."""

from __future__ import annotations

import base64
import json
from collections.abc import Iterable
from html import escape
from urllib.parse import quote, quote_plus

from requestbin.inspection.masking.octets import octets_of

MAX_SPELLED_BYTES = 4096
"""Of a secret: a longer one is looked for as it is."""
MAX_SPELLED = 5000
"""Secrets that are looked for in all spellings; of more than that, as they are."""
LEAST_ENCODED = 6
"""Bytes of a secret that is looked for in base64, too: of a shorter one so few letters are sure
that they stand anywhere by chance."""


class Proof:
    """Knows some secrets in the ways in which texts are usually written."""

    def __init__(self, secrets: Iterable[str]) -> None:
        known = list(secrets)
        spelled = map(spellings, known) if len(known) <= MAX_SPELLED else [map(octets_of, known)]
        self._spelled = frozenset(each for ways in spelled for each in ways)

    def fails(self, octets: bytes) -> bool:
        """Tell whether any secret stands in some bytes."""
        return any(spelled in octets for spelled in self._spelled)


def spellings(secret: str) -> set[bytes]:
    """Return how a text is written plainly, in JSON, HTML and forms, and in base64 at whatever
    place of a longer text."""
    octets = octets_of(secret)
    if len(octets) > MAX_SPELLED_BYTES:
        return {octets}
    quoted = [json.dumps(secret, ensure_ascii=ascii)[1:-1] for ascii in (True, False)]
    percent = [quote(octets), quote(octets, safe=""), quote_plus(octets)]
    texts = [*quoted, *(each.replace("/", r"\/") for each in quoted)]
    texts += [escape(secret), escape(secret, quote=False), *percent, *map(_low, percent)]
    cores = _cores(octets) if len(octets) >= LEAST_ENCODED else set()
    return {octets, *map(octets_of, texts), *cores}


def _low(text: str) -> str:
    """Return percent-encoding with its hexadecimal digits in lower case."""
    first, *others = text.split("%")
    return "%".join([first, *(part[:2].lower() + part[2:] for part in others)])


def _cores(octets: bytes) -> set[bytes]:
    """Return the letters of base64 that are sure, whatever stands around, in both alphabets."""
    cores = set()
    for offset in range(3):
        encoded = base64.b64encode(bytes(offset) + octets).rstrip(b"=")
        core = encoded[-(-offset * 8 // 6) : (offset + len(octets)) * 8 // 6]
        cores |= {core, core.replace(b"+", b"-").replace(b"/", b"_")}
    return cores
