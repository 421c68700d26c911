"""The state of reach: what is said in every mode, who may change it, what an address is."""

from __future__ import annotations

import dataclasses
from typing import Any

import pytest
from django.conf import settings as django_settings
from django.test import RequestFactory
from pytest_django import Settings

from requestbin.access.principals import (
    LOCAL_OWNER,
    NOBODY,
    Principal,
    PrincipalRequest,
    of_browser,
    of_user,
)
from requestbin.bins import reach as bins
from requestbin.bins.models import Tunnel
from requestbin.bins.probe.catalog import finding
from requestbin.web.reach import BadAddress, may_change, origin_of, reach_of

pytestmark = pytest.mark.django_db

CAPTURE_URL = "REQUESTBIN_CAPTURE_URL"
OWN = "http://127.0.0.1:8000"
TUNNEL = "https://blue-cat.trycloudflare.com"


@pytest.fixture
def asked(settings: Settings) -> Any:
    """Give `asked(**settings)`: a request of the local owner's to an instance with settings."""

    def made(**fields: Any) -> PrincipalRequest:
        settings.REQUESTBIN = dataclasses.replace(django_settings.REQUESTBIN, **fields)
        request: Any = RequestFactory().get("/", SERVER_NAME="127.0.0.1", SERVER_PORT="8000")
        request.principal = LOCAL_OWNER
        return request  # type: ignore[no-any-return]

    return made


@pytest.mark.parametrize(
    ("fields", "state", "origin", "setting"),
    [
        ({}, "machine", OWN, ""),
        ({"host": "0.0.0.0"}, "network", OWN, ""),
        ({"url": "https://a.example"}, "set", "https://a.example", "REQUESTBIN_URL"),
        ({"capture_url": "https://b.example"}, "set", "https://b.example", CAPTURE_URL),
    ],
)
def test_without_a_tunnel(
    asked: Any, fields: dict[str, Any], state: str, origin: str, setting: str
) -> None:
    reach = reach_of(asked(**fields))
    assert (reach.state, reach.origin, reach.setting, reach.port) == (
        state,
        origin,
        setting,
        "8000",
    )


def test_a_tunnel_goes_from_untested_to_reached_and_lost(asked: Any) -> None:
    bins.save_tunnel(TUNNEL)
    assert reach_of(asked()).state == "untested"
    found = [("case", "Letter case."), ("lost", "The header X did not arrive.")]  # as once kept
    Tunnel.objects.update(checked_at="2026-03-04T05:06:07Z", findings=found)
    reached = reach_of(asked())
    assert (reached.state, reached.origin) == ("reached", TUNNEL)
    assert reached.losses == ["The header X did not arrive."]
    assert reached.harmless == ["Letter case."]
    assert not reached.unsafe
    Tunnel.objects.update(findings=[("unreached", "Nothing listens.")])
    lost = reach_of(asked())
    assert (lost.state, lost.reason, lost.losses) == ("unreached", "Nothing listens.", [])


def test_what_is_not_safe_is_said(asked: Any) -> None:
    bins.save_tunnel(TUNNEL)
    unsafe = finding("spoofed_open", count=0, trusted=1, sender="x", proxies="", writes="")
    Tunnel.objects.update(checked_at="2026-03-04T05:06:07Z", findings=[unsafe.stored()])
    reach = reach_of(asked())
    assert reach.unsafe
    assert reach.losses == [unsafe.sentence]


def test_a_setting_hides_a_saved_tunnel(asked: Any) -> None:
    bins.save_tunnel(TUNNEL)
    reach = reach_of(asked(capture_url="https://b.example"))
    assert (reach.origin, reach.tunnel) == ("https://b.example", False)


def test_a_test_of_a_set_address_is_told_and_not_kept(asked: Any) -> None:
    request = asked(url="https://a.example")
    assert reach_of(request, [finding("unreached", why="No.")]).state == "unreached"
    assert reach_of(request, []).state == "reached"
    assert reach_of(request).state == "set"


@pytest.mark.parametrize(
    ("principal", "fields", "may"),
    [
        (LOCAL_OWNER, {}, True),
        (NOBODY, {}, False),
        (of_user(1), {"url": "https://a.example"}, True),
        (of_browser("x"), {"public": True}, False),
        (LOCAL_OWNER, {"public": True}, False),
    ],
)
def test_who_may_change_it(principal: Principal, fields: dict[str, Any], may: bool) -> None:
    conf = dataclasses.replace(django_settings.REQUESTBIN, **fields)
    assert may_change(principal, conf) is may


@pytest.mark.parametrize(
    ("pasted", "origin"),
    [
        (TUNNEL, TUNNEL),
        (f"  {TUNNEL}/ \n", TUNNEL),
        ("Blue-Cat.trycloudflare.com", TUNNEL),
        (f"{TUNNEL}/in/KEY/path?x", TUNNEL),
        ("https://a.example:443", "https://a.example"),
        ("http://localhost:8000", "http://localhost:8000"),
        ("http://[::1]:8000/", "http://[::1]:8000"),
        ("bücher.example", "https://xn--bcher-kva.example"),
    ],
)
def test_an_address_is_taken_as_it_is_meant(pasted: str, origin: str) -> None:
    assert origin_of(pasted, OWN) == origin


@pytest.mark.parametrize(
    ("pasted", "sentence"),
    [
        ("", "Paste the address"),
        ("ftp://a.example", "must start with"),
        ("https://me:pw@a.example", "name or password"),
        ("https://a.example/bins/x", "An address has no path. Is it `https://a.example`?"),
        ("a b", "holds a space"),
        ("https://a.example:99999", "no port"),
        (OWN, "this page's own address"),
    ],
)
def test_what_is_no_address_is_said(pasted: str, sentence: str) -> None:
    with pytest.raises(BadAddress) as refused:
        origin_of(pasted, OWN)
    assert sentence in str(refused.value)


def test_sending_without_tls_is_readable_beyond_this_machine(asked: Any) -> None:
    assert not reach_of(asked()).readable
    assert reach_of(asked(capture_url="http://a.example")).readable
    assert not reach_of(asked(capture_url="https://a.example")).readable
