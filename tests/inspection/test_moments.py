"""Times as people find them in payloads, and how far they are from the arrival."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from requestbin.inspection.moments import moment_of, span, told

NOW = datetime(2026, 11, 24, 15, 0, tzinfo=UTC)
SECONDS = int(NOW.timestamp())


@pytest.mark.parametrize(
    ("text", "name", "said"),
    [
        (str(SECONDS - 2), "created", "2 s before arrival"),
        (str(SECONDS - 2), "whatever", "2 s before arrival"),
        (str((SECONDS + 840) * 1000), "x", "14 min after arrival"),
        (str(SECONDS * 1_000_000), "ts", "at arrival"),
        (str(SECONDS * 1_000_000_000), "ts", "at arrival"),
        (f"{SECONDS}.000900", "event_ts", "at arrival"),
        ("2026-11-24T15:00:03.000000Z", "", "3 s after arrival"),
        ("2026-11-24T16:00:03+01:00", "", "3 s after arrival"),
        ("2026-11-24 14:00:00", "", "60 min before arrival"),
        ("2026-11-24 13:00:00 UTC", "", "2 h before arrival"),
        ("2023-11-24T15:00:00.123456789Z", "", "3 years before arrival"),
        ("Tue, 24 Nov 2026 14:59:58 GMT", "Date", "2 s before arrival"),
        ("1234567890", "created_at", "18 years before arrival"),
        ("1234567890", "updatedAt", "18 years before arrival"),
    ],
)
def test_times_are_found_and_told(text: str, name: str, said: str) -> None:
    moment = moment_of(text, name, NOW)
    assert moment is not None
    assert told(moment, NOW) == said


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("1234567890", "id"),
        ("4915112345678", "phone"),
        ("12345", "created"),
        ("99999999999999999999", "created"),
        ("2026-13-45T99:99:99Z", "created"),
        ("2026-11-24", "day"),
        ("0001-01-01T00:00:00Z", "endsAt"),
        ("9999-12-31T23:59:59Z", "expires_at"),
        ("Tue, 99 Nov 2026 14:59:58 GMT", "Date"),
        ("", "created"),
        ("١٢٣٤٥٦٧٨٩٠", "created"),
    ],
)
def test_what_is_no_time(text: str, name: str) -> None:
    assert moment_of(text, name, NOW) is None


@pytest.mark.parametrize(
    ("seconds", "said"),
    [
        (0, "0 s"),
        (89, "89 s"),
        (90, "2 min"),
        (7200, "2 h"),
        (5 * 86400, "5 days"),
        (9e8, "29 years"),
    ],
)
def test_a_span_has_one_unit(seconds: float, said: str) -> None:
    assert span(seconds) == said


@given(st.text(max_size=45), st.text(max_size=20))
def test_no_text_makes_it_fail(text: str, name: str) -> None:
    moment = moment_of(text, name, NOW)
    assert moment is None or isinstance(moment - NOW, timedelta)


@given(
    st.from_regex(
        r"\d{9,19}(\.\d{1,9})?|\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d(Z|[+-]\d\d:\d\d)", fullmatch=True
    )
)
def test_no_digits_make_it_fail(text: str) -> None:
    moment = moment_of(text, "at", NOW)
    assert moment is None or told(moment, NOW).endswith("arrival")
