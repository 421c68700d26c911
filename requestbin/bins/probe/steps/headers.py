"""Whether headers arrive as they were sent, odd and large ones too."""

from __future__ import annotations

from collections.abc import Mapping

from requestbin.bins.probe import compare, errands
from requestbin.bins.probe.catalog import finding
from requestbin.bins.probe.errands import Errand
from requestbin.bins.probe.findings import Finding
from requestbin.bins.probe.steps.step import concluded
from requestbin.bins.probe.way import Outcome, Way
from requestbin.conf import Conf

SIZE = errands.LONG_VALUE_BYTES


async def check(way: Way, conf: Conf) -> list[Finding]:
    """Send all odd headers at once, and one by one where that is refused."""
    outcomes = await way.send_all((errands.HEADS, errands.EXPECT, errands.LONG_HEAD))
    odd, expect, long = outcomes
    found: list[Finding] = []
    if odd.refused:
        found, singles = await _one_by_one(way, errands.ODD_HEADS)
        outcomes += singles
    elif odd.told is not None:
        found = compare.headers(odd.errand, odd.told)
        found += compare.host(way.authority, odd.told)
        found += [finding("http10")] if odd.told.http_version == "1.0" else []
    if expect.refused:
        found.append(finding("expect", how=expect.how))
    elif expect.told is not None:
        more = compare.headers(expect.errand, expect.told)
        found += [each for each in more if each.code == "negotiated"]
    if long.refused:
        found.append(finding("long_header", how=long.how, size=SIZE))
    return concluded(found, outcomes, "fine_headers", size=SIZE)


async def _one_by_one(way: Way, odd: Mapping[str, Errand]) -> tuple[list[Finding], list[Outcome]]:
    outcomes = await way.send_all(odd.values())
    found = []
    for what, outcome in zip(odd, outcomes, strict=True):
        if outcome.refused:
            found.append(finding("refused", what=what, how=outcome.how))
        elif outcome.told is not None:
            found += compare.headers(outcome.errand, outcome.told)
    return found, outcomes
