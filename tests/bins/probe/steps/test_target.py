"""What a front does to paths and queries is found."""

from __future__ import annotations

from typing import Any

import pytest

from requestbin.bins.probe.steps import target
from tests.bins.probe import sins
from tests.bins.probe.conftest import checked, codes
from tests.hostile.proxy import proxy
from tests.serving import Serving

SINS: dict[str, dict[str, Any]] = {
    "slashes": {"change": sins.target(rb"//", b"/")},
    "decoded": {"change": sins.target(rb"%2F", b"/")},
    "recoded": {"change": sins.target(rb"%c3", b"%C3")},
    "dots": {"change": sins.target(rb"/a/\.\./", b"/")},
    "query": {"change": sins.target(rb"\+", b"%20")},
    "lone": {"change": sins.target(rb"\?$", b"")},
    "target": {"change": sins.target(rb"//", b"/./")},
    "nul": {"refuse": sins.refusing(rb"%00", 400)},
    "refused": {"refuse": sins.refusing(rb"%2F", 404)},
    "long_target": {"refuse": sins.refusing(rb"x{8000}", 414)},
}


@pytest.mark.parametrize("code", SINS)
def test_each_sin_is_found(code: str, server: Serving) -> None:
    with proxy(server.port, **SINS[code]) as front:
        found = codes(checked(f"http://localhost:{front.port}", target.check))
    assert code in found
    assert ("fine_target" in found) is (code in {"dots", "lone", "nul"})


def test_a_clean_way_is_said_to_be_fine(server: Serving) -> None:
    with proxy(server.port) as front:
        assert codes(checked(f"http://localhost:{front.port}", target.check)) == ["fine_target"]
