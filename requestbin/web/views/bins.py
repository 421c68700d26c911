"""The page of a bin: its list, what it pulls to stay live, and what sums it up."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse, JsonResponse
from django.utils import timezone
from django.views.decorators.http import require_GET

from requestbin.bins import queries
from requestbin.bins.models import Bin
from requestbin.web import feed, pulse
from requestbin.web.detail import detail_of
from requestbin.web.lookups import bin_for, whole
from requestbin.web.pages import PageRequest, rendered, surroundings, wants_part, way_in
from requestbin.web.search import Search, search_of

SAMPLE_REQUESTS = 1000
MAX_ASKED = 800


@require_GET
def show(request: PageRequest, bin_id: str) -> HttpResponse:
    """Show a bin with its newest request, or only the list that a search or "older" asks for."""
    bin = bin_for(request, bin_id)
    before = whole(request.GET.get("before", "")) or None
    search = search_of(request)
    listed = feed.feed_of(bin, search, before=before)
    context = {"bin": bin, "feed": listed, **summary(bin, search)}
    if wants_part(request):
        part = "_older" if request.htmx.target == "older" else "_feed"
        return rendered(request, f"requests/{part}.html", context)
    if listed.newest is not None:
        context |= detail_of(bin, listed.newest, request.GET) | {"selected": listed.newest.seq}
    return rendered(request, "bins/page.html", context | surroundings(request, bin))


@require_GET
def rows(request: PageRequest, bin_id: str) -> HttpResponse:
    """Return what changed after the cursor `after`, or only that it is too much; with `newest` the
    newest page instead."""
    bin = bin_for(request, bin_id)
    cursor = whole(request.GET.get("after", ""))
    search = search_of(request)
    context: dict[str, Any] = {"bin": bin, "refused": feed.refused(bin), **way_in(request, bin)}
    if "newest" in request.GET:
        context["feed"] = feed.feed_of(bin, search)
    elif bin.counter.change - cursor > feed.FAR_BEHIND:
        context["far"] = True
    else:
        searched = whole(request.GET.get("searched", ""))
        context |= feed.pulled(bin, search, cursor, searched)
    return rendered(request, "requests/_pulled.html", context)


@require_GET
def gone(request: PageRequest, bin_id: str) -> HttpResponse:
    """Tell which of the requests `seqs` (numbers with commas between) the bin holds no more."""
    bin = bin_for(request, bin_id)
    asked = [whole(part) for part in request.GET.get("seqs", "").split(",")[:MAX_ASKED]]
    return JsonResponse({"gone": queries.gone(bin, asked)})


@require_GET
def overview(request: PageRequest, bin_id: str) -> HttpResponse:
    """Return the drawing of arrivals and the filters made from what is there."""
    bin = bin_for(request, bin_id)
    search = search_of(request)
    context = {"bin": bin, "search": search, **summary(bin, search)}
    return rendered(request, "requests/_overview.html", context)


@require_GET
def waiting(request: PageRequest, bin_id: str) -> HttpResponse:
    """Return what stands in place of a request while there is none."""
    bin = bin_for(request, bin_id)
    return rendered(request, "bins/_waiting.html", surroundings(request, bin))


def summary(bin: Bin, search: Search) -> dict[str, Any]:
    """Return what the head of the list shows of the whole bin."""
    sample = queries.glances(bin, SAMPLE_REQUESTS)
    arrivals = [glance.received_at for glance in sample]
    complete = len(sample) < SAMPLE_REQUESTS
    return {
        "refused": feed.refused(bin),
        "pulse": pulse.pulse_of(arrivals, timezone.now(), all_of_them=complete),
        "chips": pulse.chips_of(sample, search),
    }
