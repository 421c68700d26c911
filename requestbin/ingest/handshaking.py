"""Handshakes answered by themselves: asked before the bin's own answer, in threads, since secrets
stand in the database and the event loop waits for none.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
import threading
from collections import defaultdict
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime

from django.conf import settings
from django.db import connection

from requestbin import egress
from requestbin.bins import actions, keyring, reach
from requestbin.bins.models import Bin, BinCounter
from requestbin.bins.record import Recorded
from requestbin.conf import Conf
from requestbin.egress.threads import Threads
from requestbin.http import Captured, Request, Response
from requestbin.providers import Secret, handshakes
from requestbin.providers.handshakes import Answer

log = logging.getLogger(__name__)

THREADS = 2
MAX_AT_ONCE = 32
"""Further ones get the bin's own answer: whoever asks so often is nobody who checks an address."""
ANSWER_SECONDS = 2.0
"""The most impatient, who wait for 2 to 3 s, hear the bin's own answer rather than nothing."""
MAX_FETCHES = 8
FETCH_LIMITS = egress.Limits(
    connect_seconds=5.0, total_seconds=10.0, keep_bytes=4096, count_bytes=65_536
)

LATE = "A handshake, but looking up what it is answered took too long: the bin's own answer went."
KEPT_NOT = "A handshake brought a secret that could not be kept, so it was not answered."
CROWDED = "Not confirmed: too many wait to be."


class _Turn:
    """One handshake's turn to be answered: whoever claims it decides, the thread or the clock."""

    def __init__(self, loop: asyncio.AbstractEventLoop) -> None:
        self.said: asyncio.Future[Response | None] = loop.create_future()
        self._loop = loop
        self._claimed = threading.Lock()
        self._clock = loop.call_later(ANSWER_SECONDS, self._out_of_time)

    def claim(self) -> bool:
        """Tell whether the caller is the one to decide."""
        return self._claimed.acquire(blocking=False)

    def tell(self, response: Response | None) -> None:
        """Settle it from a thread, if it is not."""
        with contextlib.suppress(RuntimeError):  # the loop has ended, and the connection with it
            self._loop.call_soon_threadsafe(self._settle, response)

    def _settle(self, response: Response | None) -> None:
        self._clock.cancel()
        if not self.said.done():
            self.said.set_result(response)

    def _out_of_time(self) -> None:
        if self.claim():
            self._settle(None)


class Handshaking:
    """The step that answers handshakes; `client` makes what fetches an address to confirm."""

    def __init__(self, client: Callable[[Conf], egress.Client] | None = None) -> None:
        self._client = client or (lambda conf: egress.Client(conf.nets))
        self._threads, self._fetchers = Threads(THREADS), Threads(1)
        self._room = threading.BoundedSemaphore(MAX_AT_ONCE)
        self._fetch_room = threading.BoundedSemaphore(MAX_FETCHES)
        self._fetcher_lock = threading.Lock()

    def step(
        self, captured: Captured, recorded: Recorded
    ) -> asyncio.Future[Response | None] | None:
        """Answer what may be a handshake later; leave all else to the bin, at once."""
        if not recorded.answering.handshakes or not handshakes.possible(captured):
            return None
        if not self._room.acquire(blocking=False):
            return None
        turn = _Turn(asyncio.get_running_loop())
        try:
            self._threads.run(lambda: self._take(turn, captured, recorded))
        except RuntimeError:  # the system gives no thread
            self._room.release()
            turn.tell(None)
        return turn.said

    def _take(self, turn: _Turn, captured: Captured, recorded: Recorded) -> None:
        """Runs in a thread."""
        bin_id, found = recorded.answering.bin_id, None
        try:
            found = _found(bin_id, captured)
            if not turn.claim():
                found = found and Answer(LATE)
            elif found is not None and found.learnt is not None:
                found = _learnt(bin_id, found)
        except Exception:
            log.exception("a handshake could not be answered")
            found = None  # also where its secret was not kept
        turn.tell(found.response if found else None)
        try:
            if found is not None:
                self._after(bin_id, recorded.seq, found)
        finally:
            connection.close()  # the next one may be days away
            self._room.release()

    def _after(self, bin_id: str, seq: int, found: Answer) -> None:
        if found.fetch is None:
            _note(bin_id, seq, found.reason)
        elif not self._fetch_room.acquire(blocking=False):
            _note(bin_id, seq, f"{found.reason} {CROWDED}")
        else:
            _note(bin_id, seq, found.reason)
            with self._fetcher_lock:
                self._fetchers.run(lambda: self._confirm(bin_id, seq, found))

    def _confirm(self, bin_id: str, seq: int, found: Answer) -> None:
        """Runs in a thread of its own."""
        try:
            outcome = self._fetched(found.fetch or "")
            _note(bin_id, seq, f"{found.reason} {outcome}")
        finally:
            connection.close()
            self._fetch_room.release()

    def _fetched(self, url: str) -> str:
        try:
            client = self._client(settings.REQUESTBIN)
            answer = asyncio.run(client.exchange(Request("GET", url), FETCH_LIMITS))
        except egress.Failure as failed:
            return f"Not confirmed. {failed.sentence}"
        except Exception:
            log.exception("a subscription could not be confirmed")
            return "Not confirmed: something broke here."
        return "Confirmed." if answer.status == 200 else f"Not confirmed: answered {answer.status}."


def _found(bin_id: str, captured: Captured) -> Answer | None:
    bin = Bin.objects.filter(pk=bin_id, deleted=False, handshakes=True).first()
    if bin is None:
        return None
    secrets: dict[str, list[Secret]] = defaultdict(list)
    for each in keyring.known(bin.pk):
        if not each.lost and not keyring.gives_way(each):
            secrets[each.provider].append(each.secret)
    until = bin.takes_secrets_until
    return handshakes.answer(
        _as_called(captured),
        bin.provider,
        secrets,
        now=captured.received_at.timestamp(),
        window=until is not None and datetime.now(UTC) < until,
        confirms=bin.confirms,
        receipts=_has_no_answer_of_its_own(bin),
    )


def _has_no_answer_of_its_own(bin: Bin) -> bool:
    """Tell whether a bin answers as it was made: who sets an answer wants events to get it."""
    set_to = bin.answer_status, bin.answer_headers, bytes(bin.answer_body), bin.answer_delay_ms
    return set_to == (200, [], b"", 0)


def _as_called(captured: Captured) -> Request:
    """Return the request under the URL that the provider was given."""
    target = captured.target.decode("latin-1")
    if target.startswith("/"):
        host = captured.headers.text(b"host")
        origin = reach.capture_origin(settings.REQUESTBIN, f"{captured.scheme}://{host}")
        target = f"{origin}{target}"
    return Request(captured.method, target, captured.headers, captured.body)


def _learnt(bin_id: str, found: Answer) -> Answer:
    """Keep the secret first: once it is answered, nobody sends it again."""
    assert found.learnt is not None
    try:
        if keyring.take(bin_id, *found.learnt, datetime.now(UTC)):
            return found
    except keyring.NotKept:
        log.warning("a secret that a handshake brought could not be kept")
    return replace(found, reason=KEPT_NOT, response=None)


def _note(bin_id: str, seq: int, reason: str) -> None:
    with contextlib.suppress(BinCounter.DoesNotExist):  # deleted meanwhile
        actions.answered(bin_id, seq, reason)
