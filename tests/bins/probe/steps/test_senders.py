"""Whether senders are told right: the number of proxies, the scheme, and who may lie."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.conf import settings

from requestbin.bins.probe.errands import MADE_UP
from requestbin.bins.probe.steps import senders
from requestbin.bins.probe.told import Told
from requestbin.http import Headers
from tests.bins.probe import sins
from tests.bins.probe.conftest import checked, codes
from tests.builders import captured
from tests.hostile.proxy import Change, proxy
from tests.serving import Serving

US = "192.0.2.1"


def told(chain: str = "", trusted: int = 0, sender: str = US, **changes: str) -> Told:
    """Return a probe as it arrived with this X-Forwarded-For."""
    fields = {"X-Forwarded-For": chain, "X-Forwarded-Proto": changes.get("proto", "")}
    fields["CF-Connecting-IP"] = changes.get("cdn", "")
    pairs = [(name, value) for name, value in fields.items() if value]
    scheme = changes.get("scheme", "http")
    return Told(captured().method, "", "1.1", Headers(pairs), 0, "", sender, scheme, trusted, 1)


CHAIN = f"{MADE_UP}, {US}"
ADDRESSES = {
    "proxies_unset": (told(US), told(CHAIN)),
    "proxies_few": (told(f"{US}, 10.0.0.2", 1, "10.0.0.2"), told(CHAIN, 1)),
    "proxies_many": (told(US, 2), told(US, 2)),
    "spoofed": (told(US, 2), told(CHAIN, 2, MADE_UP)),
    "spoofed_open": (told("", 1), told(MADE_UP, 1, MADE_UP)),
    "unforwarded": (told(""), told(MADE_UP)),
    "cdn_address": (told("172.64.0.1", 1, "172.64.0.1", cdn=US), told(CHAIN, 1)),
}


@pytest.mark.parametrize("code", ADDRESSES)
def test_what_is_wrong_with_the_address(code: str) -> None:
    honest, claimed = ADDRESSES[code]
    (found,) = senders.of_address(honest, True, claimed)
    assert found.code == code
    assert found.facts["count"] == len(honest.entries("X-Forwarded-For"))


@pytest.mark.parametrize(
    ("honest", "claimed", "fronted"),
    [
        (told(US, 1), told(CHAIN, 1), True),
        (told(US, 1), told(US, 1), True),  # what was claimed was thrown away
        (told(US, 1), None, True),  # or refused
        (told(f"{US}, 10.0.0.2", 2), told(f"{CHAIN}, 10.0.0.2", 2), True),
        (told(""), told(MADE_UP), False),
    ],
)
def test_what_is_right_with_it(honest: Told, claimed: Told | None, fronted: bool) -> None:
    assert list(senders.of_address(honest, fronted, claimed)) == []


SCHEMES = {
    "scheme_unforwarded": (told(US), None),
    "scheme_replaced": (told(US, 1, proto="http"), None),
    "spoofed_scheme": (told(US, 1, proto="https", scheme="https"), told(US, 1)),
}


@pytest.mark.parametrize("code", SCHEMES)
def test_what_is_wrong_with_the_scheme(code: str) -> None:
    honest, lied = SCHEMES[code]
    assert codes(list(senders.of_scheme(honest, "https", lied))) == [code]


def test_the_number_of_proxies_mends_the_scheme_too() -> None:
    assert list(senders.of_scheme(told(US, 0, proto="https"), "https", None)) == []
    assert list(senders.of_scheme(told(US), "http", None)) == []


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (sins.forwarding(), "proxies_unset"),
        (sins.forwarding(trusts=False), "proxies_unset"),
        (lambda head: head, "fine_senders"),
    ],
)
def test_through_a_proxy(change: Change, code: str, server: Serving) -> None:
    with proxy(server.port, change) as front:
        found = codes(checked(f"http://localhost:{front.port}", senders.check))
    assert found == [code]


def test_a_believed_lie_is_found(serve: Callable[..., Serving]) -> None:
    trusting = serve(REQUESTBIN_TRUSTED_PROXIES="2", REQUESTBIN_SECRET_KEY=settings.SECRET_KEY)
    with proxy(trusting.port, sins.forwarding()) as front:
        (spoofed, *_) = checked(f"http://localhost:{front.port}", senders.check)
    assert spoofed.code == "spoofed"
    assert spoofed.facts["count"] == 1
    assert "`REQUESTBIN_TRUSTED_PROXIES` is 2, and 1 proxy in front writes" in spoofed.sentence
