"""The first step: who answers, what stands in front, and whether plain HTTP leads here too."""

from __future__ import annotations

from requestbin.bins.probe import errands, fronts
from requestbin.bins.probe.catalog import FRONT, UNREACHED, finding
from requestbin.bins.probe.findings import Finding
from requestbin.bins.probe.strangers import stranger, told_of
from requestbin.bins.probe.way import Outcome, Way
from requestbin.conf import Conf


async def check(way: Way, conf: Conf) -> list[Finding]:
    """Send a plain request; when it does not arrive, the only finding is UNREACHED."""
    hello = await way.send(errands.HELLO)
    if hello.told is None or hello.answer is None:
        return [unreached(hello)]
    found = await _plain(way)
    names = fronts.seen_in(way.host, hello.answer.headers, hello.told.headers)
    if names:
        found.append(finding(FRONT, names=", ".join(names), fronts=names))
    return found


def unreached(outcome: Outcome) -> Finding:
    """Return why an errand did not arrive."""
    if outcome.answer is None:
        assert outcome.failure is not None
        return finding(UNREACHED, why=outcome.failure.sentence, who=outcome.failure.code)
    row = stranger(outcome.answer)
    return finding(UNREACHED, why=told_of(row, outcome.answer), who=row.code)


async def _plain(way: Way) -> list[Finding]:
    if way.scheme != "https" or not way.is_usual:
        return []
    plain = f"http://{way.authority}"
    outcome = await way.at(plain).send(errands.HELLO)
    if outcome.told is not None:
        return [finding("readable", url=plain)]
    if outcome.answer is not None and 300 <= outcome.answer.status < 400:
        return [finding("redirected", url=plain, status=outcome.answer.status)]
    return []
