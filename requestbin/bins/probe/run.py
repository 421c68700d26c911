"""Runs the quick test, the full check or one step of it; of full checks one at a time."""

from __future__ import annotations

import asyncio
import threading
import time
from collections.abc import Awaitable, Callable

from requestbin import egress
from requestbin.bins.probe import compare, errands
from requestbin.bins.probe.catalog import UNREACHED, finding
from requestbin.bins.probe.findings import Finding
from requestbin.bins.probe.steps import STEPS, arrival
from requestbin.bins.probe.way import ENDS, Outcome, Way
from requestbin.conf import Conf

QUICK_SECONDS = 15.0
FULL_SECONDS = 30
EACH_SECONDS = 8.0
LEAST_SECONDS = 1.0
"""A step that would have less time than this is left out, and that is said."""


class Busy(Exception):
    """Another check is running here; the message is a sentence for people."""


class Turns:
    """Lets one full check run at a time in this process. One that was begun and not ended, since
    its page was closed, is over after FULL_SECONDS."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._holder, self._until = "", 0.0

    def take(self, name: str) -> None:
        """Begin or go on with the check of that name. Raises Busy."""
        now = time.monotonic()
        with self._lock:
            if self._holder not in ("", name) and now < self._until:
                seconds = round(self._until - now) or 1
                raise Busy(f"Another check is running. Try again in {seconds} s.")
            if self._holder != name:
                self._holder, self._until = name, now + FULL_SECONDS

    def end(self, name: str) -> None:
        """Let the next one begin."""
        with self._lock:
            if self._holder == name:
                self._holder = ""


TURNS = Turns()


def quick(conf: Conf, origin: str) -> list[Finding]:
    """Send one request through `origin`, a second one where it did not arrive, and return what was
    lost; UNREACHED alone where nothing arrives. Blocks up to QUICK_SECONDS."""
    return _through(conf, origin, QUICK_SECONDS, _quick)


def step(conf: Conf, origin: str, number: int, left: float) -> list[Finding]:
    """Run one of STEPS through `origin`; blocks up to `left` seconds."""
    return _through(conf, origin, left, STEPS[number].check)


def full(
    conf: Conf, origin: str, begin: Callable[[str], None] = lambda title: None
) -> list[Finding]:
    """Run all steps through `origin`, and call `begin` with each one's title before it.

    Blocks up to FULL_SECONDS. Where nothing arrives the findings are UNREACHED alone.
    """
    started = time.monotonic()
    found: list[Finding] = []
    for number, each in enumerate(STEPS):
        left = FULL_SECONDS - (time.monotonic() - started)
        if left < LEAST_SECONDS:
            return [*found, unchecked(number)]
        begin(each.title)
        found += step(conf, origin, number, left)
        if is_unreached(found):
            break
    return found


def unchecked(number: int) -> Finding:
    """Return the finding that names the steps from `number` on, for which no time was left."""
    return finding("unchecked", steps=", ".join(each.title for each in STEPS[number:]))


def is_unreached(findings: list[Finding]) -> bool:
    """Tell whether nothing arrived at all."""
    return any(each.code == UNREACHED for each in findings)


def _through(
    conf: Conf,
    origin: str,
    seconds: float,
    check: Callable[[Way, Conf], Awaitable[list[Finding]]],
) -> list[Finding]:
    async def go() -> list[Finding]:
        client = egress.Client(conf.nets)
        return await check(Way(client, origin, seconds=seconds, each=EACH_SECONDS), conf)

    return asyncio.run(go())


async def _quick(way: Way, conf: Conf) -> list[Finding]:
    odd = await way.send(errands.odd(conf.max_body))
    if odd.told is not None:
        return [
            *compare.target(odd.errand, odd.told),
            *compare.body(odd.errand, odd.told),
            *compare.headers(odd.errand, odd.told),
            *compare.host(way.authority, odd.told),
        ]
    hello = await way.send(errands.HELLO) if _worth_another(odd) else odd
    if hello.told is None:
        return [arrival.unreached(hello)]
    return [finding("refused_probe", how=odd.how, size=len(odd.errand.body))]


def _worth_another(odd: Outcome) -> bool:
    return odd.failure is None or odd.failure.code in ENDS
