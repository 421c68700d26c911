"""What goes wrong with a time that is signed, each undone: its unit, its spelling, its value."""

from __future__ import annotations

import math
from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

from requestbin.providers.doctor.causes import Cause
from requestbin.providers.doctor.trial import Change, Trial, signs_time
from requestbin.providers.signatures.moments import UNITS
from requestbin.providers.signatures.signed import Signed

NEAR_SECONDS = 300
"""Every second so near to the arrival is tried: a match is no chance."""
MAX_TRIED_BYTES = 16 * 1024
"""Of a larger body only the likely times are tried."""
LIKELY_MILLISECONDS = 1e11
"""A number above is milliseconds: as seconds it would lie in the year 5138."""


def _unit(trial: Trial) -> Iterator[Trial]:
    written, moment = _written(trial)
    if written is None:
        return
    number = _number(written)
    if number is not None:
        yield from _as(trial, str(int(number * 1000)), "in milliseconds")
        yield from _as(trial, str(int(number // 1000)), "in seconds")
        yield from _as(trial, str(int(number)), "in whole seconds")
        moment = number / 1000 if number > LIKELY_MILLISECONDS else number
    if moment is None:
        return
    yield from _as(trial, str(math.floor(moment)), "in seconds")
    yield from _as(trial, str(math.floor(moment * 1000)), "in milliseconds")
    for text in _spelled(moment):
        yield from _as(trial, text, f"written as `{text}`")


def _spelled(moment: float) -> Iterator[str]:
    try:
        at = datetime.fromtimestamp(moment, UTC)
    except (ValueError, OverflowError, OSError):
        return
    for spec in ("seconds", "milliseconds", "microseconds"):
        text = at.isoformat(timespec=spec)
        yield text.replace("+00:00", "Z")
        yield text
        yield text.replace("+00:00", "")


def _value(trial: Trial) -> Iterator[Trial]:
    scheme = trial.scheme
    if not isinstance(scheme, Signed) or not signs_time(scheme):
        return
    _, moment = _written(trial)
    write = UNITS[scheme.unit].write
    for near in _likely(trial, moment):
        yield from _as(trial, write(near), write(near))
    if len(trial.body) > MAX_TRIED_BYTES:
        return
    for middle in dict.fromkeys((math.floor(trial.now), math.floor(moment or trial.now))):
        for offset in range(NEAR_SECONDS + 1):
            for second in (middle - offset, middle + offset):
                yield from _as(trial, write(second), write(second))


def _likely(trial: Trial, moment: float | None) -> Iterator[float]:
    with suppress(ValueError, TypeError, OverflowError, IndexError):
        yield parsedate_to_datetime(trial.seen.header("date") or "").timestamp()
    for hours in (1, -1, 2, -2, 4, 5, 8, 24):
        if moment is not None:
            yield moment + hours * 3600


def _written(trial: Trial) -> tuple[str | None, float | None]:
    scheme = trial.scheme
    if not isinstance(scheme, Signed) or not signs_time(scheme):
        return None, None
    written, moment = scheme.time(trial.seen)
    bounded = moment is not None and abs(moment) < 1e15
    return written, moment if bounded else None


def _number(written: str) -> float | None:
    try:
        number = float(written)
    except ValueError:
        return None
    return number if abs(number) < 1e18 else None


def _as(trial: Trial, written: str, it: str) -> Iterator[Trial]:
    other = trial.with_time(written, it)
    if other is not None and other.seen.request != trial.seen.request:
        yield other


TIMES = (
    Change(
        Cause.TIME_UNIT,
        "The signature matches the time {it}.",
        "Send the time exactly as it was signed.",
        "Your app signs the time {it}.",
        "Sign the time exactly as the request has it, as text.",
        _unit,
    ),
    Change(
        Cause.TIME_CHANGED,
        "The signature matches another time, {it}: the one that came was changed.",
        "Send the time with which the signature was made.",
        "Your app signs another time, {it}.",
        "Sign the time that the request has, not that of your clock.",
        _value,
    ),
)
"""Changes of the time."""
