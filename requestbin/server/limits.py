"""How much and how long one client may take; without it a slow or huge request holds the server."""

from __future__ import annotations

from dataclasses import dataclass

KIB = 1024
MIB = 1024 * KIB
PAGE_BODY_BYTES = 20 * MIB
"""Pages and the API take a whole capture as base64, 4/3 of the largest body."""


@dataclass(frozen=True, slots=True)
class Limits:
    """Bounds of the front server, the unit at the end of each name.

    How large a captured body may be is not said here: that is the capture core's `max_body`.
    """

    target_bytes: int = 64 * KIB
    head_bytes: int = 128 * KIB
    header_count: int = 1000
    page_body_bytes: int = PAGE_BODY_BYTES
    held_bytes: int = 256 * MIB
    """Bodies that are still arriving, all connections together; above it the newest gets 503."""
    pipelined_bytes: int = 16 * KIB
    """What is read ahead while an answer is owed; then TCP holds the sender back."""
    websocket_message_bytes: int = 64 * KIB

    head_seconds: float = 20.0
    """From the first byte of a head to its last, and from connecting to the first head."""
    body_seconds: float = 20.0
    body_window_bytes: int = 20 * KIB
    """Each `body_seconds` must bring that many bytes, or the end of the body: 1 KiB a second."""
    idle_seconds: float = 60.0
    """Between two requests, and for reading an answer."""
    linger_seconds: float = 30.0
    """How long a refused body is read on, so that its sender gets to read the refusal."""
    sweep_seconds: float = 1.0
    """How often the deadlines above are looked at."""

    drain_seconds: float = 10.0
    """For requests in flight when the server is told to stop."""
    settle_seconds: float = 10.0
    """For the background work to end after that."""
    shutdown_seconds: float = 5.0
    """For the application to shut down; the three fit the 30 s that Heroku and Kubernetes give."""
