"""The steps of the full check, in their order; only the first one may end it."""

from __future__ import annotations

from requestbin.bins.probe.steps import (
    arrival,
    bodies,
    headers,
    methods,
    senders,
    sizes,
    sockets,
    target,
)
from requestbin.bins.probe.steps.step import Step

__all__ = ["STEPS", "Step"]

STEPS = (
    Step("who answers", arrival.check),
    Step("headers", headers.check),
    Step("paths and queries", target.check),
    Step("methods", methods.check),
    Step("bodies", bodies.check),
    Step("senders' addresses", senders.check),
    Step("live updates", sockets.check),
    Step("large bodies", sizes.check),
)
