"""A server that probes are sent to, and checks of the way to it."""

from __future__ import annotations

import asyncio
import dataclasses
from collections.abc import Awaitable, Callable, Iterator, Sequence
from pathlib import Path

import pytest
from django.conf import settings

from requestbin import egress
from requestbin.bins.probe.findings import Finding
from requestbin.bins.probe.steps import STEPS
from requestbin.bins.probe.way import Way
from requestbin.conf import LOOPBACK, Conf
from requestbin.http import Headers
from tests.conftest import serving
from tests.serving import Serving, ended

Check = Callable[[Way, Conf], Awaitable[list[Finding]]]


@pytest.fixture(scope="package")
def server(
    collected: None, migrated: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Serving]:
    """Give one server for all that is sent through proxies."""
    data = tmp_path_factory.mktemp("probed") / "data"
    made = serving(migrated, data, (), {"REQUESTBIN_SECRET_KEY": settings.SECRET_KEY})
    with ended([made]):
        yield made


def checked(
    origin: str,
    *checks: Check,
    seconds: float = 20,
    client: egress.Client | None = None,
    **fields: object,
) -> list[Finding]:
    """Run steps through `origin`, all of them unless some are named; `fields` are of settings."""
    conf = dataclasses.replace(settings.REQUESTBIN, allow_nets=LOOPBACK, **fields)

    async def run() -> list[Finding]:
        way = Way(client or egress.Client(conf.nets), origin, seconds=seconds)
        each = [await check(way, conf) for check in checks or [step.check for step in STEPS]]
        return [finding for found in each for finding in found]

    return asyncio.run(run())


def codes(findings: list[Finding]) -> list[str]:
    """Return the codes of findings."""
    return [finding.code for finding in findings]


def answered(status: int, body: bytes, *headers: Sequence[str]) -> egress.Answer:
    """Return an answer as a client got it."""
    pairs = Headers((name, value) for name, value in headers)
    return egress.Answer(status, pairs, body, len(body), True, 1.0, 1.0, 1.0, "1.1", "127.0.0.1")
