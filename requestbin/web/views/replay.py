"""Sending a captured request on: at once to a target, or edited, with a look at what will go."""

from __future__ import annotations

import json
from typing import Any

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from requestbin.bins.models import Bin, CapturedRequest
from requestbin.forwarding.models import Delivery
from requestbin.web.delivered import delivery_for
from requestbin.web.editing import Draft, Editing, begun, posted
from requestbin.web.forwards import forwards_of
from requestbin.web.lookups import bin_for, captured_for
from requestbin.web.pages import PageRequest, rendered, surroundings, wants_part
from requestbin.web.replaying import LiveEvent, Refused, Wish, is_remote, send
from requestbin.web.resigning import Control, asked, control_of, holding, with_signing
from requestbin.web.sends import sends_of
from requestbin.web.targets import completed, target_of, targets_of

METHODS = ("POST", "GET", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS")


@require_POST
def replay(request: PageRequest, bin_id: str, seq: int) -> HttpResponse:
    """Send a request, or what a delivery sent of it, to a URL; show where that stands."""
    bin, row, base = _asked_for(request, bin_id, seq)
    url = _url(request.POST.get("url", ""))
    wish = Wish.repeating(base, url) if base else Wish(url)
    control = control_of(bin, row, request.POST, base=base) if asked(request.POST) else None
    try:
        if control:
            wish = with_signing(wish, control, request.POST)
        send(bin, row, wish, request.META["REMOTE_ADDR"], _sure(request) == url)
    except LiveEvent:
        return _question(request, bin, row, base, url, control)
    except Refused as refusal:
        return _refused(request, bin, row, base, url, refusal)
    return _sent(request, bin, row)


@require_http_methods(["GET", "POST"])
def edit(request: PageRequest, bin_id: str, seq: int) -> HttpResponse:
    """Show a request to edit before it is sent, and send it."""
    bin, row, base = _asked_for(request, bin_id, seq)
    if request.method == "GET":
        begin = begun(bin, row, base, _first_url(request, bin), request.GET)
        return _editor(request, bin, row, begin)
    editing = _posted(request, bin, row, base)
    if editing.wish and "preview" not in request.POST:
        try:
            sure = _sure(request) == editing.wish.url
            send(bin, row, editing.wish, request.META["REMOTE_ADDR"], sure)
            return _sent(request, bin, row)
        except LiveEvent:
            editing.question = target_of(editing.draft.url).place
        except Refused as refusal:
            editing.errors[refusal.field] = str(refusal)
    if editing.control:
        editing.control = holding(editing.control, request.POST)
    return _editor(request, bin, row, editing)


@require_POST
def preview(request: PageRequest, bin_id: str, seq: int) -> HttpResponse:
    """Return the request as it would go out, and what is wrong with which field."""
    bin, row, base = _asked_for(request, bin_id, seq)
    editing = _posted(request, bin, row, base)
    flipped = editing.control and editing.control.on != ("resign" in request.POST)
    flipped = flipped and not request.POST.get("resign_given")
    context = {"bin": bin, "captured": row, "editing": editing, "flipped": flipped}
    return rendered(request, "forwarding/_previewed.html", context)


def _asked_for(
    request: PageRequest, bin_id: str, seq: int
) -> tuple[Bin, CapturedRequest, Delivery | None]:
    bin = bin_for(request, bin_id, "change")
    row = captured_for(bin, seq)
    base = request.POST.get("delivery") or request.GET.get("delivery")
    return bin, row, delivery_for(bin, base, row.seq) if base else None


def _sure(request: PageRequest) -> str:
    """The URL that a live event may go to; another one in the same form is asked about anew."""
    return request.POST.get("sure", "")


def _url(text: str) -> str:
    return completed(text, local=not is_remote())


def _first_url(request: PageRequest, bin: Bin) -> str:
    asked = request.GET.get("url", "")
    targets = targets_of(bin, settings.REQUESTBIN)
    return asked or (targets[0].url if targets else "")


def _posted(request: PageRequest, bin: Bin, row: CapturedRequest, base: Delivery | None) -> Editing:
    draft = Draft.posted(request.POST, _url(request.POST.get("url", "")))
    return posted(bin, row, base, draft, request.POST)


def _editor(request: PageRequest, bin: Bin, row: CapturedRequest, editing: Editing) -> HttpResponse:
    targets = targets_of(bin, settings.REQUESTBIN)
    context = {"bin": bin, "captured": row, "editing": editing, "targets": targets}
    context |= {"remote": is_remote(), "methods": METHODS}
    status = 422 if editing.errors else 200
    if wants_part(request):
        return rendered(request, "forwarding/_editor.html", context, status)
    context |= surroundings(request, bin)
    return rendered(request, "forwarding/edit.html", context, status)


def _sent(request: PageRequest, bin: Bin, row: CapturedRequest) -> HttpResponse:
    if wants_part(request):
        return _lines(request, bin, row)
    return redirect(f"{reverse('request', args=(bin.pk, row.seq))}?tab=deliveries")


def _question(
    request: PageRequest,
    bin: Bin,
    row: CapturedRequest,
    base: Delivery | None,
    url: str,
    control: Control | None,
) -> HttpResponse:
    """A live event leaves this machine only when that was said twice."""
    place = target_of(url).place
    if wants_part(request):
        hidden = holding(control, request.POST).hidden if control else []
        question = {"url": url, "place": place, "base": base, "hidden": hidden}
        return _lines(request, bin, row, question=question)
    editing = begun(bin, row, base, url, request.POST)
    editing.question = place
    return _editor(request, bin, row, editing)


def _refused(
    request: PageRequest,
    bin: Bin,
    row: CapturedRequest,
    base: Delivery | None,
    url: str,
    refusal: Refused,
) -> HttpResponse:
    if not wants_part(request):
        editing = begun(bin, row, base, url, request.POST)
        editing.errors[refusal.field] = str(refusal)
        return _editor(request, bin, row, editing)
    if request.htmx.target != "replay-other":
        return _lines(request, bin, row, refusal.status, problem=str(refusal))
    context = {"bin": bin, "captured": row, **forwards_of(bin, row)}
    context |= {"problem": str(refusal), "url": url}
    return _unsent(rendered(request, "forwarding/_other.html", context, refusal.status), row)


def _lines(
    request: PageRequest, bin: Bin, row: CapturedRequest, status: int = 200, **more: Any
) -> HttpResponse:
    """The lines of the request's deliveries, in their place whoever asked."""
    context = {"bin": bin, "captured": row, "sends": sends_of(bin, row.seq), **more}
    response = rendered(request, "forwarding/_sends.html", context, status)
    if request.htmx.target != "sends":  # a form that is gone by then could not be led elsewhere
        response.headers["HX-Retarget"] = "#sends"
        response.headers["HX-Reswap"] = "outerHTML"
    return _unsent(response, row) if more else response


def _unsent(response: HttpResponse, row: CapturedRequest) -> HttpResponse:
    """Tell who has left the request that it was not sent; the others see why (trouble.js)."""
    told = f"Request #{row.seq} was not sent. Replay it again to see why."
    response.headers["HX-Trigger"] = json.dumps({"requestbin:unsent": told})
    return response
