"""All that differs between two texts: the changes, and the lines side by side that show them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from requestbin.inspection.diff.change import Change

CONTEXT_ROWS = 3
LEAST_FOLDED = 4
"""A shorter stretch takes as much room as what would stand for it."""


class Row(NamedTuple):
    """A line of the left and one of the right, by their index from 0, None where there is none;
    and the place of the change that they belong to, None where they are the same."""

    left: int | None
    right: int | None
    change: int | None = None


@dataclass(slots=True)
class Difference:
    """What is different: `changes` in the order of the right, and in `rows` the lines of both
    sides, which name a change by its place among those. What MOVED is told where it went; where it
    was, it is ELSEWHERE.

    `before` same lines before the first and `after` the last are left out; `cut` tells that what
    follows was not compared, and `reordered` that the names of an object come in another order.
    """

    changes: list[Change] = field(default_factory=list)
    rows: list[Row] = field(default_factory=list)
    before: int = 0
    after: int = 0
    cut: bool = False
    reordered: bool = False

    def note(self, change: Change) -> int:
        """Add a change and return its place."""
        self.changes.append(change)
        return len(self.changes) - 1


@dataclass(frozen=True, slots=True)
class Stretch:
    """Neighbouring rows; `folded` where they are all the same and far from any change."""

    rows: Sequence[Row]
    folded: bool


def stretches(rows: Sequence[Row], is_shown: Callable[[Row], bool]) -> list[Stretch]:
    """Cut rows into those to be shown, with some of context, and those to be folded."""
    found: list[Stretch] = []
    at = 0
    for start, end in _runs(rows, is_shown):
        if start > at:
            found.append(Stretch(rows[at:start], True))
        found.append(Stretch(rows[start:end], False))
        at = end
    return [*found, Stretch(rows[at:], True)] if at < len(rows) else found


def _runs(rows: Sequence[Row], is_shown: Callable[[Row], bool]) -> list[tuple[int, int]]:
    """Return from where to where rows are shown; what is between is long enough to be folded."""
    runs: list[tuple[int, int]] = []
    for at, row in enumerate(rows):
        if not is_shown(row):
            continue
        start, end = at - CONTEXT_ROWS, at + CONTEXT_ROWS + 1
        last = runs[-1][1] if runs else 0
        if start - last >= LEAST_FOLDED:
            runs.append((start, end))
        else:
            runs[-1:] = [(runs[-1][0] if runs else 0, end)]
    if runs and len(rows) - runs[-1][1] < LEAST_FOLDED:
        runs[-1] = (runs[-1][0], len(rows))
    return runs
