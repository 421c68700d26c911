"""At about which size a front refuses bodies is found."""

from __future__ import annotations

import pytest

from requestbin.bins.probe.errands import KIB, MIB
from requestbin.bins.probe.steps import sizes
from tests.bins.probe import sins
from tests.bins.probe.conftest import checked
from tests.hostile.proxy import proxy
from tests.serving import Serving


@pytest.mark.parametrize(
    ("limit", "refused", "passed"),
    [(MIB, "1 MiB", "64 KiB"), (3 * MIB, "4 MiB", "2 MiB"), (9 * MIB, "10 MiB", "8 MiB")],
)
def test_the_limit_of_a_front_is_found(
    limit: int, refused: str, passed: str, server: Serving
) -> None:
    with proxy(server.port, refuse=sins.longer_than(limit)) as front:
        (found,) = checked(f"http://localhost:{front.port}", sizes.check)
    assert found.code == "too_large"
    assert f"A body of {refused} is answered 413 before it gets here; {passed} gets through." in (
        found.sentence
    )
    assert found.facts["mebibytes"] == 11


def test_without_one_the_largest_body_gets_through(server: Serving) -> None:
    (found,) = checked(server.base, sizes.check)
    assert found.sentence == "Bodies up to 10 MiB get through."


def test_a_small_limit_of_our_own_is_all_that_is_sent(server: Serving) -> None:
    (found,) = checked(server.base, sizes.check, max_body=800)
    assert found.sentence == "Bodies up to 800 bytes get through."


def test_without_time_nothing_is_claimed(server: Serving) -> None:
    (found,) = checked("http://127.0.0.1:9", sizes.check, max_body=11 * MIB, seconds=0)
    assert found.code in ("slow", "too_large")


@pytest.mark.parametrize(
    ("size", "text"), [(MIB + 1, "1 MiB"), (64 * KIB, "64 KiB"), (3 * MIB // 2, "1.5 MiB")]
)
def test_a_size_is_written_as_limits_are(size: int, text: str) -> None:
    assert sizes.shown(size) == text
