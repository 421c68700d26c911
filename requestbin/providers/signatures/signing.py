"""The one signing of all schemes that sign a string: stamped with time and ids, then signed."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Any

from requestbin.http import Request
from requestbin.providers.places import place
from requestbin.providers.seen import Seen
from requestbin.providers.signatures.moments import UNITS
from requestbin.providers.signatures.secrets import Secret

if TYPE_CHECKING:
    from requestbin.providers.signatures.signed import Signed

ITEM = "item:"
"""Begins a place that is an item of the signature's own header: `item:t=` of `t=1,v1=ab`."""
MAX_SIGNED_ITEMS = 100
MAX_SIGNED_BYTES = 16 * 1024 * 1024
"""Over all items of one body that are signed each for itself: for each, the body is read anew."""


def signed_with(
    scheme: Signed, key: Any, request: Request, secret: Secret, now: float, event_id: str
) -> Request | None:
    """Return `request` signed with one key, None where that cannot sign."""
    request = _stamped(scheme, request, now, event_id)
    seen = Seen(request)
    written = UNITS[scheme.unit].write(now) if scheme.timestamp else ""
    if scheme.unmet(seen):
        return None
    if scheme.items:
        return _each_signed(scheme, key, request, secret, written)
    message = next(scheme.messages(seen, secret, written, 0), None)
    made = None if message is None else scheme.made(key, message)
    if made is None:
        return None
    items = [scheme.beginning(secret) + made]
    if scheme.kept:
        items = [*(item for item in scheme.raw_items(seen) if item.startswith(scheme.kept)), *items]
    if scheme.timestamp.startswith(ITEM):
        items.insert(0, scheme.timestamp.removeprefix(ITEM) + written)
    glue = scheme.separator + (" " if scheme.trim and scheme.separator == "," else "")
    return scheme.places[0].put(request, scheme.wrapped(glue.join(items)))


def too_many(count: int, request: Request) -> bool:
    """Tell whether signing each of `count` items of a body would take too long."""
    return count > MAX_SIGNED_ITEMS or (count > 1 and count * len(request.body) > MAX_SIGNED_BYTES)


def _each_signed(
    scheme: Signed, key: Any, request: Request, secret: Secret, written: str
) -> Request | None:
    """Return `request` with each item of a list signed for itself."""
    seen = Seen(request)
    count = len(place(scheme.items).values(seen))
    if not count or too_many(count, request):
        return None
    for index in range(count):
        message = next(scheme.messages(seen, secret, written, index), None)
        made = None if message is None else scheme.made(key, message)
        if made is None:
            return None
        request = scheme.places[0].at(index).put(request, scheme.wrapped(made))
    return request


def _stamped(scheme: Signed, request: Request, now: float, event_id: str) -> Request:
    """Put what stands beside the body: the time, the id, a nonce, the algorithm's name."""
    if scheme.id and (event_id or not place(scheme.id).value(Seen(request))):
        request = place(scheme.id).put(request, event_id or _made_up(request, now, "msg_"))
    if scheme.timestamp and not scheme.timestamp.startswith(ITEM):
        request = place(scheme.timestamp).put(request, UNITS[scheme.unit].write(now))
    if scheme.nonce and not place(scheme.nonce).value(Seen(request)):
        request = place(scheme.nonce).put(request, _made_up(request, now, ""))
    for where, _, wanted in (each.partition("=") for each in (*scheme.demands, *scheme.puts)):
        places = [place(each) for each in where.split(" ")]
        if not any(each.value(Seen(request)) for each in places):
            request = places[0].put(request, wanted)
    seen = Seen(request)
    if scheme.body_hash and seen.body and not seen.form:
        hashed = hashlib.sha256(seen.body).hexdigest()
        request = place(scheme.body_hash).put(request, hashed)
    return request


def _made_up(request: Request, now: float, prefix: str) -> str:
    """Return an id for what is signed: chance is an argument here, so the request and the time."""
    seed = f"{now}".encode() + request.body + request.url.encode("utf-8", "surrogatepass")
    return prefix + hashlib.sha256(seed).hexdigest()[:24]
