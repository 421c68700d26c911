"""Which of many requests can be signed anew, and how: what a replay of a selection asks first."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from requestbin.bins.models import Bin, CapturedRequest
from requestbin.bins.queries import body_of, requests_of
from requestbin.forwarding.resigning import NEW, Resign, usable, with_new_id
from requestbin.forwarding.senders import as_signed, sender_of
from requestbin.providers import Provider, stamp, unsignable
from requestbin.providers.seen import Seen
from requestbin.transactions import MAX_ROWS

MAX_LOOKED_INTO = 256 * 1024
"""Bytes of a body that is read for the id of its event."""


def signable(bin: Bin, seqs: Sequence[int], *, new_ids: bool = False) -> dict[int, Resign]:
    """Return how those of the requests `seqs` can be signed anew that are signed, by a provider
    whose secret the bin knows. With `new_ids` each gets an event id of its own."""
    able: dict[str, bool] = {}
    wishes: dict[int, Resign] = {}
    for row in _rows(bin, seqs):
        provider = sender_of(row)
        if provider is None:
            continue
        if provider.slug not in able:
            able[provider.slug] = _can_sign(bin, provider)
        if able[provider.slug]:
            wish = _wish(row, provider, new_ids)
            wishes |= {row.seq: wish} if wish else {}
    return wishes


def _rows(bin: Bin, seqs: Sequence[int]) -> Iterator[CapturedRequest]:
    for start in range(0, len(seqs), MAX_ROWS):
        found = requests_of(bin).filter(seq__in=seqs[start : start + MAX_ROWS])
        yield from found.select_related("bin")


def _can_sign(bin: Bin, provider: Provider) -> bool:
    return any(not unsignable(provider, each.secret) for each in usable(bin.pk, provider))


def _wish(row: CapturedRequest, provider: Provider, new_ids: bool) -> Resign | None:
    body = body_of(row.bin_id, row.seq) if row.size <= MAX_LOOKED_INTO else b""
    captured = as_signed(row, body)
    if stamp(captured, provider) is None:
        return None
    wish = Resign(provider.slug, event_id=NEW if new_ids else "")
    return with_new_id(wish, provider.event_id_of(Seen(captured)))
