"""The signature of one request: the bytes that were signed, and secrets given to check it."""

from __future__ import annotations

import math
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST
from django_htmx.http import retarget

from requestbin.access import limits
from requestbin.bins.models import Bin, CapturedRequest
from requestbin.web import feed
from requestbin.web.detail import TABS, captured_of, detail_of
from requestbin.web.lookups import bin_for, captured_for
from requestbin.web.pages import PageRequest, rendered, surroundings, wants_part
from requestbin.web.search import NO_SEARCH
from requestbin.web.signing import certificates, refused, unknown
from requestbin.web.signing.again import again_of
from requestbin.web.signing.judged import judged_of, named
from requestbin.web.signing.keeping import keep
from requestbin.web.signing.refusals import NotTaken
from requestbin.web.views.bins import summary
from requestbin.web.views.requests import download


@require_GET
def signed(request: PageRequest, bin_id: str, seq: int) -> HttpResponse:
    """Download exactly what was signed, or should have been."""
    bin = bin_for(request, bin_id)
    judged = judged_of(bin, captured_for(bin, seq), request.GET.get("url", ""))
    if judged is None or not judged.signed:
        raise Http404("Nothing is known to be signed.")
    return download(judged.signed, f"{bin.pk}-{seq}-signed.bin")


@require_POST
def give(request: PageRequest, bin_id: str, seq: int) -> HttpResponse:
    """Take a secret, and show the request as it is judged by it."""
    bin = bin_for(request, bin_id, "change")
    row = captured_for(bin, seq)
    provider = named(bin, request.POST.get("provider", ""))
    if provider is None:
        raise Http404("There is no such provider.")
    posted = request.POST.dict()
    try:
        if "fetch" in posted:
            _demand_not_too_often(request, bin)
            posted[certificates.FIELD] = certificates.fetched(provider, captured_of(bin, row))
        keep(bin, provider, posted, posted.get("label", ""))
    except NotTaken as refusal:
        return detail(request, bin, row, 422, unkept=str(refusal))
    if not wants_part(request):
        return redirect(f"{reverse('request', args=(bin.pk, seq))}?tab=signature")
    return detail(request, bin, captured_for(bin, seq), judging=again_of(bin, provider.slug))


@require_POST
def look_into(request: PageRequest, bin_id: str, seq: int) -> HttpResponse:
    """Work out how an unknown sender signs; with `save` keep it as a provider of the bin's own."""
    bin = bin_for(request, bin_id, "change")
    row = captured_for(bin, seq)
    secret = request.POST.get("secret", "").strip()
    saves = "save" in request.POST
    context: dict[str, Any] = {"asked": True}
    try:
        finding = unknown.worked_out(bin, row, request.POST.get("header", ""), secret)
        if finding is not None and saves:
            name = request.POST.get("name", "") or unknown.name_of(finding)
            slug = unknown.kept(bin, finding, name, secret)
            shown = detail(request, bin, _known(row, slug), judging=again_of(bin, slug))
            return retarget(shown, "#detail")
    except NotTaken as refusal:
        context["unfound"] = str(refusal)
    else:
        context |= {"finding": finding, "name": unknown.name_of(finding) if finding else ""}
    status = 422 if "unfound" in context else 200
    if wants_part(request):
        known = {"bin": bin, "captured": row, **context}
        return rendered(request, "signature/_investigated.html", known, status)
    return detail(request, bin, row, status, **context)


@require_POST
def explain(request: PageRequest, bin_id: str, seq: int) -> HttpResponse:
    """Say why an app refuses a genuine request, by what it computed; nothing is stored."""
    bin = bin_for(request, bin_id)
    row = captured_for(bin, seq)
    context: dict[str, Any] = {}
    try:
        context["explanation"] = refused.explained(bin, row, request.POST.dict())
    except NotTaken as refusal:
        context["app_problem"] = str(refusal)
    status = 422 if "app_problem" in context else 200
    if wants_part(request):
        return rendered(request, "signature/_explained.html", {"bin": bin, **context}, status)
    return detail(request, bin, row, status, **context)


def _known(row: CapturedRequest, slug: str) -> CapturedRequest:
    """Take what the background finds out soon: whose the request is."""
    row.provider = slug
    return row


def _demand_not_too_often(request: PageRequest, bin: Bin) -> None:
    wait = limits.wait_to_replay(request.META.get("REMOTE_ADDR", ""), bin.owner or bin.pk, "")
    if wait:
        raise NotTaken(f"Too many at once. Try again in {math.ceil(wait)} s.")


def detail(
    request: PageRequest, bin: Bin, row: CapturedRequest, status: int = 200, **more: Any
) -> HttpResponse:
    """Return the detail of a request on the tab that a form came from, with what it learnt."""
    tab = request.POST.get("tab", "")
    known = tab if tab in {each.slug for each in TABS} else "signature"
    context = {"bin": bin, **detail_of(bin, row, {"tab": known}), **more}
    if wants_part(request):
        return rendered(request, "requests/_detail.html", context, status)
    listed = feed.feed_of(bin, NO_SEARCH, around=row.seq)
    context |= {"feed": listed, "selected": row.seq, "opened": True, **summary(bin, NO_SEARCH)}
    return rendered(request, "bins/page.html", context | surroundings(request, bin), status)
