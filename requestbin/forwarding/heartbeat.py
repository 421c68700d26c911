"""Whether any worker lives, told across processes through the database."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from requestbin.forwarding.models import WorkerHeartbeat
from requestbin.transactions import writing

BEAT_SECONDS = 10.0
DEAD_AFTER = timedelta(seconds=30)
FORGOTTEN_AFTER = timedelta(days=1)


def beat(owner: str) -> None:
    """Say that worker `owner` lives; forget those that have been silent for long."""
    now = datetime.now(UTC)
    with writing():
        WorkerHeartbeat.objects.update_or_create(
            owner=owner,
            defaults={"seen_at": now},
            create_defaults={"started_at": now, "seen_at": now},
        )
        WorkerHeartbeat.objects.filter(seen_at__lt=now - FORGOTTEN_AFTER).delete()


def leave(owner: str) -> None:
    """Say that worker `owner` has ended."""
    with writing():
        WorkerHeartbeat.objects.filter(owner=owner).delete()


def alive() -> bool:
    """Tell whether a worker was seen within the last DEAD_AFTER."""
    return WorkerHeartbeat.objects.filter(seen_at__gt=datetime.now(UTC) - DEAD_AFTER).exists()
