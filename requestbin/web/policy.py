"""What browsers may do with our pages; without it a captured script could run on one of them."""

from __future__ import annotations

import re
from collections.abc import Callable

from django.conf import settings
from django.core.exceptions import DisallowedHost
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase

EVERY_PAGE = (
    ("Referrer-Policy", "same-origin"),  # "no-referrer" would make form posts send Origin: null
    ("X-Content-Type-Options", "nosniff"),
    ("X-Frame-Options", "DENY"),
    ("Cross-Origin-Opener-Policy", "same-origin"),
    ("Cross-Origin-Resource-Policy", "same-origin"),
    ("Cache-Control", "private, no-store"),
)

_IPV6_HOST = re.compile(r"//\[[^]]*\]")

Answer = Callable[[HttpRequest], HttpResponseBase]


class PagePolicyMiddleware:
    """Puts the policy on every response that does not bring its own; stands before WhiteNoise."""

    sync_capable = True
    async_capable = False

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        try:
            origin = page_origin(request)
        except DisallowedHost:
            return HttpResponse("The Host header is not a host.\n", "text/plain", 400)
        response = self.get_response(request)
        for name, value in EVERY_PAGE:
            response.headers.setdefault(name, value)
        response.headers.setdefault("Content-Security-Policy", content_policy(origin))
        return response


def page_origin(request: HttpRequest) -> str:
    """Return the origin that the browser sees this page under."""
    origin: str = settings.REQUESTBIN.url
    return origin or f"{request.scheme}://{request.get_host()}"


def content_policy(origin: str) -> str:
    """Return the content security policy of pages under `origin`.

    Scripts and styles come from `/static/` alone: an answer under `/in/` is of the same origin, so
    'self' would let a bin serve a script (tested). The socket is named for browsers whose 'self'
    does not cover it (Safari before 15.4). A policy cannot name an IPv6 address (CSP 3, section
    4.2: its brackets are no host characters; tested), so there the host is left open.
    """
    origin = _IPV6_HOST.sub("//*", origin)
    static = f"{origin}/static/"
    socket = origin.replace("http", "ws", 1)
    capture = settings.REQUESTBIN.capture_url
    return "; ".join(
        (
            "default-src 'none'",
            f"script-src {static}",
            f"style-src {static}",
            f"img-src {static} data:",
            f"connect-src 'self' {socket} {capture}".rstrip(),
            "form-action 'self'",
            "base-uri 'none'",
            "frame-ancestors 'none'",
        )
    )
