"""Names and values in order: headers, query, form; the same, changed, added, removed, in another
order."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import zip_longest

from requestbin.inspection.diff.alignment import Work, align, gaps
from requestbin.inspection.diff.change import ADDED, CHANGED, REMOVED, REWRITTEN, SAME, Change
from requestbin.inspection.diff.noise import noise_of

Pair = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Fields:
    """What became of every field, in the order of the right, those that are the same too;
    `reordered` tells that they come in another order."""

    changes: list[Change]
    reordered: bool = False

    @property
    def is_same(self) -> bool:
        """Tell whether all of them are the same, in the same order."""
        return not self.reordered and all(change.sign == SAME for change in self.changes)


def compared(
    left: Sequence[Pair], right: Sequence[Pair], work: Work, *, any_case: bool = False
) -> Fields:
    """Compare pairs of names and values; one that comes often is compared occurrence by
    occurrence. With `any_case`, names in other letter case are the same, written differently."""
    ours, theirs = _by_name(left, any_case), _by_name(right, any_case)
    found: list[Change] = []
    for name in _in_order(list(ours), list(theirs)):
        found += _paired(left, right, ours.get(name, []), theirs.get(name, []), work)
    both = [name for name in theirs if name in ours]
    return Fields(found, both != [name for name in ours if name in theirs])


def _by_name(pairs: Sequence[Pair], any_case: bool) -> dict[str, list[int]]:
    found: dict[str, list[int]] = {}
    for at, (name, _) in enumerate(pairs):
        found.setdefault(name.lower() if any_case else name, []).append(at)
    return found


def _in_order(ours: list[str], theirs: list[str]) -> list[str]:
    """The names of the right, and after each those that only the left has after it."""
    here = set(theirs)
    following: dict[str | None, list[str]] = {}
    last = None
    for name in ours:
        if name in here:
            last = name
        else:
            following.setdefault(last, []).append(name)
    ordered = list(following.get(None, []))
    for name in theirs:
        ordered += [name, *following.get(name, [])]
    return ordered


def _paired(
    left: Sequence[Pair], right: Sequence[Pair], ours: list[int], theirs: list[int], work: Work
) -> list[Change]:
    same = align([left[i][1] for i in ours], [right[j][1] for j in theirs], work)
    found: list[Change] = []
    for here, there, pair in gaps(same, len(ours), len(theirs)):
        for one, other in zip_longest(here, there):
            old = None if one is None else left[ours[one]]
            new = None if other is None else right[theirs[other]]
            found.append(_change(old, new))
        if pair:
            found.append(_change(left[ours[pair[0]]], right[theirs[pair[1]]]))
    return found


def _change(old: Pair | None, new: Pair | None) -> Change:
    if old is None or new is None:
        return _alone(old, new)
    sign = CHANGED if old[1] != new[1] else SAME if old[0] == new[0] else REWRITTEN
    noise = noise_of(new[0], old[1], new[1]) if sign == CHANGED else ""
    facts = f"was {old[0]}" if old[0] != new[0] else ""
    return Change(sign, (new[0],), old[1], new[1], noise, facts=facts)


def _alone(old: Pair | None, new: Pair | None) -> Change:
    if new is not None:
        return Change(ADDED, (new[0],), None, new[1])
    assert old is not None
    return Change(REMOVED, (old[0],), old[1], None)
