"""Times by the reader's clock."""

from __future__ import annotations

import pytest
from django.test import Client

from requestbin.bins.models import Bin
from requestbin.web.zone import COOKIE, zone_of
from tests.builders import captured, store


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Europe/Berlin", "Europe/Berlin"),
        ("America%2FArgentina%2FBuenos_Aires", "America/Argentina/Buenos_Aires"),
        ("UTC", "UTC"),
        ("Etc/GMT+5", "Etc/GMT+5"),
        ("", "UTC"),
        ("No/Such", "UTC"),
        ("../../etc/passwd", "UTC"),
        ("/etc/passwd", "UTC"),
        ("Europe", "UTC"),
        ("a" * 5000, "UTC"),
    ],
)
def test_a_zone_is_known_or_it_is_utc(name: str, expected: str) -> None:
    assert str(zone_of(name)) == expected


def test_rows_show_the_readers_time_and_day(visitor: Client, bin: Bin) -> None:
    store(bin, captured())  # 05:06:07 UTC on 4 March 2026
    visitor.cookies[COOKIE] = "Pacific/Honolulu"
    page = visitor.get(f"/bins/{bin.pk}/").content.decode()
    assert 'data-zone="Pacific/Honolulu"' in page
    assert 'datetime="2026-03-04T05:06:07.089012+00:00">19:06:07</time>' in page
    assert 'data-day="2026-03-03"' in page
