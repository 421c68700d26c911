"""Works out what an unknown sender signs, from one request and the secret: a row to offer."""

from __future__ import annotations

import hashlib
import hmac
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import product

from requestbin.http import Request
from requestbin.providers.doctor.signs import Candidate, looks_signed
from requestbin.providers.provider import Provider
from requestbin.providers.seen import Seen
from requestbin.providers.signatures.check import verify
from requestbin.providers.signatures.encodings import ENCODINGS
from requestbin.providers.signatures.hashes import ALGORITHMS, Hmac
from requestbin.providers.signatures.parts import Signing, template
from requestbin.providers.signatures.secrets import KEYS, Secret, candidates
from requestbin.providers.signatures.signing import ITEM

MAX_TRIES = 20_000
MAX_BYTES = 48 * 1024 * 1024
MAX_PLACES = 5

_TIME = re.compile(r"\d{10}(?:\.\d+)?|\d{13}|\d{4}-\d\d-\d\dT[\d:.]+(?:Z|[+-]\d\d:?\d\d)?")
_TIMED = re.compile(r"^([A-Za-z][\w-]{0,15}=)(\d{10}|\d{13})$")
_IDS = re.compile(r"id$|delivery|nonce|token|event|message", re.IGNORECASE)
_UNITS = {10: "s", 13: "ms"}
_KEY_FORMS = ("utf8", "base64", "hex", "whsec")

PLAIN = (
    *("{body}", "{url}{body}", "{body}{url}", "{method}{url}{body}", "{method}\n{target}\n{body}"),
    *("{method}{target}{body}", "{target}{body}", "{path}{body}", "{url}{params}", "{url}"),
    *("{target}", "{sha256}", "{params}", "{url}\n{body}", "{method} {url}\n{body}"),
    *("{secret}{body}", "{body}{secret}", "{secret}{method}{url}{body}"),
)
TIMED = (
    *("{timestamp}.{body}", "{timestamp}{body}", "{timestamp}:{body}", "{timestamp}\n{body}"),
    *("{timestamp}|{body}", "{timestamp}-{body}", "{timestamp},{body}", "{timestamp} {body}"),
    *(
        "{timestamp}_{body}",
        "v0:{timestamp}:{body}",
        "v1:{timestamp}:{body}",
        "v1.{timestamp}.{body}",
    ),
    *("{body}{timestamp}", "{body}.{timestamp}", "{body}:{timestamp}", "{body}|{timestamp}"),
    *(
        "{method}{url}{body}{timestamp}",
        "{timestamp}{method}{target}{body}",
        "{timestamp}{url}{body}",
    ),
    *(
        "{timestamp}.{method}.{target}.{body}",
        "{method}\n{target}\n{timestamp}\n{body}",
        "{timestamp}",
    ),
    *("{url}{timestamp}{body}", "{timestamp}.{url}.{body}", "{secret}{timestamp}{body}"),
    *("{timestamp}{secret}{body}", "{body}{timestamp}{secret}"),
)
NAMED = ("{id}.{body}", "{id}{body}", "{id}:{body}", "{body}{id}", "{body}.{id}", "{id}")
BOTH = (
    *("{id}.{timestamp}.{body}", "{id}{timestamp}{body}", "{id}:{timestamp}:{body}"),
    *("{timestamp}.{id}.{body}", "{timestamp}{id}{body}", "{timestamp}:{id}:{body}"),
    *("{timestamp}{id}", "{id}{timestamp}", "{body}.{id}.{timestamp}", "{id}|{timestamp}|{body}"),
)
"""What is signed: with nothing else, with a time, with an id, with both."""


@dataclass(frozen=True, slots=True)
class Finding:
    """A row that verifies the request with the secret, to be kept, and the sentence about it."""

    provider: Provider
    sentence: str
    candidate: Candidate


@dataclass(frozen=True, slots=True)
class _Stamp:
    place: str
    written: str
    unit: str = "s"


@dataclass(slots=True)
class _Left:
    tries: int = MAX_TRIES
    octets: int = field(default=MAX_BYTES)


