"""Liveness touches nothing, readiness touches everything, and metrics are for the operator."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from pytest_django.fixtures import Settings

from requestbin.operations.health import healthz

READ_ONLY = {
    "sqlite": ("PRAGMA query_only=1", "PRAGMA query_only=0"),
    "postgresql": (
        "SET default_transaction_read_only=on",
        "SET default_transaction_read_only=off",
    ),
}


async def _answer(method: str) -> list[dict[str, Any]]:
    sent: list[dict[str, Any]] = []

    async def send(message: dict[str, Any]) -> None:
        sent.append(message)

    async def receive() -> dict[str, Any]:
        raise AssertionError("it reads nothing")

    await healthz({"type": "http", "method": method, "headers": []}, receive, send)
    return sent


async def test_healthz_answers_any_host_without_a_database() -> None:
    start, body = await _answer("GET")
    assert start["status"] == 200
    assert body["body"] == b"ok"


async def test_healthz_answers_head_without_a_body() -> None:
    assert (await _answer("HEAD"))[1]["body"] == b""


@pytest.mark.django_db(transaction=True)
def test_ready_when_everything_works(settings: Settings) -> None:
    settings.REQUESTBIN = replace(settings.REQUESTBIN, worker=False)
    answer = Client().get("/readyz")
    assert answer.status_code == 200
    assert answer.json()["ready"] is True
    assert set(answer.json()["checks"].values()) == {"ok"}


@pytest.mark.django_db(transaction=True)
def test_not_ready_when_the_database_takes_no_writes(settings: Settings) -> None:
    settings.REQUESTBIN = replace(settings.REQUESTBIN, worker=False)
    lock, unlock = READ_ONLY[connection.vendor]
    with connection.cursor() as cursor:
        cursor.execute(lock)
    try:
        answer = Client().get("/readyz")
    finally:
        with connection.cursor() as cursor:
            cursor.execute(unlock)
    assert answer.status_code == 503
    assert answer.json()["checks"]["database"].startswith("cannot be written")


@pytest.mark.django_db(transaction=True)
@pytest.mark.sqlite
def test_not_ready_when_the_disk_is_nearly_full(settings: Settings) -> None:
    settings.REQUESTBIN = replace(settings.REQUESTBIN, worker=False, min_free_disk=1 << 62)
    answer = Client().get("/readyz")
    assert answer.status_code == 503
    assert answer.json()["checks"]["disk"].endswith("MB are free")


@pytest.mark.django_db(transaction=True)
def test_not_ready_when_the_worker_that_should_run_here_does_not(settings: Settings) -> None:
    settings.REQUESTBIN = replace(settings.REQUESTBIN, worker=True)
    answer = Client().get("/readyz")
    assert answer.status_code == 503
    assert answer.json()["checks"]["deliveries"] == "the delivery worker does not answer"
