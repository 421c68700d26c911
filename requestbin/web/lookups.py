"""Who asks for what, answered with 404 when it is not theirs; without it each view would decide."""

from __future__ import annotations

from django.http import Http404

from requestbin.access.principals import PrincipalRequest
from requestbin.bins import queries
from requestbin.bins.models import Bin, CapturedRequest


def bin_for(request: PrincipalRequest, bin_id: str, verb: str = "see") -> Bin:
    """Return the bin, or answer 404 to whoever may not `verb` ("see", "change") it."""
    try:
        return queries.find_bin(request.principal, bin_id, verb)
    except Bin.DoesNotExist:
        raise Http404("There is no such bin, or it is not yours to see.") from None


def captured_for(bin: Bin, seq: int) -> CapturedRequest:
    """Return one request of the bin, or answer 404."""
    try:
        return queries.find_request(bin, seq)
    except (CapturedRequest.DoesNotExist, OverflowError):
        sentence = f"Request #{seq} is not in this bin: dropped, deleted or never here."
        raise Http404(sentence) from None


def whole(text: str, default: int = 0) -> int:
    """Return the number that a query parameter holds, `default` where it holds none."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 19 else default
