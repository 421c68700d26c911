"""Deliveries that are signed anew: with which secret, and at each attempt, so that it is fresh."""

from __future__ import annotations

import json
import secrets as chance
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from requestbin.access import secrets
from requestbin.bins import keyring
from requestbin.bins.keyring import Known
from requestbin.bins.models import BinSecret
from requestbin.forwarding.models import Delivery
from requestbin.forwarding.senders import provider_in
from requestbin.http import Request
from requestbin.providers import Provider, Secret, verify
from requestbin.providers.new_ids import new_id
from requestbin.providers.renewal import Change as Change
from requestbin.providers.renewal import NotSigned as NotSigned
from requestbin.providers.renewal import changes, masked, renewed

CHECK, APP = BinSecret.CHECK, BinSecret.APP
GIVEN = "the secret that was given"
NEW = "new"
"""In place of an event's id: make one that looks like it."""
MAX_SHOWN = 4096
"""Characters of a value in what is kept of a signing."""


@dataclass(frozen=True, slots=True)
class Resign:
    """How a delivery is to be signed. `secret_id` names a secret of its bin, None the one that fits
    best; `once` is a secret that is kept no longer than the delivery needs it. `signed_url` is
    signed in place of where it goes, by schemes that sign a URL."""

    provider: str
    secret_id: int | None = None
    event_id: str = ""
    signed_url: str = ""
    once: Secret = field(default=None, repr=False)

    @classmethod
    def of(cls, delivery: Delivery) -> Resign | None:
        """Return how a delivery is to be signed, None where it goes as it was composed."""
        if delivery.resign is None:
            return None
        sealed = None if delivery.sealed is None else secrets.unseal(bytes(delivery.sealed))
        return cls(**delivery.resign, once=None if sealed is None else json.loads(sealed))

    @property
    def columns(self) -> dict[str, Any]:
        """Return the columns of a delivery that hold it."""
        names = ("provider", "secret_id", "event_id", "signed_url")
        sealed = None if self.once is None else secrets.seal(json.dumps(_plain(self.once)).encode())
        return {"resign": {name: getattr(self, name) for name in names}, "sealed": sealed}


@dataclass(frozen=True, slots=True)
class SignedAnew:
    """A request as it goes out, and what was changed, without the secret: what may be kept."""

    request: Request
    changes: list[Change]
    secret: str
    """What people call the secret."""

    @property
    def kept(self) -> dict[str, Any]:
        """Return what an attempt keeps of it."""
        shown = [[place, _cut(was), _cut(now)] for place, was, now in self.changes]
        return {"secret": self.secret, "changes": shown, "size": len(self.request.body)}


def signed_anew(
    bin_id: str, wish: Resign, request: Request, captured: Request | None, now: float
) -> SignedAnew:
    """Return `request` signed at `now` as `wish` says. Raises NotSigned.

    `captured` is what arrived, with the URL that its sender knew; None where it is gone.
    """
    provider = provider_in(bin_id, wish.provider)
    if provider is None:
        raise NotSigned(f"No provider is called “{wish.provider}” any more.")
    checks = usable(bin_id, provider, CHECK)
    chosen = _chosen(bin_id, wish, provider, checks, captured)
    known = [each.secret for each in checks]
    made = renewed(
        request,
        provider,
        chosen.secret,
        now=now,
        captured=captured,
        known=known,
        event_id=wish.event_id,
        signed_url=wish.signed_url,
    )
    told = masked(changes(request, made), [chosen.secret, *known])
    return SignedAnew(made, told, chosen.label)


def usable(bin_id: str, provider: Provider, use: str = "") -> list[Known]:
    """Return the secrets of a bin that can sign for `provider`, those of the app first, the newest
    first; of one `use` where that is given."""
    uses = (use,) if use else (APP, CHECK)
    return [
        each
        for one in uses
        for each in reversed(keyring.known(bin_id, one, provider.slug))
        if not each.lost
    ]


def checking(bin_id: str, provider: Provider) -> list[Secret]:
    """Return what a bin checks the provider's signatures with."""
    return [each.secret for each in usable(bin_id, provider, CHECK)]


def with_new_id(wish: Resign, old: str) -> Resign:
    """Return a wish whose event id is made up where it asks for a new one; retries share it."""
    if wish.event_id != NEW:
        return wish
    return replace(wish, event_id=new_id(old, chance.choice))


def best(
    bin_id: str, provider: Provider, captured: Request | None, checks: Sequence[Known] | None = None
) -> Known | None:
    """Return the secret to sign with where nobody chose one: the app's own, else the one by which
    the captured request is genuine, else the newest."""
    apps = usable(bin_id, provider, APP)
    if apps:
        return apps[0]
    checks = usable(bin_id, provider, CHECK) if checks is None else checks
    if captured is not None and len(checks) > 1:
        for each in checks:
            if verify(captured, provider, each.secret, now=0).authentic:
                return each
    return checks[0] if checks else None


def _chosen(
    bin_id: str,
    wish: Resign,
    provider: Provider,
    checks: Sequence[Known],
    captured: Request | None,
) -> Known:
    if wish.once is not None:
        return Known(0, provider.slug, GIVEN, wish.once)
    if wish.secret_id is None:
        found = best(bin_id, provider, captured, checks)
    else:
        held = usable(bin_id, provider)
        found = next((each for each in held if each.id == wish.secret_id), None)
    if found is None and not provider.shared and wish.secret_id is None:
        return Known(0, provider.slug, "", "-")  # what signing says of it is why it cannot
    if found is None:
        raise NotSigned(
            f"To sign as {provider.name} does takes its {provider.secret_name}."
            if wish.secret_id is None
            else "The secret to sign with is not there any more."
        )
    return found


def _plain(secret: Secret) -> str | dict[str, str]:
    return secret if isinstance(secret, str) else dict(secret or {})


def _cut(text: str | None) -> str | None:
    if text is None:
        return None
    storable = (
        text.encode("utf-8", "replace").decode().replace("\x00", "\ufffd")
    )  # PostgreSQL's JSON
    return storable if len(storable) <= MAX_SHOWN else f"{storable[:MAX_SHOWN]}…"
