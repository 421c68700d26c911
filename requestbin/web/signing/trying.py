"""A description of a provider tried on a captured request: the verdict, and nothing is kept."""

from __future__ import annotations

from dataclasses import dataclass

from requestbin.bins import queries
from requestbin.bins.keyring import Known
from requestbin.bins.models import Bin, CapturedRequest
from requestbin.ingest.judging import Senders
from requestbin.providers import Provider
from requestbin.web.signing.judged import Judged, request_of
from requestbin.web.signing.shown import Compared, Signed, compared_of, signed_of


@dataclass(frozen=True, slots=True)
class Trial:
    """What came of a try on the request `seq`."""

    seq: int
    judged: Judged
    signed: Signed | None
    compared: Compared | None


def tried(bin: Bin, row: CapturedRequest, provider: Provider, secret: str) -> Trial:
    """Check a stored request as `provider` with a secret that is not stored."""
    captured = row.captured(queries.body_of(bin.pk, row.seq))
    known = [Known(0, provider.slug, "tried", secret)] if secret else []
    found = Senders(bin, known, (provider,)).examine(captured, provider)
    request = request_of(captured, found.url)
    judged = Judged(provider, request, row.received_at, found.verdict, found.secret)
    signed = signed_of(found.verdict.signed) if found.verdict.signed else None
    return Trial(row.seq, judged, signed, compared_of(judged))
