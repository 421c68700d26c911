"""Sending a request on from a page: what is sent, what is asked before, and who sends too much."""

from __future__ import annotations

import json
import math
import time
from dataclasses import dataclass, replace

from django.conf import settings

from requestbin.access import limits
from requestbin.bins import keyring, queries
from requestbin.bins.keyring import NotKept
from requestbin.bins.models import Bin, BinSecret, CapturedRequest
from requestbin.conf import LOCAL
from requestbin.egress import Unsendable
from requestbin.egress.url import parse
from requestbin.forwarding.models import Delivery
from requestbin.forwarding.queries import find_delivery, worker_alive
from requestbin.forwarding.replay import DELIVERY_HEADER, compose, replay
from requestbin.forwarding.resigning import NotSigned, Resign, SignedAnew, signed_anew
from requestbin.forwarding.senders import as_signed
from requestbin.forwarding.waiting import first_attempt
from requestbin.http import Headers
from requestbin.web.targets import target_of

MAX_URL = 65536
"""Characters, as in the API."""

SOON_SECONDS = 0.1
"""What passes for at once: an answer that comes within it is shown with the page's own answer."""

APP_LABEL = "your app's secret"
"""What a secret is called that was given with a replay and kept."""

OTHER = "other"
FIELDS = {
    "bad_url": "url",
    "userinfo": "url",
    "bad_method": "method",
    "bad_header_name": "headers",
    "bad_header_value": "headers",
    "hosts": "headers",
}
"""Codes of egress.Unsendable: which field of a form is at fault, if it is not another matter."""


class Refused(Exception):
    """What cannot be sent as asked; the message is a sentence for people, to stand by `field`."""

    def __init__(self, sentence: str, field: str = OTHER, status: int = 422) -> None:
        super().__init__(sentence)
        self.field = field
        self.status = status


class LiveEvent(Exception):
    """A live event that would leave this machine: the sender has to say so twice."""


@dataclass(frozen=True, slots=True)
class Wish:
    """What to send where; None is as it was captured."""

    url: str
    method: str | None = None
    headers: Headers | None = None
    body: bytes | None = None
    resign: Resign | None = None
    keep: bool = False
    """Whether a secret that was given to sign with is to be kept for the bin."""

    @classmethod
    def repeating(cls, delivery: Delivery, url: str) -> Wish:
        """Return the wish to send what `delivery` sent, to `url`."""
        body = None if delivery.body is None else bytes(delivery.body)
        headers = delivery.headers.without(DELIVERY_HEADER)
        resign = Resign(**delivery.resign) if delivery.resign else None
        return cls(url, delivery.method, headers, body, resign)


def send(bin: Bin, row: CapturedRequest, wish: Wish, address: str, sure: bool = False) -> Delivery:
    """Store the delivery of a wish for a reader at `address`, and return it.

    Its attempt is with it where the target answered within SOON_SECONDS. Raises Refused, and
    LiveEvent where a live event leaves this machine and nobody said that they are `sure`.
    """
    if len(wish.url) > MAX_URL:
        raise Refused(f"The URL is longer than {MAX_URL:,} characters.", "url")
    try:
        target = target_of(wish.url)
        if not (sure or target.loopback) and is_live(_body(bin, row, wish)):
            raise LiveEvent
        signed(row, wish)
        _demand_not_too_often(bin, address, parse(wish.url).origin)
        made = replay(
            bin,
            row.seq,
            wish.url,
            method=wish.method,
            headers=wish.headers,
            body=wish.body,
            resign=_kept(bin, wish),
        )
    except Unsendable as unsendable:
        raise Refused(unsendable.sentence, FIELDS.get(unsendable.code, OTHER)) from None
    answered = first_attempt(bin, made.pk, SOON_SECONDS) if worker_alive() else None
    return answered or find_delivery(bin, made.pk)


def signed(row: CapturedRequest, wish: Wish) -> SignedAnew | None:
    """Return what a wish would send if it were signed now, None where it is not to be. Raises
    Refused where it cannot be, and egress.Unsendable."""
    if wish.resign is None:
        return None
    body = queries.body_of(row.bin_id, row.seq)
    request = compose(
        row.captured(body), wish.url, method=wish.method, headers=wish.headers, body=wish.body
    )
    try:
        return signed_anew(row.bin_id, wish.resign, request, as_signed(row, body), time.time())
    except NotSigned as error:
        raise Refused(str(error), "resign") from None


def _kept(bin: Bin, wish: Wish) -> Resign | None:
    given = wish.resign.once if wish.resign else None
    if wish.resign is None or given is None or not wish.keep:
        return wish.resign
    try:
        made = keyring.add(bin, wish.resign.provider, APP_LABEL, given, BinSecret.APP)
    except NotKept as problem:
        raise Refused(str(problem), "resign") from None
    return replace(wish.resign, once=None, secret_id=made.pk)


def is_live(body: bytes) -> bool:
    """Tell whether a body is a JSON object that says `"livemode": true`, as Stripe's events do."""
    if b'"livemode"' not in body:
        return False
    try:
        event = json.loads(body)
    except (ValueError, RecursionError):
        return False
    return isinstance(event, dict) and event.get("livemode") is True


def is_remote() -> bool:
    """Tell whether requestbin may run on another machine than the reader's browser."""
    return bool(settings.REQUESTBIN.mode != LOCAL)


def _body(bin: Bin, row: CapturedRequest, wish: Wish) -> bytes:
    return queries.body_of(bin.pk, row.seq) if wish.body is None else wish.body


def _demand_not_too_often(bin: Bin, address: str, origin: str) -> None:
    wait = limits.wait_to_replay(address, bin.owner or bin.pk, origin)
    if wait:
        seconds = math.ceil(wait)
        raise Refused(f"Too many replays at once. Try again in {seconds} s.", status=429)
