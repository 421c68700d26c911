"""The secrets of a bin: sealed when they come in, opened only to check, sign or fetch; and the
providers that people define for it. What changes has stored requests judged again."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from requestbin.access import secrets
from requestbin.bins import changes, rejudging
from requestbin.bins.models import Bin, BinSecret, OwnProvider
from requestbin.providers import Provider, Secret, provider_of
from requestbin.providers.handshakes import brings_secret
from requestbin.providers.own import NotAProvider, provider_from
from requestbin.transactions import writing

MAX_SECRETS = 50
MADE = "made for samples"
"""The label of a secret that only we know: the provider's own goes before it."""
MAX_OWN = 50
MAX_SECRET_CHARACTERS = 16 * 1024


class NotKept(ValueError):
    """A secret or a provider that is not taken; the message is a sentence for people."""


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
        if use == BinSecret.CHECK:
            rejudging.ask(bin.pk, provider)
        held = BinSecret.objects.filter(bin=bin)
        if held.count() >= MAX_SECRETS:
            raise NotKept(f"A bin keeps up to {MAX_SECRETS} secrets. Remove one first.")
        return BinSecret.objects.create(
            bin=bin,
            provider=provider,
            label=label.replace("\x00", "").strip()[:80] or _next_label(bin, provider, use),
            use=use,
            sealed=secrets.seal(written.encode()),
        )


def take(bin_id: str, provider: str, secret: str, now: datetime) -> bool:
    """Keep a secret that a handshake brought, and close the window in which it may; return False
    where the owner opened none, or one of that provider is stored. Raises NotKept."""
    with writing():
        changes.hold(bin_id)  # counter before bin is the order in which all lock
        bins = Bin.objects.filter(deleted=False, takes_secrets_until__gt=now)
        bin = bins.filter(pk=bin_id).first()
        held = [each for each in known(bin_id, provider=provider) if not gives_way(each)]
        if bin is None or held:
            return False
        add(bin, provider, "from its handshake", secret)
        Bin.objects.filter(pk=bin_id).update(takes_secrets_until=None)
    return True


def gives_way(each: Known) -> bool:
    """Tell whether a secret was made for samples of a provider whose handshake brings the real one,
    which it must not keep out."""
    return each.label == MADE and brings_secret(each.provider)


def remove(bin_id: str, id: int) -> bool:
    """Forget a secret; return whether there was one."""
    with writing():
        row = BinSecret.objects.filter(bin_id=bin_id, pk=id).first()
        if row is None:
            return False
        if row.use == BinSecret.CHECK:
            rejudging.ask(bin_id, row.provider)
        gone, _ = BinSecret.objects.filter(bin_id=bin_id, pk=id).delete()
    return gone > 0


def known(bin_id: str, use: str = BinSecret.CHECK, provider: str = "") -> list[Known]:
    """Return the secrets of a bin for one use, of one provider or of all, the oldest first."""
    rows = BinSecret.objects.filter(bin_id=bin_id, use=use)
    if provider:
        rows = rows.filter(provider=provider)
    return [_opened(row) for row in rows]


def is_lost(row: BinSecret) -> bool:
    """Tell whether a secret cannot be opened any more."""
    return secrets.unseal(bytes(row.sealed)) is None


def own_providers(bin_id: str) -> tuple[Provider, ...]:
    """Return the providers that people defined for a bin; one that no longer parses is left out."""
    rows = []
    for row in OwnProvider.objects.filter(bin_id=bin_id).order_by("pk"):
        try:
            rows.append(provider_from(row.row))
        except NotAProvider:
            continue
    return tuple(rows)


def define(bin: Bin, row: Mapping[str, Any]) -> OwnProvider:
    """Keep a provider of people's own, in place of the one with its slug; raises NotAProvider, and
    NotKept for one too many or one that the table has."""
    slug = provider_from(row).slug
    if provider_of(slug):
        raise NotKept(f"{slug} is the name of a provider that is known. Choose another.")
    with writing():
        rejudging.ask(bin.pk)
        held = OwnProvider.objects.filter(bin=bin)
        if held.exclude(slug=slug).count() >= MAX_OWN:
            raise NotKept(f"A bin keeps up to {MAX_OWN} providers of your own. Remove one first.")
        return held.update_or_create(bin=bin, slug=slug, defaults={"row": dict(row)})[0]


def forget(bin_id: str, slug: str) -> bool:
    """Remove a provider of people's own; return whether there was one. Its secrets stay."""
    with writing():
        held = OwnProvider.objects.filter(bin_id=bin_id, slug=slug)
        if not held.exists():
            return False
        rejudging.ask(bin_id)
        gone, _ = held.delete()
    return gone > 0


def _opened(row: BinSecret) -> Known:
    opened = secrets.unseal(bytes(row.sealed))
    value: Any = json.loads(opened) if opened is not None else None
    return Known(row.pk, row.provider, row.label, value, lost=opened is None)


def _next_label(bin: Bin, provider: str, use: str) -> str:
    count = BinSecret.objects.filter(bin=bin, provider=provider, use=use).count()
    return f"secret {count + 1}"
