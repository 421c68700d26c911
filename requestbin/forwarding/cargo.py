"""What a claimed delivery carries: its headers, and its own body or the captured one."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from requestbin.bins.models import Bin, Body
from requestbin.bins.queries import requests_of
from requestbin.forwarding.models import Delivery
from requestbin.http import Request

Place = tuple[str, int]
"""A captured request: its bin's id and its seq."""


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
