"""A stored request as the predicate of the search language sees it."""

from __future__ import annotations

import json

from requestbin.bins.models import CapturedRequest, SearchFields, SearchText
from requestbin.forwarding.queries import newest_by_request
from requestbin.forwarding.sent import words_of
from requestbin.inspection.query import NOTHING, Facts


def facts_of(row: CapturedRequest) -> Facts:
    """Read what is stored of one request."""
    text = SearchText.objects.filter(bin_id=row.bin_id, seq=row.seq).first()
    fields = SearchFields.objects.filter(bin_id=row.bin_id, seq=row.seq).first()
    delivery = newest_by_request(row.bin_id, [row.seq]).get(row.seq)
    return Facts(
        method=row.method,
        path=row.path,
        headers=json.loads(row.header_pairs),
        size=row.size,
        received_at=row.received_at,
        remote_addr=row.remote_addr,
        provider=row.provider,
        event_type=row.event_type,
        event_id=row.event_id or "",
        attempt=row.attempt,
        verdict=row.verdict,
        note=row.note,
        starred=row.starred,
        complete=row.complete,
        text=None if text is None else text.text,
        fields=NOTHING if fields is None else fields.fields,
        query=[] if text is None else json.loads(text.query_pairs),
        sent=words_of(delivery),
    )
