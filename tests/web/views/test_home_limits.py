"""Making bins in public mode: the browser owns them, and an address makes only so many."""

from __future__ import annotations

import dataclasses

import pytest
from django.test import Client
from pytest_django import Settings

from requestbin.access import limits
from requestbin.bins.models import Bin
from requestbin.buckets import Buckets

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def public(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.REQUESTBIN = dataclasses.replace(settings.REQUESTBIN, public=True)
    monkeypatch.setattr(limits, "BINS_BY_ADDRESS", Buckets(1 / 60, burst=2))


def test_what_a_browser_makes_is_its_own(client: Client) -> None:
    first = client.post("/bins/")
    second = client.post("/bins/")
    assert client.get(first["Location"]).status_code == 200
    assert client.get(second["Location"]).status_code == 200
    assert Client().get(first["Location"]).status_code == 404
    [owner] = set(Bin.objects.values_list("owner", flat=True))
    assert owner.startswith("browser:")


def test_an_address_makes_only_so_many(client: Client) -> None:
    assert [Client().post("/bins/").status_code for _ in range(2)] == [302, 302]
    refused = client.post("/bins/")
    assert refused.status_code == 429
    assert 1 <= int(refused["Retry-After"]) <= 60
    assert not refused.cookies.get("requestbin-owner")
    assert client.post("/bins/", REMOTE_ADDR="192.0.2.1").status_code == 302
    assert Bin.objects.count() == 3
