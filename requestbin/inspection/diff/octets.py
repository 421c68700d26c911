"""Bytes compared: how long they are, where they differ first and last, and what stands there."""

from __future__ import annotations

from dataclasses import dataclass

from requestbin.inspection.diff.alignment import same_end, same_start

ROW_BYTES = 8
"""Two rows of eight stand side by side on 900 pixels, and one on a phone."""
CONTEXT_ROWS = 1
MAX_ROWS = 64
BLOCK_BYTES = 4096

_PRINTABLE = bytes(octet if 0x20 <= octet < 0x7F else ord(".") for octet in range(256))


@dataclass(frozen=True, slots=True)
class Octets:
    """How two byte strings differ. `start` and `end` are how many bytes they share at their
    beginning and at their end; `rows` the first rows of bytes that differ, with their neighbours;
    `more` tells that there are others."""

    left_size: int
    right_size: int
    start: int
    end: int
    rows: list[OctetRow | None]
    more: bool

    @property
    def left_length(self) -> int:
        """Return the length of what the left has between the bytes that are shared."""
        return self.left_size - self.start - self.end

    @property
    def right_length(self) -> int:
        """Return the length of what the right has between the bytes that are shared."""
        return self.right_size - self.start - self.end


@dataclass(frozen=True, slots=True)
class OctetRow:
    """Bytes of both sides from one offset on; None stands between rows that are no neighbours."""

    offset: int
    left: bytes
    right: bytes

    @property
    def differs(self) -> bool:
        """Tell whether the sides differ here."""
        return self.left != self.right


def compared(left: bytes, right: bytes) -> Octets:
    """Compare bytes, those at one offset with one another; what is inserted shifts all that follow,
    and the shared end tells by how much."""
    start = same_start(left, right)
    end = same_end(left, right, min(len(left), len(right)) - start)
    until = max(len(left), len(right)) if len(left) != len(right) else len(left) - end
    numbers, more = _differing(left, right, start, until)
    around = sorted({
        at
        for number in numbers
        for at in range(number - CONTEXT_ROWS, number + CONTEXT_ROWS + 1)
        if 0 <= at * ROW_BYTES < max(len(left), len(right))
    })  # fmt: skip
    rows: list[OctetRow | None] = []
    for index, number in enumerate(around):
        if index and around[index - 1] != number - 1:
            rows.append(None)
        offset = number * ROW_BYTES
        ours, theirs = left[offset : offset + ROW_BYTES], right[offset : offset + ROW_BYTES]
        rows.append(OctetRow(offset, ours, theirs))
    return Octets(len(left), len(right), start, end, rows, more)


def printable(octets: bytes) -> str:
    """Return bytes as characters, a dot for each that is none of ASCII."""
    return octets.translate(_PRINTABLE).decode("ascii")


def _differing(left: bytes, right: bytes, start: int, until: int) -> tuple[list[int], bool]:
    """Return the numbers of the first rows that differ, and whether there are more; blocks that are
    the same are passed over at once (10 MiB in 2 ms)."""
    found: list[int] = []
    for block in range(start // BLOCK_BYTES * BLOCK_BYTES, until, BLOCK_BYTES):
        if left[block : block + BLOCK_BYTES] == right[block : block + BLOCK_BYTES]:
            continue
        for offset in range(block, min(block + BLOCK_BYTES, until), ROW_BYTES):
            if left[offset : offset + ROW_BYTES] != right[offset : offset + ROW_BYTES]:
                if len(found) == MAX_ROWS:
                    return found, True
                found.append(offset // ROW_BYTES)
    return found, False
