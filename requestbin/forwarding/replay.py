"""Captured requests sent again: as they were, or one edited, to a URL of the caller's choice."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from contextlib import suppress
from datetime import UTC, datetime
from types import MappingProxyType

from requestbin.bins import changes
from requestbin.bins.models import Bin, BinCounter, CapturedRequest
from requestbin.bins.queries import find_request, requests_of
from requestbin.egress import Unsendable, as_sent
from requestbin.egress.url import parse
from requestbin.egress.wire import FRAMING
from requestbin.forwarding import queue
from requestbin.forwarding.models import Delivery, new_delivery_id
from requestbin.forwarding.resigning import Resign
from requestbin.http import Captured, Headers, Request
from requestbin.transactions import MAX_ROWS, writing

DELIVERY_HEADER = "X-Requestbin-Delivery"
"""The same on every attempt of a delivery: a target that has seen it has done the work."""

NAMES_OF_OURS = (
    "Host",
    "Forwarded",
    "X-Forwarded-Host",
    "X-Forwarded-Port",
    "X-Forwarded-Prefix",
    "X-Forwarded-Proto",
    "X-Forwarded-Scheme",
    "X-Forwarded-Server",
    "X-Forwarded-Ssl",
    "X-Original-Host",
    "X-Url-Scheme",
)
"""Headers that say under which name and scheme the request reached *us*. The target has another
name: a framework that trusts them would refuse the request or build links to the bin. Those that
tell who sent it (X-Forwarded-For, X-Real-IP, CF-Connecting-IP, Via) are true there too and stay."""

NOTHING: Mapping[int, Resign] = MappingProxyType({})


def compose(
    captured: Captured,
    url: str,
    *,
    method: str | None = None,
    headers: Headers | None = None,
    body: bytes | None = None,
) -> Request:
    """Return the request that will be sent to `url`: captured, but for what is given.

    `url` is where it goes: path and query of the capture are not appended. Captured headers lose
    what belonged to the sender's connection (and what its Connection header names), Host and the
    other NAMES_OF_OURS; given headers are sent as they are. Either way `egress.as_sent` writes
    Host (unless given), Content-Length and Connection anew.
    Raises egress.Unsendable, a ValueError with a `code` and a `sentence`.
    """
    kept = end_to_end(captured.headers) if headers is None else headers.without(*FRAMING)
    request = Request(
        method=captured.method if method is None else method,
        url=url,
        headers=kept.without(DELIVERY_HEADER),
        body=captured.body if body is None else body,
    )
    as_sent(request)
    return request


def end_to_end(headers: Headers) -> Headers:
    """Return captured headers less what belonged to the sender's connection, and NAMES_OF_OURS."""
    named = [
        option.strip()
        for value in headers.get_all("Connection")
        for option in value.split(b",")
        if option.strip()
    ]
    return headers.without(*FRAMING, *NAMES_OF_OURS, *named)


def replay(
    bin: Bin,
    seq: int,
    url: str,
    *,
    method: str | None = None,
    headers: Headers | None = None,
    body: bytes | None = None,
    max_attempts: int = 1,
    resign: Resign | None = None,
) -> Delivery:
    """Store a delivery of request `seq` of `bin` and wake the worker after the commit.

    `body` None sends the captured bytes, untouched; `resign` signs each attempt anew. Raises
    egress.Unsendable and CapturedRequest.DoesNotExist.
    """
    with writing():
        with suppress(BinCounter.DoesNotExist):
            changes.hold(bin.pk)  # or retention drops the request before it sees the delivery
        stored = find_request(bin, seq)
        request = compose(stored.captured(b""), url, method=method, headers=headers, body=body)
        size = stored.size if body is None else len(body)
        made = delivery(bin.pk, seq, request, body=body, size=size, max_attempts=max_attempts)
        _mark(made, resign)
        queue.enqueue([made])
    return made


def replay_all(
    bin: Bin, seqs: Sequence[int], url: str, resign: Mapping[int, Resign] = NOTHING
) -> datetime:
    """Store a delivery of each of the requests `seqs` that `bin` still holds, as captured; those
    that `resign` names are signed anew, each when it is sent.

    Returns the moment that all of them were made at, which tells them from others
    (`queries.states_at`). Raises egress.Unsendable for a URL that nothing can be sent to; a
    request that cannot be sent by HTTP (its method is no token, say) is left out.
    """
    parse(url)
    now = datetime.now(UTC)
    for start in range(0, len(seqs), MAX_ROWS):
        with writing():
            with suppress(BinCounter.DoesNotExist):
                changes.hold(bin.pk)  # or retention drops requests before it sees the deliveries
            rows = requests_of(bin).filter(seq__in=seqs[start : start + MAX_ROWS]).order_by("seq")
            made = [_as_captured(row, url, now, resign.get(row.seq)) for row in rows]
            queue.enqueue([each for each in made if each])
    return now


def _as_captured(
    row: CapturedRequest, url: str, now: datetime, resign: Resign | None
) -> Delivery | None:
    try:
        request = compose(row.captured(b""), url)
    except Unsendable:
        return None
    made = delivery(row.bin_id, row.seq, request, body=None, size=row.size, max_attempts=1, now=now)
    _mark(made, resign)
    return made


def _mark(made: Delivery, resign: Resign | None) -> None:
    for name, value in (resign.columns if resign else {}).items():
        setattr(made, name, value)


def delivery(
    bin_id: str,
    seq: int,
    request: Request,
    *,
    body: bytes | None,
    size: int,
    max_attempts: int,
    now: datetime | None = None,
) -> Delivery:
    """Return an unsaved delivery of `request`; `body` None stands for the captured bytes."""
    now, id = now or datetime.now(UTC), new_delivery_id()
    return Delivery(
        id=id,
        bin_id=bin_id,
        request_seq=seq,
        method=request.method,
        url=request.url,
        target=parse(request.url).origin,
        header_pairs=json.dumps(request.headers.plus((DELIVERY_HEADER, id)).as_text()),
        body=body,
        size=size,
        max_attempts=max_attempts,
        created_at=now,
        due_at=now,
    )
