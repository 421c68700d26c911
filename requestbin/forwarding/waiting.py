"""Waiting for a first attempt without holding a connection, for callers who would see its end."""

from __future__ import annotations

import threading
import time

from django.db import close_old_connections

from requestbin.bins.models import Bin
from requestbin.forwarding import queries, wake
from requestbin.forwarding.models import Delivery

POLL_SECONDS = 0.25
"""For what a worker in another process did; one in this process tells at once."""


def first_attempt(bin: Bin, delivery_id: str, seconds: float) -> Delivery | None:
    """Return the delivery once it has an attempt, None when `seconds` were not enough."""
    deadline = time.monotonic() + seconds
    news = threading.Event()
    with wake.settled.heard_by(news.set):
        while (left := deadline - time.monotonic()) > 0:
            delivery = queries.find_delivery(bin, delivery_id)
            if delivery.attempts.all():
                return delivery
            close_old_connections()  # nobody else should lack a connection while this one waits
            news.wait(min(left, POLL_SECONDS))
            news.clear()
    return None
