"""A delivery in a word: what the rows, the lines and the log say of it, and how it looks."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from requestbin.forwarding import queries
from requestbin.forwarding.models import Attempt, Delivery

GOOD, WAITING, BAD, QUIET = "ok", "wait", "no", "quiet"
"""The tones; a word or figure always says the same."""

FAILURES = {
    "private": "blocked",
    "forbidden": "blocked",
    "no_address": "no address",
    "name_server": "no name server",
    "refused": "refused",
    "no_connection": "no connection",
    "unreachable": "unreachable",
    "untrusted": "not trusted",
    "not_https": "no HTTPS",
    "no_tls": "no TLS",
    "no_answer": "no answer",
    "closed": "cut off",
    "not_http": "not HTTP",
    "bad_answer": "bad answer",
    "head_too_large": "bad answer",
    "interrupted": "interrupted",
    "deleted": "not sent",
    "unsigned": "not signed",
}
"""Codes of `egress` and `forwarding.outcome` in two words at most; others just failed."""


@dataclass(frozen=True, slots=True)
class Mark:
    """The short of a delivery: `text` in a tone, and when it is tried again, if it is."""

    text: str
    tone: str
    due_at: datetime | None = None


def mark_of(delivery: Delivery) -> Mark:
    """Return the mark of a delivery whose attempts are prefetched, as `forwarding.queries` does."""
    attempt = newest_attempt(delivery)
    if delivery.state == Delivery.State.FAILED and delivery.tries > 1:
        return Mark("gave up", BAD)
    if attempt is None:
        return Mark("stopped", QUIET) if delivery.finished else Mark("sending", QUIET)
    if delivery.state == Delivery.State.RUNNING:
        return Mark(word_of(attempt), WAITING)
    if delivery.next_attempt_at:
        return Mark(word_of(attempt), WAITING, delivery.next_attempt_at)
    return Mark(word_of(attempt), tone_of(attempt))


def marks_of(bin_id: str, seqs: Iterable[int]) -> dict[int, Mark]:
    """Return the mark of the newest delivery of each request that was sent anywhere."""
    newest = queries.newest_by_request(bin_id, seqs)
    return {seq: mark_of(delivery) for seq, delivery in newest.items()}


def newest_attempt(delivery: Delivery) -> Attempt | None:
    """Return the last attempt that was made; None before the first has ended."""
    attempts = list(delivery.attempts.all())
    return attempts[-1] if attempts else None


def word_of(attempt: Attempt) -> str:
    """Return the status of an answer, or why there is none."""
    return str(attempt.status) if attempt.status else FAILURES.get(attempt.error, "failed")


def tone_of(attempt: Attempt) -> str:
    """Return how an attempt's word looks."""
    if attempt.status is None or attempt.status >= 400:
        return BAD
    return GOOD if 200 <= attempt.status < 300 else WAITING
