"""Names become addresses on threads of our own, so that dead names stall nobody else."""

from __future__ import annotations

import asyncio
import socket
import threading
from collections.abc import Callable

from requestbin.egress.failures import failure

Lookup = Callable[[str, int], list[str]]
"""Host and port to addresses; blocks. Raises socket.gaierror."""

MAX_THREADS = 32
"""With the loop's default pool of 6 threads, 6 dead names held up a good one for 2.9 s."""

NAME_SERVER_TROUBLE = frozenset({socket.EAI_AGAIN, socket.EAI_FAIL})


def system_lookup(host: str, port: int) -> list[str]:
    """Ask the system, which also reads `0x7f000001`, `0177.0.0.1`, `127.1` and the like."""
    # As bytes: Python's idna codec, which refuses what DNS does not, stays out of it.
    answers = socket.getaddrinfo(host.encode("ascii"), port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(answer[4][0]) for answer in answers))


class Resolver:
    """Looks names up on at most MAX_THREADS threads; who waits longer than a lookup is worth is
    told so. Threads are daemons: a name server that never answers must not hold up an exit."""

    def __init__(self, lookup: Lookup = system_lookup) -> None:
        self._lookup = lookup
        self._free = asyncio.Semaphore(MAX_THREADS)

    async def addresses(self, host: str, port: int) -> list[str]:
        """Return every address of `host`, in the system's order of preference.

        Raises Failure ("no_address", "name_server"); the caller sets the deadline.
        """
        await self._free.acquire()
        loop = asyncio.get_running_loop()
        found: asyncio.Future[list[str]] = loop.create_future()
        arguments = (loop, found, host, port)
        try:
            threading.Thread(target=self._run, args=arguments, daemon=True).start()
        except RuntimeError as error:  # the system gives no more threads
            self._free.release()
            raise failure("name_server", host=host) from error
        try:
            return await found
        except socket.gaierror as error:
            code = "name_server" if error.errno in NAME_SERVER_TROUBLE else "no_address"
            raise failure(code, host=host) from error
        except (OSError, UnicodeError) as error:
            raise failure("no_address", host=host) from error

    def _run(
        self,
        loop: asyncio.AbstractEventLoop,
        found: asyncio.Future[list[str]],
        host: str,
        port: int,
    ) -> None:
        answer: list[str] | Exception
        try:
            answer = self._lookup(host, port)
        except Exception as error:
            answer = error
        try:
            loop.call_soon_threadsafe(self._done, found, answer)
        except RuntimeError:  # the loop has closed meanwhile; nobody waits any more
            return

    def _done(self, found: asyncio.Future[list[str]], answer: list[str] | Exception) -> None:
        self._free.release()  # by the thread that held it, also where nobody waits any more
        if found.done():
            return
        if isinstance(answer, Exception):
            found.set_exception(answer)
        else:
            found.set_result(answer)
