"""Visitors of the pages: a paired browser, and one that nobody knows."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from django.test import Client

from requestbin.buckets import Buckets
from tests.builders import make_bin

if TYPE_CHECKING:  # models are not imported before pytest-django has set Django up
    from requestbin.bins.models import Bin


@pytest.fixture
def visitor(monkeypatch: pytest.MonkeyPatch) -> Client:
    """Give a browser that opened the link of the console, as a person does once."""
    from django.conf import settings

    from requestbin.access import limits

    known = limits.PAIRINGS  # let no test use up the tries of another
    monkeypatch.setattr(limits, "PAIRINGS", Buckets(known.rate, known.burst))
    client = Client()
    client.get(f"/?pair={settings.REQUESTBIN.instance_token}")
    return client


@pytest.fixture
def bin(db: None) -> Bin:
    """Give a bin of the local owner."""
    return make_bin(name="billing")
