"""Fills a bin by the statements of capture: `python -m tests.bench.fill BIN COUNT [searchable]`."""

from __future__ import annotations

import json
import os
import random
import sys
from collections.abc import Callable
from datetime import UTC, datetime

from tests.bench.load import BODY

WORDS = ("payment", "order", "customer", "failed", "retry", "the", "of", "and", "address")


def event(number: int) -> bytes:
    """Return 1 KiB of JSON as providers send it, no two alike; one in 1000 is `rarity.seen`."""
    rng = random.Random(number)
    kinds = ("invoice.paid", "invoice.created", "charge.refunded")
    payload = {
        "id": f"evt_{rng.getrandbits(96):024x}",
        "type": "rarity.seen" if number % 1000 == 0 else rng.choice(kinds),
        "created": 1_700_000_000 + number,
        "data": {
            "object": {
                "amount": number % 50_000,
                "currency": rng.choice(("eur", "usd")),
                "customer": f"cus_{rng.getrandbits(56):014x}",
                "email": f"user{rng.randrange(10**6)}@example.com",
                "lines": [{"sku": f"sku_{rng.randrange(10**6)}", "qty": 2} for _ in range(4)],
            }
        },
    }
    bare = len(json.dumps(payload | {"note": ""}))
    note = " ".join(rng.choice(WORDS) for _ in range(200))
    return json.dumps(payload | {"note": note[: 1024 - bare]}).encode()


def fill(
    bin_id: str, count: int, body: Callable[[int], bytes] = lambda _: BODY, search: bool = False
) -> None:
    """Store `count` requests in the bin, and prepare them for search if it is to be searched."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "requestbin.settings")
    import django

    django.setup()
    from requestbin.bins.models import Bin
    from requestbin.ingest.enrich import enrich
    from tests.builders import captured, store

    bin = Bin.objects.get(pk=bin_id)
    now = datetime.now(UTC)
    for start in range(0, count, 5000):
        numbers = range(start, min(start + 5000, count))
        store(bin, *[captured(body=body(number), received_at=now) for number in numbers])
    while search and enrich(bin_id):
        pass


if __name__ == "__main__":
    if sys.argv[3:] == ["searchable"]:
        fill(sys.argv[1], int(sys.argv[2]), event, search=True)
    else:
        fill(sys.argv[1], int(sys.argv[2]))
