"""The first step: who answers, what stands in front, and whether plain HTTP leads here too."""

from __future__ import annotations

from requestbin.bins.probe import errands, fronts
from requestbin.bins.probe.catalog import FRONT, UNREACHED, finding
from requestbin.bins.probe.findings import Finding
from requestbin.bins.probe.strangers import stranger, told_of
from requestbin.bins.probe.way import Outcome, Way
from requestbin.conf import Conf
from requestbin.http import NO_HEADERS


async def check(way: Way, conf: Conf) -> list[Finding]:
    """Send a plain request; UNREACHED is found where it does not arrive."""
    hello = await way.send(errands.HELLO)
    answered = hello.answer.headers if hello.answer is not None else NO_HEADERS
    arrived = hello.told.headers if hello.told is not None else NO_HEADERS
    names = fronts.seen_in(way.host, answered, arrived)
    seen = [finding(FRONT, names=", ".join(names), fronts=names)] if names else []
    if hello.told is None:
        return [*seen, unreached(hello)]
    return [*seen, *await _plain(way)]


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
