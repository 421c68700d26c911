"""The queue of deliveries in the database: what is put in comes out at least once, whoever dies.

A claim takes a lease. Whoever dies holding one loses it when it ends, and the delivery is made
again; whoever is late may not settle what another has taken over.
"""

from __future__ import annotations

import logging
from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from django.db import DataError, IntegrityError, connection, transaction
from django.db.models import F, QuerySet

from requestbin.bins import changes
from requestbin.bins.models import BinCounter
from requestbin.forwarding import outcome, wake
from requestbin.forwarding.load import Load
from requestbin.forwarding.models import Attempt, Delivery
from requestbin.forwarding.outcome import Outcome
from requestbin.transactions import writing

log = logging.getLogger(__name__)

LEASE = timedelta(seconds=60)
"""Twice what an exchange may take (egress.Limits.total_seconds): its end can be late, not lost."""

LOOK_AHEAD = 2
"""How many rows are looked at for each free place: some are for targets that take no more."""

MAX_INTERRUPTIONS = 5
"""A delivery that so many workers died on is given up: it may be what they die of."""

PENDING, RUNNING, FAILED = Delivery.State.PENDING, Delivery.State.RUNNING, Delivery.State.FAILED


def enqueue(deliveries: Sequence[Delivery]) -> None:
    """Store deliveries inside a `writing()` block; workers wake after the commit."""
    Delivery.objects.bulk_create(deliveries)
    _touch(deliveries)
    transaction.on_commit(wake.due.send)


def waiting(load: Load, now: datetime) -> bool:
    """Tell whether anything is due that may fit beside `load`."""
    return load.places > 0 and _due(load, now).exists()


def claim(owner: str, load: Load, now: datetime) -> list[Delivery]:
    """Take for `owner` what is due and fits beside `load`, in a transaction of its own.

    Each has its attempt counted; whose lease ended without an outcome gets an attempt recorded as
    interrupted. They come without their bodies, which `cargo` reads.
    """
    with writing():
        claimed, looked_at = _claimed(owner, load, now)
        _touch(looked_at)
    return claimed


def settle(owner: str, outcomes: Sequence[Outcome]) -> int:
    """Record what attempts of `owner` came to; return how many were refused.

    Refused is what `owner` does not hold any more: its lease ended and another took it over. Also
    what the database cannot store, which must not hold up the others.
    """
    with writing():
        refused, settled = _settled(owner, outcomes)
        _touch(settled)
    return refused


def settle_and_claim(
    owner: str, outcomes: Sequence[Outcome], load: Load, now: datetime
) -> tuple[int, list[Delivery]]:
    """Do both in one transaction, whose commit costs more than all else.

    Counters are locked after both, in order: capture would wait crosswise for two turns of them.
    """
    with writing():
        refused, settled = _settled(owner, outcomes)
        claimed, looked_at = _claimed(owner, load, now)
        _touch([*settled, *looked_at])
    return refused, claimed


def _claimed(owner: str, load: Load, now: datetime) -> tuple[list[Delivery], list[Delivery]]:
    """Return what was claimed, and all whose pages have something to pull."""
    if load.places <= 0:
        return [], []
    with writing():
        # More is looked at than fits: bodies are read of what was chosen only (`cargo`).
        free = _due(load, now).order_by("due_at").defer("body")
        rows = free.select_for_update(skip_locked=True, of=("self",))
        chosen = load.choose(rows[: load.places * LOOK_AHEAD])
        _cut_short([row for row in chosen if row.state == RUNNING], now)
        claimed = [row for row in chosen if not row.finished]
        lease = {"state": RUNNING, "owner": owner, "due_at": now + LEASE, "claimed_at": now}
        Delivery.objects.filter(pk__in=[row.pk for row in claimed]).update(
            **lease, attempt_count=F("attempt_count") + 1
        )
        for row in claimed:
            row.state, row.owner, row.due_at, row.claimed_at = RUNNING, owner, now + LEASE, now
            row.attempt_count += 1
    return claimed, chosen


