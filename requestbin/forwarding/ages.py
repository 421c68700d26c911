"""What a refused copy's age has to do with it: signatures are good for minutes, captures stay."""

from __future__ import annotations

import time
from dataclasses import dataclass

from requestbin.bins.models import CapturedRequest
from requestbin.bins.queries import body_of
from requestbin.forwarding.models import Attempt, Delivery
from requestbin.forwarding.resigning import best
from requestbin.forwarding.senders import as_signed, sender_of
from requestbin.http import Request
from requestbin.providers import Provider, Stamp, stamp

REFUSED = (400, 401, 403)
"""How apps answer to a signature that they do not take."""


@dataclass(frozen=True, slots=True)
class Aged:
    """A copy that was sent too late: `sentence` says how late, `ready` that a secret to sign it
    with is known."""

    sentence: str
    ready: bool


def sentence_of(provider: Provider, found: Stamp | None, now: float) -> str:
    """Return `This copy was signed 2 h ago; Stripe's libraries refuse after 5 min.`, "" for one
    that is fresh or says nothing of its age."""
    if found is None or found.at is None or found.good_for is None or not found.stale(now):
        return ""
    age, limit = span(now - found.at), span(found.good_for)
    return f"This copy was signed {age} ago; {provider.name}'s libraries refuse after {limit}."


def aged(delivery: Delivery, attempt: Attempt | None) -> Aged | None:
    """Return what an app's refusal of a delivery may have come from: a signature of the capture
    that was too old by then."""
    if attempt is None or attempt.status not in REFUSED or attempt.signed is not None:
        return None
    rows = CapturedRequest.objects.select_related("bin")
    row = rows.filter(bin_id=delivery.bin_id, seq=delivery.request_seq).first()
    provider = sender_of(row) if row else None
    if row is None or provider is None or not provider.signs:
        return None
    own = delivery.body
    body = body_of(row.bin_id, row.seq) if own is None else bytes(own)
    sent = Request(delivery.method, delivery.url, delivery.headers, body)
    found = stamp(sent, provider)
    if found is None or not found.stale(attempt.started_at.timestamp()):
        return None
    ready = best(row.bin_id, provider, as_signed(row, body)) is not None
    return Aged(sentence_of(provider, found, time.time()), ready)


def span(seconds: float) -> str:
    """Return a length of time as people say it of clocks: `40 s`, `5 min`, `2 h`, `3 days`."""
    for unit, size, limit in (("s", 1, 90), ("min", 60, 5400), ("h", 3600, 172_800)):
        if seconds < limit:
            return f"{seconds / size:.0f} {unit}"
    return f"{seconds / 86400:,.0f} days"
