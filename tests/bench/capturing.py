"""How fast is a durable capture, as a ratio to a bare hello of the same run."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from statistics import median

from tests.bench.figures import Figure
from tests.bench.load import Load, press
from tests.bench.servers import HELLO, OURS, Server, Workshop

Rounds = dict[str, list[Load]]


def measure(shop: Workshop, rounds: int, seconds: float) -> Iterator[Figure]:
    """Compare the two doors, and uvicorn, with the hellos; check that the database has it all."""
    daphne = shop.start("stock Daphne", HELLO)
    direct, door = shop.start("direct door"), shop.start("ASGI door")
    hello, tier = shop.start("uvicorn", HELLO), shop.start("uvicorn")
    loads = _rounds([daphne, direct, door, hello, tier], rounds, seconds)
    base, fast = _rate(loads[daphne.url]), _rate(loads[hello.url])
    yield Figure("bare hello, stock Daphne", base, "/s", note=_latency(loads[daphne.url]))
    yield Figure("bare hello, uvicorn", fast, "/s", note=_latency(loads[hello.url]))
    yield from _captures(direct, loads[direct.url], base, must=1.8, aim=2.3)
    yield Figure("  its p99", _p99(loads[direct.url]), "ms", 25)
    yield from _captures(door, loads[door.url], base, must=1.0, aim=1.3)
    yield from _captures(tier, loads[tier.url], fast, must=0.4, aim=0.5)
    yield from _kept([direct, door, tier], loads)


def measure_filled(shop: Workshop, rounds: int, seconds: float, stored: int) -> Iterator[Figure]:
    """Compare the rate of a bin that holds `stored` requests with that of an empty one."""
    empty, filled = shop.start("direct door"), shop.start("direct door", stored=stored)
    loads = _rounds([empty, filled], rounds, seconds)
    ratio = _rate(loads[filled.url]) / _rate(loads[empty.url])
    what = f"capture with {stored:,} stored, over empty"
    yield Figure(what, ratio, "×", 0.9, 1.0, more=True, note=_latency(loads[filled.url]))


def _rounds(servers: Sequence[Server], rounds: int, seconds: float) -> Rounds:
    loads: Rounds = {server.url: [] for server in servers}
    for server in servers:
        press(server.url, 1)  # warm
        server.already = server.stored() if server.app == OURS else 0
    for _ in range(rounds):  # in turn, so that a busy minute of the machine harms all alike
        for server in servers:
            with _alone(server, servers):
                loads[server.url].append(press(server.url, seconds))
    return loads


@contextmanager
def _alone(server: Server, servers: Sequence[Server]) -> Iterator[None]:
    """Halt the others, who would look at what they have caught just then."""
    others = [each for each in servers if each is not server]
    for each in others:
        os.kill(each.pid, signal.SIGSTOP)
    try:
        yield
    finally:
        for each in others:
            os.kill(each.pid, signal.SIGCONT)


def _captures(
    server: Server, loads: list[Load], base: float, *, must: float, aim: float
) -> Iterator[Figure]:
    rate = _rate(loads)
    note = f"{rate:,.0f}/s, {_latency(loads)}"
    yield Figure(f"durable capture, {server.name}", rate / base, "×", must, aim, True, note)


def _kept(servers: Sequence[Server], loads: Rounds) -> Iterator[Figure]:
    acknowledged = {
        server.url: sum(load.acknowledged for load in loads[server.url]) for server in servers
    }
    lost = sum(
        max(0, acknowledged[server.url] - (server.stored() - server.already)) for server in servers
    )
    failed = sum(load.failed for server in servers for load in loads[server.url])
    total = sum(acknowledged.values())
    yield Figure("  answered otherwise than 2xx", failed, "", 0, note=f"of {total:,}")
    yield Figure("  acknowledged and not stored", lost, "", 0, note=f"of {total:,}")


def _rate(loads: list[Load]) -> float:
    return median(load.rate for load in loads)


def _p99(loads: list[Load]) -> float:
    return median(load.p99 for load in loads)


def _latency(loads: list[Load]) -> str:
    p50 = median(load.p50 for load in loads)
    generator = max(load.generator for load in loads)
    limit = ", the generator was the limit" if generator > 0.95 else ""
    return f"p50 {p50:.1f} ms, p99 {_p99(loads):.1f} ms{limit}"
