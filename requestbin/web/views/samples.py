"""Sending a sample event, to the bin itself or to any URL: chosen on the page, or at once."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods

from requestbin.access.principals import PrincipalRequest
from requestbin.bins.models import Bin
from requestbin.bins.sampling import NotSent
from requestbin.providers.samples import UnknownSample, events
from requestbin.web import sampling
from requestbin.web.lookups import bin_for
from requestbin.web.pages import PageRequest, rendered, surroundings, wants_part
from requestbin.web.replaying import is_remote
from requestbin.web.sampling import Wish
from requestbin.web.targets import completed

SENT = "A sample was sent."


@require_http_methods(["GET", "POST"])
def sample(request: PageRequest, bin_id: str) -> HttpResponse:
    """Show what can be sent, and send it."""
    bin = bin_for(request, bin_id, "change")
    wish = _wish(request, bin)
    if request.method == "GET" or "choose" in request.POST:
        return _form(request, bin, wish)
    try:
        sent = sampling.send(bin, wish, request.META)
    except NotSent as problem:
        return _form(request, bin, wish, 422, problem=str(problem))
    if "at_once" in request.POST:
        return _said(request, bin, sent.problem or SENT)
    return _form(request, bin, wish, sent=sent, problem=sent.problem)


def _said(request: PageRequest, bin: Bin, sentence: str) -> HttpResponse:
    """Say what came of a sample that was sent without a form."""
    if wants_part(request):
        return rendered(request, "samples/_said.html", {"sentence": sentence})
    messages.info(request, sentence)
    return redirect("bin", bin.pk)


def _wish(request: PrincipalRequest, bin: Bin) -> Wish:
    asked = request.POST if request.method == "POST" else request.GET
    wish = Wish(
        asked.get("provider") or sampling.usual_provider(bin),
        asked.get("event", ""),
        asked.get("broken", ""),
    )
    if asked.get("to") == "other":
        wish.url = completed(asked.get("url", ""), local=not is_remote())
    if not _has(wish.provider):
        wish.provider = sampling.usual_provider(bin)
    return wish


def _has(slug: str) -> bool:
    try:
        return bool(events(slug))
    except UnknownSample:
        return False


def _form(
    request: PageRequest, bin: Bin, wish: Wish, status: int = 200, **more: object
) -> HttpResponse:
    context = {"bin": bin, "remote": is_remote(), **sampling.choices(bin, wish), **more}
    if wants_part(request):
        return rendered(request, "samples/_form.html", context, status)
    return rendered(request, "samples/page.html", context | surroundings(request, bin), status)
