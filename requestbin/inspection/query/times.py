"""Moments as people write them: a day, an hour, `2h` ago, RFC 3339; in the reader's time zone."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, tzinfo

from requestbin.inspection.query.problems import QueryError, Unfinished

UNITS = {"s": "seconds", "m": "minutes", "h": "hours", "d": "days", "w": "weeks"}
DAYS = {"today": 0, "yesterday": 1}

_AGO = re.compile(r"(\d{1,9})([smhdw])", re.ASCII)
_CLOCK = re.compile(r"([01]?\d|2[0-3]):([0-5]\d)(?::([0-5]\d))?", re.ASCII)
_DATE = re.compile(
    r"\d{4}-\d\d-\d\d([T ]\d\d:\d\d(:\d\d(\.\d{1,6})?)?(Z|[+-]\d\d:?\d\d)?)?",
    re.ASCII | re.IGNORECASE,
)
_BEGUN = re.compile(r"[0-9TZ:.+ -]+", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Clock:
    """What moments are read against: the time now, and the zone that they are meant in."""

    now: datetime
    zone: tzinfo

    def moment(self, text: str) -> datetime:
        """Return the moment that `text` names, in UTC. An hour without a day is the last such hour.

        Raises QueryError, and Unfinished where the text may be the beginning of one.
        """
        try:
            return self._read(text).astimezone(UTC)
        except (ValueError, OverflowError):
            raise Unfinished if _BEGUN.fullmatch(text) else QueryError from None

    def shown(self, moment: datetime) -> str:
        """Return a moment in words, as the clock on the reader's wall has it."""
        local = moment.astimezone(self.zone)
        text = f"{local.day} {local:%B} {local.year} {local:%H:%M}"
        return f"{text}:{local:%S}" if local.second or local.microsecond else text

    def _read(self, text: str) -> datetime:
        local = self.now.astimezone(self.zone)
        if ago := _AGO.fullmatch(text):
            return self.now - timedelta(**{UNITS[ago[2]]: int(ago[1])})
        if text.lower() in DAYS:
            day = local - timedelta(days=DAYS[text.lower()])
            return day.replace(hour=0, minute=0, second=0, microsecond=0, fold=0)
        if clock := _CLOCK.fullmatch(text):
            hour, minute, second = (int(part or 0) for part in clock.groups())
            found = local.replace(hour=hour, minute=minute, second=second, microsecond=0, fold=0)
            return found if found <= local else found - timedelta(days=1)
        if not _DATE.fullmatch(text):
            raise ValueError(text)
        found = datetime.fromisoformat(text.upper())
        return found if found.tzinfo else found.replace(tzinfo=self.zone)
