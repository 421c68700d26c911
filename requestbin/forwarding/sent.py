"""`sent:` in a search, by the newest delivery of a request: the one whose mark its row shows."""

from __future__ import annotations

from django.db.models import IntegerField, OuterRef, Q, Subquery, TextField, Value
from django.db.models.functions import Coalesce
from django.db.models.lookups import Exact, GreaterThan, In

from requestbin.forwarding.models import Attempt, Delivery

State = Delivery.State
NEWEST_FIRST = ("-created_at", "-pk")


def condition(word: str) -> Q:
    """Return what a `sent:` term asks of a captured request: a word of the language, or a status.

    What was called off before its first attempt is neither failed nor delivered.
    """
    if word.isdigit():
        return Q(Exact(_newest_status(), int(word)))
    return CONDITIONS[word]


def words_of(delivery: Delivery | None) -> frozenset[str]:
    """Return the words and the status that are true of a newest delivery and its attempts."""
    if delivery is None:
        return frozenset({"no"})
    words = {"yes"}
    if not delivery.finished:
        words.add("waiting")
    elif delivery.state == State.DELIVERED:
        words.add("ok")
    elif delivery.attempt_count:
        words.add("failed")
    newest = max(delivery.attempts.all(), key=lambda attempt: attempt.number, default=None)
    return frozenset(words | ({str(newest.status)} if newest and newest.status else set()))


def _newest(column: str) -> Subquery:
    mine = Delivery.objects.filter(bin_id=OuterRef("bin_id"), request_seq=OuterRef("seq"))
    return Subquery(mine.order_by(*NEWEST_FIRST).values(column)[:1])


def _newest_state() -> Coalesce:
    return Coalesce(_newest("state"), Value(""), output_field=TextField())


def _newest_status() -> Coalesce:
    attempts = Attempt.objects.filter(delivery=OuterRef("pk")).order_by("-number")
    mine = Delivery.objects.filter(bin_id=OuterRef("bin_id"), request_seq=OuterRef("seq"))
    mine = mine.annotate(status=Subquery(attempts.values("status")[:1]))
    newest = Subquery(mine.order_by(*NEWEST_FIRST).values("status")[:1])
    return Coalesce(newest, Value(0), output_field=IntegerField())


CONDITIONS = {
    "yes": ~Q(Exact(_newest_state(), "")),
    "no": Q(Exact(_newest_state(), "")),
    "ok": Q(Exact(_newest_state(), State.DELIVERED.value)),
    "waiting": Q(In(_newest_state(), [state.value for state in Delivery.UNFINISHED])),
    "failed": Q(Exact(_newest_state(), State.FAILED.value))
    & Q(GreaterThan(Coalesce(_newest("attempt_count"), Value(0)), 0)),
}
