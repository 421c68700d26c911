"""What stands under the search box while somebody types, and the way to a time."""

from __future__ import annotations

from functools import cache, partial

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_GET

from requestbin.bins.around import around
from requestbin.bins.seen import seen
from requestbin.inspection.query import QueryError
from requestbin.inspection.query.hints import hints
from requestbin.web.lookups import bin_for, whole
from requestbin.web.pages import PageRequest, rendered
from requestbin.web.search import MAX_CHARACTERS, Search, clock, search_of, searched


@require_GET
def suggest(request: PageRequest, bin_id: str) -> HttpResponse:
    """Return what can come next at the place `at` of the text `q`, and what the text asks."""
    bin = bin_for(request, bin_id)
    text = request.GET.get("q", "")[:MAX_CHARACTERS]
    caret = whole(request.GET.get("at", ""), len(text))
    offered = hints(text, caret, cache(partial(seen, bin)))
    context = {"bin": bin, "hints": offered, "search": searched(text.strip())}
    return rendered(request, "search/_hints.html", context)


@require_GET
def go_to(request: PageRequest, bin_id: str) -> HttpResponse:
    """Show the list from the last request that came no later than `time`, by the reader's clock."""
    bin = bin_for(request, bin_id)
    now = clock()
    page, search = reverse("bin", args=[bin_id]), search_of(request)
    try:
        wanted = now.moment(request.GET.get("time", "").strip()[:MAX_CHARACTERS])
    except QueryError:
        messages.info(request, "That is no time. These are: 2026-11-20 14:05, 14:05, 2h (ago).")
        return redirect(page)
    before, after = around(bin, wanted)
    if before is None and after is not None:
        first = now.shown(after.received_at)
        messages.info(request, f"Nothing here is that old. The oldest request came {first}.")
        return redirect(_before(page, after.seq, search))
    if before is None or after is None:
        newest = f" The newest request came {now.shown(before.received_at)}." if before else ""
        messages.info(request, f"Nothing came after that.{newest}")
        return redirect(page)
    return redirect(_before(page, before.seq, search))


def _before(page: str, seq: int, search: Search) -> str:
    """Return the address of a list that begins at a request, and of the search that it shows."""
    asked = f"&{search.address}" if search.text else ""
    return f"{page}?before={seq + 1}{asked}"
