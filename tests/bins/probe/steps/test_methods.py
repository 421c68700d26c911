"""Which methods a front keeps to itself is found."""

from __future__ import annotations

from typing import Any

import pytest

from requestbin.bins.probe.steps import methods
from tests.bins.probe import sins
from tests.bins.probe.conftest import checked, codes
from tests.hostile.proxy import proxy
from tests.serving import Serving

SINS: dict[str, dict[str, Any]] = {
    "methods": {"refuse": sins.refusing(rb"^(PUT|DELETE|PATCH) ", 405)},
    "preflight": {"refuse": sins.refusing(rb"^OPTIONS ", 204, body=b"")},
    "odd_method": {"refuse": sins.refusing(rb"^REPORT ", 501)},
    "head": {"change": sins.method(b"HEAD", b"GET")},
    "method": {"change": sins.method(b"PATCH", b"POST")},
}


@pytest.mark.parametrize("code", SINS)
def test_each_sin_is_found(code: str, server: Serving) -> None:
    with proxy(server.port, **SINS[code]) as front:
        found = codes(checked(f"http://localhost:{front.port}", methods.check))
    assert code in found
    assert ("fine_methods" in found) is (code in {"head", "odd_method"})


def test_what_is_refused_alike_is_one_sentence(server: Serving) -> None:
    with proxy(server.port, **SINS["methods"]) as front:
        (found,) = checked(f"http://localhost:{front.port}", methods.check)
    assert found.sentence == "PUT, PATCH, DELETE: answered 405 before it gets here."
