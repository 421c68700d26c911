"""Certificates fetched when people ask for them: from the provider's own hosts, and no others."""

from __future__ import annotations

import asyncio
from urllib.parse import urlsplit

from django.conf import settings

from requestbin import egress
from requestbin.http import Captured, Request
from requestbin.providers import Provider
from requestbin.providers.seen import Seen
from requestbin.providers.signatures.keys import public_key
from requestbin.providers.signatures.public_keys import Asymmetric
from requestbin.web.signing.refusals import NotTaken

FIELD = "certificate"
MAX_BYTES = 32 * 1024
LIMITS = egress.Limits(
    connect_seconds=5.0, total_seconds=10.0, keep_bytes=MAX_BYTES, count_bytes=2 * MAX_BYTES
)


def address_of(provider: Provider, captured: Captured) -> str:
    """Return where a request says that its provider's certificate is, "" where it says nothing or
    names an address that is not the provider's own."""
    seen = Seen(Request(captured.method, "", captured.headers, captured.body))
    for each in provider.schemes:
        if isinstance(each, Asymmetric) and each.certificate:
            url = each.certificate_url(seen)
            if url and each.trusts(url):
                return url
    return ""


def host_of(url: str) -> str:
    """Return the host that a certificate is fetched from."""
    return urlsplit(url).hostname or ""


def fetched(provider: Provider, captured: Captured) -> str:
    """Fetch the certificate of a request and return its text; raises NotTaken. Blocks up to 10 s.

    No redirect is followed: where it leads to would be believed without being the provider's.
    """
    url = address_of(provider, captured)
    if not url:
        raise NotTaken(f"The request names no certificate at an address of {provider.name}.")
    client = egress.Client(settings.REQUESTBIN.nets)
    try:
        answer = asyncio.run(client.exchange(Request("GET", url), LIMITS))
    except egress.Failure as failure:
        raise NotTaken(f"The certificate could not be fetched. {failure.sentence}") from None
    text = answer.body.decode("ascii", "replace")
    if answer.status != 200 or public_key(text) is None:
        told = f"answered {answer.status}" if answer.status != 200 else "gave no certificate"
        raise NotTaken(f"{host_of(url)} {told}. You can paste the certificate instead.")
    return text
