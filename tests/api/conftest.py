"""Callers of the API, and modes that a test chooses for itself."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from pytest_django import Settings

from requestbin.access import limits
from requestbin.buckets import Buckets
from tests.api.callers import Caller
from tests.serving import TOKEN, until


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
def worker(transactional_db: None) -> Iterator[None]:
    """Run a worker, as `serve` does, until the test ends."""
    from requestbin.forwarding.queries import worker_alive
    from tests.forwarding.working import working  # models: not before Django is set up

    with working():
        until(worker_alive)  # else a call takes it that nobody works
        yield
