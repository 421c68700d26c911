"""Fills a bin by the statements of capture: `python -m tests.bench.fill BIN COUNT`."""

from __future__ import annotations

import os
import sys
from datetime import UTC, datetime

from tests.bench.load import BODY


def fill(bin_id: str, count: int) -> None:
    """Store `count` requests like those of the load in the bin."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "requestbin.settings")
    import django

    django.setup()
    from requestbin.bins.models import Bin
    from tests.builders import captured, store

    bin = Bin.objects.get(pk=bin_id)
    now = datetime.now(UTC)
    for start in range(0, count, 5000):
        some = [captured(body=BODY, received_at=now) for _ in range(min(5000, count - start))]
        store(bin, *some)


if __name__ == "__main__":
    fill(sys.argv[1], int(sys.argv[2]))
