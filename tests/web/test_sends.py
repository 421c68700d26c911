"""The lines of a request's deliveries: one per target, the newest first, and what is amiss."""

from __future__ import annotations

import dataclasses
from datetime import UTC, datetime, timedelta

import pytest
from django.conf import settings as django_settings
from pytest_django import Settings

from requestbin.bins.models import Bin
from requestbin.forwarding import heartbeat
from requestbin.forwarding.models import Attempt, Delivery
from requestbin.forwarding.replay import replay
from requestbin.web.sends import MAX_LINES, line_of, sends_of
from tests.builders import captured, store

pytestmark = pytest.mark.django_db

NOW = datetime.now(UTC)


@pytest.fixture(autouse=True)
def caught(bin: Bin) -> None:
    store(bin, captured())


def send(bin: Bin, path: str) -> Delivery:
    return replay(bin, 1, f"http://localhost:3000/{path}")


def test_each_target_has_one_line(bin: Bin) -> None:
    for path in "abac":
        send(bin, path)
    sends = sends_of(bin, 1)
    assert [line.delivery.url[-1] for line in sends.lines] == ["c", "a", "b"]
    assert sends.total == 4
    send(bin, "d")
    assert len(sends_of(bin, 1).lines) == MAX_LINES


@pytest.mark.parametrize(("url", "command"), [("", "serve"), ("postgresql://x", "deliver")])
def test_without_a_worker_the_page_says_how_to_start_one(
    bin: Bin, settings: Settings, url: str, command: str
) -> None:
    settings.REQUESTBIN = dataclasses.replace(django_settings.REQUESTBIN, database_url=url)
    send(bin, "a")
    assert f"manage.py {command}`" in sends_of(bin, 1).idle
    heartbeat.beat("worker")
    assert not sends_of(bin, 1).idle


def test_what_is_over_needs_no_worker(bin: Bin) -> None:
    send(bin, "a")
    Delivery.objects.update(state="delivered", due_at=None)
    sends = sends_of(bin, 1)
    assert not sends.idle
    assert not sends.soon


@pytest.mark.parametrize(("seconds", "soon"), [(5, True), (600, False)])
def test_only_what_is_due_soon_is_asked_about(bin: Bin, seconds: int, soon: bool) -> None:
    send(bin, "a")
    Delivery.objects.update(due_at=datetime.now(UTC) + timedelta(seconds=seconds))
    assert sends_of(bin, 1).soon is soon


def test_a_delivery_stopped_before_it_was_sent_says_so(bin: Bin) -> None:
    made = send(bin, "a")
    Delivery.objects.update(state="failed", due_at=None)
    made.refresh_from_db()
    assert line_of(made).advice.sentence == "Stopped before it was sent."


def test_a_remote_page_says_whose_localhost_it_is(bin: Bin, settings: Settings) -> None:
    made = send(bin, "a")
    Attempt.objects.create(
        delivery=made, number=1, started_at=NOW, error="refused", detail="Nothing listens."
    )
    Delivery.objects.update(state="failed", due_at=None, attempt_count=1)
    made.refresh_from_db()
    assert line_of(made).advice.sentence == "Nothing listens."
    team = dataclasses.replace(django_settings.REQUESTBIN, url="https://hooks.example.com")
    settings.REQUESTBIN = team
    assert "means the server that runs requestbin" in line_of(made).advice.sentence
