"""Text by lines: which are the same, which replaced which, which came and went."""

from __future__ import annotations

import re
from itertools import zip_longest

from requestbin.inspection.diff.alignment import Work, align, gaps, same_end, same_start
from requestbin.inspection.diff.change import ADDED, CHANGED, REMOVED, REWRITTEN, Change
from requestbin.inspection.diff.difference import Difference, Row
from requestbin.inspection.diff.noise import by_shape
from requestbin.inspection.diff.settling import settled

MAX_LINES = 20_000
"""About the first difference and after it; what follows is not compared."""
KEPT_LINES = 50
"""Of the same lines before the first and after the last difference."""

_LABEL = re.compile(r"[^\s:=>]{1,80}[\s:=>]?")


def compared(left: str, right: str, work: Work) -> tuple[Difference, list[str], list[str]]:
    """Compare texts; return the lines that the rows name, too. A change is a line; its step is its
    number, from 1, on the right where it is there, else on the left. Lines that differ in the
    spaces at their ends are written differently.
    """
    shared = same_start(left, right)
    start = _begin(left, left.rfind("\n", 0, shared) + 1)
    shared_end = same_end(left, right, min(len(left), len(right)) - shared)
    end = _end(left, len(left) - shared_end)
    ours, theirs = (text[start : len(text) - end].split("\n", MAX_LINES) for text in (left, right))
    cut = max(len(ours), len(theirs)) > MAX_LINES
    ours, theirs = ours[:MAX_LINES], theirs[:MAX_LINES]
    found = Difference(before=left.count("\n", 0, start), cut=cut)
    found.after = 0 if cut or not end else left.count("\n", len(left) - end)
    _Comparison(found, ours, theirs, work).pair()
    return found, ours, theirs


def _begin(text: str, start: int) -> int:
    """Return where the lines begin that are kept before the one that begins at `start`."""
    for _ in range(KEPT_LINES):
        if not start:
            break
        start = text.rfind("\n", 0, start - 1) + 1
    return start


def _end(text: str, start: int) -> int:
    """Return how much of the end is left out after the lines that are kept from `start` on: whole
    lines, each with the break before it."""
    for _ in range(KEPT_LINES + 1):
        at = text.find("\n", start)
        if at < 0:
            return 0
        start = at + 1
    return len(text) - at


class _Comparison:
    def __init__(self, found: Difference, left: list[str], right: list[str], work: Work) -> None:
        self._found, self._left, self._right, self._work = found, left, right, work

    def pair(self) -> None:
        """Note all lines: the same, those between them that begin alike, and the rest in turn."""
        left, right = ([line.strip() for line in side] for side in (self._left, self._right))
        pairs = settled(align(left, right, self._work), self._left, self._right)
        for ours, theirs, pair in gaps(pairs, len(left), len(right)):
            self._replaced(ours, theirs)
            if pair:
                self._note(*pair)

    def _replaced(self, ours: range, theirs: range) -> None:
        labels = [_label(self._left[i]) for i in ours], [_label(self._right[j]) for j in theirs]
        alike = align(*labels, self._work)
        for here, there, pair in gaps(alike, len(ours), len(theirs)):
            for one, other in zip_longest(here, there):
                self._note(_at(ours, one), _at(theirs, other))
            if pair:
                self._note(ours[pair[0]], theirs[pair[1]])

    def _note(self, one: int | None, other: int | None) -> None:
        old = None if one is None else self._left[one]
        new = None if other is None else self._right[other]
        place = None
        if old != new:
            at = (one if other is None else other) or 0
            place = self._found.note(_change(self._found.before + at + 1, old, new))
        self._found.rows.append(Row(one, other, place))


def _change(number: int, old: str | None, new: str | None) -> Change:
    steps = (number,)
    if old is None or new is None:
        return Change(REMOVED if new is None else ADDED, steps, old, new)
    if old.strip() == new.strip():
        return Change(REWRITTEN, steps, old, new)
    return Change(CHANGED, steps, old, new, by_shape(old, new))


def _at(places: range, index: int | None) -> int | None:
    return None if index is None else places[index]


def _label(line: str) -> str:
    found = _LABEL.match(line.lstrip())
    return found[0] if found else ""
