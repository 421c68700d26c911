"""What there is to know of a capture: who sent it, what it tells, and what to search in it."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from django.db.models import QuerySet

from requestbin import metrics
from requestbin.bins import changes, tries, verdicts
from requestbin.bins.models import Bin, Body, CapturedRequest
from requestbin.bins.record import add_search_fields, add_search_texts
from requestbin.http import Captured, Headers
from requestbin.ingest.judging import Judged, Senders
from requestbin.inspection.content import content_of
from requestbin.inspection.search_fields import search_fields
from requestbin.inspection.search_text import query_pairs, search_text

BATCH_BYTES = 2 * 1024 * 1024


class Row(NamedTuple):
    """What is read of a captured request to look at it, in the order of its columns."""

    seq: int
    size: int
    method: str
    target: bytes
    header_pairs: str
    scheme: str
    received_at: datetime
    answered: str

    def captured(self, body: bytes) -> Captured:
        """Return the request with its body, and nothing of how it came."""
        return Captured(
            self.method,
            bytes(self.target),
            Headers(json.loads(self.header_pairs)),
            body,
            remote_addr="",
            received_at=self.received_at,
            scheme=self.scheme,
        )


@dataclass(frozen=True, slots=True)
class Learnt:
    """What is kept of one request."""

    seq: int
    text: str
    cut: bool
    query: str
    fields: str | None
    judged: Judged

    @property
    def named(self) -> bool:
        """Tell whether it has an event, or the id of one."""
        return bool(self.judged.event_type or self.judged.event_id)


def rows_of(found: QuerySet[CapturedRequest], limit: int) -> list[Row]:
    """Read the first of `found`, up to `limit` whose bodies have BATCH_BYTES together; one of any
    size at the least."""
    rows = [Row(*each) for each in found.values_list(*Row._fields)[:limit]]
    total = 0
    for index, row in enumerate(rows):
        total += row.size
        if index and total > BATCH_BYTES:
            return rows[:index]
    return rows


def bodies_of(bin_id: str, rows: Sequence[Row]) -> dict[int, bytes]:
    """Return the bodies of requests by their seq; one that is empty has none."""
    found = Body.objects.filter(bin_id=bin_id, seq__in=[row.seq for row in rows])
    return {seq: bytes(data) for seq, data in found.values_list("seq", "data")}


def learn(bin_id: str, rows: Sequence[Row]) -> list[Learnt]:
    """Look at requests of one bin; of one that is gone, nothing is learnt."""
    bin = Bin.objects.filter(pk=bin_id).first() if rows else None
    if bin is None:
        return []
    senders = Senders(bin)
    bodies = bodies_of(bin_id, rows)
    return [_learnt(row, bodies.get(row.seq, b""), senders) for row in rows]


def _learnt(row: Row, body: bytes, senders: Senders) -> Learnt:
    captured = row.captured(body)
    content = content_of(captured.headers, body)
    fields = search_fields(content)
    pairs = captured.headers.as_text()
    text, cut = search_text(row.method, captured.target, pairs, content, fields)
    judged = senders.judge(captured, content, answered=bool(row.answered))
    return Learnt(row.seq, text, cut, query_pairs(captured.target), fields, judged)


def keep(bin_id: str, learnt: Sequence[Learnt]) -> None:
    """Keep what was learnt of those requests that are still there, inside a `writing()` block."""
    rows = CapturedRequest.objects.filter(bin_id=bin_id, seq__in=[each.seq for each in learnt])
    held = set(rows.values_list("seq", flat=True))  # some may have been deleted meanwhile
    kept = [each for each in learnt if each.seq in held]
    add_search_texts([(bin_id, each.seq, each.text, each.cut, each.query) for each in kept])
    add_search_fields([(bin_id, each.seq, each.fields) for each in kept if each.fields is not None])
    sent = [(each.seq, each.judged.provider, each.judged.verdict) for each in kept]
    sent = [each for each in sent if any(each[1:])]
    told = [each for each in kept if each.named]
    if sent or told:
        changes.touch(bin_id, {each.seq for each in told} | {seq for seq, *_ in sent})
        verdicts.keep(bin_id, sent)
        tries.name(bin_id, [_name(each) for each in told])
    _count(kept)


def _name(each: Learnt) -> tries.Named:
    return each.seq, each.judged.event_type, each.judged.event_id or None


def _count(kept: Sequence[Learnt]) -> None:
    metrics.ENRICHED.inc(len(kept))
    for word, count in Counter(each.judged.verdict for each in kept).items():
        if word:
            metrics.VERDICTS.labels(word).inc(count)
