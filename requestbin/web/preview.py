"""A request as it will be on the wire, to be looked at before it is sent."""

from __future__ import annotations

from dataclasses import dataclass, replace

from requestbin.bins.models import CapturedRequest
from requestbin.egress import as_sent
from requestbin.egress.url import parse
from requestbin.forwarding.models import new_delivery_id
from requestbin.forwarding.replay import DELIVERY_HEADER, compose
from requestbin.http import Headers
from requestbin.web.replaying import Wish

WRITTEN_BY_US = frozenset((b"content-length", b"connection"))


@dataclass(frozen=True, slots=True)
class Line:
    """One header; `ours` where it is written for this connection, `value` None where it is the
    delivery's id, which nobody knows before there is a delivery."""

    name: str
    value: str | None
    ours: bool


@dataclass(frozen=True, slots=True)
class Preview:
    """Request line and headers in their order, the size of the body, and what may surprise."""

    request_line: str
    lines: list[Line]
    size: int
    place: str
    warning: str


def preview_of(row: CapturedRequest, wish: Wish, size: int) -> Preview:
    """Return what would be sent for a wish whose body has `size` bytes. Raises egress.Unsendable.

    It is composed by what composes the delivery, but for the body, whose length alone matters.
    """
    request = compose(
        row.captured(b""), wish.url, method=wish.method, headers=wish.headers, body=bytes(size)
    )
    id = new_delivery_id()  # as long as the one to come
    composed = replace(request, headers=request.headers.plus((DELIVERY_HEADER, id)))
    sent = as_sent(composed)
    lines = [_line(name, value, request.headers) for name, value in sent.headers]
    goal = parse(sent.url)
    request_line = f"{sent.method} {goal.target} HTTP/1.1"
    return Preview(request_line, lines, size, goal.authority, _warning(wish))


def _line(name: bytes, value: bytes, given: Headers) -> Line:
    lower = name.lower()
    if lower == DELIVERY_HEADER.lower().encode():
        return Line(DELIVERY_HEADER, None, True)
    ours = lower in WRITTEN_BY_US or (lower == b"host" and b"Host" not in given)
    return Line(name.decode("latin-1"), value.decode("latin-1"), ours)


def _warning(wish: Wish) -> str:
    coding = (wish.headers or Headers()).text("Content-Encoding")
    if wish.body is None or coding.lower() in ("", "identity"):
        return ""
    return f"The headers say `Content-Encoding: {coding}`, but the body is not compressed any more."
