"""Callers of the API, and modes that a test chooses for itself."""

from __future__ import annotations

import asyncio
import dataclasses
import threading
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.conf import settings
from pytest_django import Settings

from requestbin.access import limits
from requestbin.buckets import Buckets
from tests.api.callers import Caller
from tests.serving import TOKEN


@pytest.fixture
def api(db: None) -> Caller:
    """Give a caller with the instance token."""
    return Caller(TOKEN)


@pytest.fixture
def configure(settings: Settings) -> Callable[..., None]:
    """Give `configure(public=True)`: the process has these settings until the test ends."""

    def change(**fields: Any) -> None:
        settings.REQUESTBIN = dataclasses.replace(settings.REQUESTBIN, **fields)

    return change


@pytest.fixture(autouse=True)
def unused_limits(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let no test use up the tries of another."""
    known = limits.BINS_BY_ADDRESS
    monkeypatch.setattr(limits, "BINS_BY_ADDRESS", Buckets(known.rate, known.burst))


@pytest.fixture
def worker() -> Iterator[None]:
    """Run a worker, as `serve` does, until the test ends."""
    from requestbin.forwarding.worker import Worker  # models: not before Django is set up

    loop, stop = asyncio.new_event_loop(), asyncio.Event()
    thread = threading.Thread(
        target=loop.run_until_complete, args=(Worker(settings.REQUESTBIN).run(stop),)
    )
    thread.start()
    yield
    loop.call_soon_threadsafe(stop.set)
    thread.join(20)
    assert not thread.is_alive()
    loop.close()
