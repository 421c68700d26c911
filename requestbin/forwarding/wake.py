"""Tells threads of this process at once what they would else find out by asking the database."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager


class Signal:
    """Something happened; whoever listens looks for itself what. Threads may call from anywhere."""

    def __init__(self) -> None:
        self._listeners: list[Callable[[], object]] = []

    def send(self) -> None:
        """Call every listener, on this thread."""
        for listener in tuple(self._listeners):
            listener()

    @contextmanager
    def heard_by(self, listener: Callable[[], object]) -> Iterator[None]:
        """Call `listener`, on whatever thread sends, until the block ends."""
        self._listeners.append(listener)
        try:
            yield
        finally:
            self._listeners.remove(listener)


due = Signal()
"""Deliveries were stored or given back. Other processes' workers look every POLL_SECONDS."""

settled = Signal()
"""Attempts were recorded."""
