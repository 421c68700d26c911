"""Times as providers write them into what they sign: Unix seconds, milliseconds, RFC 3339."""

from __future__ import annotations

import math
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime

_NUMBER = re.compile(r"-?\d{1,18}(?:\.\d{1,9})?")


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


def _iso(moment: float) -> str:
    bounded = min(max(moment, 0.0), 253402300799.0)  # the last second of the year 9999
    return datetime.fromtimestamp(bounded, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


UNITS = {
    "s": Unit(_number, lambda moment: str(math.floor(moment))),
    "ms": Unit(_milliseconds, lambda moment: str(math.floor(moment * 1000))),
    "rfc3339": Unit(_rfc3339, _iso),
}