def investigate(request: Request, header: str | None, secret: Secret) -> Finding | None:
    """Find how `request` is signed with `secret`; None where nothing usual reproduces it.

    `header` is the one that holds the signature, None for any that looks so. Never raises.
    """
    seen = Seen(request)
    left = _Left()
    for candidate in looks_signed(request):
        if header is not None and candidate.header.lower() != header.lower():
            continue
        for scheme in _schemes(seen, candidate, secret, left):
            row = Provider(
                "custom",
                candidate.header,
                detect=(f"header:{candidate.header}",),
                schemes=(scheme,),
            )
            if verify(request, row, secret, now=0.0).authentic:
                return Finding(row, f"It is {scheme.title}, in `{candidate.header}`.", candidate)
    return None


def _schemes(seen: Seen, candidate: Candidate, secret: Secret, left: _Left) -> Iterator[Hmac]:
    for text, stamp, id_ in _templates(seen, candidate):
        signing = Signing(seen, secret, stamp.written, id_.written)
        message = template(text).message(signing)
        if message is None:
            continue
        for key, algorithm in product(_KEY_FORMS, ALGORITHMS):
            left.tries, left.octets = left.tries - 1, left.octets - len(message)
            if left.tries < 0 or left.octets < 0:
                return
            keyed = "{secret}" not in text
            if not keyed and key != "utf8":
                continue
            if _made(secret, key, algorithm, keyed, message) & set(candidate.raws):
                yield from _written(candidate, text, stamp, id_, algorithm, key)


def _made(secret: Secret, key: str, algorithm: str, keyed: bool, message: bytes) -> set[bytes]:
    if not keyed:
        return {hashlib.new(algorithm, message, usedforsecurity=False).digest()}
    keys = [each for text in candidates(secret) for each in KEYS[key](text)]
    return {hmac.digest(each, message, algorithm) for each in keys}


def _written(
    candidate: Candidate, text: str, stamp: _Stamp, id_: _Stamp, algorithm: str, key: str
) -> Iterator[Hmac]:
    """Yield the scheme in each encoding: that which wrote it verifies."""
    for encoding, fold in (*product(ENCODINGS, (False,)), ("hex", True)):
        yield Hmac(
            f"header:{candidate.header}",
            text,
            separator=candidate.separator,
            prefix=candidate.prefix,
            encoding=encoding,
            trim=bool(candidate.separator.strip()),
            timestamp=stamp.place,
            unit=stamp.unit,
            id=id_.place,
            algorithm=algorithm,
            key=key,
            keyed="{secret}" not in text,
            fold=fold,
        )


def _templates(seen: Seen, candidate: Candidate) -> Iterator[tuple[str, _Stamp, _Stamp]]:
    none = _Stamp("", "")
    times, ids = list(_times(seen, candidate)), list(_ids(seen, candidate))
    for text in PLAIN:
        yield text, none, none
    for stamp, text in product(times, TIMED):
        yield text, stamp, none
    for id_, text in product(ids, NAMED):
        yield text, none, id_
    for stamp, id_, text in product(times, ids, BOTH):
        yield text, stamp, id_


def _times(seen: Seen, candidate: Candidate) -> Iterator[_Stamp]:
    if candidate.separator:
        for item in (seen.header(candidate.header.lower()) or "").split(candidate.separator):
            found = _TIMED.match(item.strip())
            if found:
                yield _Stamp(ITEM + found[1], found[2], _UNITS[len(found[2])])
    count = 0
    for name in seen.names:
        value = (seen.header(name) or "").strip()
        if len(value) < 40 and _TIME.fullmatch(value) and count < MAX_PLACES:
            count += 1
            unit = "rfc3339" if "T" in value else _UNITS.get(len(value), "s")
            yield _Stamp(f"header:{name}", value, unit)


def _ids(seen: Seen, candidate: Candidate) -> Iterator[_Stamp]:
    names = [
        name
        for name in seen.names
        if _IDS.search(name) and name != candidate.header.lower() and seen.header(name)
    ]
    for name in names[:MAX_PLACES]:
        value = seen.header(name) or ""
        if len(value) < 200:
            yield _Stamp(f"header:{name}", value)
