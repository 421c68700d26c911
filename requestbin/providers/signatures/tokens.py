"""A secret that is sent along as it is: it tells who sent the request, and covers nothing of it."""

from __future__ import annotations

import base64
import hmac
from dataclasses import dataclass

from requestbin.http import Request
from requestbin.providers.places import place
from requestbin.providers.seen import Seen
from requestbin.providers.signatures.secrets import Secret, candidates, utf8
from requestbin.providers.signatures.signing import too_many
from requestbin.providers.signatures.verdict import PARTS, Reason, Verdict, refused


@dataclass(frozen=True)
class Token:
    """The secret itself in one place; with `basic` as `user:password` of HTTP Basic (RFC 7617).
    `items` is a place with a list of which each must have the secret."""

    signature: str
    basic: bool = False
    items: str = ""
    tolerance: int | None = None

    shared = True
    uncovered = PARTS
    signs_url = signs_body = False

    @property
    def title(self) -> str:
        """Return the scheme in words."""
        if self.basic:
            return "HTTP Basic, the secret itself"
        return f"the secret itself in {self.signature}"

    def present(self, seen: Seen) -> bool:
        return bool(place(self.signature).value(seen))

    def dated(self, seen: Seen) -> tuple[float | None, float | None]:
        return None, None

    def suits(self, secret: Secret) -> bool:
        return not any(text.startswith("whsec_") for text in candidates(secret))

    def signs_with(self, secret: Secret) -> bool:
        return bool(candidates(secret))

    def verify(self, seen: Seen, secret: Secret, now: float) -> Verdict:
        where = place(self.signature)
        values = where.values(seen)
        if not any(values) or len(values) < self._wanted(seen):
            outside = where.kind in ("header", "bearer")
            missing = Reason.HEADER_MISSING if outside else Reason.SIGNATURE_MISSING
            return refused(missing, scheme=self.title)
        known = candidates(secret)
        if not known:
            return refused(Reason.SECRET_MISSING, scheme=self.title, received=values[0])
        for number, text in enumerate(known):
            expected = utf8(self._written(text))
            if all(_same(value, expected) for value in values):
                return self._verdict(None, number, values[0], values[0])
        return self._verdict(Reason.SIGNATURE_MISMATCH, 0, self._written(known[0]), values[0])

    def _wanted(self, seen: Seen) -> int:
        return len(place(self.items).values(seen)) if self.items else 1

    def _written(self, text: str) -> str:
        return f"Basic {base64.b64encode(utf8(text)).decode()}" if self.basic else text

    def _verdict(self, reason: Reason | None, number: int, expected: str, received: str) -> Verdict:
        good = reason is None
        return Verdict(
            good,
            reason,
            authentic=good,
            scheme=self.title,
            expected=expected,
            received=received,
            uncovered=self.uncovered,
            secret=number,
        )

    def sign(self, request: Request, secret: Secret, now: float, event_id: str) -> Request | None:
        known = candidates(secret)
        count = max(self._wanted(Seen(request)), 1)
        if not known or too_many(count, request):
            return None
        where = place(self.signature)
        for index in range(count):
            request = where.at(index).put(request, self._written(known[0]))
        return request


def _same(value: str, expected: bytes) -> bool:
    """Compare in constant time; what stands in a header may be UTF-8 that was read as latin-1."""
    octets = value.encode("latin-1", "ignore")
    return hmac.compare_digest(utf8(value), expected) | hmac.compare_digest(octets, expected)
