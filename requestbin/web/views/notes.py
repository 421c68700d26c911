"""What people write about a request: shown below its facts, and changed in the same place."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods

from requestbin.bins import actions
from requestbin.bins.models import Bin, CapturedRequest
from requestbin.web.lookups import bin_for, captured_for
from requestbin.web.pages import PageRequest, rendered, surroundings, wants_part


@require_http_methods(["GET", "POST"])
def note(request: PageRequest, bin_id: str, seq: int) -> HttpResponse:
    """Show the note of a request to edit, or with `shown` as it is, and keep what was written."""
    bin = bin_for(request, bin_id, "change")
    row = captured_for(bin, seq)
    if request.method == "GET":
        return _note(request, bin, row, editing="shown" not in request.GET, text=row.note)
    text = request.POST.get("note", "")
    try:
        actions.note(bin, seq, text)
    except actions.NoteTooLong as refusal:
        return _note(request, bin, row, 422, editing=True, text=text, problem=str(refusal))
    if not wants_part(request):
        return redirect("request", bin.pk, seq)
    return _note(request, bin, captured_for(bin, seq), back=True)


def _note(
    request: PageRequest,
    bin: Bin,
    row: CapturedRequest,
    status: int = 200,
    *,
    editing: bool = False,
    text: str = "",
    problem: str = "",
    back: bool = False,
) -> HttpResponse:
    context = {
        "bin": bin,
        "captured": row,
        "text": text,
        "problem": problem,
        "most": actions.MAX_NOTE,
        "back": back or not editing,
    }
    template = "notes/_edit.html" if editing else "notes/_note.html"
    if wants_part(request):
        return rendered(request, template, context, status)
    return rendered(request, "notes/page.html", context | surroundings(request, bin), status)
