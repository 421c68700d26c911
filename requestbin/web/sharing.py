"""A captured request as others may see it: masked, by itself, with nothing of its bin."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from requestbin.access import shares
from requestbin.access.models import Share
from requestbin.access.principals import PrincipalRequest
from requestbin.bins import address, masking
from requestbin.bins.models import Bin, CapturedRequest
from requestbin.http import Captured
from requestbin.inspection.content import content_of
from requestbin.inspection.event import event_of
from requestbin.inspection.masking import Masked
from requestbin.inspection.snippets.curl import curl
from requestbin.web.detail import captured_of, head_of, headers_of
from requestbin.web.payload import payload_of
from requestbin.web.policy import page_origin

SOMEWHERE = "https://example.com"
"""Where a curl command of a masked request goes: the reader has a server of their own in mind."""


@dataclass(frozen=True, slots=True)
class Link:
    """A link as its maker sees it; `made` where it is new."""

    share: Share
    url: str
    made: bool = False


def masked_of(bin: Bin, row: CapturedRequest) -> Masked:
    """Return a stored request, masked."""
    return masking.masked(bin, captured_of(bin, row))


def shown(masked: Masked, here: str, params: Mapping[str, str]) -> dict[str, Any]:
    """Return what the page of a shared request shows; `here` is its own address."""
    captured = masked.captured
    return {
        "masked": masked,
        "captured": captured,
        "event": event_of(captured.headers, content_of(captured.headers, captured.body)),
        "path": address.split_query(below(captured))[0].decode("latin-1") or "/",
        "wire_target": captured.target.decode("latin-1"),
        "here": here,
        "bytes_at": f"{here}body/",
        "content_at": f"{here}body/",
        **headers_of(captured, params),
        **payload_of(captured, address.split_query(below(captured))[1], params),
    }


def below(captured: Captured) -> bytes:
    """Return what follows the key in a target."""
    return address.key_and_rest(captured.target)[1]


def as_curl(captured: Captured) -> str:
    """Return a curl command that sends a masked request to nobody in particular."""
    return curl(captured, SOMEWHERE + (below(captured).decode("latin-1") or "/")).text


def on_the_wire(captured: Captured) -> bytes:
    """Return request line, headers and body."""
    return head_of(captured) + captured.body


def links_of(request: PrincipalRequest, found: Iterable[Share], made: str = "") -> list[Link]:
    """Return links with their addresses; the one with the id `made` is new."""
    return [Link(each, url_of(request, each), each.pk == made) for each in found]


def url_of(request: PrincipalRequest, share: Share) -> str:
    """Return the address to give away."""
    return page_origin(request) + shares.path_of(share)
