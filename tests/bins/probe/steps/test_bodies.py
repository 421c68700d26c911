"""What a front does to bodies is found."""

from __future__ import annotations

from typing import Any

import pytest

from requestbin.bins.probe.steps import bodies
from tests.bins.probe import sins
from tests.bins.probe.conftest import checked, codes
from tests.hostile.proxy import proxy
from tests.serving import Serving

SINS: dict[str, dict[str, Any]] = {
    "unzipped": {"rewrite": sins.unzip},
    "body": {"rewrite": lambda body: body + b"\n"},
    "body_bytes": {"rewrite": lambda body: body[::-1]},
    "chunked": {"refuse": sins.refusing(rb"transfer-encoding: chunked", 411)},
    "refused": {"refuse": sins.refusing(rb"content-encoding: gzip", 415)},
}


@pytest.mark.parametrize("code", SINS)
def test_each_sin_is_found(code: str, server: Serving) -> None:
    with proxy(server.port, **SINS[code]) as front:
        found = codes(checked(f"http://localhost:{front.port}", bodies.check))
    assert code in found
    assert "fine_bodies" not in found


def test_a_clean_way_is_said_to_be_fine(server: Serving) -> None:
    with proxy(server.port) as front:
        assert codes(checked(f"http://localhost:{front.port}", bodies.check)) == ["fine_bodies"]
