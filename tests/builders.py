"""Values that tests are about, made in one line: captured requests, bins, stored requests.

Django is imported where a row is made: the plain packages are tested without it.
"""

from __future__ import annotations

import base64
import json
from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from requestbin.http import Captured, Headers

if TYPE_CHECKING:
    from requestbin.bins.models import Bin, CapturedRequest

MOMENT = datetime(2026, 3, 4, 5, 6, 7, 89012, tzinfo=UTC)
JSON = (("Host", "localhost"), ("Content-Type", "application/json"))
BATCH = 256

Pairs = Iterable[tuple[bytes | str, bytes | str]]


def captured(
    method: str = "POST",
    target: bytes | str = "/in/key/hook?x=1",
    headers: Pairs = JSON,
    body: bytes | str = b'{"hello":"world"}',
    **facts: Any,
) -> Captured:
    """Return a captured request; `facts` are the other fields of `requestbin.http.Captured`."""
    known = {"remote_addr": "203.0.113.9", "received_at": MOMENT} | facts
    return Captured(
        method=method,
        target=target.encode("latin-1") if isinstance(target, str) else target,
        headers=Headers(headers),
        body=body.encode() if isinstance(body, str) else body,
        **known,
    )


def jwt(**claims: object) -> str:
    """Return a token in its compact form, signed by nobody."""
    parts = [json.dumps(each).encode() for each in ({"alg": "HS256"}, claims)]
    return ".".join(
        base64.urlsafe_b64encode(part).decode().rstrip("=") for part in (*parts, b"signature")
    )


def make_bin(owner: str = "local", **fields: Any) -> Bin:
    """Store a bin; `fields` are any of `bins.actions.SETTINGS`."""
    from django.conf import settings

    from requestbin.bins import actions

    return actions.create(owner, settings.REQUESTBIN, **fields)


def store(
    bin: Bin, *requests: Captured, starred: bool = False, **columns: Any
) -> list[CapturedRequest]:
    """Store requests in `bin` by the statements of capture, and return their rows.

    A target under `/in/key` goes to the bin's own key; `columns` are set on every row.
    """
    from requestbin.bins import actions
    from requestbin.bins.models import CapturedRequest
    from requestbin.bins.record import record
    from requestbin.transactions import writing

    seqs: list[int] = []
    for start in range(0, len(requests), BATCH):
        batch = [(bin.key, _addressed(item, bin)) for item in requests[start : start + BATCH]]
        with writing():
            seqs += [done.seq for done in record(batch) if done]
    rows = CapturedRequest.objects.filter(bin=bin, seq__in=seqs)
    if columns:
        rows.update(**columns)
    for seq in seqs if starred else []:
        actions.star(bin, seq, True)
    return list(rows.order_by("seq"))


def _addressed(item: Captured, bin: Bin) -> Captured:
    return replace(item, target=item.target.replace(b"/in/key", b"/in/" + bin.key.encode(), 1))
