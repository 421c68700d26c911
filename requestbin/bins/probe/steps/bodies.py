"""Whether bodies arrive byte for byte: as they are, compressed, in chunks."""

from __future__ import annotations

from requestbin.bins.probe import compare, errands
from requestbin.bins.probe.catalog import finding
from requestbin.bins.probe.findings import Finding
from requestbin.bins.probe.steps.step import concluded
from requestbin.bins.probe.told import Told, digest
from requestbin.bins.probe.way import Outcome, Way
from requestbin.conf import Conf

KIB = errands.KIB


async def check(way: Way, conf: Conf) -> list[Finding]:
    """Send random bytes, a compressed body and one in chunks."""
    sent = (errands.random_body(conf.max_body), errands.ZIPPED, errands.CHUNKED)
    outcomes = await way.send_all(sent)
    raw, zipped, chunked = outcomes
    found = _whole(raw, f"a body of {len(raw.errand.body) // KIB} KiB")
    if zipped.told is not None and _unzipped(zipped.told):
        found.append(finding("unzipped"))
    else:
        found += _whole(zipped, "a compressed body")
    if chunked.refused:
        found.append(finding("chunked", how=chunked.how))
    elif chunked.told is not None:
        found += compare.body(chunked.errand, chunked.told)
        if b"Content-Length" in chunked.told.headers:
            found.append(finding("buffered"))
    return concluded(found, outcomes, "fine_bodies")


def _whole(outcome: Outcome, what: str) -> list[Finding]:
    if outcome.refused:
        return [finding("refused", what=what, how=outcome.how)]
    return compare.body(outcome.errand, outcome.told) if outcome.told is not None else []


def _unzipped(told: Told) -> bool:
    return told.sha256 == digest(errands.PLAIN)
