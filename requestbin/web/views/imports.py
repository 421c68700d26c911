"""Taking an export back into a bin: a file at once, or in the parts that a script sends."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.views.decorators.http import require_http_methods

from requestbin.bins.models import Bin
from requestbin.ingest import importing
from requestbin.web.lookups import bin_for, whole
from requestbin.web.pages import PageRequest, rendered, surroundings
from requestbin.web.views.problems import busy

JSON = "application/json"


@require_http_methods(["GET", "POST"])
def show(request: PageRequest, bin_id: str) -> HttpResponseBase:
    """Show where to give a file; take one, and say what came of it."""
    bin = bin_for(request, bin_id, "change")
    if request.method == "GET":
        return _page(request, bin)
    file = request.FILES.get("file")
    if file is None:
        return _page(request, bin, {"stopped": "No file was chosen."}, 422)
    first = whole(request.POST.get("first", ""), 1)
    outcome = importing.Outcome()
    stopped = ""
    try:
        with importing.turn():
            for each in importing.imported(bin, file, settings.REQUESTBIN, first):
                outcome = each
    except importing.Busy as why:
        return busy(request, str(why))
    except importing.Stopped as why:
        stopped = str(why)
    told = {
        "stored": outcome.stored,
        "wrong": outcome.wrong,
        "problems": outcome.problems,
        "stopped": stopped,
    }
    if request.headers.get("Accept") == JSON:
        return JsonResponse(told, status=503 if stopped else 200)
    return _page(request, bin, told, 503 if stopped else 200)


def _page(
    request: PageRequest, bin: Bin, told: dict[str, Any] | None = None, status: int = 200
) -> HttpResponse:
    context = {"told": told, **surroundings(request, bin)}
    return rendered(request, "exports/import.html", context, status)
