"""A captured request to copy: as a curl command, as a program, as a test."""

from __future__ import annotations

from urllib.parse import quote

from django.http import Http404, HttpResponse
from django.views.decorators.http import require_GET

from requestbin.inspection.snippets import TOOLS, general_notes, tool_of
from requestbin.web.detail import captured_of
from requestbin.web.lookups import bin_for, captured_for
from requestbin.web.pages import (
    PageRequest,
    capture_url,
    rendered,
    surroundings,
    wants_part,
)

NOTES = "Requestbin-Notes"
"""The response header that says what a snippet cannot do, percent-encoded, for the script that
copies it."""
MAX_NOTE_CHARACTERS = 2000
"""Names of headers stand in notes, and may be long."""


@require_GET
def show(request: PageRequest, bin_id: str, seq: int) -> HttpResponse:
    """Show what a request can be copied as, and what each of them cannot send."""
    bin = bin_for(request, bin_id)
    row = captured_for(bin, seq)
    captured, url = captured_of(bin, row), capture_url(request, bin) + row.below.decode("latin-1")
    context = {
        "bin": bin,
        "captured": row,
        "copies": [(tool, tool.write(captured, url).notes) for tool in TOOLS],
        "notes": general_notes(captured),
    }
    if wants_part(request):
        return rendered(request, "snippets/_list.html", context)
    return rendered(request, "snippets/page.html", context | surroundings(request, bin))


@require_GET
def copy(request: PageRequest, bin_id: str, seq: int, slug: str) -> HttpResponse:
    """Return one snippet as plain text, its notes in a header."""
    bin = bin_for(request, bin_id)
    row = captured_for(bin, seq)
    tool = tool_of(slug)
    if tool is None:
        raise Http404("There is no such snippet.")
    url = capture_url(request, bin) + row.below.decode("latin-1")
    snippet = tool.snippet(captured_of(bin, row), url)
    response = HttpResponse(snippet.text, "text/plain; charset=utf-8")
    response[NOTES] = quote(" ".join(snippet.notes)[:MAX_NOTE_CHARACTERS])
    return response
