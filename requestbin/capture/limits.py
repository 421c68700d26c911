"""What is too much at the door: how fast a bin and a sender may go."""

from __future__ import annotations

import math

from requestbin.buckets import Buckets, bucket_key
from requestbin.conf import Conf

BURST_SECONDS = 10
"""A burst of so many seconds' worth is let through."""


class Limits:
    """The rates of one process."""

    def __init__(self, conf: Conf) -> None:
        self.bins = Buckets(conf.bin_rate, conf.bin_rate * BURST_SECONDS)
        self.addresses = Buckets(conf.address_rate, conf.address_rate * BURST_SECONDS)

    def exceeded(self, key: str, address: str, now: float) -> tuple[int, int] | None:
        """Return (requests per second allowed, whole seconds to wait), or None when all is well."""
        if self.addresses.rate:
            wait = self.addresses.take(bucket_key(address), now)
            if wait:
                return int(self.addresses.rate), math.ceil(wait)
        if self.bins.rate:
            wait = self.bins.take(key, now)
            if wait:
                return int(self.bins.rate), math.ceil(wait)
        return None
