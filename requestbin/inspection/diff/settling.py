"""Where a stretch of new lines begins that may begin at any of several: without it a new `<item>`
would be shown as the end of the one before it and the beginning of the next."""

from __future__ import annotations

from collections.abc import Sequence

from requestbin.inspection.diff.alignment import Pair

MAX_SLIDE = 30
_BLANK = 1_000_000


def settled(pairs: Sequence[Pair], left: Sequence[str], right: Sequence[str]) -> list[Pair]:
    """Return pairs of lines of which each stretch that only one side has begins where it is
    indented least, the last such line of those that it may begin with."""
    removed = _settled([(there, here) for here, there in pairs], left)
    return _settled([(here, there) for there, here in removed], right)


def _settled(pairs: list[Pair], lines: Sequence[str]) -> list[Pair]:
    for at in range(len(pairs) - 1):
        (here, there), (follows, after) = pairs[at], pairs[at + 1]
        if follows == here + 1 and after > there + 1:
            shift = _best(pairs, lines, at)
            _slide(pairs, at, shift)
    return pairs


def _best(pairs: list[Pair], lines: Sequence[str], at: int) -> int:
    """Return by how many lines to move what is between the pairs `at` and `at + 1`."""
    start, end = pairs[at][1] + 1, pairs[at + 1][1]
    shifts = [0]
    for down in range(MAX_SLIDE):
        if not _follows(pairs, at + 1, down) or not _same(lines, start + down, end + down):
            break
        shifts.append(down + 1)
    for up in range(MAX_SLIDE):
        if not _follows(pairs, at, -up) or not _same(lines, start - 1 - up, end - 1 - up):
            break
        shifts.append(-up - 1)
    return min(shifts, key=lambda shift: (_indent(lines[start + shift]), -shift))


def _slide(pairs: list[Pair], at: int, shift: int) -> None:
    length = pairs[at + 1][1] - pairs[at][1] - 1
    for down in range(shift):
        here, there = pairs[at + 1 + down]
        pairs[at + 1 + down] = (here, there - length)
    for up in range(-shift):
        here, there = pairs[at - up]
        pairs[at - up] = (here, there + length)


def _follows(pairs: list[Pair], at: int, by: int) -> bool:
    """Tell whether the pair that is `by` further is so in both texts, too."""
    return 0 <= at + by < len(pairs) and pairs[at + by] == (pairs[at][0] + by, pairs[at][1] + by)


def _same(lines: Sequence[str], one: int, other: int) -> bool:
    return one >= 0 and lines[one].strip() == lines[other].strip()


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip()) if line.strip() else _BLANK
