"""The addresses that the API tells: each is shown under the origin that the caller can use."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest


def page_origin(request: HttpRequest) -> str:
    """Return the origin of the pages: the configured one, else the one that was called."""
    return settings.REQUESTBIN.url or f"{request.scheme}://{request.get_host()}"


def capture_url(origin: str, key: str) -> str:
    """Return the URL that senders are given."""
    return f"{settings.REQUESTBIN.capture_url or origin}/in/{key}"
