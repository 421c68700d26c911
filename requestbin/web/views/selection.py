"""What is done to many requests at once: delete, star, replay, compare, export."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from functools import wraps
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from requestbin.bins import actions, queries
from requestbin.bins.models import Bin
from requestbin.conf import PUBLIC
from requestbin.forwarding import queries as forwarding
from requestbin.forwarding.signable import signable
from requestbin.web import selecting
from requestbin.web.lookups import bin_for
from requestbin.web.pages import PageRequest, rendered, surroundings, wants_part
from requestbin.web.replaying import LiveEvent, Refused, is_remote
from requestbin.web.search import search_of
from requestbin.web.sends import idle_of, lines_of
from requestbin.web.targets import completed, target_of, targets_of
from requestbin.web.words import counted

MAX_LINES = 20
View = Callable[[PageRequest, Bin, list[int]], HttpResponse]


def _of_many(view: View) -> Callable[[PageRequest, str], HttpResponse]:
    """Give the view the bin and those of the chosen requests that it holds."""

    @require_POST
    @wraps(view)
    def answer(request: PageRequest, bin_id: str) -> HttpResponse:
        bin = bin_for(request, bin_id, "change")
        try:
            seqs = selecting.held(bin, selecting.selected(request.POST))
        except Refused as refusal:
            return _told(request, bin, "refused", refusal.status, problem=str(refusal))
        return view(request, bin, seqs)

    return answer


@require_GET
def matching(request: PageRequest, bin_id: str) -> HttpResponse:
    """Tell which requests match the filter of the address, the newest of them."""
    bin = bin_for(request, bin_id)
    search = search_of(request)
    if search.problem:
        raise Http404(search.problem)
    page = queries.newest(bin, limit=selecting.MAX_SELECTED, where=search.query)
    return JsonResponse({"seqs": [row.seq for row in page.items], "more": page.next is not None})


@_of_many
def delete(request: PageRequest, bin: Bin, seqs: list[int]) -> HttpResponse:
    """Delete them, once that was confirmed."""
    if "sure" not in request.POST:
        return _told(request, bin, "delete", seqs=seqs)
    gone = actions.delete_requests(bin, seqs)
    return _done(request, bin, f"Deleted {counted(gone, 'request')}.", over=True)


@_of_many
def star(request: PageRequest, bin: Bin, seqs: list[int]) -> HttpResponse:
    """Star them, or take their stars away where `starred` is 0."""
    starred = request.POST.get("starred") != "0"
    actions.star_all(bin, seqs, starred)
    verb = "Starred" if starred else "Took the star from"
    return _done(request, bin, f"{verb} {counted(len(seqs), 'request')}.")


@_of_many
def replay(request: PageRequest, bin: Bin, seqs: list[int]) -> HttpResponse:
    """Ask where to send them, send them there, and show how far that has come."""
    if settings.REQUESTBIN.mode == PUBLIC:
        raise Http404("Here requests are sent one at a time.")
    if "url" not in request.POST:
        return _replay(request, bin, seqs)
    url = completed(request.POST["url"], local=not is_remote())
    sure = request.POST.get("sure") == url
    anew = {name: request.POST.get(name) == "1" for name in ("resign", "new_ids")}
    try:
        moment = selecting.send_all(bin, seqs, url, sure, **anew)
    except LiveEvent:
        return _replay(request, bin, seqs, url=url, question=target_of(url).place, **anew)
    except Refused as refusal:
        problem = str(refusal)
        return _replay(request, bin, seqs, refusal.status, url=url, problem=problem, **anew)
    number = selecting.number_of(moment)
    if not wants_part(request):
        return redirect("sent", bin.pk, number)
    return _sent(request, bin, number)


@require_GET
def sent(request: PageRequest, bin_id: str, moment: int) -> HttpResponse:
    """Show how far a sending of many has come."""
    return _sent(request, bin_for(request, bin_id), moment)


@_of_many
def export(request: PageRequest, bin: Bin, seqs: list[int]) -> HttpResponse:
    """Go to the export of these."""
    return redirect(f"{_bin(bin)}export/?seqs={','.join(map(str, seqs))}")


@_of_many
def compare(request: PageRequest, bin: Bin, seqs: list[int]) -> HttpResponse:
    """Go to the comparison of two, the older one first."""
    if len(seqs) != 2:
        problem = "Two requests can be compared with each other."
        return _told(request, bin, "refused", 422, problem=problem)
    return redirect(f"{_bin(bin)}compare/?a={seqs[0]}&b={seqs[1]}")


def _bin(bin: Bin) -> str:
    return reverse("bin", args=(bin.pk,))


def _replay(
    request: PageRequest, bin: Bin, seqs: Sequence[int], status: int = 200, **more: Any
) -> HttpResponse:
    more |= {"targets": targets_of(bin, settings.REQUESTBIN), "remote": is_remote()}
    more["signable"] = len(signable(bin, seqs))
    return _told(request, bin, "replay", status, seqs=seqs, **more)


def _sent(request: PageRequest, bin: Bin, number: int) -> HttpResponse:
    progress = selecting.progress_of(bin, number)
    some = forwarding.some_at(bin.pk, selecting.moment_of(number), MAX_LINES)
    return _told(request, bin, "sent", progress=progress, lines=lines_of(some), idle=idle_of(some))


def _told(
    request: PageRequest, bin: Bin, what: str, status: int = 200, **context: Any
) -> HttpResponse:
    context |= {"bin": bin, "what": f"selection/_{what}.html"}
    if wants_part(request):
        return rendered(request, "selection/_told.html", context, status)
    return rendered(request, "selection/page.html", context | surroundings(request, bin), status)


def _done(request: PageRequest, bin: Bin, sentence: str, *, over: bool = False) -> HttpResponse:
    """Say what was done; where it is `over`, nothing is left to be selected."""
    if not wants_part(request):
        messages.success(request, sentence)
        return redirect("bin", bin.pk)
    response = HttpResponse(status=204)
    done = {"said": sentence, "over": over}
    response.headers["HX-Trigger"] = json.dumps({"requestbin:done": done})
    return response
