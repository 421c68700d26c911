"""Replays that were answered, stored as a worker stores them."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

from requestbin.bins.models import Bin
from requestbin.forwarding.models import Attempt, Delivery
from requestbin.forwarding.replay import replay
from tests.builders import MOMENT

URL = "http://localhost:3000/hooks"


def answered(bin: Bin, seq: int, *answers: dict[str, Any]) -> Delivery:
    """Store a delivery of a request with one attempt for each of `answers`, a minute after the
    other; their fields are those of Attempt."""
    made = replay(bin, seq, URL)
    for number, facts in enumerate(answers, 1):
        body = facts.get("body", b"")
        headers = json.dumps(facts.pop("headers", [["Content-Type", "application/json"]]))
        at = MOMENT + timedelta(minutes=number)
        known = {"started_at": at, "header_pairs": headers, "size": len(body), "status": 200}
        Attempt.objects.create(delivery=made, number=number, **{**known, **facts})
    state = {"state": "delivered", "due_at": None, "attempt_count": len(answers)}
    Delivery.objects.filter(pk=made.pk).update(**state)
    return Delivery.objects.get(pk=made.pk)
