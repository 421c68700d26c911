"""The secrets of a bin: sealed when they come in, opened only to check, sign or fetch."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from requestbin.access import secrets
from requestbin.bins.models import Bin, BinSecret, OwnProvider
from requestbin.providers import Provider, Secret
from requestbin.providers.own import NotAProvider, provider_from
from requestbin.transactions import writing

MAX_SECRETS = 50
MAX_SECRET_CHARACTERS = 16 * 1024


class NotKept(ValueError):
    """A secret that is not taken; the message is a sentence for people."""


@dataclass(frozen=True, slots=True)
class Known:
    """A secret ready for use. `lost` tells that it cannot be opened: the key it was sealed with is
    gone, and people must give it again."""

    id: int
    provider: str
    label: str
    secret: Secret
    lost: bool = False


def add(
    bin: Bin, provider: str, label: str, secret: str | Mapping[str, str], use: str = BinSecret.CHECK
) -> BinSecret:
    """Keep a secret of `provider`, sealed; raises NotKept for none, a long one or one too many."""
    written = json.dumps(secret if isinstance(secret, str) else dict(secret))
    if not secret or len(written) > MAX_SECRET_CHARACTERS:
        raise NotKept(
            f"A secret may have up to {MAX_SECRET_CHARACTERS:,} characters, and not none."
        )
    with writing():
        held = BinSecret.objects.filter(bin=bin)
        if held.count() >= MAX_SECRETS:
            raise NotKept(f"A bin keeps up to {MAX_SECRETS} secrets. Remove one first.")
        return BinSecret.objects.create(
            bin=bin,
            provider=provider,
            label=label.strip()[:80] or _next_label(bin, provider, use),
            use=use,
            sealed=secrets.seal(written.encode()),
        )


def take(bin_id: str, provider: str, secret: str, now: datetime) -> bool:
    """Keep a secret that a handshake brought, and close the window in which it may; return False
    where the owner opened none, or one of that provider is stored. Raises NotKept."""
    with writing():
        bins = Bin.objects.select_for_update().filter(deleted=False, takes_secrets_until__gt=now)
        bin = bins.filter(pk=bin_id).first()
        if bin is None or known(bin_id, provider=provider):
            return False
        add(bin, provider, "from its handshake", secret)
        Bin.objects.filter(pk=bin_id).update(takes_secrets_until=None)
    return True


def remove(bin_id: str, id: int) -> bool:
    """Forget a secret; return whether there was one."""
    with writing():
        gone, _ = BinSecret.objects.filter(bin_id=bin_id, pk=id).delete()
    return gone > 0


def known(bin_id: str, use: str = BinSecret.CHECK, provider: str = "") -> list[Known]:
    """Return the secrets of a bin for one use, of one provider or of all, the oldest first."""
    rows = BinSecret.objects.filter(bin_id=bin_id, use=use)
    if provider:
        rows = rows.filter(provider=provider)
    return [_opened(row) for row in rows]


def own_providers(bin_id: str) -> tuple[Provider, ...]:
    """Return the providers that people defined for a bin; one that no longer parses is left out."""
    rows = []
    for row in OwnProvider.objects.filter(bin_id=bin_id).order_by("pk"):
        try:
            rows.append(provider_from(row.row))
        except NotAProvider:
            continue
    return tuple(rows)


def _opened(row: BinSecret) -> Known:
    opened = secrets.unseal(bytes(row.sealed))
    value: Any = json.loads(opened) if opened is not None else None
    return Known(row.pk, row.provider, row.label, value, lost=opened is None)


def _next_label(bin: Bin, provider: str, use: str) -> str:
    count = BinSecret.objects.filter(bin=bin, provider=provider, use=use).count()
    return f"secret {count + 1}"
