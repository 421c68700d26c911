"""Whether every method arrives as what it is."""

from __future__ import annotations

from requestbin.bins.probe import errands
from requestbin.bins.probe.catalog import finding
from requestbin.bins.probe.compare import short
from requestbin.bins.probe.findings import Finding
from requestbin.bins.probe.steps.step import concluded
from requestbin.bins.probe.told import METHOD_HEADER
from requestbin.bins.probe.way import Outcome, Way
from requestbin.conf import Conf

OWN_CODES = {"OPTIONS": "preflight", "REPORT": "odd_method"}
"""Methods whose loss means something of its own."""


async def check(way: Way, conf: Conf) -> list[Finding]:
    """Send a request by each method."""
    outcomes = await way.send_all(errands.METHODS.values())
    lost: dict[str, list[str]] = {}
    found = []
    for method, outcome in zip(errands.METHODS, outcomes, strict=True):
        seen = _method(outcome)
        if not seen and not outcome.unclear and method not in OWN_CODES:
            lost.setdefault(outcome.how, []).append(method)
        elif not seen and not outcome.unclear:
            found.append(finding(OWN_CODES[method], method=method, how=outcome.how))
        elif seen and seen != method:
            code = "head" if method == "HEAD" else "method"
            found.append(finding(code, sent=method, seen=short(seen)))
    found += [finding("methods", methods=", ".join(each), how=how) for how, each in lost.items()]
    return concluded(found, outcomes, "fine_methods")


def _method(outcome: Outcome) -> str:
    """An answer to HEAD has no body that tells."""
    if outcome.told is not None:
        return outcome.told.method
    return outcome.answer.headers.text(METHOD_HEADER) if outcome.answer is not None else ""
