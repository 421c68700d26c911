"""Metrics are the operator's: on this machine in local mode, with the instance token elsewhere."""

from __future__ import annotations

import math
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from django.db import DatabaseError
from django.test import Client
from prometheus_client.parser import text_string_to_metric_families
from pytest_django.fixtures import Settings

from requestbin import metrics
from requestbin.conf import Conf
from requestbin.forwarding.models import Delivery
from requestbin.operations import exposition
from tests.builders import make_bin


def _overdue() -> float:
    families = text_string_to_metric_families(Client().get("/metrics").text)
    samples = {s.name: s.value for f in families for s in f.samples}
    return samples["requestbin_delivery_overdue_seconds"]


def _team(conf: Conf) -> Conf:
    return replace(conf, url="https://hooks.example.com")


@pytest.mark.django_db
def test_what_was_counted_is_shown() -> None:
    before = metrics.REFUSED.labels("too_large")._value.get()
    metrics.REFUSED.labels("too_large").inc(3)
    families = text_string_to_metric_families(Client().get("/metrics").text)
    samples = {(s.name, *s.labels.values()): s.value for f in families for s in f.samples}
    assert samples["requestbin_refused_total", "too_large"] == before + 3
    assert samples["process_resident_memory_bytes",] > 1e6


@pytest.mark.django_db
@pytest.mark.parametrize("bearer", ["", "Bearer wrong", "Basic {token}"])
def test_beyond_this_machine_others_learn_nothing(settings: Settings, bearer: str) -> None:
    settings.REQUESTBIN = _team(settings.REQUESTBIN)
    header = bearer.format(token=settings.REQUESTBIN.token)
    answer = Client().get("/metrics", headers={"Authorization": header})
    assert answer.status_code == 401
    assert "requestbin_" not in answer.text


@pytest.mark.django_db
def test_the_instance_token_opens_them(settings: Settings) -> None:
    settings.REQUESTBIN = _team(settings.REQUESTBIN)
    token = settings.REQUESTBIN.instance_token
    answer = Client().get("/metrics", headers={"Authorization": f"Bearer {token}"})
    assert answer.status_code == 200
    assert "requestbin_info" in answer.text


@pytest.mark.django_db
def test_deliveries_that_nobody_makes_are_seen_from_every_process(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    assert _overdue() == 0
    now, bin = datetime.now(UTC), make_bin()
    for due_at in (None, now + timedelta(minutes=5), now - timedelta(minutes=5)):
        Delivery.objects.create(
            bin=bin, request_seq=1, method="POST", url="http://a/", target="http://a:80",
            header_pairs="[]", size=0, created_at=now, due_at=due_at,
        )  # fmt: skip
    assert 300 <= _overdue() < 400

    def away() -> float:
        raise DatabaseError

    monkeypatch.setattr(exposition, "overdue_seconds", away)
    assert math.isnan(_overdue())
