"""The server-neutral core of capture: a `Captured` in, and after the commit a `Response` out."""

from __future__ import annotations

import asyncio
import re
import time
from collections.abc import Sequence
from dataclasses import replace
from functools import partial

from requestbin import proxies
from requestbin.access import origins
from requestbin.access.origins import Origin
from requestbin.bins import address, changes, probe
from requestbin.bins.record import Recorded
from requestbin.capture import refusals
from requestbin.capture.cookies import without_own
from requestbin.capture.limits import Limits
from requestbin.capture.refusals import Refusals
from requestbin.conf import Conf
from requestbin.http import Captured, Response
from requestbin.ingest import answers
from requestbin.ingest.enrich import Enricher
from requestbin.ingest.writer import Outcome, Unavailable, Writer

MAX_DELAYED = 1000
"""Answers that wait at a time; further ones go out at once, since each holds a connection."""


class Core:
    """Takes captures from any door of one process.

    It belongs to the event loop that first calls it; the writer starts then, so that servers
    without a lifespan work too.
    """

    def __init__(self, conf: Conf, own_cookies: Sequence[str] = ()) -> None:
        self.max_body = conf.max_body
        self._conf = conf
        self._own_cookies = frozenset(name.encode() for name in own_cookies)
        self._pages = _origin_of_pages_alone(conf)
        self._limits = Limits(conf)
        self._refusals = Refusals()
        self._writer: Writer | None = None
        self._enricher: Enricher | None = None
        self._delayed = 0

    def start(self) -> Writer:
        """Start the writer and everything that follows a commit, on the running loop."""
        if self._writer is None:
            loop = asyncio.get_running_loop()
            changes.bind(loop)
            self._writer = Writer(
                loop,
                self._committed,
                folder=self._conf.data,
                min_free_disk=0 if self._conf.database_url else self._conf.min_free_disk,
            )
            self._enricher = Enricher(busy=self._busy)
        return self._writer

    def _busy(self) -> bool:
        return self._writer is not None and self._writer.busy

    def capture(self, captured: Captured) -> asyncio.Future[Response]:
        """Store a request, and resolve to what its sender is told once that is committed.

        The future always has a result: a refusal is an answer too.
        """
        loop = asyncio.get_running_loop()
        answer: asyncio.Future[Response] = loop.create_future()
        key, _ = address.key_and_rest(captured.target)
        captured = self._seen_through_proxies(captured)
        unstored = self._unstored(key, captured)
        if unstored is not None:
            answer.set_result(unstored)
            return answer
        captured = without_own(captured, self._own_cookies)
        settle = partial(self._stored, key, captured, answer)
        try:
            self.start().submit(key, captured, settle)
        except Unavailable as reason:
            settle(reason)
        return answer

    def too_large(self, target: bytes, size: int, peer: str) -> Response:
        """Count a body over `max_body` and return the 413; `size` is in bytes, as far as known.

        A door calls it as soon as it knows, so that no such body is ever held.
        """
        key, _ = address.key_and_rest(target)
        self._refusals.note(key, refusals.TOO_LARGE, size)
        return refusals.too_large(self.max_body)

    def no_room(self, target: bytes, size: int, peer: str) -> Response:
        """Count a body that the server cannot hold beside the others, and return the 503."""
        key, _ = address.key_and_rest(target)
        self._refusals.note(key, refusals.UNAVAILABLE, size)
        return refusals.UNSTORABLE

    async def drain(self) -> None:
        """Commit everything that was taken, and end the threads."""
        if self._writer is not None:
            await self._writer.close()
            self._writer = None
        if self._enricher is not None:
            await asyncio.to_thread(self._enricher.close)
            self._enricher = None
        await asyncio.to_thread(self._refusals.flush)

    def _seen_through_proxies(self, captured: Captured) -> Captured:
        if not self._conf.trusted_proxies:
            return captured
        sender, scheme = proxies.resolve(
            captured.remote_addr, captured.scheme, captured.headers, self._conf.trusted_proxies
        )
        return replace(captured, remote_addr=sender, scheme=scheme)

    def _unstored(self, key: str, captured: Captured) -> Response | None:
        if probe.is_probe(key):  # on any origin: the way to the pages' own is looked at, too
            seen = probe.seen(captured, key, self._conf)
            return answers.dressed(seen) if seen else refusals.UNKNOWN
        if not key or self._on_the_wrong_origin(captured):
            return refusals.UNKNOWN
        exceeded = self._limits.exceeded(key, captured.remote_addr, time.monotonic())
        if exceeded is None:
            return None
        self._refusals.note(key, refusals.TOO_MANY, len(captured.body))
        return refusals.too_many(*exceeded)

    def _on_the_wrong_origin(self, captured: Captured) -> bool:
        if self._pages is None:
            return False
        named = captured.headers.get_all(b"host")
        _, absolute, rest = captured.target.partition(b"://")
        if absolute and not captured.target.startswith(b"/"):  # RFC 9112 section 3.2.2
            named.append(re.split(rb"[/?#]", rest, maxsplit=1)[0].rpartition(b"@")[2])
        return any(_origin(self._pages.scheme, host) == self._pages for host in named)

    def _stored(
        self,
        key: str,
        captured: Captured,
        answer: asyncio.Future[Response],
        outcome: Outcome,
    ) -> None:
        if isinstance(outcome, Exception):
            self._refusals.note(key, refusals.UNAVAILABLE, len(captured.body))
            self._send(answer, refusals.UNSTORABLE)
        elif outcome is None:
            self._send(answer, refusals.UNKNOWN)
        else:
            answers.answer(captured, outcome, partial(self._send, answer))

    def _send(self, answer: asyncio.Future[Response], response: Response) -> None:
        if answer.done():
            return
        if not response.delay or self._delayed >= MAX_DELAYED:
            answer.set_result(response)
            return
        self._delayed += 1
        asyncio.get_running_loop().call_later(response.delay, self._late, answer, response)

    def _late(self, answer: asyncio.Future[Response], response: Response) -> None:
        self._delayed -= 1
        if not answer.done():
            answer.set_result(response)

    def _committed(self, batch: Sequence[Recorded]) -> None:
        last = {recorded.answering.bin_id: recorded.change for recorded in batch}
        for bin_id, change in last.items():
            changes.announce(bin_id, change)
        if self._enricher is not None:
            self._enricher.wake(last)


def _origin_of_pages_alone(conf: Conf) -> Origin | None:
    """Return the pages' origin where captures have another one, else None."""
    if not conf.url or not conf.capture_url or conf.url == conf.capture_url:
        return None
    return origins.of_text(conf.url)


def _origin(scheme: str, host: bytes) -> Origin | None:
    """Return what a name stands for; the dot of DNS' root and an empty port change nothing."""
    origin = origins.of_host(scheme, host.decode("latin-1").strip().removesuffix(":"))
    return origin and origin._replace(host=origin.host.removesuffix("."))
