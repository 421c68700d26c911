"""Times in payloads and headers, and how far they are from the arrival: nobody reads 1795297921."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

SPANS = (("s", 1, 90), ("min", 60, 5400), ("h", 3600, 129_600))
"""A unit, its seconds, and up to how many seconds it is used; then days."""
NEAR = timedelta(days=400)
"""Digits that come so near to the arrival are a time, whatever their name: of ten random ones,
less than 1 % do."""
FAR = timedelta(days=365 * 100)
"""What is farther away is no time but stands for none: Go writes the year 1, others 9999."""

_NAMES = re.compile(
    r"(?:^|[_.\- ])(?:time|times|timestamp|ts|date|at|on|created|updated|modified|expires?|expiry"
    r"|exp|iat|nbf|auth|start|started|end|ended|since|until|due|begin|issued|t)$"
    r"|(?:Time|Timestamp|Date|At|On|Created|Updated|Expires|Start|End)$",
    re.IGNORECASE,
)
_CAMEL = re.compile(r"[a-z](?:Time|Timestamp|Date|At|On|Created|Updated|Expires|Start|End)$")
_WHOLE = re.compile(r"[0-9]{9,19}")
_SPLIT = re.compile(r"[0-9]{9,11}\.[0-9]{1,9}")
_ISO = re.compile(
    r"(\d{4}-\d\d-\d\d)[T ](\d\d:\d\d(?::\d\d)?)(\.\d{1,9})?\s?(Z|UTC|[+-]\d\d:?\d\d)?", re.ASCII
)
_MAIL = re.compile(
    r"(?:[A-Z][a-z]{2}, )?\d{1,2} [A-Z][a-z]{2} \d{4} \d\d:\d\d(?::\d\d)? \S{1,6}", re.ASCII
)
_UNITS = ((11, 1), (14, 1_000), (17, 1_000_000), (19, 1_000_000_000))
"""Up to how many digits a whole number counts seconds, then milliseconds and so on."""


def moment_of(text: str, name: str, arrived_at: datetime) -> datetime | None:
    """Return the time that a value under `name` seems to be, None where it seems to be none.

    Digits count as a time where their name says so or where they are near the arrival.
    """
    found = _counted(text) if text[:1].isdigit() and text[-1:].isdigit() else None
    if found is not None:
        distance = abs(found - arrived_at)
        named = _NAMES.search(name) or _CAMEL.search(name)
        return found if distance < NEAR or (named and distance < FAR) else None
    found = _written(text)
    return found if found and abs(found - arrived_at) < FAR else None


def told(moment: datetime, arrived_at: datetime) -> str:
    """Return how far a time is from the arrival: `2 s before arrival`, `at arrival`."""
    seconds = (moment - arrived_at).total_seconds()
    if abs(seconds) < 1:
        return "at arrival"
    return f"{span(abs(seconds))} {'after' if seconds > 0 else 'before'} arrival"


def span(seconds: float) -> str:
    """Return a length of time in one unit: `41 s`, `14 min`, `2 h`, `5 days`, `3 years`."""
    for unit, length, limit in SPANS:
        if seconds < limit:
            return f"{max(0, round(seconds / length))} {unit}"
    days = round(seconds / 86400)
    return f"{days} days" if days < 730 else f"{round(days / 365.25)} years"


def _counted(text: str) -> datetime | None:
    if _WHOLE.fullmatch(text):
        unit = next(unit for digits, unit in _UNITS if len(text) <= digits)
        seconds = int(text) / unit
    elif _SPLIT.fullmatch(text):
        seconds = float(text)
    else:
        return None
    try:
        return datetime.fromtimestamp(seconds, UTC)
    except (ValueError, OverflowError, OSError):
        return None


def _written(text: str) -> datetime | None:
    """RFC 3339 and its looser kin, and the dates of mail and HTTP (RFC 5322 section 3.3)."""
    if len(text) > 40:
        return None
    try:
        if found := _ISO.fullmatch(text):
            day, clock, fraction, zone = found.groups(default="")
            zone = "+00:00" if zone in ("", "Z", "UTC") else zone
            moment = datetime.fromisoformat(f"{day}T{clock}{fraction[:7]}{zone}")
        elif _MAIL.fullmatch(text):
            moment = parsedate_to_datetime(text)
        else:
            return None
        return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    except (ValueError, OverflowError, IndexError, TypeError):
        return None
