"""Names become addresses on threads of our own, so that dead names stall nobody else."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import Callable

from requestbin.egress.failures import failure
from requestbin.egress.threads import Threads

Lookup = Callable[[str, int], list[str]]
"""Host and port to addresses; blocks. Raises socket.gaierror."""

MAX_THREADS = 32
"""With the loop's default pool of 6 threads, 6 dead names held up a good one for 2.9 s."""

NAME_SERVER_TROUBLE = frozenset({socket.EAI_AGAIN, socket.EAI_FAIL})


def system_lookup(host: str, port: int) -> list[str]:
    """Ask the system, which also reads `0x7f000001`, `0177.0.0.1`, `127.1` and the like."""
    return _ask(host, port, 0)


def _literal(host: str, port: int) -> list[str]:
    """Read an address in any of its spellings; no name server is asked, so it does not block."""
    try:
        return _ask(host, port, socket.AI_NUMERICHOST)
    except socket.gaierror:
        return []


def _ask(host: str, port: int, flags: int) -> list[str]:
    # As bytes: Python's idna codec, which refuses what DNS does not, stays out of it.
    name = host.encode("ascii")
    answers = socket.getaddrinfo(name, port, type=socket.SOCK_STREAM, flags=flags)
    return list(dict.fromkeys(str(answer[4][0]) for answer in answers))


class Resolver:
    """Looks names up on at most MAX_THREADS threads; the others wait for one."""

    def __init__(self, lookup: Lookup = system_lookup) -> None:
        self._lookup = lookup
        self._threads = Threads(MAX_THREADS)

    async def addresses(self, host: str, port: int) -> list[str]:
        """Return every address of `host`, in the system's order of preference.

        Raises Failure ("no_address", "name_server"); the caller sets the deadline.
        """
        if found := _literal(host, port):
            return found
        try:
            return await self._looked_up(host, port)
        except socket.gaierror as error:
            code = "name_server" if error.errno in NAME_SERVER_TROUBLE else "no_address"
            raise failure(code, host=host) from error
        except (OSError, UnicodeError) as error:
            raise failure("no_address", host=host) from error

    async def _looked_up(self, host: str, port: int) -> list[str]:
        loop = asyncio.get_running_loop()
        found: asyncio.Future[list[str]] = loop.create_future()

        def look_up() -> None:
            if found.done():  # nobody waits any more: the thread is for others
                return
            answer: list[str] | Exception
            try:
                answer = self._lookup(host, port)
            except Exception as error:
                answer = error
            try:
                loop.call_soon_threadsafe(_give, found, answer)
            except RuntimeError:  # the loop has closed meanwhile
                return

        self._threads.run(look_up)
        return await found


def _give(found: asyncio.Future[list[str]], answer: list[str] | Exception) -> None:
    if found.done():
        return
    if isinstance(answer, Exception):
        found.set_exception(answer)
    else:
        found.set_result(answer)