def _settled(owner: str, outcomes: Sequence[Outcome]) -> tuple[int, list[Delivery]]:
    """Return how many were refused, and those that were not."""
    try:
        return _recorded(owner, outcomes)
    except (DataError, IntegrityError):
        if len(outcomes) == 1:
            log.exception("the outcome of delivery %s is lost", outcomes[0].delivery.pk)
            return 1, []
        parts = [_settled(owner, [each]) for each in outcomes]
        return sum(refused for refused, _ in parts), [each for _, some in parts for each in some]


def _recorded(owner: str, outcomes: Sequence[Outcome]) -> tuple[int, list[Delivery]]:
    with writing():
        held = _held(owner, [each.delivery for each in outcomes])
        mine = [each for each in outcomes if each.delivery.pk in held]
        for each in mine:
            each.attempt.pk = None  # a transaction that failed before has left its number here
        Attempt.objects.bulk_create([each.attempt for each in mine])
        alike: dict[tuple[str, datetime | None], list[str]] = defaultdict(list)
        for each in mine:
            alike[each.state, each.due_at].append(each.delivery.pk)
        for (state, due_at), ids in alike.items():
            rows = Delivery.objects.filter(pk__in=ids)
            over = {} if due_at else {"sealed": None}
            rows.update(state=state, due_at=due_at, owner="", **over)
        transaction.on_commit(wake.settled.send)
    return len(outcomes) - len(mine), [each.delivery for each in mine]


def release(owner: str, deliveries: Sequence[Delivery], now: datetime) -> None:
    """Give back what `owner` could not finish; the next worker makes it again at once."""
    with writing():
        held = _held(owner, deliveries)
        mine = [each for each in deliveries if each.pk in held]
        _cut_short(mine, now)
        _touch(mine)
        transaction.on_commit(wake.due.send)


def reclaim(now: datetime) -> None:
    """Make due at once what a dead worker held. Only where a database has one worker: SQLite."""
    if connection.vendor == "sqlite":
        with writing():
            Delivery.objects.filter(state=RUNNING).update(due_at=now)


def _due(load: Load, now: datetime) -> QuerySet[Delivery]:
    due = Delivery.objects.filter(due_at__lte=now, bin__deleted=False)
    return due.exclude(target__in=load.saturated)


def _held(owner: str, deliveries: Iterable[Delivery]) -> set[str]:
    counts = {each.pk: each.attempt_count for each in deliveries}
    rows = Delivery.objects.filter(pk__in=counts, owner=owner, state=RUNNING)
    rows = rows.select_for_update().only("attempt_count")
    return {row.pk for row in rows if row.attempt_count == counts[row.pk]}


def _cut_short(deliveries: Iterable[Delivery], now: datetime) -> None:
    """Record attempts that nobody saw the end of; their deliveries are due again, or given up."""
    for each in deliveries:
        outcome.interrupted(each, each.claimed_at or now).save(force_insert=True)
        each.interruptions += 1
        given_up = each.interruptions > MAX_INTERRUPTIONS
        each.state, each.due_at = (FAILED, None) if given_up else (PENDING, now)
        each.owner, each.sealed = "", None if given_up else each.sealed
        each.save(update_fields=["interruptions", "state", "due_at", "owner", "sealed"])


def _touch(deliveries: Iterable[Delivery]) -> None:
    """Have open pages pull the requests that these belong to."""
    seqs: dict[str, set[int]] = defaultdict(set)
    for each in deliveries:
        seqs[each.bin_id].add(each.request_seq)
    for bin_id in sorted(seqs):  # in the order in which capture locks counters
        try:
            changes.touch(bin_id, seqs[bin_id])
        except BinCounter.DoesNotExist:  # the bin went meanwhile, and its deliveries with it
            continue
