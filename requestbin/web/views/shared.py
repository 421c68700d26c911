"""What a link opens to whoever has it: one request, masked, to read and to take away."""

from __future__ import annotations

import math
from collections.abc import Callable
from functools import wraps
from typing import NamedTuple

from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from requestbin.access import limits, shares
from requestbin.access.models import Share
from requestbin.access.principals import INSTANCE
from requestbin.bins import queries
from requestbin.bins.models import Bin, CapturedRequest
from requestbin.inspection.masking import Masked
from requestbin.web import sharing
from requestbin.web.pages import PageRequest
from requestbin.web.signing.signs import sign_of
from requestbin.web.views.requests import content_download, download

HEADERS = {
    "Referrer-Policy": "no-referrer",  # the address is the key to the page
    "X-Robots-Tag": "noindex, nofollow",
}
GONE = (Share.DoesNotExist, Bin.DoesNotExist, CapturedRequest.DoesNotExist)
"""Expired, revoked, wrong, deleted: whoever has the link is told no more than that it is over."""


class Opened(NamedTuple):
    """A link that works, and the masked request that it shows."""

    share: Share
    masked: Masked
    verdict: str


View = Callable[[PageRequest, Opened], HttpResponse]


def _open(view: View) -> Callable[[PageRequest, str], HttpResponse]:
    """Let everybody in who has a link that works, not too often."""

    @login_not_required
    @require_safe
    @wraps(view)
    def answer(request: PageRequest, signed: str) -> HttpResponse:
        response = _answer(view, request, signed)
        for name, value in HEADERS.items():
            response.headers[name] = value
        return response

    return answer


def _answer(view: View, request: PageRequest, signed: str) -> HttpResponse:
    try:
        share = shares.find(signed)
        bin = queries.find_bin(INSTANCE, share.bin_id)
        row = queries.find_request(bin, share.seq)
    except GONE:
        return render(request, "shared/over.html", status=404)
    if wait := limits.wait_to_open(request.META.get("REMOTE_ADDR", "")):
        return _too_often(request, math.ceil(wait))
    return view(request, Opened(share, sharing.masked_of(bin, row), row.verdict))


def _too_often(request: PageRequest, seconds: int) -> HttpResponse:
    response = render(request, "shared/too_often.html", {"seconds": seconds}, status=429)
    response.headers["Retry-After"] = str(seconds)
    return response


@_open
def show(request: PageRequest, opened: Opened) -> HttpResponse:
    """Show the request."""
    if request.method == "GET":
        shares.count(opened.share)
    context = sharing.shown(opened.masked, request.path, request.GET)
    context |= {"until": opened.share.expires_at, "sign": sign_of(opened.verdict)}
    return render(request, "shared/page.html", context)


@_open
def raw(_request: PageRequest, opened: Opened) -> HttpResponse:
    """Download the masked request: request line, headers, body."""
    return download(sharing.on_the_wire(opened.masked.captured), "request.http")


@_open
def body(request: PageRequest, opened: Opened) -> HttpResponse:
    """Download the masked body, or the `part` of it that is asked for."""
    return content_download(opened.masked.captured, request.GET.get("part", ""), "body")


@_open
def as_curl(_request: PageRequest, opened: Opened) -> HttpResponse:
    """Return a curl command for the masked request, to copy."""
    return HttpResponse(sharing.as_curl(opened.masked.captured), "text/plain; charset=utf-8")
