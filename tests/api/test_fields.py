"""Times and bytes survive the way to JSON and back."""

from __future__ import annotations

import base64
import re
from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from requestbin.api.fields import WithBody, as_text, rfc3339

ZONES = st.integers(-14 * 60, 14 * 60).map(lambda minutes: timezone(timedelta(minutes=minutes)))
RFC_3339 = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z")


@given(st.integers(0, 2**52), ZONES)
def test_a_time_keeps_its_microseconds_in_utc(microseconds: int, zone: timezone) -> None:
    moment = datetime.fromtimestamp(0, UTC) + timedelta(microseconds=microseconds)
    text = rfc3339(moment.astimezone(zone))
    assert RFC_3339.fullmatch(text)
    assert datetime.fromisoformat(text) == moment


@given(st.binary())
def test_bytes_are_given_as_text_or_base64_and_taken_back(octets: bytes) -> None:
    body, body_base64 = as_text(octets)
    assert (body is None) != (body_base64 is None)
    assert WithBody(body=body, body_base64=body_base64).octets() == octets


@given(st.text())
def test_whatever_is_not_base64_is_refused(text: str) -> None:
    try:
        octets = base64.b64decode(text, validate=True)
    except ValueError:
        with pytest.raises(ValidationError):
            WithBody(body_base64=text)
    else:
        assert WithBody(body_base64=text).octets() == octets


def test_no_body_is_not_an_empty_body() -> None:
    assert WithBody().octets() is None
    assert WithBody(body="").octets() == b""
