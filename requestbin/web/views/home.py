"""Where a visit starts: the bins that one has, and the button that makes another."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_GET, require_POST

from requestbin.access import limits
from requestbin.access.principals import may_create
from requestbin.bins import actions, queries
from requestbin.conf import LOCAL
from requestbin.web import words
from requestbin.web.pages import PageRequest, rendered
from requestbin.web.views.problems import too_many

MAX_BINS = 200


@require_GET
def home(request: PageRequest) -> HttpResponse:
    """Show the bins of whoever asks, the one with the latest arrival first."""
    conf = settings.REQUESTBIN
    bins = list(queries.bins_of(request.principal)[:MAX_BINS])
    context = {
        "bins": bins,
        "keeps": f"{conf.max_requests:,} requests per bin, for {words.span(conf.max_age)}",
        "mode": conf.mode,
        "readable": conf.mode != LOCAL and not request.is_secure(),
    }
    return rendered(request, "home/page.html", context)


@require_POST
def create(request: PageRequest) -> HttpResponse:
    """Make a bin and go to it."""
    if not may_create(request.principal):
        return HttpResponse("You may not make bins here.\n", "text/plain", 403)
    wait = limits.wait_to_create(request.META.get("REMOTE_ADDR", ""))
    if wait:
        return too_many(request, wait)
    name = request.POST.get("name", "").replace("\x00", "").strip()[:80]
    made = actions.create(request.principal.owner, settings.REQUESTBIN, name=name)
    return redirect("bin", made.pk)
