"""A measured figure beside what it must reach and what it aims at, and all of them as a table."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Figure:
    """`must` and `aim` are bounds: lower ones where `more` is better, else upper ones."""

    what: str
    value: float
    unit: str
    must: float | None = None
    aim: float | None = None
    more: bool = False
    note: str = ""

    @property
    def reached(self) -> str:
        """Return "aim", "must" or "NO"; nothing where nothing is asked."""
        if self.must is None:
            return ""
        if self.aim is not None and self._within(self.aim):
            return "aim"
        return "must" if self._within(self.must) else "NO"

    def _within(self, bound: float) -> bool:
        return self.value >= bound if self.more else self.value <= bound

    def cells(self) -> list[str]:
        """Return the row as text."""
        sign = "≥" if self.more else "≤"
        must = "" if self.must is None else f"{sign} {shown(self.must)}"
        aim = "" if self.aim is None else shown(self.aim)
        return [self.what, f"{shown(self.value)} {self.unit}", must, aim, self.reached, self.note]


def shown(value: float) -> str:
    """Return a number with as many digits as it deserves."""
    return f"{value:,.0f}" if value >= 1000 else f"{value:.3g}"


HEAD = ["what", "measured", "must", "aim", "reached", ""]


def table(figures: Sequence[Figure]) -> str:
    """Return the figures as a Markdown table whose columns stand in line."""
    rows = [HEAD, *(figure.cells() for figure in figures)]
    widths = [max(len(row[column]) for row in rows) for column in range(len(HEAD))]
    rows.insert(1, ["-" * width for width in widths])
    return "\n".join(f"| {' | '.join(map(str.ljust, row, widths))} |" for row in rows)
