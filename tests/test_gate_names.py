"""Under which names pages open beyond this machine, and what proxies in front are believed."""

from __future__ import annotations

import dataclasses
import logging
from typing import Any

import pytest

from requestbin import gate
from requestbin.conf import Conf, ConfigurationError
from requestbin.gate import Gate, Scope
from tests.gates import BEHIND, LOCAL, OPEN, PUBLIC, TEAM, echo, outcome, says, visit


@pytest.mark.parametrize(
    ("host", "told"),
    [
        ("hooks.example.com", "in"),
        ("HOOKS.example.com", "in"),
        ("hooks.example.com:443", "in"),
        ("hooks.example.com:8443", says(gate.NOT_OUR_NAME)),
        ("in.example.com", says(gate.NOT_OUR_NAME)),
        ("10.0.0.5:8000", says(gate.NOT_OUR_NAME)),
        ("evil.example", says(gate.NOT_OUR_NAME)),
        ("", says(gate.NOT_OUR_NAME)),
    ],
)
async def test_with_a_url_only_its_host_counts(host: str, told: str) -> None:
    assert await outcome(TEAM, ("host", host), **BEHIND) == told


async def test_the_machine_itself_reaches_a_team_instance_directly() -> None:
    assert await outcome(TEAM, ("host", "127.0.0.1:8000"), path="/readyz") == "in"
    proxied = [("host", "127.0.0.1:8000"), ("x-forwarded-for", "192.0.2.1")]
    assert await outcome(TEAM, *proxied, path="/readyz") == says(gate.NOT_OUR_NAME)


@pytest.mark.parametrize(
    ("host", "told"),
    [
        ("192.168.1.5:8000", "in"),
        ("[fd00::5]:9000", "in"),
        ("localhost:9000", "in"),
        ("evil.example:8000", says(gate.NAME_UNKNOWN)),
        ("192.168.1.5.nip.io:8000", says(gate.NAME_UNKNOWN)),
    ],
)
async def test_without_a_url_addresses_and_own_names_count(host: str, told: str) -> None:
    assert await outcome(OPEN, ("host", host), **BEHIND) == told


async def test_without_a_url_the_machines_name_counts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(gate.socket, "gethostname", lambda: "Tower.lan")
    for name in ("tower.lan", "tower", "tower.local", "TOWER.LAN"):
        assert await outcome(OPEN, ("host", f"{name}:8000"), **BEHIND) == "in"
    assert await outcome(OPEN, ("host", "lan:8000"), **BEHIND) == says(gate.NAME_UNKNOWN)


async def test_trusted_proxies_say_address_and_scheme() -> None:
    pairs = [
        ("host", "bins.example.com"),
        ("x-forwarded-for", "127.0.0.1, 203.0.113.7"),
        ("x-forwarded-proto", "https"),
    ]
    start, _ = await visit(PUBLIC, *pairs, **BEHIND)
    assert (start["scope"]["client"], start["scope"]["scheme"]) == (("203.0.113.7", 0), "https")
    [accepted] = await visit(PUBLIC, *pairs, type="websocket", scheme="ws", **BEHIND)
    assert accepted["scope"]["scheme"] == "wss"


async def test_untrusted_proxies_say_nothing() -> None:
    pairs = [
        ("host", "hooks.example.com"),
        ("x-forwarded-for", "203.0.113.7"),
        ("x-forwarded-proto", "https"),
    ]
    start, _ = await visit(TEAM, *pairs, **BEHIND)
    assert (start["scope"]["client"], start["scope"]["scheme"]) == (("10.0.0.9", 4711), "http")


async def test_a_proxy_that_nobody_announced_is_logged_once(
    caplog: pytest.LogCaptureFixture,
) -> None:
    async def nothing(*_: Any) -> Any:
        return None

    async def arrive(conf: Conf, times: int) -> list[str]:
        caplog.clear()
        gated = Gate(echo, conf)
        headers = [(b"host", b"hooks.example.com"), (b"X-Forwarded-For", b"203.0.113.7")]
        scope: Scope = {"type": "http", "path": "/", "method": "GET", "headers": headers}
        for _ in range(times):
            await gated(scope, nothing, nothing)
        return [record.getMessage() for record in caplog.records]

    with caplog.at_level(logging.WARNING, logger="requestbin.gate"):
        [warning] = await arrive(TEAM, 3)
        assert "REQUESTBIN_TRUSTED_PROXIES" in warning
        assert "203.0.113.7" not in warning
        assert await arrive(dataclasses.replace(TEAM, trusted_proxies=1), 3) == []
        assert await arrive(LOCAL, 3) == []


def test_a_url_that_browsers_spell_otherwise_is_a_wrong_setting() -> None:
    with pytest.raises(ConfigurationError, match="REQUESTBIN_URL"):
        Gate(echo, Conf(url="https://büro.example"))
