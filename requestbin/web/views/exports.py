"""Taking what a bin caught out of it as a file, and seeing how far that has come."""

from __future__ import annotations

from django.http import Http404, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.views.decorators.http import require_GET

from requestbin.bins import exporting
from requestbin.bins.models import random_word
from requestbin.bins.queries import NO_FILTER
from requestbin.inspection.exports import FORMATS, format_of
from requestbin.web import tickets
from requestbin.web.lookups import bin_for, filter_of
from requestbin.web.pages import PageRequest, rendered, surroundings
from requestbin.web.views.problems import busy
from requestbin.web.views.requests import attachment

OWN = frozenset(("format", "masked", "ticket", "what"))
"""Parameters of an export; all others are those of the list's filter."""
MASKED = {"yes": True, "no": False}
TICKET_CHARACTERS = 20
MAX_CARRIED = 50


@require_GET
def show(request: PageRequest, bin_id: str) -> HttpResponse:
    """Show what can be exported, and as what; a search in the address is offered, too."""
    bin = bin_for(request, bin_id)
    carried = [
        (name, value)
        for name, values in request.GET.lists()
        for value in values
        if value and name not in OWN
    ]
    context = {
        "formats": FORMATS,
        "may_mask": exporting.MASK is not None,
        "search": carried[:MAX_CARRIED] if filter_of(request) else [],
        "ticket": random_word(TICKET_CHARACTERS),
        **surroundings(request, bin),
    }
    return rendered(request, "exports/page.html", context)


@require_GET
def file(request: PageRequest, bin_id: str) -> HttpResponseBase:
    """Give the file, while it is made."""
    bin = bin_for(request, bin_id)
    format = format_of(request.GET.get("format", FORMATS[0].slug))
    if format is None:
        raise Http404("There is no such format.")
    where = NO_FILTER if request.GET.get("what") == "all" else filter_of(request)
    masked = MASKED.get(request.GET.get("masked", ""))
    try:
        export = exporting.export_of(bin, format, where, masked)
        stream = exporting.Stream(export)
    except exporting.Refused as why:
        return busy(request, str(why))
    tickets.keep(bin.pk, request.GET.get("ticket", ""), export.progress)
    headers = attachment(export.file_name)
    return StreamingHttpResponse(stream, content_type=format.media_type, headers=headers)


@require_GET
def progress(request: PageRequest, bin_id: str, ticket: str) -> HttpResponse:
    """Tell how far an export has come, as far as this process knows."""
    bin = bin_for(request, bin_id)
    if len(ticket) > tickets.MAX_TICKET_CHARACTERS:
        raise Http404("There is no such ticket.")
    found = tickets.known(bin.pk, ticket)
    return rendered(request, "exports/_progress.html", {"progress": found})
