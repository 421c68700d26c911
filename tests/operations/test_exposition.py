"""Metrics are the operator's: on this machine in local mode, with the instance token elsewhere."""

from __future__ import annotations

from dataclasses import replace

import pytest
from django.test import Client
from prometheus_client.parser import text_string_to_metric_families
from pytest_django.fixtures import Settings

from requestbin import metrics
from requestbin.conf import Conf


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
