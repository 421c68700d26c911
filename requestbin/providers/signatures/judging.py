"""The one check of all schemes that sign a string: compared, then dated, and the reason found."""

from __future__ import annotations

import hashlib
import hmac
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from requestbin.providers.places import place
from requestbin.providers.seen import Seen
from requestbin.providers.signatures import urls
from requestbin.providers.signatures.parts import Signing
from requestbin.providers.signatures.secrets import Secret
from requestbin.providers.signatures.verdict import Reason, Verdict, refused

if TYPE_CHECKING:
    from requestbin.providers.signatures.signed import Signed

SAME = -1
"""As many seconds ahead as behind."""
SECRET = "[secret]"  # noqa: S105 - stands for one
URL = frozenset(("path", "query", "host"))


def judge(scheme: Signed, seen: Seen, secret: Secret, now: float) -> Verdict:
    """Return the verdict of `scheme` on a request; `now` is in Unix seconds."""
    items = scheme.items_of(seen, secret)
    if isinstance(items, Reason):
        return refused(items, scheme=scheme.title, received=scheme.received(seen))
    written, moment = scheme.time(seen)
    reason = (
        scheme.unmet(seen)
        or scheme.untrusted(seen)
        or _untimed(scheme, written, moment)
        or scheme.unkept(secret)
    )
    if reason:
        return refused(reason, scheme=scheme.title, received=scheme.received(seen))
    found = _Comparison(scheme, seen, secret, written or "").of_all(items)
    return _dated(scheme, seen, found, written, moment, now)


def _untimed(scheme: Signed, written: str | None, moment: float | None) -> Reason | None:
    if "timestamp" not in scheme.templates[0].names:
        return None
    if written is None:
        return Reason.TIMESTAMP_MISSING
    return Reason.TIMESTAMP_INVALID if moment is None else None


class _Comparison:
    """One request compared with what its signature should be."""

    def __init__(self, scheme: Signed, seen: Seen, secret: Secret, written: str) -> None:
        self._scheme, self._seen, self._secret, self._written = scheme, seen, secret, written
        self._keys: list[Any] = scheme.keys(secret)

    def of_all(self, items: list[str]) -> Verdict:
        """Return the verdict on the bytes alone: of several that are signed each, the worst."""
        scheme = self._scheme
        if not scheme.items:
            return self._of_one(items, 0)
        if len(items) < len(place(scheme.items).values(self._seen)):
            return refused(Reason.SIGNATURE_MISSING, scheme=scheme.title)
        verdicts = [self._of_one([item], index) for index, item in enumerate(items)]
        return min(verdicts, key=lambda verdict: verdict.valid)

    def _of_one(self, items: list[str], index: int) -> Verdict:
        messages = self._messages(self._seen, self._secret, index)
        if not messages:
            return refused(self._absent(index), scheme=self._scheme.title)
        for number, key in enumerate(self._keys):
            for message in messages:
                item = self._scheme.matching(key, message, items)
                if item is not None:
                    return self._verdict(None, self._shown(message, index), item, item, number)
        expected = self._scheme.made(self._keys[0], messages[0]) or ""
        reason = self._mismatch(items, index, expected)
        return self._verdict(reason, self._shown(messages[0], index), expected, items[0])

    def _messages(self, seen: Seen, secret: Secret, index: int) -> list[bytes]:
        return list(self._scheme.messages(seen, secret, self._written, index))

    def _shown(self, message: bytes, index: int) -> bytes:
        """Return what was signed, with a word in place of a secret that is part of it."""
        if not self._scheme.signs_secret:
            return message
        return self._messages(self._seen, SECRET, index)[0]

    def _absent(self, index: int) -> Reason:
        signing = Signing(self._seen, self._secret, self._written, "", index)
        missing = self._scheme.templates[0].missing(signing)
        if missing.startswith("secret"):
            return Reason.SECRET_MISSING
        outside = missing.startswith("header")
        return Reason.HEADER_MISSING if outside else Reason.SIGNATURE_MISSING

    def _mismatch(self, items: list[str], index: int, expected: str) -> Reason:
        scheme = self._scheme
        reasons = [scheme.misread(item, expected) for item in items]
        if Reason.SIGNATURE_WRONG_ENCODING in reasons:
            return Reason.SIGNATURE_WRONG_ENCODING
        if all(reason is Reason.SIGNATURE_MALFORMED for reason in reasons):
            return Reason.SIGNATURE_MALFORMED
        if not scheme.templates[0].covers & URL:
            return Reason.SIGNATURE_MISMATCH
        bare = scheme.suspect_url == "bare" and not self._seen.raw_query
        if bare or scheme.suspect_url == "always" or self._other_url(items, index):
            return Reason.SIGNATURE_MISMATCH_URL
        return Reason.SIGNATURE_MISMATCH

    def _other_url(self, items: list[str], index: int) -> bool:
        for url in urls.variants(self._seen.request.url):
            other = self._seen.at(url)
            for message in self._messages(other, self._secret, index):
                for key in self._keys:
                    if self._scheme.matching(key, message, items) is not None:
                        return True
        return False

    def _verdict(
        self, reason: Reason | None, message: bytes, expected: str, received: str, number: int = 0
    ) -> Verdict:
        return Verdict(
            valid=reason is None,
            reason=reason,
            authentic=reason is None,
            scheme=self._scheme.title,
            signed=message,
            expected=expected,
            received=received,
            uncovered=self._scheme.uncovered_of(self._seen),
            secret=number,
        )


def _dated(
    scheme: Signed,
    seen: Seen,
    found: Verdict,
    written: str | None,
    moment: float | None,
    now: float,
) -> Verdict:
    """Add what the time says, and what the provider always sends beside."""
    found = replace(found, signed_at=moment, tolerance=scheme.tolerance)
    if not found.authentic:
        return found
    if scheme.body_hash and (hashed := place(scheme.body_hash).value(seen)) is not None:
        actual = hashlib.sha256(seen.body).hexdigest()
        if not hmac.compare_digest(actual.encode(), hashed.lower().encode("utf-8", "replace")):
            return replace(found, valid=False, authentic=False, reason=Reason.BODY_HASH_MISMATCH)
    if any(not place(each).value(seen) for each in scheme.required):
        return replace(found, valid=False, reason=Reason.HEADER_MISSING)
    if scheme.timestamp and moment is None and scheme.tolerance is not None:
        reason = Reason.TIMESTAMP_MISSING if written is None else Reason.TIMESTAMP_INVALID
        return replace(found, valid=False, reason=reason)
    return aged(found, scheme.ahead, now)


def aged(found: Verdict, ahead: int | None, now: float) -> Verdict:
    """Return an authentic verdict with its freshness: `ahead` is how far in the future the time of
    signing may lie, in seconds; None for any."""
    if found.tolerance is None or found.signed_at is None:
        return found
    age = now - found.signed_at
    if age > found.tolerance:
        return replace(found, valid=False, fresh=False, reason=Reason.TIMESTAMP_TOO_OLD)
    if ahead is not None and -age > (found.tolerance if ahead == SAME else ahead):
        return replace(found, valid=False, fresh=False, reason=Reason.TIMESTAMP_IN_FUTURE)
    return replace(found, fresh=True)
