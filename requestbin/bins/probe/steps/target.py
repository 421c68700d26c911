"""Whether paths and queries arrive as they were sent: some signatures cover the URL."""

from __future__ import annotations

from requestbin.bins.probe import compare, errands
from requestbin.bins.probe.catalog import finding
from requestbin.bins.probe.findings import Finding
from requestbin.bins.probe.steps.step import concluded
from requestbin.bins.probe.way import Outcome, Way
from requestbin.conf import Conf

SIZE = errands.LONG_TARGET_BYTES
WHAT = {"slashes": "`//` in its path", "escaped": "`%2F` in its path", "recoded": "`%C3` in its"
        " path", "dots": "`..` in its path", "query": "`+` and `%2B` in its query",
        "lone": "a lone `?`"}  # fmt: skip


async def check(way: Way, conf: Conf) -> list[Finding]:
    """Send a request for each thing that is known to be changed in a target."""
    sent = {**errands.TARGETS, "long": errands.LONG_TARGET}
    outcomes = await way.send_all(sent.values())
    found = [each for name, one in zip(sent, outcomes, strict=True) for each in _found(name, one)]
    return concluded(found, outcomes, "fine_target", size=SIZE)


def _found(name: str, outcome: Outcome) -> list[Finding]:
    if outcome.refused:
        refusal = {"nul": "nul", "long": "long_target"}.get(name, "refused")
        return [finding(refusal, what=WHAT.get(name, ""), how=outcome.how, size=SIZE)]
    if outcome.told is None:
        return []
    code = name if name in ("recoded", "dots", "query", "lone") else "target"
    return compare.target(outcome.errand, outcome.told, code)
