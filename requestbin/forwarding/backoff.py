"""When to try again, and when to stop: pure, so that eight hours pass in a test at once."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from random import Random

BASE_SECONDS = 5.0
CAP_SECONDS = 3600.0
MAX_RETRY_AFTER_SECONDS = 86400.0
"""A target that asks for more patience than a day is asked again after a day."""

GONE = 410
"""The target says that this URL will not come back (RFC 9110 section 15.5.11)."""

HOPELESS = frozenset(
    {
        "bad_url",
        "userinfo",
        "bad_method",
        "bad_header_name",
        "bad_header_value",
        "hosts",
        "private",
        "forbidden",
        "deleted",
        "unsigned",
    }
)
"""Codes of failures that another try cannot mend."""


def next_try(
    tries: int,
    max_tries: int,
    *,
    status: int | None = None,
    code: str = "",
    retry_after: str = "",
    now: datetime,
    rng: Random,
) -> datetime | None:
    """Return when to try again after `tries` tries, or None to give up.

    The wait is full jitter, `uniform(0, min(cap, base * 2**n))`, but never shorter than what a
    Retry-After header asks for.
    """
    if tries >= max_tries or status == GONE or code in HOPELESS:
        return None
    wait = jitter(tries, rng)
    asked = seconds_asked(retry_after, now)
    if asked is not None:
        wait = max(wait, min(asked, MAX_RETRY_AFTER_SECONDS))
    return now + timedelta(seconds=wait)


def jitter(tries: int, rng: Random) -> float:
    """Return the seconds to wait after `tries` tries, from 1 on."""
    ceiling = min(CAP_SECONDS, BASE_SECONDS * 2.0 ** min(tries - 1, 32))
    return rng.uniform(0, ceiling)


def seconds_asked(retry_after: str, now: datetime) -> float | None:
    """Read a Retry-After value in either form, seconds or a date (RFC 9110 section 10.2.3).

    None when it says nothing that can be read; a date that has passed asks for 0 seconds.
    """
    text = retry_after.strip()
    if text.isascii() and text.isdigit():
        return float(text[:12])
    try:
        moment = parsedate_to_datetime(text)
    except (ValueError, TypeError, IndexError):
        return None
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=UTC)
    return max(0.0, (moment - now).total_seconds())
