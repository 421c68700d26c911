"""Calling off a delivery that waits; what is under way cannot be taken back."""

from __future__ import annotations

from requestbin.bins import changes
from requestbin.forwarding.models import Delivery
from requestbin.transactions import writing


def stop(delivery: Delivery) -> bool:
    """Make no further attempt; return whether there would have been one.

    A worker that is just taking the delivery wins: it is then under way, and False is returned.
    """
    with writing():
        waiting = Delivery.objects.filter(pk=delivery.pk, state=Delivery.State.PENDING)
        stopped = waiting.update(state=Delivery.State.FAILED, due_at=None, owner="", sealed=None)
        if stopped:
            changes.touch(delivery.bin_id, [delivery.request_seq])
    return bool(stopped)
