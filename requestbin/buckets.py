"""Token buckets in bounded memory; without them one sender could take the instance for itself."""

from __future__ import annotations

import ipaddress
import threading

V6_PREFIX = 64
"""Bits: a customer is given a /64 at the least (RFC 6177), so it counts as one sender."""

_ROUNDING = 1e-6
"""Seconds: sums of floats must not refuse the take that comes exactly when it was told to."""


class Buckets:
    """A bucket per key, each holding `burst` tokens and refilled with `rate` tokens a second.

    One number is kept per key: the time at which its bucket is full again (GCRA, ITU-T I.371). A
    rate of 0 limits nothing. Beyond `max_keys` the key that was longest unused is forgotten: it is
    the one that has refilled most.
    """

    def __init__(self, rate: float, burst: float, max_keys: int = 10_000) -> None:
        self.rate = rate
        self.burst = max(burst, 1.0)
        self.max_keys = max_keys
        self._full_at: dict[str, float] = {}
        self._lock = threading.Lock()

    def __len__(self) -> int:
        return len(self._full_at)

    def take(self, key: str, now: float) -> float:
        """Take a token at `now` (seconds of a clock that does not go back); return 0.0 when there
        was one, else the seconds to wait. What is refused costs nothing."""
        if self.rate <= 0:
            return 0.0
        with self._lock:
            full_at = max(self._full_at.get(key, now), now) + 1 / self.rate
            wait = full_at - now - self.burst / self.rate
            if wait > _ROUNDING:
                return wait
            self._keep(key, full_at)
            return 0.0

    def _keep(self, key: str, full_at: float) -> None:
        self._full_at.pop(key, None)  # so that the dict's order is the order of use
        self._full_at[key] = full_at
        if len(self._full_at) > self.max_keys:
            del self._full_at[next(iter(self._full_at))]


def bucket_key(address: str) -> str:
    """Return what a sender's address is counted as: IPv4 by itself, IPv6 by its /64."""
    if ":" not in address:
        return address
    try:
        parsed = ipaddress.IPv6Address(address.partition("%")[0])
    except ValueError:
        return address
    if parsed.ipv4_mapped:
        return str(parsed.ipv4_mapped)
    return str(ipaddress.IPv6Network((int(parsed), V6_PREFIX), strict=False))
