"""Tries changes one by one, then two by two, until one makes the signature match."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from requestbin.providers.doctor.causes import Cause
from requestbin.providers.doctor.changes import PAIRS, SINGLES
from requestbin.providers.doctor.trial import Change, Check, Trial

MAX_SINGLE_TRIES = 12_000
MAX_SINGLE_BYTES = 48 * 1024 * 1024
MAX_PAIR_TRIES = 1_600
MAX_PAIR_BYTES = 3 * 1024 * 1024
"""Of each kind of pair."""

Pairs = Sequence[tuple[Sequence[Change], Sequence[Change]]]


@dataclass(frozen=True, slots=True)
class Found:
    """The trial that passed, what was changed for it in order, and what it was before."""

    trial: Trial
    start: Trial
    steps: tuple[tuple[Change, str], ...]

    @property
    def causes(self) -> tuple[Cause, ...]:
        """Return the causes of the steps."""
        return tuple(change.cause for change, _ in self.steps)


@dataclass(slots=True)
class Budget:
    """How many tries and bytes are left."""

    tries: int
    octets: int

    def spend(self, trial: Trial) -> bool:
        """Take one try from what is left; False where nothing is."""
        self.tries -= 1
        self.octets -= trial.size
        return self.tries >= 0 and self.octets >= 0


@dataclass(frozen=True)
class Search:
    """What is tried, and what a trial must pass."""

    check: Check
    singles: Sequence[Change] = SINGLES
    pairs: Pairs = PAIRS

    def find(self, starts: Sequence[Trial]) -> Found | None:
        """Return the first that passes: the simplest changes come first."""
        budget = Budget(MAX_SINGLE_TRIES, MAX_SINGLE_BYTES)
        found = next(self._passing(self._one(starts), budget), None)
        for firsts, seconds in self.pairs:
            if found is not None:
                break
            budget = Budget(MAX_PAIR_TRIES, MAX_PAIR_BYTES)
            found = next(self._passing(self._two(starts, firsts, seconds), budget), None)
        return found

    def _passing(self, tried: Iterator[Found], budget: Budget) -> Iterator[Found]:
        for each in tried:
            if not budget.spend(each.trial):
                return
            if self.check(each.trial):
                yield each

    def _one(self, starts: Sequence[Trial]) -> Iterator[Found]:
        for change in self.singles:
            for start in starts:
                if change.matters(start.scheme):
                    for trial in change.apply(start):
                        yield Found(trial, start, ((change, trial.it),))

    def _two(
        self, starts: Sequence[Trial], firsts: Sequence[Change], seconds: Sequence[Change]
    ) -> Iterator[Found]:
        for first in firsts:
            for start in starts:
                if not first.matters(start.scheme):
                    continue
                for between in first.apply(start):
                    for second in seconds:
                        if second.matters(between.scheme):
                            for trial in second.apply(between):
                                steps = ((first, between.it), (second, trial.it))
                                yield Found(trial, start, steps)
