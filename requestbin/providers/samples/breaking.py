"""Signed requests broken on purpose, so that one sees a receiver refuse them and why."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from urllib.parse import quote_plus, unquote_plus

from requestbin.http import Request

Sign = Callable[[Request, float], Request]
"""Signs a request at a moment in Unix seconds."""

STALE_SECONDS = 3600
_TELLING = ("amount", "value", "total", "price", "text", "body", "message", "title", "subject",
            "status", "state", "name", "email", "id")  # fmt: skip
"""Fields whose change anybody understands, those first that providers sign if they sign any."""
_OF_SIGNING = ("sig", "hash", "token", "nonce", "time", "clientstate")
_FIELD = re.compile(r'"((?:[^"\\]|\\.)*)"\s*:\s*("(?:[^"\\]|\\.)*"|-?[0-9]+(?=[\s,}\]]))')
_LETTER_OR_DIGIT = re.compile(r"[A-Za-z0-9](?=[^A-Za-z0-9]*$)", re.ASCII)


class UnknownBreakage(LookupError):
    """There is no such way to break a request; the message says which there are."""


@dataclass(frozen=True, slots=True)
class Breakage:
    """One way to break a signed request: its name, what a menu calls it, what it does, and the
    function of (request, sign, sign with another secret, now)."""

    name: str
    label: str
    sentence: str
    make: Callable[[Request, Sign, Sign, float], Request]


def signed_sample(
    request: Request, sign: Sign, how: str = "", *, now: float, sign_wrongly: Sign | None = None
) -> Request:
    """Return `request` signed, and broken in the way that `how` names ("": not broken).

    `sign_wrongly` signs with a secret that is not the receiver's; where it is left out, nothing
    can be signed wrongly. Raises UnknownBreakage.
    """
    if not how:
        return sign(request, now)
    found = BREAKAGES.get(how)
    if found is None:
        raise UnknownBreakage(
            f"Nothing is broken by {how[:80]!r}. There are: {', '.join(BREAKAGES)}."
        )
    if sign_wrongly is None and found.name == WRONG_SIGNATURE:
        raise UnknownBreakage("A wrong signature needs another secret to sign with.")
    return found.make(request, sign, sign_wrongly or sign, now)


def altered(request: Request) -> Request:
    """Return `request` with one field changed: of the body, or of the query where there is none."""
    if not request.body:
        address, _, query = request.url.partition("#")[0].partition("?")
        return replace(request, url=f"{address}?{_altered_form(query)}")
    body = request.body.decode("utf-8", "surrogateescape")
    is_form = (
        request.headers.text("content-type").lower().startswith("application/x-www-form-urlencoded")
    )
    changed = _altered_form(body) if is_form else _altered_json(body)
    return replace(request, body=changed.encode("utf-8", "surrogateescape"))


def _altered_json(text: str) -> str:
    fields = [found for found in _FIELD.finditer(text) if _LETTER_OR_DIGIT.search(found[2])]
    at = _telling([found[1] for found in fields])
    if at is None:
        return text + " "
    literal = fields[at][2]
    told = _altered_literal(literal) if literal.startswith('"') else _turned(literal)
    return text[: fields[at].start(2)] + told + text[fields[at].end(2) :]


def _altered_literal(literal: str) -> str:
    try:
        value = json.loads(literal)
    except ValueError:
        return literal[:-1] + '1"'
    # Half a surrogate pair may be written as an escape only.
    return json.dumps(_turned(value), ensure_ascii=literal.isascii() or "\\u" in literal)


def _altered_form(text: str) -> str:
    fields = text.split("&") if text else []
    named = [index for index, field in enumerate(fields) if field.partition("=")[2]]
    at = _telling([unquote_plus(fields[index].partition("=")[0]) for index in named])
    if at is None:
        return "&".join([*fields, "altered=1"])
    name, _, value = fields[named[at]].partition("=")
    value = unquote_plus(value, errors="surrogateescape")
    told = _altered_json(value) if value.startswith("{") else _turned(value)
    fields[named[at]] = f"{name}={quote_plus(told, errors='surrogateescape')}"
    return "&".join(fields)


def _telling(names: list[str]) -> int | None:
    """Return the index of the field whose change tells most, of those that are not of signing."""
    lowered = [name.lower() for name in names]
    for wanted in _TELLING:
        if wanted in lowered:
            return lowered.index(wanted)
    plain = (
        index for index, name in enumerate(lowered) if not any(part in name for part in _OF_SIGNING)
    )
    return next(plain, None)


def _turned(text: str) -> str:
    """Return `text` with its last letter or digit replaced by the one that follows it."""
    found = _LETTER_OR_DIGIT.search(text)
    if found is None:
        return text + "1"
    last = {"9": "0", "z": "a", "Z": "A"}
    following = last.get(found[0]) or chr(ord(found[0]) + 1)
    return text[: found.start()] + following + text[found.end() :]


WRONG_SIGNATURE = "wrong_signature"
_TABLE = (
    Breakage(
        WRONG_SIGNATURE,
        "Wrong signature",
        "Signed with another secret, as by somebody who does not know yours.",
        lambda request, sign, sign_wrongly, now: sign_wrongly(request, now),
    ),
    Breakage(
        "stale",
        "Signed an hour ago",
        "Signed rightly, but an hour ago: refused where the signature holds a time.",
        lambda request, sign, sign_wrongly, now: sign(request, now - STALE_SECONDS),
    ),
    Breakage(
        "altered",
        "Altered on the way",
        "Signed rightly, then one field is changed: refused where the signature covers it.",
        lambda request, sign, sign_wrongly, now: altered(sign(request, now)),
    ),
)
BREAKAGES: dict[str, Breakage] = {each.name: each for each in _TABLE}
