"""A finding: one row of the catalog with the facts of one check, as it is shown and stored."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import IntEnum
from typing import Any


class Weight(IntEnum):
    """What a finding means for those who send."""

    FINE = 0
    HARMLESS = 1
    """Looks different, and webhooks arrive whole all the same."""
    ADVICE = 2
    """Arrives whole, but is judged wrong here; or something that providers hardly send is lost."""
    LOSS = 3
    DANGER = 4


@dataclass(frozen=True, slots=True)
class Kind:
    """A row of the catalog. `sure` is False where it is only likely; `quick` where the quick test
    looks for it too, so that its newer result takes the place of an older one."""

    sentence: str
    weight: Weight
    sure: bool = True
    quick: bool = False


@dataclass(frozen=True, slots=True)
class Finding:
    """A code of the catalog, its sentence for people, and facts that a mending line may name."""

    code: str
    sentence: str
    facts: Mapping[str, Any]

    def stored(self) -> list[Any]:
        """Return it as it is kept in JSON."""
        return [self.code, self.sentence, dict(self.facts)]


def restored(rows: Iterable[Sequence[Any]]) -> list[Finding]:
    """Return findings from what was stored; earlier versions kept no facts."""
    return [Finding(code, text, rest[0] if rest else {}) for code, text, *rest in rows]
