"""Requests that a provider sent and signed, on their way into a bin: genuine, stale, altered."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from requestbin.http import Captured, Headers, Request
from requestbin.providers import Secret, sign
from requestbin.providers.samples import events, sample
from requestbin.providers.samples.breaking import altered
from tests.builders import MOMENT

if TYPE_CHECKING:
    from requestbin.bins.models import Bin

HOST = "hooks.example.com"
ORIGIN = f"https://{HOST}"


def sent(slug: str, url: str, *, seed: int = 1, event: str = "") -> Request:
    """Return a sample of a provider, not signed, to `url`."""
    chosen = event or events(slug)[0]
    return sample(slug, chosen, url=url, now=MOMENT.timestamp(), seed=seed)


def arrived(request: Request, **facts: object) -> Captured:
    """Return a request as it arrives behind a proxy that keeps the Host."""
    url = urlsplit(request.url)
    target = url.path + (f"?{url.query}" if url.query else "")
    host = ((b"Host", url.netloc.encode()),)
    headers = Headers.of((*host, *request.headers.without("host")))
    known = {"remote_addr": "203.0.113.9", "received_at": MOMENT, "scheme": url.scheme} | facts
    return Captured(
        request.method, target.encode("utf-8", "surrogateescape"), headers, request.body, **known
    )


def from_provider(
    bin: Bin, slug: str, secret: Secret, *, how: str = "", seed: int = 1, origin: str = ORIGIN
) -> Captured:
    """Return a sample that came to a bin, signed and then `altered`, `stale` or `unsigned`."""
    request = sent(slug, f"{origin}/in/{bin.key}/hook", seed=seed)
    if how != "unsigned":
        age = timedelta(days=1) if how == "stale" else timedelta(seconds=2)
        request = sign(request, slug, secret, now=(MOMENT - age).timestamp())
    return arrived(altered(request) if how == "altered" else request)
