"""Whose request a captured one is: as its row or its bin says, else by what it looks like."""

from __future__ import annotations

from django.conf import settings

from requestbin.bins import keyring, reach
from requestbin.bins.models import CapturedRequest
from requestbin.bins.queries import body_of
from requestbin.bins.signed_urls import signed_urls
from requestbin.http import Request
from requestbin.providers import Provider, provider_of
from requestbin.providers.detection import MAX_BODY_BYTES, recognise


def sender_of(row: CapturedRequest) -> Provider | None:
    """Return who sent a captured request, None for nobody known."""
    named = row.provider or row.bin.provider
    if named:
        return provider_in(row.bin_id, named)
    own = keyring.own_providers(row.bin_id)
    body = body_of(row.bin_id, row.seq) if row.size <= MAX_BODY_BYTES else b""
    recognised = recognise(as_signed(row, body), own)
    return recognised.provider if recognised else None


def provider_in(bin_id: str, slug: str) -> Provider | None:
    """Return the provider of that name, one of the bin's own first."""
    own = keyring.own_providers(bin_id)
    return next((each for each in own if each.slug == slug), None) or provider_of(slug)


def as_signed(row: CapturedRequest, body: bytes) -> Request:
    """Return a captured request with its URL as its sender knew it, as far as that can be told."""
    captured = row.captured(body)
    url = signed_urls(captured, reach.capture_origin(settings.REQUESTBIN, ""))[0]
    return Request(row.method, url, captured.headers, body)
