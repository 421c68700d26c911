"""Which headers look like signatures, of a sender that nobody knows."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from requestbin.http import Request
from requestbin.providers.signatures.encodings import ENCODINGS, readings

ALGORITHMS = {16: "MD5", 20: "SHA-1", 32: "SHA-256", 48: "SHA-384", 64: "SHA-512"}
"""By how many bytes a digest has."""
MAX_VALUE_CHARACTERS = 2048
MAX_HEADERS = 200
MAX_ITEMS = 8

_TELLING = re.compile(r"sign|hmac|-mac$|digest|hash|sha\d|sig$|verif|auth", re.IGNORECASE)
_OTHERS = re.compile(
    r"^(cookie|set-cookie|etag|if-.*|content-(md5|digest)|digest|repr-digest|traceparent|tracestate"
    r"|baggage|sentry-trace|cf-.*|via|x-(request|correlation|amzn-trace|cloud-trace).*"
    r"|sec-.*|dpop|.*-id|.*nonce.*|.*token.*|user-agent|host|accept.*|referer|origin)$",
    re.IGNORECASE,
)
_PREFIX = re.compile(r"^(?:[A-Za-z][\w-]{0,19}[=:]|v\d+[a-z]?,|(?:HMAC|Signature|Bearer|Basic) )")


@dataclass(frozen=True, slots=True)
class Candidate:
    """A header that may hold a signature. `form` says how it looks, `guess` is a sentence; `item`
    is the signature in it, after `prefix`, in a list where there is a `separator`."""

    header: str
    form: str
    guess: str
    prefix: str
    separator: str
    item: str
    raws: tuple[bytes, ...]


def looks_signed(request: Request) -> list[Candidate]:
    """Return what looks like a signature in the headers, the likeliest first. Never raises."""
    found: list[tuple[bool, int, Candidate]] = []
    for name, value in request.headers.pairs[:MAX_HEADERS]:
        header, text = name.decode("latin-1"), value.decode("latin-1").strip()
        if _OTHERS.match(header) or len(text) > MAX_VALUE_CHARACTERS:
            continue
        telling = bool(_TELLING.search(header))
        found += [
            (not telling, -len(each.raws[0]), each)
            for each in _of(header, text)
            if telling or len(each.raws[0]) >= 32
        ]
    return [each for *_, each in sorted(found, key=lambda one: one[:2])]


def _of(header: str, text: str) -> Iterator[Candidate]:
    for separator, items in _lists(text):
        for whole in items[:MAX_ITEMS]:
            item = whole.strip()
            beginning = _PREFIX.match(item)
            for prefix in (beginning[0] if beginning else "", ""):
                made = _candidate(header, prefix, separator, item[len(prefix) :])
                if made:
                    yield made
                    break


def _lists(text: str) -> Iterator[tuple[str, list[str]]]:
    """Yield a value whole, and where it is a list, as one: `t=1,v1=ab`, `v1,ab v1,cd`."""
    yield "", [text]
    for separator in (",", ";", " ", "&"):
        items = text.split(separator)
        if len(items) > 1:
            yield separator, items


def _candidate(header: str, prefix: str, separator: str, item: str) -> Candidate | None:
    raws = tuple(dict.fromkeys(raw for _, raw in readings(item) if len(raw) in ALGORITHMS))
    if not raws:
        return None
    if ENCODINGS["hex"].read(item) in raws:
        form = f"{len(item)} hex digits"
    else:
        form = f"{len(raws[0])} bytes in base64"
    likely = f"HMAC-{ALGORITHMS[len(raws[0])].replace('-', '')}"
    if len(raws[0]) == 64:
        likely += " or Ed25519"
    guess = f"`{header}` has {form}, like {likely}."
    return Candidate(header, form, guess, prefix, separator, item, raws)
