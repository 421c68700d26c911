"""`verdict:` terms: a word as it is kept, or one that stands for several."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from requestbin.inspection.query import reading
from requestbin.inspection.query.globs import Glob

if TYPE_CHECKING:
    from requestbin.inspection.query.times import Clock

GENUINE = ("valid", "late", "timestamp_in_future", "incomplete")
NOT_BAD = (*GENUINE, "unsigned", "unchecked")
"""Every other word says why a request is not genuine (`providers.verdicts`)."""


@dataclass(frozen=True, slots=True)
class Several:
    """Any of `words`; with `others`, any verdict but these."""

    shown: str
    words: tuple[str, ...]
    others: bool = False

    def found_in(self, word: str) -> bool:
        """Tell whether a request has such a verdict."""
        return bool(word) and (word in self.words) != self.others


SEVERAL = {
    "genuine": Several("genuine", GENUINE),
    "bad": Several("bad", NOT_BAD, others=True),
}
_SAID = {
    "genuine": ("it is genuine", "it is not known to be genuine"),
    "bad": ("it is not genuine", "it is not known not to be genuine"),
}
_one = reading.subject("verdict")


def read(raw: str, clock: Clock) -> Glob | Several:
    """Read a value as it was written; in quotes a word stands for itself."""
    return SEVERAL.get(raw.lower()) or Glob.of(raw)


def words(asked: Glob | Several, negated: bool, clock: Clock) -> str:
    """Say what verdict is asked for."""
    if isinstance(asked, Several):
        return _SAID[asked.shown][negated]
    return _one(asked, negated, clock)


def offered(seen: Iterable[str]) -> list[str]:
    """Return the verdicts that were seen, after the words that stand for some of them."""
    kept = list(seen)
    return [word for word, each in SEVERAL.items() if any(map(each.found_in, kept))] + kept
