"""A request as it will be on the wire, to be looked at before it is sent."""

from __future__ import annotations

from dataclasses import dataclass, replace

from requestbin.bins.models import CapturedRequest
from requestbin.egress import as_sent
from requestbin.egress.url import parse
from requestbin.forwarding.models import new_delivery_id
from requestbin.forwarding.replay import DELIVERY_HEADER, compose
from requestbin.forwarding.resigning import Change, SignedAnew
from requestbin.http import Headers
from requestbin.web.replaying import Wish, signed

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
    signed: SignedAnew | None = None

    @property
    def changes(self) -> list[Change]:
        """Return what signing it anew changes."""
        return self.signed.changes if self.signed else []

    @property
    def alters_body(self) -> bool:
        """Tell whether the signature, or an id that it covers, stands in the body."""
        return any(each.place.startswith(("form:", "json:")) for each in self.changes)


def preview_of(row: CapturedRequest, wish: Wish, size: int) -> Preview:
    """Return what would be sent for a wish whose body has `size` bytes. Raises egress.Unsendable,
    and Refused where it cannot be signed as asked.

    It is composed by what composes the delivery, but for the body, whose length alone matters
    unless it is signed.
    """
    made = signed(row, wish)
    request = compose(
        row.captured(b""), wish.url, method=wish.method, headers=wish.headers, body=bytes(size)
    )
    if made is not None:
        size = len(made.request.body)
        headers = shown_headers(made.request.headers, made.changes)
        request = replace(made.request, headers=headers, body=bytes(size))
    id = new_delivery_id()  # as long as the one to come
    composed = replace(request, headers=request.headers.plus((DELIVERY_HEADER, id)))
    sent = as_sent(composed)
    lines = [_line(name, value, request.headers) for name, value in sent.headers]
    goal = parse(sent.url)
    request_line = f"{sent.method} {goal.target} HTTP/1.1"
    return Preview(request_line, lines, size, goal.authority, _warning(wish), made)


def shown_headers(headers: Headers, changes: list[Change]) -> Headers:
    """Return headers with what was signed as it may be shown: a secret that is sent is masked."""
    shown = {each.name.lower(): each for each in changes if each.place.startswith("header:")}
    pairs = [
        (name, _now(shown.pop(name.lower(), None), value)) for name, value in headers.as_text()
    ]
    pairs += [(each.name, each.now) for each in shown.values() if each.now and each.was is None]
    return Headers((name, value.encode("latin-1", "replace")) for name, value in pairs)


def _now(change: Change | None, value: str) -> str:
    return change.now if change and change.now else value


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
