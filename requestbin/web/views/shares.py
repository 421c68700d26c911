"""Sharing a request: a look at what others will see, the links that show it, and their end."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from requestbin.access import shares
from requestbin.bins.models import Bin, CapturedRequest
from requestbin.conf import LOCAL
from requestbin.inspection.masking import Masked
from requestbin.web import sharing, words
from requestbin.web.lookups import bin_for, captured_for, whole
from requestbin.web.pages import PageRequest, rendered, surroundings, wants_part
from requestbin.web.views.requests import content_download, download

SECOND = timedelta(seconds=1)
LIFETIMES = [(key, words.span(each // SECOND)) for key, each in shares.LIFETIMES.items()]


@require_http_methods(["GET", "POST"])
def share(request: PageRequest, bin_id: str, seq: int) -> HttpResponse:
    """Show what sharing a request would show, and make a link to it."""
    bin, row = _asked_for(request, bin_id, seq)
    if request.method == "GET":
        return _sharing(request, bin, row, made=request.GET.get("made", ""))
    lifetime = shares.LIFETIMES.get(request.POST.get("lifetime", ""))
    try:
        made = shares.make(
            bin.pk, seq, request.principal.owner, lifetime or shares.LIFETIMES[shares.USUAL]
        )
    except shares.TooManyLinks as refusal:
        return _sharing(request, bin, row, 422, problem=str(refusal))
    if not wants_part(request):
        return redirect(f"{reverse('share', args=(bin.pk, seq))}?made={made.pk}")
    return _sharing(request, bin, row, made=made.pk)


@require_POST
def revoke(request: PageRequest, bin_id: str, share_id: str) -> HttpResponse:
    """End a link at once; whoever has it sees nothing from then on."""
    bin = bin_for(request, bin_id, "change")
    shares.revoke(bin.pk, share_id)
    seq = whole(request.POST.get("seq", ""))
    if seq and wants_part(request):
        return _sharing(request, bin, captured_for(bin, seq))
    messages.success(request, "The link does not work any more.")
    return redirect(f"{reverse('settings', args=(bin.pk,))}#shared")


@require_GET
def preview(request: PageRequest, bin_id: str, seq: int) -> HttpResponse:
    """Show the page as those who have a link see it."""
    bin, row = _asked_for(request, bin_id, seq)
    context = sharing.shown(sharing.masked_of(bin, row), request.path, request.GET)
    back = reverse("request", args=(bin.pk, seq))
    return rendered(request, "shared/page.html", context | {"back": back})


@require_GET
def raw(request: PageRequest, bin_id: str, seq: int) -> HttpResponse:
    """Download the masked request, to send it on by other ways than a link."""
    captured = _masked(request, bin_id, seq).captured
    return download(sharing.on_the_wire(captured), f"{bin_id}-{seq}-masked.http")


@require_GET
def body(request: PageRequest, bin_id: str, seq: int) -> HttpResponse:
    """Download the masked body, or the `part` of it that is asked for."""
    captured = _masked(request, bin_id, seq).captured
    return content_download(captured, request.GET.get("part", ""), f"{bin_id}-{seq}-masked")


@require_GET
def as_curl(request: PageRequest, bin_id: str, seq: int) -> HttpResponse:
    """Return a curl command for the masked request, to copy."""
    captured = _masked(request, bin_id, seq).captured
    return HttpResponse(sharing.as_curl(captured), "text/plain; charset=utf-8")


def _asked_for(request: PageRequest, bin_id: str, seq: int) -> tuple[Bin, CapturedRequest]:
    bin = bin_for(request, bin_id, "change")
    return bin, captured_for(bin, seq)


def _masked(request: PageRequest, bin_id: str, seq: int) -> Masked:
    return sharing.masked_of(*_asked_for(request, bin_id, seq))


def _sharing(
    request: PageRequest,
    bin: Bin,
    row: CapturedRequest,
    status: int = 200,
    made: str = "",
    **more: Any,
) -> HttpResponse:
    context = {
        "bin": bin,
        "captured": row,
        "masked": sharing.masked_of(bin, row),
        "links": sharing.links_of(request, shares.working(bin.pk, row.seq), made),
        "lifetimes": LIFETIMES,
        "usual": shares.USUAL,
        "alone": settings.REQUESTBIN.mode == LOCAL,
        **more,
    }
    if wants_part(request):
        return rendered(request, "shares/_share.html", context, status)
    return rendered(request, "shares/page.html", context | surroundings(request, bin), status)
