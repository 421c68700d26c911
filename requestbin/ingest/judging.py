"""Each capture judged: who sent it, what it tells of its event, and whether that is proven."""

from __future__ import annotations

import logging
import traceback
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

from django.conf import settings

from requestbin.bins import keyring, reach, rejudging
from requestbin.bins.keyring import Known
from requestbin.bins.models import Bin
from requestbin.bins.signed_urls import signed_urls
from requestbin.http import Captured, Request
from requestbin.inspection.content import Content, content_of
from requestbin.inspection.event import event_of, label_of
from requestbin.inspection.event_id import event_id_of, given_id
from requestbin.providers import Provider, Reason, Verdict, provider_of, verify
from requestbin.providers.detection import Recognised, recognise_seen, sent_by
from requestbin.providers.seen import Seen
from requestbin.providers.signatures.signed import Signed
from requestbin.providers.signatures.tokens import Token
from requestbin.providers.verdicts import UNCHECKED, UNSIGNED, standing, word_of

log = logging.getLogger(__name__)

MAX_HASHED_BYTES = 128 * 1024 * 1024
"""Of one request, over all secrets: about 0.1 s. What is not found out by then is not said."""
SPELLINGS = 24
"""Of a URL, which a scheme that covers it tries where a signature does not match."""


@dataclass(frozen=True, slots=True)
class Judged:
    """What is kept with a request: a provider's slug, its event, and a word of
    `providers.verdicts`; "" for what is not known."""

    provider: str = ""
    event_type: str = ""
    event_id: str = ""
    verdict: str = ""


@dataclass(frozen=True, slots=True)
class Examined:
    """A signature looked at: the verdict, by which secret (None: without), over which URL.

    `hashed` is about how many bytes that took; with `whole` false there were too many for some of
    the secrets to be tried.
    """

    verdict: Verdict
    secret: Known | None
    url: str
    hashed: int = 0
    whole: bool = True

    @property
    def word(self) -> str:
        """Return the word of the verdict that is kept."""
        return word_of(self.verdict) if self.whole else UNCHECKED


