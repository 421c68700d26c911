"""Waiting for the answer of a delivery, for callers who would rather wait than ask again."""

from __future__ import annotations

import threading
import time

from django.db import connection

from requestbin.bins.models import Bin
from requestbin.forwarding import wake
from requestbin.forwarding.models import Attempt, Delivery
from requestbin.forwarding.queries import find_delivery

LOOK_SECONDS = 0.25
"""A worker in another process sends no signal here."""


def first_attempt(bin: Bin, id: str, seconds: float) -> Delivery:
    """Return the delivery as soon as its first attempt is recorded, or after `seconds`.

    It blocks this thread, without a database connection meanwhile. Raises Delivery.DoesNotExist.
    """
    deadline = time.monotonic() + seconds
    happened = threading.Event()
    with wake.settled.heard_by(happened.set):
        while not Attempt.objects.filter(delivery_id=id).exists():
            left = deadline - time.monotonic()
            if left <= 0:
                break
            if not connection.in_atomic_block:
                connection.close()
            happened.wait(min(left, LOOK_SECONDS))
            happened.clear()
    return find_delivery(bin, id)
