"""`python -m tests.doctor_score`: how many of the field's mistakes the doctor names, as a table."""

from __future__ import annotations

import sys
import time
import warnings
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from requestbin.providers import verify
from requestbin.providers.doctor import Cause, Diagnosis, diagnose
from requestbin.providers.doctor.trial import proves  # noqa: F401 - what a match is
from tests.providers.doctor.cases import Case, cases
from tests.providers.doctor.mistakes import Mistake
from tests.providers.doctor.mistakes_table import TABLE


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


def outcomes(table: Iterable[Mistake] = TABLE) -> Iterable[Outcome]:
    """Yield what comes of every mistake in every scheme in which it matters."""
    known = list(cases())
    for mistake in table:
        for case in known:
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
    marks: dict[str, Counter[str]] = {}
    others: list[Outcome] = []
    times: list[float] = []
    known = list(outcomes())
    for each in known:
        marks.setdefault(each.mistake.name, Counter())[each.mark] += 1
        times.append(each.seconds)
        if each.mark != "right":
            others.append(each)
    print(f"{'mistake':28} {'cases':>5} {'right':>5} {'missed':>6} {'wrong':>5}")
    for name, count in marks.items():
        print(
            f"{name:28} {count.total():5} {count['right']:5} {count['missed']:6} {count['wrong']:5}"
        )
    total: Counter[str] = sum(marks.values(), Counter())
    share = total["right"] / max(1, total.total())
    print(
        f"{'all':28} {total.total():5} {total['right']:5} {total['missed']:6} {total['wrong']:5}"
        f"   {share:.1%}"
    )
    times.sort()
    middle, most = times[len(times) // 2], times[-1]
    print(
        f"a diagnosis: median {middle * 1000:.1f} ms, 95 % {times[len(times) * 95 // 100] * 1000:.0f} ms, longest {most * 1000:.0f} ms"
    )
    if "-t" in sys.argv:
        for each in sorted(known, key=lambda one: -one.seconds)[:40]:
            print(f"{each.seconds * 1000:.0f} ms: {each.mistake.name} in {each.case.name}")
    if "-v" in sys.argv:
        for each in others:
            print(
                f"{each.mark}: {each.mistake.name} in {each.case.name}: {each.found.cause}: {each.found.sentence[:120]}"
            )
    return 0 if share >= 0.95 and not total["wrong"] else 1


if __name__ == "__main__":
    sys.exit(main())


SURE = Cause
