"""The head of a request for people: each header with what it is for and what its value says."""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime

from requestbin.http import Headers
from requestbin.inspection.content import Unreadable
from requestbin.inspection.jwt import jwt_of
from requestbin.inspection.marks import EVENT_ID, SECRET, SIGNATURE, Mark, mark_of
from requestbin.inspection.moments import moment_of, told
from requestbin.inspection.notation.json import SCALARS, Event, events, unescaped
from requestbin.inspection.shapes import Field

MAX_DECODED = 50
MAX_VALUE = 16 * 1024
UNVERIFIED = "decoded, not verified"

_PARAMETER = re.compile(r'([\w.-]{1,60})=("[^"]*"|[^,;]*)\s*(?:[,;]|$)')
_TRACEPARENT = re.compile(r"([0-9a-f]{2})-([0-9a-f]{32})-([0-9a-f]{16})-([0-9a-f]{2})(?:-.*)?")


@dataclass(frozen=True, slots=True)
class HeaderLine:
    """One header as it was sent, in latin-1 text. `shown` may be read by anybody who looks at the
    screen; of a secret that is its scheme or its names, of anything else the whole value."""

    name: str
    value: str
    mark: Mark | None
    shown: str
    decoded: list[Field]
    sentence: str = ""
    """What the first header of a kind is explained by."""

    @property
    def secret(self) -> bool:
        """Tell whether the value is shown only when it is asked for."""
        return self.mark is SECRET


def lines_of(
    headers: Headers, arrived_at: datetime, signing: frozenset[str] = frozenset()
) -> list[HeaderLine]:
    """Return each header pair in order; never raises. `signing` are names as `mark_of` takes."""
    pairs = headers.as_text()
    families = {
        name.lower().rpartition("-")[0]
        for name, _ in pairs
        if mark_of(name) is SIGNATURE and name.lower().endswith("-signature")
    }
    told: set[Mark] = set()
    lines = []
    for name, value in pairs:
        line = _line(name, value, families, arrived_at, mark_of(name, signing))
        if line.mark and line.mark not in told:
            told.add(line.mark)
            line = replace(line, sentence=line.mark.sentence)
        lines.append(line)
    return lines


def _line(
    name: str, value: str, families: set[str], arrived_at: datetime, mark: Mark | None
) -> HeaderLine:
    lower = name.lower()
    if mark is None and lower.removesuffix("-id") in families:
        mark = EVENT_ID  # svix-id beside svix-signature
    decode = _DECODERS.get(lower) or (_parameters if mark is SIGNATURE else _time)
    head = value[:MAX_VALUE]
    decoded = (_claims(head, arrived_at) or decode(head, name, arrived_at))[:MAX_DECODED]
    decoded += _as_utf8(head)
    shown = value if mark is not SECRET else _SHOWN.get(lower, _nothing)(value)
    return HeaderLine(name, value, mark, shown, decoded)


def _time(value: str, name: str, arrived_at: datetime) -> list[Field]:
    moment = moment_of(value.strip(), name, arrived_at) if len(value) <= 40 else None
    return [Field("", told(moment, arrived_at))] if moment else []


def _parameters(value: str, name: str, arrived_at: datetime) -> list[Field]:
    """`t=1795297921,v1=5257a8…`, as many schemes write; a hash alone says no more than it does."""
    found = _PARAMETER.findall(value)
    if len(found) < 2 or len("".join("=".join(pair) for pair in found)) < len(value) / 2:
        return _time(value, name, arrived_at)
    return [_parameter(key, text, arrived_at) for key, text in found]


def _parameter(name: str, text: str, arrived_at: datetime) -> Field:
    moment = moment_of(text.strip('"'), name, arrived_at) if len(text) <= 40 else None
    return Field(name, text.strip('"'), told(moment, arrived_at) if moment else "")


def _cookies(value: str, _name: str, _arrived_at: datetime) -> list[Field]:
    """RFC 6265 section 4.2.1."""
    return [Field(part.strip().partition("=")[0], "") for part in value.split(";") if part.strip()]


def _authorization(value: str, _name: str, arrived_at: datetime) -> list[Field]:
    """RFC 9110 section 11.6.2, RFC 7617, RFC 6750."""
    scheme, _, rest = value.strip().partition(" ")
    if scheme.lower() == "basic":
        user = _user(rest)
        return [] if user is None else [Field("user", user)]
    return _claims(rest or scheme, arrived_at)


def _claims(token: str, arrived_at: datetime) -> list[Field]:
    jwt = jwt_of(token)
    if jwt is None:
        return []
    fields = [Field("token", "JWT, encrypted" if jwt.encrypted else "JWT", UNVERIFIED)]
    for octets in (jwt.head, jwt.claims):
        fields += _members(octets.decode("utf-8", "replace"), arrived_at)
    return fields


def _members(text: str, arrived_at: datetime) -> list[Field]:
    """Return the scalars at the top of a JSON object."""
    depth, name, fields = 0, "", []
    try:
        for event, token in events(text):
            depth += (event is Event.OPEN) - (event is Event.CLOSE)
            if depth == 1 and event is Event.KEY:
                name = unescaped(token).encode("utf-8", "replace").decode()
            elif depth == 1 and event in SCALARS:
                fields.append(_parameter(name, token, arrived_at))
    except Unreadable:
        pass
    return fields


def _as_utf8(value: str) -> list[Field]:
    """Many senders write UTF-8, which RFC 9110 section 5.5 leaves open; `value` is latin-1."""
    if value.isascii():
        return []
    try:
        return [Field("UTF-8", value.encode("latin-1").decode())]
    except UnicodeError:
        return []


def _traceparent(value: str, _name: str, _arrived_at: datetime) -> list[Field]:
    """W3C Trace Context, section 3.2."""
    found = _TRACEPARENT.fullmatch(value.strip().lower())
    if found is None:
        return []
    sampled = "sampled" if int(found[4], 16) & 1 else "not sampled"
    return [Field("trace", found[2]), Field("parent", found[3]), Field("flags", found[4], sampled)]


def _chain(value: str, _name: str, _arrived_at: datetime) -> list[Field]:
    """X-Forwarded-For, Forwarded (RFC 7239 section 4) and Via (RFC 9110 section 7.6.3)."""
    hops = [hop.strip() for hop in value.split(",") if hop.strip()]
    if len(hops) < 2:
        return []
    facts = ["as the sender claims", *[""] * (len(hops) - 2), "written last"]
    return [
        Field(f"{number}.", hop, fact)
        for number, (hop, fact) in enumerate(zip(hops, facts, strict=True), 1)
    ]


def _user(credentials: str) -> str | None:
    try:
        octets = base64.b64decode(credentials.strip() + "==")
    except (binascii.Error, ValueError):
        return None
    user, colon, _ = octets.partition(b":")
    return user.decode("utf-8", "backslashreplace") if colon else None


def _nothing(_value: str) -> str:
    return ""


def _scheme(value: str) -> str:
    scheme, space, _ = value.strip().partition(" ")
    return scheme[:40] if space else ""


Decode = Callable[[str, str, datetime], list[Field]]

_DECODERS: dict[str, Decode] = {
    "cookie": _cookies,
    "authorization": _authorization,
    "proxy-authorization": _authorization,
    "traceparent": _traceparent,
    "x-forwarded-for": _chain,
    "forwarded": _chain,
    "via": _chain,
}
_SHOWN: dict[str, Callable[[str], str]] = {
    "authorization": _scheme,
    "proxy-authorization": _scheme,
}
