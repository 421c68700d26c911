"""What came of replays: the lines of a request, one delivery in full, and the log of a bin."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_GET, require_POST

from requestbin.bins import queries as bins
from requestbin.bins.models import Bin
from requestbin.forwarding import queries
from requestbin.forwarding.stopping import stop as call_off
from requestbin.web.delivered import delivery_for, full_of
from requestbin.web.lookups import bin_for, captured_for
from requestbin.web.pages import PageRequest, rendered, surroundings, wants_part
from requestbin.web.sends import idle_of, lines_of, sends_of
from requestbin.web.views.requests import download

PAGE_LINES = 50


@require_GET
def lines(request: PageRequest, bin_id: str, seq: int) -> HttpResponse:
    """Return the lines of a request's deliveries, for a page that waits for their outcome."""
    return _lines(request, bin_for(request, bin_id), seq)


@require_GET
def newest(request: PageRequest, bin_id: str, seq: int) -> HttpResponse:
    """Return the newest answer to a request, for the third column of a wide page."""
    bin = bin_for(request, bin_id)
    row = captured_for(bin, seq)
    found = queries.deliveries_of(bin, seq=seq, limit=1)
    context = {"bin": bin, "captured": row, **(full_of(found[0], request.GET) if found else {})}
    return rendered(request, "forwarding/_newest.html", context)


@require_GET
def log(request: PageRequest, bin_id: str) -> HttpResponse:
    """Show the deliveries of a bin, the newest first, a page at a time."""
    bin = bin_for(request, bin_id)
    before = request.GET.get("before")
    last = delivery_for(bin, before) if before else None
    found = queries.deliveries_of(bin, before=last, limit=PAGE_LINES + 1)
    shown = found[:PAGE_LINES]
    context = {
        "bin": bin,
        "lines": lines_of(shown),
        "gone": set(bins.gone(bin, {each.request_seq for each in shown})),
        "idle": idle_of(shown),
        "older": shown[-1].pk if len(found) > PAGE_LINES else None,
        "later": before,
    }
    return rendered(request, "forwarding/log.html", context | surroundings(request, bin))


@require_GET
def show(request: PageRequest, bin_id: str, delivery_id: str) -> HttpResponse:
    """Show one delivery on a page of its own; it outlives the captured request."""
    bin = bin_for(request, bin_id)
    delivery = delivery_for(bin, delivery_id)
    gone = bool(bins.gone(bin, [delivery.request_seq]))
    context = {"bin": bin, "delivery": delivery, "gone": gone, **full_of(delivery, request.GET)}
    context |= {"idle": idle_of([delivery]), **surroundings(request, bin)}
    return rendered(request, "forwarding/delivery.html", context)


@require_POST
def stop(request: PageRequest, bin_id: str, delivery_id: str) -> HttpResponse:
    """Call off what is still to be sent."""
    bin = bin_for(request, bin_id, "change")
    delivery = delivery_for(bin, delivery_id)
    call_off(delivery)
    if wants_part(request):
        return _lines(request, bin, delivery.request_seq)
    return redirect("delivery", bin.pk, delivery.pk)


@require_GET
def body(request: PageRequest, bin_id: str, delivery_id: str, number: int) -> HttpResponse:
    """Download the body of an attempt's answer, byte for byte."""
    bin = bin_for(request, bin_id)
    delivery = delivery_for(bin, delivery_id)
    attempt = next((each for each in delivery.attempts.all() if each.number == number), None)
    if attempt is None:
        raise Http404("There was no such attempt.")
    return download(bytes(attempt.body), f"{bin.pk}-{delivery.pk}-{number}.bin")


def _lines(request: PageRequest, bin: Bin, seq: int) -> HttpResponse:
    context = {"bin": bin, "captured": captured_for(bin, seq), "sends": sends_of(bin, seq)}
    return rendered(request, "forwarding/_sends.html", context)
