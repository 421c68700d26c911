"""The full check on its way from step to step, so that its page can say what it is at.

Between steps the browser keeps what was found, signed: any process may run the next one.
"""

from __future__ import annotations

import secrets
import time
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any

from django.core import signing

from requestbin.bins import reach
from requestbin.bins.probe import run
from requestbin.bins.probe.findings import restored
from requestbin.bins.probe.steps import STEPS
from requestbin.conf import Conf

_SALT = "requestbin.web.checkup"


@dataclass(frozen=True, slots=True)
class Progress:
    """A check under way: `number` is the step that comes next, `rows` what was found before it."""

    name: str
    origin: str
    started: float
    number: int = 0
    rows: Sequence[Sequence[Any]] = ()

    @property
    def title(self) -> str:
        """Return what is looked at next."""
        return STEPS[self.number].title

    @property
    def steps(self) -> list[tuple[str, str]]:
        """Return each step's title and state: "done", "now" or "later"."""
        return [(each.title, self._state(number)) for number, each in enumerate(STEPS)]

    @property
    def over(self) -> bool:
        """Tell whether no step is left."""
        return self.number >= len(STEPS)

    def _state(self, number: int) -> str:
        return "now" if number == self.number else "done" if number < self.number else "later"

    def __str__(self) -> str:
        """Write it so that nobody can change it on its way through a form."""
        return signing.dumps(asdict(self), salt=_SALT, compress=True)


def begun(origin: str) -> Progress:
    """Return a check of `origin` of which no step was run."""
    return Progress(secrets.token_hex(8), origin, time.time())


def whole(conf: Conf, origin: str) -> None:
    """Run all steps and keep what was found; blocks up to 30 s. Raises run.Busy."""
    name = secrets.token_hex(8)
    run.TURNS.take(name)
    try:
        reach.keep(origin, run.full(conf, origin))
    finally:
        run.TURNS.end(name)


def read(text: str, origin: str) -> Progress | None:
    """Read what `str(progress)` wrote; None where it is forged, old, or of another origin."""
    try:
        known = signing.loads(text, salt=_SALT, max_age=2 * run.FULL_SECONDS)
    except signing.BadSignature:
        return None
    return Progress(**known) if known["origin"] == origin else None


def advanced(conf: Conf, progress: Progress) -> Progress:
    """Run the next step; the last one keeps what was found. Blocks for some seconds.

    Raises run.Busy.
    """
    run.TURNS.take(progress.name)
    left = run.FULL_SECONDS - (time.time() - progress.started)
    last = len(STEPS)
    if left < run.LEAST_SECONDS:
        found, number = [run.unchecked(progress.number)], last
    else:
        found = run.step(conf, progress.origin, progress.number, left)
        number = last if run.is_unreached(found) else progress.number + 1
    rows = [*progress.rows, *(each.stored() for each in found)]
    if number == last:
        run.TURNS.end(progress.name)
        reach.keep(progress.origin, restored(rows))
    return replace(progress, number=number, rows=rows)
