"""The settings of a bin: its name, what it answers, what it keeps, and how to end it."""

from __future__ import annotations

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from requestbin.access import shares
from requestbin.bins import actions
from requestbin.providers.handshakes import names_to_confirm
from requestbin.web.forms import SettingsForm
from requestbin.web.handshakes import close_window, open_window, window_of
from requestbin.web.lookups import bin_for
from requestbin.web.pages import PageRequest, rendered, surroundings
from requestbin.web.sharing import links_of
from requestbin.web.words import counted, joined


@require_http_methods(["GET", "POST"])
def show(request: PageRequest, bin_id: str) -> HttpResponse:
    """Show the settings of a bin, and save them."""
    bin = bin_for(request, bin_id, "change")
    shared = settings.REQUESTBIN.mode == "team"
    form = SettingsForm(request.POST or None, bin, shared)
    if request.method == "POST" and form.is_valid():
        actions.update(bin, **form.changes())
        messages.success(request, "Saved.")
        return redirect("settings", bin.pk)
    context = {
        "form": form,
        "confirmed": joined(names_to_confirm()),
        "window": window_of(bin),
        "links": links_of(request, shares.working(bin.pk)),
        **surroundings(request, bin),
    }
    return rendered(request, "bins/settings.html", context, 422 if form.errors else 200)


@require_POST
def take_secret(request: PageRequest, bin_id: str) -> HttpResponse:
    """Open the window in which the secret that a handshake brings is kept, or close it."""
    bin = bin_for(request, bin_id, "change")
    if "stop" in request.POST:
        close_window(bin)
    else:
        open_window(bin)
    return redirect(f"{reverse('settings', args=(bin.pk,))}#window")


@require_POST
def renew_key(request: PageRequest, bin_id: str) -> HttpResponse:
    """Give the bin another capture URL; the old one dies at once."""
    bin = bin_for(request, bin_id, "change")
    actions.renew_key(bin)
    messages.success(request, "The bin has a new URL. The old one answers 404 from now on.")
    return redirect("settings", bin.pk)


@require_POST
def delete_requests(request: PageRequest, bin_id: str) -> HttpResponse:
    """Delete everything that the bin has caught."""
    bin = bin_for(request, bin_id, "change")
    deleted = actions.delete_all(bin)
    messages.success(request, f"Deleted {counted(deleted, 'request')}.")
    return redirect("bin", bin.pk)


@require_POST
def delete_bin(request: PageRequest, bin_id: str) -> HttpResponse:
    """Delete the bin with everything in it."""
    bin = bin_for(request, bin_id, "change")
    actions.delete(bin)
    messages.success(request, f"The bin {bin} was deleted.")
    return redirect("home")
