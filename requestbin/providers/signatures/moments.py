"""Times as providers write them into what they sign: Unix seconds, milliseconds, RFC 3339."""

from __future__ import annotations

import math
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime

_NUMBER = re.compile(r"-?[0-9]{1,18}(?:\.[0-9]{1,9})?")


@dataclass(frozen=True, slots=True)
class Unit:
    """One way to write a time; `read` returns Unix seconds, None for what is not written so."""

    read: Callable[[str], float | None]
    write: Callable[[float], str]


def _number(text: str) -> float | None:
    return float(text) if _NUMBER.fullmatch(text.strip()) else None


def _milliseconds(text: str) -> float | None:
    number = _number(text)
    return None if number is None else number / 1000


def _rfc3339(text: str) -> float | None:
    try:
        moment = datetime.fromisoformat(text.strip())
        return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).timestamp()
    except (ValueError, OverflowError):
        return None


LAST_SECOND = 253402300799.0
"""Of the year 9999, which is what RFC 3339 can write."""


def whole(moment: float) -> int:
    """Return the second before `moment`; for what no clock shows, 0 or the last one."""
    return math.floor(bounded(moment))


def bounded(moment: float) -> float:
    """Return a time that can be written in every unit."""
    return 0.0 if math.isnan(moment) else min(max(moment, -LAST_SECOND), LAST_SECOND)


def _iso(moment: float) -> str:
    return datetime.fromtimestamp(max(bounded(moment), 0.0), UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


UNITS = {
    "s": Unit(_number, lambda moment: str(whole(moment))),
    "ms": Unit(_milliseconds, lambda moment: str(math.floor(bounded(moment) * 1000))),
    "rfc3339": Unit(_rfc3339, _iso),
}
