"""What a full check found, for people: the gravest first, each with what mends it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from requestbin.bins.probe.catalog import ADVICE, CHECKED, DANGER, LOSS, UNREACHED, kind_of
from requestbin.bins.probe.findings import Finding
from requestbin.bins.probe.fronts import Mend, mends_of

WORDS = {DANGER: "Not safe", LOSS: "Lost", ADVICE: "Worth mending"}
"""What a box says of itself, so that its colour need not."""


@dataclass(frozen=True, slots=True)
class Box:
    """A finding that asks for something: `near` mends it at what was seen in front or here,
    `others` at other fronts. `grade` is its weight's name, `word` the same for people, "" where
    nothing is asked."""

    grade: str
    word: str
    sure: bool
    sentence: str
    near: list[Mend]
    others: list[Mend]


@dataclass(frozen=True, slots=True)
class Report:
    """What asks for something, and in `quiet` what is well or harmless; `at` is when it was found,
    None where that was not kept."""

    at: datetime | None
    boxes: list[Box]
    quiet: list[Box]

    @property
    def grave(self) -> bool:
        """Tell whether something is lost or not safe."""
        return any(box.word != WORDS[ADVICE] for box in self.boxes)


def kept_report(findings: Sequence[Finding], port: str) -> Report | None:
    """Return the report of findings that were kept, None where no full check is among them."""
    checked = any(each.code == CHECKED for each in findings)
    return report_of(findings, port) if checked else None


def report_of(findings: Sequence[Finding], port: str) -> Report:
    """Return the report of a check's findings; `port` is where this instance listens."""
    fronts = [name for each in findings for name in each.facts.get("fronts", ())]
    told = sorted(findings, key=lambda each: kind_of(each.code).weight)
    boxes = [_box(each, fronts, port) for each in told if each.code != CHECKED]
    asking = [box for box in boxes if box.word]
    at = next((each.facts["at"] for each in findings if each.code == CHECKED), None)
    return Report(
        datetime.fromisoformat(at) if at else None,
        sorted(asking, key=lambda box: list(WORDS.values()).index(box.word)),
        [box for box in boxes if not box.word],
    )


def _box(finding: Finding, fronts: list[str], port: str) -> Box:
    kind = kind_of(finding.code)
    code = finding.facts.get("who", "") if finding.code == UNREACHED else finding.code
    mends = mends_of(code, fronts, {"port": port, **finding.facts})
    near = [mend for is_near, mend in mends if is_near]
    others = [mend for is_near, mend in mends if not is_near]
    word = WORDS.get(kind.weight, "")
    return Box(kind.weight.name.lower(), word, kind.sure, finding.sentence, near, others)