class Senders:
    """What a bin knows of those who send to it. Secrets are opened once, when one is needed."""

    def __init__(
        self,
        bin: Bin,
        secrets: Sequence[Known] | None = None,
        own: Sequence[Provider] | None = None,
    ) -> None:
        self._bin_id = bin.pk
        self.own = keyring.own_providers(bin.pk) if own is None else tuple(own)
        self.chosen = self.named(bin.provider) if bin.provider else None
        self.origin = reach.capture_origin(settings.REQUESTBIN, "")
        self._given = secrets
        self._opened: dict[str, list[Known]] = {}

    def named(self, slug: str) -> Provider | None:
        """Return the provider with this slug, of the bin's own or of the table."""
        return next((row for row in self.own if row.slug == slug), None) or provider_of(slug)

    def secrets(self, slug: str) -> list[Known]:
        """Return the secrets to check a provider's signatures with, but those that are lost."""
        if slug not in self._opened:
            known = keyring.known(self._bin_id, provider=slug) if self._given is None else None
            given = [each for each in self._given or () if each.provider == slug]
            every = given if known is None else known
            self._opened[slug] = [each for each in every if not each.lost]
        return self._opened[slug]

    def sender(self, seen: Seen) -> Recognised | None:
        """Return who sent a request and what that says of it: the provider that is set for the
        bin, else the one that is recognised."""
        return sent_by(self.chosen, seen) if self.chosen else recognise_seen(seen, self.own)

    def judge(
        self, captured: Captured, content: Content | None = None, *, answered: bool = False
    ) -> Judged:
        """Judge a request as it was when it arrived; what `answered` a handshake needs no
        signature. Never raises: what cannot be judged is not, and the log says so."""
        content = content or content_of(captured.headers, captured.body)
        slug = event = event_id = word = ""
        try:
            seen = Seen(self._request(captured, content.data))
            found = self.sender(seen)
            if found is not None:
                slug = found.provider.slug
                event, event_id = label_of(found.event), given_id(found.event_id)
                word = self._word(captured, found.provider, seen, answered)
        except Exception as error:
            _tell(error)
        return Judged(
            slug,
            event or event_of(captured.headers, content),
            event_id or event_id_of(captured.headers, content),
            word,
        )

    def examine(self, captured: Captured, provider: Provider, now: float | None = None) -> Examined:
        """Check a signature with every secret, over every URL that may have been signed; of
        several that fail, return the one that came furthest. `now` is the arrival, or a time in
        Unix seconds."""
        moment = captured.received_at.timestamp() if now is None else now
        secrets = self.secrets(provider.slug)
        found = best = self._with(None if not secrets else secrets[0], captured, provider, moment)
        hashed = found.hashed
        for known in secrets[1:]:
            if found.verdict.authentic:
                break
            if hashed > MAX_HASHED_BYTES:
                return replace(best, whole=False)
            found = self._with(known, captured, provider, moment)
            hashed += found.hashed
            best = max(best, found, key=lambda each: each.verdict.rank)
        if not found.verdict.authentic:
            return best
        _to_the_front(secrets, found.secret)
        return self._denied(found, captured, provider, moment) or found

    def _denied(
        self, found: Examined, captured: Captured, provider: Provider, moment: float
    ) -> Examined | None:
        """Return a signature of the body that is wrong beside a token that is right, each with a
        secret of its own: whoever altered the body left the token as it was (GitLab)."""
        token = next(
            (each for each in provider.schemes if each.title == found.verdict.scheme), None
        )
        if not isinstance(token, Token):
            return None
        others = (each for each in self.secrets(provider.slug) if not token.suits(each.secret))
        tried = [self._with(each, captured, provider, moment) for each in others]
        signed = [each for each in tried if each.verdict.scheme != token.title]
        wrong = (each for each in signed if each.verdict.reason is Reason.SIGNATURE_MISMATCH)
        return None if any(each.verdict.authentic for each in signed) else next(wrong, None)

    def _with(
        self, known: Known | None, captured: Captured, provider: Provider, moment: float
    ) -> Examined:
        secret = None if known is None else known.secret
        found: list[Examined] = []
        for url in signed_urls(captured, self.origin):
            request = Request(captured.method, url, captured.headers, captured.body)
            verdict = verify(request, provider, secret, now=moment)
            covers_url = "host" not in verdict.uncovered
            size = len(captured.body) * (SPELLINGS if covers_url else 1)
            found.append(Examined(verdict, known, url, size))
            if verdict.authentic or not covers_url:
                break
        best = max(found, key=lambda each: (each.verdict.authentic, each.verdict.rank))
        return replace(best, hashed=sum(each.hashed for each in found))

    def verdict(self, captured: Captured, provider: Provider, *, answered: bool = False) -> str:
        """Return the word of the verdict on a request of a provider, "" where that signs nothing.
        Never raises."""
        try:
            seen = Seen(self._request(captured, captured.body))
            return self._word(captured, provider, seen, answered)
        except Exception as error:
            _tell(error)
            return ""

    def _word(self, captured: Captured, provider: Provider, seen: Seen, answered: bool) -> str:
        if not provider.signs:
            return ""
        if not any(scheme.present(seen) for scheme in provider.schemes):
            return "" if answered or provider.never_signs(seen) else UNSIGNED
        if not self.secrets(provider.slug):
            return Reason.CERT_URL_UNTRUSTED if _is_untrusted(provider, seen) else UNCHECKED
        return self.examine(captured, provider).word

    def _request(self, captured: Captured, body: bytes) -> Request:
        url = signed_urls(captured, self.origin)[0]
        return Request(captured.method, url, captured.headers, body)


def _is_untrusted(provider: Provider, seen: Seen) -> bool:
    """Tell whether a request names a certificate that no secret could make good."""
    signed = (each for each in provider.schemes if isinstance(each, Signed) and each.present(seen))
    return any(each.untrusted(seen) is Reason.CERT_URL_UNTRUSTED for each in signed)


def judge(
    captured: Captured, bin: Bin, secrets: Sequence[Known], own: Sequence[Provider]
) -> Judged:
    """Judge one request of a bin by these secrets and providers of its own."""
    return Senders(bin, secrets, own).judge(captured)


def _to_the_front(secrets: list[Known], known: Known | None) -> None:
    """The next of the same sender is most likely signed with the same."""
    if known is not None and secrets[0] is not known:
        secrets.remove(known)
        secrets.insert(0, known)


def _tell(error: Exception) -> None:
    """Log where it failed and not with what: an exception's words may hold a secret."""
    place = traceback.extract_tb(error.__traceback__)[-1]
    kind = type(error).__name__
    log.error("a capture could not be judged: %s at %s:%s", kind, place.filename, place.lineno)


class Progress(NamedTuple):
    """How far the requests of one provider have been judged again, and what came of it."""

    looked_at: int
    total: int
    genuine: int
    not_genuine: int


def progress(bin_id: str, provider: str) -> Progress:
    """Return how far the requests of a provider are, after a secret came or went."""
    looked_at, total, verdicts = rejudging.progress(bin_id, provider)
    counts = [(standing(word).genuine, count) for word, count in verdicts.items()]
    genuine = sum(count for found, count in counts if found)
    return Progress(looked_at, total, genuine, sum(n for found, n in counts if found is False))
