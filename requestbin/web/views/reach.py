"""How providers get through to this instance: shown, set to a tunnel's address, tested."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_GET, require_POST

from requestbin.bins import reach as bins
from requestbin.bins.models import Bin
from requestbin.bins.probe import run
from requestbin.bins.probe.findings import Finding
from requestbin.bins.probe.report import kept_report
from requestbin.web import checkup
from requestbin.web.lookups import bin_for
from requestbin.web.pages import PageRequest, rendered, surroundings, wants_part
from requestbin.web.policy import page_origin
from requestbin.web.reach import BadAddress, may_change, origin_of, reach_of


@require_GET
def show(request: PageRequest, bin_id: str) -> HttpResponse:
    """Show how providers reach this bin, on a page of its own."""
    return _panel(request, bin_for(request, bin_id))


@require_POST
def use(request: PageRequest, bin_id: str) -> HttpResponse:
    """Take the address of a tunnel for capture URLs, and test it.

    The test takes seconds: a script asks for it in a second request, so that its start is seen.
    """
    bin = _changeable(request, bin_id)
    address = request.POST.get("address", "")
    try:
        bins.save_tunnel(origin_of(address, page_origin(request)))
    except BadAddress as error:
        return _panel(request, bin, 422, problem=str(error), address=address)
    if wants_part(request):
        return _panel(request, bin, testing=True)
    bins.check_tunnel(settings.REQUESTBIN)
    return redirect("reach", bin.pk)


@require_POST
def test(request: PageRequest, bin_id: str) -> HttpResponse:
    """Test the public address quickly and show what was found; it blocks up to 15 s."""
    bin = _changeable(request, bin_id)
    conf = settings.REQUESTBIN
    if not conf.capture_url and bins.check_tunnel(conf):
        return _panel(request, bin)
    origin = bins.capture_origin(conf, page_origin(request))
    return _panel(request, bin, tested=run.quick(conf, origin))


@require_POST
def check(request: PageRequest, bin_id: str) -> HttpResponse:
    """Run the next step of the full check, or begin one; a script asks for each in turn.

    Without a script all of it is run at once, which blocks up to 30 s.
    """
    bin = _changeable(request, bin_id)
    conf = settings.REQUESTBIN
    origin = bins.capture_origin(conf, page_origin(request))
    try:
        progress = checkup.read(request.POST.get("progress", ""), origin)
        if progress is not None:
            progress = checkup.advanced(conf, progress)
        elif "all" in request.POST:
            checkup.whole(conf, origin)
            return redirect("reach", bin.pk)
        else:
            progress = checkup.begun(origin)
    except run.Busy as busy:
        return _checked(request, bin, 409, busy=str(busy))
    return _checked(request, bin, progress=None if progress.over else progress)


@require_POST
def forget(request: PageRequest, bin_id: str) -> HttpResponse:
    """Show capture URLs under the page's own address again."""
    bin = _changeable(request, bin_id)
    bins.forget_tunnel()
    return _panel(request, bin) if wants_part(request) else redirect("reach", bin.pk)


def _changeable(request: PageRequest, bin_id: str) -> Bin:
    bin = bin_for(request, bin_id, "change")
    if not may_change(request.principal, settings.REQUESTBIN):
        raise Http404("How this instance is reached is set by its operator.")
    return bin


def _checked(request: PageRequest, bin: Bin, status: int = 200, **more: Any) -> HttpResponse:
    template = "reach/_checked.html" if wants_part(request) else "reach/page.html"
    return rendered(request, template, _context(request, bin, None, **more), status)


def _panel(
    request: PageRequest,
    bin: Bin,
    status: int = 200,
    tested: list[Finding] | None = None,
    **more: Any,
) -> HttpResponse:
    template = "reach/_swapped.html" if wants_part(request) else "reach/page.html"
    return rendered(request, template, _context(request, bin, tested, **more), status)


def _context(
    request: PageRequest, bin: Bin, tested: list[Finding] | None, **more: Any
) -> dict[str, Any]:
    reach = reach_of(request, tested)
    known = reach.findings if reach.tunnel else bins.known_of(reach.origin)
    report = kept_report(known, reach.port)
    return surroundings(request, bin) | {"reach": reach, "report": report, **more}
