"""Whose request a captured one is: as its row or its bin says, else by what it looks like."""

from __future__ import annotations

from requestbin.bins import keyring
from requestbin.bins.models import CapturedRequest
from requestbin.bins.queries import body_of
from requestbin.http import Request
from requestbin.providers import Provider, provider_of
from requestbin.providers.detection import MAX_BODY_BYTES, recognise

TOLD = ("X-Forwarded-Proto", "X-Forwarded-Scheme")
SCHEMES = ("http", "https")


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
    """Return a captured request with its URL as its sender knew it: the host that it asked for, by
    the scheme that the outermost proxy tells of."""
    headers, target = row.headers, bytes(row.target).decode("latin-1")
    if not target.startswith("/"):
        return Request(row.method, target, headers, body)
    told = next((value for name in TOLD if (value := headers.text(name))), "")
    scheme = told.partition(",")[0].strip().lower()
    host = headers.text("X-Forwarded-Host").partition(",")[0].strip() or headers.text("Host")
    origin = f"{scheme if scheme in SCHEMES else row.scheme}://{host or 'localhost'}"
    return Request(row.method, origin + target, headers, body)
