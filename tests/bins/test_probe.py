"""The probe says what the way changed, and answers nobody but this instance."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from django.conf import settings

from requestbin.bins import probe, reach
from requestbin.http import Captured, Headers
from tests.builders import captured
from tests.serving import Serving

BODY = b"x" * probe.BODY_BYTES
SENT = Headers(probe.HEADERS)


def found(**changed: Any) -> list[str]:
    """Return the codes of what is found when the probe arrives with these things changed."""
    target = b"/in/" + (key := probe.new_key()).encode() + probe.PATH + b"?" + probe.QUERY
    arrived: Captured = captured("POST", target, SENT, BODY)
    response = probe.seen(replace(arrived, **changed), key)
    assert response is not None
    return [finding.code for finding in probe._compared(json.loads(response.body), BODY)]


def test_an_unchanged_probe_has_no_findings() -> None:
    assert found() == []


@pytest.mark.parametrize(
    ("changed", "codes"),
    [
        ({"body": b"x"}, ["body"]),
        ({"body": b"y" * probe.BODY_BYTES}, ["body_bytes"]),
        ({"target": b"/in/probe-x/a/b/c?x=1"}, ["target"]),
        ({"headers": SENT.without("x_probe_under")}, ["lost"]),
        ({"headers": SENT.without("X-Probe-Twice").plus(("X-Probe-Twice", "first"))}, ["changed"]),
        ({"headers": Headers((n.lower(), v) for n, v in SENT)}, ["case"]),
        ({"headers": SENT.plus(("X-Forwarded-For", "192.0.2.1"))}, ["added"]),
    ],
)
def test_what_the_way_changed_is_found(changed: dict[str, Any], codes: list[str]) -> None:
    assert found(**changed) == codes


@pytest.mark.parametrize("key", ["probe-", "probe-abc", "probe-abc:1vxyz:forged"])
def test_a_forged_probe_learns_nothing(key: str) -> None:
    assert probe.seen(captured(), key) is None


def test_an_old_probe_learns_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    key = probe.new_key()
    monkeypatch.setattr(probe, "VALID_SECONDS", -1)
    assert probe.seen(captured(), key) is None


@pytest.mark.django_db
def test_a_tunnel_is_checked_through_its_address(serve: Callable[..., Serving]) -> None:
    server = serve(REQUESTBIN_SECRET_KEY=settings.SECRET_KEY)
    reach.save_tunnel(server.base)
    checked = reach.check_tunnel(settings.REQUESTBIN)
    assert checked is not None
    assert checked.findings == []
    assert checked.reached_at == checked.checked_at


@pytest.mark.django_db
def test_a_tunnel_to_nowhere_says_why(serve: Callable[..., Serving]) -> None:
    reach.save_tunnel("http://127.0.0.1:9")
    checked = reach.check_tunnel(settings.REQUESTBIN)
    assert checked is not None
    assert checked.reached_at is None
    ((code, sentence),) = checked.findings
    assert code == "unreached"
    assert sentence.startswith("Nothing listens on 127.0.0.1:9")
