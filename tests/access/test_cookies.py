"""The owner cookie: signed here, for this mode, under any of the secret keys."""

from __future__ import annotations

import dataclasses
import time
from collections.abc import Callable

import pytest
from django.http import HttpResponse
from django.test import RequestFactory
from hypothesis import HealthCheck, given
from hypothesis import settings as examples
from hypothesis import strategies as st
from pytest_django import Settings

from requestbin.access import cookies, principals
from requestbin.conf import Conf

Mode = Callable[..., Conf]


def sent(settings: Settings, mark: str = "paired", *, secure: bool = False) -> dict[str, str]:
    """Return the cookies of a browser that was sent this one."""
    response = HttpResponse()
    cookies.send(response, RequestFactory().get("/", secure=secure), mark)
    return {settings.OWNER_COOKIE_NAME: response.cookies[settings.OWNER_COOKIE_NAME].value}


def later(monkeypatch: pytest.MonkeyPatch, days: float) -> None:
    now = time.time()
    monkeypatch.setattr("django.core.signing.time.time", lambda: now + days * cookies.DAY)


def test_a_local_cookie_is_the_owner(mode: Mode, settings: Settings) -> None:
    mode("local")
    seen = cookies.read(sent(settings))
    assert seen is not None
    assert (seen.principal, seen.renew) == (principals.LOCAL_OWNER, False)


def test_a_public_cookie_is_one_browser(mode: Mode, settings: Settings) -> None:
    mode("public")
    ana, ben = cookies.newcomer(), cookies.newcomer()
    assert ana.principal != ben.principal
    seen = cookies.read(sent(settings, ana.mark))
    assert seen is not None
    assert seen.principal == ana.principal


def test_a_cookie_counts_in_its_mode_alone(mode: Mode, settings: Settings) -> None:
    for made_in in ("local", "public"):
        mode(made_in)
        known = sent(settings)
        for other in {"local", "public", "team"} - {made_in}:
            mode(other)
            assert cookies.read(known) is None


def test_another_instance_token_unpairs(mode: Mode, settings: Settings) -> None:
    conf = mode("local")
    known = sent(settings)
    settings.REQUESTBIN = dataclasses.replace(conf, token="another-token-0123456789")
    assert cookies.read(known) is None


def test_a_cookie_of_another_instance_is_nobodys(mode: Mode, settings: Settings) -> None:
    mode("local")
    known = sent(settings)
    settings.SECRET_KEY = "another" * 10
    assert cookies.read(known) is None


def test_a_rotated_key_keeps_the_browser_and_renews_its_cookie(
    mode: Mode, settings: Settings
) -> None:
    mode("public")
    known, old_name, old_key = (
        sent(settings, "ana"),
        settings.OWNER_COOKIE_NAME,
        settings.SECRET_KEY,
    )
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = "new" * 20, [old_key]
    settings.OWNER_COOKIE_NAME = "requestbin-owner-new"
    settings.OWNER_COOKIE_NAMES = ("requestbin-owner-new", old_name)
    seen = cookies.read(known)
    assert seen is not None
    assert (seen.principal, seen.renew) == (principals.of_browser("ana"), True)

    moved = sent(settings, seen.mark)
    settings.SECRET_KEY_FALLBACKS = []
    settings.OWNER_COOKIE_NAMES = ("requestbin-owner-new",)
    assert cookies.read(known) is None
    seen = cookies.read(moved)
    assert seen is not None
    assert (seen.principal, seen.renew) == (principals.of_browser("ana"), False)


def test_every_secret_key_has_its_cookie_names(settings: Settings) -> None:
    kinds = {name.split("-")[1] for name in settings.OWN_COOKIES}
    assert kinds == {"session", "csrf", "messages", "owner"}
    assert set(settings.OWNER_COOKIE_NAMES) <= set(settings.OWN_COOKIES)
    assert len(settings.OWNER_COOKIE_NAMES) == len(settings.REQUESTBIN.secret_keys)


@pytest.mark.parametrize(
    ("days", "counts", "renew"), [(1, True, False), (31, True, True), (399, True, True)]
)
def test_a_browser_that_comes_back_stays(
    mode: Mode,
    settings: Settings,
    monkeypatch: pytest.MonkeyPatch,
    days: float,
    counts: bool,
    renew: bool,
) -> None:
    mode("local")
    known = sent(settings)
    later(monkeypatch, days)
    seen = cookies.read(known)
    assert (seen is not None, seen and seen.renew) == (counts, renew)


def test_a_browser_that_stays_away_is_forgotten(
    mode: Mode, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    mode("local")
    known = sent(settings)
    later(monkeypatch, 401)
    assert cookies.read(known) is None


def test_scripts_other_sites_and_plain_http_do_not_get_it(mode: Mode, settings: Settings) -> None:
    mode("local")
    for secure in (False, True):
        response = HttpResponse()
        cookies.send(response, RequestFactory().get("/", secure=secure), "paired")
        morsel = response.cookies[settings.OWNER_COOKIE_NAME]
        assert morsel["httponly"]
        assert morsel["samesite"] == "Lax"
        assert bool(morsel["secure"]) is secure
        assert morsel["max-age"] == cookies.MAX_AGE
    settings.SESSION_COOKIE_SECURE = True  # REQUESTBIN_URL is https, whatever the proxy says
    response = HttpResponse()
    cookies.send(response, RequestFactory().get("/"), "paired")
    assert response.cookies[settings.OWNER_COOKIE_NAME]["secure"]


@examples(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text())
def test_no_other_text_is_a_cookie(mode: Mode, settings: Settings, text: str) -> None:
    mode("local")
    good = sent(settings)[settings.OWNER_COOKIE_NAME]
    for forged in (text, f"{text}{good}", f"{good}{text or 'x'}", f"paired:{text}"):
        assert cookies.read({settings.OWNER_COOKIE_NAME: forged}) is None or forged == good
