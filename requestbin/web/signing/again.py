"""Stored requests judged again after a secret has come: how far that is, and what came of it."""

from __future__ import annotations

from dataclasses import dataclass

from requestbin.bins import rejudging
from requestbin.bins.models import Bin
from requestbin.providers.verdicts import UNCHECKED, UNSIGNED, standing


@dataclass(frozen=True, slots=True)
class Again:
    """How many requests of `provider` were looked at, and in words how they stand. `query` finds
    those that are not genuine, "" where there are none."""

    provider: str
    done: int
    total: int
    said: str
    query: str

    @property
    def over(self) -> bool:
        """Tell whether all were looked at."""
        return self.done >= self.total


def again_of(bin: Bin, provider: str) -> Again:
    """Return how far the requests of a provider were judged again."""
    known = rejudging.progress(bin.pk, provider)
    counts = {"genuine": 0, "not": 0, "not signed": 0, "not checked": 0}
    for word, count in known.verdicts.items():
        if name := _kind(word):
            counts[name] += count
    query = f"provider:{provider} verdict:bad" if counts["not"] else ""
    return Again(provider, known.looked_at, known.total, _said(counts), query)


def _kind(word: str) -> str:
    if word in (UNSIGNED, UNCHECKED):
        return "not signed" if word == UNSIGNED else "not checked"
    genuine = standing(word).genuine
    return "" if genuine is None else "genuine" if genuine else "not"


def _said(counts: dict[str, int]) -> str:
    """Return `127 genuine, 1 not`; "" where none is known to be of the provider yet."""
    if not any(counts.values()):
        return ""
    if {name for name, count in counts.items() if count} == {"genuine"}:
        count = counts["genuine"]
        return "All of them are genuine." if count > 1 else "It is genuine."
    parts = [f"{count:,} {name}" for name, count in counts.items() if count or name == "genuine"]
    return f"{', '.join(parts)}."
