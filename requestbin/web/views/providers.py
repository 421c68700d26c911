"""Providers of one's own: described in a form, tried on a captured request, kept, taken away."""

from __future__ import annotations

import json
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from requestbin.bins import keyring
from requestbin.bins.models import Bin, CapturedRequest, OwnProvider
from requestbin.providers.own import NotAProvider, row_source
from requestbin.web.lookups import bin_for, captured_for, whole
from requestbin.web.pages import PageRequest, rendered, surroundings, wants_part
from requestbin.web.signing.describing import TEMPLATES, OwnForm, definition_of, definitions_of
from requestbin.web.signing.trying import tried

MAX_JSON = 20_000


@require_GET
def show(request: PageRequest, bin_id: str) -> HttpResponse:
    """Show the bin's own providers, each with its row to take away."""
    return _list(request, bin_for(request, bin_id, "change"))


@require_http_methods(["GET", "POST"])
def edit(request: PageRequest, bin_id: str, provider: str = "") -> HttpResponse:
    """Show the form of a provider, a new one where none is named, and keep what it says."""
    bin = bin_for(request, bin_id, "change")
    row = definition_of(bin, provider) if provider else None
    if provider and row is None:
        raise Http404("There is no such provider.")
    form = OwnForm(request.POST or None, row)
    if request.method == "POST" and form.is_valid():
        try:
            kept = keyring.define(bin, form.definition())
            if request.POST.get("keep") and request.POST.get("secret"):
                keyring.add(bin, kept.slug, "", request.POST["secret"].strip())
        except (NotAProvider, keyring.NotKept) as problem:
            form.add_error(None, str(problem))
        else:
            return _kept(request, bin, kept)
    return _form(request, bin, form, provider)


@require_POST
def attempt(request: PageRequest, bin_id: str) -> HttpResponse:
    """Check a captured request as the form says, with a secret that is not kept."""
    bin = bin_for(request, bin_id, "change")
    form = OwnForm(request.POST)
    if not form.is_valid():
        if wants_part(request):
            problems = [str(each) for errors in form.errors.values() for each in errors]
            return rendered(request, "providers/_trial.html", {"problems": problems}, 422)
        return _form(request, bin, form, "")
    row = _captured(bin, request.POST.get("seq", ""))
    trial = tried(bin, row, form.provider(), request.POST.get("secret", "").strip())
    if wants_part(request):
        return rendered(request, "providers/_trial.html", {"bin": bin, "trial": trial})
    return _form(request, bin, form, "", 200, trial=trial)


@require_POST
def take(request: PageRequest, bin_id: str) -> HttpResponse:
    """Keep a provider that comes as JSON."""
    bin = bin_for(request, bin_id, "change")
    text = request.POST.get("row", "")
    try:
        kept = keyring.define(bin, _parsed(text))
    except (NotAProvider, keyring.NotKept) as problem:
        return _list(request, bin, 422, problem=str(problem), pasted=text[:MAX_JSON])
    return _kept(request, bin, kept)


@require_POST
def remove(request: PageRequest, bin_id: str, provider: str) -> HttpResponse:
    """Forget a provider."""
    bin = bin_for(request, bin_id, "change")
    if not keyring.forget(bin.pk, provider):
        raise Http404("There is no such provider.")
    messages.success(request, "The provider was removed.")
    return redirect("providers", bin.pk)


def _kept(request: PageRequest, bin: Bin, kept: OwnProvider) -> HttpResponse:
    name = kept.row.get("name") or kept.slug
    messages.success(request, f"{name} is recognised in this bin from now on.")
    return redirect("providers", bin.pk)


def _parsed(text: str) -> Any:
    if len(text) > MAX_JSON:
        raise NotAProvider(f"A provider has up to {MAX_JSON:,} characters.")
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        raise NotAProvider("That is no JSON. It begins with { and has fields in quotes.") from None


def _captured(bin: Bin, seq: str) -> CapturedRequest:
    number = whole(seq)
    return captured_for(bin, number or bin.counter.last_seq)


def _list(request: PageRequest, bin: Bin, status: int = 200, **more: Any) -> HttpResponse:
    described = [
        {"row": row, "json": json.dumps(row, indent=2, ensure_ascii=False), "source": _source(row)}
        for row in definitions_of(bin)
    ]
    context = {"described": described, **more, **surroundings(request, bin)}
    return rendered(request, "providers/page.html", context, status)


def _source(row: dict[str, Any]) -> str:
    try:
        return row_source(row)
    except NotAProvider as problem:
        return str(problem)


def _form(
    request: PageRequest,
    bin: Bin,
    form: OwnForm,
    slug: str,
    status: int = 0,
    **more: Any,
) -> HttpResponse:
    context = {
        "form": form,
        "slug": slug,
        "templates": TEMPLATES,
        "seq": whole(request.POST.get("seq", request.GET.get("seq", ""))) or bin.counter.last_seq,
        **more,
        **surroundings(request, bin),
    }
    return rendered(
        request, "providers/edit.html", context, status or (422 if form.errors else 200)
    )
