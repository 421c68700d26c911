"""What is known of the way in is kept with the address it was found at."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.conf import settings

from requestbin.bins import reach
from requestbin.bins.models import Tunnel
from requestbin.bins.probe.catalog import finding
from tests.serving import Serving

ORIGIN = "https://hooks.example.com"
SIZE = finding("fine_sizes", size="10 MiB")
SLASHES, UNDER, CASE = finding("slashes"), finding("underscore", name="x_y"), finding("case")
FINE = finding("fine_headers", size=8192)
DOWN = finding("unreached", why="Nothing.", who="refused")


@pytest.mark.django_db
def test_a_tunnel_is_checked_through_its_address(serve: Callable[..., Serving]) -> None:
    server = serve(REQUESTBIN_SECRET_KEY=settings.SECRET_KEY)
    reach.save_tunnel(server.base)
    checked = reach.check_tunnel(settings.REQUESTBIN)
    assert checked is not None
    assert checked.findings == []
    assert checked.reached_at == checked.checked_at


@pytest.mark.django_db
def test_a_tunnel_to_nowhere_says_why() -> None:
    reach.save_tunnel("http://127.0.0.1:9")
    checked = reach.check_tunnel(settings.REQUESTBIN)
    assert checked is not None
    assert checked.reached_at is None
    ((code, sentence, _),) = checked.findings
    assert code == "unreached"
    assert sentence.startswith("Nothing listens on 127.0.0.1:9")


@pytest.mark.django_db
def test_a_full_check_of_the_tunnel_stays_with_it() -> None:
    reach.save_tunnel(ORIGIN)
    reach.keep(ORIGIN, [UNDER])
    saved = reach.tunnel()
    assert saved is not None
    assert [code for code, *_ in saved.findings] == ["underscore", "checked"]
    assert reach.known_of(ORIGIN) == []
    reach.save_tunnel("https://elsewhere.example.com")
    saved = reach.tunnel()
    assert saved is not None
    assert saved.findings == []


@pytest.mark.django_db
def test_one_of_an_address_that_a_setting_names_is_kept_and_shows_nothing() -> None:
    reach.keep(ORIGIN, [UNDER])
    reach.keep(ORIGIN, [CASE])
    assert [each.code for each in reach.known_of(ORIGIN)] == ["case", "checked"]
    assert reach.known_of("https://elsewhere.example.com") == []
    assert reach.tunnel() is None
    assert reach.capture_origin(settings.REQUESTBIN, "http://own") == "http://own"
    assert Tunnel.objects.count() == 1


def test_the_quick_test_takes_the_place_of_what_it_looks_at() -> None:
    assert reach.merged([UNDER, SIZE, FINE], [CASE]) == [CASE, SIZE, FINE]
    assert reach.merged([UNDER, SIZE], []) == [SIZE]


def test_what_is_lost_now_was_not_fine() -> None:
    assert reach.merged([FINE, SIZE], [SLASHES]) == [SLASHES, SIZE]


def test_while_nothing_arrives_all_else_is_as_it_was() -> None:
    down = reach.merged([UNDER, FINE, SIZE], [DOWN])
    assert down == [DOWN, UNDER, FINE, SIZE]
    assert reach.merged(down, [DOWN]) == down
    assert reach.merged(down, []) == [FINE, SIZE]
