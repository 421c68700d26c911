"""How often one may try: pairing, logging in, opening what is shared, and more in public mode.

In memory and per process: strangers' tries write nothing, nothing grows without bound, and with
several web processes a guesser has that many times the tries, which changes no order of magnitude.
"""

from __future__ import annotations

import time

from django.conf import settings

from requestbin.buckets import Buckets, bucket_key
from requestbin.conf import PUBLIC

PAIRINGS = Buckets(rate=1, burst=30)
"""For all together: everybody in local mode has the same address."""

LOGINS_BY_ADDRESS = Buckets(rate=1 / 15, burst=20)
LOGINS_BY_NAME = Buckets(rate=1 / 6, burst=50)
"""Generous, so that a stranger cannot easily keep a user out, and still no more than 14,400 guesses
a day at one name, from however many addresses."""

MAX_NAME = 150
"""Characters of a user's name in Django; more of what a stranger wrote is not kept."""

BINS_BY_ADDRESS = Buckets(rate=1 / 60, burst=20)

REPLAYS_BY_ADDRESS = Buckets(rate=1 / 2, burst=30)
REPLAYS_BY_OWNER = Buckets(rate=1 / 2, burst=30)
REPLAYS_BY_TARGET = Buckets(rate=1, burst=60)
"""A public instance must not be what somebody else is flooded with."""

SHARES_BY_ADDRESS = Buckets(rate=2, burst=120)
"""Everybody of an office may have one address; masking a large body anew takes a second."""


def wait_to_pair() -> float:
    """Return the seconds until the pairing link may be tried, 0.0 for now."""
    return PAIRINGS.take("", time.monotonic())


def wait_to_log_in(address: str, name: str) -> float:
    """Return the seconds until `address` may try the password of `name`, 0.0 for now.

    Counted whether it succeeds or not: otherwise an account of one's own would buy tries at others.
    """
    now = time.monotonic()
    by_address = LOGINS_BY_ADDRESS.take(bucket_key(address), now)
    return by_address or LOGINS_BY_NAME.take(name.casefold()[:MAX_NAME], now)


def wait_to_create(address: str) -> float:
    """Return the seconds until `address` may make another bin; 0.0 always but in public mode."""
    if settings.REQUESTBIN.mode != PUBLIC:
        return 0.0
    return BINS_BY_ADDRESS.take(bucket_key(address), time.monotonic())


def wait_to_replay(address: str, owner: str, target: str) -> float:
    """Return the seconds until `owner` at `address` may replay to `target` (scheme, host and port);
    0.0 always but in public mode."""
    if settings.REQUESTBIN.mode != PUBLIC:
        return 0.0
    now = time.monotonic()
    return (
        REPLAYS_BY_ADDRESS.take(bucket_key(address), now)
        or REPLAYS_BY_OWNER.take(owner, now)
        or REPLAYS_BY_TARGET.take(target, now)
    )


def wait_to_open(address: str) -> float:
    """Return the seconds until `address` may open what is shared with it, 0.0 for now."""
    return SHARES_BY_ADDRESS.take(bucket_key(address), time.monotonic())
