"""Replays and deliveries over the API: send a captured request again, see what came of it."""

from __future__ import annotations

import time
from typing import Any

from django.http import HttpRequest
from ninja import Query, Router
from ninja.responses import Status

from requestbin.access import limits
from requestbin.api import waiting
from requestbin.api.auth import Call, bearer, bin_of
from requestbin.api.door import demand_known
from requestbin.api.errors import ErrorText, Problem
from requestbin.api.fields import Id, Seq, as_text, rfc3339
from requestbin.api.schemas import deliveries as schemas
from requestbin.api.schemas.deliveries import Replay, Resigning
from requestbin.bins.models import Bin
from requestbin.bins.queries import body_of, find_request
from requestbin.egress import Unsendable
from requestbin.egress.url import parse
from requestbin.forwarding import queries
from requestbin.forwarding.models import Attempt, Delivery
from requestbin.forwarding.replay import compose, replay
from requestbin.forwarding.resigning import NotSigned, Resign, signed_anew, with_new_id
from requestbin.forwarding.senders import as_signed, sender_of
from requestbin.forwarding.waiting import first_attempt
from requestbin.http import Headers
from requestbin.providers.seen import Seen

router = Router(auth=bearer, tags=["Deliveries"])

NOBODY = "It is not known who signs such a request: set the `provider` of the bin."


@router.post(
    "/bins/{word:bin_id}/requests/{int:seq}/replay",
    response={200: schemas.Delivery, 202: schemas.Delivery},
)
def replay_request(request: Call, bin_id: Id, seq: Seq, wanted: Replay) -> Status[schemas.Delivery]:
    """Send a captured request again, as it was or edited, to `url`.

    The answer is 202 and a delivery to look at later; or 200 and the delivery with its first
    attempt, where that ended within `wait` seconds.
    """
    bin = bin_of(request, bin_id)
    with waiting.place(wanted.wait):
        delivery = _stored(request, bin, seq, wanted)
        answered = first_attempt(bin, delivery.pk, wanted.wait)
    if answered:
        return Status(200, shown(answered, with_bodies=True))
    return Status(202, shown(queries.find_delivery(bin, delivery.pk)))


@router.get("/bins/{word:bin_id}/deliveries", response={200: schemas.Deliveries})
def list_deliveries(
    request: Call, bin_id: Id, query: Query[schemas.DeliveriesQuery]
) -> schemas.Deliveries:
    """List the deliveries of the bin, the newest first."""
    demand_known(request, schemas.DeliveriesQuery)
    bin = bin_of(request, bin_id)
    last = queries.find_delivery(bin, query.before) if query.before else None
    found = queries.deliveries_of(bin, seq=query.request_seq, before=last, limit=query.limit + 1)
    items = [shown(delivery) for delivery in found[: query.limit]]
    return schemas.Deliveries(items=items, next=items[-1].id if len(found) > query.limit else None)


@router.get(
    "/bins/{word:bin_id}/deliveries/{word:delivery_id}",
    response={200: schemas.Delivery},
)
def read_delivery(request: Call, bin_id: Id, delivery_id: Id) -> schemas.Delivery:
    """Read a delivery with its attempts and the answers' bodies."""
    return shown(queries.find_delivery(bin_of(request, bin_id), delivery_id), with_bodies=True)


def shown(delivery: Delivery, *, with_bodies: bool = False) -> schemas.Delivery:
    """Return a delivery in the shape of the contract; a list comes without the answers' bodies."""
    next_attempt_at = delivery.next_attempt_at
    return schemas.Delivery(
        id=delivery.pk,
        state=delivery.state,
        request_seq=delivery.request_seq,
        method=delivery.method,
        url=delivery.url,
        created_at=rfc3339(delivery.created_at),
        max_attempts=delivery.max_attempts,
        attempts=[_attempt(attempt, with_bodies) for attempt in delivery.attempts.all()],
        next_attempt_at=rfc3339(next_attempt_at) if next_attempt_at else None,
    )


def _attempt(attempt: Attempt, with_body: bool) -> schemas.Attempt:
    answered = attempt.status is not None
    return schemas.Attempt(
        number=attempt.number,
        started_at=rfc3339(attempt.started_at),
        connect_ms=attempt.connect_ms,
        first_byte_ms=attempt.first_byte_ms,
        duration_ms=attempt.duration_ms,
        signed=_signed(attempt),
        status=attempt.status,
        headers=attempt.headers.as_text(),
        body=_body(attempt, with_body) if answered else None,
        error=ErrorText(code=attempt.error, message=attempt.detail) if attempt.error else None,
    )


def _signed(attempt: Attempt) -> schemas.SignedAnew | None:
    if attempt.signed is None:
        return None
    changes = [
        schemas.Change(place=place, before=before, after=after)
        for place, before, after in attempt.signed["changes"]
    ]
    return schemas.SignedAnew(secret=attempt.signed["secret"], changes=changes)


def _body(attempt: Attempt, with_content: bool) -> schemas.AnswerBody:
    text, base64 = as_text(bytes(attempt.body)) if with_content else (None, None)
    return schemas.AnswerBody(
        size=attempt.size,
        complete=attempt.body_complete,
        content_type=attempt.headers.text("Content-Type"),
        text=text,
        base64=base64,
    )


def _stored(request: HttpRequest, bin: Bin, seq: int, wanted: Replay) -> Delivery:
    headers = None
    if wanted.headers is not None:
        headers = Headers((name, value) for name, value in wanted.headers)
    parts: dict[str, Any] = {"method": wanted.method, "headers": headers, "body": wanted.octets()}
    try:
        demand_not_too_often(request, bin, parse(wanted.url).origin)
        resign = _resign(bin, seq, wanted, parts) if wanted.resign else None
        return replay(bin, seq, wanted.url, resign=resign, **parts)
    except Unsendable as unsendable:
        raise Problem(422, unsendable.sentence) from None
    except NotSigned as problem:
        raise Problem(422, str(problem)) from None


def _resign(bin: Bin, seq: int, wanted: Replay, parts: dict[str, Any]) -> Resign:
    """Return how it is to be signed, once that was tried."""
    row = find_request(bin, seq)
    provider = sender_of(row)
    if provider is None:
        raise Problem(422, NOBODY)
    body = body_of(bin.pk, seq)
    captured = as_signed(row, body)
    asked = wanted.resign if isinstance(wanted.resign, Resigning) else Resigning()
    wish = Resign(
        provider.slug,
        secret_id=asked.secret_id,
        event_id=asked.event_id or "",
        signed_url=asked.signed_url or "",
        once=asked.secret,
    )
    wish = with_new_id(wish, provider.event_id_of(Seen(captured)))
    composed = compose(row.captured(body), wanted.url, **parts)
    signed_anew(bin.pk, wish, composed, captured, time.time())
    return wish


def demand_not_too_often(request: HttpRequest, bin: Bin, target: str) -> None:
    """In public mode, raise Problem 429 where the caller, or all, sent to `target` too often."""
    address = request.META.get("REMOTE_ADDR", "")
    wait = limits.wait_to_replay(address, bin.owner or bin.pk, target)
    if wait:
        raise Problem(429, "Too many replays at once.", retry_after=wait)
