"""Asking for stored requests to be judged again, when what is known of their sender changes."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import NamedTuple

from django.db import transaction
from django.db.models import Count, Q

from requestbin.bins import changes
from requestbin.bins.models import CapturedRequest, Rejudging
from requestbin.bins.spelled import Spelled

Wake = Callable[[Iterable[str]], object]
_wakes: list[Wake] = []

SENT_BY_SOMEBODY = Spelled("provider", ("(NOT (@ = ''))", []), ("(@ <> '')", []))
"""Always true of one provider's requests; SQLite goes by their index only where it is said so."""


class Progress(NamedTuple):
    """How far requests have been judged again, and how those of a provider stand, by verdict."""

    looked_at: int
    total: int
    verdicts: dict[str, int]


def follow(wake: Wake) -> None:
    """Register who judges, to be told of bins after the commit."""
    if wake not in _wakes:
        _wakes.append(wake)


def ask(bin_id: str, provider: str = "") -> None:
    """Have the requests of a provider judged again, or recognise and judge all anew.

    Inside a `writing()` block, before anything else is changed there; whatever was asked before
    begins again. Raises BinCounter.DoesNotExist when the bin is gone.
    """
    counter = changes.hold(bin_id)
    waiting = Rejudging.objects.filter(bin_id=bin_id)
    if provider:
        waiting = waiting.filter(provider=provider)
    waiting.delete()
    last = counter.last_seq
    if last:
        Rejudging.objects.create(bin_id=bin_id, provider=provider, asked=last, below=last + 1)
    transaction.on_commit(lambda: _tell(bin_id))


def of_provider(bin_id: str, provider: str) -> Q:
    """Return the condition that a request was sent to a bin by a provider."""
    return Q(bin_id=bin_id, provider=provider) & Q(SENT_BY_SOMEBODY)


def progress(bin_id: str, provider: str) -> Progress:
    """Return how far the requests of a provider have been judged again.

    All requests of the bin count while it is looked for those that are the provider's.
    """
    rows = CapturedRequest.objects.filter(of_provider(bin_id, provider))
    verdicts = dict(rows.values_list("verdict").annotate(Count("seq")).order_by())
    waiting = Rejudging.objects.filter(bin_id=bin_id, provider__in=("", provider))
    below = dict(waiting.values_list("provider", "below"))
    looked_at = CapturedRequest.objects.filter(bin_id=bin_id) if "" in below else rows
    total = looked_at.count() if "" in below else sum(verdicts.values())
    left = looked_at.filter(seq__lt=max(below.values())).count() if below else 0
    return Progress(max(total - left, 0), total, verdicts)


def _tell(bin_id: str) -> None:
    for wake in _wakes:
        wake([bin_id])
