"""The link that the console prints: it signs a browser in to a local instance, once."""

from __future__ import annotations

import math
from contextlib import suppress

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from requestbin.access import cookies, limits, tokens
from requestbin.conf import LOCAL

PARAMETER = "pair"
ORIGIN_FILE = "origin"
DEFAULT_PORT = 8000
PAIRED = "paired"
"""What the cookie of a paired browser holds; all that counts is its signature."""


def pairing_link(origin: str = "") -> str:
    """Return the link that signs a browser in; `origin` is where `serve` listens."""
    return f"{origin or noted_origin()}/?{PARAMETER}={settings.REQUESTBIN.instance_token}"


def note_origin(origin: str) -> None:
    """Keep where `serve` listens (it may have taken the next free port) for other commands."""
    settings.REQUESTBIN.make_data_folder()
    (settings.REQUESTBIN.data / ORIGIN_FILE).write_text(origin)


def noted_origin() -> str:
    """Return where `serve` listens, or was listening last, or would."""
    conf = settings.REQUESTBIN
    with suppress(OSError):
        return str((conf.data / ORIGIN_FILE).read_text())
    host = f"[{conf.host}]" if ":" in conf.host else conf.host
    return f"http://{host}:{conf.port or DEFAULT_PORT}"


def is_asked(request: HttpRequest) -> bool:
    """Tell whether a request opens the pairing link."""
    local = settings.REQUESTBIN.mode == LOCAL and request.method == "GET"
    return local and request.path == "/" and PARAMETER in request.GET


def pair(request: HttpRequest) -> HttpResponse:
    """Answer the pairing link: the cookie and the home page, or 401 for a wrong token.

    The token leaves the address bar at once and goes into no cache and no Referer.
    """
    response = _answer(request)
    response.headers["Cache-Control"] = "no-store"
    response.headers["Referrer-Policy"] = "no-referrer"
    return response


def _answer(request: HttpRequest) -> HttpResponse:
    if request.headers.get("Sec-Fetch-Dest", "document") != "document":
        return unpaired(request)  # a foreign page's <img> must not use up the tries
    wait = limits.wait_to_pair()
    if wait:
        return _too_many(wait)
    if not tokens.is_instance_token(request.GET[PARAMETER]):
        return unpaired(request)
    response = HttpResponse(status=303, headers={"Location": "/"})
    cookies.send(response, request, PAIRED)
    return response


def unpaired(request: HttpRequest) -> HttpResponse:
    """Tell a browser that is not signed in what to open."""
    return render(request, "access/unpaired.html", status=401)


def _too_many(wait: float) -> HttpResponse:
    seconds = math.ceil(wait)
    text = f"Too many tries. Open the link again in {seconds} seconds.\n"
    headers = {"Retry-After": str(seconds)}
    return HttpResponse(text, "text/plain; charset=utf-8", 429, headers=headers)
