"""How much is in flight, and what still fits: per target, in all, and in bytes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from copy import copy

from requestbin.forwarding.models import Delivery

MAX_IN_FLIGHT = 128
MAX_PER_TARGET = 8
"""Per worker: a slow target takes so many places and no more, and is not run over itself."""
MAX_BYTES = 64 * 1024 * 1024
"""Of bodies in memory; one delivery is always let through."""


class Load:
    """What one worker has in flight."""

    def __init__(self) -> None:
        self._targets: Counter[str] = Counter()
        self._bytes = 0

    def __len__(self) -> int:
        return self._targets.total()

    @property
    def places(self) -> int:
        """Return how many more deliveries there is room for."""
        return MAX_IN_FLIGHT - len(self)

    @property
    def saturated(self) -> list[str]:
        """Return the targets that take no more for now."""
        return [target for target, count in self._targets.items() if count >= MAX_PER_TARGET]

    def add(self, delivery: Delivery) -> None:
        """Count a delivery in."""
        self._targets[delivery.target] += 1
        self._bytes += delivery.size

    def remove(self, delivery: Delivery) -> None:
        """Count a delivery out."""
        self._targets[delivery.target] -= 1
        self._bytes -= delivery.size
        if not self._targets[delivery.target]:
            del self._targets[delivery.target]

    def choose(self, waiting: Iterable[Delivery]) -> list[Delivery]:
        """Return those of `waiting` that fit beside what is in flight, in their order.

        A large body waits for room at the head of the line: what is behind it waits too, or it
        would never be sent.
        """
        load, chosen = self.copy(), []
        for delivery in waiting:
            if load.places <= 0 or (load._bytes and load._bytes + delivery.size > MAX_BYTES):
                break
            if load._targets[delivery.target] < MAX_PER_TARGET:
                load.add(delivery)
                chosen.append(delivery)
        return chosen

    def copy(self) -> Load:
        """Return the load as it is now, for another thread to look at."""
        made = copy(self)
        made._targets = self._targets.copy()
        return made
