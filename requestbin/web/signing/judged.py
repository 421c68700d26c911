"""What the signature of one stored request says by the secrets that are there now."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any

from requestbin.bins import keyring, queries
from requestbin.bins.keyring import Known
from requestbin.bins.models import Bin, CapturedRequest
from requestbin.http import Captured, Request
from requestbin.ingest.judging import Senders
from requestbin.providers import Provider, Secret, Verdict, provider_of, verify
from requestbin.providers.places import place
from requestbin.providers.seen import Seen
from requestbin.providers.signatures.scheme import Scheme
from requestbin.providers.signatures.signed import Signed
from requestbin.providers.signatures.tokens import Token
from requestbin.web.signing import certificates
from requestbin.web.signing.sentences import URL, Said, said_of


@dataclass(frozen=True)
class Judged:
    """A request with its sender and the verdict at its arrival. `request` has the URL that it was
    checked with; `secret` is the one that the verdict is about, None where none is stored."""

    provider: Provider
    request: Request
    received_at: datetime
    verdict: Verdict
    secret: Known | None
    known: tuple[tuple[str, Secret], ...] = ()
    """Every secret that is stored of the provider, with its label."""
    certificate: str = ""
    """Where the provider keeps what checks it, if the request says so and it can be believed."""

    @cached_property
    def said(self) -> Said:
        """Return the verdict in words."""
        demanded = getattr(self.scheme, "required", ())
        missing = next((each for each in demanded if not place(each).value(self._seen)), "")
        missing = missing.removeprefix("header:")
        return said_of(self.provider, self.verdict, self.received_at, missing)

    @cached_property
    def scheme(self) -> Scheme | None:
        """Return the scheme that the verdict is about."""
        titled = (each for each in self.provider.schemes if each.title == self.verdict.scheme)
        return next(titled, self.provider.schemes[0] if self.provider.schemes else None)

    @cached_property
    def signed(self) -> bytes:
        """Return what is signed of the request: also where there is no secret to check it with, if
        the secret is no part of it; b"" where nobody can tell."""
        scheme = self.scheme
        if self.verdict.signed or not isinstance(scheme, Signed) or not scheme.present(self._seen):
            return self.verdict.signed
        written, _ = scheme.time(self._seen)
        return next(scheme.messages(self._seen, None, written or "", 0), b"")

    @property
    def is_token(self) -> bool:
        """Tell whether what came is the secret itself."""
        return isinstance(self.scheme, Token)

    @property
    def is_signed(self) -> bool:
        """Tell whether the request has a signature of its provider, right or wrong."""
        return any(each.present(self._seen) for each in self.provider.schemes)

    @cached_property
    def _seen(self) -> Seen:
        return Seen(self.request)

    @property
    def signs_url(self) -> bool:
        """Tell whether the URL is part of what is signed."""
        return any(covers_url(each) for each in self.provider.schemes)


def judged_of(bin: Bin, row: CapturedRequest, url: str = "") -> Judged | None:
    """Return what the signature of a stored request says, None where its sender is not known.

    `url` takes the place of the one that it came to.
    """
    if not row.provider:
        return None
    senders = Senders(bin)
    provider = senders.named(row.provider)
    if provider is None:
        return None
    captured = row.captured(queries.body_of(bin.pk, row.seq))
    if url:
        return _with_url(senders, provider, captured, url)
    found = senders.examine(captured, provider)
    request = request_of(captured, found.url)
    address = certificates.address_of(provider, captured)
    known = tuple((each.label, each.secret) for each in senders.secrets(provider.slug))
    return Judged(provider, request, row.received_at, found.verdict, found.secret, known, address)


def named(bin: Bin, slug: str) -> Provider | None:
    """Return the provider with this slug, of the bin's own or of the table."""
    own = (row for row in keyring.own_providers(bin.pk) if row.slug == slug)
    return next(own, None) or provider_of(slug)


def _with_url(senders: Senders, provider: Provider, captured: Captured, url: str) -> Judged:
    request = request_of(captured, url)
    now = captured.received_at.timestamp()
    known: list[Known | None] = [*senders.secrets(provider.slug)] or [None]
    verdicts = [
        (verify(request, provider, each.secret if each else None, now=now), each) for each in known
    ]
    verdict, secret = max(verdicts, key=lambda pair: pair[0].rank)
    stored = tuple((each.label, each.secret) for each in known if each)
    return Judged(provider, request, captured.received_at, verdict, secret, stored)


def request_of(captured: Captured, url: str) -> Request:
    """Return a captured request as its sender made it, to this absolute URL."""
    return Request(captured.method, url, captured.headers, captured.body)


def covers_url(scheme: Any) -> bool:
    """Tell whether a scheme signs anything of the URL."""
    templates = getattr(scheme, "templates", ())
    return bool(getattr(scheme, "url_claim", "")) or any(
        each.covers & set(URL) for each in templates
    )
