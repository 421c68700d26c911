"""What can be compared, by the name that addresses give it: a request, or a replay's answer."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse

from requestbin.bins import address, queries
from requestbin.bins.models import Bin, CapturedRequest
from requestbin.forwarding import queries as forwarding
from requestbin.forwarding.models import Attempt, Delivery
from requestbin.inspection.diff.comparison import Side
from requestbin.web import words
from requestbin.web.detail import captured_of
from requestbin.web.lookups import whole
from requestbin.web.rows import target_of

MAX_ANSWERS = 12
MAX_KIN = 8


class Absent(Exception):
    """There is nothing of that name to compare; the message is a sentence for people."""


@dataclass(frozen=True, slots=True)
class Subject:
    """A side of a comparison. `name` is what addresses call it, `number` what people do; `remarks`
    say what is not whole, `row` is the request where it is one."""

    name: str
    number: str
    title: str
    facts: Sequence[str]
    at: datetime
    address: str
    side: Side
    remarks: Sequence[str] = ()
    row: CapturedRequest | None = None


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer that a request got, to be chosen."""

    name: str
    attempt: Attempt
    url: str


def subject_of(bin: Bin, name: str) -> Subject:
    """Return what `name` calls: `12` is a request, `DELIVERY.2` the answer to its second attempt.

    Raises Absent.
    """
    delivery, dot, number = name.partition(".")
    if dot:
        return _answer(bin, delivery, whole(number))
    seq = whole(name.removeprefix("#"))
    try:
        row = queries.find_request(bin, seq)
    except (CapturedRequest.DoesNotExist, OverflowError):
        if not seq:
            raise Absent("That is no number of a request.") from None
        sentence = f"Request #{seq} is not in this bin: dropped, deleted or never here."
        raise Absent(sentence) from None
    return of_request(bin, row)


def of_request(bin: Bin, row: CapturedRequest) -> Subject:
    """Return a captured request as a side of a comparison."""
    captured = captured_of(bin, row)
    path, query = address.split_query(row.below)
    where = f"{row.method} {target_of(row)}"
    line = (
        ("Method", row.method),
        ("Path", path.decode("latin-1") or "/"),
        ("HTTP version", row.http_version),
    )
    return Subject(
        name=str(row.seq),
        number=f"#{row.seq}",
        title=row.event_type or where,
        facts=[
            *([row.provider.title(), where] if row.event_type else []),
            words.exact_size(row.size),
        ],
        at=row.received_at,
        address=reverse("request", args=(bin.pk, row.seq)),
        side=Side(line, query, captured.headers, captured.body),
        remarks=[] if row.complete else ["Its upload was cut off."],
        row=row,
    )


def answers_of(bin: Bin, row: CapturedRequest) -> list[Answer]:
    """Return the newest answers to the replays of a request, the latest first."""
    deliveries = forwarding.deliveries_of(bin, seq=row.seq, limit=MAX_ANSWERS)
    found = [
        Answer(f"{delivery.pk}.{attempt.number}", attempt, delivery.url)
        for delivery in deliveries
        for attempt in list(delivery.attempts.all())[::-1]
        if attempt.status is not None
    ]
    return found[:MAX_ANSWERS]


def _answer(bin: Bin, delivery_id: str, number: int) -> Subject:
    try:
        delivery = forwarding.find_delivery(bin, delivery_id)
    except Delivery.DoesNotExist:
        raise Absent("There is no such delivery in this bin.") from None
    attempt = next((each for each in delivery.attempts.all() if each.number == number), None)
    if attempt is None or attempt.status is None:
        raise Absent("That attempt got no answer, so there is nothing to compare.")
    side = Side((("Status", str(attempt.status)),), b"", attempt.headers, bytes(attempt.body))
    tries = f", attempt {number}" if delivery.attempt_count > 1 else ""
    return Subject(
        name=f"{delivery.pk}.{number}",
        number=f"Answer to #{delivery.request_seq}{tries}",
        title=str(attempt.status),
        facts=[f"from {delivery.url}", words.exact_size(attempt.size)],
        at=attempt.started_at,
        address=f"{reverse('delivery', args=(bin.pk, delivery.pk))}?attempt={number}",
        side=side,
        remarks=_cut_off(attempt),
    )


def _cut_off(attempt: Attempt) -> list[str]:
    kept = len(attempt.body)
    if kept < attempt.size:
        return [f"Only the first {words.size(kept)} were kept."]
    return [] if attempt.body_complete else ["It broke off before its end."]
