"""How long an attempt took, as a drawing: connecting, waiting for the first byte, reading."""

from __future__ import annotations

from dataclasses import dataclass

from requestbin.forwarding.advice import duration
from requestbin.forwarding.models import Attempt

WIDTH = 1000.0
LEAST = 4.0
"""What is too short to be seen is drawn this wide."""


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of the drawing, in units of WIDTH; `kind` is its class in the stylesheet."""

    kind: str
    x: float
    width: float


@dataclass(frozen=True, slots=True)
class Timing:
    """The stretches of one attempt, and the same in words."""

    spans: list[Span]
    steps: list[str]

    @property
    def sentence(self) -> str:
        """Return the drawing in words."""
        return ", ".join(self.steps).capitalize()


def timing_of(attempt: Attempt, scale_ms: float | None = None) -> Timing | None:
    """Return the timing of an attempt, None where nothing was timed.

    The whole drawing is `scale_ms` wide, so that several can be compared; else the attempt is.
    """
    whole = attempt.duration_ms
    if whole is None:
        return None
    connected = attempt.connect_ms
    first_byte = attempt.first_byte_ms
    spans = _spans(connected, first_byte, whole, max(scale_ms or whole, whole, 0.001))
    end = "ended" if first_byte is None else "whole"
    steps = (("connected", connected), ("first byte", first_byte), (end, whole))
    return Timing(spans, [f"{name} {_in(after)}" for name, after in steps if after is not None])


def _in(milliseconds: float) -> str:
    return "at once" if milliseconds < 1 else f"after {duration(milliseconds)}"


def _spans(
    connected: float | None, first_byte: float | None, whole: float, scale: float
) -> list[Span]:
    ends = [("connect", whole if connected is None else connected)]
    if connected is not None:
        ends.append(("wait", whole if first_byte is None else first_byte))
    if first_byte is not None:
        ends.append(("read", whole))
    spans, x = [], 0.0
    for kind, end in ends:
        to = min(WIDTH, max(x + LEAST, end / scale * WIDTH))
        spans.append(Span(kind, round(x, 1), round(to - x, 1)))
        x = to
    return spans
