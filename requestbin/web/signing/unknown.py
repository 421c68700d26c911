"""An unknown sender: what it signs is worked out with its secret, and kept when people say so."""

from __future__ import annotations

from requestbin.bins import keyring, queries
from requestbin.bins.models import Bin, CapturedRequest
from requestbin.bins.signed_urls import signed_urls
from requestbin.ingest.judging import Senders
from requestbin.providers.doctor import Finding, investigate, pasted_key
from requestbin.providers.own import NotAProvider
from requestbin.web.signing.describing import row_of
from requestbin.web.signing.judged import request_of
from requestbin.web.signing.refusals import NotTaken

MAX_CHARACTERS = 4096
DULL = ("x", "signature", "sign", "sig", "hub", "hmac", "webhook", "sha256", "256", "v1", "auth")
"""Words in the names of headers that say nothing of who sent them."""


def worked_out(bin: Bin, row: CapturedRequest, header: str, secret: str) -> Finding | None:
    """Return what the header of a request was found to be with `secret`, None for nothing usual;
    raises NotTaken."""
    if not secret or len(secret) > MAX_CHARACTERS:
        raise NotTaken("Paste the secret first." if not secret else "A secret is shorter.")
    captured = row.captured(queries.body_of(bin.pk, row.seq))
    for url in signed_urls(captured, Senders(bin).origin):
        found = investigate(request_of(captured, url), header or None, secret)
        if found is not None:
            return found
    return None


def kept(bin: Bin, finding: Finding, name: str, secret: str) -> str:
    """Keep what was found as a provider of the bin's own, with its secret, and return its slug;
    raises NotTaken."""
    if refusal := pasted_key(finding.provider, secret):
        raise NotTaken(refusal)
    try:
        made = keyring.define(bin, row_of(finding.provider, name.strip()[:60]))
        keyring.add(bin, made.slug, "", secret)
    except (NotAProvider, keyring.NotKept) as problem:
        raise NotTaken(str(problem)) from None
    return made.slug


def name_of(finding: Finding) -> str:
    """Return a name to begin with: `Acme` of `X-Acme-Signature-256`."""
    words = [word for word in finding.candidate.header.split("-") if word.lower() not in DULL]
    return " ".join(words) or finding.candidate.header
