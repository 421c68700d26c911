"""Modes and limits for the tests of who may see what: each test has its own."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from typing import Any

import pytest
from pytest_django import Settings

from requestbin.access import limits
from requestbin.buckets import Buckets
from requestbin.conf import Conf

MODES: dict[str, dict[str, Any]] = {
    "local": {"host": "127.0.0.1", "url": "", "public": False},
    "team": {"url": "https://hooks.example.com", "public": False},
    "public": {"url": "", "public": True},
}


@pytest.fixture
def mode(settings: Settings) -> Callable[..., Conf]:
    """Give `mode("team", **settings)`: the process is in that mode until the test ends."""

    def choose(name: str, **extra: Any) -> Conf:
        conf = dataclasses.replace(settings.REQUESTBIN, **{**MODES[name], **extra})
        settings.REQUESTBIN = conf
        return conf

    return choose


@pytest.fixture(autouse=True)
def unused_limits(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let no test use up the tries of another."""
    for name in ("PAIRINGS", "LOGINS_BY_ADDRESS", "LOGINS_BY_NAME", "BINS_BY_ADDRESS"):
        known = getattr(limits, name)
        monkeypatch.setattr(limits, name, Buckets(known.rate, known.burst))
