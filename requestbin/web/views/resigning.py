"""The control that signs a replay anew, as the menu asks for it; and test keys to sign with."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from requestbin.bins.models import Bin, CapturedRequest
from requestbin.egress import Unsendable
from requestbin.web.forwards import example_of
from requestbin.web.lookups import bin_for, captured_for
from requestbin.web.pages import PageRequest, rendered, wants_part
from requestbin.web.replaying import Refused, Wish, is_remote, signed
from requestbin.web.resigning import Control, control_of, make_pair, with_signing
from requestbin.web.targets import completed, targets_of

PLACES = ("menu", "edit")


@require_http_methods(["GET", "POST"])
def control(request: PageRequest, bin_id: str, seq: int) -> HttpResponse:
    """Return the control for the menu; or, posted, what would be changed by what it asks for."""
    bin = bin_for(request, bin_id, "change")
    row = captured_for(bin, seq)
    form = request.POST if request.method == "POST" else QueryDict()
    found = control_of(bin, row, form)
    if found is None:
        return HttpResponse()
    context = {"bin": bin, "captured": row, "place": PLACES[0], "control": found}
    context |= _changes(bin, row, found, form)
    posted = request.method == "POST"
    template = "forwarding/_changes.html" if posted else "forwarding/_resign.html"
    return rendered(request, template, context)


@require_POST
def pair(request: PageRequest, bin_id: str, seq: int) -> HttpResponse:
    """Make a pair of test keys for a provider whose own key nobody else has."""
    bin = bin_for(request, bin_id, "change")
    row = captured_for(bin, seq)
    found = control_of(bin, row, request.POST)
    if found is None or found.provider.shared:
        raise Http404("This provider needs no pair of keys.")
    context: dict[str, Any] = {"bin": bin, "captured": row}
    form = request.POST.copy()
    try:
        form["resign_secret"] = str(make_pair(bin, found))
    except Refused as refusal:
        context["error"] = str(refusal)
    form["resign"], form["resign_was"] = "1", ""
    if not wants_part(request):
        return redirect(f"{reverse('edit-replay', args=(bin.pk, seq))}?resign=1")
    place = request.POST.get("resign_place", "")
    made = control_of(bin, row, form)
    context |= {"control": made, "place": place if place in PLACES else PLACES[0]}
    if made is not None:
        context |= _changes(bin, row, made, form)
    response = rendered(request, "forwarding/_resign.html", context)
    response.headers["HX-Trigger-After-Settle"] = "signed"
    return response


def _changes(bin: Bin, row: CapturedRequest, found: Control, form: QueryDict) -> dict[str, Any]:
    targets = targets_of(bin, settings.REQUESTBIN)
    url = completed(form.get("url", ""), local=not is_remote())
    url = url or (targets[0].url if targets else example_of(row))
    try:
        made = signed(row, with_signing(Wish(url), found, form))
    except Unsendable as unsendable:
        return {"problem": unsendable.sentence}
    except Refused as refusal:
        return {"problem": str(refusal)}
    return {"changes": made.changes if made else []}
