"""`python -m tests.bench [--long] [--only NAME]`: measures and prints a table."""

from __future__ import annotations

import argparse
import os
import platform
import sys
import time
from collections.abc import Callable, Iterable

from tests.bench import (
    browsing,
    capturing,
    flooding,
    memory,
    opening,
    poking,
    providers,
    reading,
    searching,
)
from tests.bench.figures import Figure, table
from tests.bench.servers import Workshop, workshop

Measurement = Callable[[Workshop], Iterable[Figure]]
STORED = 100_000

QUICK: dict[str, Measurement] = {
    "capture": lambda shop: capturing.measure(shop, rounds=3, seconds=5),
    "filled": lambda shop: capturing.measure_filled(shop, 3, 5, STORED),
    "reading": lambda shop: reading.measure(shop, 1000, STORED),
    "searching": lambda shop: searching.measure(shop, STORED),
    "poke": lambda shop: poking.measure(shop, times=40),
    "row": lambda shop: browsing.measure_rows(shop, seconds=10),
    "opening": lambda shop: opening.measure(shop, times=100),
    "flood": lambda shop: flooding.measure(shop, rate=2000, seconds=10),
    "replay": lambda shop: browsing.measure_replay(shop, times=20),
    "providers": lambda shop: providers.measure(),
}
LONG: dict[str, Measurement] = {
    "memory": lambda shop: memory.measure(shop, captures=200_000, seconds=10),
}


def main() -> int:
    """Measure; the exit code is 1 where something that must be reached was not."""
    parser = argparse.ArgumentParser(prog="make bench BENCH=")
    parser.add_argument("--long", action="store_true", help="memory too, a minute more")
    parser.add_argument("--only", action="append", choices=[*QUICK, *LONG], default=[])
    wanted = parser.parse_args()
    chosen = wanted.only or (QUICK | LONG if wanted.long else QUICK)
    print(f"{platform.python_implementation()} {platform.python_version()}, {os.cpu_count()} cores")
    figures: list[Figure] = []
    try:
        for name in chosen:
            started = time.monotonic()
            with workshop() as shop:
                figures += (QUICK | LONG)[name](shop)
            print(f"{name}: {time.monotonic() - started:.0f} s", file=sys.stderr)
    finally:
        print(table(figures))
    return int(any(figure.reached == "NO" for figure in figures))


if __name__ == "__main__":
    sys.exit(main())
