"""Times as the reader's clock shows them; without it a page would be drawn in UTC and redrawn."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import tzinfo
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils import timezone

COOKIE = "requestbin-zone"
"""Set by static/js/times.js for paths below /bins/, so that it never reaches a capture."""

_NAME = re.compile(r"[A-Za-z0-9_+\-]+(/[A-Za-z0-9_+\-]+){0,2}")


class ZoneMiddleware:
    """Renders each response in the time zone that the browser named."""

    sync_capable = True
    async_capable = False

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        with timezone.override(zone_of(request.COOKIES.get(COOKIE, ""))):
            return self.get_response(request)


def zone_of(name: str) -> tzinfo:
    """Return the zone of an IANA name (written with `/` or `%2F`), UTC where there is none."""
    name = name.replace("%2F", "/")
    if not _NAME.fullmatch(name):
        return timezone.get_default_timezone()
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, OSError, ValueError):
        return timezone.get_default_timezone()
