"""A change, told in one way whatever changed: a header, a field, a place in JSON, a line."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

ADDED, REMOVED, CHANGED, MOVED, RETYPED = "added", "removed", "changed", "moved", "retyped"
REWRITTEN = "rewritten"
"""The same by meaning, written differently: 1.10 and 1.1."""
SAME = "same"
ELSEWHERE = "elsewhere"
"""Where something was before it MOVED: told there, not here."""
MEANINGFUL = (ADDED, REMOVED, CHANGED, MOVED, RETYPED)

MAX_STEP_CHARACTERS = 120
_BARE = re.compile(r"[^.=<>!\"\[\]*\s]+")

INSIDE = None
"""A step into JSON that stands in a string."""
Step = str | int | None
Steps = tuple[Step, ...]


@dataclass(frozen=True, slots=True)
class Change:
    """What became of one thing: `left` and `right` are its value on each side, as written, None
    where it is not there. `noise` is a word of `noise` where it says nothing of what happened;
    `origin` is where on the left something MOVED from; `facts` what else is to be said."""

    sign: str
    steps: Steps
    left: str | None
    right: str | None
    noise: str = ""
    origin: Steps = ()
    facts: str = ""

    @property
    def path(self) -> str:
        """Return where it is: `data.object.items.0.price`."""
        return path_of(self.steps)

    @property
    def told(self) -> bool:
        """Tell whether it counts as a change of meaning."""
        return self.sign in MEANINGFUL and not self.noise


@dataclass(frozen=True, slots=True)
class Tally:
    """How many changes there are, of which `noise` is by word, and how much is only written
    differently."""

    changes: int
    noise: dict[str, int]
    rewritten: int

    @property
    def noises(self) -> int:
        """Return how many changes are noise."""
        return sum(self.noise.values())


def tally_of(changes: Iterable[Change]) -> Tally:
    """Count changes."""
    told, rewritten, noise = 0, 0, Counter[str]()
    for change in changes:
        if change.noise:
            noise[change.noise] += 1
        else:
            told += change.told
            rewritten += change.sign == REWRITTEN
    return Tally(told, dict(noise.most_common()), rewritten)


def path_of(steps: Steps) -> str:
    """Return steps as the tree of a body and `json:` of the search write them: `items.0.price`,
    odd names in quotes; an angle goes into JSON that stands in a string."""
    written = ""
    for step in steps:
        joint = "." if written and not written.endswith(" ") else ""
        written += " \u203a " if step is INSIDE else f"{joint}{_named(step)}"
    return written.encode("utf-8", "backslashreplace").decode()  # halves of surrogates


def _named(step: str | int) -> str:
    name = str(step)
    if len(name) > MAX_STEP_CHARACTERS:
        name = f"{name[:MAX_STEP_CHARACTERS]}…"
    return name if _BARE.fullmatch(name) else json.dumps(name, ensure_ascii=False)
