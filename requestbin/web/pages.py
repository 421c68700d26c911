"""What every page needs beside its own content: who asks, and the bins that they may switch to."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.cache import patch_vary_headers
from django_htmx.middleware import HtmxDetails

from requestbin.access.principals import PrincipalRequest
from requestbin.bins import queries, reach
from requestbin.bins.models import Bin
from requestbin.web.policy import page_origin
from requestbin.web.reach import reach_of

RECENT_BINS = 12


class PageRequest(PrincipalRequest):
    """A request after all our middleware; views take it for its type."""

    htmx: HtmxDetails


def wants_part(request: PageRequest) -> bool:
    """Tell whether a part of the page is asked for, not the whole."""
    return bool(request.htmx) and not request.htmx.history_restore_request


def rendered(
    request: PageRequest, template: str, context: dict[str, Any], status: int = 200
) -> HttpResponse:
    """Return a rendered template; pages and their parts share addresses, hence Vary."""
    response = render(request, template, context, status=status)
    patch_vary_headers(response, ("HX-Request", "HX-Target", "Cookie"))
    return response


def surroundings(request: PageRequest, bin: Bin) -> dict[str, Any]:
    """Return what the bar of a bin's page shows."""
    return {
        "bin": bin,
        "recent_bins": queries.bins_of(request.principal)[:RECENT_BINS],
        "mode": settings.REQUESTBIN.mode,
        **way_in(request, bin),
    }


def way_in(request: PageRequest, bin: Bin) -> dict[str, Any]:
    """Return where providers reach the bin; open pages compare it with what they show."""
    return {"capture_url": capture_url(request, bin), "reach": reach_of(request)}


def capture_url(request: PageRequest, bin: Bin) -> str:
    """Return the address to give to a provider."""
    return reach.capture_url(settings.REQUESTBIN, page_origin(request), bin.key)
