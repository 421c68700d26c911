"""Which items of two sequences belong together, in bounded work; without it one adversarial body
could hold a page for minutes (`difflib` is quadratic on equal lines, and worse)."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Hashable, Iterable, Iterator, Sequence
from typing import TypeVar

MAX_STEPS = 400_000
"""Of one comparison: about 0.2 s."""

Pair = tuple[int, int]
Text = TypeVar("Text", str, bytes)


class Work:
    """The steps that a comparison may still take; all of its parts draw on one."""

    def __init__(self, steps: int = MAX_STEPS) -> None:
        self.left = steps

    def take(self, steps: int) -> bool:
        """Take some steps that were made; tell whether that many were left."""
        self.left -= steps
        return self.left >= 0

    def afford(self, steps: int) -> bool:
        """Take some steps that are to be made, if that many are left; tell whether they are."""
        return steps <= self.left and self.take(steps)


def align(left: Sequence[Hashable], right: Sequence[Hashable], work: Work) -> list[Pair]:
    """Return pairs of indexes of equal items, both ascending: a longest common subsequence where
    the work suffices, else a part of one.

    Items that occur once on each side are matched first, as people do (Bram Cohen's patience
    diff); between them E. W. Myers' shortest edit script (1986).
    """
    before = _equal_items(left, right)
    after = _equal_items(left[before:][::-1], right[before:][::-1])
    ours = range(before, len(left) - after)
    theirs = range(before, len(right) - after)
    pairs = [(at, at) for at in range(before)]
    pairs += _between(left, right, ours, theirs, work)
    pairs += [(len(left) - at, len(right) - at) for at in range(after, 0, -1)]
    return pairs


def gaps(
    pairs: Iterable[Pair], ours: int, theirs: int
) -> Iterator[tuple[range, range, Pair | None]]:
    """Give each pair with what lies before it on both sides, from the pair before on; at the end
    what lies after the last, and None."""
    at, to = 0, 0
    for here, there in pairs:
        yield range(at, here), range(to, there), (here, there)
        at, to = here + 1, there + 1
    yield range(at, ours), range(to, theirs), None


def same_start(left: Text, right: Text) -> int:
    """Return how long the beginning is that two texts share, in O(length) and without a loop."""
    low, high = 0, min(len(left), len(right))
    while low < high:
        middle = (low + high + 1) // 2
        if left[low:middle] == right[low:middle]:
            low = middle
        else:
            high = middle - 1
    return low


def same_end(left: Text, right: Text, most: int) -> int:
    """Return how long the end is that two texts share, `most` at most."""
    low, high = 0, most
    while low < high:
        middle = (low + high + 1) // 2
        ours = left[len(left) - middle : len(left) - low]
        if ours == right[len(right) - middle : len(right) - low]:
            low = middle
        else:
            high = middle - 1
    return low


def rising(numbers: Sequence[int]) -> list[int]:
    """Return the indexes of a longest ascending subsequence of different numbers."""
    ends: list[int] = []
    places: list[int] = []
    before: list[int] = []
    for index, number in enumerate(numbers):
        place = bisect_left(ends, number)
        ends[place : place + 1] = [number]
        places[place : place + 1] = [index]
        before.append(places[place - 1] if place else -1)
    found = []
    at = places[-1] if places else -1
    while at >= 0:
        found.append(at)
        at = before[at]
    return found[::-1]


def _equal_items(left: Sequence[Hashable], right: Sequence[Hashable]) -> int:
    for index, (one, other) in enumerate(zip(left, right, strict=False)):
        if one != other:
            return index
    return min(len(left), len(right))


def _between(
    left: Sequence[Hashable],
    right: Sequence[Hashable],
    ours: range,
    theirs: range,
    work: Work,
) -> list[Pair]:
    counts = Counter(left[at] for at in ours), Counter(right[at] for at in theirs)
    # What only one side has cannot be matched: it need not be looked at.
    kept = [at for at in ours if left[at] in counts[1]]
    other = [at for at in theirs if right[at] in counts[0]]
    once = {right[at]: place for place, at in enumerate(other) if counts[1][right[at]] == 1}
    anchors = [
        (place, once[left[at]])
        for place, at in enumerate(kept)
        if counts[0][left[at]] == 1 and left[at] in once
    ]
    anchors = [anchors[index] for index in rising([place for _, place in anchors])]
    pairs = []
    for before, there, anchor in gaps(anchors, len(kept), len(other)):
        ones, others = [kept[at] for at in before], [other[at] for at in there]
        found = _shortest([left[i] for i in ones], [right[j] for j in others], work)
        pairs += [(ones[i], others[j]) for i, j in found]
        pairs += [(kept[anchor[0]], other[anchor[1]])] if anchor else []
    return pairs


def _shortest(left: list[Hashable], right: list[Hashable], work: Work) -> list[Pair]:
    """Match along a shortest edit script; nothing where the work does not suffice."""
    if not left or not right:
        return []
    furthest, trace = {1: 0}, []
    for edits in range(len(left) + len(right) + 1):
        trace.append(dict(furthest))
        steps = 2 * edits + 1
        for diagonal in range(-edits, edits + 1, 2):
            x = start = _next(furthest, diagonal, edits)
            while x < len(left) and x - diagonal < len(right) and left[x] == right[x - diagonal]:
                x += 1
            furthest[diagonal] = x
            steps += x - start
            if x >= len(left) and x - diagonal >= len(right):
                work.take(steps)
                return list(_traced(trace, len(left), len(right)))[::-1]
            if steps > work.left:
                break
        if not work.take(steps):
            break
    return []


def _next(furthest: dict[int, int], diagonal: int, edits: int) -> int:
    down = diagonal == -edits or (
        diagonal != edits and furthest[diagonal - 1] < furthest[diagonal + 1]
    )
    return furthest[diagonal + 1] if down else furthest[diagonal - 1] + 1


def _traced(trace: list[dict[int, int]], x: int, y: int) -> Iterator[Pair]:
    for edits in range(len(trace) - 1, -1, -1):
        furthest, diagonal = trace[edits], x - y
        start = _next(furthest, diagonal, edits)
        while x > start:
            x, y = x - 1, y - 1
            yield x, y
        if edits:
            came = diagonal + 1 if start == furthest.get(diagonal + 1) else diagonal - 1
            x, y = furthest[came], furthest[came] - came
