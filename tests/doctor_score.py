"""`python -m tests.doctor_score`: how many of the field's mistakes the doctor names, as a table."""

from __future__ import annotations

import sys
import time
import warnings
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from requestbin.providers import verify
from requestbin.providers.doctor import Diagnosis, diagnose
from tests.providers.doctor.cases import Case, cases
from tests.providers.doctor.mistakes import Mistake
from tests.providers.doctor.mistakes_table import TABLE

WANTED = 0.95
"""The share that must be named right."""


@dataclass(frozen=True)
class Outcome:
    """What came of one mistake in one request."""

    mistake: Mistake
    case: Case
    found: Diagnosis
    seconds: float

    @property
    def mark(self) -> str:
        """`right`, `missed`, or `wrong`: named something else, and sure of it."""
        if self.found.cause in self.mistake.causes:
            return "right"
        return "wrong" if self.found.sure else "missed"


def outcomes(table: Iterable[Mistake] = TABLE, every: int = 1) -> Iterable[Outcome]:
    """Yield what comes of every mistake in every scheme in which it matters; with `every`, in one
    of so many, others for each mistake."""
    known = list(cases())
    for number, mistake in enumerate(table):
        for case in known[number % every :: every]:
            spoiled = mistake.put(case)
            if spoiled is None:
                continue
            first = spoiled.secrets[0][1]
            if verify(spoiled.request, case.provider, first, now=case.now).authentic:
                continue
            started = time.process_time()
            found = diagnose(
                spoiled.request, case.provider, spoiled.secrets, now=case.now, others=spoiled.others
            )
            yield Outcome(mistake, case, found, time.process_time() - started)


def main() -> int:
    """Print the table; the exit code is 1 where too few are right or any is wrong."""
    warnings.simplefilter("ignore")
    known = list(outcomes())
    marks: dict[str, Counter[str]] = {}
    for each in known:
        marks.setdefault(each.mistake.name, Counter())[each.mark] += 1
    total: Counter[str] = sum(marks.values(), Counter())
    print(f"{'mistake':32} {'cases':>5} {'right':>5} {'missed':>6} {'wrong':>5}")
    for name, count in (*marks.items(), ("all", total)):
        told = [count[mark] for mark in ("right", "missed", "wrong")]
        print(f"{name:32} {count.total():5} {told[0]:5} {told[1]:6} {told[2]:5}")
    share = total["right"] / max(1, total.total())
    times = sorted(each.seconds * 1000 for each in known)
    middle, most, last = times[len(times) // 2], times[len(times) * 95 // 100], times[-1]
    print(f"{share:.1%} right; CPU of one: median {middle:.1f}, 95 % {most:.0f}, {last:.0f} ms")
    if "-v" in sys.argv:
        _details(known)
    return 0 if share >= WANTED and not total["wrong"] else 1


def _details(known: list[Outcome]) -> None:
    for each in known:
        if each.mark != "right":
            told = f"{each.found.cause}: {each.found.sentence[:120]}"
            print(f"{each.mark}: {each.mistake.name} in {each.case.name}: {told}")
    for each in sorted(known, key=lambda one: -one.seconds)[:20]:
        print(f"{each.seconds * 1000:.0f} ms: {each.mistake.name} in {each.case.name}")


if __name__ == "__main__":
    sys.exit(main())
