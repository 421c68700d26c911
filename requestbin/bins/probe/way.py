"""The way to this instance through one origin: errands go out on it, and what came of them back."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Iterable
from dataclasses import dataclass

from requestbin import egress
from requestbin.bins.address import PREFIX
from requestbin.bins.probe import told
from requestbin.bins.probe.errands import Errand
from requestbin.bins.probe.key import new_key
from requestbin.bins.probe.told import Told
from requestbin.egress.url import DEFAULT_PORTS, parse
from requestbin.http import Request

AT_ONCE = 4
"""Errands under way at a time: a front that counts requests should not take this for an attack."""

LEAST_SECONDS = 0.05


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of an errand: `told` where this instance answered, `answer` where anybody did,
    else `failure`."""

    errand: Errand
    told: Told | None = None
    answer: egress.Answer | None = None
    failure: egress.Failure | None = None

    @property
    def how(self) -> str:
        """Return how it ended without reaching this instance, to follow "is"."""
        if self.answer is not None:
            return f"answered {self.answer.status}"
        assert self.failure is not None
        return ENDS.get(self.failure.code, "not answered")

    @property
    def unclear(self) -> bool:
        """Tell whether it says nothing of the way: no time was left, or this instance refused."""
        if self.answer is not None:
            return self.answer.body.startswith(OWN_REFUSALS)
        return self.failure is not None and self.failure.code in ("no_answer", "no_connection")

    @property
    def refused(self) -> bool:
        """Tell whether something on the way kept it from arriving."""
        return self.told is None and not self.unclear


OWN_REFUSALS = (b"Too large: this bin accepts", b"Cannot store right now")
ENDS = {"closed": "cut off", "no_answer": "not answered in time", "bad_answer": "cut off"}


class Way:
    """Sends errands through `origin` until `seconds` from now; each takes `each` at most."""

    def __init__(
        self, client: egress.Client, origin: str, *, seconds: float, each: float = 15.0
    ) -> None:
        self.origin = origin
        url = parse(origin)
        self.scheme, self.host, self.authority = url.scheme, url.host, url.authority
        self.is_usual = url.port == DEFAULT_PORTS[url.scheme]
        self._client = client
        self._end = time.monotonic() + seconds
        self._each = each
        self._places = asyncio.Semaphore(AT_ONCE)

    def at(self, origin: str) -> Way:
        """Return the way through another origin, with the same time left."""
        return Way(self._client, origin, seconds=self.left, each=self._each)

    @property
    def left(self) -> float:
        """Return the seconds that are left."""
        return max(0.0, self._end - time.monotonic())

    async def send(self, errand: Errand) -> Outcome:
        """Send one errand to this instance."""
        return await self.visit(errand, f"{PREFIX.decode()}{new_key()}{errand.rest}")

    async def send_all(self, errands: Iterable[Errand]) -> list[Outcome]:
        """Send several, some at a time; return what came of each, in their order."""
        return list(await asyncio.gather(*map(self.send, errands)))

    async def visit(self, errand: Errand, target: str) -> Outcome:
        """Send an errand to any address below the origin."""
        request = Request(errand.method, self.origin + target, errand.headers, errand.body)
        async with self._places:
            seconds = max(LEAST_SECONDS, min(self._each, self.left))
            limits = egress.Limits(connect_seconds=seconds, total_seconds=seconds)
            try:
                answer = await self._client.exchange(request, limits, errand.hop)
            except egress.Failure as failure:
                return Outcome(errand, failure=failure)
        return Outcome(errand, told.read(answer), answer)
