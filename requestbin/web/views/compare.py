"""Two requests side by side, or a request and an answer; and what there is to compare one with."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_GET

from requestbin.bins import kin
from requestbin.bins.models import Bin
from requestbin.web.comparing import address, choices_of, comparison_of
from requestbin.web.lookups import bin_for, captured_for
from requestbin.web.pages import PageRequest, rendered, surroundings
from requestbin.web.sides import Absent, Subject, subject_of

MAX_NAME_CHARACTERS = 40


@require_GET
def show(request: PageRequest, bin_id: str) -> HttpResponse:
    """Compare what the address calls `a` with its `b`, or offer what could be compared."""
    bin = bin_for(request, bin_id)
    names = {each: request.GET.get(each, "").strip()[:MAX_NAME_CHARACTERS] for each in ("a", "b")}
    found: dict[str, Subject] = {}
    problem = ""
    for each, name in names.items():
        try:
            found |= {each: subject_of(bin, name)} if name else {}
        except Absent as absence:
            problem = str(absence)
    if len(found) < len(names):
        return _offered(request, bin, found, 404 if problem else 200, problem=problem)
    context = comparison_of(bin, found["a"], found["b"], "noise" in request.GET)
    return rendered(request, "compare/page.html", surroundings(request, bin) | context)


@require_GET
def previous(request: PageRequest, bin_id: str, seq: int) -> HttpResponse:
    """Lead to what has changed since the last request of its kind, or say that it is the first."""
    bin = bin_for(request, bin_id)
    row = captured_for(bin, seq)
    before = kin.previous_of_kind(bin, row)
    if before is not None:
        return redirect(address(bin, str(before.seq), str(row.seq)))
    return _offered(request, bin, {"b": subject_of(bin, str(row.seq))}, first=True)


def _offered(
    request: PageRequest, bin: Bin, found: dict[str, Subject], status: int = 200, **more: Any
) -> HttpResponse:
    """Ask for what is missing; `found` is the side that is there, if any."""
    context = surroundings(request, bin) | more
    for each, subject in found.items():
        context |= {"known": each, "subject": subject, "missing": "a" if each == "b" else "b"}
        if subject.row is not None:
            context |= choices_of(bin, subject.row)
    return rendered(request, "compare/choose.html", context, status)
