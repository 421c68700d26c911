"""Deliveries go with what they belong to, and not before they have ended."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from requestbin.bins import actions, retention
from requestbin.bins.models import Bin, CapturedRequest
from requestbin.forwarding.models import Attempt, Delivery
from requestbin.forwarding.pruning import ORPHANS_KEPT
from requestbin.forwarding.replay import replay
from tests.builders import captured, store


def settled(bin: Bin, seq: int, age: timedelta = timedelta()) -> Delivery:
    """Store a delivery that ended `age` ago, with an attempt."""
    made = replay(bin, seq, "http://a.example/")
    created_at = datetime.now(UTC) - age
    Delivery.objects.filter(pk=made.pk).update(state="failed", due_at=None, created_at=created_at)
    made.attempts.create(number=1, started_at=created_at, error="refused")
    return made


def left() -> set[str]:
    assert Attempt.objects.count() == Delivery.objects.filter(due_at=None).count()
    return set(Delivery.objects.values_list("pk", flat=True))


def test_deliveries_of_a_deleted_bin_go_with_it(bin: Bin) -> None:
    settled(bin, 1)
    replay(bin, 1, "http://a.example/")
    actions.delete(bin)
    retention.apply(by_age=False)
    assert left() == set()
    assert not Bin.objects.exists()


def test_a_delivery_outlives_its_request_by_a_while(bin: Bin) -> None:
    CapturedRequest.objects.update(received_at=datetime.now(UTC))
    store(bin, captured(received_at=datetime.now(UTC)))
    fresh, old = settled(bin, 1), settled(bin, 1, ORPHANS_KEPT + timedelta(minutes=1))
    kept = settled(bin, 2, ORPHANS_KEPT + timedelta(minutes=1))
    retention.apply()
    assert left() == {fresh.pk, old.pk, kept.pk}
    actions.delete_requests(bin, [1])
    retention.apply()
    assert left() == {fresh.pk, kept.pk}


def test_deliveries_are_kept_no_longer_than_requests(bin: Bin) -> None:
    CapturedRequest.objects.update(starred=True)
    actions.update(bin, keep_seconds=3600)
    young, old = settled(bin, 1), settled(bin, 1, timedelta(seconds=3700))
    waiting = replay(bin, 1, "http://a.example/")
    Delivery.objects.filter(pk=waiting.pk).update(created_at=old.created_at - timedelta(days=1))
    retention.apply(by_age=False)
    assert left() == {young.pk, old.pk, waiting.pk}
    retention.apply()
    assert left() == {young.pk, waiting.pk}
    assert CapturedRequest.objects.count() == 1


def test_many_go_in_small_batches(bin: Bin) -> None:
    made = settled(bin, 1)
    rows = Delivery.objects.filter(pk=made.pk).values().get()
    Delivery.objects.bulk_create(Delivery(**(rows | {"id": f"id{n}"})) for n in range(450))
    actions.delete(bin)
    retention.apply()
    assert not Delivery.objects.exists()
