"""One captured request: to look at, to star, to delete and to take away."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_GET, require_POST

from requestbin.bins import actions
from requestbin.web import feed
from requestbin.web.detail import captured_of, detail_of, head_of, summary_of
from requestbin.web.lookups import bin_for, captured_for, filter_of
from requestbin.web.pages import PageRequest, rendered, surroundings, wants_part
from requestbin.web.payload import content_at
from requestbin.web.views.bins import summary

PARTS = {"summary": "requests/_summary.html", "panel": "requests/_panel.html"}


@require_GET
def show(request: PageRequest, bin_id: str, seq: int) -> HttpResponse:
    """Show one request beside the list, or only the part that the page asks for."""
    bin = bin_for(request, bin_id)
    row = captured_for(bin, seq)
    if wants_part(request) and request.htmx.target == "summary":
        context = summary_of(bin, row)
        context["renewed"] = request.GET.get("actions", "") not in ("", context["actions"])
        return rendered(request, PARTS["summary"], {"bin": bin, **context})
    context = {"bin": bin, **detail_of(bin, row, request.GET)}
    if wants_part(request):
        template = PARTS.get(request.htmx.target or "", "requests/_detail.html")
        return rendered(request, template, context)
    where = filter_of(request)
    listed = feed.feed_of(bin, where, around=None if where else seq)
    context |= {"feed": listed, "selected": seq, "opened": True, **summary(bin, where)}
    return rendered(request, "bins/page.html", context | surroundings(request, bin))


@require_POST
def star(request: PageRequest, bin_id: str, seq: int) -> HttpResponse:
    """Star a request or take its star away; starred ones outlive retention."""
    bin = bin_for(request, bin_id, "change")
    captured = captured_for(bin, seq)
    actions.star(bin, seq, not captured.starred)
    if not wants_part(request):
        return redirect("request", bin_id, seq)
    context = {"bin": bin, "captured": captured_for(bin, seq)}
    return rendered(request, "requests/_star.html", context)


@require_POST
def delete(request: PageRequest, bin_id: str, seq: int) -> HttpResponse:
    """Delete a request; the page then shows the one beside it."""
    bin = bin_for(request, bin_id, "change")
    captured_for(bin, seq)
    actions.delete_requests(bin, [seq])
    if not wants_part(request):
        return redirect("bin", bin_id)
    return rendered(request, "requests/_deleted.html", {"bin": bin, "seq": seq})


@require_GET
def body(request: PageRequest, bin_id: str, seq: int) -> HttpResponse:
    """Download the body, byte for byte."""
    bin = bin_for(request, bin_id)
    captured = captured_of(bin, captured_for(bin, seq))
    return download(captured.body, f"{bin.pk}-{seq}.bin")


@require_GET
def content(request: PageRequest, bin_id: str, seq: int) -> HttpResponse:
    """Download the body with its content encoding undone, or the `part` of it that is asked for."""
    bin = bin_for(request, bin_id)
    found = content_at(captured_of(bin, captured_for(bin, seq)), request.GET)
    if found is None:
        raise Http404("The body has no such part.")
    return download(found.data, f"{bin.pk}-{seq}{_suffix(request.GET.get('part', ''))}.bin")


@require_GET
def raw(request: PageRequest, bin_id: str, seq: int) -> HttpResponse:
    """Download the request as it was on the wire: request line, headers, body."""
    bin = bin_for(request, bin_id)
    captured = captured_of(bin, captured_for(bin, seq))
    return download(head_of(captured) + captured.body, f"{bin.pk}-{seq}.http")


def _suffix(address: str) -> str:
    return f"-{address.replace('.', '-')}" if address else ""


def download(content: bytes, name: str) -> HttpResponse:
    """Return captured bytes so that no browser runs or shows them."""
    return HttpResponse(content, "application/octet-stream", headers=attachment(name))


def attachment(name: str) -> dict[str, str]:
    """Return the headers of whatever holds captured bytes: a file, which no browser shows."""
    return {
        "Content-Disposition": f'attachment; filename="{name}"',
        "Content-Security-Policy": "sandbox; default-src 'none'",
        "X-Content-Type-Options": "nosniff",
    }
