"""Which handshake a request is, and whose: the owner's word first, then marks, then the table."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from requestbin.http import Request
from requestbin.providers.catalog import provider_of
from requestbin.providers.detection import recognise
from requestbin.providers.handshakes.kind import MAX_REASON, Answer, Asked, Kind
from requestbin.providers.handshakes.kinds import KINDS, users
from requestbin.providers.provider import Provider
from requestbin.providers.seen import Seen
from requestbin.providers.signatures.secrets import Secret


def answer(
    request: Request,
    provider: str,
    secrets: Mapping[str, Sequence[Secret]],
    *,
    now: float,
    window: bool = False,
    confirms: bool = False,
    receipts: bool = True,
) -> Answer | None:
    """Return what `request` is answered if it is a handshake, else None. Never raises.

    `provider` is the slug that the owner of the bin chose, "" for none; `secrets` are those that
    the bin keeps, by slug, the oldest first; `now` is in Unix seconds. `window`: a secret may be
    taken from a handshake now; `confirms`: an address may be fetched to confirm; `receipts`:
    events may be answered that they were received. The URL is as the provider knows it: one kind
    hashes it.
    """
    seen = Seen(request)
    fitting = [kind for kind in KINDS if kind.fits(seen)]
    if not fitting:
        return None
    told = [row for row in (provider_of(provider), _recognised(request)) if row is not None]
    for kind, row in _by_likelihood(fitting, told):
        if kind.events and not (receipts and provider in ("", row.slug)):
            continue  # whose events come here, and what they are answered, the owner has said
        asked = Asked(
            seen,
            row,
            tuple(secrets.get(row.slug, ())),
            now,
            chosen=row.slug == provider,
            window=window,
            confirms=confirms,
        )
        found = kind.make(asked)
        if found is not None:
            return replace(found, kind=kind.name, reason=found.reason[:MAX_REASON])
    return None


def _recognised(request: Request) -> Provider | None:
    found = recognise(request)
    return found.provider if found else None


def _by_likelihood(
    fitting: Sequence[Kind], told: Sequence[Provider]
) -> list[tuple[Kind, Provider]]:
    """Pair kinds with providers: those that were told first, then whoever uses the kind most."""
    pairs = [(kind, row) for row in told for kind in fitting if kind.name in row.handshake]
    guesses = [(kind, users(kind)[0]) for kind in fitting if not kind.known and users(kind)]
    return pairs + guesses
