"""Every mode from outside: the gate, Django and its pages together, asked as a server asks them."""

from __future__ import annotations

import dataclasses
from typing import Any

import pytest
from channels.db import database_sync_to_async
from django.conf import settings
from django.contrib.auth.models import User
from django.test import Client
from pytest_django import Settings

from requestbin.access import cookies, tokens
from requestbin.gate import Gate
from tests.asgi import Answer, call
from tests.builders import make_bin

pytestmark = pytest.mark.django_db(transaction=True)

LOCAL: dict[str, Any] = {}
TEAM = {"url": "https://hooks.example.com", "trusted_proxies": 1}
PUBLIC = {"url": "https://bins.example.com", "trusted_proxies": 1, "public": True}
PROXY = "10.0.0.9"

Pairs = list[tuple[bytes, bytes]]
AT_HOME: Pairs = [(b"Host", b"127.0.0.1:8000"), (b"Accept", b"text/html")]


def behind(host: str) -> Pairs:
    """Return what a proxy of ours passes on."""
    return [
        (b"Host", host.encode()),
        (b"X-Forwarded-For", b"203.0.113.7"),
        (b"X-Forwarded-Proto", b"https"),
        (b"Accept", b"text/html"),
    ]


def cookie(value: str, name: str = settings.OWNER_COOKIE_NAME) -> tuple[bytes, bytes]:
    return b"Cookie", f"{name}={value}".encode()


@pytest.fixture
def asked(settings: Settings) -> Any:
    """Give `asked(mode, target, headers)`: one request to the whole application in that mode."""
    from requestbin.asgi import pages

    async def ask(mode: dict[str, Any], target: str, headers: Pairs, **more: Any) -> Answer:
        settings.REQUESTBIN = dataclasses.replace(settings.REQUESTBIN, **mode)
        more.setdefault("client", PROXY if mode else "127.0.0.1")
        gated = Gate(pages, settings.REQUESTBIN)
        return await call(gated, target.encode(), headers=headers, **{"method": "GET", **more})

    return ask


async def test_local(asked: Any) -> None:
    own = await database_sync_to_async(make_bin)("local")
    page = f"/bins/{own.pk}/"
    for target in ("/", page):
        answer = await asked(LOCAL, target, AT_HOME)
        assert answer.status == 401
        assert b"Open the link printed in the terminal" in answer.body
    assert (await asked(LOCAL, "/readyz", AT_HOME)).status in (200, 503)
    assert (await asked(LOCAL, "/metrics", AT_HOME)).status == 200
    assert (await asked(LOCAL, "/api/bins", AT_HOME)).status == 401
    assert (await asked(LOCAL, "/login/", AT_HOME)).status == 404

    link = f"/?pair={settings.REQUESTBIN.instance_token}"
    paired = await asked(LOCAL, link, AT_HOME)
    assert (paired.status, paired.header(b"Location")) == (303, b"/")
    sent = (paired.header(b"Set-Cookie") or b"").partition(b";")[0]
    for target in ("/", page):
        assert (await asked(LOCAL, target, [*AT_HOME, (b"Cookie", sent)])).status == 200

    tunnelled = [*behind("blue-cat.trycloudflare.com"), (b"Cookie", sent)]
    for target in ("/", page, "/api/bins", "/readyz", "/metrics", "/static/x.css", link):
        answer = await asked(LOCAL, target, tunnelled)
        assert answer.status == 403
        assert b"Webhooks are accepted here; pages are not." in answer.body
        assert answer.header(b"Set-Cookie") is None


async def test_team(asked: Any) -> None:
    host = behind("hooks.example.com")
    shared = await database_sync_to_async(make_bin)("user:0")
    private = await database_sync_to_async(make_bin)("user:0", private=True)
    answer = await asked(TEAM, f"/bins/{shared.pk}/", host)
    assert answer.status == 302
    assert answer.header(b"Location") == f"/login/?next=/bins/{shared.pk}/".encode()
    assert (await asked(TEAM, "/login/", host)).status == 200
    assert (await asked(TEAM, "/metrics", host)).status == 401

    client = Client()
    ana = await User.objects.acreate_user("ana")
    await database_sync_to_async(client.force_login)(ana)
    session = client.cookies[settings.SESSION_COOKIE_NAME].value
    known = [*host, cookie(session, settings.SESSION_COOKIE_NAME)]
    assert (await asked(TEAM, f"/bins/{shared.pk}/", known)).status == 200
    assert (await asked(TEAM, f"/bins/{private.pk}/", known)).status == 404
    assert (await asked(TEAM, "/api/bins", known)).status == 401

    bearer = await database_sync_to_async(tokens.issue)(user=ana)
    api = [*host, (b"Authorization", f"Bearer {bearer}".encode())]
    assert (await asked(TEAM, f"/api/bins/{shared.pk}", api)).status == 200
    assert (await asked(TEAM, f"/api/bins/{private.pk}", api)).status == 404


async def test_public(asked: Any) -> None:
    host = behind("bins.example.com")
    theirs = await database_sync_to_async(make_bin)("browser:other")
    answer = await asked(PUBLIC, "/", host)
    assert answer.status == 200
    assert settings.OWNER_COOKIE_NAME.encode() not in b"".join(v for _, v in answer.headers)
    assert (await asked(PUBLIC, f"/bins/{theirs.pk}/", host)).status == 404

    mine = await database_sync_to_async(make_bin)("browser:me")
    known = [*host, cookie(cookies._signer().sign("me"))]  # in the mode of the last request
    assert (await asked(PUBLIC, f"/bins/{mine.pk}/", known)).status == 200
    assert (await asked(PUBLIC, f"/bins/{theirs.pk}/", known)).status == 404
    assert (await asked(PUBLIC, "/login/", host)).status == 404


async def test_a_bins_token_opens_no_other_bin(asked: Any) -> None:
    own = await database_sync_to_async(make_bin)("local")
    other = await database_sync_to_async(make_bin)("local")
    bearer = await database_sync_to_async(tokens.issue)(bin_id=own.pk)
    headers = [*AT_HOME, (b"Authorization", f"Bearer {bearer}".encode())]
    assert (await asked(LOCAL, f"/api/bins/{own.pk}", headers)).status == 200
    for target in (f"/api/bins/{other.pk}", f"/api/bins/{other.pk}/requests"):
        for method in ("GET", "DELETE"):
            assert (await asked(LOCAL, target, headers, method=method)).status == 404
