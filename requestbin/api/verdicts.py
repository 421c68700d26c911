"""What the signature of one captured request says, over the API."""

from __future__ import annotations

import base64
import time
from datetime import UTC, datetime

from ninja import Router

from requestbin.api.auth import Call, bearer, bin_of
from requestbin.api.fields import Id, Seq, rfc3339
from requestbin.api.schemas import senders as schemas
from requestbin.bins import queries
from requestbin.bins.models import Body
from requestbin.http import Captured
from requestbin.ingest.judging import Senders
from requestbin.providers import Provider, Verdict
from requestbin.providers.signatures.secrets import Secret, candidates
from requestbin.providers.signatures.tokens import Token

router = Router(auth=bearer, tags=["Requests"])

MAX_SIGNED_BYTES = 1024 * 1024
SHORT = 4
"""Characters of a secret that may stand anywhere by chance."""


@router.get(
    "/bins/{word:bin_id}/requests/{int:seq}/verdict",
    response={200: schemas.Verdict},
)
def read_verdict(request: Call, bin_id: Id, seq: Seq) -> schemas.Verdict:
    """Check the signature of a captured request, and tell how: as of its arrival, and of now."""
    bin = bin_of(request, bin_id)
    row = queries.find_request(bin, seq)
    body = queries.body_of(bin.pk, seq)
    if len(body) != row.size:  # retention took it a moment ago
        raise Body.DoesNotExist
    senders = Senders(bin)
    shown = schemas.Verdict(
        provider=row.provider or None,
        verdict=row.verdict or None,
        judged_at=rfc3339(row.received_at),
    )
    provider = senders.named(row.provider)
    if provider is None or not provider.signs:
        return shown
    return _examined(shown, row.captured(body), provider, senders)


def _examined(
    shown: schemas.Verdict, captured: Captured, provider: Provider, senders: Senders
) -> schemas.Verdict:
    found = senders.examine(captured, provider)
    verdict = found.verdict
    told = {
        "valid": verdict.valid,
        "authentic": verdict.authentic,
        "fresh": verdict.fresh,
        "reason": verdict.reason,
        "scheme": verdict.scheme or None,
        "signed_at": _moment(verdict.signed_at),
        "tolerance": verdict.tolerance,
        "uncovered": list(verdict.uncovered),
        "secret_label": found.secret.label if found.secret and verdict.authentic else None,
        "now": _now(senders.examine(captured, provider, time.time()).verdict),
    }
    secret = found.secret.secret if found.secret else None
    return shown.model_copy(update=told | _signed(verdict, provider, secret))


def _signed(verdict: Verdict, provider: Provider, secret: Secret) -> dict[str, str | None]:
    """Return what was signed and how, where that has nothing of the secret in it."""
    tokens = {each.title for each in provider.schemes if isinstance(each, Token)}
    bare = verdict.scheme in tokens
    small = len(verdict.signed) <= MAX_SIGNED_BYTES
    return {
        "signed_base64": base64.b64encode(verdict.signed).decode() if small else None,
        "expected": "" if bare else _without(verdict.expected, secret),
        "received": "" if bare else _without(verdict.received, secret),
    }


def _without(text: str, secret: Secret) -> str:
    held = any(each in text for each in candidates(secret) if len(each) >= SHORT)
    return "" if held else text


def _now(verdict: Verdict) -> schemas.Freshness:
    return schemas.Freshness(valid=verdict.valid, fresh=verdict.fresh, reason=verdict.reason)


def _moment(seconds: float | None) -> str | None:
    try:
        return None if seconds is None else rfc3339(datetime.fromtimestamp(seconds, UTC))
    except (ValueError, OverflowError, OSError):
        return None
