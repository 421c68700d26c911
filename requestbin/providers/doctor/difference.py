"""Where two strings of bytes begin to differ, with a little of what stands around."""

from __future__ import annotations

from dataclasses import dataclass

CONTEXT_BYTES = 24
PIECE_BYTES = 40


@dataclass(frozen=True, slots=True)
class Difference:
    """`offset` counts in what was signed; `signed` and `received` are the pieces that differ, cut
    to PIECE_BYTES, `before` and `after` the bytes around them that both have."""

    offset: int
    signed: bytes
    received: bytes
    before: bytes
    after: bytes


def difference(signed: bytes, received: bytes) -> Difference | None:
    """Return what differs between the first and the last byte that do, None where nothing does."""
    if signed == received:
        return None
    shorter = min(len(signed), len(received))
    start = _common(signed, received, shorter)
    end = _common(signed[::-1], received[::-1], shorter - start)
    before = signed[max(0, start - CONTEXT_BYTES) : start]
    after = signed[len(signed) - end :][:CONTEXT_BYTES]
    return Difference(
        start,
        signed[start : len(signed) - end][:PIECE_BYTES],
        received[start : len(received) - end][:PIECE_BYTES],
        before,
        after,
    )


def _common(one: bytes, other: bytes, most: int) -> int:
    """Return how many bytes both begin with: halved, as comparing whole slices is fast."""
    low, high = 0, most
    while low < high:
        middle = (low + high + 1) // 2
        if one[low:middle] == other[low:middle]:
            low = middle
        else:
            high = middle - 1
    return low
