"""Taking what a bin caught out of it as a file, and seeing how far that has come."""

from __future__ import annotations

from django.http import Http404, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.views.decorators.http import require_GET

from requestbin.bins import exporting
from requestbin.bins.models import random_word
from requestbin.inspection.exports import FORMATS, format_of
from requestbin.web import tickets
from requestbin.web.lookups import bin_for
from requestbin.web.pages import PageRequest, rendered, surroundings
from requestbin.web.replaying import Refused
from requestbin.web.search import NO_SEARCH, search_of
from requestbin.web.selecting import selected
from requestbin.web.views.problems import busy
from requestbin.web.views.requests import attachment

MASKED = {"yes": True, "no": False}
TICKET_CHARACTERS = 20


@require_GET
def show(request: PageRequest, bin_id: str) -> HttpResponse:
    """Show what can be exported, and as what; a search in the address is offered, too."""
    bin = bin_for(request, bin_id)
    context = {
        "formats": FORMATS,
        "search": search_of(request),
        "seqs": _seqs(request),
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
    what = request.GET.get("what", "found")
    search = search_of(request) if what == "found" else NO_SEARCH
    if search.problem:
        raise Http404(search.problem)
    masked = MASKED.get(request.GET.get("masked", ""))
    seqs = _seqs(request) if what == "selected" else []
    try:
        export = exporting.Export(bin, format, search.query, masked=masked, seqs=seqs)
        stream = exporting.Stream(export)
    except exporting.Busy as why:
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


def _seqs(request: PageRequest) -> list[int]:
    """Return the numbers that were selected, [] for none and for more than can be."""
    try:
        return selected(request.GET)
    except Refused:
        return []
