"""What a step of the full check is, and how it concludes."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass
from typing import Any

from requestbin.bins.probe.catalog import HARMLESS, finding, kind_of
from requestbin.bins.probe.findings import Finding
from requestbin.bins.probe.way import Outcome, Way
from requestbin.conf import Conf

Check = Callable[[Way, Conf], Awaitable[list[Finding]]]
"""Sends a few errands through a way, and returns what is found."""


@dataclass(frozen=True, slots=True)
class Step:
    """One step: `title` tells people what is looked at while it runs."""

    title: str
    check: Check


def concluded(
    found: Iterable[Finding], outcomes: Iterable[Outcome], fine: str, **facts: Any
) -> list[Finding]:
    """Return what was found, each once; and that all is `fine` where nothing more than harmless
    was, and no errand was left without a word."""
    all_ = list({each.sentence: each for each in found}.values())
    clear = not any(outcome.unclear for outcome in outcomes)
    if clear and all(kind_of(each.code).weight <= HARMLESS for each in all_):
        all_.append(finding(fine, **facts))
    return all_
