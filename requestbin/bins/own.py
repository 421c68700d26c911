"""The providers that people describe for a bin: kept as they wrote them, checked as a row."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from requestbin.bins.models import Bin, OwnProvider
from requestbin.providers import Provider, provider_of
from requestbin.providers.own import NotAProvider, provider_from
from requestbin.transactions import writing

MAX_OWN = 50


def rows(bin_id: str) -> list[dict[str, Any]]:
    """Return the definitions of a bin's own providers, the oldest first."""
    found = OwnProvider.objects.filter(bin_id=bin_id).order_by("pk")
    return list(found.values_list("row", flat=True))


def row(bin_id: str, slug: str) -> dict[str, Any] | None:
    """Return the definition of one, None where there is none."""
    found = OwnProvider.objects.filter(bin_id=bin_id, slug=slug)
    return found.values_list("row", flat=True).first()


def save(bin: Bin, definition: Mapping[str, Any], old: str = "") -> Provider:
    """Keep a definition, in place of the one with the slug `old`; raises NotAProvider."""
    provider = provider_from(definition)
    if provider_of(provider.slug) is not None:
        raise NotAProvider(
            f"The slug {provider.slug!r} is that of a known provider. Choose another name."
        )
    with writing():
        held = OwnProvider.objects.filter(bin=bin)
        known = held.filter(slug=old or provider.slug)
        if provider.slug != (old or provider.slug) and held.filter(slug=provider.slug).exists():
            raise NotAProvider(f"The slug {provider.slug!r} is taken by another of this bin's own.")
        if known.update(slug=provider.slug, row=dict(definition)):
            return provider
        if held.count() >= MAX_OWN:
            raise NotAProvider(f"A bin keeps up to {MAX_OWN} of its own. Remove one first.")
        OwnProvider.objects.create(bin=bin, slug=provider.slug, row=dict(definition))
    return provider


def remove(bin_id: str, slug: str) -> bool:
    """Forget one; return whether there was one. Its secrets stay, for it may come back."""
    with writing():
        gone, _ = OwnProvider.objects.filter(bin_id=bin_id, slug=slug).delete()
    return gone > 0
