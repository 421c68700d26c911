"""One delivery in full: every attempt, the answer that came, and what was sent for it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.http import Http404

from requestbin.bins.models import Bin, CapturedRequest
from requestbin.egress import as_sent
from requestbin.egress.url import parse
from requestbin.forwarding import queries
from requestbin.forwarding.models import Attempt, Delivery
from requestbin.forwarding.resigning import Change
from requestbin.http import Request
from requestbin.inspection.content import Content, content_of
from requestbin.inspection.registry import Reading
from requestbin.web import words
from requestbin.web.editable import editable
from requestbin.web.lookups import whole
from requestbin.web.marks import tone_of, word_of
from requestbin.web.payload import read_in
from requestbin.web.preview import shown_headers
from requestbin.web.sends import idle_of, line_of, lines_of
from requestbin.web.timing import Timing, timing_of

MAX_LISTED = 50


@dataclass(frozen=True, slots=True)
class Tried:
    """An attempt as one line; `on` where its answer is shown."""

    attempt: Attempt
    word: str
    tone: str
    timing: Timing | None
    on: bool


@dataclass(frozen=True, slots=True)
class Answered:
    """An answer to read: its headers as they came, its body in the format that fits best."""

    attempt: Attempt
    tone: str
    headers: list[list[str]]
    content: Content
    reading: Reading | None

    @property
    def remark(self) -> str:
        """Return what is missing of the body, "" where it is whole."""
        seen, kept = self.attempt.size, len(self.attempt.body)
        if kept < seen:
            more = "" if self.attempt.body_complete else " and more"
            return f"The first {words.size(kept)} of {words.size(seen)}{more} were kept."
        return "" if self.attempt.body_complete else f"It broke off after {words.size(seen)}."


@dataclass(frozen=True, slots=True)
class Sent:
    """What went out: request line and headers, and the body where it was not the captured one."""

    head: str
    size: int
    replaced: bool
    text: str | None
    changes: list[Change] = field(default_factory=list)
    """What signing it anew changed at the attempt that is shown, and with which secret."""
    secret: str = ""
    attempt: int = 0


def delivery_for(bin: Bin, id: str, seq: int | None = None) -> Delivery:
    """Return a delivery of the bin, and of its request `seq` where that is given, or answer 404."""
    try:
        found = queries.find_delivery(bin, id)
    except Delivery.DoesNotExist:
        found = None
    if found is None or seq not in (None, found.request_seq):
        raise Http404("There is no such delivery in this bin.")
    return found


def tab_of(bin: Bin, row: CapturedRequest, params: Mapping[str, str]) -> dict[str, Any]:
    """Return what the tab of a request's deliveries shows: all in lines, one of them in full."""
    found = queries.deliveries_of(bin, seq=row.seq, limit=MAX_LISTED)
    wanted = params.get("delivery", "")
    chosen = next((each for each in found if each.pk == wanted), found[0] if found else None)
    return {
        "lines": lines_of(found),
        "full": len(found) == MAX_LISTED,
        "idle": idle_of(found),
        "asked_for": wanted,
        **(full_of(chosen, params) if chosen else {}),
    }


def full_of(delivery: Delivery, params: Mapping[str, str]) -> dict[str, Any]:
    """Return what shows one delivery; `params` name an attempt and a view of its answer's body."""
    attempts = list(delivery.attempts.all())
    number = whole(params.get("attempt", ""))
    chosen = next((each for each in attempts if each.number == number), None)
    chosen = chosen or (attempts[-1] if attempts else None)
    return {
        "line": line_of(delivery),
        "tried": [_tried(each, each is chosen) for each in attempts],
        "answered": answered_of(chosen, params.get("view", "")) if chosen else None,
        "answered_before": _answered_before(attempts, chosen),
        "sent": sent_of(delivery, chosen),
    }


def answered_of(attempt: Attempt, view: str = "") -> Answered | None:
    """Return the answer of an attempt, None where none came."""
    if attempt.status is None:
        return None
    content = content_of(attempt.headers, bytes(attempt.body))
    reading = read_in(content, view) if content.data else None
    return Answered(attempt, tone_of(attempt), attempt.headers.as_text(), content, reading)


def sent_of(delivery: Delivery, attempt: Attempt | None = None) -> Sent:
    """Return what an attempt of a delivery put on the wire, or each would that signs nothing."""
    signed = (attempt.signed if attempt else None) or {}
    changes = [Change(*each) for each in signed.get("changes", ())]
    size = signed.get("size", delivery.size)
    url = next((each.now for each in changes if each.place == "url" and each.now), delivery.url)
    headers = shown_headers(delivery.headers, changes)
    sent = as_sent(Request(delivery.method, url, headers, bytes(size)))  # its length is written
    lines = [f"{sent.method} {parse(sent.url).target} HTTP/1.1"]
    lines += [f"{name}: {value}" for name, value in sent.headers.as_text()]
    number = attempt.number if attempt else 0
    told = (changes, signed.get("secret", ""), number)
    if delivery.body is None:
        return Sent("\n".join(lines), size, False, None, *told)
    text = editable(delivery.headers, bytes(delivery.body))
    return Sent("\n".join(lines), size, True, text.text if text else None, *told)


def _answered_before(attempts: list[Attempt], chosen: Attempt | None) -> int | None:
    """The last attempt before the chosen one that got an answer, to compare with."""
    last = chosen.number if chosen else 0
    answered = [each.number for each in attempts if each.status and each.number < last]
    return answered[-1] if answered else None


def _tried(attempt: Attempt, on: bool) -> Tried:
    return Tried(attempt, word_of(attempt), tone_of(attempt), timing_of(attempt), on)
