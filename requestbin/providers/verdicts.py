"""What is kept of a verdict with a request: one word, and how list, page and API show it."""

from __future__ import annotations

from dataclasses import dataclass

from requestbin.providers.signatures.verdict import Reason, Verdict

VALID, LATE = "valid", "late"
UNSIGNED, UNCHECKED = "unsigned", "unchecked"
EARLY = Reason.TIMESTAMP_IN_FUTURE.value
INCOMPLETE = "incomplete"
"""Genuine, without a header that the provider always sends."""
GOOD, WARN, BAD, NEUTRAL = "good", "warn", "bad", "neutral"


@dataclass(frozen=True, slots=True)
class Standing:
    """A word as people see it: `tone` is GOOD, WARN, BAD or NEUTRAL, `label` "" for no verdict."""

    word: str
    label: str
    tone: str

    @property
    def genuine(self) -> bool | None:
        """Tell whether the sender is proven, or disproved; None where nothing is."""
        return True if self.word in GENUINE else False if self.tone == BAD else None


GENUINE = (VALID, LATE, EARLY, INCOMPLETE)
NOT_BAD = (*GENUINE, UNSIGNED, UNCHECKED)
"""Every other word is a Reason, for which a request is not genuine."""

_STANDINGS = {
    each.word: each
    for each in (
        Standing("", "", NEUTRAL),
        Standing(VALID, "Genuine", GOOD),
        Standing(LATE, "Genuine, but late", WARN),
        Standing(EARLY, "Genuine, but early", WARN),
        Standing(INCOMPLETE, "Genuine, but incomplete", WARN),
        Standing(UNSIGNED, "Not signed", WARN),
        Standing(UNCHECKED, "Not checked yet", NEUTRAL),
    )
}
_STALE = (Reason.TIMESTAMP_TOO_OLD, Reason.TOKEN_EXPIRED)
_NO_KEY = (Reason.SECRET_MISSING, Reason.SECRET_MALFORMED)


def standing(word: str) -> Standing:
    """Return how a stored word is shown."""
    return _STANDINGS.get(word) or Standing(word, "Not genuine", BAD)


def word_of(verdict: Verdict) -> str:
    """Return the word to keep of the verdict on a request that is signed."""
    if verdict.reason is None:
        return VALID
    if verdict.authentic and verdict.reason in _STALE:
        return LATE
    if verdict.authentic and verdict.reason is Reason.HEADER_MISSING:
        return INCOMPLETE
    if verdict.reason in _NO_KEY:
        return UNCHECKED
    return "" if verdict.reason is Reason.NOT_SIGNED_BY_PROVIDER else verdict.reason.value
