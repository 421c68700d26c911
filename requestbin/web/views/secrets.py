"""The secrets of a bin on a page of their own: listed by their labels, added, removed."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from requestbin.bins import actions, keyring
from requestbin.bins.models import Bin, BinSecret
from requestbin.providers import PROVIDERS
from requestbin.web.lookups import bin_for
from requestbin.web.pages import PageRequest, rendered, surroundings, wants_part
from requestbin.web.signing.again import again_of
from requestbin.web.signing.head import travels_readable
from requestbin.web.signing.judged import named
from requestbin.web.signing.keeping import keep
from requestbin.web.signing.refusals import NotTaken
from requestbin.web.signing.signs import names_of
from requestbin.web.signing.wanted import wanted_of


@require_http_methods(["GET", "POST"])
def show(request: PageRequest, bin_id: str) -> HttpResponse:
    """Show the secrets of a bin and take another."""
    bin = bin_for(request, bin_id, "change")
    if request.method == "GET":
        return _page(request, bin, request.GET.get("provider", ""))
    slug = request.POST.get("provider", "")
    provider = named(bin, slug)
    if provider is None:
        return _page(request, bin, "", 422, unkept="Choose whose secret it is.")
    try:
        kept = keep(bin, provider, request.POST.dict(), request.POST.get("label", ""))
    except NotTaken as refusal:
        return _page(request, bin, slug, 422, unkept=str(refusal))
    messages.success(request, f"“{kept.label}” of {provider.name} is stored, encrypted.")
    return redirect(f"{reverse('secrets', args=(bin.pk,))}?judged={slug}")


@require_POST
def remove(request: PageRequest, bin_id: str, secret_id: int) -> HttpResponse:
    """Forget a secret; what it proved is judged again without it."""
    bin = bin_for(request, bin_id, "change")
    if not keyring.remove(bin.pk, secret_id):
        raise Http404("There is no such secret.")
    messages.success(request, "The secret was removed.")
    return redirect("secrets", bin.pk)


@require_GET
def judging(request: PageRequest, bin_id: str) -> HttpResponse:
    """Tell how far stored requests were judged again."""
    bin = bin_for(request, bin_id)
    provider = named(bin, request.GET.get("provider", ""))
    context = {"bin": bin, "judging": again_of(bin, provider.slug) if provider else None}
    return rendered(request, "secrets/_judging.html", context)


@require_POST
def choose(request: PageRequest, bin_id: str) -> HttpResponse:
    """Set whose webhooks come to the bin, or let each request tell."""
    bin = bin_for(request, bin_id, "change")
    slug = request.POST.get("provider", "")
    if slug and named(bin, slug) is None:
        raise Http404("There is no such provider.")
    actions.update(bin, provider=slug)
    messages.success(request, "Saved.")
    return redirect("secrets", bin.pk)


def _page(
    request: PageRequest, bin: Bin, slug: str, status: int = 200, **more: Any
) -> HttpResponse:
    own = keyring.own_providers(bin.pk)
    judged = named(bin, request.GET.get("judged", ""))
    chosen = named(bin, slug or bin.provider or _newest_sender(bin))
    context = {
        "own": own,
        "providers": [row for row in PROVIDERS if row.signs],
        "every_provider": PROVIDERS,
        "chosen": chosen,
        "wanted": wanted_of(chosen) if chosen else None,
        "secrets": _secrets(bin),
        "judging": again_of(bin, judged.slug) if judged else None,
        "no_tls": travels_readable(),
        **more,
    }
    if wants_part(request):
        return rendered(request, "secrets/_add.html", {"bin": bin, **context}, status)
    return rendered(request, "secrets/page.html", context | surroundings(request, bin), status)


def _secrets(bin: Bin) -> list[dict[str, Any]]:
    rows = list(BinSecret.objects.filter(bin=bin, use=BinSecret.CHECK))
    names = names_of(bin.pk, {row.provider for row in rows})
    lost = {each.id for each in keyring.known(bin.pk) if each.lost}
    return [
        {
            "row": row,
            "name": names.get(row.provider, row.provider),
            "lost": row.pk in lost,
        }
        for row in rows
    ]


def _newest_sender(bin: Bin) -> str:
    newest = bin.requests.exclude(provider="").order_by("-seq").only("provider").first()
    return newest.provider if newest else ""
