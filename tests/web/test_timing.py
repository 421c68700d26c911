"""The drawing of an attempt's time: whole, in order, and to scale."""

from __future__ import annotations

import pytest

from requestbin.forwarding.models import Attempt
from requestbin.web.timing import WIDTH, timing_of


def attempt(connect: float | None, first: float | None, whole: float | None) -> Attempt:
    return Attempt(connect_ms=connect, first_byte_ms=first, duration_ms=whole)


def test_an_answer_has_three_stretches() -> None:
    timing = timing_of(attempt(100, 400, 500))
    assert timing is not None
    spans = [(span.kind, span.x, span.width) for span in timing.spans]
    assert spans == [("connect", 0, 200), ("wait", 200, 600), ("read", 800, 200)]
    assert timing.sentence == (
        "Connected after 100 ms, first byte after 400 ms, whole after 500 ms"
    )


@pytest.mark.parametrize(
    ("facts", "kinds"),
    [
        ((None, None, 10_000), ["connect"]),
        ((3, None, 30_000), ["connect", "wait"]),
        ((0.2, 0.4, 0.5), ["connect", "wait", "read"]),
        ((0, 0, 0), ["connect", "wait", "read"]),
    ],
)
def test_what_never_came_is_not_drawn(facts: tuple[float | None, ...], kinds: list[str]) -> None:
    timing = timing_of(attempt(*facts))
    assert timing is not None
    assert [span.kind for span in timing.spans] == kinds
    assert all(span.width > 0 for span in timing.spans)
    last = timing.spans[-1]
    assert last.x + last.width <= WIDTH


def test_what_brought_no_answer_is_not_called_whole() -> None:
    refused, silent = timing_of(attempt(None, None, 0.3)), timing_of(attempt(3, None, 30_000))
    assert refused is not None
    assert silent is not None
    assert refused.sentence == "Ended at once"
    assert silent.sentence == "Connected after 3 ms, ended after 30 s"


def test_several_share_a_scale() -> None:
    short = timing_of(attempt(1, 50, 100), scale_ms=1000)
    assert short is not None
    assert short.spans[-1].x + short.spans[-1].width == 100


def test_nothing_timed_is_nothing_drawn() -> None:
    assert timing_of(attempt(None, None, None)) is None
