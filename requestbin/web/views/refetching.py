"""Fetching what a thin payload is about, at the press of a button on the payload tab."""

from __future__ import annotations

import math

from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from requestbin.access import limits
from requestbin.bins import actions
from requestbin.bins.keyring import NotKept
from requestbin.bins.models import Bin, CapturedRequest
from requestbin.forwarding import fetching
from requestbin.forwarding.fetching import Busy, Wanted
from requestbin.providers.refetch import NotFetchable, checked_template
from requestbin.web.lookups import bin_for, captured_for
from requestbin.web.pages import PageRequest, rendered, wants_part
from requestbin.web.refetching import offer_of


@require_POST
def fetch(request: PageRequest, bin_id: str, seq: int) -> HttpResponse:
    """Fetch it and show what came; it blocks up to 10 s. Address and Authorization value are kept
    where the form brings others."""
    bin = bin_for(request, bin_id, "change")
    row = captured_for(bin, seq)
    row.bin = bin
    template = request.POST.get("template", "").strip() or fetching.template_of(row)
    status, problem = 200, ""
    try:
        _fetch(request, bin, row, template)
    except (NotFetchable, NotKept) as error:
        status, problem = 422, str(error)
    except Busy as error:
        status, problem = 429, str(error)
    if not wants_part(request) and not problem:
        return redirect("request", bin.pk, seq)
    offer = offer_of(bin, row, request.GET, problem, template)
    context = {"bin": bin, "captured": row, "refetch": offer}
    return rendered(request, "forwarding/_refetch.html", context, status)


def _fetch(request: PageRequest, bin: Bin, row: CapturedRequest, template: str) -> None:
    origin = checked_template(template).origin
    wait = limits.wait_to_replay(request.META["REMOTE_ADDR"], bin.owner or bin.pk, origin)
    if wait:
        raise Busy(f"Too many fetches at once. Try again in {math.ceil(wait)} s.")
    value = request.POST.get("authorization", "").strip()
    if template != fetching.template_of(row):
        actions.update(bin, fetch_url=template)
    if value:
        fetching.keep_authorization(bin, origin, value, bin.provider)
    fetching.fetch(row, Wanted(template))
