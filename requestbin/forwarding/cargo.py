"""What a claimed delivery carries: its headers, its own body or the captured one, signed anew at
the last moment where that was asked for."""

from __future__ import annotations

import logging
import time
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from requestbin.bins.models import Bin, Body, CapturedRequest
from requestbin.bins.queries import body_of, requests_of
from requestbin.egress import Failure
from requestbin.forwarding import outcome
from requestbin.forwarding.models import Delivery
from requestbin.forwarding.resigning import NotSigned, Resign, signed_anew
from requestbin.forwarding.senders import as_signed
from requestbin.http import Request

log = logging.getLogger(__name__)
clock = time.time

Place = tuple[str, int]
"""A captured request: its bin's id and its seq."""


@dataclass(frozen=True, slots=True)
class Cargo:
    """A request to send, or the failure that says why there is none; `signed` is what an attempt
    keeps of its signing."""

    request: Request | None = None
    failure: Failure | None = None
    signed: dict[str, Any] | None = None


def loaded(deliveries: Sequence[Delivery]) -> list[Cargo]:
    """Return what each delivery sends now; those that are to be signed are signed at this time."""
    pairs = zip(deliveries, requests(deliveries), strict=True)
    return [_loaded(delivery, request) for delivery, request in pairs]


def _loaded(delivery: Delivery, request: Request | None) -> Cargo:
    if request is None:
        return Cargo(failure=outcome.failure(outcome.DELETED))
    try:
        wish = Resign.of(delivery)
        if wish is None:
            return Cargo(request)
        captured = captured_as_signed(delivery.bin_id, delivery.request_seq)
        made = signed_anew(delivery.bin_id, wish, request, captured, clock())
        return Cargo(made.request, signed=made.kept)
    except NotSigned as error:
        return Cargo(failure=outcome.failure(outcome.UNSIGNED, str(error)))
    except Exception:
        log.exception("delivery %s could not be signed", delivery.pk)
        return Cargo(failure=outcome.failure(outcome.BROKEN))


def captured_as_signed(bin_id: str, seq: int) -> Request | None:
    """Return a captured request with the URL that its sender knew, None where it is gone."""
    row = CapturedRequest.objects.filter(bin_id=bin_id, seq=seq).first()
    return None if row is None else as_signed(row, body_of(bin_id, seq))


def requests(deliveries: Sequence[Delivery]) -> list[Request | None]:
    """Return what each delivery sends; None where it or the captured request is gone.

    Bodies are read here and stay out of the deliveries, which live on until they are settled.
    """
    own = _own_bodies(deliveries)
    stored = _captured_bodies(each for each in deliveries if own.get(each.pk, b"") is None)
    return [_request(each, own, stored) for each in deliveries]


def _request(
    delivery: Delivery, own: Mapping[str, bytes | None], stored: Mapping[Place, bytes]
) -> Request | None:
    if delivery.pk not in own:
        return None  # never the captured body in place of one that was edited
    body = own[delivery.pk]
    if body is None:
        body = stored.get((delivery.bin_id, delivery.request_seq))
    if body is None:
        return None
    return Request(delivery.method, delivery.url, delivery.headers, body)


def _own_bodies(deliveries: Iterable[Delivery]) -> dict[str, bytes | None]:
    """Return the body of each delivery that is still there, None for the captured one."""
    rows = Delivery.objects.filter(pk__in=[each.pk for each in deliveries])
    found = rows.values_list("pk", "body")
    return {pk: None if body is None else bytes(body) for pk, body in found}


def _captured_bodies(deliveries: Iterable[Delivery]) -> dict[Place, bytes]:
    seqs: dict[str, set[int]] = defaultdict(set)
    for each in deliveries:
        seqs[each.bin_id].add(each.request_seq)
    found: dict[Place, bytes] = {}
    for bin_id, wanted in seqs.items():
        held = requests_of(Bin(pk=bin_id)).filter(seq__in=wanted).values_list("seq", flat=True)
        found |= {(bin_id, seq): b"" for seq in held}
        bodies = Body.objects.filter(bin_id=bin_id, seq__in=wanted).values_list("seq", "data")
        found |= {(bin_id, seq): bytes(data) for seq, data in bodies if (bin_id, seq) in found}
    return found
