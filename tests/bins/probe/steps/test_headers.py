"""What a front does to headers is found, each sin by its own name."""

from __future__ import annotations

from typing import Any

import pytest

from requestbin.bins.probe.steps import headers
from tests.bins.probe import sins
from tests.bins.probe.conftest import checked, codes
from tests.hostile.proxy import as_http_1_0, proxy
from tests.serving import Serving

SINS: dict[str, dict[str, Any]] = {
    "underscore": {"change": sins.dropping(rb"[^:]*_")},
    "empty": {"change": sins.dropping(rb"[^:]+:\s*$")},
    "folded": {"change": sins.folded},
    "dropped": {"change": sins.first_only},
    "latin": {"change": sins.utf8},
    "changed": {"change": sins.setting("User-Agent", "a browser")},
    "lost": {"change": sins.dropping(rb"authorization:")},
    "negotiated": {"change": sins.setting("Accept-Encoding", "br, gzip")},
    "accepts": {"change": sins.setting("Accept-Encoding", "br, gzip")},
    "case": {"change": sins.lower},
    "order": {"change": sins.by_name},
    "added": {"change": sins.adding("X-Forwarded-Proto: https", "Cf-Ray: 1")},
    "host": {"change": sins.setting("Host", "127.0.0.1:8000")},
    "http10": {"change": as_http_1_0(lambda head: head)},
    "refused": {"refuse": sins.refusing(rb"caf\xe9", 400)},
    "expect": {"refuse": sins.refusing(rb"expect: 100", 417)},
    "long_header": {"refuse": sins.refusing(rb"x{8000}", 431)},
}
HARMLESS = {"folded", "negotiated", "accepts", "case", "order", "added", "http10"}


@pytest.mark.parametrize("code", SINS)
def test_each_sin_is_found(code: str, server: Serving) -> None:
    with proxy(server.port, **SINS[code]) as front:
        found = codes(checked(f"http://localhost:{front.port}", headers.check))
    assert code in found
    assert ("fine_headers" in found) is (code in HARMLESS)


def test_a_clean_way_is_said_to_be_fine(server: Serving) -> None:
    with proxy(server.port) as front:
        (found,) = checked(f"http://localhost:{front.port}", headers.check)
    assert found.code == "fine_headers"
    assert "8,192 bytes" in found.sentence


def test_what_was_added_is_explained(server: Serving) -> None:
    with proxy(server.port, **SINS["added"]) as front:
        found = checked(f"http://localhost:{front.port}", headers.check)
    (added,) = (each.sentence for each in found if each.code == "added")
    assert "`X-Forwarded-Proto` (the sender's scheme)" in added
    assert "`Cf-Ray` (a number for Cloudflare's support)" in added


def test_where_all_is_refused_the_culprit_is_named(server: Serving) -> None:
    with proxy(server.port, **SINS["refused"]) as front:
        found = checked(f"http://localhost:{front.port}", headers.check)
    (refused,) = (each.sentence for each in found if each.code == "refused")
    assert refused == (
        "A request with bytes above 0x7F in a header is answered 400 before it gets here."
    )
